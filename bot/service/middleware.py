"""What happens to every request before and after its endpoint: id, body limits, safe headers, a line in the log."""

import asyncio
import logging
import re
import time
import uuid

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.service.metrics import Metrics
from bot.service.problems import ProblemError, problem_response

logger = logging.getLogger(__name__)

# What we accept as a request id from outside: nothing that could break a header or a log line.
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")
_SAFE_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
]


class RequestGuard:
    """ASGI middleware around the whole service."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: int, body_timeout_s: float, metrics: Metrics) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes
        self._body_timeout_s = body_timeout_s
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["request_id"] = _request_id(scope)
        started = time.perf_counter()
        status = 0

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                request_id = (b"x-request-id", scope["request_id"].encode())
                more = scope.get("response_headers", {})  # what the gate says about the rate
                limits = [(name.lower().encode(), text.encode()) for name, text in more.items()]
                message["headers"] = [*message["headers"], request_id, *_SAFE_HEADERS, *limits]
            await send(message)

        try:
            await self._app(scope, self._limited(scope, receive), send_guarded)
        except Exception:
            logger.exception("request %s failed: %s %s", scope["request_id"], scope["method"], _route(scope))
            if status:  # too late for another answer: the connection breaks off
                raise
            await problem_response(Request(scope), ProblemError("internal"))(scope, receive, send_guarded)
        finally:
            elapsed_s = time.perf_counter() - started
            self._metrics.request(scope["method"], _route(scope), status, elapsed_s)
            logger.info(
                "%s %s %d %.1f ms %s", scope["method"], _route(scope), status, elapsed_s * 1000, scope["request_id"]
            )

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """`receive` that refuses a body over the limit or slower than the limit."""
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        too_long = announced.isdigit() and int(announced) > self._max_body_bytes
        received = 0
        complete = False
        deadline = time.monotonic() + self._body_timeout_s

        async def receive_limited() -> Message:
            nonlocal received, complete
            if complete:  # what comes now is the end of the connection, however late
                return await receive()
            if too_long:
                raise HTTPException(413)
            try:
                message = await asyncio.wait_for(receive(), timeout=max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                raise HTTPException(408, headers={"Connection": "close"}) from None
            received += len(message.get("body", b""))
            if received > self._max_body_bytes:
                raise HTTPException(413)
            complete = not message.get("more_body", False)
            return message

        return receive_limited


def _request_id(scope: Scope) -> str:
    given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    return given if _REQUEST_ID.match(given) else uuid.uuid4().hex


def _route(scope: Scope) -> str:
    """The address's pattern ("/documents/{document_id}"): few values for metrics, nothing of the reader's in logs."""
    route = scope.get("route")
    return str(getattr(route, "path", "unmatched"))
