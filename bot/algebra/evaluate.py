"""What a term denotes over a grid: the one definition of every operator."""

from collections import Counter

from bot.algebra.arithmetic import NOTHING, Found, gap, ratio, worked_out
from bot.algebra.grid import Grid, Part, Scale, rows_in
from bot.algebra.rows import rows_of
from bot.algebra.terms import (
    Cells,
    Common,
    Count,
    Distinct,
    Exceeds,
    Exists,
    Gap,
    Ratio,
    Run,
    Same,
    Surplus,
    Tables,
    Term,
)


def found_by(grid: Grid, term: Term) -> Found:  # noqa: PLR0911, PLR0912 - one for each operator
    """The answer a term gives; `NOTHING` where it is undefined."""
    match term:
        case Cells(of, column, part):
            return cells(grid, rows_of(grid, of), column, part)
        case Common(of, column, most, part):
            return common(grid, rows_of(grid, of), column, most=most, part=part)
        case Count(of):
            rows = rows_of(grid, of) & grid.body
            return counted(rows.bit_count(), rows)
        case Distinct(of, column):
            rows = rows_of(grid, of)
            kept = rows & ~grid.blank[column]
            return counted(len({grid.keys[column][row] for row in rows_in(kept)}), kept)
        case Gap(one, other, scale):
            return gap(grid, rows_of(grid, one), rows_of(grid, other), scale)
        case Ratio(one, other, scale):
            return ratio(rows_of(grid, one), rows_of(grid, other), scale)
        case Surplus(one, other):
            a, b = rows_of(grid, one), rows_of(grid, other)
            return counted(abs(a.bit_count() - b.bit_count()), a | b)
        case Run(of):
            return longest_run(rows_of(grid, of))
        case Exists(of):
            rows = rows_of(grid, of)
            return Found(("yes" if rows else "no",), rows)
        case Exceeds(one, other, scale, over):
            return exceeds(rows_of(grid, one), rows_of(grid, other), scale, over=over)
        case Same(one, other, column):
            return same(grid, rows_of(grid, one), rows_of(grid, other), column)
        case Tables():
            return counted(len(grid.views), grid.everything)
        case _:
            return worked_out(grid, term)


def cells(grid: Grid, rows: int, column: int, part: Part = Part.WHOLE) -> Found:
    """What rows print in a column, each value once."""
    texts = grid.printed(column, part)
    keys = grid.keys[column] if part is Part.WHOLE else texts
    seen: dict[str, str] = {}
    for row in rows_in(rows & ~grid.blank[column]):
        if texts[row]:
            seen.setdefault(keys[row], texts[row])
    return Found(tuple(seen.values()), rows)


def common(grid: Grid, rows: int, column: int, *, most: bool, part: Part = Part.WHOLE) -> Found:
    """The most (or least) frequent value, ties included; nothing where all are equally frequent."""
    texts = grid.printed(column, part)
    keys = grid.keys[column] if part is Part.WHOLE else texts
    inside = [row for row in rows_in(rows & ~grid.blank[column]) if texts[row]]
    times = Counter(keys[row] for row in inside)
    if len(times) < 2:
        return NOTHING
    wanted = max(times.values()) if most else min(times.values())
    chosen = [key for key in times if times[key] == wanted]
    if len(chosen) == len(times):
        return NOTHING
    first = {keys[row]: texts[row] for row in reversed(inside)}
    carrying = sum(1 << row for row in inside if times[keys[row]] == wanted)
    return Found(tuple(first[key] for key in chosen), carrying)


def counted(number: int, rows: int) -> Found:
    """A count as an answer."""
    return Found((str(number),), rows, float(number))


def exceeds(one: int, other: int, scale: Scale, *, over: bool) -> Found:
    """Yes or no; nothing unless each side has one number."""
    sides = [{scale.numbers[row] for row in rows_in(side & scale.filled)} for side in (one, other)]
    if any(len(side) != 1 for side in sides):
        return NOTHING
    a, b = (side.pop() or 0.0 for side in sides)
    return Found(("yes" if (a > b if over else a < b) else "no",), one | other)


def same(grid: Grid, one: int, other: int, column: int) -> Found:
    """Yes or no; nothing where a side says nothing."""
    sides = [{grid.keys[column][row] for row in rows_in(side & ~grid.blank[column])} for side in (one, other)]
    if not all(sides):
        return NOTHING
    return Found(("yes" if sides[0] == sides[1] else "no",), one | other)


def longest_run(rows: int) -> Found:
    """The longest run of neighbouring rows."""
    length, left = 0, rows
    while left:
        left &= left << 1
        length += 1
    return counted(length, rows)
