"""How like sentences are in meaning, with the vectors kept: the same sentences come up for question after question."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from retriever.encoder import Encoder, Vectors

Similar = Callable[[Sequence[str]], Sequence[Sequence[float]]]  # cosines of each text with each

KEPT_VECTORS = 4096  # 1.5 KB each


class Likeness:
    """Cosines of texts under one encoder. Safe to call from several threads."""

    def __init__(self, encoder: Encoder, kept: int = KEPT_VECTORS) -> None:
        self._encoder, self._kept = encoder, kept
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def cosines(self, texts: Sequence[str]) -> list[list[float]]:
        """Cosines of each text with each."""
        known = {text: self._vector(text) for text in dict.fromkeys(texts)}
        vectors = np.stack([known[text] for text in texts]) if texts else np.zeros((0, self._encoder.dimension))
        return [[float(cosine) for cosine in row] for row in vectors @ vectors.T]

    def _vector(self, text: str) -> Vectors:
        """`(dimension,)`. Encoded alone: padded to the longest of a batch the others cost a quarter more."""
        with self._lock:
            vector = self._vectors.get(text)
            if vector is not None:
                self._vectors.move_to_end(text)
                return vector
        encoded: Vectors = self._encoder.encode([text])[0]
        with self._lock:
            self._vectors[text] = encoded
            if len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)
        return encoded
