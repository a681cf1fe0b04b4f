"""Sentences for what plans compute: counts, differences, averages, comparisons, rows put together."""

from collections.abc import Sequence
from dataclasses import replace

from bot.algebra.arithmetic import RATE_DECIMALS, ratio_said
from bot.algebra.grid import Facet
from bot.cite import Evidence, TableSpan
from bot.draft import Draft, Statement
from bot.phrases import (
    cell_said,
    decimals_of,
    join,
    ordinal,
    result_of,
    row_sentence,
    rows_of,
    where,
    where_all,
    where_apart,
)
from bot.question.lexicon import MATCH_PARTS
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.plan import Grouped, Plan, PlanKind
from bot.schema import Support
from retriever.printing import format_value
from retriever.text import tokens
from retriever.values import Value, ValueType

_SCORES = {"score", "result"}  # whose points are meant the question says
_HALF_UP = 1e-9  # a mean of 245.125 s is printed as 4:05.13: halves go up, as people round them
MAX_SENTENCES = 8  # groups that get a sentence each; more are listed in one
MAX_CITED_GROUPED = 24  # rows of groups that are cited one by one
MAX_LISTED = 12  # rows named in a sentence; the answer's table holds all


def write_count(_: Question, plan: Plan) -> Draft:
    number = str(round(plan.result or 0))
    some = plan.lines or plan.counted
    apart = len({line.view.table.table_id for line in plan.counted}) > 1
    called = where_all(plan.counted if apart else some, numbered=not apart)
    what = f" {plan.note}" if plan.note else ""
    names = ", ".join(line.name for line in plan.lines[:MAX_LISTED])
    listed = f": {names}" if plan.lines and len(plan.lines) <= MAX_LISTED else ""
    text = f"{number}{what} in {called}{listed}."
    statement = Statement(text, _counted_evidence(plan), Support.COMPUTED)
    tables: dict[str, list[Line]] = {}
    for line in plan.lines:
        tables.setdefault(line.view.head.called(), []).append(line)
    statements = [statement]
    if len(tables) > 1:
        each = "; ".join(f"{name}: {len(lines)}" for name, lines in sorted(tables.items()))
        rows = [lines[-1] for _, lines in sorted(tables.items())]
        statements.append(Statement(f" {each}.", rows_of(rows), Support.COMPUTED))
    return Draft(tuple(statements), number, (number,), plan.counted[:50], plan.lines, computed=number)


def _counted_evidence(plan: Plan) -> tuple[Evidence, ...]:
    """The rows counted and the first one left out, or, for many or none, the tables they stand in."""
    if 0 < len(plan.lines) <= MAX_LISTED:
        return rows_of([*plan.lines, *_edge(plan), *([plan.measure] if plan.measure else [])])
    views = {line.view.table.table_id: line.view for line in plan.counted}
    return (*(TableSpan(view) for _, view in sorted(views.items())), *rows_of([plan.measure] if plan.measure else []))


def _edge(plan: Plan) -> list[Line]:
    """The first row that a limit leaves out: it shows that the count ends there."""
    keys = {line.key for line in plan.lines}
    return [line for line in plan.counted if line.key not in keys][:1] if plan.note else []


def write_share(_: Question, plan: Plan) -> Draft:
    """"33.3 %: 4 of 12 under 3:28, in the final: ..."."""
    share = format_value(ValueType.PERCENT, plan.result or 0.0, 1, "%").removesuffix("%").strip() + " %"
    some = plan.lines or plan.counted
    names = ", ".join(line.name for line in plan.lines[:MAX_LISTED])
    listed = f": {names}" if plan.lines and len(plan.lines) <= MAX_LISTED else ""
    counted = f"{len(plan.lines)} of {len(plan.counted)}"
    text = f"{share}: {counted}{f' {plan.note}' if plan.note else ''} in {some[0].view.head.called()}{listed}."
    views = {line.view.table.table_id: line.view for line in plan.counted}
    statement = Statement(text, tuple(TableSpan(view) for _, view in sorted(views.items())), Support.COMPUTED)
    return Draft((statement,), share, (share,), plan.counted[:50], plan.lines, computed=share)


def write_tables(_: Question, plan: Plan) -> Draft:
    """"3: Heats, Heat 1; Heats, Heat 2; Heats, Heat 3"."""
    number, called = str(len(plan.lines)), "; ".join(where(line) for line in plan.lines)
    statement = Statement(
        f"{number}: {called}.", tuple(TableSpan(line.view) for line in plan.lines), Support.COMPUTED
    )
    return Draft((statement,), number, (number,), (), (), computed=number)


