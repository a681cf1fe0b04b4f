"""Sentences for people: what a plan found or a passage says, with the evidence under each sentence."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cite import Span, TableSpan
from bot.draft import Draft, Statement
from bot.phrases import bare_result, cell_said, in_quotes, join, line_sentence, result_of, row_sentence, rows_of, where
from bot.question.lexicon import Asked
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.advancing import Advance
from bot.results.computed import (
    write_compare,
    write_count,
    write_difference,
    write_gaps,
    write_groups,
    write_mean,
    write_parts,
    write_ratio,
    write_segment,
    write_share,
    write_tables,
)
from bot.results.crosstables import write_crossed
from bot.results.meetings import write_matches, write_meetings
from bot.results.plan import Plan, PlanKind
from bot.results.podiums import write_podium_rows
from bot.results.rates import write_rate
from bot.results.seasons import write_season
from bot.results.tell import tell
from bot.results.works import with_replay
from bot.schema import Support
from retriever.values import ValueType

_HALF_UP = 1e-9  # a mean of 245.125 s is printed as 4:05.13: halves go up, as people round them
MAX_SENTENCES = 8  # rows that get a sentence each; more are listed in one
MAX_CITED_GROUPED = 24  # rows of groups that are cited one by one
MAX_LISTED = 12  # rows named in a sentence; the answer's table holds all


def write_plan(question: Question, plan: Plan) -> Draft:
    """The answer that a plan found, with what it computed."""
    return with_replay(_written(question, plan), question, plan)


def _written(question: Question, plan: Plan) -> Draft:
    if plan.composition is not None:
        return tell(plan, plan.composition)
    if plan.lines and plan.lines[0].view.sides is not None and plan.kind in (PlanKind.EXTREME, PlanKind.LIST):
        return write_matches(question, plan)
    writers = {
        PlanKind.LOOKUP: _write_lookup, PlanKind.NTH: _write_rows, PlanKind.EXTREME: _write_extreme,
        PlanKind.COUNT: write_count, PlanKind.DIFFERENCE: write_difference, PlanKind.MEAN: write_mean,
        PlanKind.STATUS: _write_rows, PlanKind.LIST: _write_rows, PlanKind.GAP: write_gaps,
        PlanKind.ABSENT: _write_absent, PlanKind.SEGMENT: write_segment, PlanKind.GROUP: write_groups,
        PlanKind.PART: write_parts,
        PlanKind.MEETING: write_meetings if (plan.lines or plan.counted)[0].view.season is None else write_season,
        PlanKind.PODIUM: write_podium_rows, PlanKind.CROSSED: write_crossed, PlanKind.CELL: _write_cell,
        PlanKind.RATE: write_rate,
        PlanKind.MEDIAN: write_mean, PlanKind.SHARE: write_share, PlanKind.TABLES: write_tables,
        PlanKind.RATIO: write_ratio,
        PlanKind.SUM: write_mean, PlanKind.COMPARE: write_compare, PlanKind.ROUNDS: _write_rounds,
    }  # fmt: skip
    draft = writers[plan.kind](question, plan)
    if _asks_round(question) and plan.kind in (PlanKind.LOOKUP, PlanKind.NTH, PlanKind.EXTREME):
        called = tuple(dict.fromkeys(where(line) for line in plan.lines))
        draft = replace(draft, short_answer="; ".join(called), values=called)
    if plan.kind is PlanKind.LIST and plan.measure is not None:
        told = Statement(f" {row_sentence(plan.measure, ())}", rows_of([plan.measure]), Support.STATED)
        draft = replace(draft, statements=(*draft.statements, told))
    return draft if plan.advance is None else _with_advance(draft, plan, plan.advance)


def _asks_round(question: Question) -> bool:
    """Whether the answer is a round or a heat: "in which heat did she run"."""
    return any(
        word.text in {"which", "what"} and index + 1 in question.scope.words
        for index, word in enumerate(question.words[:-1])
    ) and not question.wants_name


def _with_advance(draft: Draft, plan: Plan, advance: Advance) -> Draft:
    """The draft with the results that show who went on behind it; as it is where the rows' own marks show it."""
    if not advance.views:
        return draft
    called = advance.views[0].head.called(numbered=len(advance.views) == 1)
    if advance.went_on:
        there = advance.rows_there(plan.lines)
        told = Statement(f" In {called}: {', '.join(line.name for line in there)}.", rows_of(there), Support.STATED)
    else:
        told = Statement(f" Not in {called}.", tuple(TableSpan(view) for view in advance.views), Support.STATED)
    return replace(draft, statements=(*draft.statements, told))


def write_quote(span: Span, text: str, *, short: str) -> Draft:
    """A passage's own words."""
    return Draft((Statement(in_quotes(text), (span,), Support.QUOTED),), short, (short,))


def write_podium(lines: Sequence[Line]) -> Statement:
    """Who came where, in one sentence."""
    places = ", ".join(f"{line.name} {result_of(line)}" for line in lines)
    return Statement(f"{where(lines[0])}: {places}.", rows_of(lines), Support.STATED)


def _write_lookup(question: Question, plan: Plan) -> Draft:
    line = plan.lines[0]
    if question.said("score", "finish", "end", "result") and _is_match(plan):
        return _write_score(plan)
    asked = [c for c in plan.columns if line.value(c).text]
    values = [cell_said(each, c) for each in plan.lines for c in asked] or [bare_result(each) for each in plan.lines]
    statements = tuple(
        Statement(join(i, line_sentence(each, asked)), rows_of([each]), Support.STATED)
        for i, each in enumerate(plan.lines[:MAX_LISTED])
    )
    return Draft(statements, ", ".join(values), tuple(values), plan.lines, plan.lines, plan=plan.described())


