"""Grids become typed results tables: header, repaired rows, column types, the column that names the rows, context."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.bracketed import with_brackets
from ingest.context import Context
from ingest.fixtures import with_sides
from ingest.label_column import REMARK_LABELS, label_column
from ingest.neighbours import as_made, as_streak, attempts_columns, is_streak, settle, with_neighbours
from ingest.parsed import Grid, LocatedCell, LocatedRow
from ingest.restarts import contests
from ingest.rows import fit_rows
from ingest.section_rows import parts_of, with_sections
from ingest.turned import turned
from ingest.won_lost import with_won_lost
from retriever.columns import column_type
from retriever.text import fold
from retriever.types import Cell, Column, ResultTable, Row
from retriever.values import Value, ValueType, clean_cell, parse_value

_TOTALS = re.compile(r"(?:team |grand |sub)?totals?\b.*|sum|all")
_TOTALS_WITHIN = 2  # columns that may say so: the rank's cell often does
_MAX_HEADER_ROWS = 4
_HEADER_SAMPLE = 50  # rows that show what the columns hold before the header is known


@dataclass(frozen=True, slots=True)
class _Shape:
    """Labels and body of a grid, every row as wide as the header."""

    labels: tuple[str, ...]
    rows: tuple[LocatedRow, ...]
    flags: tuple[str, ...]
    printed: int
    """How many of the columns the table prints; those behind hold parts of their cells."""


def read_table(grid: Grid, *, table_id: str, document_id: str, title: str, context: Context) -> ResultTable:
    """The results table that a grid holds; doubts become flags."""
    shape = _shape(grid)
    raws = list(zip(*[[cell.raw for cell in row.cells] for row in shape.rows], strict=True)) or [()] * len(shape.labels)
    said = (context.event, grid.caption, *reversed(grid.section), title)
    columns = with_neighbours(_columns(shape.labels, raws), raws, said)
    rows, columns, gaps = _settled(_rows(shape.rows, columns), columns)
    label = label_column(columns[: shape.printed], raws[: shape.printed])
    return ResultTable(
        table_id=table_id,
        document_id=document_id,
        caption=grid.caption or (grid.section[-1] if grid.section else title),
        section=grid.section,
        columns=tuple(columns),
        rows=rows,
        start=grid.start,
        end=grid.end,
        label_column=label,
        competition=context.competition,
        event=context.event,
        round=context.round,
        heat=context.heat,
        date=context.date,
        flags=(*shape.flags, *gaps, *_totals(rows)),
    )


def tables_in(grid: Grid) -> tuple[Grid, ...]:
    """The grid, or its parts where headings of heats, rounds or groups stand between its rows; upright, all of them.

    Contests whose places begin anew are parts, too.
    """
    parts = [piece for part in parts_of(grid, _head(grid)) for piece in contests(part, _head(part))]
    return tuple(turned(part, _head(part)) for part in parts)


def _head(grid: Grid) -> int:
    return grid.header_rows if grid.header_rows is not None else _header_rows(grid.rows)


def _shape(grid: Grid) -> _Shape:
    head = _head(grid)
    flags: tuple[str, ...] = () if head else ("no header row: columns are numbered",)
    header, body = grid.rows[:head], grid.rows[head:]
    width = max((_filled_width(row) for row in header), default=0)
    # Cells beyond the header are kept in columns of their own, unless they are all blank.
    filled = [_filled_width(row) for row in body]
    widest = max([width, *filled])
    if head:
        flags += tuple(f"row {i}: {n - width} cells more than the header" for i, n in enumerate(filled, 1) if n > width)
    shown = _spread(header)
    labels = tuple(_label(shown, column) or f"Column {column + 1}" for column in range(widest))
    sectioned = with_sections(body, widest)
    labels = (*labels, sectioned.label) if sectioned.label else labels
    rows, repairs = fit_rows(sectioned.rows, labels)
    wider, rows = with_brackets(*with_won_lost(*with_sides(labels, rows)))
    return _Shape(wider, rows, flags + repairs, len(labels))


def _filled_width(row: LocatedRow) -> int:
    return max((index + 1 for index, cell in enumerate(row.cells) if cell.raw.strip()), default=0)


def _header_rows(rows: Sequence[LocatedRow]) -> int:
    """How many rows head the table: more than one only where labels of an upper row span those of the next."""
    count = int(not _is_body(rows))
    while 0 < count < min(len(rows) - 1, _MAX_HEADER_ROWS) and _spans(rows[count - 1]) and _is_label_row(rows[count:]):
        count += 1
    return count


def _is_body(rows: Sequence[LocatedRow]) -> bool:
    """Whether the first row already holds values: every typed column has one of its type there."""
    fits = _fits(rows)
    return bool(fits) and all(fits)


def _is_label_row(rows: Sequence[LocatedRow]) -> bool:
    """Whether the first row has no value where the rows below have them, and labels in their place."""
    fits = _fits(rows)
    return bool(fits) and not any(fits)


def _fits(rows: Sequence[LocatedRow]) -> list[bool]:
    """For each filled cell of the first row that stands in a typed column: whether it is of that type."""
    if len(rows) < 2:
        return []
    first, rest = rows[0].cells, rows[1:_HEADER_SAMPLE]
    fits = []
    for index, cell in enumerate(first):
        kind, unit = column_type("", [row.cells[index].raw for row in rest if index < len(row.cells)])
        if kind not in (ValueType.TEXT, ValueType.STATUS) and clean_cell(cell.raw):
            fits.append(parse_value(cell.raw, hint=kind, unit=unit).type is kind)
    return fits


def _spans(row: LocatedRow) -> bool:
    """Whether a label stands over several columns: repeated beside itself, or followed by blanks."""
    shown = [clean_cell(cell.raw) for cell in row.cells]
    return any(left and right in ("", left) for left, right in pairwise(shown))


def _spread(header: Sequence[LocatedRow]) -> list[list[str]]:
    """Labels of the header rows; a label of an upper row reaches over the blanks right of it."""
    shown = [[clean_cell(cell.raw) for cell in row.cells] for row in header]
    for upper, lower in pairwise(shown):
        for at in range(1, min(len(upper), len(lower))):
            if not upper[at] and lower[at]:
                upper[at] = upper[at - 1]
    return shown


def _label(header: Sequence[Sequence[str]], column: int) -> str:
    parts = [row[column] for row in header if column < len(row)]
    return " ".join(part for index, part in enumerate(parts) if part and part not in parts[:index])


def _columns(labels: Sequence[str], raws: Sequence[Sequence[str]]) -> list[Column]:
    columns: list[Column] = []
    taken: dict[str, int] = {}
    for label, cells in zip(labels, raws, strict=True):
        kind, unit = column_type(label, cells)
        columns.append(Column(_key(label, len(columns), taken), label, kind, unit))
    return columns


def _key(label: str, index: int, taken: dict[str, int]) -> str:
    """The label as a key that no column before it has; `taken` counts how often each was asked for."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")
    key = plain or f"column_{index + 1}"
    while key in taken:
        taken[plain or "column"] = number = taken.get(plain or "column", 1) + 1
        key = f"{plain or 'column'}_{number}"
    taken[key] = 1
    return key


