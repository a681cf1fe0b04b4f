"""What is worked out from numbers of rows: sums, means, differences, shares, groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bot.algebra.grid import Facet, Grid, Scale, rows_in
from bot.algebra.rows import rows_of
from bot.algebra.terms import (
    Across,
    BestPart,
    Firsts,
    Median,
    Parts,
    PerGroup,
    Portion,
    Rate,
    Share,
    SidesTotal,
    Step,
    Stretch,
    Total,
    Worked,
)
from bot.question.tables import TableView
from retriever.printing import format_value
from retriever.text import fold
from retriever.values import ValueType

_MEAN_DECIMALS = 1  # a mean of whole numbers is given to one decimal unless it comes out even
RATE_DECIMALS = 2
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


def worked_out(grid: Grid, term: Worked) -> Found:  # noqa: PLR0911, PLR0912 - one for each operator
    """The answer of a term that does arithmetic over rows."""
    match term:
        case Total(of, scale, mean):
            return total(grid, rows_of(grid, of), scale, mean=mean)
        case SidesTotal(one, other, scale, second, mean):
            return sides_total(grid, (rows_of(grid, one), scale), (rows_of(grid, other), second), mean=mean)
        case Median(of, scale):
            return middle(grid, rows_of(grid, of), scale)
        case Share(of, among):
            return share(rows_of(grid, of), rows_of(grid, among))
        case PerGroup(of, column, scale, mean, most):
            return per_group(grid, rows_of(grid, of), column, scale, mean=mean, most=most)
        case Step(of, scale, high):
            return step(grid, rows_of(grid, of), scale, high=high)
        case Stretch(of, scale, less, most):
            return stretch(grid, rows_of(grid, of), scale, less, most=most)
        case BestPart(of, columns, most):
            return best_part(grid, rows_of(grid, of), columns, most=most)
        case Parts(of, columns, won):
            return parts_scored(grid, rows_of(grid, of), columns, won=won)
        case Firsts(of, columns):
            return firsts(grid, rows_of(grid, of), columns)
        case Portion(of, scale, whole):
            return portion(rows_of(grid, of), scale, whole)
        case Rate(of, scale, per, hundred):
            return rate(rows_of(grid, of), scale, per, hundred=hundred)
        case Across(of, columns, most):
            return added_across(grid, rows_of(grid, of), columns, most=most)


def total(grid: Grid, rows: int, scale: Scale, *, mean: bool) -> Found:
    """Sum or mean of the rows that have a number."""
    rows &= grid.body & scale.filled
    inside = rows_in(rows)
    if not inside:
        return NOTHING
    number = sum(scale.numbers[row] or 0.0 for row in inside) / (len(inside) if mean else 1)
    return Found((printed(grid, scale, inside, number, mean=mean),), rows, number)


def sides_total(grid: Grid, one: tuple[int, Scale], other: tuple[int, Scale], *, mean: bool) -> Found:
    """Sum or mean of one side's numbers: of some rows by the one scale, of others by the other."""
    told = [(row, scale.numbers[row]) for rows, scale in (one, other) for row in rows_in(rows & scale.filled)]
    if not told or one[0] & other[0]:
        return NOTHING
    inside, number = [row for row, _ in told], sum(number or 0.0 for _, number in told) / (len(told) if mean else 1)
    return Found((printed(grid, one[1], inside, number, mean=mean),), sum(1 << row for row in inside), number)


def middle(grid: Grid, rows: int, scale: Scale) -> Found:
    """The median of the rows that have a number."""
    rows &= scale.filled
    inside = rows_in(rows)
    if not inside:
        return NOTHING
    number = median(scale.numbers[row] or 0.0 for row in inside)
    return Found((printed(grid, scale, inside, number, mean=True),), rows, number)


def share(rows: int, among: int) -> Found:
    """Which part of some rows others are, in per cent to a tenth."""
    if not among:
        return NOTHING
    number = 100 * (rows & among).bit_count() / among.bit_count()
    return Found((per_cent(number),), rows & among, number)


def per_cent(number: float) -> str:
    """A share as it is said: "33.3 %"."""
    return f"{number:.1f} %"


