"""Pipe tables: lines of `| a | b |`, with or without a separator row."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.lines import Line
from ingest.parsed import Grid, LocatedCell, LocatedRow

_SEPARATOR = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_BOLD = re.compile(r"(?:\*\*|__)(?P<words>[^*_\s](?:[^*_]*[^*_\s])?)(?:\*\*|__)")
_BAR = re.compile(r"(?<!\\)\|")


def is_row(text: str) -> bool:
    """Whether a line is a row by itself: it begins with a bar and has another."""
    return text.startswith("|") and len(_BAR.findall(text)) > 1


def is_separator(text: str) -> bool:
    """Whether a line is the `|---|---|` under a header."""
    return "|" in text and bool(_SEPARATOR.fullmatch(text))


def table_end(lines: Sequence[Line], at: int) -> int:
    """Index after the last line of the table that begins at `at`; `at` itself where none does."""
    heads = "|" in lines[at].text and at + 1 < len(lines) and is_separator(lines[at + 1].text)
    begins = (is_row(lines[at].text) or heads) and not is_separator(lines[at].text)
    end = at
    while begins and end < len(lines) and _BAR.search(lines[end].text):
        end += 1
    return end


def read_grid(lines: Sequence[Line], section: tuple[str, ...], caption: str | None) -> Grid:
    """The grid of a table's lines; the separator row is dropped and tells how many rows are the header."""
    separators = [index for index, line in enumerate(lines) if is_separator(line.text)]
    header_rows = separators[0] if separators and separators[0] > 0 else None
    rows = tuple(_read_row(line) for index, line in enumerate(lines) if index not in separators)
    return Grid(rows, section, caption, header_rows)


def write_rows(records: Sequence[Sequence[str]], at: int) -> tuple[tuple[LocatedRow, ...], str]:
    """Records as located rows and as the pipe-table lines that stand at `at` of the text."""
    rows, lines = [], []
    for record in records:
        cells, line = [], "|"
        for raw in record:
            shown = " ".join(raw.split()).replace("|", "\\|")
            start = at + len(line) + 1
            cells.append(LocatedCell(raw, start, start + len(shown)))
            line += f" {shown} |"
        rows.append(LocatedRow(tuple(cells), at, at + len(line)))
        lines.append(line)
        at += len(line) + 1
    return tuple(rows), "\n".join(lines) + "\n"


def _read_row(line: Line) -> LocatedRow:
    bars = [match.start() for match in _BAR.finditer(line.text)]
    if not line.text.startswith("|"):
        bars.insert(0, -1)
    if not line.text.endswith("|") or bars[-1] != len(line.text) - 1:
        bars.append(len(line.text))
    cells = tuple(_cell(line, left + 1, right) for left, right in pairwise(bars))
    return LocatedRow(cells, line.start, line.end)


def _cell(line: Line, start: int, end: int) -> LocatedCell:
    printed = line.text[start:end]
    raw = printed.strip()
    # An empty cell stands after its first blank, so that nothing of the bars is marked.
    begin = start + (len(printed) - len(printed.lstrip()) if raw else min(1, len(printed)))
    if bold := _BOLD.fullmatch(raw):
        begin, raw = begin + bold.start("words"), bold["words"]
    return LocatedCell(raw, line.start + begin, line.start + begin + len(raw), is_bold=bool(bold))
