"""Sentences for people: what a plan found or a passage says, with the evidence under each sentence."""

from collections.abc import Sequence
from dataclasses import replace

from bot.advancing import Advance
from bot.cite import Evidence, RowSpan, Span, TableSpan
from bot.draft import Draft, Statement
from bot.lexicon import Asked
from bot.meetings import write_matches, write_meetings
from bot.plan import Plan, PlanKind
from bot.question import Question
from bot.recount import counted_plan
from bot.schema import Support
from bot.tables import Line
from bot.tell import tell
from retriever.printing import format_value
from retriever.values import Value, ValueType

_HALF_UP = 1e-9  # a mean of 245.125 s is printed as 4:05.13: halves go up, as people round them
MAX_SENTENCES = 8  # rows that get a sentence each; more are listed in one
MAX_LISTED = 12  # rows named in a sentence; the answer's table holds all


def ordinal(place: int) -> str:
    """"1st", "12th", "23rd"."""
    if 10 <= place % 100 <= 20:
        return f"{place}th"
    return f"{place}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th') }"


def write_plan(question: Question, plan: Plan) -> Draft:
    """The answer that a plan found."""
    if plan.composition is not None:
        return tell(plan, plan.composition)
    if plan.lines and plan.lines[0].view.sides is not None and plan.kind in (PlanKind.EXTREME, PlanKind.LIST):
        return write_matches(question, plan)
    writers = {
        PlanKind.LOOKUP: _write_lookup, PlanKind.NTH: _write_rows, PlanKind.EXTREME: _write_extreme,
        PlanKind.COUNT: _write_count, PlanKind.DIFFERENCE: _write_difference, PlanKind.MEAN: _write_mean,
        PlanKind.STATUS: _write_rows, PlanKind.LIST: _write_rows, PlanKind.GAP: _write_gaps,
        PlanKind.ABSENT: _write_absent, PlanKind.MEETING: write_meetings,
        PlanKind.MEDIAN: _write_mean, PlanKind.SHARE: _write_share, PlanKind.TABLES: _write_tables,
        PlanKind.SUM: _write_mean, PlanKind.COMPARE: _write_compare, PlanKind.ROUNDS: _write_rounds,
    }  # fmt: skip
    draft = writers[plan.kind](question, plan)
    if plan.kind is PlanKind.LIST and plan.measure is not None:
        told = Statement(f" {_row_sentence(plan.measure, ())}", _rows([plan.measure]), Support.STATED)
        draft = replace(draft, statements=(*draft.statements, told))
    return draft if plan.advance is None else _with_advance(draft, plan, plan.advance)


def _with_advance(draft: Draft, plan: Plan, advance: Advance) -> Draft:
    """The draft with the results that show who went on behind it; as it is where the rows' own marks show it."""
    if not advance.views:
        return draft
    called = advance.views[0].head.called(numbered=len(advance.views) == 1)
    if advance.went_on:
        there = advance.rows_there(plan.lines)
        told = Statement(f" In {called}: {', '.join(line.name for line in there)}.", _rows(there), Support.STATED)
    else:
        told = Statement(f" Not in {called}.", tuple(TableSpan(view) for view in advance.views), Support.STATED)
    return replace(draft, statements=(*draft.statements, told))


def write_quote(span: Span, text: str, *, short: str) -> Draft:
    """A passage's own words."""
    return Draft((Statement(in_quotes(text), (span,), Support.QUOTED),), short, (short,))


def in_quotes(text: str) -> str:
    """The words between quotation marks; as they are where they begin with one."""
    return text if text[:1] in "“\"" else f"“{text}”"


def with_hop(draft: Draft, found: Draft) -> Draft:
    """The draft with the sentence that tells who was described behind it."""
    told = found.statements[0]
    return replace(draft, statements=(*draft.statements, replace(told, text=f" {told.text.lstrip()}")))


def write_podium(lines: Sequence[Line]) -> Statement:
    """Who came where, in one sentence."""
    places = ", ".join(f"{line.name} {result_of(line)}" for line in lines)
    return Statement(f"{where(lines[0])}: {places}.", _rows(lines), Support.STATED)


