"""GET /documents, /results, /search, /suggestions: the stored coverage, as HTTP shows it."""

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.schema import MAX_QUESTION_CHARS
from bot.service.asking import ReadyBot
from bot.service.problems import FieldError, ProblemError
from bot.service.service import Assistant, DocumentSummary
from retriever.types import Cell, Document, DocumentKind, Filters, Hit, ResultTable, Row

router = APIRouter()


class DocumentLine(BaseModel):
    document_id: str
    title: str
    kind: DocumentKind
    url: str | None
    publisher: str | None
    published_at: str | None
    passages: int
    tables: int


class DocumentList(BaseModel):
    version: str
    """Library version; it changes with every published generation."""
    documents: list[DocumentLine]


class CellView(BaseModel):
    raw: str
    start: int
    end: int
    type: str
    number: float | None
    """Magnitude in the unit of `type`: seconds for a time, metres for a distance; null for words."""


class RowView(BaseModel):
    index: int
    start: int
    end: int
    cells: list[CellView]


class ColumnView(BaseModel):
    key: str
    label: str
    type: str
    unit: str | None


class TableView(BaseModel):
    table_id: str
    caption: str
    section: list[str]
    start: int
    end: int
    label_column: int | None
    columns: list[ColumnView]
    rows: list[RowView]


class DocumentView(BaseModel):
    document_id: str
    title: str
    text: str
    """What every `start` and `end` counts into, in Unicode code points, end exclusive."""
    kind: DocumentKind
    url: str | None
    publisher: str | None
    published_at: str | None
    author: str | None
    licence: str | None
    tables: list[TableView]


class ResultLine(BaseModel):
    """One row of a results table, with what the table says about all its rows."""

    document_id: str
    table_id: str
    caption: str
    competition: str | None
    event: str | None
    round: str | None
    heat: str | None
    date: str | None
    row: int
    start: int
    end: int
    label: str | None
    """Who or what the row is about, where the table has such a column."""
    values: dict[str, str]
    """Column label → cell as printed."""
    numbers: dict[str, float | None]
    """Column label → magnitude: seconds for times, metres for distances."""


class ResultPage(BaseModel):
    results: list[ResultLine]
    limit: int
    offset: int
    next_offset: int | None
    """Where the next page starts; null on the last."""


class SearchHit(BaseModel):
    kind: str
    """"passage" or "table"."""
    document_id: str
    title: str
    section: list[str]
    text: str
    start: int
    end: int
    score: float
    ranks: dict[str, int]
    table_id: str | None = None
    row: int | None = None


class SearchResults(BaseModel):
    query: str
    hits: list[SearchHit]


class Suggestions(BaseModel):
    questions: list[str]


