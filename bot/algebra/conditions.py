"""What a question says about one grid: conditions on its rows, and which columns its words name."""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from bot.algebra.grid import Facet, Grid, Scale, bits, rows_in
from bot.algebra.terms import Check, Condition
from bot.question.lexicon import FILLERS, Operation
from bot.question.links import MIN_MISSPELT_CHARS, MISSPELT_ALONE
from bot.question.question import Question
from bot.question.scope import counting_number
from bot.question.tables import Line
from bot.results.columns import abbreviates, spelt_out
from retriever.dates import MONTHS, parse_date
from retriever.figures import FoundValue
from retriever.nations import nation_keys
from retriever.text import STOPWORDS, stem
from retriever.values import ValueType

MAX_SAID, MAX_NUMBERED = 12, 14  # conditions by words and by figures that are tried
_MIN_MONTH_CHARS = 3
_OUTCOME_WORDS = {
    1.0: {"win", "wins", "winning", "victory", "victories", "beat", "defeat", "defeated", "winner"},
    -1.0: {"lose", "loss", "losses", "losing", "defeat", "defeats"},
    0.0: {"draw", "draws", "tie", "ties", "tied"},
}
_BESIDE = 3  # words before and after a figure in which its comparison stands
# What compares, the longer phrases first: "no more than" is not "more than".
_BEFORE = {
    "at least": Check.AT_LEAST, "at most": Check.AT_MOST, "no more than": Check.AT_MOST, "not more than": Check.AT_MOST,
    "up to": Check.AT_MOST, "no less than": Check.AT_LEAST, "no fewer than": Check.AT_LEAST, "more than": Check.OVER,
    "greater than": Check.OVER, "higher than": Check.OVER, "over": Check.OVER, "above": Check.OVER,
    "less than": Check.UNDER, "fewer than": Check.UNDER, "lower than": Check.UNDER, "under": Check.UNDER,
    "below": Check.UNDER,
}  # fmt: skip
_AFTER = {"or more": Check.AT_LEAST, "or better": Check.AT_LEAST, "or higher": Check.AT_LEAST, "or less": Check.AT_MOST,
          "or fewer": Check.AT_MOST, "or lower": Check.AT_MOST}  # fmt: skip
# Words beside a number that mean an end of the ranking: is it the far end?
_ENDS = {"top": False, "first": False, "best": False, "leading": False, "fastest": False, "last": True, "bottom": True,
         "final": True, "slowest": True, "worst": True, "lowest": True}  # fmt: skip
_LARGEST_FEW = 8
_INCLUSIVE = {Check.AT_LEAST: Check.OVER, Check.AT_MOST: Check.UNDER}
_RANKING = (Facet.VALUE, Facet.FIRST, Facet.SECOND, Facet.BOTH, Facet.APART, Facet.YEAR)
_YEARS = range(1700, 2101)


@dataclass(frozen=True, slots=True)
class Heading:
    """How the question speaks of a column."""

    words: frozenset[int]
    share: float
    """Share of the label's words that the question says, 0 to 1."""