def _rows(lines: Sequence[Line]) -> tuple[RowSpan, ...]:
    return tuple(RowSpan(line) for line in lines)


def where(line: Line) -> str:
    """What a person would call the row's table."""
    return line.view.head.called()


def result_of(line: Line) -> str:
    """"2nd in 3:27.79", "1st with 8.36 m", "(DNF)"."""
    parts = [ordinal(line.place)] if line.place is not None else []
    if line.mark is not None:
        parts.append(("in " if line.mark.type is ValueType.TIME else "with ") + line.mark.text)
    status = next((c.value.text for c in line.row.cells if c.value.type is ValueType.STATUS), None)
    if status and line.mark is None:
        parts.append(f"({status})")
    return " ".join(parts)


def achieved(line: Line) -> str:
    """The result as it follows the name: " was 2nd in 3:27.79", ": 27", ": DNF"; "" for a row without one."""
    result = result_of(line)
    if line.place is not None:
        return f" was {result}"
    return f": {result.removeprefix('with ').removeprefix('in ').strip('()')}" if result else ""


def _bare_result(line: Line) -> str:
    """Rank and mark, or the mark alone where rows are not ranked."""
    return line.mark.text if line.place is None and line.mark is not None else result_of(line)


def _shown(line: Line, column: int) -> str:
    """A cell as it is said: ranks as ordinals, names in reading order."""
    if column == line.view.rank and line.place is not None:
        return ordinal(line.place)
    if column == line.view.label:
        return line.name
    return line.value(column).text


def _write_lookup(question: Question, plan: Plan) -> Draft:
    line = plan.lines[0]
    if question.said("score", "finish", "end", "result") and _is_match(plan):
        return _write_score(plan)
    asked = [c for c in plan.columns if line.value(c).text]
    values = [_shown(each, c) for each in plan.lines for c in asked] or [_bare_result(each) for each in plan.lines]
    statements = tuple(
        Statement(_join(i, _line_sentence(each, asked)), _rows([each]), Support.STATED)
        for i, each in enumerate(plan.lines[:MAX_LISTED])
    )
    return Draft(statements, ", ".join(values), tuple(values), plan.lines, plan.lines, plan=plan.described())


def _is_match(plan: Plan) -> bool:
    """Whether the rows are the two sides of one match, each with its points."""
    views = {line.view.table.table_id for line in plan.lines}
    return (
        len(plan.lines) == 2
        and len(views) == 1
        and len(plan.lines[0].view.table.rows) == 2
        and all(line.mark is not None and line.mark.type is ValueType.NUMBER for line in plan.lines)
    )


def _write_score(plan: Plan) -> Draft:
    """The score of a match from its two rows, the winner's points first."""
    first, second = sorted(plan.lines, key=lambda line: -((line.mark.number if line.mark else 0) or 0))
    points = [line.mark.text for line in (first, second) if line.mark is not None]
    score = "-".join(points)
    text = f"{where(first)}: {first.name} {points[0]}, {second.name} {points[1]}."
    lines = (first, second)
    return Draft((Statement(text, _rows(lines), Support.STATED),), score, (score,), lines, lines, plan=plan.described())


def _line_sentence(line: Line, asked: Sequence[int]) -> str:
    """What a row says: rank and mark always, other columns by their label."""
    said = {line.view.rank, line.view.mark, line.view.label}
    others = [f"{line.view.columns[c].label} {_shown(line, c)}" for c in asked if c not in said]
    result = achieved(line) if not others or said & set(asked) else ""
    told = f"{line.name}{result}{':' if others and not result else ',' if others else ''}"
    return f"{' '.join((told, ', '.join(others))).rstrip()} ({where(line)})."


def _write_rows(question: Question, plan: Plan) -> Draft:
    asked = [c for c in plan.columns if c != plan.lines[0].view.label]
    statements = tuple(
        Statement(_join(i, _row_sentence(line, asked, bare=_same_table(plan.lines, i))), _rows([line]), Support.STATED)
        for i, line in enumerate(plan.lines)
    )
    if len(plan.lines) > MAX_SENTENCES:
        statements = _listed(plan.lines, asked)
    wants_name = question.wants_name or not asked
    values = [
        value
        for line in plan.lines
        for value in (*((line.name,) if wants_name else ()), *(_shown(line, c) for c in asked if line.value(c).text))
    ]
    return Draft(statements, ", ".join(values), tuple(values), plan.lines, plan.lines, plan=plan.described())


