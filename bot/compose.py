"""A decision becomes the contract's answer: numbered citations, segments that the ledger passed, tables, confidence."""

from collections.abc import Sequence
from typing import Literal

from bot.cite import Citations, RowSpan
from bot.decide import HIGH, MEDIUM, Decision
from bot.draft import Disagreement, Draft
from bot.phrases import ordinal
from bot.question.tables import Line, TableView
from bot.schema import (
    Abstention,
    Answer,
    AnswerTable,
    Chart,
    Citation,
    Computation,
    Confidence,
    Conflict,
    ConflictValue,
    CorpusInfo,
    Segment,
    Status,
    Support,
    TableCell,
    TableColumn,
    Timings,
)
from bot.trust.ledger import unbound_in_segment
from bot.trust.sureness import calibrated
from retriever.figures import find_values
from retriever.values import ValueType

MIN_CHARTED = 3  # two marks are compared in the sentence itself
NOT_TIMED = Timings(retrieve_ms=0, answer_ms=0, total_ms=0)
NUMERIC = {ValueType.TIME, ValueType.DISTANCE, ValueType.NUMBER, ValueType.RANK, ValueType.PERCENT, ValueType.MONEY}


def compose_answer(
    *,
    question: str,
    decision: Decision,
    citations: Citations,
    closest: Sequence[Citation],
    corpus: CorpusInfo,
) -> Answer:
    """The answer; id, times and conversation are the caller's to fill in."""
    draft = decision.draft
    segments = _segments(draft, citations) if draft else []
    if draft is None or not segments:
        return _abstained(question, decision, closest, corpus)
    premise = draft.premise
    if premise is not None:
        premise = premise.model_copy(update={"citations": citations.cite(draft.premise_evidence)})
    return Answer(
        id="",
        conversation_id="",
        created_at="",
        question=question,
        standalone_question=question,
        conflicts=[_conflict(found, citations) for found in draft.disagreements],
        confidence=_confidence(decision),
        corpus=corpus,
        timings=NOT_TIMED,
        status=Status.ANSWERED if len(segments) == len(draft.statements) else Status.PARTIAL,
        short_answer=draft.short_answer,
        values=list(draft.values),
        answer="".join(segment.text for segment in segments),
        segments=segments,
        citations=citations.cited,
        tables=[],
        computation=_computation(draft, segments),
        premise=premise,
        abstention=None,
        follow_ups=_follow_ups(draft),
    )


def _computation(draft: Draft, segments: Sequence[Segment]) -> Computation | None:
    """What was computed, and from what; None where nothing was. With several questions, one of them and the others."""
    works = []
    for part in draft.parts or (draft,):
        own = {statement.text.strip() for statement in part.statements}
        told = [s for s in segments if not draft.parts or s.text.strip() in own]
        inputs = {n for s in told if s.support is Support.COMPUTED for n in s.citations}
        inputs = inputs or {n for s in told for n in s.citations}  # of the best row what it says is stated
        if part.computed is not None and inputs:
            one = Computation(plan=part.plan, inputs=sorted(inputs), result=part.computed, replay=part.replay)
            works.append(one)
    return works[0].model_copy(update={"also": works[1:]}) if works else None


def _conflict(found: Disagreement, citations: Citations) -> Conflict:
    sides = [ConflictValue(value=side.value, citations=citations.cite(side.evidence)) for side in found.sides]
    return Conflict(subject=found.subject, values=sides, preferred=found.preferred, rule=found.rule)


def answer_tables(draft: Draft | None, citations: Citations) -> list[AnswerTable]:
    """The rows the answer looked at, when they are more than one and of one shape."""
    if draft is None or len(draft.lines) < 2:
        return []
    first = draft.lines[0].view
    lines = [line for line in draft.lines if [c.label for c in line.view.columns] == [c.label for c in first.columns]]
    if len(lines) < 2:
        return []
    cited = {(c.document_id, c.start, c.end): c.n for c in citations.cited}
    bright = {line.key for line in draft.highlighted}
    columns = [
        TableColumn(key=c.key, label=c.label, type=c.type, align="end" if c.type in NUMERIC else "start")
        for c in first.columns
    ]
    return [
        AnswerTable(
            id=first.table.table_id,
            caption=first.head.called(),
            columns=columns,
            rows=[_table_row(line, cited) for line in lines],
            highlight_rows=[index for index, line in enumerate(lines) if line.key in bright],
            chart=_chart(first, lines),
        )
    ]


