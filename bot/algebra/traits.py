"""What tells a good plan from a bad one: the phrases of a question, the parts of a plan, and numbers about both."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.algebra.candidates import Candidate
from bot.algebra.conditions import Links
from bot.algebra.grid import Facet, Scale
from bot.algebra.terms import (
    All,
    Alike,
    Beside,
    Best,
    Beyond,
    Cells,
    Common,
    Compared,
    Condition,
    Count,
    Distinct,
    Either,
    Exists,
    Gap,
    Leading,
    Nth,
    Rows,
    Run,
    Surplus,
    Term,
    Test,
    Total,
    Where,
)
from retriever.text import STOPWORDS, tokens

NAMES = (
    "answer named", "answer wholly named", "answer named early", "answer name used up", "answer is label",
    "answer is rank", "answer is mark", "answer is first", "answer position", "answer varied", "no answer column",
    "scale named", "scale wholly named", "scale is answer", "scale is mark", "scale is rank", "scale is value",
    "conditions", "fit", "worst fit", "whole cells", "condition columns named", "condition on label",
    "words linked", "links left", "names left", "figures left", "headings left", "covered", "size",
    "rows", "share of rows", "one value", "values", "repeats the question", "a figure", "number", "all rows counted",
    "none counted", "tied", "conditions on one column", "words in order", "blank answer",
)  # fmt: skip
_EARLY = 4  # tokens from the start in which "which player" names what is asked for
_MOST_VALUES = 6
_WORDS = (Test.SAYS, Test.IS)

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Reading:
    """A question read against one grid, for telling plans apart."""

    links: Links

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Words, pairs and triples of the question; what is linked to cells or columns stands as its kind."""
        plain = [word.text for word in self.links.question.words]
        kinds = self._kinds()
        found = [f"1 {word}" for word, kind in zip(plain, kinds, strict=True) if kind not in ("CELL", "FIGURE")]
        merged = [kind for at, kind in enumerate(kinds) if at == 0 or kind != kinds[at - 1] or kind.islower()]
        lexical = ["^", *merged, "$"]
        found += [f"2 {a} {b}" for a, b in zip(lexical, lexical[1:], strict=False)]
        found += [f"3 {a} {b} {c}" for a, b, c in zip(lexical, lexical[1:], lexical[2:], strict=False)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def content(self) -> frozenset[int]:
        """Tokens that carry meaning."""
        return frozenset(i for i, word in enumerate(self.links.question.words) if word.text not in STOPWORDS)

    @cached_property
    def named_columns(self) -> dict[int, frozenset[int]]:
        """Columns that the question names wholly, with the words that do."""
        found = self.links.headings
        return {c: heading.words for c, heading in enumerate(found) if heading.share == 1.0}

    @cached_property
    def names(self) -> frozenset[int]:
        """Tokens that name cells."""
        return frozenset(i for condition in self.links.said if condition.fit >= 0.5 for i in condition.words)

    @cached_property
    def figures(self) -> frozenset[int]:
        """Tokens that are figures which some column holds."""
        return frozenset(i for condition in self.links.numbered for i in condition.words)

    @cached_property
    def said(self) -> frozenset[str]:
        """Words of the question."""
        return frozenset(word.text for word in self.links.question.words)

    def _kinds(self) -> list[str]:
        headings = {i for heading in self.links.headings if heading.share >= 0.5 for i in heading.words}
        kinds = []
        for i, word in enumerate(self.links.question.words):
            if i in self.names:
                kinds.append("CELL")
            elif word.text[0].isdigit():
                kinds.append("FIGURE")
            else:
                kinds.append("COLUMN" if i in headings and word.text not in STOPWORDS else word.text)
        return kinds


def parts_of(reading: Reading, candidate: Candidate) -> tuple[str, ...]:
    """The operators of a plan and the kinds of columns it uses, as names."""
    grid, term = reading.links.grid, candidate.term
    found = [f"shape {shape_of(term)}", f"top {type(term).__name__}{_detail(term)}"]
    found += [f"rows {name}" for name in _row_operators(term)]
    found += [f"test {_test_name(condition)}" for condition in candidate.conditions]
    if candidate.column is not None:
        column = grid.columns[candidate.column]
        found.append(f"answer {column.type}{' label' if candidate.column == grid.label else ''}")
        found += [f"head {stem}" for stem in grid.header_stems[candidate.column][:3]]
    if candidate.scale is not None:
        found.append(f"scale {grid.columns[candidate.scale.column].type} {candidate.scale.facet} {_direction(term)}")
        found += [f"by {stem} {_direction(term)}" for stem in grid.header_stems[candidate.scale.column][:3]]
    found.append(f"values {min(len(candidate.found.values), 3)}")
    return tuple(dict.fromkeys(found))


def numbers_of(reading: Reading, candidates: Sequence[Candidate]) -> Matrix:
    """One row of `NAMES` for each candidate, each about -1 to 1."""
    return np.array([_numbers(reading, candidate) for candidate in candidates], dtype=np.float32).reshape(-1, len(NAMES))


def shape_of(term: Term) -> str:
    """The plan without its columns and values: "Cells(Best+(*))"."""
    if isinstance(term, Gap | Surplus):
        return f"{type(term).__name__}({_rows_shape(term.one)},{_rows_shape(term.other)})"
    return f"{type(term).__name__}{_detail(term)}({_rows_shape(term.of)})"


def _rows_shape(rows: Rows) -> str:
    match rows:
        case All():
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


def _row_name(rows: Rows) -> str:
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


def _row_operators(term: Term) -> list[str]:
    starts = [term.one, term.other] if isinstance(term, Gap | Surplus) else [term.of]
    found: list[str] = []
    while starts:
        rows = starts.pop()
        found.append(_row_name(rows))
        if isinstance(rows, Compared):
            starts.append(rows.than)
        elif isinstance(rows, Beyond):
            starts += [rows.of, rows.among]
        elif not isinstance(rows, All | Either):
            starts.append(rows.of)
    return found


def _detail(term: Term) -> str:
    if isinstance(term, Common):
        return "+" if term.most else "-"
    return " mean" if isinstance(term, Total) and term.mean else ""


def _direction(term: Term) -> str:
    rows = None if isinstance(term, Gap | Surplus) else term.of
    if isinstance(rows, Best):
        return "+" if rows.high else "-"
    if isinstance(rows, Compared):
        return "over" if rows.over else "under"
    return type(term).__name__


def _test_name(condition: Condition) -> str:
    name = "words" if condition.test in _WORDS else condition.test.value
    return f"[{'!' if condition.negated else ''}{name}]"


def _numbers(reading: Reading, candidate: Candidate) -> list[float]:
    return [
        *_answer_numbers(reading, candidate),
        *_scale_numbers(reading, candidate.column, candidate.scale),
        *_condition_numbers(reading, candidate),
        *_found_numbers(reading, candidate),
    ]


def _answer_numbers(reading: Reading, candidate: Candidate) -> list[float]:
    column, grid = candidate.column, reading.links.grid
    if column is None:
        return [0.0] * 10 + [1.0]
    heading = reading.links.headings[column]
    used = {i for condition in candidate.conditions for i in condition.words}
    keys = grid.keys[column]
    return [
        heading.share,
        float(heading.share == 1.0),
        float(bool(heading.words) and min(heading.words) < _EARLY),
        float(bool(heading.words & used)),
        float(column == grid.label),
        float(column == grid.rank),
        float(column == grid.mark),
        float(column == 0),
        column / len(grid.columns),
        len(set(keys)) / max(1, len(keys)),
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


def _condition_numbers(reading: Reading, candidate: Candidate) -> list[float]:
    links, conditions = reading.links, candidate.conditions
    used = frozenset(i for condition in conditions for i in condition.words)
    fits = [condition.fit for condition in conditions]
    columns = {c for c in (candidate.column, candidate.scale.column if candidate.scale else None) if c is not None}
    columns |= {condition.column for condition in conditions}
    headed = frozenset(i for column in columns for i in links.headings[column].words)
    left = [c for c, words in reading.named_columns.items() if c not in columns and not words & (used | headed)]
    content = reading.content
    return [
        len(conditions) / 3,
        sum(fits) / len(fits) if fits else 0.0,
        min(fits, default=0.0),
        sum(condition.test is Test.IS for condition in conditions) / 2,
        sum(links.headings[condition.column].share for condition in conditions) / max(1, len(conditions)),
        float(any(condition.column == links.grid.label for condition in conditions)),
        len(used) / max(1, len(links.linked)),
        min(4, len(links.linked - used)) / 4,
        min(4, len(reading.names - used)) / 4,
        min(3, len(reading.figures - used)) / 3,
        min(3, len(left)) / 3,
        len(content & (used | headed)) / max(1, len(content)),
        min(8, shape_of(candidate.term).count("(") + len(conditions)) / 8,
    ]


def _found_numbers(reading: Reading, candidate: Candidate) -> list[float]:
    found, grid = candidate.found, reading.links.grid
    rows = found.rows.bit_count()
    number = found.number if found.number is not None else 0.0
    words = {token.text for value in found.values[:3] for token in tokens(value)}
    columns = [condition.column for condition in candidate.conditions]
    return [
        math.log1p(rows) / 4,
        rows / max(1, grid.body.bit_count()),
        float(len(found.values) == 1),
        min(_MOST_VALUES, len(found.values)) / _MOST_VALUES,
        float(bool(words) and words <= reading.said),
        float(all(value[:1].isdigit() for value in found.values)),
        math.log1p(abs(number)) / 8,
        float(isinstance(candidate.term, Count) and rows == grid.body.bit_count()),
        float(isinstance(candidate.term, Count) and rows == 0),
        float(isinstance(candidate.term, Cells) and isinstance(candidate.term.of, Best | Nth) and rows > 1),
        float(len(set(columns)) < len(columns)),
        0.0,
        float(any(not value for value in found.values)),
    ]
