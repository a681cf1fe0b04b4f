"""What a term denotes over a grid: the one definition of every operator."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.algebra.grid import Facet, Grid, Part, Scale, rows_in
from bot.algebra.terms import (
    Alike,
    All,
    Beside,
    Best,
    Beyond,
    Cells,
    Common,
    Compared,
    Count,
    Distinct,
    Either,
    Exceeds,
    Exists,
    Gap,
    Leading,
    Nth,
    Rows,
    Run,
    Same,
    Surplus,
    Term,
    Total,
    Where,
)
from retriever.printing import format_value
from retriever.values import ValueType

_MEAN_DECIMALS = 1  # a mean of whole numbers is given to one decimal unless it comes out even
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Found:
    """What a term denotes."""

    values: tuple[str, ...]
    """In the source's notation; one per member."""
    rows: int
    """Rows that carry the answer, as bits."""
    number: float | None = None
    """The number computed; None where cells are read off."""


NOTHING = Found((), 0)


def rows_of(grid: Grid, rows: Rows) -> int:  # noqa: PLR0911 - one for each operator
    """The rows a term denotes, as bits."""
    match rows:
        case All():
            return grid.body
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


def found_by(grid: Grid, term: Term) -> Found:  # noqa: PLR0911 - one for each operator
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
        case Total(of, scale, mean):
            return total(grid, rows_of(grid, of), scale, mean=mean)
        case Gap(one, other, scale):
            return gap(grid, rows_of(grid, one), rows_of(grid, other), scale)
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
    at = (rows.bit_length() if step > 0 else (rows & -rows).bit_length() - 2)
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


def total(grid: Grid, rows: int, scale: Scale, *, mean: bool) -> Found:
    """Sum or mean of the rows that have a number."""
    rows &= grid.body & scale.filled
    inside = rows_in(rows)
    if not inside:
        return NOTHING
    number = sum(scale.numbers[row] or 0.0 for row in inside) / (len(inside) if mean else 1)
    return Found((printed(grid, scale, inside, number, mean=mean),), rows, number)


def gap(grid: Grid, one: int, other: int, scale: Scale) -> Found:
    """The difference of two numbers, without sign; nothing unless each side has one number."""
    sides = [{scale.numbers[row] for row in rows_in(side & scale.filled)} for side in (one, other)]
    if any(len(side) != 1 for side in sides) or one == other:
        return NOTHING
    a, b = (side.pop() or 0.0 for side in sides)
    inside = rows_in((one | other) & scale.filled)
    return Found((printed(grid, scale, inside, abs(a - b)),), (one | other) & scale.filled, abs(a - b))


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


def printed(grid: Grid, scale: Scale, rows: Sequence[int], number: float, *, mean: bool = False) -> str:
    """A computed number in the notation of the cells it comes from, as precise as they are."""
    column = grid.columns[scale.column]
    kind = column.type if scale.facet is Facet.VALUE else ValueType.NUMBER
    if kind not in (ValueType.TIME, ValueType.DISTANCE, ValueType.MONEY, ValueType.PERCENT):
        kind = ValueType.NUMBER
    decimals = max((decimals_of(grid.texts[scale.column][row]) for row in rows), default=0)
    if mean and abs(number - round(number, decimals)) > _TINY:
        decimals = max(decimals, _MEAN_DECIMALS)
    return format_value(kind, number + _TINY, decimals, column.unit if kind is not ValueType.NUMBER else None)


def decimals_of(text: str) -> int:
    """How many decimals the figures of a cell have."""
    figures = "".join(char if char.isdigit() or char == "." else " " for char in text).split()
    return max((len(part.partition(".")[2]) for part in figures), default=0)