def _rows(rows: Sequence[LocatedRow], columns: Sequence[Column]) -> list[tuple[LocatedRow, list[Value]]]:
    return [(row, [_value(cell, column) for cell, column in zip(row.cells, columns, strict=True)]) for row in rows]


def _value(cell: LocatedCell, column: Column) -> Value:
    printed = cell.raw.replace("\\|", "|")
    value = parse_value(printed, hint=column.type, unit=column.unit)
    if column.type is ValueType.TEXT and REMARK_LABELS.search(fold(column.label)):
        remark = parse_value(printed)  # among remarks NM is no mark, elsewhere it may be New Mexico
        value = remark if remark.type is ValueType.STATUS else value
    return value


def _settled(
    rows: Sequence[tuple[LocatedRow, list[Value]]], columns: Sequence[Column]
) -> tuple[tuple[Row, ...], list[Column], list[str]]:
    """Rows and columns once every column's values are settled by their neighbours, and what was done."""
    by_column = [[values[at] for _, values in rows] for at in range(len(columns))]
    flags: list[str] = []
    for at, column in enumerate(columns):
        by_column[at], done = settle(column, by_column[at])
        flags += [f"column {column.label}: {done}"] if done else []
    settled = list(columns)
    for at in attempts_columns(columns, by_column):
        settled[at] = replace(columns[at], type=ValueType.NUMBER)
        by_column[at] = [as_made(value) for value in by_column[at]]
    for at, column in enumerate(columns):
        if is_streak(column, by_column[at]):
            settled[at] = replace(column, type=ValueType.NUMBER)
            by_column[at] = [as_streak(value) for value in by_column[at]]
    found = tuple(
        Row(
            index,
            tuple(Cell(cell.raw, by_column[at][index], cell.start, cell.end) for at, cell in enumerate(row.cells)),
            row.start,
            row.end,
        )
        for index, (row, _) in enumerate(rows)
    )
    return found, settled, flags


def _totals(rows: Sequence[Row]) -> list[str]:
    return [
        f"row {row.index + 1}: totals"
        for row in rows
        if any(_TOTALS.fullmatch(fold(cell.value.text)) for cell in row.cells[:_TOTALS_WITHIN])
    ]
