"""What a plan computes, as a term of the algebra over a grid of its tables: the form in which it is kept."""

from collections.abc import Callable, Sequence

from bot.algebra.grid import Facet, Grid, bits, rows_in
from bot.algebra.serial import rows_within, term_as_json
from bot.algebra.terms import (
    Across,
    All,
    Best,
    BestPart,
    Cells,
    Check,
    Condition,
    Count,
    Firsts,
    Gap,
    Median,
    Parts,
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
    Tables,
    Term,
    Total,
    Where,
)
from bot.algebra.working import is_worked, worked
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.parts import of_races, part_columns
from bot.results.plan import Plan, PlanKind
from bot.results.rates import ADDED, HUNDRED, MADE
from bot.schema import Replay
from retriever.text import terms

Stems = frozenset[str]  # of the question


def replay_of(question: Question, plan: Plan) -> tuple[str, str, Replay] | None:
    """(the working, its result, the plan to be kept) of what a plan computed; None where it only reads off cells."""
    found = _composed(plan) if plan.composition is not None else _work_of(question, plan)
    if found is None:
        return None
    grid, term = found
    working, result, _ = worked(grid, term)
    tables = [view.table.table_id for view in grid.views]
    return working, result, Replay(tables=tables, plan=term_as_json(grid, term))


def _composed(plan: Plan) -> tuple[Grid, Term] | None:
    if plan.composition is None or not is_worked(plan.composition.term):
        return None
    return plan.composition.grid, plan.composition.term


def _work_of(question: Question, plan: Plan) -> tuple[Grid, Term] | None:
    make = _TERMS.get(plan.kind)
    reads = plan.kind in (PlanKind.MEETING, PlanKind.PODIUM) and not plan.counted
    if make is None or reads or not plan.lines + plan.counted:
        return None
    views = {line.view.table.table_id: line.view for line in (*plan.lines, *plan.counted)}
    grid = Grid(list(views.values()), unlike=True)
    return grid, make(plan, grid, frozenset(question.stems))


def _bits(grid: Grid, lines: Sequence[Line]) -> int:
    wanted = {line.key for line in lines}
    return bits([row for row, line in enumerate(grid.lines) if line.key in wanted])


def _looked_at(plan: Plan, grid: Grid) -> Rows:
    """The rows that something is computed of: all, or those that the question left."""
    rows = _bits(grid, plan.counted or plan.lines)
    return All() if rows == grid.body else Picked(rows)


def _kept(plan: Plan, grid: Grid, said: Stems) -> Rows:
    """The rows that met what the question says, by conditions where those tell them."""
    kept, among = _bits(grid, plan.lines), _looked_at(plan, grid)
    every = _bits(grid, plan.counted or plan.lines)
    if plan.bound is None:
        return among if kept == every else _alike(grid, among, every, kept, said) or Picked(kept)
    inside = rows_within(grid, *plan.bound)
    if inside is not None and inside & every == kept:
        return Where(among, Condition(*plan.bound, inside, frozenset(), 1.0))
    return Picked(kept)


def _alike(grid: Grid, among: Rows, every: int, kept: int, said: Stems) -> Rows | None:
    """Those rows by what they alone hold in a column, where the question says so: "rows where Nation is Kenya"."""
    first = [] if grid.views[0].nation is None else [grid.views[0].nation]
    for column in [*first, *(c for c in range(len(grid.columns)) if c not in (*first, grid.label))]:
        texts = {grid.texts[column][row] for row in rows_in(kept)}
        held = bits([row for row, text in enumerate(grid.texts[column]) if text in texts])
        if texts and all(said.intersection(terms(text)) for text in texts) and held & every == kept:
            return Where(among, Condition(column, Check.IS, " or ".join(sorted(texts)), held, frozenset(), 1.0))
    return None


def _count(plan: Plan, grid: Grid, said: Stems) -> Term:
    return Count(_kept(plan, grid, said))


def _share(plan: Plan, grid: Grid, said: Stems) -> Term:
    return Share(_kept(plan, grid, said), _looked_at(plan, grid))


def _total(plan: Plan, grid: Grid, _: Stems) -> Term:
    rows = _looked_at(plan, grid)
    if plan.second is not None:
        first, second = (grid.scale(plan.columns[0], facet) for facet in (Facet.FIRST, Facet.SECOND))
        there = _bits(grid, plan.second)
        one, other = (Picked(bits) for bits in (_bits(grid, plan.lines) & ~there, there))
        return SidesTotal(one, other, first, second, mean=plan.kind is PlanKind.MEAN)
    scale = grid.scale(plan.columns[0], plan.facet)
    if plan.kind is PlanKind.MEDIAN:
        return Median(rows, scale)
    return Total(rows, scale, mean=plan.kind is PlanKind.MEAN)