class Links:
    """A question's links to one grid."""

    def __init__(self, question: Question, grid: Grid) -> None:
        self.question, self.grid = question, grid
        self.stems = tuple(stem(word.text) for word in question.words)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """One for each column."""
        return tuple(self._heading(column) for column in range(len(self.grid.columns)))

    @cached_property
    def said(self) -> tuple[Condition, ...]:
        """Conditions by words, those that account for most first."""
        found = [condition for c in range(len(self.grid.columns)) for condition in self._said_in(c)]
        found += self._outcomes()
        ordered = sorted(found, key=lambda c: (-len(c.words) * (0.5 + c.fit), c.column, c.test, c.rows))
        return tuple(ordered[:MAX_SAID])

    @cached_property
    def numbered(self) -> tuple[Condition, ...]:
        """Conditions by figures, on columns that the question names first."""
        among = list(self._among())
        counted = frozenset(i for condition in among for i in condition.words)
        figures = [figure for figure in self.figures if not figure[1] & counted]
        found = [c for figure in figures for c in self._as_said(figure[1], list(self._numbered_by(figure)))]
        found += [*among, *self._ranges(), *self._placed()]
        kept: dict[tuple[int, int, Check], Condition] = {}
        for condition in sorted(found, key=self._order_of):
            kept.setdefault((condition.column, condition.rows, condition.test), condition)
        return tuple(kept.values())[:MAX_NUMBERED]

    @cached_property
    def blanks(self) -> tuple[Condition, ...]:
        """Whether a column that the question names is blank or filled, where it is both."""
        found = []
        for column, heading in enumerate(self.headings):
            blank = self.grid.blank[column] & self.grid.body
            if blank and heading.share > 0 and blank != self.grid.body:
                for test, rows in ((Check.BLANK, blank), (Check.FILLED, self.grid.body & ~blank)):
                    found.append(Condition(column, test, "", rows, heading.words, heading.share))
        return tuple(found)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """All of them."""
        return (*self.said, *self.numbered, *self.blanks)

    @cached_property
    def figures(self) -> tuple[tuple[FoundValue, frozenset[int]], ...]:
        """Figures of the question with their tokens; months by name are none."""
        words = self.question.words
        found = []
        for figure in self.question.figures:
            inside = frozenset(i for i, w in enumerate(words) if figure.start <= w.start < figure.end)
            if inside and figure.value.number is not None:
                found.append((figure, inside))
        return tuple(found)

    @cached_property
    def linked(self) -> frozenset[int]:
        """Tokens that some condition accounts for."""
        return frozenset(i for condition in (*self.said, *self.numbered) for i in condition.words)

    def _heading(self, column: int) -> Heading:
        label = self.grid.columns[column].label
        stems = [spelt_out(s) for s in self.grid.header_stems[column]]
        said = frozenset(i for i, s in enumerate(self.stems) if spelt_out(s) in stems)
        if said:
            return Heading(said, len({self.stems[i] for i in said}) / len(set(stems)))
        for i, word in enumerate(self.question.words):
            if abbreviates(label, word.text) or (word.text == label.strip().lower() and word.text not in STOPWORDS):
                return Heading(frozenset({i}), 1.0)
        return Heading(frozenset(), 0.0)

    def _order_of(self, condition: Condition) -> tuple[float, int, int, str]:
        named = self.headings[condition.column].share
        equal = condition.test is Check.EQUAL
        return (-named - 0.5 * equal - 0.5 * condition.fit, condition.column, condition.rows, condition.test)

    def _said_in(self, column: int) -> Iterator[Condition]:
        holding = [self._holding(column, i) for i in range(len(self.stems))]
        covered = -1
        for start in range(len(holding)):
            if not holding[start] or self.question.words[start].text in STOPWORDS or start <= covered:
                continue
            words, rows = self._span(holding, start)
            covered = max(words)
            yield from self._conditions_of(column, words, rows)

    def _span(self, holding: Sequence[int], start: int) -> tuple[frozenset[int], int]:
        """The longest run of words from `start` that one cell holds together, and the rows of such cells."""
        words, rows, at = {start}, holding[start], start + 1
        while at < len(holding):
            if holding[at] & rows:
                rows &= holding[at]
                words.add(at)
            elif self.question.words[at].text not in STOPWORDS or at - max(words) > 1:
                break
            at += 1
        return frozenset(words), rows

    def _conditions_of(self, column: int, words: frozenset[int], rows: int) -> Iterator[Condition]:
        keys = self.grid.keys[column]
        lengths = {row: len(keys[row].split()) for row in range(len(keys)) if rows >> row & 1}
        text = self.question.text[self.question.words[min(words)].start : self.question.words[max(words)].end]
        whole = bits([row for row, length in lengths.items() if length <= len(words)])
        if whole:
            yield Condition(column, Check.IS, text, whole, words, 1.0)
        if rows != whole:
            fit = min(1.0, len(words) / (sum(lengths.values()) / len(lengths)))
            yield Condition(column, Check.SAYS, text, rows, words, fit)

    def _holding(self, column: int, index: int) -> int:
        """Rows whose cell of that column holds the word, its nation, or the word it is a misspelling of."""
        holding = self.grid.stems[column]
        word = self.question.words[index].text
        rows = holding.get(self.stems[index], 0)
        if word.isdigit() and self.grid.columns[column].type is not ValueType.TEXT:
            return 0  # a figure in a column of figures is compared, not read
        if word == "u" and self.stems[index + 1 : index + 2] == ("s",):
            word = "usa"  # of "U.S."
        for key in nation_keys(word):
            inside = self.grid.everything
            for part in key.split():
                inside &= holding.get(stem(part), 0)
            rows |= inside
        if rows or self._is_known(index) or len(word) < MIN_MISSPELT_CHARS or not word.isalpha():
            return rows
        near = process.extractOne(word, self.grid.words[column], scorer=fuzz.ratio, score_cutoff=MISSPELT_ALONE)
        return holding.get(stem(near[0]), 0) if near else 0

    def _is_known(self, index: int) -> bool:
        """Whether any cell or label holds the word as it is, or it is a word of every language."""
        word, stemmed = self.question.words[index].text, self.stems[index]
        labels = {s for stems in self.grid.header_stems for s in stems}
        return word in FILLERS or stemmed in labels or any(stemmed in holding for holding in self.grid.stems)

    def _outcomes(self) -> Iterator[Condition]:
        scales = [scale for scale in self.grid.scales if scale.facet is Facet.OUTCOME]
        for scale in scales:
            for outcome, cues in _OUTCOME_WORDS.items():
                words = frozenset(i for i, word in enumerate(self.question.words) if word.text in cues)
                rows = bits([row for row, number in enumerate(scale.numbers) if number == outcome])
                if words and rows:
                    said = {1.0: "won", -1.0: "lost", 0.0: "drawn"}[outcome]
                    yield Condition(scale.column, Check.OUTCOME, said, rows, words, 1.0)
        yield from self._months()
        yield from self._statuses()

    def _statuses(self) -> Iterator[Condition]:
        """Rows with a code in place of a mark: DNF for "did not finish"."""
        words, codes = self.question.statuses
        column = self.grid.mark if self.grid.mark is not None else self.grid.rank
        rows = bits([row for row, line in enumerate(self.grid.lines) if codes & _codes_of(line)])
        if rows and column is not None:
            yield Condition(column, Check.IS, " or ".join(sorted(codes)), rows, words, 1.0)

    def _months(self) -> Iterator[Condition]:
        for scale in self.grid.scales:
            if scale.facet is Facet.MONTH:
                for i, word in enumerate(self.question.words):
                    number = _month(word.text)
                    rows = bits([row for row, month in enumerate(scale.numbers) if month == number])
                    if number is not None and rows:
                        yield Condition(scale.column, Check.SAYS, word.text, rows, frozenset({i}), 0.5)

    def _as_said(self, figure: frozenset[int], conditions: list[Condition]) -> list[Condition]:
        """Those with the comparison that stands beside the figure, on columns that the question names if it names any.

        "At least 2 gold medals" is neither more than 2 nor silver.
        """
        said = self._comparison_beside(figure)
        if said is not None and any(condition.test is said for condition in conditions):
            conditions = [condition for condition in conditions if condition.test is said]
        elif said in _INCLUSIVE:  # no row has just the figure, so at least it is more than it
            conditions = [condition for condition in conditions if condition.test is _INCLUSIVE[said]]
        named = any(self.headings[condition.column].share == 1.0 for condition in conditions)
        return [c for c in conditions if not named or c.test is Check.EQUAL or self.headings[c.column].share > 0]

    def _comparison_beside(self, figure: frozenset[int]) -> Check | None:
        texts = [word.text for word in self.question.words]
        before = " ".join(texts[max(0, min(figure) - _BESIDE) : min(figure)])
        after = " ".join(texts[max(figure) + 1 : max(figure) + 1 + _BESIDE])
        for phrase, check in _BEFORE.items():
            if f" {phrase} " in f" {before} ":
                return check
        return next((check for phrase, check in _AFTER.items() if f" {phrase} " in f" {after} "), None)

    def _numbered_by(self, found: tuple[FoundValue, frozenset[int]]) -> Iterator[Condition]:
        figure, words = found
        number = figure.value.number
        for scale in self.grid.scales:
            if number is None or not _comparable(figure, scale, self.grid):
                continue
            if not self._within_reach(scale, number):
                continue
            tests = {
                test: self.grid.body & bits([r for r in scale.ascending if holds(scale.numbers[r] or 0.0, number)])
                for test, holds in HOLDS.items()
            }
            for test, rows in tests.items():
                inclusive = test in (Check.AT_LEAST, Check.AT_MOST)
                if rows and not (inclusive and not tests[Check.EQUAL]):
                    fit = 1.0 if test is Check.EQUAL else 0.5
                    yield Condition(scale.column, test, figure.value.text, rows, words, fit)

    def _within_reach(self, scale: Scale, number: float) -> bool:
        """Whether the figure lies among the scale's numbers, or the question names the column."""
        low, high = (scale.numbers[scale.ascending[end]] or 0.0 for end in (0, -1))
        return low <= number <= high or self.headings[scale.column].share > 0

    def _placed(self) -> Iterator[Condition]:
        """Places by the words of sport: "won" is rank 1, "silver" rank 2."""
        for scale in self.grid.scales:
            if scale.column == self.grid.rank:
                for cue in self.question.has(Operation.NTH):
                    rows = self.grid.body & bits([r for r in scale.ascending if scale.numbers[r] in cue.places])
                    said = self.question.words[cue.word].text
                    if rows:
                        yield Condition(scale.column, Check.EQUAL, said, rows, frozenset({cue.word}), 1.0)

    def _among(self) -> Iterator[Condition]:
        """The first or last few: "the top three", "last two", "the two slowest"; by rank, else by mark or order."""
        texts = [word.text for word in self.question.words]
        for at in range(len(texts) - 1):
            for word, number in ((at, at + 1), (at + 1, at)):
                count, worst = counting_number(texts[number]), _ENDS.get(texts[word])
                if count is None or worst is None or not 1 < count <= _LARGEST_FEW:
                    continue
                column, order = self._best_first()
                rows = order[-count:] if worst else order[:count]
                if len(rows) == count:
                    said = f"{texts[word]} {texts[number]}"
                    yield Condition(column, Check.AMONG, said, bits(rows), frozenset({word, number}), 1.0)

    def _best_first(self) -> tuple[int, list[int]]:
        """Rows from the best down: by rank, by time, else as the table has them; with the column that says so."""
        grid = self.grid
        for column in (grid.rank, grid.mark):
            scales = [] if column is None else [s for s in grid.scales_of(column) if s.facet is Facet.VALUE]
            for scale in scales:
                if column != grid.rank and grid.columns[scale.column].type is not ValueType.TIME:
                    continue
                return scale.column, [row for row in scale.ascending if grid.body >> row & 1]
        return grid.label or 0, rows_in(grid.body)

    def _ranges(self) -> Iterator[Condition]:
        """Between two figures that follow each other: "from 1990 to 1995"."""
        for (first, words), (second, others) in zip(self.figures, self.figures[1:], strict=False):
            low, high = sorted((first.value.number or 0.0, second.value.number or 0.0))
            for scale in self.grid.scales:
                if _comparable(first, scale, self.grid) and _comparable(second, scale, self.grid):
                    inside = [r for r in scale.ascending if low <= (scale.numbers[r] or 0.0) <= high]
                    rows = self.grid.body & bits(inside)
                    said = f"{first.value.text} to {second.value.text}"
                    if rows:
                        yield Condition(scale.column, Check.WITHIN, said, rows, words | others, 0.5)


