"""Tables in plain text whose cells are parted by tabs, as they are pasted, or by columns of blanks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.lines import Line, ends_sentence
from ingest.parsed import Grid, LocatedCell, LocatedRow

_MIN_LINES = 3
_MIN_CELLS = 3
_MOSTLY = 0.6  # of the lines that have as many cells as most
_MAX_CELL_CHARS = 40  # mean; prose with tabs in it has longer ones
_BLANKS = re.compile(r" {2,}| *\t *")
_TAB = re.compile(r"\t")


def spaced_table_end(lines: Sequence[Line], at: int, text: str) -> int:
    """Index after the last line of the table that begins at `at`; `at` itself where none does."""
    end = at
    while end < len(lines) and len(_cells(lines[end], text)) > 1:
        end += 1
    if end - at < _MIN_LINES:
        return at
    rows = [_cells(line, text) for line in lines[at:end]]
    counts = Counter(map(len, rows))
    usual, often = max(counts.items(), key=lambda item: (item[1], item[0]))
    has_tabs = any("\t" in line.text for line in lines[at:end])
    needed = _MOSTLY if has_tabs else 1.0  # a blank cell shows between tabs only
    filled = [cell.raw for row in rows for cell in row if cell.raw]
    told = sum(ends_sentence(row[-1].raw) for row in rows) * 2 > len(rows)  # sentences with wide gaps between words
    is_table = usual >= _MIN_CELLS and often >= needed * len(rows) and not told
    return end if is_table and sum(map(len, filled)) <= _MAX_CELL_CHARS * len(filled) else at


def read_spaced_grid(lines: Sequence[Line], section: tuple[str, ...], text: str) -> Grid:
    """The grid of a table's lines; no line tells how many of them are the header."""
    return Grid(tuple(LocatedRow(tuple(_cells(line, text)), line.start, line.end) for line in lines), section)


def _cells(line: Line, text: str) -> list[LocatedCell]:
    """Cells of a line: between its tabs where it has any, the first at its edge; else between stretches of blanks."""
    if not line.text:
        return []
    has_tabs = "\t" in line.text
    start = line.start - (line.indent if has_tabs and "\t" in text[line.start - line.indent : line.start] else 0)
    return [LocatedCell(text[first:last], first, last) for first, last in _spans(text, start, line.end, tabs=has_tabs)]


def _spans(text: str, start: int, end: int, *, tabs: bool) -> Iterator[tuple[int, int]]:
    at = start
    for gap in (_TAB if tabs else _BLANKS).finditer(text, start, end):
        yield _bare(text, at, gap.start())
        at = gap.end()
    yield _bare(text, at, end)


def _bare(text: str, first: int, last: int) -> tuple[int, int]:
    """The span without blanks at its ends."""
    cell = text[first:last]
    begin = first + len(cell) - len(cell.lstrip())
    return begin, max(begin, first + len(cell.rstrip()))
