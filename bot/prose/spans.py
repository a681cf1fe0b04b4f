"""The trained reader: where in a text the answer to a question stands, and by how much that beats "not in this text".

A network of our own (`bot/weights/README.md`), trained by `bot.training`, run by ONNX Runtime. Its word vectors are the
packaged encoder's, so they are not stored twice.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retriever.encoder import DEFAULT_ENCODER, model_folder

WEIGHTS = Path(__file__).parent.parent / "weights"
WEIGHTS_FILE, DIGEST_FILE = "reader.onnx", "reader.sha256"
MAX_PIECES = 160  # of question and text together, as in training; the text is cut
MAX_ANSWER_PIECES = 30  # 99 % of the answers it learnt from are shorter
_VECTORS = "embeddings.word_embeddings.weight"

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pointed:
    """The likeliest answer in part of a text."""

    start: int
    end: int
    """In code points of the text."""
    margin: float
    """Its logit above that of "no answer in this text"; below nought there is probably none."""
    relevance: float
    """Mean logit, over the word pieces of the part, of standing in an answering sentence."""


@dataclass(frozen=True)
class Reading:
    """What the network makes of one text: for each word piece three logits, and where the piece stands."""

    logits: Logits
    places: tuple[tuple[int, int], ...]
    nothing: float
    """Logit of "no answer in this text"."""

    def at(self, start: int, end: int, within: tuple[int, int]) -> Pointed | None:
        """`text[start:end]` as the answer, in the part `within`; None where no word piece of it was read."""
        inside = [i for i, (first, last) in enumerate(self.places) if first < end and start < last]
        part = [i for i, (first, last) in enumerate(self.places) if within[0] <= first and last <= within[1]]
        if not inside or not part:
            return None
        margin = float(self.logits[inside[0], 0] + self.logits[inside[-1], 1]) - self.nothing
        return Pointed(start, end, margin, float(self.logits[part, 2].mean()))

    def point(self, start: int, end: int) -> Pointed | None:
        """The likeliest answer inside `text[start:end]`; None where no word piece of it was read."""
        inside = [i for i, (first, last) in enumerate(self.places) if start <= first and last <= end]
        if not inside:
            return None
        part = self.logits[inside[0] : inside[-1] + 1]
        pairs = np.where(_in_order(len(part)), part[:, None, 0] + part[None, :, 1], -np.inf)
        first, last = (int(place) for place in np.unravel_index(int(pairs.argmax()), pairs.shape))
        return Pointed(
            self.places[inside[0] + first][0],
            self.places[inside[0] + last][1],
            float(pairs[first, last]) - self.nothing,
            float(part[:, 2].mean()),
        )


class WrongReaderError(ValueError):
    """The reader's weights are absent or not the ones this version was built with."""


class SpanReader:
    """The network, loaded once. Safe to call from several threads."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 0) -> None:
        """`threads` of one reading; 0 for as many as there are cores."""
        import onnxruntime
        from tokenizers import Tokenizer

        weights = _checked(folder)
        encoder = model_folder(DEFAULT_ENCODER)
        self._vectors = word_vectors(encoder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES, strategy="longest_first")  # a question may be longer than all
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads must not burn a core
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """A reading of each text, in the order of `texts`."""
        encodings = self._tokenizer.encode_batch([(question, text) for text in texts])
        return [_reading(self._logits(e.ids, e.type_ids), e.type_ids, e.offsets) for e in encodings]

    def _logits(self, ids: Sequence[int], types: Sequence[int]) -> Logits:
        """`(pieces, 3)`: answer starts here, ends here, is of the answering sentence.

        One text at a time: a batch is no faster on one core, and eight-bit activations would share one scale in it.
        """
        kinds = np.array([types], dtype=np.int64)
        feed = {"vectors": self._vectors[np.array([ids])], "types": kinds, "mask": np.ones_like(kinds)}
        logits: Logits = self._session.run(None, feed)[0][0]
        return logits


def _reading(logits: Logits, types: Sequence[int], offsets: Sequence[tuple[int, int]]) -> Reading:
    pieces = [i for i, kind in enumerate(types) if kind == 1 and offsets[i][1] > offsets[i][0]]
    places = tuple((offsets[i][0], offsets[i][1]) for i in pieces)
    return Reading(logits[pieces], places, float(logits[0, 0] + logits[0, 1]))


def _in_order(pieces: int) -> NDArray[np.bool_]:
    """`(start, end)` pairs in order and not too far apart."""
    apart = np.arange(pieces)[None, :] - np.arange(pieces)[:, None]
    allowed: NDArray[np.bool_] = (apart >= 0) & (apart < MAX_ANSWER_PIECES)
    return allowed


def _checked(folder: Path) -> bytes:
    """The weights, when they are the ones the digest beside them names."""
    path, noted = folder / WEIGHTS_FILE, folder / DIGEST_FILE
    missing = [str(p) for p in (path, noted) if not p.exists()]
    if missing:
        raise WrongReaderError(f"{' and '.join(missing)}: absent; expected the reader's weights. Reinstall pressbox.")
    weights, expected = path.read_bytes(), noted.read_text(encoding="ascii").strip()
    actual = sha256(weights).hexdigest()
    if actual != expected:
        raise WrongReaderError(
            f"{path}: SHA-256 is {actual}, expected {expected}; the file is damaged or of another version. "
            "Reinstall pressbox, or restore the file from the repository."
        )
    return weights


def word_vectors(path: Path) -> Logits:
    """The encoder's word vectors `(pieces, width)` float32, mapped: processes share them, and few rows are ever read.

    The file's layout: length of the header, header as JSON, tensors (safetensors' README, "Format").
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        tensor = json.loads(file.read(length))[_VECTORS]
    return np.memmap(path, np.float32, "r", offset=8 + length + tensor["data_offsets"][0], shape=tuple(tensor["shape"]))
