"""One story told twice fills one place of the first page, not two."""

from collections.abc import Sequence

from retriever.forward import UnitWords

_MIN_WORDS = 8  # shorter passages are date lines and captions; they are alike without repeating anything
_MIN_SHARE = 0.8  # of the longer passage's words that the shorter one must hold


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
        words = frozenset(units[index].body)
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