def _listed(lines: Sequence[Line], asked: Sequence[int]) -> tuple[Statement, ...]:
    """One sentence for each table with all of its rows, however many: a list that is cut is wrong."""
    tables: dict[str, list[Line]] = {}
    for line in lines:
        tables.setdefault(line.view.table.table_id, []).append(line)
    statements = []
    for index, members in enumerate(tables.values()):
        named = [[line.name, *(_shown(line, c) for c in asked[:1] if line.value(c).text)] for line in members]
        text = f"{where(members[0])}: {'; '.join(', '.join(parts) for parts in named)}."
        statements.append(Statement(_join(index, text), _rows(members), Support.STATED))
    return tuple(statements)


def _same_table(lines: Sequence[Line], index: int) -> bool:
    """Whether the row before stands in the same table, so that the table need not be named again."""
    return index > 0 and lines[index].view is lines[index - 1].view


def _row_sentence(line: Line, asked: Sequence[int], *, bare: bool = False) -> str:
    """What a row says; without the table's name if `bare`, as one of several of a table."""
    said = {line.view.rank, line.view.mark, line.view.label}
    others = [f"{line.view.columns[c].label} {_shown(line, c)}" for c in asked if c not in said and line.value(c).text]
    nation = line.view.nation
    if nation is not None and nation != line.view.label and nation not in asked and line.value(nation).text:
        others.insert(0, line.value(nation).text)
    aside = f" ({', '.join(others)})" if others else ""
    told = f"{line.name}{aside}{achieved(line)}"
    return f"{told}." if bare else f"{told} ({where(line)})."


def _write_extreme(question: Question, plan: Plan) -> Draft:
    lines = plan.lines
    asked = [c for c in plan.columns if c != lines[0].view.label]
    statements = tuple(
        Statement(_join(i, _row_sentence(line, asked)), _rows([line]), Support.STATED)
        for i, line in enumerate(lines[:MAX_LISTED])
    )
    shown = [_shown(line, c) for line in lines for c in asked[:1]]
    names = [line.name for line in lines]
    wants_name = Asked.NAME in question.asked or not question.words_asking(Asked.TIME)
    values = names if wants_name else shown[:1]
    short = ", ".join(dict.fromkeys([*names, *shown])) if wants_name else ", ".join(dict.fromkeys([*shown, *names]))
    return Draft(
        statements, short, tuple(values), plan.counted[:50], lines, plan=plan.described(),
        reasons=(f"compared {len(plan.counted)} rows",),
    )  # fmt: skip


def _write_count(_: Question, plan: Plan) -> Draft:
    number = str(round(plan.result or 0))
    some = plan.lines or plan.counted
    where = some[0].view.head.called(numbered=len({line.view.table.table_id for line in plan.counted}) == 1)
    what = f" {plan.note}" if plan.note else ""
    names = ", ".join(line.name for line in plan.lines[:MAX_LISTED])
    listed = f": {names}" if plan.lines and len(plan.lines) <= MAX_LISTED else ""
    text = f"{number}{what} in {where}{listed}."
    statement = Statement(text, _counted_evidence(plan), Support.COMPUTED)
    tables: dict[str, list[Line]] = {}
    for line in plan.lines:
        tables.setdefault(line.view.head.called(), []).append(line)
    statements = [statement]
    if len(tables) > 1:
        each = "; ".join(f"{called}: {len(lines)}" for called, lines in sorted(tables.items()))
        rows = [lines[-1] for _, lines in sorted(tables.items())]
        statements.append(Statement(f" {each}.", _rows(rows), Support.COMPUTED))
    working = f"rows{what} of {where}, counted = {number}"
    if 0 < len(plan.lines) <= MAX_LISTED:
        working = counted_plan(f"rows{what} of {where}", [line.name for line in plan.lines], number)
    return Draft(
        tuple(statements), number, (number,), plan.counted[:50], plan.lines, computed=number, plan=working
    )


