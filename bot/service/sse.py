"""An answer as server-sent events: the same answer as the JSON body, told in the order a reader wants it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator, Sequence

from fastapi import Request
from fastapi.sse import format_sse_event

from bot.schema import Answer, Citation, Segment
from bot.service.asking import Ask
from bot.service.problems import Problem, ProblemError, problem

logger = logging.getLogger(__name__)

PING = b": ping\n\n"
PING_INTERVAL_S = 15.0  # proxies commonly cut a silent connection after 30 to 60 seconds
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Vary": "Accept"}

Event = dict[str, object]
Piece = tuple[Segment, list[Citation]]
"""A sentence as it was told, with the citations that are new in it."""


def answer_events(answer: Answer, told: int = 0) -> Iterator[Event]:
    """Sources, then each segment with its citations, the tables, and `done` with the complete answer, last.

    `told`: how many segments the reader has already, as a language model wrote them.
    """
    if not told:
        yield {"type": "sources", "documents": _sources(answer)}
    by_number = {citation.n: citation for citation in answer.citations}
    cited = {n for segment in answer.segments[:told] for n in segment.citations}
    for index, segment in enumerate(answer.segments[told:], start=told):
        fresh = [n for n in dict.fromkeys(segment.citations) if n not in cited]
        cited.update(fresh)
        yield from _segment_events(index, segment, [by_number[n] for n in fresh])
    for table in answer.tables:
        yield {"type": "table", "table": table.model_dump(mode="json")}
    yield {**answer.model_dump(mode="json"), "type": "done"}


def _segment_events(index: int, segment: Segment, fresh: Sequence[Citation]) -> Iterator[Event]:
    yield {"type": "delta", "segment": index, "text": segment.text}
    for citation in fresh:
        yield {"type": "citation", "segment": index, "citation": citation.model_dump(mode="json")}


async def stream_answer(
    request: Request,
    ask: Ask,
    *,
    conversation_id: str | None,
    ping_interval_s: float = PING_INTERVAL_S,
) -> AsyncIterator[bytes]:
    """Bytes of the whole stream. Closing it early (the client left) sends nothing more and drops the answer."""
    encode = _Encoder()
    yield encode({"type": "start", "request_id": request.scope["request_id"], "conversation_id": conversation_id})
    yield encode({"type": "status", "stage": "retrieving", "message": "Searching the coverage…"})
    asking = Asking(request, ask)
    told = 0
    async for piece in asking.pieces(ping_interval_s):
        if piece is None:
            yield PING
            continue
        for event in _segment_events(told, *piece):
            yield encode(event)
        told += 1
    if isinstance(asking.outcome, Problem):
        yield encode({**asking.outcome.model_dump(mode="json", exclude_none=True), "type": "error"})
        return
    for event in answer_events(asking.outcome, told):
        yield encode(event)


class Asking:
    """One question being answered while its stream is kept alive."""

    def __init__(self, request: Request, ask: Ask) -> None:
        self._request = request
        self._told: asyncio.Queue[Piece] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def tell(segment: Segment, fresh: list[Citation]) -> None:  # called from the thread that asks the model
            loop.call_soon_threadsafe(self._told.put_nowait, (segment, fresh))

        self._answering = asyncio.ensure_future(ask(tell))
        self.outcome: Answer | Problem
        """Set once `pieces` has ended: the answer, or what to tell the client instead."""

    async def pieces(self, interval_s: float = PING_INTERVAL_S) -> AsyncIterator[Piece | None]:
        """Sentences as they are told; None every `interval_s` that nothing is, until the outcome is there."""
        try:
            while not self._answering.done():
                telling = asyncio.ensure_future(self._told.get())
                waited = {self._answering, telling}
                done, _ = await asyncio.wait(waited, timeout=interval_s, return_when=asyncio.FIRST_COMPLETED)
                if telling in done:
                    yield telling.result()
                    continue
                telling.cancel()
                if not done:
                    yield None
            while not self._told.empty():
                yield self._told.get_nowait()
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