def per_group(grid: Grid, rows: int, column: int, scale: Scale | None, *, mean: bool, most: bool | None) -> Found:
    """Each group with its number, the largest group first, then in the order of the table; only those with most."""
    numbers = [
        (inside[0], _number_of(inside, scale, mean=mean), inside) for inside in groups_of(grid, rows, column, scale)
    ]
    if not numbers:
        return NOTHING
    wanted = None if most is None else (max if most else min)(number for _, number, _ in numbers)
    kept = [group for group in numbers if wanted is None or group[1] == wanted]
    values = tuple(
        text
        for first, number, inside in kept
        for text in (
            grid.texts[column][first],
            str(round(number)) if scale is None else printed(grid, scale, inside, number, mean=mean),
        )
    )
    return Found(values, sum(1 << row for _, _, inside in kept for row in inside))


def groups_of(grid: Grid, rows: int, column: int, scale: Scale | None) -> list[list[int]]:
    """The rows of each group, the largest group first; only rows that have a number, where there is a scale."""
    found: dict[str, list[int]] = {}
    for row in rows_in(rows & ~grid.blank[column] & (grid.everything if scale is None else scale.filled)):
        found.setdefault(fold(grid.texts[column][row]), []).append(row)
    return sorted(found.values(), key=lambda group: -len(group))


def _number_of(rows: Sequence[int], scale: Scale | None, *, mean: bool) -> float:
    if scale is None:
        return float(len(rows))
    return sum(scale.numbers[row] or 0.0 for row in rows) / (len(rows) if mean else 1)


def step(grid: Grid, rows: int, scale: Scale, *, high: bool) -> Found:
    """The smallest or largest step, with the rows on both its sides."""
    pairs = [pair for view in grid.views for pair in _neighbours(grid, rows & scale.filled, scale, view)]
    if not pairs:
        return NOTHING
    wanted = (max if high else min)(size for size, _, _ in pairs)
    inside = [row for size, before, after in pairs if size == wanted for row in (before, after)]
    return Found((printed(grid, scale, inside, wanted),), sum(1 << row for row in set(inside)), wanted)


def _neighbours(grid: Grid, rows: int, scale: Scale, view: TableView) -> list[tuple[float, int, int]]:
    """(step, row, next row) in the order of one table's numbers."""
    inside = [row for row in scale.ascending if rows >> row & 1 and grid.lines[row].view is view]
    numbers = [scale.numbers[row] or 0.0 for row in inside]
    return [(round(numbers[i + 1] - numbers[i], 6), inside[i], inside[i + 1]) for i in range(len(inside) - 1)]


def stretch(grid: Grid, rows: int, scale: Scale, less: Scale, *, most: bool | None) -> Found:
    """A row's number less its number on another scale: of one row, or the largest or smallest of several."""
    inside = rows_in(rows & scale.filled & less.filled)
    if not inside or (most is None and len(inside) != 1):
        return NOTHING
    numbers = {row: round((scale.numbers[row] or 0.0) - (less.numbers[row] or 0.0), 6) for row in inside}
    wanted = (max if most else min)(numbers.values())
    best = [row for row in inside if numbers[row] == wanted]
    decimals = max(decimals_of(grid.texts[each.column][best[0]]) for each in (scale, less))
    return Found((printed(grid, scale, best, wanted, decimals=decimals),), sum(1 << row for row in best), wanted)


def best_part(grid: Grid, rows: int, columns: Sequence[int], *, most: bool) -> Found:
    """The cell with the largest or smallest of one row's numbers."""
    inside = rows_in(rows & grid.everything)
    numbers = {c: grid.value(inside[0], c).number for c in columns} if len(inside) == 1 else {}
    known = {c: number for c, number in numbers.items() if number is not None}
    if not known:
        return NOTHING
    wanted = (max if most else min)(known.values())
    column = next(c for c, number in known.items() if number == wanted)
    return Found((grid.texts[column][inside[0]],), rows, wanted)


def parts_scored(grid: Grid, rows: int, columns: Sequence[int], *, won: bool) -> Found:
    """In how many columns one row has something, or more than every other."""
    inside = rows_in(rows & grid.everything)
    if len(inside) != 1:
        return NOTHING
    others = rows_in(grid.everything & ~rows) if won else []
    scored = sum(
        (grid.value(inside[0], c).number or 0.0) > max((grid.value(r, c).number or 0.0 for r in others), default=0.0)
        for c in columns
    )
    return Found((str(scored),), rows, float(scored))


def firsts(grid: Grid, rows: int, columns: Sequence[int]) -> Found:
    """In how many columns one row has a 1."""
    inside = rows_in(rows & grid.everything)
    if len(inside) != 1:
        return NOTHING
    number = sum(grid.value(inside[0], column).number == 1 for column in columns)
    return Found((str(number),), rows, float(number))