def write_difference(question: Question, plan: Plan) -> Draft:
    first, second = plan.lines
    one, other = _operand(plan, first), _operand(plan, second)
    gap = _computed(plan, [one, other])
    places = where(first) if first.view is second.view else "; ".join(where_apart(plan.lines))
    text = f"{gap}: {first.name} {one.text}, {second.name} {other.text} ({places})."
    if first.name == second.name:
        here, there = where_apart(plan.lines)
        text = f"{gap}: {first.name} {one.text} ({here}), {other.text} ({there})."
    asked_in_seconds = question.said("second", "seconds") and gap.endswith(" s")
    value = gap.removesuffix(" s") if asked_in_seconds else gap  # "how many seconds" is answered by the number
    return Draft(
        (Statement(text, rows_of(plan.lines), Support.COMPUTED),), gap, (value,), plan.lines, plan.lines, computed=gap
    )


def write_ratio(_: Question, plan: Plan) -> Draft:
    """"2.08 times: Aldgate 83, Inver 40 (Table)"."""
    first, second = plan.lines
    one, other = _operand(plan, first), _operand(plan, second)
    times = ratio_said(plan.result or 0.0)
    places = where(first) if first.view is second.view else "; ".join(where_apart(plan.lines))
    text = f"{times} times: {first.name} {one.text}, {second.name} {other.text} ({places})."
    statement = Statement(text, rows_of(plan.lines), Support.COMPUTED)
    return Draft((statement,), times, (times,), plan.lines, plan.lines, computed=times)


def _write_part(plan: Plan) -> Draft:
    """"38.9 %: Jersey, Gold 21 of Total 54"."""
    line = plan.lines[0]
    part, whole = sorted(plan.columns, key=lambda column: line.value(column).number or 0.0)
    share = format_value(ValueType.PERCENT, plan.result or 0.0, 1, "%").removesuffix("%").strip() + " %"
    said = [f"{line.view.columns[c].label} {line.value(c).text}" for c in (part, whole)]
    text = f"{share}: {line.name}, {said[0]} of {said[1]} ({where(line)})."
    return Draft(
        (Statement(text, rows_of(plan.lines), Support.COMPUTED),), share, (share,), plan.lines, plan.lines,
        computed=share,
    )  # fmt: skip


def write_groups(_: Question, plan: Plan) -> Draft:
    """"United States 3: A, B, C", a sentence for each group; one sentence with all where they are many."""
    scale = plan.columns[1] if len(plan.columns) > 1 else None
    told = [(group, _group_number(plan, group, scale)) for group in plan.grouped]
    few = len(told) <= MAX_SENTENCES and len(plan.lines) <= MAX_CITED_GROUPED
    what = f" {plan.lines[0].view.columns[scale].label}" if scale is not None else ""
    texts = [f"{group.name} {number}{what}: {_members(group, scale)}." for group, number in told]
    texts[0] = f"{texts[0][:-1]} ({where(plan.lines[0])})."
    statements = tuple(
        Statement(join(i, text), rows_of(group.lines), Support.COMPUTED)
        for i, (text, (group, _)) in enumerate(zip(texts, told, strict=True))
    )
    if not few:
        listed = f"{where(plan.lines[0])}: {'; '.join(f'{group.name} {number}' for group, number in told)}."
        statements = (Statement(listed, _counted_evidence(replace(plan, lines=())), Support.COMPUTED),)
    pairs = tuple(value for group, number in told for value in (group.name, number))
    short = ", ".join(f"{group.name} {number}" for group, number in told)
    return Draft(statements, short, pairs, plan.counted[:50], plan.lines, computed=short)


def _group_number(plan: Plan, group: Grouped, scale: int | None) -> str:
    if scale is None:
        return str(round(group.number))
    decimals = max(decimals_of(line.value(scale).text) for line in group.lines)
    places = max(decimals, 1) if plan.note and group.number != round(group.number) else decimals
    return format_value(ValueType.NUMBER, group.number + _HALF_UP, places, None)


def _members(group: Grouped, scale: int | None) -> str:
    return ", ".join(line.name if scale is None else f"{line.name} {line.value(scale).text}" for line in group.lines)


