"""How much faster passages are encoded than by plain sentence-transformers, and how near its vectors the result is.

python -m benchmarks.encoding
"""

from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from ingest.contents import read_contents
from ingest.documents import build_document
from retriever.encoder import DEFAULT_ENCODER, load_encoder, model_folder
from retriever.library import encoded_texts

PASSAGES, BATCH, ROUNDS = 256, 32, 3
_CLOCKS = ("by the clock", "in processor time")
_CORPUS = Path(__file__).parent.parent / "corpus"


def passages() -> list[str]:
    """What the sample coverage's first reports give the encoder, in a fixed order."""
    texts: list[str] = []
    for path in sorted(_CORPUS.rglob("*.txt")) + sorted(_CORPUS.rglob("*.md")) + sorted(_CORPUS.rglob("*.csv")):
        if path.name.lower().startswith("readme"):
            continue
        for piece in read_contents(path.name, path.read_bytes()).pieces:
            texts += encoded_texts(build_document(piece.parsed, document_id=path.stem))
    return texts[:PASSAGES]


def main() -> None:
    """Print both rates, their ratios (the best of each) by the clock and in processor time, and the mean cosine."""
    texts = passages()
    plain, light = SentenceTransformer(str(model_folder(DEFAULT_ENCODER)), device="cpu"), load_encoder()
    plain_s, light_s = [], []
    for _ in range(ROUNDS):  # in turns: whatever else the machine does falls on both
        began = _now()
        expected = plain.encode(texts, batch_size=BATCH, normalize_embeddings=True)
        between = _now()
        found = light.encode(texts)
        plain_s.append(between - began)
        light_s.append(_now() - between)
    cosine = float(np.einsum("ij,ij->i", np.asarray(expected), found).mean())
    for name, theirs, ours in zip(_CLOCKS, np.min(plain_s, axis=0), np.min(light_s, axis=0), strict=True):
        rates = len(texts) / theirs, len(texts) / ours
        print(f"{name}: plain {rates[0]:.0f} passages/s, ours {rates[1]:.0f}/s, ratio {rates[1] / rates[0]:.2f}")
    print(f"mean cosine {cosine:.5f}")


def _now() -> NDArray[np.float64]:
    """Both clocks, in the order of their names; on a machine that does other things the second is to be believed."""
    return np.array([perf_counter(), process_time()])


if __name__ == "__main__":
    main()
