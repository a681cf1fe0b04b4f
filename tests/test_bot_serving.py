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

from bot import asgi
from bot.service import serving
from bot.service.heads import TimedHeads
from bot.service.shares import Place
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


@pytest.mark.parametrize(("workers", "cores", "threads"), [(1, 8, 0), (2, 8, 1), (0, 8, 1), (0, 1, 0)])
def test_one_worker_alone_has_all_cores_and_each_of_several_has_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workers: int, cores: int, threads: int
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(asgi, "load_encoder", lambda _, **options: opened.append(options["threads"]) or Encoder())
    monkeypatch.setattr(asgi.Bot, "open", lambda _, *, threads, encoder, **__: encoder and opened.append(threads))
    settings = Settings(library=tmp_path, workers=workers)
    asgi.bot_opener(settings, asgi.encoder_loader(settings))()

    assert opened == [threads, threads]


class Encoder:
    name, dimension, digest = "none", 1, "none"


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that serving sets, put back afterwards."""
    for variable in ("PRESSBOX_LIBRARY", "PRESSBOX_WORKERS", "PROMETHEUS_MULTIPROC_DIR", "TOKENIZERS_PARALLELISM"):
        monkeypatch.setenv(variable, "")


@pytest.mark.usefixtures("variables")
def test_one_worker_alone_serves_in_the_process_that_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: dict[str, object] = {}
    monkeypatch.setattr(
        uvicorn, "run", lambda app, **options: started.update(options, app=app, told=os.environ["PRESSBOX_WORKERS"])
    )
    serving.run_service(Settings(library=tmp_path, workers=1))

    assert (started["app"], started["told"]) == ("bot.asgi:app", "1")
    assert isinstance(started["http"], type)
    assert issubclass(started["http"], TimedHeads)
    assert uvicorn.Config("bot.asgi:app", loop=str(started["loop"])).get_loop_factory() is not None


@pytest.mark.usefixtures("variables")
def test_several_workers_share_an_encoder_a_socket_and_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(asgi, "preload", lambda settings: seen.append(settings.workers_folder) or Encoder)
    monkeypatch.setattr(asgi, "service_app", lambda _, encoder, place: seen.append(encoder) or places.append(place))
    monkeypatch.setattr(uvicorn.Config, "configure_logging", lambda _: None)  # it would outlast this test
    monkeypatch.setattr(serving, "run_workers", lambda work, count: [work(worker) for worker in range(count)])
    seen: list[object] = []
    ports: list[int] = []
    places: list[Place] = []

    def served(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        server.config.app()
        ports.append(sockets[0].getsockname()[1])
        server.started = True

    monkeypatch.setattr(uvicorn.Server, "run", served)
    serving.run_service(Settings(library=tmp_path, workers=2, workers_folder=tmp_path, port=0))

    assert seen == [tmp_path, Encoder, Encoder]
    assert [place.number for place in places] == [0, 1]
    assert places[0].workers is places[1].workers
    assert len(ports) == 2
    assert ports[0] == ports[1]
