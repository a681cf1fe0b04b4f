"""Tables on their side, a line for each statistic and a column for each player or team, turned to rows about those."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.parsed import Grid, LocatedRow
from retriever.text import fold
from retriever.values import Value, ValueType, clean_cell, parse_value

_CORNER = frozenset(("statistic", "statistics", "stat", "stats", "category", "measure", "metric", "match stats",
                     "match statistics", "team stats", "team statistics"))  # fmt: skip
_MIN_LINES, _MIN_SIDES, _MAX_SIDES = 3, 2, 3
_MOSTLY = 0.9  # share of the lines whose cells are alike
_LOOSE = frozenset((ValueType.TEXT, ValueType.STATUS, ValueType.EMPTY))
_MARKED = frozenset((ValueType.PERCENT, ValueType.SCORE, ValueType.MONEY))  # no column of marks mixes these with counts


def turned(grid: Grid, header_rows: int) -> Grid:
    """The grid with rows and columns exchanged where its lines are statistics and its columns those they are about.

    Told by the word in the corner, or, where that is blank, by lines that are each of one type while every column mixes
    percentages or scores with counts. Every cell keeps its text and place.
    """
    lines = [row.cells for row in grid.rows]
    width = len(lines[0]) if lines else 0
    if header_rows != 1 or not _MIN_SIDES < width <= _MAX_SIDES + 1 or len(lines) <= _MIN_LINES:
        return grid
    if any(len(line) != width for line in lines) or not _is_on_its_side(grid):
        return grid
    columns = list(zip(*lines, strict=True))
    rows = tuple(LocatedRow(tuple(cells), cells[0].start, cells[-1].end) for cells in columns)
    return replace(grid, rows=rows, begins=grid.start)


def _is_on_its_side(grid: Grid) -> bool:
    corner, *sides = [clean_cell(cell.raw) for cell in grid.rows[0].cells]
    names = [clean_cell(row.cells[0].raw) for row in grid.rows[1:]]
    if not all(_is_name(text) for text in (*sides, *names)) or len(set(names)) < len(names):
        return False
    values = [[parse_value(clean_cell(cell.raw)) for cell in row.cells[1:]] for row in grid.rows[1:]]
    if sum(map(_is_alike, values)) < _MOSTLY * len(values):
        return False
    return fold(corner) in _CORNER or (not corner and all(map(_mixes, zip(*values, strict=True))))


def _is_name(text: str) -> bool:
    return bool(text) and parse_value(text).type is ValueType.TEXT


def _is_alike(line: Sequence[Value]) -> bool:
    """Whether the cells of a line are of one type; a cell without a value is like any other."""
    return len({value.type for value in line} - _LOOSE) <= 1


def _mixes(column: Sequence[Value]) -> bool:
    """Whether counts stand among percentages, scores or sums of money."""
    kinds = {value.type for value in column}
    return ValueType.NUMBER in kinds and bool(kinds & _MARKED)