def _chart(view: TableView, lines: Sequence[Line]) -> Chart | None:
    """Bars of the marks, where enough rows have one: from the least for times and lengths, which differ by little."""
    marks = [line.mark for line in lines if line.mark is not None]
    if view.mark is None or view.label is None or len(marks) < MIN_CHARTED or len({m.number for m in marks}) == 1:
        return None
    close = view.columns[view.mark].type in (ValueType.TIME, ValueType.DISTANCE)
    label, mark = view.columns[view.label].key, view.columns[view.mark].key
    return Chart(type="bar", label=label, value=mark, baseline="min" if close else "zero")


def _table_row(line: Line, cited: dict[tuple[str, int, int], int]) -> list[TableCell]:
    number = cited.get(RowSpan(line).key)
    return [TableCell(text=cell.value.text, sort=cell.value.number, citation=number) for cell in line.row.cells]


def _segments(draft: Draft, citations: Citations) -> list[Segment]:
    """Each statement with its citations; a statement with a figure that its evidence doesn't hold is left out."""
    segments: list[Segment] = []
    computed = " ".join(f"{part.plan} {part.computed or ''}" for part in draft.parts or (draft,))
    for statement in draft.statements:
        probe = Citations(citations.store)
        numbers = probe.cite(statement.evidence)
        bound = Segment(text=statement.text, citations=numbers, support=statement.support)
        if not unbound_in_segment(bound, probe.cited, computed):
            text = statement.text if segments else statement.text.lstrip()
            cited = citations.cite(statement.evidence)
            segments.append(Segment(text=text, citations=cited, support=statement.support))
    return segments


def invitation(answer: Answer, message: str, suggestions: Sequence[str]) -> Answer:
    """An abstention as that word to somebody who asked for nothing that coverage tells."""
    abstention = Abstention(reason="out_of_scope", message=message, closest=[], did_you_mean=list(suggestions))
    return answer.model_copy(update={"answer": message, "segments": [Segment(text=message)], "abstention": abstention})


def _abstained(question: str, decision: Decision, closest: Sequence[Citation], corpus: CorpusInfo) -> Answer:
    # A figure of the question is bound to nothing: repeated here, it would be the one unbound figure of an answer.
    missing = [word for word in decision.missing if word[:1].isalnum() and not find_values(word)]
    message = f"The sources do not mention {_listed(missing)}." if missing else "The sources do not say."
    return Answer(
        id="",
        conversation_id="",
        created_at="",
        question=question,
        standalone_question=question,
        conflicts=[],
        confidence=_confidence(decision),
        corpus=corpus,
        timings=NOT_TIMED,
        status=Status.ABSTAINED,
        short_answer=None,
        values=[],
        answer=message,
        segments=[Segment(text=message)],
        citations=[],
        tables=[],
        computation=None,
        premise=None,
        abstention=Abstention(reason="not_in_sources", message=message, closest=list(closest), did_you_mean=[]),
        follow_ups=[],
    )


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in dict.fromkeys(words)]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _confidence(decision: Decision) -> Confidence:
    level: Literal["high", "medium", "low"] = "low"
    score = calibrated(decision.score) if decision.was_read and decision.draft is not None else decision.score
    if score >= MEDIUM:
        level = "high" if score >= HIGH else "medium"
    return Confidence(level=level, score=round(score, 4), reasons=list(decision.reasons))


def _follow_ups(draft: Draft) -> list[str]:
    """The question's other readings; then what the same results answer: the next place, the margin."""
    if draft.follow_ups:
        return list(draft.follow_ups)
    line = draft.lines[0] if draft.lines else None
    if line is None or line.place is None:
        return []
    where = line.view.head.called()
    after = next((other for other in line.view.lines() if other.place == line.place + 1), None)
    found = [f"Who was {ordinal(line.place + 1)} in {where}?"] if after else []
    if line.place == 1 and after and line.mark is not None:
        found.append(f"What was the winning margin in {where}?")
    return found
