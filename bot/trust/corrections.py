"""A verdict on what a question takes for granted, in sentences: the denial, the truth, and the rows under both."""

from collections.abc import Sequence

from bot.cite import Evidence, RowSpan, TableSpan
from bot.draft import Draft, Statement
from bot.phrases import achieved, ordinal, result_of, where
from bot.question.question import Question
from bot.question.tables import Line
from bot.schema import Premise, Support
from bot.trust.verdicts import Verdict

MAX_ROWS = 3  # of one athlete that a correction tells: more events than that were hardly meant


def write_verdict(question: Question, verdict: Verdict) -> Draft:
    """Yes or no for a question that asks about the claim; for one that takes it for granted, what is true instead."""
    if verdict.holds:
        return _write_yes(verdict)
    statements = _denial(verdict)
    shown = tuple(e.line for s in statements for e in s.evidence if isinstance(e, RowSpan))
    whole = "".join(statement.text for statement in statements)
    if question.is_yes_no:
        return Draft(tuple(statements), "No", ("No",), shown, verdict.lines[:1])
    premise = Premise(claim=_claimed(verdict), verdict="contradicted", correction=whole, citations=[])
    place = verdict.lines[0].place
    values = (ordinal(place),) if place is not None else (result_of(verdict.lines[0]),)
    return Draft(
        tuple(statements), statements[0].text, values, shown, verdict.lines[:1], premise=premise,
        premise_evidence=tuple(e for s in statements for e in s.evidence),
    )  # fmt: skip


def _write_yes(verdict: Verdict) -> Draft:
    lines = verdict.lines
    text = f"Yes: {' '.join(_told(line) for line in lines)}"
    return Draft((Statement(text, _rows(lines), Support.STATED),), "Yes", ("Yes",), lines, lines)


def _denial(verdict: Verdict) -> list[Statement]:
    claim, lines = verdict.claim, _told_once(verdict.lines)
    first = lines[0]
    if verdict.absent_from:
        missing: tuple[Evidence, ...] = tuple(TableSpan(view) for view in verdict.absent_from)
        text = f"The results of {verdict.absent_from[0].head.called()} do not list {first.name}."
        return [Statement(text, missing, Support.STATED),
                Statement(f" {_told(first)}", _rows([first]), Support.STATED)]  # fmt: skip
    if verdict.of_nation:
        said = [f"{line.name} ({line.value(line.view.nation or 0).text}) was {result_of(line)}" for line in lines]
        return [Statement(f"No: {', '.join(said)} ({where(first)}).", _rows(lines), Support.STATED)]
    if claim.rival is not None:
        text = f"No: {_told(lines[1])} {_told(first)}"
        return [Statement(text, _rows(lines), Support.STATED)]
    said = [f"{line.name}{achieved(line)} ({where(line)})" for line in lines[:MAX_ROWS]]
    statements = [Statement(f"No: {'; '.join(said)}.", _rows(lines[:MAX_ROWS]), Support.STATED)]
    rightful = [line for line in first.view.lines() if line.place is not None and line.place == claim.places[0]]
    if rightful and len(lines) == 1:
        told = result_of(rightful[0]).removeprefix(f"{ordinal(claim.places[0])} ")
        text = f" {ordinal(claim.places[0]).capitalize()} was {rightful[0].name}, {told}."
        statements.append(Statement(text, _rows(rightful[:1]), Support.STATED))
    return statements


def _told_once(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without those of other documents that print the same result of the same athlete again."""
    kept: dict[tuple[str, int | None, float | None], Line] = {}
    for line in lines:
        number = line.mark.number if line.mark is not None else None
        key = (line.name, line.place, number) if number is not None else (str(line.key), None, None)
        kept.setdefault(key, line)
    return tuple(kept.values())


def _claimed(verdict: Verdict) -> str:
    """What the question takes for granted, in words."""
    claim, line = verdict.claim, verdict.lines[0]
    if claim.rival is not None:
        return f"{line.name} beat {verdict.lines[1].name} in {where(line)}"
    if verdict.of_nation:
        return f"{ordinal(claim.places[0])} in {where(line)} was of {claim.subject.name.text}"
    view = verdict.absent_from[0] if verdict.absent_from else line.view
    what = f"was {ordinal(claim.places[0])}" if claim.places else "took part"
    return f"{line.name} {what} in {view.head.called()}"


def _told(line: Line) -> str:
    return f"{line.name}{achieved(line)} ({where(line)})."


def _rows(lines: Sequence[Line]) -> tuple[RowSpan, ...]:
    return tuple(RowSpan(line) for line in lines)
