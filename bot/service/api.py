"""The HTTP service: `create_app` puts the bot, the coverage, the chat page and the operations on one address."""

import asyncio
import importlib.metadata
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Body, Depends, FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import PlainTextResponse, StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from bot.llm import endpoint_of
from bot.llm_writer import ModelWriter
from bot.schema import Answer, AskRequest
from bot.service import admin_api, coverage_api, openai_api, pages, problems
from bot.service.access import Gate, admit, admit_secret, load_keys
from bot.service.asking import ReadyBot, Turns, counted_ask
from bot.service.examples import ANSWER_EXAMPLE, ASK_EXAMPLES, VERIFY_EXAMPLES
from bot.service.feedback import Feedback, FeedbackStore
from bot.service.journal import Journal
from bot.service.mcp_http import add_mcp
from bot.service.memory import give_memory_back
from bot.service.metrics import CONTENT_TYPE, Metrics
from bot.service.middleware import RequestGuard
from bot.service.problems import OpenAIError, Problem, ProblemError
from bot.service.service import RETRY_AFTER_S, Assistant, Service
from bot.service.shares import Place, Workers
from bot.service.sse import HEADERS, stream_answer
from bot.settings import Settings
from bot.trust.verify import Report, check_answer

EXPOSED_HEADERS = ["X-Request-ID", "Retry-After", "Server-Timing", "RateLimit", "RateLimit-Policy"]

router = APIRouter()
operations = APIRouter()


class Ready(BaseModel):
    status: str
    version: str
    """Of the library."""
    documents: int


class Health(BaseModel):
    status: str


def create_app(open_bot: Callable[[], Assistant], settings: Settings, place: Place | None = None) -> FastAPI:
    """The service around the bot that `open_bot` opens. It listens at once; until the bot is open it answers 503.

    `place`: which of several workers this one is; None where it is alone.
    """
    place = place or Place(Workers(1), 0)
    metrics = Metrics()
    service = Service(open_bot, settings.library / "CURRENT")
    gate = Gate(load_keys(settings.keys), settings.rate_limit)
    app = FastAPI(
        title="Pressbox",
        summary="Ask your sports coverage; get the answer, and the words and cells it rests on.",
        version=importlib.metadata.version("pressbox"),
        lifespan=_watching(service, metrics, place, settings.reload_s),
        docs_url=None,  # both pages load scripts from another host
        redoc_url=None,
    )
    app.state.service = service
    app.state.place = place
    app.state.library = settings.library
    app.state.metrics = metrics
    app.state.gate = gate
    app.state.feedback = FeedbackStore(settings.feedback_path)
    app.state.journal = Journal(settings.journal_db)
    endpoint = endpoint_of(settings)
    app.state.writer = ModelWriter(endpoint, metrics.worded) if endpoint else None
    app.state.turns = Turns(waiting=settings.max_waiting, timeout_s=settings.answer_timeout_s)
    problems.install(app)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=[*settings.cors_origins, *gate.origins],
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "X-Request-ID"],
        expose_headers=EXPOSED_HEADERS,
    )
    app.add_middleware(
        RequestGuard,
        max_body_bytes=settings.max_body_bytes,
        body_timeout_s=settings.body_timeout_s,
        metrics=metrics,
    )
    for part in (router, coverage_api.router):
        app.include_router(part, dependencies=[Depends(admit)], responses=problems.responses(Problem))
    app.include_router(openai_api.router, dependencies=[Depends(admit)], responses=problems.responses(OpenAIError))
    app.include_router(admin_api.router, responses=problems.responses(Problem))
    app.include_router(operations, responses=problems.responses(Problem))
    app.include_router(pages.router)
    app.state.mcp = add_mcp(app, settings.host)
    describe = app.openapi
    # FastAPI's own way to change the description; made when it is first asked for: it takes a third of a second.
    app.openapi = cache(lambda: problems.describe_problems(describe()))  # type: ignore[method-assign]
    return app