def _gap(plan: Plan, grid: Grid, _: Stems) -> Term:
    one, other = (Picked(_bits(grid, [line])) for line in plan.lines)
    scale = grid.scale(plan.columns[0], Facet.VALUE)
    return Ratio(one, other, scale) if plan.kind is PlanKind.RATIO else Gap(one, other, scale)


def _best(plan: Plan, grid: Grid, _: Stems) -> Term:
    """The best of the rows compared; which end of the scale that is, the rows that came out show."""
    column = plan.columns[0] if plan.scale is None else plan.scale
    scale = grid.scale(column, Facet.VALUE)
    numbers = [scale.numbers[row] or 0.0 for row in rows_in(_bits(grid, plan.counted or plan.lines) & scale.filled)]
    first = rows_in(_bits(grid, plan.lines[:1]) & scale.filled)
    high = bool(first) and (scale.numbers[first[0]] or 0.0) > min(numbers, default=0.0)
    return Cells(Best(_looked_at(plan, grid), scale, high), column)


def _step(plan: Plan, grid: Grid, _: Stems) -> Term:
    return Step(_looked_at(plan, grid), grid.scale(plan.columns[0], Facet.VALUE), high=plan.most is True)


def _per_group(plan: Plan, grid: Grid, _: Stems) -> Term:
    column, *scale = plan.columns
    mean = plan.note == "average"
    numbers = grid.scale(scale[0], Facet.VALUE) if scale else None
    return PerGroup(_looked_at(plan, grid), column, numbers, mean=mean, most=plan.most)


def _part(plan: Plan, grid: Grid, _: Stems) -> Term:
    row, (one, other) = Picked(_bits(grid, plan.lines)), (grid.scale(c, Facet.VALUE) for c in plan.columns)
    if not plan.note:
        return Stretch(row if not plan.counted else _stretched(plan, grid), one, other, _end(plan))
    line = rows_in(row.rows)[0]
    small, whole = sorted((one, other), key=lambda scale: scale.numbers[line] or 0.0)
    return Portion(row, small, whole)


def _stretched(plan: Plan, grid: Grid) -> Rows:
    """The rows whose parts are compared: those named, else all that were looked at."""
    return Picked(_bits(grid, plan.lines)) if len(plan.lines) > 1 else _looked_at(plan, grid)


def _end(plan: Plan) -> bool | None:
    """Which end of the parts compared the first row has; None where one row alone is asked about."""
    if not plan.counted:
        return None
    end, begin = plan.columns
    lines = plan.lines if len(plan.lines) > 1 else plan.counted
    pairs = [(line.value(end).number, line.value(begin).number) for line in lines]
    took = [a - b for a, b in pairs if a is not None and b is not None]
    return (plan.result or 0.0) > min(took, default=0.0)


def _of_parts(plan: Plan, grid: Grid, _: Stems) -> Term:
    line = plan.lines[0]
    row = Picked(_bits(grid, plan.lines))
    columns = tuple(c for c in part_columns(line.view) if line.value(c).number is not None)
    if not plan.note and plan.most and of_races(line.view):
        return Firsts(row, columns)
    if not plan.note:
        return Parts(row, columns, won=plan.most is True)
    shown = line.value(plan.columns[0]).number or 0.0
    return BestPart(row, columns, most=shown > min(line.value(c).number or 0.0 for c in columns))


def _rate(plan: Plan, grid: Grid, _: Stems) -> Term:
    rows = _looked_at(plan, grid)
    if plan.note == ADDED:
        return Across(rows, plan.columns, _end_of_sums(plan) if plan.counted else None)
    if plan.note == MADE:
        return Portion(rows, *(grid.scale(plan.columns[0], facet) for facet in (Facet.FIRST, Facet.SECOND)))
    scale, per = (grid.scale(column, Facet.VALUE) for column in plan.columns)
    return Rate(rows, scale, per, hundred=plan.note == HUNDRED)


def _end_of_sums(plan: Plan) -> bool:
    sums = [sum(line.value(column).number or 0.0 for column in plan.columns) for line in plan.counted]
    return (plan.result or 0.0) > min(sums)


_TERMS: dict[PlanKind, Callable[[Plan, Grid, Stems], Term]] = {
    PlanKind.COUNT: _count, PlanKind.MEETING: _count, PlanKind.TABLES: lambda *_: Tables(), PlanKind.SHARE: _share,
    PlanKind.MEAN: _total, PlanKind.SUM: _total, PlanKind.MEDIAN: _total, PlanKind.DIFFERENCE: _gap,
    PlanKind.RATIO: _gap,
    PlanKind.COMPARE: _best, PlanKind.EXTREME: _best, PlanKind.GAP: _step, PlanKind.GROUP: _per_group,
    PlanKind.SEGMENT: _part, PlanKind.PART: _of_parts, PlanKind.PODIUM: _count, PlanKind.RATE: _rate,
}  # fmt: skip
