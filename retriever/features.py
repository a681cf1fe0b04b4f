"""What speaks for a candidate: a few numbers, mostly between 0 and 1, that are comparable from query to query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retriever.asked import AskedWords
from retriever.forward import KEY_BYTES, UnitWords, Words, numbers

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
_MANY_ENDS = 4  # a row that is the extreme of so many columns leads its table

Features = NDArray[np.float32]
_Flags = NDArray[np.bool_]
_Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found out about the candidates of one query, by unit."""

    lexical_ranks: Mapping[int, int]
    dense_ranks: Mapping[int, int]
    cosines: Mapping[int, float]
    partners: Mapping[int, Mapping[int, float]]
    """The candidates that a unit is linked with, and how likely each is."""


class Comparison:
    """Compares units with one query; what each of them says is worked out once, however often it is compared."""

    def __init__(self, asked: AskedWords) -> None:
        self._asked, self._words = asked, _Words(asked)
        self._at: dict[int, int] = {}  # unit → its row in what follows
        self._below, self._pairs_below = self._words.said([])
        self._above, self._pairs_above = self._words.said([])
        self._signs = np.zeros((0, 2))  # whether its place is asked for, and of how many columns it is the extreme

    def features(self, units: Sequence[UnitWords], evidence: Evidence) -> Features:
        """`(units, len(NAMES))`: the features of each unit, in the order of both."""
        self._read([unit for unit in units if unit.unit not in self._at])
        by_word, at = self._words, [self._at[unit.unit] for unit in units]
        below, signs = self._below[at], self._signs[at]
        said = below | self._above[at]
        are_rows = np.array([unit.is_row for unit in units], dtype=np.bool_)
        told, told_below = by_word.told(said), by_word.told(below)
        by_rows = float(by_word.told(np.atleast_2d(said[are_rows].any(axis=0)))[0]) or 1.0
        joined, linked = _by_links(by_word, said, units, evidence.partners)
        columns = (
            [evidence.cosines.get(unit.unit, 0.0) for unit in units],
            told_below / self._asked.total,
            (told - told_below) / self._asked.total,
            by_word.told_by_pairs(self._pairs_below[at] | self._pairs_above[at]),
            said[:, by_word.figures].sum(axis=1) / max(1, by_word.figures.sum()),
            signs[:, 0],
            signs[:, 1],
            np.where(are_rows, told / by_rows, 0.0),
            joined / self._asked.total,
            linked,
        )
        return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)

    def _read(self, units: Sequence[UnitWords]) -> None:
        self._at.update((unit.unit, row) for row, unit in enumerate(units, start=len(self._at)))
        below, pairs_below = self._words.said([unit.body for unit in units])
        runs = {unit.run: unit.context for unit in units}  # units under the same headings share their words
        place = {run: at for at, run in enumerate(runs)}
        above, pairs_above = self._words.said(list(runs.values()))
        of_run = [place[unit.run] for unit in units]
        signs = [(u.place is not None and u.place in self._asked.places, _extreme(self._asked, u)) for u in units]
        self._below = np.concatenate([self._below, below])
        self._pairs_below = np.concatenate([self._pairs_below, pairs_below])
        self._above = np.concatenate([self._above, above[of_run]])
        self._pairs_above = np.concatenate([self._pairs_above, pairs_above[of_run]])
        self._signs = np.concatenate([self._signs, np.array(signs, dtype=np.float64).reshape(-1, 2)])


class _Words:
    """The words of a query, to be looked for in many units at once."""

    def __init__(self, asked: AskedWords) -> None:
        self._keys = np.array(sorted(asked.weights), dtype=np.uint32)
        columns = {int(key): column for column, key in enumerate(self._keys)}
        self._weights = np.array([asked.weights[int(key)] for key in self._keys])
        self.figures: _Flags = np.array([int(key) in asked.figures for key in self._keys], dtype=np.bool_)
        pairs: dict[tuple[int, int], float] = {}
        for pair, told in asked.pairs.items():
            ordered = tuple(sorted(columns[key] for key in pair))
            pairs[ordered[0], ordered[1]] = pairs.get((ordered[0], ordered[1]), 0.0) + told
        self._pair_weights = np.array(list(pairs.values()))
        self._pairs = np.full((len(self._keys), len(self._keys)), -1)
        for number, (one, two) in enumerate(pairs):
            self._pairs[one, two] = self._pairs[two, one] = number

    def said(self, texts: Sequence[Words]) -> tuple[_Flags, _Flags]:
        """Which words each text says, and which pairs side by side in either order."""
        words, pairs = self._none(len(texts), len(self._keys)), self._none(len(texts), len(self._pair_weights))
        if not self._keys.size or not texts:
            return words, pairs
        printed = np.frombuffer(b"".join(texts), dtype=np.uint32)
        near = np.minimum(np.searchsorted(self._keys, printed), self._keys.size - 1)
        (at,) = np.nonzero(self._keys[near] == printed)
        text = np.searchsorted(np.cumsum([len(text) // KEY_BYTES for text in texts]), at, side="right")
        words[text, near[at]] = True
        beside = (np.diff(at) == 1) & (np.diff(text) == 0)
        pair = self._pairs[near[at][:-1], near[at][1:]]
        found = beside & (pair >= 0)
        pairs[text[:-1][found], pair[found]] = True
        return words, pairs

    @staticmethod
    def _none(texts: int, things: int) -> _Flags:
        return np.zeros((texts, things), dtype=np.bool_)

    def told(self, said: _Flags) -> _Shares:
        """What the words said tell together, a row each; summed row by row alike, so that like rows stay alike."""
        return np.asarray((said * self._weights).sum(axis=1))

    def told_by_pairs(self, said: _Flags) -> _Shares:
        """Share of what all pairs tell."""
        return np.asarray((said * self._pair_weights).sum(axis=1) / (self._pair_weights.sum() or 1.0))


def _extreme(asked: AskedWords, unit: UnitWords) -> float:
    if not (asked.high or asked.low):
        return 0.0
    ends = {*(numbers(unit.highs) if asked.high else ()), *(numbers(unit.lows) if asked.low else ())}
    return min(1.0, len(ends) / _MANY_ENDS)


class _Link(NamedTuple):
    unit: int
    partner: int
    likely: float


def _by_links(
    by_word: _Words, said: _Flags, units: Sequence[UnitWords], partners: Mapping[int, Mapping[int, float]]
) -> tuple[_Shares, _Shares]:
    """What each unit's partners add, and how likely the likeliest is."""
    joined, linked = np.zeros(len(units)), np.zeros(len(units))
    at = {unit.unit: index for index, unit in enumerate(units)}
    links = [
        _Link(at[unit], at[by], likely) for unit, held in partners.items() if unit in at for by, likely in held.items()
    ]
    if not links:
        return joined, linked
    of, by, likely = (np.array(column) for column in zip(*links, strict=True))
    # A partner adds nothing to a unit that says nothing itself: that is two answers to one half of the question.
    adds = (said[of] & ~said[by]).any(axis=1)
    np.maximum.at(joined, of, np.where(adds, likely * by_word.told(said[by] & ~said[of]), 0.0))
    np.maximum.at(linked, of, likely)
    return joined, linked