def _write_cell(_: Question, plan: Plan) -> Draft:
    """"No: Andre Fontaine: Squat 3 X270 (Ridgeway Classic)."."""
    told = " ".join(line_sentence(plan.lines[0], plan.columns).split())
    lead = f"{plan.note}: " if plan.note in ("Yes", "No") else ""
    statement = Statement(f"{lead}{told}", rows_of(plan.lines), Support.STATED)
    return Draft((statement,), plan.note, (plan.note,), plan.lines, plan.lines, plan=plan.described())


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
    statement = Statement(text, rows_of(lines), Support.STATED)
    return Draft((statement,), score, (score,), lines, lines, plan=plan.described())


def _write_rows(question: Question, plan: Plan) -> Draft:
    asked = [c for c in plan.columns if c != plan.lines[0].view.label]
    statements = tuple(
        Statement(join(i, row_sentence(line, asked, bare=_same_table(plan.lines, i))), rows_of([line]), Support.STATED)
        for i, line in enumerate(plan.lines)
    )
    if len(plan.lines) > MAX_SENTENCES:
        statements = _listed(plan.lines, asked)
    if plan.kind is PlanKind.STATUS and plan.note:  # "did she finish?"
        lead = replace(statements[0], text=f"{plan.note}: {statements[0].text}")
        return Draft((lead,), plan.note, (plan.note,), plan.lines, plan.lines, plan=plan.described())
    wants_name = question.wants_name or not asked
    values = [
        value
        for line in plan.lines
        for value in (*((line.name,) if wants_name else ()), *(cell_said(line, c) for c in asked if line.value(c).text))
    ]
    if plan.kind is PlanKind.LIST and not wants_name:  # "which countries": each once
        values = list(dict.fromkeys(values))
    return Draft(statements, ", ".join(values), tuple(values), plan.lines, plan.lines, plan=plan.described())


def _listed(lines: Sequence[Line], asked: Sequence[int]) -> tuple[Statement, ...]:
    """One sentence for each table with all of its rows, however many: a list that is cut is wrong."""
    tables: dict[str, list[Line]] = {}
    for line in lines:
        tables.setdefault(line.view.table.table_id, []).append(line)
    statements = []
    for index, members in enumerate(tables.values()):
        named = [[line.name, *(cell_said(line, c) for c in asked[:1] if line.value(c).text)] for line in members]
        text = f"{where(members[0])}: {'; '.join(', '.join(parts) for parts in named)}."
        statements.append(Statement(join(index, text), rows_of(members), Support.STATED))
    return tuple(statements)


def _same_table(lines: Sequence[Line], index: int) -> bool:
    """Whether the row before stands in the same table, so that the table need not be named again."""
    return index > 0 and lines[index].view is lines[index - 1].view


def _write_extreme(question: Question, plan: Plan) -> Draft:
    lines = plan.lines
    asked = [c for c in plan.columns if c != lines[0].view.label]
    statements = tuple(
        Statement(join(i, row_sentence(line, asked)), rows_of([line]), Support.STATED)
        for i, line in enumerate(lines[:MAX_LISTED])
    )
    others = _others_compared(plan)
    if others:
        told = ", ".join(f"{result_of(line)} ({where(line)})" for line in others)
        statements = (*statements, Statement(f" Against {told}.", rows_of(others), Support.STATED))
    shown = [cell_said(line, c) for line in lines for c in asked[:1]]
    names = [line.name for line in lines]
    wants_name = Asked.NAME in question.asked or not question.words_asking(Asked.TIME)
    values = names if wants_name else shown[:1]
    short = ", ".join(dict.fromkeys([*names, *shown])) if wants_name else ", ".join(dict.fromkeys([*shown, *names]))
    if others and asked:  # whose it is the question says
        values = [cell_said(line, asked[0]) for line in lines]
        short = ", ".join(f"{value} ({where(line)})" for value, line in zip(values, lines, strict=True))
    return Draft(
        statements, short, tuple(values), plan.counted[:50], lines, plan=plan.described(),
        reasons=(f"compared {len(plan.counted)} rows",),
    )  # fmt: skip


def _others_compared(plan: Plan) -> list[Line]:
    """The other rows of the one athlete whose best is told: a few, from other rounds."""
    told = {line.key for line in plan.lines}
    others = [line for line in plan.counted if line.key not in told]
    same = len({line.name for line in plan.counted}) == 1 and all(line.mark is not None for line in others)
    return others if same and len(others) <= MAX_SENTENCES else []


def _write_absent(_: Question, plan: Plan) -> Draft:
    line = plan.lines[0]
    views = {other.view.table.table_id: other.view for other in plan.counted}
    asked = next(iter(views.values())).head.called(numbered=len(views) == 1)
    denial = f"No: {line.name} is not in the results of {asked}."
    statements = (
        Statement(denial, tuple(TableSpan(view) for _, view in sorted(views.items())), Support.STATED),
        Statement(f" {row_sentence(line, ())}", rows_of([line]), Support.STATED),
    )
    return Draft(statements, "No", ("No",), (line,), (line,), plan=plan.described())


def _write_rounds(_: Question, plan: Plan) -> Draft:
    lines = sorted(plan.lines, key=lambda line: line.view.table.start)
    statements = tuple(
        Statement(join(i, row_sentence(line, ())), rows_of([line]), Support.STATED) for i, line in enumerate(lines)
    )
    values = tuple(result_of(line) for line in lines)
    return Draft(statements, "; ".join(values), values, tuple(lines), tuple(lines), plan=plan.described())
