"""Which of several workers takes the next connection: the one that holds the fewest."""

import mmap
import time
from collections.abc import Callable
from socket import socket

_PAUSE_S = 0.0005  # between two looks of a worker that leaves a connection to another
_PATIENCE_S = 0.1  # after which it takes it all the same: the other may be busy, or gone


class OpenConnections:
    """How many connections each worker holds, in memory that they share. Made before they are forked."""

    def __init__(self, workers: int) -> None:
        self._held = memoryview(mmap.mmap(-1, 8 * workers)).cast("q")

    def begin(self, worker: int) -> None:
        """A worker that takes the place of another holds none yet."""
        self._held[worker] = 0

    def change(self, worker: int, by: int) -> None:
        """One more, or one less; only the worker itself writes its number."""
        self._held[worker] += by

    def has_fewest(self, worker: int) -> bool:
        """Whether no other worker holds fewer."""
        return self._held[worker] <= min(self._held)


class FairListener(socket):
    """A listening socket that leaves a connection to whichever worker holds fewer.

    asyncio waits for the next turn where `accept` would block, and so it does here.
    """

    def share(self, held: OpenConnections, worker: int) -> None:
        """From now on take connections as that worker."""
        self._held, self._worker, self._left_since = held, worker, 0.0
        held.begin(worker)

    def accept(self) -> tuple[socket, object]:
        """The next connection. Raises BlockingIOError where another worker should take it."""
        now = time.monotonic()
        if not self._held.has_fewest(self._worker):
            self._left_since = self._left_since or now
            if now - self._left_since < _PATIENCE_S:
                time.sleep(_PAUSE_S)
                raise BlockingIOError("left to a worker that holds fewer connections")
        taken, address = super().accept()
        self._left_since = 0.0
        self._held.change(self._worker, 1)
        return _Taken(taken, lambda: self._held.change(self._worker, -1)), address


class _Taken(socket):
    """A connection that says when it is closed."""

    def __init__(self, taken: socket, closed: Callable[[], None]) -> None:
        super().__init__(taken.family, taken.type, taken.proto, fileno=taken.detach())
        self._told: Callable[[], None] | None = closed

    def close(self) -> None:
        """Closes it; a second time does nothing."""
        super().close()
        if self._told is not None:
            self._told()
            self._told = None
