"""The working of a computed answer, as a person would write it down, and what came out."""

from collections.abc import Sequence

from bot.algebra.arithmetic import Found, groups_of, printed
from bot.algebra.evaluate import found_by
from bot.algebra.grid import Facet, Grid, Scale, rows_in
from bot.algebra.rows import rows_of
from bot.algebra.said import said_of
from bot.algebra.terms import (
    Across,
    Best,
    Cells,
    Count,
    Gap,
    Median,
    PerGroup,
    Picked,
    Portion,
    Rate,
    Ratio,
    Rows,
    Share,
    SidesTotal,
    Step,
    Stretch,
    Term,
    Total,
)

MAX_NAMED = 12  # rows of a count that the working names
_MAX_COMPARED = 4  # rows of which the working gives what was compared


def worked(grid: Grid, term: Term) -> tuple[str, str, Found]:
    """(the working with its result, the result, what was found): the same for the same plan and cells."""
    found = found_by(grid, term)
    result = ", ".join(found.values)
    if isinstance(term, PerGroup):
        pairs = zip(found.values[::2], found.values[1::2], strict=True)
        result = ", ".join(f"{name} {number}" for name, number in pairs)
        return _groups(grid, term, found), result, found
    return f"{_terms_said(grid, term, found)} = {result}", result, found


def _terms_said(grid: Grid, term: Term, found: Found) -> str:  # noqa: PLR0911, PLR0912 - one for each operator
    rows = rows_in(found.rows & grid.everything)
    match term:
        case Total(_, scale, mean):
            return f"{'average' if mean else 'total'} of {_named(grid, rows, scale)}"
        case SidesTotal(one, other, scale, second, mean):
            sides = [(of, each) for of, each in ((one, scale), (other, second)) if rows_of(grid, of)]
            told = ", ".join(_named(grid, rows_in(rows_of(grid, of) & each.filled), each) for of, each in sides)
            return f"{'average' if mean else 'total'} of {told}"
        case Median(_, scale):
            return f"median of {_named(grid, rows, scale)}"
        case Gap(one, other, scale):
            return " - ".join(_larger_first(grid, one, other, scale))
        case Ratio(one, other, scale):
            return " / ".join(_larger_first(grid, one, other, scale))
        case Stretch(_, scale, less, _):
            return " - ".join(_number(grid, rows[0], each) for each in (scale, less) if rows)
        case Portion(_, scale, whole):
            return " of ".join(_number(grid, rows[0], each) for each in (scale, whole) if rows)
        case Rate(_, scale, per, hundred):
            return f"{' / '.join(_number(grid, rows[0], each) for each in (scale, per) if rows)}{' x 100' * hundred}"
        case Across(_, columns, _):
            return "; ".join(f"{grid.lines[row].name} {_cells_added(grid, row, columns)}" for row in rows)
        case Share(of, among):
            every = rows_of(grid, among).bit_count()
            return f"{len(rows)} of {every}: {said_of(grid, Count(of)).removesuffix(', counted')}"
        case Step(_, scale, _):
            return f"{said_of(grid, term)}: {_named(grid, rows, scale)}"
        case Cells(Best(of, scale, high, place), _, _) if place == 1 and _compared(grid, of):
            least = "largest" if high else "smallest"
            label = grid.columns[scale.column].label
            return f"{least} {label} of {_named(grid, rows_in(rows_of(grid, of) & scale.filled), scale)}"
        case Count():
            names = [grid.lines[row].name for row in rows]
            said = "rows" if isinstance(term.of, Picked) and names else said_of(grid, term).removesuffix(", counted")
            return f"{said}, counted: {' + '.join(names)}" if 0 < len(names) <= MAX_NAMED else f"{said}, counted"
    return said_of(grid, term)


def _cells_added(grid: Grid, row: int, columns: Sequence[int]) -> str:
    return " + ".join(grid.texts[column][row] for column in columns if grid.texts[column][row])


def _compared(grid: Grid, rows: Rows) -> bool:
    """Whether so few rows were compared, which a question names, that each can be told."""
    return isinstance(rows, Picked) and 1 < (rows.rows & grid.everything).bit_count() <= _MAX_COMPARED


def _larger_first(grid: Grid, one: Rows, other: Rows, scale: Scale) -> list[str]:
    """The number of each side as printed, as a person subtracts."""
    sides = [rows_in(rows_of(grid, side) & scale.filled) for side in (one, other)]
    known = [side[0] for side in sides if side]
    return [_number(grid, row, scale) for row in sorted(known, key=lambda row: -(scale.numbers[row] or 0.0))]


def _groups(grid: Grid, term: PerGroup, found: Found) -> str:
    """"total by Team: Vantage of 25 + 15 = 40; Kestrel of 18 + 10 = 28"."""
    numbers = dict(zip(found.values[::2], found.values[1::2], strict=True))
    inside = groups_of(grid, rows_of(grid, term.of), term.column, term.scale)
    parts = [
        f"{grid.texts[term.column][rows[0]]} of {' + '.join(_member(grid, row, term.scale) for row in rows)}"
        f" = {numbers[grid.texts[term.column][rows[0]]]}"
        for rows in inside
        if grid.texts[term.column][rows[0]] in numbers
    ]
    kind = "rows" if term.scale is None else "average" if term.mean else "total"
    return f"{kind} by {grid.columns[term.column].label}: {'; '.join(parts)}"


def _member(grid: Grid, row: int, scale: Scale | None) -> str:
    return grid.lines[row].name if scale is None else _number(grid, row, scale)


def _named(grid: Grid, rows: Sequence[int], scale: Scale) -> str:
    return ", ".join(f"{grid.lines[row].name} {_number(grid, row, scale)}" for row in rows)


def _number(grid: Grid, row: int, scale: Scale) -> str:
    """A row's number as it stands in its cell; the part of the cell that is taken, where it is not the whole."""
    if scale.facet is Facet.VALUE:
        return grid.texts[scale.column][row]
    return printed(grid, scale, [], scale.numbers[row] or 0.0)


def is_worked(term: Term) -> bool:
    """Whether something is computed for it: cells that conditions pick are only read."""
    return not isinstance(term, Cells) or isinstance(term.of, Best)
