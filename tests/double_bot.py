"""A bot of hand-made answers: each question below gets the one answer that shows one state."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from double_coverage import (  # noqa: F401  some for the tests
    DOCUMENTS,
    FINAL,
    HOSTILE_DOCUMENT,
    HOSTILE_TEXT,
    LIVE,
    REPORT,
    REPORT_TEXT,
    RESULTS,
    RESULTS_TEXT,
    ROWS,
    TABLE,
    cite,
    cite_row,
    document,
)

from bot.schema import (
    Abstention,
    Answer,
    AnswerTable,
    AskRequest,
    Chart,
    Citation,
    Computation,
    Confidence,
    Conflict,
    ConflictValue,
    CorpusInfo,
    Premise,
    Segment,
    Status,
    Support,
    TableCell,
    TableColumn,
    Timings,
)
from retriever.types import Document, DocumentKind, Filters, Hit, Passage, ResultTable, Row

WINNER = "Who won the final?"
CONFLICT = "How fast was the first lap?"
PARTIAL = "Who won, and what were his splits?"
PREMISE = "Why did Ingebrigtsen win the final?"
UNKNOWN = "What was the weather like?"
THANKS = "Thanks!"
FAILS = "Make it fail."
WAITS = "Take your time."
HOSTILE = "Say something hostile."

def final_table(citation: int) -> AnswerTable:
    return AnswerTable(
        id=TABLE.table_id,
        caption="Men's 1500 m final, Paris 2024",
        columns=[
            TableColumn(key="rank", label="Rank", type="rank", align="end"),
            TableColumn(key="athlete", label="Athlete", type="text", align="start"),
            TableColumn(key="time", label="Time", type="time", align="end"),
        ],
        rows=[
            [
                TableCell(text=rank, sort=float(rank)),
                TableCell(text=athlete, sort=None),
                TableCell(text=time, sort=seconds, citation=citation if rank == "1" else None),
            ]
            for rank, athlete, _, time, seconds in FINAL
        ],
        highlight_rows=[0],
        chart=Chart(type="bar", label="athlete", value="time", baseline="min"),
    )


def answered(segments: list[Segment], citations: list[Citation], **changes: object) -> Answer:
    fields: dict[str, object] = {
        "id": "ans_1",
        "conversation_id": "cnv_1",
        "created_at": "2026-11-20T23:59:00Z",
        "question": "",
        "standalone_question": "",
        "status": Status.ANSWERED,
        "short_answer": None,
        "values": [],
        "answer": "".join(segment.text for segment in segments),
        "segments": segments,
        "citations": citations,
        "tables": [],
        "computation": None,
        "premise": None,
        "conflicts": [],
        "confidence": Confidence(level="high", score=0.93, reasons=["the table and the report agree"]),
        "abstention": None,
        "follow_ups": [],
        "corpus": CorpusInfo(version="7", documents=4, passages=60),
        "timings": Timings(retrieve_ms=8.0, answer_ms=12.0, total_ms=20.0),
    }
    return Answer.model_validate({**fields, **changes})


def winner() -> Answer:
    return answered(
        [
            Segment(
                text="Cole Hocker won the final in 3:27.65, an Olympic record.",
                citations=[1, 2],
                support=Support.STATED,
            ),
            Segment(text=" He beat Josh Kerr by 0.14 s.", citations=[1, 3], support=Support.COMPUTED),
            Segment(
                text=" Hocker said: “The rail opened, and I did not ask twice.”", citations=[4], support=Support.QUOTED
            ),
        ],
        [
            cite_row(1, 0),
            cite(2, REPORT, "win the Olympic 1500 metres in 3:27.65, an Olympic record"),
            cite_row(3, 1),
            cite(4, REPORT, "The rail opened, and I did not ask twice."),
        ],
        short_answer="Cole Hocker, 3:27.65",
        values=["Cole Hocker", "3:27.65"],
        tables=[final_table(1)],
        computation=Computation(
            plan="Time of Josh Kerr (3:27.79) − time of Cole Hocker (3:27.65), men's 1500 m final",
            inputs=[1, 3],
            result="0.14 s",
        ),
        follow_ups=["Who finished fourth?", "How fast was the first lap?"],
    )


def conflict() -> Answer:
    return answered(
        [
            Segment(text="The first lap took 54.9 seconds", citations=[1], support=Support.STATED),
            Segment(text="; the live report says 54.8 seconds.", citations=[2], support=Support.STATED),
        ],
        [cite(1, REPORT, "the first lap in 54.9 seconds"), cite(2, LIVE, "400 metres in 54.8 seconds")],
        short_answer="54.9 s",
        values=["54.9 s"],
        conflicts=[
            Conflict(
                subject="First-lap time",
                values=[ConflictValue(value="54.9 s", citations=[1]), ConflictValue(value="54.8 s", citations=[2])],
                preferred=0,
                rule="The report was written after the race, the live entry during it.",
            )
        ],
        confidence=Confidence(level="medium", score=0.6, reasons=["two sources disagree"]),
    )


def partial() -> Answer:
    return answered(
        [
            Segment(text="Cole Hocker won in 3:27.65.", citations=[1], support=Support.STATED),
            Segment(text=" The sources give no splits for him."),
        ],
        [cite_row(1, 0)],
        status=Status.PARTIAL,
        short_answer="Cole Hocker",
        values=["Cole Hocker"],
        confidence=Confidence(level="medium", score=0.55, reasons=["one part of the question is not in the sources"]),
    )


def premise() -> Answer:
    return answered(
        [
            Segment(
                text="Jakob Ingebrigtsen did not win: he finished fourth in 3:28.24.",
                citations=[1],
                support=Support.STATED,
            ),
            Segment(text=" Cole Hocker won.", citations=[2], support=Support.STATED),
        ],
        [cite_row(1, 3), cite_row(2, 0)],
        short_answer="He did not; Cole Hocker won",
        premise=Premise(
            claim="Jakob Ingebrigtsen won the final.",
            verdict="contradicted",
            correction="Ingebrigtsen finished fourth; Cole Hocker won.",
            citations=[1, 2],
        ),
    )


def unknown() -> Answer:
    return answered(
        [Segment(text="The coverage does not say what the weather was like.")],
        [],
        status=Status.ABSTAINED,
        abstention=Abstention(
            reason="not_in_sources",
            message="The coverage does not say what the weather was like.",
            closest=[cite(1, LIVE, "The stadium fills, block by block, for the last race."), cite_row(2, 0)],
            did_you_mean=["Who won the final?"],
        ),
        confidence=Confidence(level="low", score=0.1, reasons=["no passage mentions the weather"]),
    )


def thanked() -> Answer:
    words = "You're welcome."
    return answered(
        [Segment(text=words)],
        [],
        status=Status.ABSTAINED,
        abstention=Abstention(reason="out_of_scope", message=words, closest=[], did_you_mean=["Who won the final?"]),
        confidence=Confidence(level="low", score=0.0, reasons=["nothing is asked about the coverage"]),
    )


def hostile() -> Answer:
    bad = HOSTILE_TEXT
    evil = cite(
        1, HOSTILE_DOCUMENT, f"He said {bad} twice.", title=bad, publisher=bad, section=[bad],
        url="javascript:window.hacked=1", deep_link="javascript:window.hacked=1",
    )  # fmt: skip
    return answered(
        [Segment(text=f"Said: {bad}.", citations=[1], support=Support.QUOTED)],
        [evil],
        short_answer=bad,
        conflicts=[Conflict(subject=bad, values=[ConflictValue(value=bad, citations=[1])], preferred=0, rule=bad)],
        premise=Premise(claim=bad, verdict="unsupported", correction=bad, citations=[1]),
        computation=Computation(plan=bad, inputs=[1], result=bad),
        tables=[
            AnswerTable(
                id="t",
                caption=bad,
                columns=[TableColumn(key="a", label=bad, type="text", align="start")],
                rows=[[TableCell(text=bad, sort=None, citation=1)]],
            )
        ],
        follow_ups=[bad],
        confidence=Confidence(level="low", score=0.1, reasons=[bad]),
    )


ANSWERS = {
    WINNER: winner,
    CONFLICT: conflict,
    PARTIAL: partial,
    PREMISE: premise,
    UNKNOWN: unknown,
    THANKS: thanked,
    HOSTILE: hostile,
}


@dataclass(frozen=True)
class Summary:
    document_id: str
    title: str
    kind: DocumentKind
    url: str | None
    publisher: str | None
    published_at: str | None
    passages: int
    tables: int


@dataclass(frozen=True)
class DoubleLibrary:
    version: str = "7"

    def documents(self) -> list[Summary]:
        return [
            Summary(d.document_id, d.title, d.kind, d.url, d.publisher, d.published_at, 3, len(d.tables))
            for d in (RESULTS, REPORT, LIVE)
        ]

    def document(self, document_id: str) -> Document:
        return DOCUMENTS[document_id]

    def results(
        self,
        *,
        document_ids: Sequence[str] | None = None,
        competition: str | None = None,  # noqa: ARG002
        event: str | None = None,  # noqa: ARG002
        round: str | None = None,
        heat: str | None = None,  # noqa: ARG002
        name: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[tuple[ResultTable, Row]]:
        if document_ids is not None and TABLE.document_id not in document_ids:
            return []
        if round not in (None, TABLE.round):
            return []
        found = [(TABLE, row) for row in ROWS if name is None or row.cells[1].raw == name]
        return found[offset : offset + limit]


@dataclass(frozen=True)
class DoubleBot:
    library: DoubleLibrary = field(default_factory=DoubleLibrary)
    release: threading.Event = field(default_factory=threading.Event)
    """The answer to WAITS comes once this is set."""

    def ask(self, request: AskRequest) -> Answer:
        if request.question == FAILS:
            raise RuntimeError("the secret cause at /home/secret.py")
        if request.question == WAITS:
            self.release.wait(timeout=20)
        answer = ANSWERS.get(request.question, unknown if request.question != WAITS else winner)()
        whole = f"{request.question} (men's 1500 metres)" if request.history else request.question
        return answer.model_copy(update={"question": request.question, "standalone_question": whole})

    def suggestions(self) -> list[str]:
        return [WINNER, CONFLICT, PREMISE, UNKNOWN]

    def search(self, query: str, filters: Filters, top_k: int) -> list[Hit]:  # noqa: ARG002
        quote = "Kerr took silver in a British record, Nuguse bronze."
        start = REPORT.text.index(quote)
        passage = Passage("hocker-report#p4", "hocker-report", start, start + len(quote), quote)
        hits = [
            Hit(passage, None, None, 0.9, (("dense", 1), ("lexical", 2)), 0.7),
            Hit(None, TABLE, 1, 0.5, (("lexical", 1),)),
        ]
        return hits[:top_k]
