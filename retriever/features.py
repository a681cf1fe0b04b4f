"""What speaks for a candidate: a few numbers, mostly between 0 and 1, that are comparable from query to query."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retriever.asked import AskedWords
from retriever.forward import UnitWords

# Tried beside these and taken out, because nothing on the development sets was found better with them: BM25 itself,
# reciprocal ranks, the fit of the headings as a whole, words of neighbouring passages, the rarest word missing, length,
# row or passage (alone, and with the kind of question).
NAMES = (
    "cosine",  # of the vectors of query and unit
    "said",  # share of the query's words (by rarity) that the unit says
    "said_above",  # that only its headings say
    "pairs",  # share of the query's neighbouring words that stand side by side
    "figures",  # share of the query's figures that unit or headings say
    "place",  # a row whose rank is the one asked for
    "extreme",  # a row that holds the highest or lowest value asked for, in some column
    "linked",  # how likely the unit is that names this one's subject, or whose subject this one names
)
_MANY_ENDS = 4  # a row that is the extreme of so many columns leads its table

Features = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found out about the candidates of one query, by unit."""

    lexical_ranks: Mapping[int, int]
    dense_ranks: Mapping[int, int]
    cosines: Mapping[int, float]
    linked: Mapping[int, float]


def features_of(
    asked: AskedWords, units: Sequence[UnitWords], evidence: Evidence, known: Mapping[int, list[float]] | None = None
) -> dict[int, list[float]]:
    """Unit → its features in the order of `NAMES`; those `known` are taken over, but for the links."""
    before = known or {}
    return {
        unit.unit: [*before[unit.unit][:-1], evidence.linked.get(unit.unit, 0.0)]
        if unit.unit in before
        else _row(asked, unit, evidence)
        for unit in units
    }


def as_matrix(features: Mapping[int, list[float]]) -> Features:
    """`(units, len(NAMES))` in the order of the mapping."""
    return np.array(list(features.values()), dtype=np.float32).reshape(len(features), len(NAMES))


def _row(asked: AskedWords, unit: UnitWords, evidence: Evidence) -> list[float]:
    body, context, weights = set(unit.body), set(unit.context), asked.weights
    said = body | context
    ends = {*(unit.highs if asked.high else ()), *(unit.lows if asked.low else ())}
    return [
        evidence.cosines.get(unit.unit, 0.0),
        sum(told for word, told in weights.items() if word in body) / asked.total,
        sum(told for word, told in weights.items() if word in context and word not in body) / asked.total,
        _pairs(asked, unit, said),
        len(asked.figures & said) / max(1, len(asked.figures)),
        float(unit.place is not None and unit.place in asked.places),
        min(1.0, len(ends) / _MANY_ENDS),
        evidence.linked.get(unit.unit, 0.0),
    ]


def _pairs(asked: AskedWords, unit: UnitWords, said: Collection[int]) -> float:
    if not any(one in said and two in said for one, two in asked.pairs):
        return 0.0  # as for most units
    held = {*pairwise(unit.body), *pairwise(unit.context)}
    found = sum(told for (one, two), told in asked.pairs.items() if (one, two) in held or (two, one) in held)
    return found / math.fsum(asked.pairs.values())