def portion(rows: int, scale: Scale, whole: Scale) -> Found:
    """One row's number as a part of another of its numbers, in per cent."""
    inside = rows_in(rows & scale.filled & whole.filled)
    if len(inside) != 1 or not whole.numbers[inside[0]]:
        return NOTHING
    number = 100 * (scale.numbers[inside[0]] or 0.0) / (whole.numbers[inside[0]] or 1.0)
    return Found((per_cent(number),), rows, number)


def rate(rows: int, scale: Scale, per: Scale, *, hundred: bool) -> Found:
    """One row's number for each of another of its numbers, or for a hundred of it."""
    inside = rows_in(rows & scale.filled & per.filled)
    if len(inside) != 1 or not per.numbers[inside[0]]:
        return NOTHING
    number = (100 if hundred else 1) * (scale.numbers[inside[0]] or 0.0) / (per.numbers[inside[0]] or 1.0)
    return Found((rate_said(number),), rows, number)


def rate_said(number: float) -> str:
    """ "28" where it comes out even, else to a hundredth."""
    return format_value(ValueType.NUMBER, number, 0 if number == round(number) else RATE_DECIMALS, None)


def added_across(grid: Grid, rows: int, columns: Sequence[int], *, most: bool | None) -> Found:
    """What one row's cells add up to, or the largest or smallest such sum of several rows; blanks count nothing."""
    inside = rows_in(rows & grid.everything)
    sums = {row: sum(grid.value(row, column).number or 0.0 for column in columns) for row in inside}
    if not inside or (most is None and len(inside) != 1):
        return NOTHING
    wanted = (max if most else min)(sums.values())
    best = [row for row in inside if sums[row] == wanted]
    said = sum_said(wanted, [grid.texts[column][row] for row in best for column in columns])
    return Found((said,), sum(1 << row for row in best), wanted)


def sum_said(number: float, cells: Sequence[str]) -> str:
    """A sum as precise as the cells that it adds up: "265.5" of 129.0 and 136.5."""
    return format_value(ValueType.NUMBER, number + _TINY, max(map(decimals_of, cells), default=0), None)


def ratio(one: int, other: int, scale: Scale) -> Found:
    """How many times the smaller of two numbers goes into the larger; nothing below or at nought."""
    sides = [{scale.numbers[row] for row in rows_in(side & scale.filled)} for side in (one, other)]
    if any(len(side) != 1 for side in sides) or one == other:
        return NOTHING
    small, large = sorted(side.pop() or 0.0 for side in sides)
    if small <= 0:
        return NOTHING
    number = large / small
    return Found((ratio_said(number),), (one | other) & scale.filled, number)


def ratio_said(number: float) -> str:
    """"3" and "2.5" where it comes out even, else to a hundredth."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def gap(grid: Grid, one: int, other: int, scale: Scale) -> Found:
    """The difference of two numbers, without sign; nothing unless each side has one number."""
    sides = [{scale.numbers[row] for row in rows_in(side & scale.filled)} for side in (one, other)]
    if any(len(side) != 1 for side in sides) or one == other:
        return NOTHING
    a, b = (side.pop() or 0.0 for side in sides)
    inside = rows_in((one | other) & scale.filled)
    return Found((printed(grid, scale, inside, abs(a - b)),), (one | other) & scale.filled, abs(a - b))


def printed(
    grid: Grid, scale: Scale, rows: Sequence[int], number: float, *, mean: bool = False, decimals: int | None = None
) -> str:
    """A computed number in the notation of the cells it comes from, as precise as they are."""
    column = grid.columns[scale.column]
    kind = column.type if scale.facet is Facet.VALUE else ValueType.NUMBER
    if kind not in (ValueType.TIME, ValueType.DISTANCE, ValueType.MONEY, ValueType.PERCENT):
        kind = ValueType.NUMBER
    if decimals is None:
        decimals = max((decimals_of(grid.texts[scale.column][row]) for row in rows), default=0)
    if mean and abs(number - round(number, decimals)) > _TINY:
        of_side = scale.facet in (Facet.FIRST, Facet.SECOND)  # "59.67 points a game", as leagues print it
        fine = of_side and abs(number - round(number, _MEAN_DECIMALS)) > _TINY
        decimals = max(decimals, RATE_DECIMALS if fine else _MEAN_DECIMALS)
    return format_value(kind, number + _TINY, decimals, column.unit if kind is not ValueType.NUMBER else None)


def decimals_of(text: str) -> int:
    """How many decimals the figures of a cell have."""
    figures = "".join(char if char.isdigit() or char == "." else " " for char in text).split()
    return max((len(part.partition(".")[2]) for part in figures), default=0)
