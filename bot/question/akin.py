"""Words that are near in meaning to a word of a question: asked for fans, a reader is told of supporters.

The table beside the trained reader holds the nearest words by the cosine of the encoder's word vectors
(`python -m bot.training.akin`), which know what words stand for each other in general, not in one sport.
"""

from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retriever.text import stem, tokens

AKIN_FILE = Path(__file__).parents[1] / "weights" / "akin.npz"
COSINE_STEPS = 255  # a cosine of 1 as the table holds it, in one byte
_NO_KIN: dict[str, float] = {}


@lru_cache(maxsize=10_000)
def akin_to(word: str) -> dict[str, float]:
    """Stems of words near to a word in normal form and how near, between 0 and 1, nearest first; not its own stem."""
    words, kin, cosines = _table()
    at = bisect_left(words, word)
    if at == len(words) or words[at] != word:
        return _NO_KIN
    found: dict[str, float] = {}
    for other, cosine in zip(kin[at].tolist(), cosines[at].tolist(), strict=True):
        if cosine:
            found.setdefault(stem(tokens(words[other])[0].text), cosine / COSINE_STEPS)
    found.pop(stem(word), None)
    return found


@lru_cache(maxsize=1)
def _table() -> tuple[list[str], NDArray[np.uint16], NDArray[np.uint8]]:
    """The words in alphabetical order, and of each the places of its kin and their cosines in bytes."""
    with np.load(AKIN_FILE, allow_pickle=False) as kept:
        return bytes(kept["words"]).decode("ascii").split("\n"), kept["kin"], kept["cosines"]
