"""Matches whose sides stand in one cell, as columns of their own: "Aldgate v Inver", "Aldgate 3-1 Inver"."""

import re
from collections.abc import Sequence

from ingest.parsed import LocatedCell, LocatedRow
from retriever.text import fold
from retriever.values import clean_cell

_NAME = r"(?=[^\W\d_])\S(?:.*?\S)?"
_DASH = r"\s?[-–—:]\s?"
_VERSUS = re.compile(rf"(?P<one>{_NAME})\s+(?:v|vs|versus)\.?\s+(?P<other>{_NAME})", re.IGNORECASE)
_WITH_SCORE = re.compile(
    rf"(?P<one>{_NAME})\s+(?P<score>\d{{1,3}}{_DASH}\d{{1,3}}(?:\s?\([^()]*\))?)\s+(?P<other>{_NAME})"
)
_BEAT = re.compile(rf"(?P<one>{_NAME})\s+(?:beat|def|defeated|bt|d)\.?\s+(?P<other>{_NAME})", re.IGNORECASE)
# A dash stands between towns of a stage, too: only under such a label it stands between sides.
_APART = re.compile(rf"(?P<one>{_NAME})\s+[-–—]\s+(?P<other>{_NAME})")
_MATCHES = frozenset("match matches fixture fixtures game tie bout teams sides pairing contest fight".split())
_NUMBERED = ("Side 1", "Side 2")
_FORMS = ((_VERSUS, _NUMBERED), (_WITH_SCORE, (*_NUMBERED, "Score")), (_BEAT, ("Winner", "Loser")), (_APART, _NUMBERED))
_MOSTLY = 0.9
_LEAST = 2  # matches


def with_sides(labels: Sequence[str], rows: Sequence[LocatedRow]) -> tuple[tuple[str, ...], tuple[LocatedRow, ...]]:
    """Labels and rows with columns for the two sides, and for the score between them; the cells stay as they are."""
    for at, label in enumerate(labels):
        for form, names in _FORMS:
            if form is _APART and fold(label) not in _MATCHES:
                continue
            told = [_parts(row, at, form) for row in rows]
            filled = sum(at < len(row.cells) and bool(clean_cell(row.cells[at].raw)) for row in rows)
            parted = sum(cells is not None for cells in told)
            if parted >= max(_LEAST, _MOSTLY * filled) and not set(names) & set(labels):
                wider = [row.wider(cells, len(names)) for row, cells in zip(rows, told, strict=True)]
                return (*labels, *names), tuple(wider)
    return tuple(labels), tuple(rows)


def _parts(row: LocatedRow, at: int, form: re.Pattern[str]) -> list[LocatedCell] | None:
    """The sides and what stands between them, where each stands; None where the cell is of another form."""
    cell = row.cells[at] if at < len(row.cells) else None
    match = form.fullmatch(cell.raw) if cell is not None else None
    if cell is None or match is None or cell.end - cell.start != len(cell.raw):
        return None
    spans = [match.span(name) for name in ("one", "other", *(["score"] if "score" in form.groupindex else []))]
    return [LocatedCell(cell.raw[a:b], cell.start + a, cell.start + b) for a, b in spans]
