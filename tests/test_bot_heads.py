"""Heads of requests that drip in, on a real socket."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import double_bot
import pytest
from running_service import RunningService

from bot.settings import Settings

LIMIT_S, PATIENCE_S = 0.4, 20.0
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[socket.socket]:
    service = RunningService(Settings(library=tmp_path / "library", body_timeout_s=LIMIT_S), double_bot.DoubleBot())
    with socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE_S) as connection:
        yield connection
    service.stop()


def answered(reader: socket.socket) -> bytes:
    """One whole answer."""
    got = b""
    while b'"alive"}' not in got:
        got += reader.recv(4096)
    return got


def is_closed_while_dripping(reader: socket.socket) -> bool:
    """Whether the service ends the connection though a header line goes out every few milliseconds."""
    reader.settimeout(0.05)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            reader.sendall(b"X-Slow: 1\r\n")
            if reader.recv(4096) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_a_head_that_drips_in_is_cut_off_however_steadily(reader: socket.socket) -> None:
    reader.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")

    assert is_closed_while_dripping(reader)


def test_a_connection_on_which_nothing_comes_is_closed(reader: socket.socket) -> None:
    assert reader.recv(4096) == b""


def test_the_second_request_of_a_connection_has_no_longer_than_the_first(reader: socket.socket) -> None:
    reader.sendall(WHOLE)
    assert answered(reader).startswith(b"HTTP/1.1 200")
    reader.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")

    assert is_closed_while_dripping(reader)


def test_between_two_requests_a_reader_may_rest_longer_than_a_head_may_take(reader: socket.socket) -> None:
    reader.sendall(WHOLE)
    answered(reader)
    reader.settimeout(2 * LIMIT_S)
    with pytest.raises(TimeoutError):
        reader.recv(4096)
    reader.settimeout(PATIENCE_S)
    reader.sendall(WHOLE)

    assert answered(reader).startswith(b"HTTP/1.1 200")
