"""Figures of a sentence held against the cells that its own words name: whose row, and which column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from bot.algebra.conditions import Links
from bot.algebra.grid import Facet, Grid, Scale, rows_in
from bot.algebra.terms import Check, Condition
from bot.question.question import Question
from bot.results.columns import abbreviates, spelt_out
from retriever.figures import FoundValue
from retriever.text import STOPWORDS
from retriever.values import ValueType

_TINY = 1e-6
_AFTER, _BEFORE = 4, 6  # words from a figure within which the column is named
_NAMING_FIT = 0.5  # of a label that words must cover to name its row
_PAIR = re.compile(r"(?<![\w.:-])(\d{1,4})(?:\s?[-–]\s?|[- ](?:of|for)[- ])(\d{1,4})(?![\w:]|-\d|\.\d)")
_FEW = 2  # rows that a name can mean
_MINUTES = re.compile(r"^[\w-]+ minutes?$")  # a column of minutes prints them bare
_SECONDS = 60
_THIS_ONE = re.compile(r"\b(?:this|that|which|each) one$", re.I)  # a match, no figure
_ARTICLE = re.compile(r"\b(?:a pair of|an?) (?=[a-z]+(?:,| and | in |[.;]|$))", re.I)


class Part(StrEnum):
    """What kind of thing in a sentence is held against tables."""

    FIGURE = "figure"
    NAME = "name"
    DAY = "day"
    RESULT = "result"
    BEST = "best"
    ROLE = "role"


class Standing(StrEnum):
    """What tables say of one thing in a sentence."""

    HELD = "held"
    DENIED = "denied"
    UNKNOWN = "unknown"  # no cell is named that could tell


@dataclass(frozen=True)
class Checked:
    """A figure of the sentence, what tables say of it, and the cells that say so."""

    start: int
    end: int
    standing: Standing
    cells: tuple[tuple[int, int, int], ...] = ()
    """(grid, row, column)"""
    part: Part = Part.FIGURE


@dataclass(frozen=True)
class _Figure:
    start: int
    end: int
    numbers: tuple[float, ...]
    """Two for a pair: a score, wins and losses, made of tried."""
    is_percent: bool = False


class Sheet:
    """One sentence against several grids."""

    def __init__(self, question: Question, grids: Sequence[Grid]) -> None:
        self.question, self.grids = question, tuple(grids)
        self.links = [Links(question, grid) for grid in grids]

    @cached_property
    def figures(self) -> list[_Figure]:
        """Figures and pairs of figures, in order."""
        text = self.question.text
        pairs = [_Figure(m.start(), m.end(), (float(m[1]), float(m[2]))) for m in _PAIR.finditer(text)]
        taken = [(pair.start, pair.end) for pair in pairs]
        found = list(pairs)
        for figure in self.question.figures:
            value = figure.value
            if value.number is None or any(s < figure.end and figure.start < e for s, e in taken):
                continue
            if value.type in (ValueType.SCORE, ValueType.RANK) or self._is_of_label(figure):
                continue
            if _THIS_ONE.search(text[: figure.end]):
                continue
            number = value.number / _SECONDS if _MINUTES.search(value.text) else value.number
            found.append(_Figure(figure.start, figure.end, (number,), value.type is ValueType.PERCENT))
        return sorted([*found, *self._articles(text)], key=lambda one: one.start)

    def _articles(self, text: str) -> Iterator[_Figure]:
        """Ones and twos that no figure says: "a steal", "a pair of blocks", where the noun names a column."""
        for match in _ARTICLE.finditer(text):
            nouns = [i for i, word in enumerate(self.question.words) if word.start == match.end()]
            if nouns and any(columns_named(links, nouns[0], short=True) for links in self.links):
                yield _Figure(match.start(), match.end() - 1, (2.0 if "pair" in match.group() else 1.0,))

    def _is_of_label(self, figure: FoundValue) -> bool:
        """Whether the figure is part of what a column is called: the three of "three-point range" beside 3P%."""
        noun = self.question.text[figure.end : figure.end + 2].lower()
        start = f"{figure.value.number:g}{noun[1:]}"
        labels = [column.label.lower() for grid in self.grids for column in grid.columns]
        return noun[:1] in ("-", " ") and len(noun) > 1 and any(label.startswith(start) for label in labels)

    def checked(self) -> list[Checked]:
        """Each figure with what the tables say of it."""
        return [self._check(at, figure) for at, figure in enumerate(self.figures)]

    def _check(self, at: int, figure: _Figure) -> Checked:
        denied: tuple[tuple[int, int, int], ...] = ()
        for number, links in enumerate(self.links):
            pair = len(figure.numbers) > 1
            told = list(_pair_cells(links, figure) if pair else self._cells(links, at, figure))
            held = [(row, column) for row, column, equal in told if equal]
            if held:
                return Checked(figure.start, figure.end, Standing.HELD, tuple((number, *cell) for cell in held))
            denied += tuple((number, row, column) for row, column, _ in told)
        standing = Standing.DENIED if denied else Standing.UNKNOWN
        return Checked(figure.start, figure.end, standing, denied)

    def _cells(self, links: Links, at: int, figure: _Figure) -> Iterator[tuple[int, int, bool]]:
        """Row and column of each cell that the words name, and whether it holds the figure."""
        rows = subject_rows(links, figure.start)
        for column in self._columns(links, at, figure):
            for scale in _scales(links.grid, column):
                for row in rows_in(rows):
                    number = scale.numbers[row]
                    if number is not None:
                        yield row, column, abs(number - figure.numbers[0]) < _TINY

    def _columns(self, links: Links, at: int, figure: _Figure) -> list[int]:
        """The columns named beside a figure: after it, up to the next one, else before it."""
        words = self.question.words
        end = self.figures[at + 1].start if at + 1 < len(self.figures) else len(self.question.text)
        begin = self.figures[at - 1].end if at else 0
        after = [i for i, w in enumerate(words) if figure.start < w.start < end][:_AFTER]
        before = [i for i, w in enumerate(words) if begin <= w.start < figure.start][-_BEFORE:]
        if figure.is_percent:
            return [c for c, column in enumerate(links.grid.columns) if "%" in column.label]
        for index in (*after, *reversed(before)):
            named = columns_named(links, index)
            if named:
                return named
        return []


def subject_rows(links: Links, before: int) -> int:
    """The rows of whoever is named last before that place, else first after it; 0 where nobody is."""
    label = links.grid.label
    named = [c for c in links.said if c.column == label and c.test in (Check.IS, Check.SAYS) and _names(links, c)]
    words = links.question.words
    ahead = [c for c in named if words[min(c.words)].start < before]
    if ahead:
        last = max(max(c.words) for c in ahead)
        return _best(c for c in ahead if max(c.words) == last)
    if named:
        first = min(min(c.words) for c in named)
        return _best(c for c in named if min(c.words) == first)
    return 0


def columns_named(links: Links, index: int, *, short: bool = False) -> list[int]:
    """Columns of numbers whose label the word is, or that abbreviate it; only those with `short`."""
    word, stemmed = links.question.words[index].text, links.stems[index]
    if word in STOPWORDS:
        return []
    numeric = sorted({scale.column for scale in links.grid.scales if scale.facet is Facet.VALUE})
    columns = links.grid.columns
    whole = [c for c in numeric if {spelt_out(s) for s in links.grid.header_stems[c]} == {spelt_out(stemmed)}]
    is_name = links.question.text[links.question.words[index].start].isupper()  # "Minnesota" is not short for minutes
    abbreviated = [c for c in numeric if not is_name and abbreviates(columns[c].label, word)]
    if short:
        return abbreviated
    part = [c for c in numeric if spelt_out(stemmed) in {spelt_out(s) for s in links.grid.header_stems[c]}]
    return whole or abbreviated or part


def _names(links: Links, condition: Condition) -> bool:
    """Whether it names few rows, by enough of the label or by its last word: "Hill" of "George Hill"."""
    few = condition.rows.bit_count() <= _FEW
    spelt = all(links.stems[i] in links.grid.stems[condition.column] for i in condition.words)
    return few and spelt and (condition.test is Check.IS or condition.fit >= _NAMING_FIT)


def _best(conditions: Iterator[Condition]) -> int:
    return max(conditions, key=lambda c: (len(c.words), c.fit)).rows


def _scales(grid: Grid, column: int) -> list[Scale]:
    return [scale for scale in grid.scales_of(column) if scale.facet is Facet.VALUE]


def _pair_cells(links: Links, figure: _Figure) -> Iterator[tuple[int, int, bool]]:
    """The cells of a pair: two columns side by side of one row, or one column of two rows."""
    grid, (one, other) = links.grid, figure.numbers
    rows = rows_in(subject_rows(links, figure.start))
    scales = [s for s in grid.scales if s.facet is Facet.VALUE]
    for row in rows:
        for a, b in pairwise(scales):
            if a.numbers[row] == one and b.numbers[row] == other:
                yield row, a.column, True
                yield row, b.column, True
    if len(grid.lines) == 2:
        for scale in scales:
            if sorted(n for n in scale.numbers if n is not None) == sorted((one, other)):
                yield 0, scale.column, True
                yield 1, scale.column, True
        yield 0, scales[0].column, False
    elif rows:
        yield rows[0], scales[0].column, False
