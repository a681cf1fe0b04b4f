"""A stream while it waits, when the reader leaves, and when it comes through a real socket."""

import json
import logging
import socket
import threading
import time
from pathlib import Path

import double_bot
import own_loop
import pytest
from double_bot import WAITS, WINNER
from running_service import RunningService
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from bot.schema import Answer
from bot.service.sse import stream_answer
from bot.settings import Settings

REQUEST = Request({"type": "http", "method": "POST", "path": "/ask", "headers": [], "request_id": "r1"})


def named(chunk: bytes) -> str:
    return chunk.decode().split("\n", 1)[0]


def test_a_long_wait_is_filled_with_pings() -> None:
    release = threading.Event()

    async def ask(_: object = None) -> Answer:
        await run_in_threadpool(release.wait, timeout=20)
        return double_bot.winner()

    async def read() -> list[str]:
        chunks = []
        async for chunk in stream_answer(REQUEST, ask, conversation_id=None, ping_interval_s=0.01):
            chunks.append(named(chunk))
            if chunks.count(": ping") == 3:
                release.set()
        return chunks

    chunks = own_loop.run(read())
    assert chunks[:5] == ["event: start", "event: status", ": ping", ": ping", ": ping"]
    assert chunks[-1] == "event: done"


def test_a_stream_that_is_closed_early_sends_nothing_more_and_complains_of_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    release = threading.Event()

    async def ask(_: object = None) -> Answer:
        await run_in_threadpool(release.wait, timeout=20)
        raise RuntimeError("nobody hears this")

    async def leave() -> list[str]:
        stream = stream_answer(REQUEST, ask, conversation_id=None, ping_interval_s=0.01)
        chunks = [named(await anext(stream)) for _ in range(3)]
        await stream.aclose()
        release.set()
        return chunks

    with caplog.at_level(logging.WARNING):
        assert own_loop.run(leave()) == ["event: start", "event: status", ": ping"]
    assert caplog.records == []


@pytest.fixture
def service(tmp_path: Path) -> RunningService:
    return RunningService(Settings(library=tmp_path / "library"), double_bot.DoubleBot())


def request_bytes(question: str) -> bytes:
    body = json.dumps({"question": question}).encode()
    head = f"POST /ask HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"  # noqa: E501
    return head.encode() + body


def test_the_first_events_reach_the_reader_before_the_answer_is_there(service: RunningService) -> None:
    try:
        with socket.create_connection(("127.0.0.1", service.port), timeout=5) as reader:
            reader.sendall(request_bytes(WAITS))
            received = b""
            while b"event: status" not in received:
                received += reader.recv(4096)

            assert b"event: delta" not in received
            service.bot.release.set()
            while b"event: done" not in received:
                received += reader.recv(65536)
    finally:
        service.stop()


def test_a_reader_who_leaves_does_not_hold_up_the_next(service: RunningService) -> None:
    try:
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", service.port), timeout=5) as reader:
                reader.sendall(request_bytes(WAITS))
                reader.recv(1024)
        started = time.monotonic()
        with socket.create_connection(("127.0.0.1", service.port), timeout=5) as reader:
            reader.sendall(request_bytes(WINNER))
            received = b""
            while b"event: done" not in received:
                received += reader.recv(65536)

        assert time.monotonic() - started < 4
    finally:
        service.stop()


def test_a_body_that_drips_in_too_slowly_gets_408(tmp_path: Path) -> None:
    service = RunningService(Settings(library=tmp_path / "library", body_timeout_s=0.2), double_bot.DoubleBot())
    try:
        with socket.create_connection(("127.0.0.1", service.port), timeout=5) as reader:
            reader.sendall(request_bytes(WINNER)[:-5])

            received = b""
            while chunk := reader.recv(4096):  # the service closes the connection
                received += chunk
    finally:
        service.stop()
    assert received.startswith(b"HTTP/1.1 408")
    assert b'"code":"request-timeout"' in received


def test_a_service_told_to_stop_finishes_the_answer_it_is_giving(tmp_path: Path) -> None:
    running = RunningService(Settings(library=tmp_path / "library"), double_bot.DoubleBot())
    connection = socket.create_connection(("127.0.0.1", running.port), timeout=20)
    connection.sendall(request_bytes(WAITS))
    heard = b""
    while b"event: status" not in heard:
        part = connection.recv(4096)
        assert part, heard  # it must not be turned away
        heard += part

    running.stop()  # sets the bot free only after the service has been told
    while part := connection.recv(4096):
        heard += part
    connection.close()

    assert b"event: done" in heard
