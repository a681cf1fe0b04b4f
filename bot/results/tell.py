"""Sentences for what the trained parser composed: the answer first, then what else its rows tell."""

import re
from collections.abc import Sequence

from bot.algebra.terms import Cells, Common, Count, Distinct, Exceeds, Exists, Gap, Run, Same, Surplus, Term, Total
from bot.cite import Evidence, RowSpan, TableSpan
from bot.draft import Draft, Statement
from bot.question.tables import Line
from bot.results.plan import Composition, Plan
from bot.schema import Support
from retriever.values import ValueType

MAX_CITED = 12  # rows cited one by one; more are cited as their table
MAX_SHOWN = 6  # rows behind a computed answer that are told one by one
# What a reader takes in at a glance, of one answer, of a list, of a row in it; all of it is in the answer's table.
MAX_CHARS, MAX_LIST_CHARS, MAX_ROW_CHARS, MAX_OPERAND_CHARS = 480, 860, 240, 330
_SHOWING_ROWS = (Count, Distinct, Exists, Exceeds, Same)
_NUMBERED = re.compile(r"Column \d+")  # the label of a column that its source leaves without one


def tell(plan: Plan, composition: Composition) -> Draft:
    """The answer that a composed plan found."""
    term, found = composition.term, composition.found
    answer = ", ".join(found.values)
    if isinstance(term, Cells):
        statements = _with_unsaid(plan, composition, _rows_told(plan, composition, term.column, MAX_CHARS))
        return Draft(
            statements, answer, found.values, plan.lines, plan.lines, plan=composition.said,
            reasons=(f"read as: {composition.said}",),
        )  # fmt: skip
    where = plan.counted[0].view.head.called()
    sentence = f"{_computed_sentence(plan, term, composition)} ({where})."
    told = [Statement(sentence, _evidence(plan), Support.COMPUTED)]
    if isinstance(term, _SHOWING_ROWS) and 0 < len(plan.lines) <= MAX_SHOWN:
        told += _rows_told(plan, composition, None, MAX_CHARS - len(sentence), first=False)
    return Draft(
        tuple(told), answer, found.values, plan.lines[:50], plan.lines, computed=answer
    )


def _rows_told(
    plan: Plan, composition: Composition, asked: int | None, left: int, *, first: bool = True
) -> list[Statement]:
    """One sentence for each row, as far as they fit; more of each where there are few."""
    few = len(plan.lines) <= MAX_SHOWN // 2
    lines = (*plan.lines, *composition.beside) if few else (*composition.beside, *plan.lines)
    left = left if len(lines) <= MAX_SHOWN // 2 else MAX_LIST_CHARS
    statements: list[Statement] = []
    for line in lines[:MAX_CITED]:
        bare = bool(statements) or not first
        around = [] if bare else [line.view.head.called()]
        column = asked if asked is not None and line.value(asked).text else line.view.label or 0
        text = row_told(line, column, around, min(left, MAX_ROW_CHARS if len(lines) > MAX_SHOWN // 2 else left))
        if len(text) >= left:
            break
        left -= len(text) + 1
        statements.append(Statement(f" {text}" if bare else text, (RowSpan(line),), Support.STATED))
    return statements


def _with_unsaid(plan: Plan, composition: Composition, told: list[Statement]) -> tuple[Statement, ...]:
    """The sentences, and the values that none of them has room for."""
    unsaid = [value for value in composition.found.values if not any(value in one.text for one in told)]
    if not unsaid:
        return tuple(told)
    listed = f"{' Also' if told else plan.counted[0].view.head.called()}: {', '.join(unsaid)}."
    return (*told, Statement(listed, _evidence(plan), Support.STATED))


def row_told(line: Line, asked: int, around: Sequence[str], budget: int) -> str:
    """A row with the cell asked for in front and the others behind it, as far as they fit."""
    lead = _labelled(line, asked)
    end = f"; {', '.join(around)}" if around else ""
    told: list[str] = []
    for column in _telling_order(line, asked):
        part = _labelled(line, column)
        if line.value(column).text and len(lead) + len(end) + sum(len(p) + 2 for p in told) + len(part) + 4 <= budget:
            told.append(part)
    aside = f"{', '.join(told)}{end}" if told else end.removeprefix("; ")
    return f"{lead} ({aside})." if aside else f"{lead}."


def _telling_order(line: Line, asked: int) -> list[int]:
    """The other columns: who, then which place and mark, then the rest as printed."""
    first = [c for c in (line.view.label, line.view.rank, line.view.mark) if c is not None and c != asked]
    rest = [c for c in range(len(line.view.columns)) if c != asked and c not in first]
    return [*dict.fromkeys(first), *rest]


def _labelled(line: Line, column: int) -> str:
    """"Attendance 63,602", "September 6, 1998"."""
    text, label = line.value(column).text, line.view.columns[column].label.strip(" :")
    plain = column == line.view.label or line.view.columns[column].type is ValueType.DATE or _NUMBERED.fullmatch(label)
    return text if plain or not label else f"{label} {text}"


def _computed_sentence(plan: Plan, term: Term, composition: Composition) -> str:  # noqa: PLR0911 - one for each operator
    answer = ", ".join(composition.found.values)
    match term:
        case Total(_, scale, mean):
            label = plan.counted[0].view.columns[scale.column].label
            return f"{answer} is the {'average' if mean else 'total'} {label}: {_operands(plan.lines, scale.column)}"
        case Gap(_, _, scale):
            return f"{answer}: {_operands(plan.lines, scale.column)}"
        case Common(_, column, most, _):
            label = plan.counted[0].view.columns[column].label
            return f"{answer}: the {label} that occurs {'most' if most else 'least'} often"
        case Count() | Distinct() | Run():
            said = composition.said.removesuffix(", counted").replace("all rows", "rows in all")
            return f"{answer} {said}{_named(plan.lines)}"
        case Exists() | Exceeds() | Same():
            return f"{answer.capitalize()}: {composition.said}{_named(plan.lines)}"
        case Surplus():
            return f"{answer}: {composition.said}"
    return answer


def _named(lines: Sequence[Line]) -> str:
    names = list(dict.fromkeys(line.name for line in lines))
    return f": {', '.join(names)}" if 0 < len(names) <= MAX_CITED else ""


def _operands(lines: Sequence[Line], column: int) -> str:
    """Names and numbers of the first rows that fit, and how many more there are."""
    some: list[str] = []
    for line in lines[:MAX_CITED]:
        part = f"{line.name} {line.value(column).text}"
        if sum(len(p) + 2 for p in some) + len(part) > MAX_OPERAND_CHARS:
            break
        some.append(part)
    more = f" and {len(lines) - len(some)} more" if len(some) < len(lines) else ""
    return ", ".join(some) + more


def _evidence(plan: Plan) -> tuple[Evidence, ...]:
    """The rows, or their tables where they are many or none."""
    if 0 < len(plan.lines) <= MAX_CITED:
        return tuple(RowSpan(line) for line in plan.lines)
    views = {line.view.table.table_id: line.view for line in plan.counted}
    return tuple(TableSpan(view) for _, view in sorted(views.items()))
