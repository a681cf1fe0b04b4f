"""The tables of one round as plans see them: rows in order, and for every column the scales that can rank them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.question.sides import outcome_said
from bot.question.tables import Line, TableView
from retriever.dates import parse_date
from retriever.text import stem, terms, tokens
from retriever.values import Value, ValueType, sides

_FIRST_NUMBER = re.compile(r"[+\-−]?\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)(?:1[789]|20)\d\d(?!\d)")
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_BEFORE_NAME = re.compile(r"^(?:(?:at|vs?\.?|@)\s+)?(?:(?:#|No\. ?)\d+\s+)?(?=\S)", re.I)
_MOSTLY = 0.6  # share of a column's filled cells that must hold a number before rows can be ranked by it
_REPEATED_LABELS = 3  # a second row of labels repeats those of the columns that it doesn't divide
_DAYS_PER_MONTH = 31  # dates without a year are ordered by month, then day


class Facet(StrEnum):
    """What of a cell is taken as a number."""

    VALUE = "value"
    FIRST = "first"  # side of a score
    SECOND = "second"
    BOTH = "both"  # sides of a score added up
    APART = "apart"  # sides of a score, how far apart
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    OUTCOME = "outcome"  # won 1, drawn 0, lost -1


class Part(StrEnum):
    """What of a cell is read off."""

    WHOLE = "whole"
    PLAIN = "plain"  # "Kate Anderson" of "Kate Anderson (AUS)", "Dallas Cowboys" of "at Dallas Cowboys"
    ASIDE = "aside"  # what stands in brackets


@dataclass(frozen=True, eq=False)  # equal only to itself
class Scale:
    """The numbers of one facet of one column, row by row; None where a row has none."""

    column: int
    facet: Facet
    numbers: tuple[float | None, ...]

    @cached_property
    def ascending(self) -> tuple[int, ...]:
        """Rows that have a number, smallest first, ties by row."""
        rows = [(number, row) for row, number in enumerate(self.numbers) if number is not None]
        return tuple(row for _, row in sorted(rows))

    @cached_property
    def filled(self) -> int:
        """Bits of the rows that have a number."""
        return bits(self.ascending)


class Grid:
    """Rows of tables with the same columns. Sets of rows are integers: bit i stands for row i.

    With `unlike`, tables with other columns stay: each column of the first one is read off theirs by its label.
    """

    def __init__(self, views: Sequence[TableView], *, unlike: bool = False) -> None:
        home = views[0]
        self._home, labels = home, [column.label for column in home.columns]
        alike = [view for view in views if [column.label for column in view.columns] == labels]
        self.views = tuple(views) if unlike else tuple(alike)
        self._alike = frozenset(view.table.table_id for view in alike)
        self.lines: tuple[Line, ...] = tuple(line for view in self.views for line in view.lines())
        self.columns, self.label, self.rank, self.mark = home.columns, home.label, home.rank, home.mark
        self.everything = (1 << len(self.lines)) - 1
        self.header_stems = tuple(tuple(terms(column.label)) for column in self.columns)

    def value(self, row: int, column: int) -> Value:
        """The value of a row in a column of the first table."""
        line = self.lines[row]
        own = column if line.view.table.table_id in self._alike else line.column_like(self._home, column)
        return line.value(own)

    @cached_property
    def body(self) -> int:
        """Rows that stand for themselves: all but totals and averages of others."""
        others = [row for row, line in enumerate(self.lines) if line.sums_up]
        body = self.everything & ~bits([*others, *sorted(self.headings)])
        return body or self.everything

    @cached_property
    def headings(self) -> frozenset[int]:
        """Rows that only repeat the labels."""
        labels = [column.label for column in self.columns]
        found = set()
        for row, line in enumerate(self.lines):
            texts = [cell.value.text for cell in line.row.cells]
            repeated = sum(text == label != "" for text, label in zip(texts, labels, strict=False))
            if len(texts) > 2 and (repeated * 2 > len(texts) or repeated >= _REPEATED_LABELS):
                found.add(row)
        return frozenset(found)

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What each cell prints, by column and row."""
        every = range(len(self.lines))
        return tuple(tuple(self.value(row, c).text for row in every) for c in range(len(self.columns)))

    @cached_property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """Each cell's words in normal form: equal where two cells say the same. Empty for an empty cell."""
        return tuple(
            tuple(" ".join(token.text for token in tokens(text)) or text for text in column) for column in self.texts
        )

    @cached_property
    def parted(self) -> dict[tuple[int, Part], tuple[str, ...]]:
        """The other parts of cells by column, where most cells of the column have them."""
        found: dict[tuple[int, Part], tuple[str, ...]] = {}
        for column, texts in enumerate(self.texts):
            filled = sum(bool(text) for text in texts)
            plain, aside = tuple(map(_plain, texts)), tuple(map(_aside, texts))
            if plain != texts and self.columns[column].type is ValueType.TEXT:
                found[column, Part.PLAIN] = plain
            if filled and sum(bool(text) for text in aside) >= _MOSTLY * filled:
                found[column, Part.ASIDE] = aside
        return found

    def printed(self, column: int, part: Part) -> tuple[str, ...]:
        """What is read off each cell of a column."""
        return self.texts[column] if part is Part.WHOLE else self.parted.get((column, part), self.texts[column])

    @cached_property
    def stems(self) -> tuple[dict[str, int], ...]:
        """For each column, the rows whose cell holds a stem; labels that are repeated are no cells."""
        found: list[dict[str, int]] = []
        for column in self.keys:
            holding: dict[str, int] = defaultdict(int)
            for row, key in enumerate(column):
                for word in key.split() if row not in self.headings else ():
                    holding[stem(word)] |= 1 << row
            found.append(dict(holding))
        return tuple(found)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """For each column the words of its cells, sorted."""
        return tuple(tuple(sorted({word for key in column for word in key.split()})) for column in self.keys)

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        """Every way to rank rows by a column, in the order of columns."""
        return tuple(scale for column in range(len(self.columns)) for scale in self._scales_of(column))

    @cached_property
    def blank(self) -> tuple[int, ...]:
        """For each column the rows whose cell is empty."""
        return tuple(bits(row for row, text in enumerate(column) if not text) for column in self.texts)

    @cached_property
    def variety(self) -> tuple[float, ...]:
        """For each column the share of its cells that differ: 1 where no two say the same."""
        return tuple(len(set(column)) / max(1, len(column)) for column in self.keys)

    def scale(self, column: int, facet: Facet) -> Scale:
        """The numbers of one facet of a column, however few rows have one. KeyError where it has no such facet."""
        values = [self.value(row, column) for row in range(len(self.lines))]
        if column == self.rank:
            return Scale(column, facet, tuple(_ranks(values)))
        if facet in (Facet.FIRST, Facet.SECOND):  # "7/16" tells made and tried as "7-16" does
            return Scale(column, facet, tuple(_side_facets([value.text.replace("/", "-") for value in values])[facet]))
        return Scale(column, facet, tuple(_facets(self.columns[column].type, values)[facet]))

    def scales_of(self, column: int) -> list[Scale]:
        """The scales of one column."""
        return [scale for scale in self.scales if scale.column == column]

    def _scales_of(self, column: int) -> Iterator[Scale]:
        values = [self.value(row, column) for row in range(len(self.lines))]
        kind = self.columns[column].type
        filled = sum(bool(value.text) for value in values)
        if column == self.rank:
            yield Scale(column, Facet.VALUE, tuple(_ranks(values)))
            return
        for facet, numbers in _facets(kind, values).items():
            known = sum(number is not None for number in numbers)
            if known and known >= (_MOSTLY * filled if facet is not Facet.YEAR or kind is ValueType.TEXT else 1):
                yield Scale(column, facet, tuple(numbers))


