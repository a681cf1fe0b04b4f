"""Rows that head the ones under them: "Heat 2" across a table's body is where those rows stand, not one of them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from ingest.context import names_part
from ingest.parsed import Grid, LocatedCell, LocatedRow
from retriever.values import ValueType, clean_cell, parse_value

_MIN_COLUMNS = 3  # in a narrower table two equal cells are two values
_PART = "Section"
_NUMBERS_PARTS = re.compile(r"heats?|pools?|groups?|flights?|repechages?|(?:semi|quarter)-?\s?finals?", re.I)
_MARK = re.compile(r"\d{1,2}|[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Sectioned:
    """A table's body without its section rows; every row ends with the heading it stands under."""

    rows: tuple[LocatedRow, ...]
    label: str | None
    """What heads the column of those headings; None where the body has none, and then no column is added."""


def parts_of(grid: Grid, header_rows: int) -> tuple[Grid, ...]:
    """A grid for each heat, round or group that heads a part of the body; the grid itself where none does.

    Each part has the header of the whole and stands under its heading; a header printed again in it is left out.
    """
    header, body = grid.rows[:header_rows], grid.rows[header_rows:]
    width = max((len(row.cells) for row in grid.rows), default=0)
    heads = _without_names(body, [_heading(row) if width >= _MIN_COLUMNS else None for row in body])
    if not heads or heads[0] is None or not all(names_part(head.raw) for head in heads if head):
        return _parts_by_column(grid, header, body)
    found: list[Grid] = []
    labels = [_shown(row) for row in header]
    for row, head in zip(body, heads, strict=True):
        if head is not None:
            section = (*grid.section, clean_cell(head.raw))
            found.append(replace(grid, rows=header, section=section, header_rows=header_rows, begins=row.start))
        elif _shown(row) not in labels:
            found[-1] = replace(found[-1], rows=(*found[-1].rows, row))
    return tuple(part for part in found if len(part.rows) > header_rows)


def _parts_by_column(grid: Grid, header: Sequence[LocatedRow], body: Sequence[LocatedRow]) -> tuple[Grid, ...]:
    """A grid for each heat or group where a column numbers them and the rows of each stand together.

    Ranked over all heats, the rows of each stand apart: such a table is one.
    """
    labels = _shown(header[0]) if len(header) == 1 else []
    for column, label in enumerate(labels):
        if _NUMBERS_PARTS.fullmatch(label) and all(column < len(row.cells) for row in body):
            marked = [(clean_cell(row.cells[column].raw), row) for row in body]
            runs = [(value, [row for _, row in some]) for value, some in groupby(marked, itemgetter(0))]
            apart = len({value for value, _ in runs}) == len(runs) > 1
            if apart and all(_MARK.fullmatch(value) and len(rows) > 1 for value, rows in runs):
                name = label.removesuffix("s")
                return tuple(
                    replace(grid, rows=(*header, *rows), caption=None, section=(*grid.section, f"{name} {value}"),
                            header_rows=len(header), begins=rows[0].start)
                    for value, rows in runs
                )  # fmt: skip
    return (grid,)


def with_sections(rows: Sequence[LocatedRow], width: int) -> Sectioned:
    """Rows of `width` columns with the headings between them moved to a last column of the rows below.

    The cell of that column is the heading itself, where it is printed. Headings that stand above no row are notes.
    """
    heads = [_heading(row) if width >= _MIN_COLUMNS else None for row in rows]
    heads = _without_names(rows, heads)
    if not any(heads) or all(heads):
        return Sectioned(tuple(rows), None)
    found: list[LocatedRow] = []
    open_now: LocatedCell | None = None
    for row, head in zip(rows, heads, strict=True):
        open_now = head or open_now
        if head is None:
            blanks = tuple(LocatedCell("", row.end, row.end) for _ in range(width - len(row.cells)))
            under = open_now or LocatedCell("", row.end, row.end)
            found.append(replace(row, cells=(*row.cells[:width], *blanks, under)))
    used = [clean_cell(row.cells[-1].raw) for row in found]
    return Sectioned(tuple(found), _label([text for text in used if text])) if any(used) else _notes_only(rows, heads)


def _notes_only(rows: Sequence[LocatedRow], heads: Sequence[LocatedCell | None]) -> Sectioned:
    return Sectioned(tuple(row for row, head in zip(rows, heads, strict=True) if head is None), None)


def _shown(row: LocatedRow) -> list[str]:
    return [clean_cell(cell.raw) for cell in row.cells]


def _heading(row: LocatedRow) -> LocatedCell | None:
    """The one text of a row that says nothing else: the same in every cell, or in the first and only filled one."""
    begin = [clean_cell(cell.raw) for cell in row.cells[:2]]
    if not begin or not begin[0] or begin[-1] not in ("", begin[0]):
        return None  # told of almost every row by its first two cells
    shown = _shown(row)
    filled = [text for text in shown if text]
    if len(set(filled)) > 1 or not any(map(str.isalpha, shown[0])):
        return None
    if parse_value(shown[0]).type is ValueType.STATUS:
        return None  # who did not finish any run is a row all the same
    is_span = len(filled) == len(shown) and len(shown) >= _MIN_COLUMNS
    return row.cells[0] if is_span or len(filled) == 1 else None


def _without_names(rows: Sequence[LocatedRow], heads: Sequence[LocatedCell | None]) -> list[LocatedCell | None]:
    """The headings without what may be a row with nothing but its name: "Ann Lee" among names, all else blank.

    Alone in a row only that is a heading which names a round or heat, or is of another kind than its column's cells.
    """
    below = [row.cells[0].raw for row, head in zip(rows, heads, strict=True) if head is None and row.cells]
    kinds = Counter(parse_value(raw).type for raw in below if clean_cell(raw))
    usual = kinds.most_common(1)[0][0] if kinds else None
    plain = not any(row.cells[0].is_bold for row, head in zip(rows, heads, strict=True) if head is None and row.cells)
    return [
        head if head is None or _spans(row) or _is_apart(head.raw, usual) or (plain and head.is_bold) else None
        for row, head in zip(rows, heads, strict=True)
    ]


def _spans(row: LocatedRow) -> bool:
    return len(row.cells) >= _MIN_COLUMNS and all(clean_cell(cell.raw) for cell in row.cells)


def _is_apart(raw: str, usual: ValueType | None) -> bool:
    kind = parse_value(raw).type
    return names_part(raw) or (usual is not None and kind is not usual)


def _label(headings: Sequence[str]) -> str:
    """What the headings are: "Heat" of heats, "Date" of days, "Division" of divisions, else a section."""
    if all(parse_value(text).type is ValueType.DATE for text in headings):
        return "Date"
    first = {text.split()[0].capitalize() for text in headings}
    last = {text.split()[-1] for text in headings}
    if len(last) == 1 and len(headings) > 1 and all(len(text.split()) > 1 for text in headings):
        return last.pop()  # "Lakes Division" and "Prairie Division" are divisions
    several = len(set(headings)) > 1 and all(len(text.split()) > 1 for text in headings)
    return first.pop() if len(first) == 1 and (several or all(map(names_part, headings))) else _PART
