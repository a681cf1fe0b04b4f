"""Matches won, lost and drawn that stand in one cell, as columns of their own: "9-3-1" under "W-L-T"."""

import re
from collections.abc import Sequence

from ingest.parsed import LocatedCell, LocatedRow
from retriever.text import fold
from retriever.values import clean_cell

_LETTERS = re.compile(r"(?:(?P<of>.*\S)\s+)?(?P<letters>[WVLDT](?:\s?[-–/]\s?[WVLDT]){1,2})")
_COUNTS = re.compile(r"(?P<first>\d{1,3})\s?[-–/]\s?(?P<second>\d{1,3})(?:\s?[-–/]\s?(?P<third>\d{1,3}))?")
_OVERALL = frozenset({"record", "overall", "won-lost", "won/lost"})
_OF_SOME = frozenset({"home", "away", "road", "neutral", "division", "div", "conference", "conf", "league"})
_MOSTLY = 0.9


def with_won_lost(labels: Sequence[str], rows: Sequence[LocatedRow]) -> tuple[tuple[str, ...], tuple[LocatedRow, ...]]:
    """Labels and rows with columns for what such cells count; the cells themselves stay as they are.

    Three counts of a column called "Home" are read in the order that another column's label prints.
    """
    heads, found = list(labels), list(rows)
    order = next((letters for label in labels if (letters := _letters(label)[1])), ())
    for at, label in enumerate(labels):
        of, letters = _letters(label)
        if not letters and fold(label) in _OVERALL | _OF_SOME:
            of, letters = "" if fold(label) in _OVERALL else label, order or ("W", "L")
        names = [f"{of} {letter}".strip() for letter in letters]
        told = [_counts(row.cells[at], len(letters)) if at < len(row.cells) else None for row in rows]
        filled = sum(at < len(row.cells) and bool(clean_cell(row.cells[at].raw)) for row in rows)
        counted = sum(cells is not None for cells in told)
        if names and counted and counted >= _MOSTLY * filled and not set(names) & set(heads):
            heads += names
            found = [row.wider(cells, len(names)) for row, cells in zip(found, told, strict=True)]
    return tuple(heads), tuple(found)


def _letters(label: str) -> tuple[str, tuple[str, ...]]:
    """What the matches are of, and the letters in order, V and D of bouts as W and L."""
    match = _LETTERS.fullmatch(clean_cell(label))
    if match is None:
        return "", ()
    letters = re.findall("[WVLDT]", match["letters"])
    if "V" in letters:
        letters = [{"V": "W", "D": "L"}.get(letter, letter) for letter in letters]
    return match["of"] or "", tuple(letters) if len(set(letters)) == len(letters) else ()


def _counts(cell: LocatedCell, count: int) -> list[LocatedCell] | None:
    """A cell for each of the counts, where it stands; None where there are more or fewer."""
    match = _COUNTS.fullmatch(cell.raw)
    if match is None or cell.end - cell.start != len(cell.raw):
        return None
    groups = [group for group in ("first", "second", "third") if match[group] is not None]
    spans = [match.span(group) for group in groups]
    cells = [LocatedCell(cell.raw[a:b], cell.start + a, cell.start + b) for a, b in spans]
    return cells if len(cells) == count else None