def write_segment(question: Question, plan: Plan) -> Draft:
    """How long the part between two points of a row took: of the row asked about, of the fastest, of those compared."""
    if plan.note:
        return _write_part(plan)
    parts, told = [], []
    for line in plan.lines:
        end, begin = (line.value(column) for column in plan.columns)
        took = replace(plan, result=(end.number or 0.0) - (begin.number or 0.0))
        parts.append(_computed(took, [end, begin]))
        labels = [line.view.columns[column].label for column in plan.columns]
        read_off = f"{labels[0]} {end.text}, {labels[1]} {begin.text}"
        of_one = f"{parts[-1]}: {line.name}, {read_off} ({where(line)})."
        told.append(f"{line.name}: {parts[-1]} ({read_off}; {where(line)})." if plan.counted else of_one)
    statements = tuple(
        Statement(f"{' ' if index else ''}{text}", rows_of([line]), Support.COMPUTED)
        for index, (text, line) in enumerate(zip(told, plan.lines, strict=True))
    )
    by_name = plan.counted and question.wants_name
    short = plan.lines[0].name if by_name else parts[0]
    return Draft(statements, short, (short,), plan.counted[:50] or plan.lines, plan.lines, computed=parts[0])


def write_parts(question: Question, plan: Plan) -> Draft:
    """The best part of a row, or the parts in which it scored, each with its figure."""
    line = plan.lines[0]
    kind = next((word.text for word in question.words if word.text in MATCH_PARTS), "")
    labels = [line.view.columns[c].label for c in plan.columns]
    labels = [f"{kind.capitalize()} {label}" if label.isdigit() and kind else label for label in labels]
    told = ", ".join(f"{label} ({line.value(c).text})" for label, c in zip(labels, plan.columns, strict=True))
    if plan.note:
        statement = Statement(f"{told}: {line.name} ({where(line)}).", rows_of([line]), Support.COMPUTED)
        return Draft((statement,), ", ".join(labels), tuple(labels), plan.lines, plan.lines, plan=plan.described())
    number = str(len(labels))
    text = f"{number}: {line.name}{', ' if told else ''}{told} ({where(line)})."
    statement = Statement(text, rows_of([line]), Support.COMPUTED)
    return Draft((statement,), number, (number,), plan.lines, plan.lines, computed=number)


def write_gaps(_: Question, plan: Plan) -> Draft:
    column = plan.columns[0]
    gap = _computed(plan, [line.value(column) for line in plan.lines])
    pairs = list(zip(plan.lines[::2], plan.lines[1::2], strict=True))
    between = "; ".join(
        f"{a.name} {a.value(column).text} and {b.name} {b.value(column).text}"
        + (f" ({ordinal(a.place)} and {ordinal(b.place)})" if a.place and b.place else "")
        for a, b in pairs
    )
    text = f"{gap}, in {where(plan.lines[0])}, between {between}."
    return Draft(
        (Statement(text, rows_of(plan.lines), Support.COMPUTED),), gap, (gap,), plan.lines, plan.lines, computed=gap
    )


def _operand(plan: Plan, line: Line) -> Value:
    """The row's value in the plan's column."""
    return line.value(line.column_like(plan.lines[0].view, plan.columns[0]))


def write_mean(_: Question, plan: Plan) -> Draft:
    column = plan.columns[0]
    result = _computed(plan, [line.value(column) for line in plan.lines])
    word = {PlanKind.MEAN: "average", PlanKind.MEDIAN: "median"}.get(plan.kind, "total")
    parts = ", ".join(f"{line.name} {line.value(column).text}" for line in plan.lines[:MAX_LISTED])
    left_out = f", without {plan.note}" if plan.note else ""
    label = plan.lines[0].view.columns[column].label
    what = f" of {label}" if plan.second is not None and label.lower() not in _SCORES else ""
    text = f"{result} is the {word}{what} in {where_all(plan.lines)}{left_out}: {parts}."
    if len(plan.lines) == 1:
        text = f"{result}: {parts} ({where(plan.lines[0])})."
    return Draft(
        (Statement(text, rows_of(plan.lines), Support.COMPUTED),), result, (result,), plan.lines, plan.lines,
        computed=result,
    )  # fmt: skip


