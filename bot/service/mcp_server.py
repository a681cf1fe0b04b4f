"""The coverage as tools for assistants that speak MCP: search, fetch, ask, results.

Over HTTP at /mcp of the service, or over stdio: python -m bot.service.mcp_server
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import anyio
from fastapi import FastAPI
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from bot.schema import MAX_QUESTION_CHARS, Answer, AskRequest
from bot.service.asking import counted_ask
from bot.service.coverage_api import ResultLine, hit_view, result_line
from bot.service.problems import KINDS, ProblemError
from bot.service.service import Assistant
from retriever.library import open_library
from retriever.types import Filters

INSTRUCTIONS = (
    "Answers questions about a newsroom's sports coverage. `ask` gives an answer whose citations hold the exact words "
    "or table cells; `search` and `fetch` give the coverage itself; `results` gives rows of results tables."
)
MAX_ROWS = 200
_READ_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)

Query = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION_CHARS, pattern=r"\S")]


class Found(BaseModel):
    id: str
    title: str
    text: str
    url: str | None


class SearchFindings(BaseModel):
    results: list[Found]


class FetchedDocument(BaseModel):
    id: str
    title: str
    text: str
    url: str | None
    metadata: dict[str, str]


class Rows(BaseModel):
    rows: list[ResultLine]


def mcp_server(app: FastAPI) -> MCPServer:
    """A server whose tools use the bot of a service, in its turn and counted, worded by its language model."""

    def bot_now() -> Assistant:
        try:
            bot: Assistant = app.state.service.bot
            return bot
        except ProblemError as error:
            raise ToolError(KINDS[error.code].title) from error

    with _untouched_logging():
        server = MCPServer("pressbox", title="Pressbox", instructions=INSTRUCTIONS)

    @server.tool(annotations=_READ_ONLY, description="Passages and table rows of the coverage that match a query.")
    async def search(query: Query) -> SearchFindings:
        return await run_in_threadpool(_search, bot_now(), query)

    @server.tool(annotations=_READ_ONLY, description="The whole text of a document that `search` has named.")
    async def fetch(id: str) -> FetchedDocument:
        return await run_in_threadpool(_fetch, bot_now(), id)

    @server.tool(annotations=_READ_ONLY, description="An answer with numbered citations, or what is missing for one.")
    async def ask(question: Query) -> Annotated[CallToolResult, Answer]:
        try:
            answer = await counted_ask(app, bot_now(), AskRequest(question=question))()
        except ProblemError as error:
            raise ToolError(KINDS[error.code].title) from error
        return CallToolResult(
            content=[TextContent(type="text", text=cited(answer))], structured_content=answer.model_dump(mode="json")
        )

    @server.tool(annotations=_READ_ONLY, description="Rows of results tables, by competition, event, round or name.")
    async def results(  # noqa: PLR0917  each is an argument of the tool
        competition: str | None = None,
        event: str | None = None,
        round: str | None = None,
        heat: str | None = None,
        name: str | None = None,
        limit: Annotated[int, Field(ge=1, le=MAX_ROWS)] = 50,
    ) -> Rows:
        found = await run_in_threadpool(
            bot_now().library.results,
            competition=competition,
            event=event,
            round=round,
            heat=heat,
            name=name,
            limit=limit,
        )
        return Rows(rows=[result_line(table, row) for table, row in found])

    return server


def cited(answer: Answer) -> str:
    """The answer's text with markers, and the quoted words below: all that a model needs to repeat it rightly."""
    marked = "".join(segment.text + "".join(f"[{n}]" for n in segment.citations) for segment in answer.segments)
    lines = [f"[{c.n}] {c.title}, {c.published_at or 'undated'}: “{c.quote}”" for c in answer.citations]
    return "\n".join([marked, *lines])


@contextmanager
def _untouched_logging() -> Iterator[None]:
    """The library gives the root logger a handler of its own where there is none; a log is set up elsewhere."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def _search(bot: Assistant, query: str) -> SearchFindings:
    documents = {entry.document_id: entry for entry in bot.library.documents()}
    titles = {document_id: entry.title for document_id, entry in documents.items()}
    hits = [hit_view(hit, titles, bot) for hit in bot.search(query, Filters(), 8)]
    return SearchFindings(
        results=[
            Found(id=hit.document_id, title=hit.title, text=hit.text, url=documents[hit.document_id].url)
            for hit in hits
            if hit.document_id in documents
        ]
    )


def _fetch(bot: Assistant, document_id: str) -> FetchedDocument:
    try:
        document = bot.library.document(document_id)
    except KeyError:
        raise ToolError(f"there is no document {document_id!r}; `search` names the documents") from None
    about = {"kind": document.kind.value, "publisher": document.publisher, "published_at": document.published_at}
    metadata = {name: text for name, text in about.items() if text is not None}
    return FetchedDocument(
        id=document_id, title=document.title, text=document.text, url=document.url, metadata=metadata
    )


async def serve_stdio(app: FastAPI) -> None:
    """Serve the tools of a service on standard input and output; like the service it follows what is published."""
    await run_in_threadpool(app.state.service.refresh)  # the first call is not told to come back
    async with app.router.lifespan_context(app):
        await mcp_server(app).run_stdio_async()


def main() -> None:
    """Serve the library of the PRESSBOX_… variables over stdio. Raises LibraryError where there is none."""
    from bot.asgi import app
    from bot.settings import Settings

    open_library(Settings().library).close()  # told now, not on the first question
    anyio.run(serve_stdio, app())


if __name__ == "__main__":
    main()
