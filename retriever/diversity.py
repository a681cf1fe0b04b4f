"""One story told twice fills one place of the first page, not two; and a table's like rows don't fill it either."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retriever.features import NAMES, Features
from retriever.forward import UnitWords, numbers

_MIN_WORDS = 8  # shorter passages are date lines and captions; they are alike without repeating anything
_MIN_SHARE = 0.8  # of the longer passage's words that the shorter one must hold
# What a row loses for each better one that the query doesn't tell from it. R@10 with 0, .25, .5, 1: seeds .800
# .813 .813 .813, rotowire .973 .993 .993 .980, ottqa .640 .640 .660 .660, fetaqa .905 .905 .897 .897.
ALIKE_LOSES = 0.5
_TOLD_APART_BY = [index for index, name in enumerate(NAMES) if name != "cosine"]
_SAME = 4  # decimals to which features are the same


def alike_before(order: Sequence[int], units: Sequence[UnitWords], features: Features) -> NDArray[np.float32]:
    """For each unit how many rows of the same table stand before it in `order` that the query doesn't tell from it."""
    counted: Counter[tuple[object, ...]] = Counter()
    before = np.zeros(len(units), dtype=np.float32)
    signs = np.round(features[:, _TOLD_APART_BY], _SAME).tolist()
    for index in order:
        if units[index].is_row:
            row = (units[index].run, *signs[index])
            before[index] = counted[row]
            counted[row] += 1
    return before


def repeats_last(order: Sequence[int], units: Sequence[UnitWords], k: int) -> list[int]:
    """The first `k` of `order` (indices into `units`), passages that repeat a better one after all others.

    A passage repeats another when all its words stand there too, or the other way round. One differing word is enough
    to be kept: it may be the name or the figure on which two sources disagree. Rows are never repeats.
    """
    kept: list[int] = []
    seen: list[frozenset[int]] = []
    repeated: list[int] = []
    for index in order:
        if len(kept) == k:
            break
        words = frozenset(numbers(units[index].body))
        if not units[index].is_row and len(words) >= _MIN_WORDS:
            if any(_repeats(words, other) for other in seen):
                repeated.append(index)
                continue
            seen.append(words)
        kept.append(index)
    return [*kept, *repeated][:k]


def _repeats(one: frozenset[int], other: frozenset[int]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _MIN_SHARE * len(longer) and shorter <= longer
