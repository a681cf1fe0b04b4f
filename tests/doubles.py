"""Pure stand-ins for heavy parts."""

import hashlib
from collections.abc import Sequence

import numpy as np

from retriever.encoder import Vectors
from retriever.text import terms


class HashEncoder:
    """Texts that share words get near vectors: each term adds one to a place chosen by its hash."""

    name, dimension, digest = "hash-words", 32, "0" * 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                vectors[row, hashlib.sha256(term.encode()).digest()[0] % self.dimension] += 1
            vectors[row] /= max(float(np.linalg.norm(vectors[row])), 1e-9)
        return vectors
