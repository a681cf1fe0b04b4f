"""Words of like meaning: which words of the sentences found stand near a word of the question.

The word vectors are the packaged encoder's own, before any context; the trained reader has them in memory anyway. They
know that a trainer is a coach and that injuries injure; they know nothing of names, so names and figures are left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Cosine from which two words may stand for each other: "quick" and "fast" have 0.50, "paris" and "london" 0.41.
MIN_LIKENESS = 0.45

Vector = NDArray[np.float32]
Alike = Callable[[Sequence[str], Iterable[str]], list[Mapping[str, float]]]


class Likeness:
    """Compares words by their vectors; words that are no single piece of the vocabulary are like nothing."""

    def __init__(self, vector_of: Callable[[str], Vector | None]) -> None:
        """`vector_of`: the vector of a word in normal form, of any length; None for an unknown word."""
        self._unit = lru_cache(maxsize=50_000)(lambda word: _unit(vector_of(word)))

    def alike(self, asked: Sequence[str], words: Iterable[str]) -> list[Mapping[str, float]]:
        """For each word asked about, the words that are like it, with their cosine."""
        known = [(word, vector) for word in sorted(set(words)) if (vector := self._unit(word)) is not None]
        if not known:
            return [{} for _ in asked]
        table = np.stack([vector for _, vector in known])
        return [self._like(word, [w for w, _ in known], table) for word in asked]

    def _like(self, word: str, others: Sequence[str], table: Vector) -> Mapping[str, float]:
        vector = self._unit(word)
        if vector is None:
            return {}
        cosines = table @ vector
        return {others[i]: float(cosines[i]) for i in range(len(others)) if cosines[i] >= MIN_LIKENESS}


def _unit(vector: Vector | None) -> Vector | None:
    length = 0.0 if vector is None else float(np.linalg.norm(vector))
    return None if vector is None or length == 0 else vector / np.float32(length)
