"""HTTP connections on which a request's head must arrive in time: else a few slow ones could hold the service."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class TimedHeads(H11Protocol):
    """uvicorn's protocol on h11, which waits for ever for the first request's head and for the rest of any other.

    After a response it waits some seconds for the next request to begin, which is uvicorn's own rule.
    """

    head_timeout_s = 10.0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        self._watch_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._unwatch_head()
        super().connection_lost(exc)

    def _watch_head(self) -> None:
        """The time runs from the first byte of a head, or from the connection, and no later byte prolongs it."""
        if self.conn.their_state is not h11.IDLE:
            self._unwatch_head()
        elif self._timer is None:
            self._timer = self.loop.call_later(self.head_timeout_s, self.transport.close)

    def _unwatch_head(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def timed_heads(head_timeout_s: float) -> type[TimedHeads]:
    """The protocol with that limit; uvicorn makes its connections itself and passes nothing on to them."""
    return type("TimedHeads", (TimedHeads,), {"head_timeout_s": head_timeout_s})
