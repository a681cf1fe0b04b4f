"""Tables of several contests, one under the other, told by places that begin anew: each is a table of its own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.parsed import Grid, LocatedRow
from retriever.text import fold
from retriever.values import Value, ValueType, clean_cell, parse_value

_PLACES = re.compile(r"(?:rank|rk|pos|position|place|pl|plc|#)\.?")
_MIN_ROWS = 2  # of a contest, on average


def contests(grid: Grid, header_rows: int) -> tuple[Grid, ...]:
    """A grid for each contest where places begin anew and columns say which contest it is; else the grid itself.

    "Women 500 m" stands in a column beside the places 1, 2, 3, and "Women 1000 m" beside the next 1, 2, 3.
    """
    header, body = grid.rows[:header_rows], grid.rows[header_rows:]
    places = _places_column(header)
    if places is None or any(len(row.cells) != len(header[0].cells) for row in body):
        return (grid,)
    blocks = _blocks(body, places)
    columns = _naming(header[0], blocks) if len(blocks) > 1 and len(body) >= _MIN_ROWS * len(blocks) else []
    names = [", ".join(clean_cell(block[0].cells[at].raw) for at in columns) for block in blocks]
    if not columns or len(set(names)) < len(names):
        return (grid,)
    return tuple(
        replace(grid, rows=(*header, *block), caption=None, section=_headings(grid, name), header_rows=header_rows,
                begins=block[0].start)
        for name, block in zip(names, blocks, strict=True)
    )  # fmt: skip


def _headings(grid: Grid, name: str) -> tuple[str, ...]:
    return (*grid.section, *([grid.caption] if grid.caption else []), name)


def _places_column(header: Sequence[LocatedRow]) -> int | None:
    if len(header) != 1:
        return None
    labels = (fold(clean_cell(cell.raw)) for cell in header[0].cells)
    return next((at for at, label in enumerate(labels) if _PLACES.fullmatch(label)), None)


def _blocks(body: Sequence[LocatedRow], places: int) -> list[list[LocatedRow]]:
    """Rows up to where the place is 1 again after another place; those without one end the block they stand in."""
    found: list[list[LocatedRow]] = []
    last: float | None = None
    unplaced = False
    for row in body:
        place = _place(row, places).number
        begins = place == 1 and (last != 1 or unplaced)
        if begins or not found:
            found.append([])
        found[-1].append(row)
        unplaced = place is None
        last = place if place is not None else last
    whole = all(_place(block[0], places).number == 1 and _rises(block, places) for block in found)
    return found if whole else []


def _rises(block: Sequence[LocatedRow], places: int) -> bool:
    numbers = [number for row in block if (number := _place(row, places).number) is not None]
    return all(a <= b for a, b in pairwise(numbers))


def _place(row: LocatedRow, places: int) -> Value:
    return parse_value(row.cells[places].raw, hint=ValueType.RANK)


def _naming(header: LocatedRow, blocks: Sequence[Sequence[LocatedRow]]) -> list[int]:
    """Columns of words that hold one thing in each block and not the same in all."""
    found = []
    for at in range(len(header.cells)):
        held = [{clean_cell(row.cells[at].raw) for row in block} for block in blocks]
        firsts = [min(texts) for texts in held if len(texts) == 1]
        words = all(any(map(str.isalpha, text)) for text in firsts)
        if len(firsts) == len(blocks) and len(set(firsts)) > 1 and words:
            found.append(at)
    return found