def _counted_evidence(plan: Plan) -> tuple[Evidence, ...]:
    """The rows counted and the first one left out, or, for many or none, the tables they stand in."""
    if 0 < len(plan.lines) <= MAX_LISTED:
        return _rows([*plan.lines, *_edge(plan), *([plan.measure] if plan.measure else [])])
    views = {line.view.table.table_id: line.view for line in plan.counted}
    return (*(TableSpan(view) for _, view in sorted(views.items())), *_rows([plan.measure] if plan.measure else []))


def _edge(plan: Plan) -> list[Line]:
    """The first row that a limit leaves out: it shows that the count ends there."""
    keys = {line.key for line in plan.lines}
    return [line for line in plan.counted if line.key not in keys][:1] if plan.note else []


def _write_share(_: Question, plan: Plan) -> Draft:
    """"33.3 %: 4 of 12 under 3:28, in the final: ..."."""
    share = format_value(ValueType.PERCENT, plan.result or 0.0, 1, "%").removesuffix("%").strip() + " %"
    some = plan.lines or plan.counted
    names = ", ".join(line.name for line in plan.lines[:MAX_LISTED])
    listed = f": {names}" if plan.lines and len(plan.lines) <= MAX_LISTED else ""
    counted = f"{len(plan.lines)} of {len(plan.counted)}"
    text = f"{share}: {counted}{f' {plan.note}' if plan.note else ''} in {some[0].view.head.called()}{listed}."
    views = {line.view.table.table_id: line.view for line in plan.counted}
    statement = Statement(text, tuple(TableSpan(view) for _, view in sorted(views.items())), Support.COMPUTED)
    working = f"{counted} rows {plan.note} = {share}"
    return Draft((statement,), share, (share,), plan.counted[:50], plan.lines, computed=share, plan=working)


def _write_tables(_: Question, plan: Plan) -> Draft:
    """"3: Heats, Heat 1; Heats, Heat 2; Heats, Heat 3"."""
    number, called = str(len(plan.lines)), "; ".join(where(line) for line in plan.lines)
    statement = Statement(
        f"{number}: {called}.", tuple(TableSpan(line.view) for line in plan.lines), Support.COMPUTED
    )
    working = f"tables {called}, counted = {number}"
    return Draft((statement,), number, (number,), (), (), computed=number, plan=working)


def _write_difference(question: Question, plan: Plan) -> Draft:
    first, second = plan.lines
    one, other = _operand(plan, first), _operand(plan, second)
    gap = _computed(plan, [one, other])
    places = where(first) if first.view is second.view else f"{where(first)}; {where(second)}"
    text = f"{gap}: {first.name} {one.text}, {second.name} {other.text} ({places})."
    asked_in_seconds = question.said("second", "seconds") and gap.endswith(" s")
    value = gap.removesuffix(" s") if asked_in_seconds else gap  # "how many seconds" is answered by the number
    return Draft(
        (Statement(text, _rows(plan.lines), Support.COMPUTED),), gap, (value,), plan.lines, plan.lines, computed=gap,
        plan=f"{one.text} - {other.text} = {gap}",
    )  # fmt: skip


def _write_gaps(_: Question, plan: Plan) -> Draft:
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
        (Statement(text, _rows(plan.lines), Support.COMPUTED),), gap, (gap,), plan.lines, plan.lines, computed=gap,
        plan=f"step from each row to the next, {between} = {gap}",
    )  # fmt: skip


def _write_absent(_: Question, plan: Plan) -> Draft:
    line = plan.lines[0]
    views = {other.view.table.table_id: other.view for other in plan.counted}
    asked = next(iter(views.values())).head.called(numbered=len(views) == 1)
    denial = f"No: {line.name} is not in the results of {asked}."
    statements = (
        Statement(denial, tuple(TableSpan(view) for _, view in sorted(views.items())), Support.STATED),
        Statement(f" {_row_sentence(line, ())}", _rows([line]), Support.STATED),
    )
    return Draft(statements, "No", ("No",), (line,), (line,), plan=plan.described())