def write_compare(question: Question, plan: Plan) -> Draft:
    better, worse = plan.lines
    if _operand(plan, better).number == _operand(plan, worse).number and better.name != worse.name:
        return _write_level(plan)
    values = [cell_said(line, line.column_like(better.view, plan.columns[0])) for line in plan.lines]
    here, there = where_apart(plan.lines)
    if question.is_yes_no and _is_first_named(question, plan.lines) is not None:
        same = _operand(plan, better).number == _operand(plan, worse).number
        word = "Yes" if _is_first_named(question, plan.lines) and not same else "No"
        extra = [f" {line.name} was {result_of(line)}." for line in plan.lines if line.place is not None]
        text = f"{word}: {better.name} {values[0]}, {worse.name} {values[1]} ({where(better)})."
        told = [Statement(text, rows_of(plan.lines), Support.COMPUTED)]
        told += [Statement(t, rows_of([line]), Support.STATED) for t, line in zip(extra, plan.lines, strict=False)]
        return Draft(tuple(told), word, (word,), plan.lines, (better,), plan=plan.described())
    names_both = _is_first_named(question, plan.lines) is not None
    if better.name == worse.name or (better.view is not worse.view and not names_both):
        who = [better.name, worse.name]
        said = [values[0], values[1]] if who[0] == who[1] else [f"{v} ({n})" for v, n in zip(values, who, strict=True)]
        whose = f" ({better.name})" if who[0] == who[1] else ""
        same = _operand(plan, better).number == _operand(plan, worse).number
        named = "The same" if same else here
        text = f"{here}: {said[0]} against {said[1]} in {there}{whose}."
        text = f"The same: {said[0]} in {here}, {said[1]} in {there}{whose}." if same else text
        statement = Statement(text, rows_of(plan.lines), Support.COMPUTED)
        more = [Statement(f" {row_sentence(line, ())}", rows_of([line]), Support.STATED) for line in plan.lines]
        highlighted = plan.lines if same else (better,)
        return Draft((statement, *more), named, (named,), plan.lines, highlighted, plan=plan.described())
    apart = where(better) if better.view is worse.view else f"{here}; {there}"
    text = f"{better.name}, {values[0]} against {values[1]} for {worse.name} ({apart})."
    extra = [f" {line.name} was {result_of(line)}." for line in plan.lines if line.place is not None]
    statements = [Statement(text, rows_of(plan.lines), Support.COMPUTED)]
    statements += [Statement(t, rows_of([line]), Support.STATED) for t, line in zip(extra, plan.lines, strict=False)]
    return Draft(tuple(statements), better.name, (better.name,), plan.lines, (better,), plan=plan.described())


def _is_first_named(question: Question, lines: Sequence[Line]) -> bool | None:
    """Whether the better row is the one that the question names first; None where it doesn't name both."""
    said = [word.text for word in question.words]
    at = [min((said.index(t.text) for t in tokens(line.name) if t.text in said), default=-1) for line in lines]
    return None if -1 in at or at[0] == at[1] else at[0] < at[1]
def _write_level(plan: Plan) -> Draft:
    """Neither is ahead: "Level: Moss Vale 20, Port Ellery 20"."""
    sides = ", ".join(f"{line.name} {_operand(plan, line).text}" for line in plan.lines)
    statement = Statement(f"Level: {sides} ({where(plan.lines[0])}).", rows_of(plan.lines), Support.COMPUTED)
    return Draft((statement,), "Level", ("Level",), plan.lines, plan.lines, plan=plan.described())


def _computed(plan: Plan, operands: Sequence[Value]) -> str:
    """A computed number in the operands' notation, as precise as they are."""
    decimals = max((decimals_of(value.text) for value in operands), default=0)
    mean = plan.kind in (PlanKind.MEAN, PlanKind.MEDIAN)
    of_side = plan.facet is not Facet.VALUE or plan.second is not None
    whole = (operands[0].type is ValueType.NUMBER or of_side) and not decimals and not mean
    unit = plan.lines[0].view.columns[plan.columns[0]].unit
    result = plan.result or 0.0
    is_even = mean and abs(result - round(result, decimals)) < _HALF_UP  # a mean of whole seconds may be one
    fine = of_side and abs(result - round(result, 1)) > _HALF_UP
    of_mean = (RATE_DECIMALS if fine else 1) if mean and not is_even else 0
    places = 0 if whole else max(decimals, of_mean)
    exact_half_up = result + _HALF_UP
    kind = ValueType.NUMBER if of_side else operands[0].type
    return format_value(kind, exact_half_up, places, unit)
