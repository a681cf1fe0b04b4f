"""A plan in English: what is read, of which rows."""

from collections.abc import Sequence

from bot.algebra.grid import Facet, Grid, Scale, rows_in
from bot.algebra.rows import rows_of
from bot.algebra.terms import (
    Across,
    Alike,
    All,
    Beside,
    Best,
    BestPart,
    Beyond,
    Cells,
    Check,
    Common,
    Compared,
    Condition,
    Count,
    Distinct,
    Either,
    Exceeds,
    Exists,
    Firsts,
    Gap,
    Leading,
    Median,
    Nth,
    Parts,
    PerGroup,
    Picked,
    Portion,
    Rate,
    Ratio,
    Rows,
    Run,
    Same,
    Share,
    SidesTotal,
    Step,
    Stretch,
    Surplus,
    Tables,
    Term,
    Total,
    Where,
    Worked,
)

_MOST_NAMED = 3  # rows of which a plan gives the names
_COMPARED = {Check.SAYS: "with", Check.IS: "", Check.EQUAL: "", Check.OVER: "over", Check.UNDER: "under",
             Check.AT_LEAST: "at least", Check.AT_MOST: "at most", Check.WITHIN: "from", Check.BLANK: "blank",
             Check.FILLED: "filled in", Check.OUTCOME: "", Check.AMONG: "among the"}  # fmt: skip


def said_of(grid: Grid, term: Term) -> str:  # noqa: PLR0911, PLR0912 - one for each operator
    """The plan in words: "Opponent of the last row where Result is won"."""
    match term:
        case Cells(of, column, _):
            return f"{grid.columns[column].label} of {rows_said(grid, of)}"
        case Common(of, column, most, _):
            return f"{'most' if most else 'least'} frequent {grid.columns[column].label} of {rows_said(grid, of)}"
        case Count(of):
            return f"{rows_said(grid, of)}, counted"
        case Distinct(of, column):
            return f"different {grid.columns[column].label} of {rows_said(grid, of)}, counted"
        case Ratio(one, other, scale):
            return f"{_scale(grid, scale)} of {rows_said(grid, one)} by that of {rows_said(grid, other)}"
        case Tables():
            return "tables, counted"
        case Gap(one, other, scale):
            return f"difference in {_scale(grid, scale)} of {rows_said(grid, one)} and {rows_said(grid, other)}"
        case Surplus(one, other):
            return f"{rows_said(grid, one)} less {rows_said(grid, other)}, counted"
        case Run(of):
            return f"longest run of {rows_said(grid, of)}, counted"
        case Exists(of):
            return f"whether there are {rows_said(grid, of)}"
        case Exceeds(one, other, scale, over):
            verb = "is larger" if over else "is smaller"
            return f"whether {_scale(grid, scale)} of {rows_said(grid, one)} {verb} than of {rows_said(grid, other)}"
        case Same(one, other, column):
            label = grid.columns[column].label
            return f"whether {label} of {rows_said(grid, one)} is that of {rows_said(grid, other)}"
        case _:
            return _arithmetic_said(grid, term)


