"""Rows that lost a cell are fitted to their columns by what the cells are."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from math import comb

from ingest.parsed import LocatedCell, LocatedRow
from retriever.columns import column_type, sample
from retriever.nations import is_nation
from retriever.values import ValueType, clean_cell, parse_value

_MAX_SUSPECTS = 40  # where more rows look shifted, the columns themselves are not understood
_MAX_MOVED = 3  # cells that one row may have lost; more can't be told apart
_MAX_ARRANGED = 1_000  # ways to place the blanks that are tried: three among eighteen cells, one in any wide row
_PLAIN = frozenset({ValueType.TEXT, ValueType.STATUS})
# In a column of words these are out of place; a bare number may be a name ("Schalke 04", "1860").
_NEVER_WORDS = frozenset({ValueType.TIME, ValueType.DATE, ValueType.DISTANCE, ValueType.PERCENT, ValueType.MONEY})

_YEARS = {ValueType.NUMBER, ValueType.SEASON}  # "2010–11" among years

_Kinds = tuple[tuple[ValueType, str | None], ...]


def fit_rows(rows: Sequence[LocatedRow], labels: Sequence[str]) -> tuple[tuple[LocatedRow, ...], tuple[str, ...]]:
    """Every row as wide as `labels`, shifted cells back in their columns, and a flag for each row that was changed."""
    width = len(labels)
    fitted = [_widened(row, width) for row in rows]
    if not any(_blanks_at_end(row) for row in fitted):
        return tuple(fitted), ()
    kinds = _column_kinds(fitted, labels)
    suspects = [
        index
        for index, row in enumerate(fitted)
        if len(rows[index].cells) < width or (_blanks_at_end(row) and _misfits(row, kinds) > 0)
    ]
    flags = []
    for index in suspects:
        shifted = _shifted(fitted, index, labels) if len(suspects) <= _MAX_SUSPECTS else None
        missing = width - len(rows[index].cells)
        if shifted is not None:
            fitted[index] = shifted
            flags.append(f"row {index + 1}: {'cells missing' if missing > 0 else 'cells shifted'}, moved to fit")
        elif missing > 0:
            flags.append(f"row {index + 1}: {missing} cells short, blank at the end")
    return tuple(fitted), tuple(flags)


def _widened(row: LocatedRow, width: int) -> LocatedRow:
    blanks = tuple(LocatedCell("", row.end, row.end) for _ in range(width - len(row.cells)))
    return replace(row, cells=(*row.cells[:width], *blanks))


def _column_kinds(rows: Sequence[LocatedRow], labels: Sequence[str]) -> _Kinds:
    shown = sample(rows)
    return tuple(column_type(label, [row.cells[at].raw for row in shown]) for at, label in enumerate(labels))


def _blanks_at_end(row: LocatedRow) -> int:
    count = 0
    for cell in reversed(row.cells):
        if clean_cell(cell.raw):
            break
        count += 1
    return count


def _misfits(row: LocatedRow, kinds: _Kinds) -> int:
    return sum(not _fits(cell.raw, *kind) for cell, kind in zip(row.cells, kinds, strict=True))


def _fits(raw: str, kind: ValueType, unit: str | None) -> bool:
    if kind in _PLAIN:
        return parse_value(raw).type not in _NEVER_WORDS
    found = parse_value(raw, hint=kind, unit=unit).type
    if {found, kind} == _YEARS:
        return True
    # A code of capitals stands in place of a mark ("EL"), unless it is a nation's that was shifted there.
    return found in (kind, ValueType.EMPTY) or (found is ValueType.STATUS and not is_nation(raw))


def _shifted(rows: Sequence[LocatedRow], index: int, labels: Sequence[str]) -> LocatedRow | None:
    """The row with its blanks at the end moved to where every cell fits; None unless that is better than as printed.

    The other rows alone say what the columns are: one shifted cell could otherwise pass for its column's type.
    """
    row = rows[index]
    others = [other for at, other in enumerate(rows) if at != index]
    kinds = _column_kinds(others, labels)
    blank_elsewhere = [not any(clean_cell(other.cells[at].raw) for other in others) for at in range(len(labels))]
    as_printed = _misfits(row, kinds)
    blanks = min(_blanks_at_end(row), _MAX_MOVED)
    if not as_printed or not blanks:
        return None
    for count in range(1, blanks + 1):
        if comb(len(row.cells), count) > _MAX_ARRANGED:
            break
        kept = row.cells[: len(row.cells) - count]
        arranged = [_with_blanks(row, kept, places) for places in combinations(range(len(row.cells)), count)]
        # Later blanks first: what stands left of the gap is where the source printed it.
        best = min(reversed(arranged), key=lambda one: (_misfits(one, kinds), _oddities(one, blank_elsewhere)))
        if _misfits(best, kinds) == 0:
            return best
    return None


def _oddities(row: LocatedRow, blank_elsewhere: Sequence[bool]) -> int:
    """Cells that are blank where other rows are filled, or filled where all others are blank."""
    pairs = zip(row.cells, blank_elsewhere, strict=True)
    return sum(bool(clean_cell(cell.raw)) is is_blank_column for cell, is_blank_column in pairs)


def _with_blanks(row: LocatedRow, kept: Sequence[LocatedCell], places: Sequence[int]) -> LocatedRow:
    cells = list(kept)
    for place in places:
        at = cells[place].start if place < len(cells) else row.end
        cells.insert(place, LocatedCell("", at, at))
    return replace(row, cells=tuple(cells))
