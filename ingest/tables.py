"""Grids become typed results tables: header, repaired rows, column types, the column that names the rows, context."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.context import Context, event_measure
from ingest.parsed import Grid, LocatedCell, LocatedRow
from ingest.rows import fit_rows
from retriever.columns import column_type
from retriever.text import fold
from retriever.types import Cell, Column, ResultTable, Row
from retriever.values import ValueType, clean_cell, parse_value

_PERSON_LABELS = re.compile(
    r"\b(?:athletes?|names?|players?|drivers?|riders?|swimmers?|skaters?|skiers?|boxers?|golfers?|runners?|gymnasts?|"
    r"competitors?|winners?|crew|rower|archer|fencer|jockey|wrestler)\b"
)
_TEAM_LABELS = re.compile(
    r"\b(?:teams?|clubs?|opponents?|rivals?|sides?|school|constructor|country|nation|noc|record|area)\b"
)
_REMARK_LABELS = re.compile(r"\b(?:notes?|remarks?|refs?|comments?|status|qual)\b")
_MARK_LABELS = re.compile(r"\b(?:result|mark|attempt|best|performance|gap|behind|diff|split|margin|final)\b")
_MAYBE_MARKS = (ValueType.NUMBER, ValueType.TIME)  # what "8.36" and a gap of "0.14" pass for without their event
_TOTALS = frozenset({"total", "totals", "team total", "team totals", "grand total", "sum", "all"})
_MAX_HEADER_ROWS = 4
_HEADER_SAMPLE = 50  # rows that show what the columns hold before the header is known
_MIN_DISTINCT = 0.5  # names repeat in box scores and relays, but a column of one nation names nobody


@dataclass(frozen=True, slots=True)
class _Shape:
    """Labels and body of a grid, every row as wide as the header."""

    labels: tuple[str, ...]
    rows: tuple[LocatedRow, ...]
    flags: tuple[str, ...]


def read_table(grid: Grid, *, table_id: str, document_id: str, title: str, context: Context) -> ResultTable:
    """The results table that a grid holds; doubts become flags."""
    shape = _shape(grid)
    raws = list(zip(*[[cell.raw for cell in row.cells] for row in shape.rows], strict=True)) or [()] * len(shape.labels)
    columns = _columns(shape.labels, raws, event_measure(context.event, grid.caption, *reversed(grid.section), title))
    rows = tuple(_row(index, row, columns) for index, row in enumerate(shape.rows))
    label_column = _label_column(columns, raws)
    return ResultTable(
        table_id=table_id,
        document_id=document_id,
        caption=grid.caption or (grid.section[-1] if grid.section else title),
        section=grid.section,
        columns=columns,
        rows=rows,
        start=grid.start,
        end=grid.end,
        label_column=label_column,
        competition=context.competition,
        event=context.event,
        round=context.round,
        heat=context.heat,
        date=context.date,
        flags=(*shape.flags, *_totals(rows, label_column)),
    )


def _shape(grid: Grid) -> _Shape:
    head = grid.header_rows if grid.header_rows is not None else _header_rows(grid.rows)
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
    rows, repairs = fit_rows(body, labels)
    return _Shape(labels, rows, flags + repairs)


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


def _columns(labels: Sequence[str], raws: Sequence[Sequence[str]], measure: ValueType | None) -> tuple[Column, ...]:
    columns: list[Column] = []
    taken: set[str] = set()
    for label, cells in zip(labels, raws, strict=True):
        kind, unit = column_type(label, cells)
        if measure and kind in _MAYBE_MARKS and _MARK_LABELS.search(fold(label)) and _are_decimals(cells):
            kind, unit = measure, "s" if measure is ValueType.TIME else "m"
        key = _key(label, len(columns), taken)
        taken.add(key)
        columns.append(Column(key, label, kind, unit))
    return tuple(columns)


def _are_decimals(cells: Sequence[str]) -> bool:
    """Whether most filled cells are plain decimals: points of a decathlon are not, nor is 3:27.65."""
    filled = [cell for cell in map(clean_cell, cells) if any(char.isdigit() for char in cell)]
    return sum("." in cell and ":" not in cell for cell in filled) * 2 > len(filled)


def _key(label: str, index: int, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")
    key = plain or f"column_{index + 1}"
    number = 2
    while key in taken:
        key = f"{plain or 'column'}_{number}"
        number += 1
    return key


def _row(index: int, row: LocatedRow, columns: Sequence[Column]) -> Row:
    cells = tuple(_cell(cell, column) for cell, column in zip(row.cells, columns, strict=True))
    return Row(index, cells, row.start, row.end)


def _cell(cell: LocatedCell, column: Column) -> Cell:
    printed = cell.raw.replace("\\|", "|")
    value = parse_value(printed, hint=column.type, unit=column.unit)
    if column.type is ValueType.TEXT and _REMARK_LABELS.search(fold(column.label)):
        remark = parse_value(printed)  # among remarks NM is no mark, elsewhere it may be New Mexico
        value = remark if remark.type is ValueType.STATUS else value
    return Cell(cell.raw, value, cell.start, cell.end)


def _label_column(columns: Sequence[Column], raws: Sequence[Sequence[str]]) -> int | None:
    """The column that names a row's subject: people before teams before whatever text stands leftmost."""
    candidates = [
        index
        for index, (column, cells) in enumerate(zip(columns, raws, strict=True))
        if column.type is ValueType.TEXT and not _REMARK_LABELS.search(fold(column.label)) and _names_rows(cells)
    ]
    for labels in (_PERSON_LABELS, _TEAM_LABELS):
        for index in candidates:
            if labels.search(fold(columns[index].label)):
                return index
    return candidates[0] if candidates else None


def _names_rows(cells: Sequence[str]) -> bool:
    filled = [cell for cell in map(clean_cell, cells) if cell]
    return len(filled) * 2 > len(cells) and len(set(filled)) >= _MIN_DISTINCT * len(filled)


def _totals(rows: Sequence[Row], label_column: int | None) -> tuple[str, ...]:
    named = label_column if label_column is not None else 0
    return tuple(
        f"row {row.index + 1}: totals" for row in rows if row.cells and fold(row.cells[named].value.text) in _TOTALS
    )
