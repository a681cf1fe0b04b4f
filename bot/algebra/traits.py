"""What tells a good plan from a bad one: the phrases of a question, the parts of a plan, and numbers about both."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.algebra.candidates import Candidate
from bot.algebra.conditions import Links
from bot.algebra.grid import Facet, Part, Scale, bits
from bot.algebra.terms import (
    All,
    Beside,
    Best,
    Beyond,
    Cells,
    Check,
    Common,
    Compared,
    Condition,
    Count,
    Either,
    Exceeds,
    Leading,
    Nth,
    Picked,
    Posed,
    Rows,
    Total,
    TwoSided,
    Where,
)
from retriever.text import STOPWORDS, tokens

NAMES = (
    "answer named", "answer wholly named", "answer named early", "answer name used up", "answer is label",
    "answer is rank", "answer is mark", "answer is first", "answer position", "answer varied", "no answer column",
    "scale named", "scale wholly named", "scale is answer", "scale is mark", "scale is rank", "scale is value",
    "conditions", "fit", "worst fit", "whole cells", "condition columns named", "condition on label",
    "words linked", "links left", "names left", "figures left", "headings left", "covered",
    "rows", "share of rows", "one value", "values", "repeats the question", "a figure", "number", "all rows counted",
    "none counted", "tied", "conditions on one column",
)  # fmt: skip
_EARLY = 0b1111  # tokens in which "which player" names what is asked for
_TELLING_FIT = 0.5  # of a cell or a label that words must cover to stand for it
_MOST_VALUES = 6
_WORDS = (Check.SAYS, Check.IS)

Matrix = NDArray[np.float32]


class Reading:
    """A question read against one grid, for telling plans apart. Sets of its tokens are integers: bit i is token i."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.headings = tuple(bits(sorted(heading.words)) for heading in links.headings)
        self.linked = bits(sorted(links.linked))
        self.names = bits(sorted({i for c in links.said if c.fit >= _TELLING_FIT for i in c.words}))
        self.figures = bits(sorted({i for c in links.numbered for i in c.words}))
        words = links.question.words
        self.content = bits([i for i, word in enumerate(words) if word.text not in STOPWORDS])
        self.said = frozenset(word.text for word in words)
        self.named_columns = [(c, self.headings[c]) for c, h in enumerate(links.headings) if h.share == 1.0]
        self._row_parts: dict[Rows, tuple[str, tuple[str, ...]]] = {}
        self._condition_traits: dict[tuple[Condition, ...], ConditionTraits] = {}
        self._repeats: dict[tuple[str, ...], bool] = {}

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Words, pairs and triples of the question; what is linked to cells or columns stands as its kind."""
        plain = [word.text for word in self.links.question.words]
        kinds = self._kinds()
        found = [f"1 {word}" for word, kind in zip(plain, kinds, strict=True) if kind not in ("CELL", "FIGURE")]
        merged = [kind for at, kind in enumerate(kinds) if at == 0 or kind != kinds[at - 1] or kind.islower()]
        lexical = ["^", *merged, "$"]
        found += [f"2 {a} {b}" for a, b in pairwise(lexical)]
        found += [f"3 {a} {b} {c}" for a, b, c in zip(lexical, lexical[1:], lexical[2:], strict=False)]
        return tuple(dict.fromkeys(found))

    def traits_of(self, conditions: tuple[Condition, ...]) -> "ConditionTraits":
        """What there is to say of a plan's conditions, worked out once."""
        if conditions not in self._condition_traits:
            self._condition_traits[conditions] = _traits_of(self, conditions)
        return self._condition_traits[conditions]

    def row_parts(self, rows: Rows) -> tuple[str, tuple[str, ...]]:
        """Shape and operators of a term for rows, worked out once."""
        if rows not in self._row_parts:
            self._row_parts[rows] = _rows_shape(rows), tuple(f"rows {name}" for name in _row_operators(rows))
        return self._row_parts[rows]

    def repeats(self, values: tuple[str, ...]) -> bool:
        """Whether the answer only repeats words of the question."""
        if values not in self._repeats:
            words = {token.text for value in values[:3] for token in tokens(value)}
            self._repeats[values] = bool(words) and words <= self.said
        return self._repeats[values]

    def _kinds(self) -> list[str]:
        headings = bits([i for h in self.links.headings if h.share >= _TELLING_FIT for i in h.words])
        kinds = []
        for i, word in enumerate(self.links.question.words):
            if self.names >> i & 1:
                kinds.append("CELL")
            elif word.text[0].isdigit():
                kinds.append("FIGURE")
            else:
                kinds.append("COLUMN" if headings >> i & 1 and word.text not in STOPWORDS else word.text)
        return kinds


