"""GET /admin/overview: what was asked, what was not answered, what readers thought; for secret keys only."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from bot.access import admit_secret
from bot.asking import ReadyBot
from bot.feedback import StoredFeedback
from bot.journal import Asked
from bot.problems import ProblemError

MAX_LINES = 1000


class LibraryState(BaseModel):
    version: str
    documents: int
    passages: int
    tables: int


class Overview(BaseModel):
    library: LibraryState
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


@router.get("/overview", summary="What was asked, not answered, and thought of the answers")
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
        asked=request.app.state.journal.latest(limit),
        feedback=list(reversed(request.app.state.feedback.all()))[:limit],
    )
