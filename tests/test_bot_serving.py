"""Workers share the readers who come, and each worker's networks take its share of the cores."""

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import own_loop
import pytest
import uvicorn

from bot import asgi, serving
from bot.settings import Settings


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        found.setblocking(False)
        yield found


class Greeted(asyncio.Protocol):
    """Keeps the connections that a server takes."""

    def __init__(self, taken: list[asyncio.BaseTransport]) -> None:
        self._taken = taken

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._taken.append(transport)


async def taken_by_turn(listening: socket.socket, clients: int) -> list[int]:
    """How many of the clients that wait are taken in each turn of the loop that takes any."""
    taken: list[asyncio.BaseTransport] = []
    by_turn: list[int] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Greeted(taken), sock=listening, backlog=100)
    while sum(by_turn) < clients:
        await asyncio.sleep(0)
        if new := len(taken) - sum(by_turn):
            by_turn.append(new)
    server.close()
    for transport in taken:
        transport.close()
    await asyncio.sleep(0)
    return by_turn


def test_readers_who_come_at_once_are_taken_one_a_turn_so_that_workers_share_them(listening: socket.socket) -> None:
    with ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(socket.create_connection(listening.getsockname()))

        assert own_loop.run(taken_by_turn(listening, clients=5), serving.SharingLoop) == [1, 1, 1, 1, 1]


def test_no_write_to_a_reader_waits_for_the_one_before_to_be_acknowledged() -> None:
    with socket.socket(socket.AF_INET) as brought:  # as uvicorn makes it: without a protocol
        brought.bind(("127.0.0.1", 0))
        brought.setblocking(False)

        async def serve() -> int:
            taken: list[asyncio.BaseTransport] = []
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: Greeted(taken), sock=brought, backlog=100)
            with socket.create_connection(brought.getsockname()):
                while not taken:
                    await asyncio.sleep(0)
                told = taken[0].get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                taken[0].close()
            server.close()
            return int(told)

        assert own_loop.run(serve(), serving.SharingLoop) == 1


def test_more_readers_than_one_may_wait_to_be_taken(listening: socket.socket) -> None:
    async def serve() -> int:
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, sock=listening, backlog=100)
        with ExitStack() as stack:  # none is taken while this runs; past a full queue they would wait for a second
            come = [
                stack.enter_context(socket.create_connection(listening.getsockname(), timeout=0.5)) for _ in range(20)
            ]
        server.close()
        return len(come)

    assert own_loop.run(serve(), serving.SharingLoop) == 20


@pytest.mark.parametrize(("workers", "threads"), [(1, 0), (2, 4), (8, 1), (20, 1)])
def test_workers_share_the_cores_and_one_alone_has_them_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workers: int, threads: int
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(asgi.os, "cpu_count", lambda: 8)
    monkeypatch.setattr(asgi, "load_encoder", lambda _, **__: Encoder())
    monkeypatch.setattr(asgi.Bot, "open", lambda *_, **options: opened.append(options["threads"]))
    asgi.bot_opener(Settings(library=tmp_path, workers=workers))()

    assert opened == [threads]


class Encoder:
    name, dimension, digest = "none", 1, "none"


def test_each_worker_knows_how_many_there_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: dict[str, object] = {}
    for variable in ("PRESSBOX_LIBRARY", "PRESSBOX_WORKERS", "PRESSBOX_WORKERS_FOLDER", "PROMETHEUS_MULTIPROC_DIR"):
        monkeypatch.setenv(variable, "")  # put back afterwards
    monkeypatch.setattr(
        uvicorn, "run", lambda *_, **options: started.update(options, told=os.environ["PRESSBOX_WORKERS"])
    )
    serving.run_service(Settings(library=tmp_path, workers=3))

    assert (started["workers"], started["told"], started["http"]) == (3, "3", "h11")
    assert uvicorn.Config("bot.asgi:app", loop=str(started["loop"])).get_loop_factory() is not None