def _operand(plan: Plan, line: Line) -> Value:
    """The row's value in the plan's column."""
    return line.value(line.column_like(plan.lines[0].view, plan.columns[0]))


def _write_mean(_: Question, plan: Plan) -> Draft:
    column = plan.columns[0]
    result = _computed(plan, [line.value(column) for line in plan.lines])
    word = {PlanKind.MEAN: "average", PlanKind.MEDIAN: "median"}.get(plan.kind, "total")
    parts = ", ".join(f"{line.name} {line.value(column).text}" for line in plan.lines[:MAX_LISTED])
    worked = ", ".join(f"{line.name} {line.value(column).text}" for line in plan.lines)
    left_out = f", without {plan.note}" if plan.note else ""
    text = f"{result} is the {word} in {where(plan.lines[0])}{left_out}: {parts}."
    return Draft(
        (Statement(text, _rows(plan.lines), Support.COMPUTED),), result, (result,), plan.lines, plan.lines,
        computed=result, plan=f"{word} of {worked} = {result}",
    )  # fmt: skip


def _write_compare(_: Question, plan: Plan) -> Draft:
    better, worse = plan.lines
    if _operand(plan, better).number == _operand(plan, worse).number and better.name != worse.name:
        return _write_level(plan)
    values = [_shown(line, line.column_like(better.view, plan.columns[0])) for line in plan.lines]
    if better.name == worse.name:  # one athlete in two rounds
        text = f"{where(better)}: {values[0]} against {values[1]} in {where(worse)} ({better.name})."
        statement = Statement(text, _rows(plan.lines), Support.COMPUTED)
        named = where(better)
        return Draft((statement,), named, (named,), plan.lines, (better,), plan=plan.described())
    text = f"{better.name}, {values[0]} against {values[1]} for {worse.name} ({where(better)})."
    extra = [f" {line.name} was {result_of(line)}." for line in plan.lines if line.place is not None]
    statements = [Statement(text, _rows(plan.lines), Support.COMPUTED)]
    statements += [Statement(t, _rows([line]), Support.STATED) for t, line in zip(extra, plan.lines, strict=False)]
    return Draft(tuple(statements), better.name, (better.name,), plan.lines, (better,), plan=plan.described())


def _write_level(plan: Plan) -> Draft:
    """Neither is ahead: "Level: Moss Vale 20, Port Ellery 20"."""
    sides = ", ".join(f"{line.name} {_operand(plan, line).text}" for line in plan.lines)
    statement = Statement(f"Level: {sides} ({where(plan.lines[0])}).", _rows(plan.lines), Support.COMPUTED)
    return Draft((statement,), "Level", ("Level",), plan.lines, plan.lines, plan=plan.described())


def _write_rounds(_: Question, plan: Plan) -> Draft:
    lines = sorted(plan.lines, key=lambda line: line.view.table.start)
    statements = tuple(
        Statement(_join(i, _row_sentence(line, ())), _rows([line]), Support.STATED) for i, line in enumerate(lines)
    )
    values = tuple(result_of(line) for line in lines)
    return Draft(statements, "; ".join(values), values, tuple(lines), tuple(lines), plan=plan.described())


def _computed(plan: Plan, operands: Sequence[Value]) -> str:
    """A computed number in the operands' notation, as precise as they are."""
    decimals = max((_decimals(value.text) for value in operands), default=0)
    mean = plan.kind in (PlanKind.MEAN, PlanKind.MEDIAN)
    whole = operands[0].type is ValueType.NUMBER and not decimals and not mean
    unit = plan.lines[0].view.columns[plan.columns[0]].unit
    result = plan.result or 0.0
    is_even = mean and abs(result - round(result, decimals)) < _HALF_UP  # a mean of whole seconds may be one
    places = 0 if whole else max(decimals, 1 if mean and not is_even else 0)
    exact_half_up = result + _HALF_UP
    return format_value(operands[0].type, exact_half_up, places, unit)


def _decimals(text: str) -> int:
    digits = "".join(char if char.isdigit() or char == "." else " " for char in text).split()
    return max((len(part.partition(".")[2]) for part in digits), default=0)


def _join(index: int, sentence: str) -> str:
    return sentence if index == 0 else f" {sentence}"