@dataclass(frozen=True, slots=True)
class ConditionTraits:
    """A plan's conditions as numbers and parts."""

    used: int
    """Tokens they account for."""
    columns: frozenset[int]
    numbers: tuple[float, ...]
    parts: tuple[str, ...]
    repeated: float
    """1 where two of them are on one column."""


def parts_of(reading: Reading, candidate: Candidate) -> tuple[str, ...]:
    """The operators of a plan and the kinds of columns it uses, as names."""
    grid, term = reading.links.grid, candidate.term
    top, shapes, direction = f"{type(term).__name__}{_detail(term)}", [], _direction(term)
    found: list[str] = []
    for rows in [term.one, term.other] if isinstance(term, TwoSided) else [term.of]:
        shape, operators = reading.row_parts(rows)
        shapes.append(shape)
        found += operators
    found += [f"shape {top}({','.join(shapes)})", f"top {top}"]
    found += reading.traits_of(candidate.conditions).parts
    if candidate.column is not None:
        column = grid.columns[candidate.column]
        found.append(f"answer {column.type.value}{' label' if candidate.column == grid.label else ''}")
        found += [f"head {stem}" for stem in grid.header_stems[candidate.column][:3]]
    if candidate.scale is not None:
        kind = grid.columns[candidate.scale.column].type.value
        found.append(f"scale {kind} {candidate.scale.facet.value} {direction}")
        found += [f"by {stem} {direction}" for stem in grid.header_stems[candidate.scale.column][:3]]
    found.append(f"values {min(len(candidate.found.values), 3)}")
    return tuple(dict.fromkeys(found))


def numbers_of(reading: Reading, candidates: Sequence[Candidate]) -> Matrix:
    """One row of `NAMES` for each candidate, each about -1 to 1."""
    rows = [_numbers(reading, candidate) for candidate in candidates]
    return np.array(rows, dtype=np.float32).reshape(-1, len(NAMES))


def _rows_shape(rows: Rows) -> str:
    match rows:
        case All() | Picked():
            return "*"
        case Where(of, condition):
            return f"{_rows_shape(of)}{_test_name(condition)}"
        case Either():
            return "or"
        case Compared(than):
            return f"{_row_name(rows)}({_rows_shape(than)})"
        case Beyond(of, _, among):
            return f"{_row_name(rows)}({_rows_shape(of)};{_rows_shape(among)})"
        case _:
            return f"{_row_name(rows)}({_rows_shape(rows.of)})"


def _row_name(rows: Rows) -> str:  # noqa: PLR0911 - one for each operator
    match rows:
        case Best(_, _, high, place):
            return f"best{'+' if high else '-'}{place if place > 1 else ''}"
        case Nth(_, place, last):
            return f"{'last' if last else 'first'}{place if place > 1 else ''}"
        case Leading(_, _, last):
            return "tail" if last else "head"
        case Beside(_, step):
            return f"beside{step:+d}"
        case Beyond(_, after, _):
            return "after" if after else "before"
        case Compared(_, _, over):
            return "above" if over else "below"
        case _:
            return type(rows).__name__.lower()


def _row_operators(rows: Rows) -> list[str]:
    starts = [rows]
    found: list[str] = []
    while starts:
        rows = starts.pop()
        found.append(_row_name(rows))
        if isinstance(rows, Compared):
            starts.append(rows.than)
        elif isinstance(rows, Beyond):
            starts += [rows.of, rows.among]
        elif not isinstance(rows, All | Either | Picked):
            starts.append(rows.of)
    return found


def _detail(term: Posed) -> str:
    if isinstance(term, Common):
        return f"{'+' if term.most else '-'}{'' if term.part is Part.WHOLE else term.part.value}"
    if isinstance(term, Cells):
        return "" if term.part is Part.WHOLE else term.part.value
    if isinstance(term, Exceeds):
        return "+" if term.over else "-"
    return " mean" if isinstance(term, Total) and term.mean else ""


