"""/admin: what was asked, not answered and thought of, what the library holds and left out; for secret keys only."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from bot.service.access import admit_secret
from bot.service.asking import ReadyBot
from bot.service.coverage_api import DocumentLine
from bot.service.feedback import StoredFeedback
from bot.service.journal import Asked
from bot.service.problems import ProblemError
from retriever.refusals import read_refusals

MAX_LINES = 1000
MAX_EXPORTED = 1_000_000
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class LibraryState(BaseModel):
    version: str
    documents: int
    passages: int
    tables: int


class RefusedFile(BaseModel):
    file: str
    """Name of the file and of its folder."""
    reason: str


class Overview(BaseModel):
    library: LibraryState
    documents: list[DocumentLine]
    """By id, at most `limit`."""
    refused: list[RefusedFile]
    """Files that the last ingest of their folder left out."""
    asked: list[Asked]
    """Newest first; empty where PRESSBOX_JOURNAL_DB is not set."""
    feedback: list[StoredFeedback]
    """Newest first."""


async def require_keys(request: Request) -> None:
    """Refuse where there are no keys: what readers asked is never open to everybody."""
    if not request.app.state.gate.has_keys:
        raise ProblemError("forbidden", detail="Name a file of keys in PRESSBOX_KEYS, then send a secret one.")
    await admit_secret(request)


router = APIRouter(prefix="/admin", dependencies=[Depends(require_keys)])


@router.get("/overview", summary="What was asked, not answered, and thought of the answers; what the library holds")
def show_overview(
    request: Request, bot: ReadyBot, limit: Annotated[int, Query(ge=1, le=MAX_LINES)] = 100
) -> Overview:
    documents = bot.library.documents()
    return Overview(
        library=LibraryState(
            version=bot.library.version,
            documents=len(documents),
            passages=sum(entry.passages for entry in documents),
            tables=sum(entry.tables for entry in documents),
        ),
        documents=[DocumentLine.model_validate(entry, from_attributes=True) for entry in documents[:limit]],
        refused=[
            RefusedFile(file="/".join(Path(refusal.source).parts[-2:]), reason=refusal.reason)
            for refusal in read_refusals(request.app.state.library)[:limit]
        ],
        asked=request.app.state.journal.latest(limit),
        feedback=list(reversed(request.app.state.feedback.all()))[:limit],
    )


@router.get(
    "/export/{what}",
    summary="All questions or all ratings as CSV",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def export(request: Request, what: Literal["asked", "feedback"]) -> Response:
    lines: Sequence[BaseModel] = (
        request.app.state.journal.latest(MAX_EXPORTED) if what == "asked" else request.app.state.feedback.all()
    )
    fields = list(Asked.model_fields if what == "asked" else StoredFeedback.model_fields)
    headers = {"Content-Disposition": f'attachment; filename="pressbox-{what}.csv"', "Cache-Control": "no-store"}
    return Response(_csv(fields, lines), media_type="text/csv; charset=utf-8", headers=headers)


def _csv(fields: Sequence[str], lines: Sequence[BaseModel]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(fields)
    for line in lines:
        values = line.model_dump(mode="json")
        writer.writerow([_as_words(values[name]) for name in fields])
    return written.getvalue()


def _as_words(value: object) -> str:
    """The value so that no spreadsheet takes a reader's words for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