def bits(rows: Iterator[int] | Sequence[int]) -> int:
    """The set of those rows."""
    found = 0
    for row in rows:
        found |= 1 << row
    return found


def rows_in(mask: int) -> list[int]:
    """The rows of a set, in order."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _ranks(values: Sequence[Value]) -> list[float | None]:
    """Ranks, with those of places shown as medals: blanks above a 4 in the fourth row are 1 to 3."""
    numbers = [value.number for value in values]
    first = next((row for row, number in enumerate(numbers) if number is not None), 0)
    if first > 0 and numbers[first] == first + 1:
        return [float(row + 1) for row in range(first)] + numbers[first:]
    return numbers


def _plain(text: str) -> str:
    """A cell without what sport prints around a name: brackets, "at", seeding, marks of notes."""
    bare = _BRACKETED.sub("", text) or text
    bare = _BEFORE_NAME.sub("", bare)
    return bare.strip(" *†‡§^#") or text


def _aside(text: str) -> str:
    match = _BRACKETED.search(text)
    return match.group(1).strip() if match else ""


def _facets(kind: ValueType, values: Sequence[Value]) -> dict[Facet, list[float | None]]:
    texts = [value.text for value in values]
    if kind is ValueType.DATE:
        return _date_facets(texts)
    if kind is ValueType.SCORE:
        outcomes = [_outcome(value) for value in values]
        return {Facet.VALUE: [value.number for value in values], **_side_facets(texts), Facet.OUTCOME: outcomes}
    if kind is ValueType.TEXT:
        outcomes = [outcome_said(text) for text in texts]
        return {
            Facet.VALUE: [_first_number(text) for text in texts],
            Facet.YEAR: [_year(text) for text in texts],
            **_side_facets(texts),
            Facet.OUTCOME: outcomes,
        }
    return {Facet.VALUE: [_of_type(value, kind) for value in values]}


def _of_type(value: Value, kind: ValueType) -> float | None:
    """The number of a cell of its column's type; another cell's first number, but none of a status or a name."""
    if value.type is kind or kind is ValueType.RANK:
        return value.number
    if value.type in (ValueType.STATUS, ValueType.TEXT, ValueType.EMPTY):
        return _first_number(value.text) if value.type is ValueType.TEXT and kind is ValueType.NUMBER else None
    return value.number


def _date_facets(texts: Sequence[str]) -> dict[Facet, list[float | None]]:
    found = [parse_date(text) for text in texts]
    has_years = any(day is not None and day.year is not None for day in found)
    ordered: list[float | None] = [
        None if day is None else (day.ordinal if has_years else day.month * _DAYS_PER_MONTH + (day.day or 0))
        for day in found
    ]
    years: list[float | None] = [None if day is None or day.year is None else float(day.year) for day in found]
    months: list[float | None] = [None if day is None else float(day.month) for day in found]
    days: list[float | None] = [None if day is None or day.day is None else float(day.day) for day in found]
    return {Facet.VALUE: ordered, Facet.YEAR: years, Facet.MONTH: months, Facet.DAY: days}


def _side_facets(texts: Sequence[str]) -> dict[Facet, list[float | None]]:
    pairs = [found[0] if len(found := sides(text)) == 1 else None for text in texts]
    return {
        Facet.FIRST: [None if pair is None else float(pair[0]) for pair in pairs],
        Facet.SECOND: [None if pair is None else float(pair[1]) for pair in pairs],
        Facet.BOTH: [None if pair is None else float(sum(pair)) for pair in pairs],
        Facet.APART: [None if pair is None else float(abs(pair[0] - pair[1])) for pair in pairs],
    }


def _outcome(value: Value) -> float | None:
    """Won, drawn or lost: as the cell's letter says, else by who has more."""
    told = outcome_said(value.text)
    if told is not None:
        return told
    return None if value.number is None else float((value.number > 0) - (value.number < 0))


def _first_number(text: str) -> float | None:
    match = _FIRST_NUMBER.search(text.rpartition("=")[2])  # "68-73-69=210" is golf's 210
    return float(match.group().replace(",", "").replace("−", "-").rstrip(".")) if match else None


def _year(text: str) -> float | None:
    match = _YEAR.search(text)
    return float(match.group()) if match else None
