"""Which rows a term denotes over a grid."""

from bot.algebra.grid import Grid, Scale, rows_in
from bot.algebra.terms import (
    Alike,
    All,
    Beside,
    Best,
    Beyond,
    Compared,
    Either,
    Leading,
    Nth,
    Picked,
    Rows,
    Where,
)


def rows_of(grid: Grid, rows: Rows) -> int:  # noqa: PLR0911 - one for each operator
    """The rows a term denotes, as bits."""
    match rows:
        case All():
            return grid.body
        case Picked(picked):
            return picked & grid.everything
        case Where(of, condition):
            held = grid.body & ~condition.rows if condition.negated else condition.rows
            return held & (grid.everything if isinstance(of, All) and not condition.negated else rows_of(grid, of))
        case Either(one, other):
            return one.rows | other.rows
        case Best(of, scale, high, place):
            return best(scale, rows_of(grid, of), high=high, place=place)
        case Leading(of, count, last):
            inside = rows_in(rows_of(grid, of))
            return sum(1 << row for row in (inside[-count:] if last else inside[:count]))
        case Nth(of, place, last):
            return nth(rows_of(grid, of), place, last=last)
        case Beside(of, step):
            return beside(grid, rows_of(grid, of), step)
        case Beyond(of, after, among):
            return beyond(rows_of(grid, of), after=after) & rows_of(grid, among)
        case Alike(of, column):
            return alike(grid, rows_of(grid, of), column)
        case Compared(than, scale, over):
            return compared(grid, rows_of(grid, than), scale, over=over)


def best(scale: Scale, rows: int, *, high: bool, place: int = 1) -> int:
    """The rows with the best number of those given, ties included; the next best for place 2."""
    rows &= scale.filled
    kept = 0
    for _ in range(place):
        if not rows:
            return 0
        order = reversed(scale.ascending) if high else iter(scale.ascending)
        first = next(row for row in order if rows >> row & 1)
        number = scale.numbers[first]
        kept = sum(1 << row for row in rows_in(rows) if scale.numbers[row] == number)
        rows &= ~kept
    return kept


def nth(rows: int, place: int, *, last: bool) -> int:
    """One row by its place in the table's order."""
    inside = rows_in(rows)
    if place > len(inside):
        return 0
    return 1 << inside[-place if last else place - 1]


def beside(grid: Grid, rows: int, step: int) -> int:
    """The row after the last of `rows`, or before the first."""
    if not rows:
        return 0
    at = rows.bit_length() if step > 0 else (rows & -rows).bit_length() - 2
    return 1 << at & grid.everything if at >= 0 else 0


def beyond(rows: int, *, after: bool) -> int:
    """All rows after the last of `rows`, or before the first, as an endless or a finite set."""
    if not rows:
        return 0
    return -1 << rows.bit_length() if after else (rows & -rows) - 1


def alike(grid: Grid, rows: int, column: int) -> int:
    """The other rows with the same cell."""
    keys = grid.keys[column]
    wanted = {keys[row] for row in rows_in(rows) if keys[row]}
    return sum(1 << row for row in rows_in(grid.body & ~rows) if keys[row] in wanted)


def compared(grid: Grid, than: int, scale: Scale, *, over: bool) -> int:
    """Rows with more (or less) than the one row given; none where that isn't one number."""
    limits = {scale.numbers[row] for row in rows_in(than & scale.filled)}
    if len(limits) != 1:
        return 0
    limit = limits.pop() or 0.0
    found = 0
    for row in rows_in(grid.body & scale.filled & ~than):
        number = scale.numbers[row] or 0.0
        if (number > limit) if over else (number < limit):
            found |= 1 << row
    return found