@router.post(
    "/ask",
    summary="One question, one answer with its citations",
    response_model=Answer,
    responses={200: {"content": {"application/json": {"example": ANSWER_EXAMPLE}, "text/event-stream": {}}}},
)
async def ask(
    request: Request, bot: ReadyBot, body: Annotated[AskRequest, Body(openapi_examples=ASK_EXAMPLES)]
) -> Response:
    """JSON, or server-sent events with `Accept: text/event-stream` or `"stream": true`."""
    answered = counted_ask(request.app, bot, body)
    if _wants_stream(request, body):
        events = stream_answer(request, answered, conversation_id=body.conversation_id)
        return StreamingResponse(events, media_type="text/event-stream", headers=HEADERS)
    answer = await answered()
    timings = f"retrieve;dur={answer.timings.retrieve_ms:.1f}, answer;dur={answer.timings.answer_ms:.1f}"
    headers = {"Server-Timing": timings, "Cache-Control": "no-store", "Vary": "Accept"}
    # Written here, not by FastAPI, which would check every field of an answer that is one already.
    return Response(answer.model_dump_json(), media_type="application/json", headers=headers)


@router.post("/verify", summary="A saved answer checked against the library: every citation, cell, figure and sum")
def verify(
    bot: ReadyBot, response: Response, body: Annotated[Answer, Body(openapi_examples=VERIFY_EXAMPLES)]
) -> Report:
    """Takes the JSON that `/ask` gave, and says what in it doesn't hold. No model is asked."""
    response.headers["Cache-Control"] = "no-store"
    return check_answer(body, bot.library)


@router.post("/feedback", status_code=204, summary="What a reader thought of an answer")
def give_feedback(request: Request, body: Feedback) -> Response:
    request.app.state.feedback.add(body)
    request.app.state.metrics.feedback(body.rating)
    return Response(status_code=204)


@operations.get("/healthz", summary="200 while the process is alive")
async def health() -> Health:
    return Health(status="alive")


@operations.get("/readyz", summary="200 once the library is open, 503 before")
async def readiness(request: Request, bot: ReadyBot) -> Ready:
    """With several workers 200 tells that whoever takes a reader's next request has its library open."""
    place: Place = request.app.state.place
    place.workers.opened(place.number)  # its own is, also where that is not noted yet
    if not place.workers.are_ready():
        raise ProblemError("starting", headers={"Retry-After": str(RETRY_AFTER_S)})
    return Ready(status="ready", version=bot.library.version, documents=len(bot.library.documents()))


@operations.get(
    "/metrics",
    summary="Counters for Prometheus",
    response_class=PlainTextResponse,
    dependencies=[Depends(admit_secret)],
)
def show_metrics(request: Request) -> Response:
    return Response(request.app.state.metrics.exposition(), media_type=CONTENT_TYPE)


@operations.get("/problems/{code}", summary="What a problem's `type` means", response_class=PlainTextResponse)
async def explain_problem(code: str) -> str:
    if code not in problems.KINDS:
        raise ProblemError("not-found", detail="There is no problem of that name.")
    kind = problems.KINDS[code]
    return f"{kind.status} {kind.title}\n{kind.cure}\n"


def _watching(
    service: Service, metrics: Metrics, place: Place, reload_s: float
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(_watch(service, metrics, place, reload_s))
        async with app.state.mcp:
            yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    return lifespan


async def _watch(service: Service, metrics: Metrics, place: Place, reload_s: float) -> None:
    """Open the library, then look for a newly published one for as long as the service runs."""
    while True:
        changed = await run_in_threadpool(service.refresh)
        if changed:
            place.workers.opened(place.number)
            metrics.ready(len(service.bot.library.documents()))
        await asyncio.sleep(reload_s)
        if changed:  # by now whoever asked the library before has the answer
            await run_in_threadpool(give_memory_back)


def _wants_stream(request: Request, body: AskRequest) -> bool:
    if body.stream is not None:
        return body.stream
    return "text/event-stream" in request.headers.get("accept", "")
