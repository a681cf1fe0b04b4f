"""Processes that are forked, replaced and stopped, tried on real ones."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

WAIT_S = 30.0

# A worker leaves a file with its number and sleeps until it is told to end; told to end, it leaves another.
SCRIPT = """
import os, signal, sys, time
from pathlib import Path
from bot.service.workers import run_workers
folder, how = Path(sys.argv[1]), sys.argv[2]
def work(worker):
    if how == "fail":
        raise ValueError("no such keys")
    def leave(*_):
        (folder / f"{os.getpid()}.left").touch()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
    signal.signal(signal.SIGTERM, leave)
    (folder / f"{worker}-number").touch()
    (folder / f"{os.getpid()}.begun").touch()
    while True:
        time.sleep(60)
run_workers(work, 2)
(folder / "over").touch()
"""


class Running:
    """The script, and the workers it has."""

    def __init__(self, folder: Path, how: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder), how], stderr=subprocess.PIPE, text=True
        )

    def pids(self, mark: str) -> set[int]:
        return {int(path.stem) for path in self.folder.glob(f"*.{mark}")}

    def wait_for(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + WAIT_S
        while not holds():
            assert time.monotonic() < deadline, "it did not come about"
            time.sleep(0.01)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    started = Running(tmp_path, "serve")
    started.wait_for(lambda: len(started.pids("begun")) == 2)
    yield started
    started.process.kill()
    started.process.communicate()


def test_told_to_stop_it_passes_that_on_and_waits_for_every_worker(running: Running) -> None:
    running.process.terminate()
    running.process.wait(WAIT_S)

    assert running.process.returncode == 0
    assert running.pids("left") == running.pids("begun")
    assert (running.folder / "over").exists()


def test_a_worker_that_is_killed_is_replaced(running: Running) -> None:
    first, second = sorted(running.pids("begun"))
    assert {path.name for path in running.folder.glob("*-number")} == {"0-number", "1-number"}
    os.kill(first, signal.SIGKILL)
    running.wait_for(lambda: len(running.pids("begun")) == 3)
    running.process.terminate()
    running.process.wait(WAIT_S)

    assert running.pids("left") == running.pids("begun") - {first}
    assert second in running.pids("left")


def test_workers_do_not_outlive_the_process_that_started_them(running: Running) -> None:
    running.process.kill()
    running.wait_for(lambda: running.pids("left") == running.pids("begun"))

    assert not (running.folder / "over").exists()


def test_a_worker_that_cannot_start_is_no_reason_to_try_for_ever(tmp_path: Path) -> None:
    failed = Running(tmp_path, "fail")
    _, told = failed.process.communicate(timeout=WAIT_S)

    assert failed.process.returncode == 1
    assert "no such keys" in told
    assert "ChildProcessError" in told