def _direction(term: Posed) -> str:
    rows = None if isinstance(term, TwoSided) else term.of
    if isinstance(rows, Best):
        return "+" if rows.high else "-"
    if isinstance(rows, Compared):
        return "over" if rows.over else "under"
    return type(term).__name__


def _test_name(condition: Condition) -> str:
    name = "words" if condition.test in _WORDS else condition.test.value
    return f"[{'!' if condition.negated else ''}{name}]"


def _numbers(reading: Reading, candidate: Candidate) -> list[float]:
    traits = reading.traits_of(candidate.conditions)
    return [
        *_answer_numbers(reading, candidate.column, traits.used),
        *_scale_numbers(reading, candidate.column, candidate.scale),
        *traits.numbers,
        *_coverage_numbers(reading, candidate, traits),
        *_found_numbers(reading, candidate),
        traits.repeated,
    ]


def _answer_numbers(reading: Reading, column: int | None, used: int) -> list[float]:
    grid = reading.links.grid
    if column is None:
        return [0.0] * 10 + [1.0]
    heading, words = reading.links.headings[column], reading.headings[column]
    return [
        heading.share,
        float(heading.share == 1.0),
        float(bool(words & _EARLY)),
        float(bool(words & used)),
        float(column == grid.label),
        float(column == grid.rank),
        float(column == grid.mark),
        float(column == 0),
        column / len(grid.columns),
        grid.variety[column],
        0.0,
    ]


def _scale_numbers(reading: Reading, column: int | None, scale: Scale | None) -> list[float]:
    if scale is None:
        return [0.0] * 6
    grid, heading = reading.links.grid, reading.links.headings[scale.column]
    return [
        heading.share,
        float(heading.share == 1.0),
        float(scale.column == column),
        float(scale.column == grid.mark),
        float(scale.column == grid.rank),
        float(scale.facet is Facet.VALUE),
    ]


def _traits_of(reading: Reading, conditions: tuple[Condition, ...]) -> ConditionTraits:
    links, columns = reading.links, [condition.column for condition in conditions]
    used = bits(sorted({i for condition in conditions for i in condition.words}))
    fits = [condition.fit for condition in conditions]
    named = sum(links.headings[column].share for column in columns)
    left = [reading.linked & ~used, reading.names & ~used, reading.figures & ~used]
    numbers = (
        len(conditions) / 3,
        sum(fits) / len(fits) if fits else 0.0,
        min(fits, default=0.0),
        sum(condition.test is Check.IS for condition in conditions) / 2,
        named / max(1, len(conditions)),
        float(links.grid.label in columns),
        used.bit_count() / max(1, reading.linked.bit_count()),
        *(min(4, one.bit_count()) / 4 for one in left),
    )
    parts = tuple(f"test {_test_name(condition)}" for condition in conditions)
    return ConditionTraits(used, frozenset(columns), numbers, parts, float(len(set(columns)) < len(columns)))


def _coverage_numbers(reading: Reading, candidate: Candidate, traits: ConditionTraits) -> list[float]:
    columns = traits.columns | {candidate.column, candidate.scale.column if candidate.scale else None}
    covered = traits.used
    for column in columns:
        covered |= reading.headings[column] if column is not None else 0
    left = sum(column not in columns and not words & covered for column, words in reading.named_columns)
    return [min(3, left) / 3, (reading.content & covered).bit_count() / max(1, reading.content.bit_count())]


def _found_numbers(reading: Reading, candidate: Candidate) -> list[float]:
    found, body = candidate.found, reading.links.grid.body.bit_count()
    rows = found.rows.bit_count()
    counts = isinstance(candidate.term, Count)
    reads_one = isinstance(candidate.term, Cells) and isinstance(candidate.term.of, Best | Nth)
    return [
        math.log1p(rows) / 4,
        rows / max(1, body),
        float(len(found.values) == 1),
        min(_MOST_VALUES, len(found.values)) / _MOST_VALUES,
        float(reading.repeats(found.values)),
        float(all(value[:1].isdigit() for value in found.values)),
        math.log1p(abs(found.number or 0.0)) / 8,
        float(counts and rows == body),
        float(counts and rows == 0),
        float(reads_one and rows > 1),
    ]
