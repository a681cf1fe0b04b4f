"""What speaks for a candidate: a few numbers, mostly between 0 and 1, that are comparable from query to query."""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retriever.asked import AskedWords
from retriever.forward import UnitWords

# Tried beside these and taken out, because nothing on the development sets was found better with them: BM25 itself,
# reciprocal ranks, the fit of the headings as a whole, words of neighbouring passages or rows, the rarest word missing,
# length, row or passage (alone, and with the kind of question), names that query and row share.
NAMES = (
    "cosine",  # of the vectors of query and unit
    "said",  # share of the query's words (by rarity) that the unit says
    "said_above",  # that only its headings say
    "pairs",  # share of the query's neighbouring words that stand side by side
    "figures",  # share of the query's figures that unit or headings say
    "place",  # a row whose rank is the one asked for
    "extreme",  # a row that holds the highest or lowest value asked for, in some column
    "as_row",  # of the words that any row says ("how many broke 3:30 in the final" has one), the row's share
    "joined",  # share of the words that a likely unit linked with this one says, and this one doesn't
    "linked",  # how likely the unit is that names this one's subject, or whose subject this one names
)
_BY_LINKS = 2  # the last of them are known only when links were followed
_MANY_ENDS = 4  # a row that is the extreme of so many columns leads its table

Features = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found out about the candidates of one query, by unit."""

    lexical_ranks: Mapping[int, int]
    dense_ranks: Mapping[int, int]
    cosines: Mapping[int, float]
    partners: Mapping[int, Mapping[int, float]]
    """The candidates that a unit is linked with, and how likely each is."""


def features_of(
    asked: AskedWords, units: Sequence[UnitWords], evidence: Evidence, known: Mapping[int, list[float]] | None = None
) -> dict[int, list[float]]:
    """Unit → its features in the order of `NAMES`; those `known` are taken over, but for the links."""
    before = known or {}
    said = {unit.unit: asked.weights.keys() & {*unit.body, *unit.context} for unit in units}
    by_rows = _told(asked, {word for unit in units if unit.is_row for word in said[unit.unit]}) or 1.0
    found = {}
    for unit in units:
        number = unit.unit
        own = before[number][:-_BY_LINKS] if number in before else _own(asked, unit, evidence, said[number], by_rows)
        found[number] = [*own, *_by_links(asked, said, number, evidence.partners.get(number, {}))]
    return found


def as_matrix(features: Mapping[int, list[float]]) -> Features:
    """`(units, len(NAMES))` in the order of the mapping."""
    return np.array(list(features.values()), dtype=np.float32).reshape(len(features), len(NAMES))


def _own(asked: AskedWords, unit: UnitWords, evidence: Evidence, said: Set[int], by_rows: float) -> list[float]:
    body = set(unit.body)
    ends = {*(unit.highs if asked.high else ()), *(unit.lows if asked.low else ())}
    below, everywhere = _told(asked, said & body), _told(asked, said)
    return [
        evidence.cosines.get(unit.unit, 0.0),
        below / asked.total,
        (everywhere - below) / asked.total,
        _pairs(asked, unit, said),
        len(asked.figures & said) / max(1, len(asked.figures)),
        float(unit.place is not None and unit.place in asked.places),
        min(1.0, len(ends) / _MANY_ENDS),
        everywhere / by_rows if unit.is_row else 0.0,
    ]


def _by_links(
    asked: AskedWords, said: Mapping[int, Set[int]], unit: int, partners: Mapping[int, float]
) -> tuple[float, float]:
    # A partner adds nothing to a unit that says nothing itself: that is two answers to one half of the question.
    added = (
        likely * _told(asked, said[partner] - said[unit])
        for partner, likely in partners.items()
        if not said[unit] <= said[partner]
    )
    return max(added, default=0.0) / asked.total, max(partners.values(), default=0.0)


def _told(asked: AskedWords, words: Set[int]) -> float:
    return math.fsum(asked.weights[word] for word in words)


def _pairs(asked: AskedWords, unit: UnitWords, said: Set[int]) -> float:
    if not any(one in said and two in said for one, two in asked.pairs):
        return 0.0  # as for most units
    held = {*pairwise(unit.body), *pairwise(unit.context)}
    found = sum(told for (one, two), told in asked.pairs.items() if (one, two) in held or (two, one) in held)
    return found / math.fsum(asked.pairs.values())
