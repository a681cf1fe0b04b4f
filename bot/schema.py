"""The request and response of POST /ask as the contract fixes them: one shape for HTTP, CLI and evals."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, Strict, field_validator
from pydantic_core import PydanticCustomError

from retriever.types import DocumentKind

MAX_QUESTION_CHARS = 2000




def _no_truth_value(given: object) -> object:
    if isinstance(given, bool):
        raise PydanticCustomError("number_type", "Should be a number")
    return given


def _no_number(given: object) -> object:
    if isinstance(given, int | float):
        raise PydanticCustomError("day_type", "Should be a day like 2024-08-06")
    return given


# JSON's true is no number, though pydantic would take it for 1; 8.0 is one, and a whole one.
Whole = Annotated[int, BeforeValidator(_no_truth_value)]
Real = Annotated[float, BeforeValidator(_no_truth_value)]
Day = Annotated[date, BeforeValidator(_no_number)]  # pydantic would take 0 for a day of 1970


class _Strict(BaseModel):
    """Unknown fields are refused: a misspelt option must not be ignored in silence."""

    model_config = ConfigDict(extra="forbid")


class Turn(_Strict):
    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)


class AskFilters(_Strict):
    document_ids: list[str] | None = None
    publishers: list[str] | None = None
    kinds: list[DocumentKind] | None = None
    published_from: Day | None = None
    published_to: Day | None = None
    competition: str | None = None
    event: str | None = None


class AskRequest(_Strict):
    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS, pattern=r"\S")
    conversation_id: str | None = Field(default=None, max_length=100)
    history: list[Turn] = Field(default_factory=list, max_length=100)
    filters: AskFilters = Field(default_factory=AskFilters)
    as_of: str | None = Field(default=None, max_length=40)
    """ISO date or time: evidence published later is not used."""
    top_k: Whole = Field(default=8, ge=1, le=100)
    stream: Annotated[bool, Strict()] | None = None
    include: list[Literal["passages", "plan", "debug"]] = Field(default_factory=list)

    @field_validator("as_of")
    @classmethod
    def _check_as_of(cls, given: str | None) -> str | None:
        if given is not None:
            try:
                datetime.fromisoformat(given)
            except ValueError:
                expected = "Should be an ISO date or time like 2024-08-06 or 2024-08-06T21:00:00Z"
                raise PydanticCustomError("iso_date", expected) from None
        return given


class Status(StrEnum):
    ANSWERED = "answered"
    PARTIAL = "partial"
    ABSTAINED = "abstained"


class Support(StrEnum):
    """What stands behind a segment: words of a source, its exact words in quotation marks, arithmetic, or nothing."""

    STATED = "stated"
    QUOTED = "quoted"
    COMPUTED = "computed"
    NONE = "none"


class Segment(BaseModel):
    text: str
    citations: list[Whole] = []
    support: Support = Support.NONE


class CitedRow(BaseModel):
    table_id: str
    caption: str
    row: Whole
    """Index among the table's body rows, 0 first."""
    row_label: str | None
    columns: list[str]
    values: dict[str, str]


class Citation(BaseModel):
    """A span of a document; names follow the W3C Web Annotation quote and position selectors."""

    n: Whole
    kind: Literal["passage", "table"]
    document_id: str
    passage_id: str | None
    title: str
    url: str | None
    publisher: str | None
    published_at: str | None
    quote: str
    prefix: str
    suffix: str
    start: Whole
    end: Whole
    deep_link: str | None
    section: list[str] = []
    """Headings above the span, outermost first: "Heat 1" alone names no round."""
    posted: str | None = None
    posted_at: str | None = None
    """When a live-blog post was written, in UTC; `posted` is its stamp as printed."""
    table: CitedRow | None = None


class TableColumn(BaseModel):
    key: str
    label: str
    type: str
    align: Literal["start", "end"]


class TableCell(BaseModel):
    text: str
    sort: Real | None
    citation: Whole | None = None


class Chart(BaseModel):
    type: Literal["bar"]
    label: str
    value: str
    baseline: Literal["zero", "min"]


class AnswerTable(BaseModel):
    id: str
    caption: str
    columns: list[TableColumn]
    rows: list[list[TableCell]]
    highlight_rows: list[Whole] = []
    chart: Chart | None = None


class Replay(BaseModel):
    """A computation over tables, as it can be carried out again: what `pressbox verify` does."""

    tables: list[str]
    """Ids of the tables; rows are numbered through them, columns are those of the first."""
    plan: dict[str, JsonValue]
    """One step inside another: `op` names each, the other fields are what it works on."""


class Computation(BaseModel):
    plan: str
    """The working as a person would write it down."""
    inputs: list[Whole]
    result: str
    replay: Replay | None = None
    """None where figures that reports tell were worked with."""
    also: "list[Computation]" = []
    """What was computed for the other questions that were asked along with it."""

    @property
    def every(self) -> "list[Computation]":
        """It and those beside it."""
        return [self, *self.also]

    @property
    def told(self) -> str:
        """The workings and results of all of them."""
        return " ".join(f"{one.plan} {one.result}" for one in self.every)


class Premise(BaseModel):
    claim: str
    verdict: Literal["contradicted", "unsupported"]
    correction: str | None
    citations: list[Whole]


class ConflictValue(BaseModel):
    value: str
    citations: list[Whole]


class Conflict(BaseModel):
    subject: str
    values: list[ConflictValue]
    preferred: Whole
    rule: str


class Confidence(BaseModel):
    level: Literal["high", "medium", "low"]
    score: Real
    reasons: list[str]


class Abstention(BaseModel):
    reason: Literal["not_in_sources", "ambiguous", "out_of_scope", "low_confidence"]
    message: str
    closest: list[Citation]
    did_you_mean: list[str]


class CorpusInfo(BaseModel):
    version: str
    documents: Whole
    passages: Whole


class Timings(BaseModel):
    retrieve_ms: Real
    answer_ms: Real
    total_ms: Real


class Answer(BaseModel):
    """The complete answer: what JSON returns, what `done` carries, what is saved and verified."""

    type: Literal["answer"] = "answer"
    id: str
    conversation_id: str
    created_at: str
    question: str
    standalone_question: str
    status: Status
    short_answer: str | None
    values: list[str]
    answer: str
    segments: list[Segment]
    citations: list[Citation]
    tables: list[AnswerTable]
    computation: Computation | None
    premise: Premise | None
    conflicts: list[Conflict]
    confidence: Confidence
    abstention: Abstention | None
    follow_ups: list[str]
    corpus: CorpusInfo
    timings: Timings
    passages: list[Citation] | None = None
    """Everything that was found, with include: ["passages"]."""
    plan: list[str] | None = None
    """The plans considered, best first, with include: ["plan"]."""
    debug: dict[str, str] | None = None
    """Why the answer is what it is, with include: ["debug"]."""
