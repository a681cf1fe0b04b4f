"""Questions that leave the round or the event open: which reading is meant first, and what the others answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot.draft import Draft
from bot.phrases import where, where_apart
from bot.question.question import Question
from bot.question.scope import stage_of
from bot.question.tables import Line
from bot.results.plan import Plan, PlanKind

MAX_TOLD = 3  # other rounds or events that the answer tells; more are offered as questions
MAX_OFFERED = 4
_AS_GOOD = 0.02  # by how much the score of a reading that is as good may be less: headings of other lengths
_OFFERED = (PlanKind.NTH, PlanKind.EXTREME, PlanKind.DIFFERENCE)


def readings(question: Question, plan: Plan, plans: Sequence[Plan]) -> tuple[Plan, list[Plan]]:
    """The reading of a question that is meant first, and the others as good of it that answer something else.

    Of one athlete's rows in several rounds the last round's is meant; a question that names a round leaves none open.
    """
    if question.scope.rounds or plan.composition is not None or not plan.lines:
        return plan, []
    alike = [other for other in plans if _is_as_good(other, plan)]
    if plan.kind is PlanKind.LOOKUP:
        alike = [other for other in alike if _whose(other) == _whose(plan) and len(other.lines) == 1]
        order = {id(other): place for place, other in enumerate(alike)}
        alike.sort(key=lambda other: (_event(other) != _event(plan), -_stage(other), order[id(other)]))
    elif plan.kind in _OFFERED:
        alike = [other for other in alike if _stage(other) == _stage(plan)]
    else:
        return plan, []
    seen: dict[tuple[str, ...], Plan] = {}
    for other in alike:
        seen.setdefault(_said(other), other)
    if plan not in alike:  # it is of no contest
        return plan, []
    first = next(iter(seen.values())) if plan.kind is PlanKind.LOOKUP else plan
    return first, [other for other in seen.values() if _said(other) != _said(first)]


def with_readings(question: Question, draft: Draft, others: Sequence[tuple[Plan, Draft]]) -> Draft:
    """The draft with what the other readings answer: told where they are few and of the same person, else offered."""
    plans = [plan for plan, _ in others]
    lines = [*draft.lines[:1], *(plan.lines[0] for plan in plans[:MAX_OFFERED])]
    sisters = bool(others) and plans[0].kind is PlanKind.NTH and len({_event(plan) for plan in plans}) == 1
    if sisters and len(others) < MAX_TOLD and draft.lines and _is_of(draft.lines[0], plans[0]):
        return _all_told(draft, others, lines)
    if not others or plans[0].kind is not PlanKind.LOOKUP or len(others) > MAX_TOLD:
        text = question.text.strip().rstrip("?")
        return replace(draft, follow_ups=tuple(f"{text} ({called})?" for called in where_apart(lines)[1:]))
    told = [
        replace(statement, text=f"{' ' if index else ''}{_apart(statement.text.lstrip(), line, called)}")
        for index, (each, line, called) in enumerate(
            zip([draft, *(other for _, other in others)], lines, where_apart(lines), strict=True)
        )
        for statement in each.statements
    ]
    return replace(draft, statements=tuple(told), lines=tuple(dict.fromkeys([*draft.lines, *lines])))


def _is_of(line: Line, plan: Plan) -> bool:
    return line.view.table.document_id == _event(plan)


def _all_told(draft: Draft, others: Sequence[tuple[Plan, Draft]], lines: Sequence[Line]) -> Draft:
    """The answers of all events that one document tells of and the question does not tell apart, as good as each."""
    drafts = [draft, *(other for _, other in others)]
    told = [
        replace(statement, text=f"{' ' if index else ''}{_apart(statement.text.lstrip(), line, called)}")
        for index, (each, line, called) in enumerate(zip(drafts, lines, where_apart(lines), strict=True))
        for statement in each.statements
    ]
    values = tuple(value for each in drafts for value in each.values)
    shown = tuple(dict.fromkeys([*draft.lines, *lines]))
    short = "; ".join(each.short_answer for each in drafts)
    return replace(
        draft, statements=tuple(told), short_answer=short, values=values, lines=shown, highlighted=tuple(lines)
    )


def _apart(text: str, line: Line, called: str) -> str:
    """The sentence with its table called so that it is told from the others."""
    return text.replace(f"({where(line)})", f"({called})")


def _is_as_good(other: Plan, plan: Plan) -> bool:
    """Whether a plan accounts for the same words in results of a contest, hardly worse."""
    same = other.kind is plan.kind and other.explained == plan.explained and bool(other.lines)
    return same and abs(other.score - plan.score) <= _AS_GOOD and other.lines[0].view.is_contest


def _whose(plan: Plan) -> tuple[str, ...]:
    return tuple(line.name for line in plan.lines)


def _event(plan: Plan) -> str:
    return plan.lines[0].view.table.document_id


def _stage(plan: Plan) -> int:
    return stage_of(plan.lines[0].view.head.scope.round)


def _said(plan: Plan) -> tuple[str, ...]:
    """What the plan reads off: equal for two documents that print one race."""
    asked = plan.columns or tuple(range(len(plan.lines[0].view.columns)))
    return tuple(line.value(column).text for line in plan.lines for column in asked if column < len(line.row.cells))
