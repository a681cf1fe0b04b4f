"""Sentences for what the trained parser composed: the answer first, then what else its rows tell."""

from collections.abc import Sequence

from bot.algebra.terms import Cells, Common, Count, Distinct, Exists, Gap, Run, Surplus, Term, Total
from bot.cite import Evidence, RowSpan, TableSpan
from bot.draft import Draft, Statement
from bot.plan import Composition, Plan
from bot.schema import Support
from bot.tables import Line
from retriever.values import ValueType

MAX_CITED = 12  # rows cited one by one; more are cited as their table
MAX_CHARS, MAX_ROW_CHARS = 480, 190  # what a reader takes in at a glance; all of it is in the answer's table
_PLAIN = (ValueType.TEXT, ValueType.DATE, ValueType.SEASON, ValueType.TIME)  # said without the column's label


def tell(plan: Plan, composition: Composition) -> Draft:
    """The answer that a composed plan found."""
    term, found = composition.term, composition.found
    if isinstance(term, Cells):
        return _read_off(plan, term, composition)
    where = plan.counted[0].view.head.called()
    sentence = f"{_computed_sentence(plan, term, composition)} ({where})."
    statements = (Statement(sentence, _evidence(plan), Support.COMPUTED),)
    answer = ", ".join(found.values)
    return Draft(
        statements, answer, found.values, plan.lines[:50], plan.lines, computed=answer,
        plan=_working(plan, term, composition),
    )  # fmt: skip


def _read_off(plan: Plan, term: Cells, composition: Composition) -> Draft:
    """Cells as they are printed, each with its row."""
    statements: list[Statement] = []
    left = MAX_CHARS
    for line in plan.lines:
        same = bool(statements)
        text = _row_told(line, term.column, bare=same, budget=min(left, MAX_ROW_CHARS if len(plan.lines) > 2 else left))
        if not text or len(text) > left or len(statements) >= MAX_CITED:
            break
        left -= len(text) + 1
        statements.append(Statement(f" {text}" if same else text, (RowSpan(line),), Support.STATED))
    unsaid = [v for v in composition.found.values if not any(v in s.text for s in statements)]
    if unsaid:
        listed = f"{' ' if statements else ''}{'Also' if statements else 'In all'}: {', '.join(unsaid)}."
        statements.append(Statement(listed, _evidence(plan), Support.STATED))
    answer = ", ".join(composition.found.values)
    return Draft(
        tuple(statements), answer, composition.found.values, plan.lines, plan.lines, plan=composition.said,
        reasons=(f"read as: {composition.said}",),
    )  # fmt: skip


def _row_told(line: Line, asked: int, *, bare: bool, budget: int) -> str:
    """A row with the cell asked for in front and the others behind it, as far as they fit."""
    where = "" if bare else f"; {line.view.head.called()}"
    label = line.view.label
    lead = line.value(asked).text if asked == label else f"{_labelled(line, asked)}"
    others = [c for c in _telling_order(line, asked) if line.value(c).text]
    told: list[str] = []
    for column in others:
        part = _labelled(line, column)
        if len(where) + len(lead) + sum(len(p) + 2 for p in told) + len(part) + 4 > budget:
            break
        told.append(part)
    aside = f"{', '.join(told)}{where}" if told else where.removeprefix("; ")
    return f"{lead} ({aside})." if aside else f"{lead}."


def _telling_order(line: Line, asked: int) -> list[int]:
    """The other columns: who, then which place and mark, then the rest as printed."""
    first = [c for c in (line.view.label, line.view.rank, line.view.mark) if c is not None and c != asked]
    rest = [c for c in range(len(line.view.columns)) if c != asked and c not in first]
    return [*dict.fromkeys(first), *rest]


def _labelled(line: Line, column: int) -> str:
    """"Attendance 63,602", "September 6, 1998"."""
    text, kind = line.value(column).text, line.view.columns[column].type
    if column == line.view.label or kind is ValueType.DATE:
        return text
    return f"{line.view.columns[column].label.strip(' :')} {text}"


def _computed_sentence(plan: Plan, term: Term, composition: Composition) -> str:
    answer = ", ".join(composition.found.values)
    match term:
        case Total(_, scale, mean):
            label = plan.counted[0].view.columns[scale.column].label
            return f"{answer} is the {'average' if mean else 'total'} {label}: {_operands(plan.lines, scale.column)}"
        case Gap(_, _, scale):
            return f"{answer}: {_operands(plan.lines, scale.column)}"
        case Common(_, column, most):
            label = plan.counted[0].view.columns[column].label
            return f"{answer}: the {label} that occurs {'most' if most else 'least'} often"
        case Count() | Distinct() | Run():
            return f"{answer}: {composition.said}{_named(plan.lines)}"
        case Exists():
            return f"{answer.capitalize()}: {composition.said}{_named(plan.lines)}"
        case Surplus():
            return f"{answer}: {composition.said}"
    return answer


def _named(lines: Sequence[Line]) -> str:
    names = list(dict.fromkeys(line.name for line in lines))
    return f": {', '.join(names)}" if 0 < len(names) <= MAX_CITED else ""


def _operands(lines: Sequence[Line], column: int) -> str:
    some = ", ".join(f"{line.name} {line.value(column).text}" for line in lines[:MAX_CITED])
    return some if len(lines) <= MAX_CITED else f"{some} and {len(lines) - MAX_CITED} more rows"


def _working(plan: Plan, term: Term, composition: Composition) -> str:
    """The computation so that it can be worked out again."""
    answer = ", ".join(composition.found.values)
    match term:
        case Total(_, scale, mean):
            parts = ", ".join(f"{line.name} {line.value(scale.column).text}" for line in plan.lines)
            return f"{'average' if mean else 'total'} of {parts} = {answer}"
        case Gap(_, _, scale):
            return " - ".join(line.value(scale.column).text for line in plan.lines) + f" = {answer}"
    return f"{composition.said}, counted = {answer}"


def _evidence(plan: Plan) -> tuple[Evidence, ...]:
    """The rows, or their tables where they are many or none."""
    if 0 < len(plan.lines) <= MAX_CITED:
        return tuple(RowSpan(line) for line in plan.lines)
    views = {line.view.table.table_id: line.view for line in plan.counted}
    return tuple(TableSpan(view) for _, view in sorted(views.items()))
