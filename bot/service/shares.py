"""Which of several workers takes the next connection: of those whose library is open, the one that holds the fewest."""

import mmap
import time
from collections.abc import Callable
from socket import socket
from typing import NamedTuple

_PAUSE_S = 0.0005  # between two looks of a worker that leaves a connection to another
_PATIENCE_S = 0.1  # after which it takes it all the same: the other may be busy, or gone


class Workers:
    """How many connections each worker holds and whether its library is open, in memory that they share.

    Made before they are forked; of each number only the worker whose it is writes it.
    """

    def __init__(self, count: int) -> None:
        self._held = memoryview(mmap.mmap(-1, 8 * count)).cast("q")
        self._open = memoryview(mmap.mmap(-1, 8 * count)).cast("q")

    def begin(self, worker: int) -> None:
        """A worker that takes the place of another holds no connection, and no library is open in it yet."""
        self._open[worker] = self._held[worker] = 0

    def opened(self, worker: int) -> None:
        """Its library is open, and from now on there is always one."""
        self._open[worker] = 1

    def change(self, worker: int, by: int) -> None:
        """One connection more, or one less."""
        self._held[worker] += by

    def may_take(self, worker: int) -> bool:
        """Whether a connection is in good hands with it: its library is open, or nobody's is."""
        return bool(self._open[worker]) or not any(self._open)

    def has_fewest(self, worker: int) -> bool:
        """Whether no other worker whose library is open holds fewer connections."""
        held = zip(self._held, self._open, strict=True)
        return all(self._held[worker] <= number for number, is_open in held if is_open or not self._open[worker])

    def are_ready(self) -> bool:
        """Whether no reader can meet a worker whose library is not open: by a new connection or by one it holds."""
        states = list(zip(self._held, self._open, strict=True))
        return any(is_open for _, is_open in states) and all(is_open or not held for held, is_open in states)


class Place(NamedTuple):
    """One of the workers."""

    workers: Workers
    number: int


class FairListener(socket):
    """A listening socket that leaves a connection to whichever worker should take it.

    asyncio waits for the next turn where `accept` would block, and so it does here.
    """

    def share(self, place: Place) -> None:
        """From now on take connections as that worker."""
        self._workers, self._worker = place
        self._left_since = 0.0
        self._workers.begin(self._worker)

    def accept(self) -> tuple[socket, object]:
        """The next connection. Raises BlockingIOError where another worker should take it."""
        self._leave_to_who_holds_fewer()
        if not self._workers.may_take(self._worker):
            raise _left_to("whose library is open")  # before it counts: who asks now must not take it for a holder
        self._workers.change(self._worker, 1)  # first: whoever asks now whether all are ready must know of it
        try:
            if not self._workers.may_take(self._worker):  # another's was opened meanwhile
                raise BlockingIOError("left to a worker whose library is open")
            taken, address = super().accept()
        except OSError:
            self._workers.change(self._worker, -1)
            raise
        self._left_since = 0.0
        return _Taken(taken, lambda: self._workers.change(self._worker, -1)), address

    def _leave_to_who_holds_fewer(self) -> None:
        if self._workers.has_fewest(self._worker):
            return
        now = time.monotonic()
        self._left_since = self._left_since or now
        if now - self._left_since < _PATIENCE_S:
            raise _left_to("that holds fewer connections")


def _left_to(whom: str) -> BlockingIOError:
    """What asyncio understands as "nothing to take", after a moment for the other to take it."""
    time.sleep(_PAUSE_S)
    return BlockingIOError(f"left to a worker {whom}")


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
