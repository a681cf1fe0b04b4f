"""Answers made by hand, and an `ask` that is a pure function of the question."""

from collections.abc import Callable

from bot.schema import (
    Abstention,
    Answer,
    AskRequest,
    Citation,
    CitedRow,
    Confidence,
    CorpusInfo,
    Premise,
    Segment,
    Status,
    Support,
    Timings,
)
from evals.cases import Case
from retriever.types import Cell, Column, Document, DocumentKind, ResultTable, Row
from retriever.values import ValueType, parse_value

FINAL = (
    "Ada Berg won the final in 3:27.65, a record.\n\nBo Dahl was second.\n\n"
    "| Rank | Athlete | Time |\n| 1 | Ada Berg | 3:27.65 |\n| 2 | Bo Dahl | 3:27.79 |\n"
)
TEXTS = {"final": FINAL}


def make_case(**fields: object) -> Case:
    """A look-up about the final, with any field replaced."""
    plain: dict[str, object] = {
        "id": "q1",
        "question": "In what time did Berg win?",
        "answers": ["3:27.65"],
        "type": "lookup-table",
        "expect": "answer",
    }
    return Case.model_validate({**plain, **fields})


def cite(
    quote: str, *, n: int = 1, text: str = FINAL, document_id: str = "final", row: CitedRow | None = None
) -> Citation:
    """A citation of the first place where `quote` stands; of nowhere in particular if it doesn't."""
    start = max(0, text.find(quote))
    return Citation(
        n=n, kind="table" if row else "passage", document_id=document_id, passage_id=None, title="Final", url=None,
        publisher=None, published_at=None, quote=quote, prefix="", suffix="", start=start, end=start + len(quote),
        deep_link=None, table=row,
    )  # fmt: skip


def row_of(**values: str) -> CitedRow:
    """A cited row of the final's table."""
    return CitedRow(
        table_id="t1", caption="Final", row=0, row_label=values.get("Athlete"), columns=list(values), values=values
    )


def make_answer(
    text: str,
    *,
    short: str | None = None,
    values: list[str] | None = None,
    citations: list[Citation] | None = None,
    passages: list[Citation] | None = None,
    premise: Premise | None = None,
    confidence: float = 0.9,
    clock: str = "2026-01-01T00:00:00Z",
) -> Answer:
    """An answer of one segment that cites everything in `citations`; without `short` and `values` an abstention."""
    abstained = short is None and values is None
    silence = Abstention(reason="not_in_sources", message=text, closest=[], did_you_mean=[])
    cited = citations or []
    support = Support.STATED if cited else Support.NONE
    return Answer(
        id=f"ans_{clock}", conversation_id="cnv_1", created_at=clock, question="?", standalone_question="?",
        status=Status.ABSTAINED if abstained else Status.ANSWERED, short_answer=short,
        values=values if values is not None else [short] if short else [], answer=text,
        segments=[Segment(text=text, citations=[c.n for c in cited], support=support)], citations=cited, tables=[],
        computation=None, premise=premise, conflicts=[],
        confidence=Confidence(level="high", score=confidence, reasons=[]),
        abstention=silence if abstained else None,
        follow_ups=[], corpus=CorpusInfo(version="v1", documents=1, passages=3),
        timings=Timings(retrieve_ms=0, answer_ms=0, total_ms=0), passages=passages,
    )  # fmt: skip


def ask_from(answers: dict[str, Answer]) -> Callable[[AskRequest], Answer]:
    """Answers by question; an abstention for any other."""

    def ask(request: AskRequest) -> Answer:
        return answers.get(request.question) or make_answer("The coverage doesn't say.")

    return ask


def table_document(
    document_id: str,
    rows: list[tuple[str, ...]],
    *,
    columns: tuple[tuple[str, ValueType], ...],
    title: str = "Results",
    **context: str,
) -> Document:
    """A document that is one pipe table; the second column names the subject. `context`: event, round, heat, …"""
    lines = ["| " + " | ".join(row) + " |" for row in [tuple(label for label, _ in columns), *rows]]
    text = f"{title}\n\n" + "\n".join(lines) + "\n"
    types = [kind for _, kind in columns]
    table_rows, at = [], text.index(lines[1])
    for index, (line, row) in enumerate(zip(lines[1:], rows, strict=True)):
        cells, cursor = [], at
        for raw, kind in zip(row, types, strict=True):
            start = text.index(raw, cursor) if raw else cursor
            cells.append(Cell(raw, parse_value(raw, hint=kind), start, start + len(raw)))
            cursor = start + len(raw)
        table_rows.append(Row(index, tuple(cells), at, at + len(line)))
        at += len(line) + 1
    table = ResultTable(
        table_id=f"{document_id}#t0", document_id=document_id, caption=title, section=(), label_column=1,
        columns=tuple(Column(label.lower(), label, kind) for label, kind in columns), rows=tuple(table_rows),
        start=text.index(lines[0]), end=len(text) - 1, **context,
    )  # fmt: skip
    return Document(document_id, title, text, DocumentKind.RESULTS, tables=(table,))