def _written_as_day(text: str) -> str:
    """`text` if it is written like a day: pydantic would read "0" as seconds since 1970."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError("must be a day like 2024-08-06")
    return text


Day = Annotated[date, BeforeValidator(_written_as_day)]


class ResultsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document_id: list[str] = Field(default=[], max_length=100)
    competition: str | None = Field(default=None, max_length=200)
    event: str | None = Field(default=None, max_length=200)
    round: str | None = Field(default=None, max_length=200)
    heat: str | None = Field(default=None, max_length=200)
    name: str | None = Field(default=None, max_length=200)
    """Who or what the row is about."""
    limit: int = Field(default=100, ge=1, le=1000)
    offset: int = Field(default=0, ge=0, le=10_000_000)


class SearchQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    query: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS, pattern=r"\S")
    top_k: int = Field(default=8, ge=1, le=100)
    document_id: list[str] = Field(default=[], max_length=100)
    publisher: list[str] = Field(default=[], max_length=100)
    kind: list[DocumentKind] = []
    published_from: Day | None = None
    published_to: Day | None = None
    competition: str | None = Field(default=None, max_length=200)
    event: str | None = Field(default=None, max_length=200)


_MANY = {"document_id", "publisher", "kind"}  # query parameters that may come several times


def refuse_repeated(request: Request) -> None:
    """Refuse a second value for a parameter that takes one: the first would be dropped in silence."""
    names = [name for name, _ in request.query_params.multi_items()]
    repeated = sorted({name for name in names if names.count(name) > 1} - _MANY)
    if repeated:
        errors = [FieldError(pointer=f"?{name}", detail="Must be given once.") for name in repeated]
        raise ProblemError("invalid-request", errors=errors)


@router.get("/documents", summary="Every document of the library")
def list_documents(bot: ReadyBot) -> DocumentList:
    return DocumentList(version=bot.library.version, documents=[_line(entry) for entry in bot.library.documents()])


@router.get("/documents/{document_id:path}", summary="One document: its text and its tables")
def read_document(document_id: str, bot: ReadyBot) -> DocumentView:
    return document_view(_document(bot, document_id))


@router.get("/results", summary="Typed rows of the results tables", dependencies=[Depends(refuse_repeated)])
def list_results(query: Annotated[ResultsQuery, Query()], bot: ReadyBot) -> ResultPage:
    found = bot.library.results(
        document_ids=query.document_id or None,
        competition=query.competition,
        event=query.event,
        round=query.round,
        heat=query.heat,
        name=query.name,
        limit=query.limit + 1,  # one more than shown tells whether there is a next page
        offset=query.offset,
    )
    return ResultPage(
        results=[result_line(table, row) for table, row in found[: query.limit]],
        limit=query.limit,
        offset=query.offset,
        next_offset=query.offset + query.limit if len(found) > query.limit else None,
    )


@router.get(
    "/search",
    summary="Passages and table rows as found, without an answer",
    dependencies=[Depends(refuse_repeated)],
)
def search_coverage(query: Annotated[SearchQuery, Query()], bot: ReadyBot) -> SearchResults:
    titles = {entry.document_id: entry.title for entry in bot.library.documents()}
    hits = bot.search(query.query, _filters(query), query.top_k)
    return SearchResults(query=query.query, hits=[hit_view(hit, titles, bot) for hit in hits])


@router.get("/suggestions", summary="First questions that this library answers")
def suggest_questions(bot: ReadyBot) -> Suggestions:
    return Suggestions(questions=bot.suggestions())


def _document(bot: Assistant, document_id: str) -> Document:
    try:
        return bot.library.document(document_id)
    except KeyError:
        raise ProblemError("not-found", detail="The library holds no document of that id.") from None


def _line(entry: DocumentSummary) -> DocumentLine:
    return DocumentLine.model_validate(entry, from_attributes=True)


def document_view(document: Document) -> DocumentView:
    return DocumentView(
        document_id=document.document_id,
        title=document.title,
        text=document.text,
        kind=document.kind,
        url=document.url,
        publisher=document.publisher,
        published_at=document.published_at,
        author=document.author,
        licence=document.licence,
        tables=[_table_view(table) for table in document.tables],
    )


def _table_view(table: ResultTable) -> TableView:
    return TableView(
        table_id=table.table_id,
        caption=table.caption,
        section=list(table.section),
        start=table.start,
        end=table.end,
        label_column=table.label_column,
        columns=[ColumnView(key=c.key, label=c.label, type=c.type.value, unit=c.unit) for c in table.columns],
        rows=[
            RowView(index=row.index, start=row.start, end=row.end, cells=[_cell_view(cell) for cell in row.cells])
            for row in table.rows
        ],
    )


def _cell_view(cell: Cell) -> CellView:
    return CellView(raw=cell.raw, start=cell.start, end=cell.end, type=cell.value.type.value, number=cell.value.number)


def result_line(table: ResultTable, row: Row) -> ResultLine:
    labels = [column.label for column in table.columns]
    return ResultLine(
        document_id=table.document_id,
        table_id=table.table_id,
        caption=table.caption,
        competition=table.competition,
        event=table.event,
        round=table.round,
        heat=table.heat,
        date=table.date,
        row=row.index,
        start=row.start,
        end=row.end,
        label=None if table.label_column is None else row.cells[table.label_column].value.text,
        values={label: cell.raw for label, cell in zip(labels, row.cells, strict=True)},
        numbers={label: cell.value.number for label, cell in zip(labels, row.cells, strict=True)},
    )


def _filters(query: SearchQuery) -> Filters:
    return Filters(
        document_ids=tuple(query.document_id) or None,
        publishers=tuple(query.publisher) or None,
        kinds=tuple(query.kind) or None,
        published_from=query.published_from,
        published_to=query.published_to,
        competition=query.competition,
        event=query.event,
    )


def hit_view(hit: Hit, titles: dict[str, str], bot: Assistant) -> SearchHit:
    title = titles.get(hit.document_id, hit.document_id)
    common = {"document_id": hit.document_id, "title": title, "score": hit.score, "ranks": dict(hit.ranks)}
    if hit.passage is not None:
        passage = hit.passage
        place = {"start": passage.start, "end": passage.end, "text": passage.text, "section": passage.section}
        return SearchHit.model_validate({"kind": "passage", **common, **place})
    assert hit.table is not None  # Hit.document_id has raised for a hit with neither
    table = hit.table
    row = table.rows[hit.row] if hit.row is not None else None
    start, end = (row.start, row.end) if row is not None else (table.start, table.end)
    place = {"start": start, "end": end, "text": bot.library.document(table.document_id).text[start:end]}
    return SearchHit.model_validate(
        {"kind": "table", **common, **place, "section": table.section, "table_id": table.table_id, "row": hit.row}
    )
