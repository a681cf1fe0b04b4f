"""An answer as server-sent events: the same answer as the JSON body, told in the order a reader wants it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from fastapi import Request
from fastapi.sse import format_sse_event

from bot.problems import Problem, ProblemError, problem
from bot.schema import Answer

logger = logging.getLogger(__name__)

PING = b": ping\n\n"
PING_INTERVAL_S = 15.0  # proxies commonly cut a silent connection after 30 to 60 seconds
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Vary": "Accept"}

Event = dict[str, object]


def answer_events(answer: Answer) -> Iterator[Event]:
    """Sources, then each segment with its citations, the tables, and `done` with the complete answer, last."""
    yield {"type": "sources", "documents": _sources(answer)}
    by_number = {citation.n: citation for citation in answer.citations}
    told: set[int] = set()
    for index, segment in enumerate(answer.segments):
        yield {"type": "delta", "segment": index, "text": segment.text}
        for n in segment.citations:
            if n not in told:
                told.add(n)
                yield {"type": "citation", "segment": index, "citation": by_number[n].model_dump(mode="json")}
    for table in answer.tables:
        yield {"type": "table", "table": table.model_dump(mode="json")}
    yield {**answer.model_dump(mode="json"), "type": "done"}


async def stream_answer(
    request: Request,
    ask: Callable[[], Awaitable[Answer]],
    *,
    conversation_id: str | None,
    ping_interval_s: float = PING_INTERVAL_S,
) -> AsyncIterator[bytes]:
    """Bytes of the whole stream. Closing it early (the client left) sends nothing more and drops the answer."""
    encode = _Encoder()
    yield encode({"type": "start", "request_id": request.scope["request_id"], "conversation_id": conversation_id})
    yield encode({"type": "status", "stage": "retrieving", "message": "Searching the coverage…"})
    asking = Asking(request, ask)
    async for ping in asking.pings(ping_interval_s):
        yield ping
    if isinstance(asking.outcome, Problem):
        yield encode({**asking.outcome.model_dump(mode="json", exclude_none=True), "type": "error"})
        return
    for event in answer_events(asking.outcome):
        yield encode(event)


class Asking:
    """One question being answered while its stream is kept alive."""

    def __init__(self, request: Request, ask: Callable[[], Awaitable[Answer]]) -> None:
        self._request = request
        self._answering = asyncio.ensure_future(ask())
        self.outcome: Answer | Problem
        """Set once `pings` has ended: the answer, or what to tell the client instead."""

    async def pings(self, interval_s: float = PING_INTERVAL_S) -> AsyncIterator[bytes]:
        """A comment every `interval_s` until the outcome is there."""
        try:
            while not (await asyncio.wait([self._answering], timeout=interval_s))[0]:
                yield PING
            self.outcome = self._answering.result()
        except ProblemError as error:
            self.outcome = problem(self._request, error)
        except Exception:
            logger.exception("request %s failed while streaming", self._request.scope["request_id"])
            self.outcome = problem(self._request, ProblemError("internal"))
        finally:
            self._answering.cancel()  # where the client left, nobody waits for the thread's result any more


class _Encoder:
    """Numbers the events of one stream from 1."""

    def __init__(self) -> None:
        self._sent = 0

    def __call__(self, event: Event) -> bytes:
        self._sent += 1
        text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
        return format_sse_event(data_str=text, event=str(event["type"]), id=str(self._sent))


def _sources(answer: Answer) -> list[dict[str, str | None]]:
    first = {citation.document_id: citation for citation in reversed(answer.citations)}
    ordered = sorted(first.values(), key=lambda citation: citation.n)
    return [
        {"document_id": c.document_id, "title": c.title, "publisher": c.publisher, "published_at": c.published_at}
        for c in ordered
    ]
