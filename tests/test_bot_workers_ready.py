"""Readers of a service of several processes meet no worker that has not opened its library, tried on real ones."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

WAIT_S = 30.0
HERE = Path(__file__).parent

# Two workers, over a bot of hand-made answers that each opens once a file with its number is there: the first at once.
SCRIPT = """
import os, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
from double_bot import DoubleBot
from bot import asgi
from bot.service.api import create_app
from bot.service.serving import run_service
from bot.service.shares import FairListener
from bot.settings import Settings

accept = FairListener.accept
def seen_accept(listener):
    (folder / f"{os.getpid()}.listens").touch()
    return accept(listener)
FairListener.accept = seen_accept

def service_app(settings, encoder, place):
    def open_bot():
        while not (folder / f"{place.number}.opens").exists():
            time.sleep(0.01)
        (folder / f"{os.getpid()}.opened").touch()
        return DoubleBot()
    app = create_app(open_bot, settings, place)
    app.add_api_route("/pid", os.getpid)
    return app

asgi.preload = lambda settings: None
asgi.service_app = service_app
run_service(Settings(library=folder / "library", workers=2, workers_folder=folder, port=0))
"""


class Service:
    """The script, and readers who come to it each on a connection of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)])},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        told = next(line for line in self.process.stderr if "running on" in line)
        self.port = int(re.findall(r"127\.0\.0\.1:(\d+)", told)[0])

    def opens(self, worker: int) -> None:
        (self.folder / f"{worker}.opens").touch()

    def status(self, path: str = "/readyz") -> int:
        with closing(self.connect()) as connection:
            return status_of(connection, path)

    def listen(self, count: int) -> bool:
        """Whether so many workers were woken by a reader so far, those that are gone among them."""
        try:
            self.status("/healthz")
        except ConnectionRefusedError:
            return False
        return len(self.pids("listens")) == count

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)

    def pids(self, mark: str) -> list[int]:
        return sorted(int(path.stem) for path in self.folder.glob(f"*.{mark}"))


def status_of(connection: http.client.HTTPConnection, path: str) -> int:
    return answered(connection, path)[0]


def content_of(connection: http.client.HTTPConnection, path: str) -> bytes:
    return answered(connection, path)[1]


def answered(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path)
    try:
        response = connection.getresponse()
    except http.client.RemoteDisconnected:  # it rested for longer than connections are kept: a machine with much to do
        connection.request("GET", path)
        response = connection.getresponse()
    return response.status, response.read()


def wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    started = Service(tmp_path)
    wait_for(lambda: started.listen(2))
    yield started
    started.opens(0)  # a library that is being opened is waited for
    started.opens(1)
    started.process.terminate()
    started.process.communicate()


def test_once_it_says_that_it_is_ready_no_reader_meets_a_worker_that_is_not(service: Service) -> None:
    with ExitStack() as stack:
        early: list[http.client.HTTPConnection] = []
        while len({content_of(connection, "/pid") for connection in early}) < 2:
            early.append(stack.enter_context(closing(service.connect())))
        assert {status_of(connection, "/documents") for connection in early} == {503}
        service.opens(0)  # some of them are held by the other
        wait_for(lambda: {service.status("/documents") for _ in range(20)} == {200})
        assert service.status() == 503

        service.opens(1)
        wait_for(lambda: service.status() == 200)

        assert {status_of(connection, "/documents") for connection in early} == {200}
        assert {service.status("/documents") for _ in range(50)} == {200}


def test_a_worker_that_takes_a_killed_one_s_place_takes_no_reader_until_it_is_ready(service: Service) -> None:
    service.opens(0)
    service.opens(1)
    wait_for(lambda: len(service.pids("opened")) == 2 and service.status() == 200)
    (service.folder / "0.opens").unlink()
    (service.folder / "1.opens").unlink()
    os.kill(service.pids("listens")[0], signal.SIGKILL)
    wait_for(lambda: service.listen(3))

    assert {service.status("/documents") for _ in range(50)} == {200}
    assert service.status() == 200
    assert len(service.pids("opened")) == 2