def _arithmetic_said(grid: Grid, term: Worked) -> str:  # noqa: PLR0911, PLR0912 - one for each operator
    match term:
        case Total(of, scale, mean):
            return f"{'average' if mean else 'total'} {_scale(grid, scale)} of {rows_said(grid, of)}"
        case SidesTotal(one, other, scale, _, mean):
            label = grid.columns[scale.column].label
            rows = " and ".join(rows_said(grid, of) for of in (one, other) if rows_of(grid, of))
            return f"{'average' if mean else 'total'} of one side's {label} in {rows}"
        case Median(of, scale):
            return f"median {_scale(grid, scale)} of {rows_said(grid, of)}"
        case Share(of, among):
            return f"share of {rows_said(grid, of)} among {rows_said(grid, among)}"
        case PerGroup(of, column, scale, mean, _):
            what = "rows" if scale is None else f"{'average' if mean else 'total'} {_scale(grid, scale)}"
            return f"{what} by {grid.columns[column].label} of {rows_said(grid, of)}"
        case Step(of, scale, high):
            size = "largest" if high else "smallest"
            return f"{size} step in {_scale(grid, scale)} from one to the next of {rows_said(grid, of)}"
        case Stretch(of, scale, less, most):
            end = "" if most is None else "largest " if most else "smallest "
            return f"{end}{_scale(grid, scale)} less {_scale(grid, less)} of {rows_said(grid, of)}"
        case BestPart(of, columns, most):
            return f"{'largest' if most else 'smallest'} of {_labels(grid, columns)} of {rows_said(grid, of)}"
        case Parts(of, columns, won):
            return f"{'won' if won else 'scored in'} of {_labels(grid, columns)} by {rows_said(grid, of)}, counted"
        case Firsts(of, columns):
            return f"first in {_labels(grid, columns)}: {rows_said(grid, of)}, counted"
        case Portion(of, scale, whole):
            return f"{_scale(grid, scale)} as a share of {_scale(grid, whole)} of {rows_said(grid, of)}"
        case Rate(of, scale, per, hundred):
            return f"{_scale(grid, scale)} per {'100 ' if hundred else ''}{_scale(grid, per)} of {rows_said(grid, of)}"
        case Across(of, columns, most):
            end = "" if most is None else "largest " if most else "smallest "
            return f"{end}total of {_labels(grid, columns)} of {rows_said(grid, of)}"


def rows_said(grid: Grid, rows: Rows) -> str:  # noqa: PLR0911 - one for each operator
    """Rows in words: "the row with the largest Attendance of rows where Venue is H"."""
    match rows:
        case All():
            return "all rows"
        case Picked(picked):
            return _names(grid, picked)
        case Where(of, condition):
            inner = rows_said(grid, of)
            joint = " and " if " where " in inner else " where "
            return ("rows" if inner == "all rows" else inner) + joint + condition_said(grid, condition)
        case Either(one, other):
            return f"rows where {condition_said(grid, one)} or {condition_said(grid, other)}"
        case Best(of, scale, high, place):
            nth = "" if place == 1 else f"number {place} by "
            best = f"{nth}the {'largest' if high else 'smallest'} {_scale(grid, scale)}"
            return f"the row with {best} of {rows_said(grid, of)}"
        case Leading(of, count, last):
            return f"the {'last' if last else 'first'} {count} of {rows_said(grid, of)}"
        case Nth(of, place, last):
            return f"row {place}{' from the end' if last else ''} of {rows_said(grid, of)}"
        case Beside(of, step):
            return f"the row {'after' if step > 0 else 'before'} {rows_said(grid, of)}"
        case Beyond(of, after, among):
            return f"{rows_said(grid, among)} {'after' if after else 'before'} {rows_said(grid, of)}"
        case Alike(of, column):
            return f"other rows with the {grid.columns[column].label} of {rows_said(grid, of)}"
        case Compared(than, scale, over):
            return f"rows with {'more' if over else 'less'} {_scale(grid, scale)} than {rows_said(grid, than)}"


def _labels(grid: Grid, columns: Sequence[int]) -> str:
    return ", ".join(grid.columns[column].label for column in columns)


def _names(grid: Grid, rows: int) -> str:
    """Rows by name, where they are few."""
    names = [grid.lines[row].name for row in rows_in(rows & grid.everything)]
    return " and ".join(names) if 0 < len(names) <= _MOST_NAMED else f"{len(names)} rows"


def condition_said(grid: Grid, condition: Condition) -> str:
    """A condition in words: "Points over 20", "Nation is Canada"."""
    label = grid.columns[condition.column].label
    verb = "is not" if condition.negated else "is"
    parts = (label, verb, _COMPARED[condition.test], condition.said)
    return " ".join(part for part in parts if part)


def _scale(grid: Grid, scale: Scale) -> str:
    label = grid.columns[scale.column].label
    return label if scale.facet is Facet.VALUE else f"{label} ({scale.facet})"