HOLDS: dict[Check, Callable[[float, float], bool]] = {
    Check.EQUAL: operator.eq,
    Check.OVER: operator.gt,
    Check.UNDER: operator.lt,
    Check.AT_LEAST: operator.ge,
    Check.AT_MOST: operator.le,
}


def ranking_scales(grid: Grid) -> list[Scale]:
    """Scales by which rows can sensibly be ordered."""
    return [scale for scale in grid.scales if scale.facet in _RANKING]


def _codes_of(line: Line) -> frozenset[str]:
    statuses = (cell.value for cell in line.row.cells if cell.value.type is ValueType.STATUS)
    return frozenset(value.text.upper().rstrip(".") for value in statuses)


def _month(word: str) -> float | None:
    if len(word) < _MIN_MONTH_CHARS:
        return None
    return next((float(n) for n, month in enumerate(MONTHS, 1) if month == word or month[:3] == word), None)


def _comparable(figure: FoundValue, scale: Scale, grid: Grid) -> bool:
    """Whether a figure of the question can be one of the scale's numbers."""
    kind, number = figure.value.type, figure.value.number or 0.0
    column = grid.columns[scale.column].type
    if kind is ValueType.DATE:
        return column is ValueType.DATE and scale.facet is Facet.VALUE and parse_date(figure.value.text) is not None
    if scale.facet in (Facet.MONTH, Facet.OUTCOME):
        return False
    is_year = number in _YEARS and figure.value.text.isdigit()
    if scale.facet is Facet.YEAR or column is ValueType.SEASON:
        return is_year or kind is ValueType.SEASON
    if kind in (ValueType.TIME, ValueType.DISTANCE, ValueType.PERCENT, ValueType.MONEY):
        return column in (kind, ValueType.NUMBER, ValueType.TEXT)
    return kind in (ValueType.NUMBER, ValueType.RANK, ValueType.SCORE) and column is not ValueType.DATE
