"""A service that lives long keeps its memory together and gives back what an old library leaves."""

import ctypes
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from double_bot import DoubleBot
from fastapi.testclient import TestClient

from bot.service import api
from bot.service.memory import give_memory_back
from bot.settings import Settings

WAIT_S = 30.0

# The C library's own account of its heaps, after each of eight threads has asked it for memory.
SCRIPT = """
import ctypes, sys, threading
from bot.service.memory import keep_memory_together
if sys.argv[1] == "together":
    keep_memory_together()
libc = ctypes.CDLL(None)
meet = threading.Barrier(8)
def ask():
    meet.wait()
    libc.malloc(1000)
threads = [threading.Thread(target=ask) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.malloc_stats()
"""


def heaps(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, check=True)
    return done.stderr.count("Arena ")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="a setting of the GNU C library")
def test_threads_share_one_heap() -> None:
    assert heaps("together") == 1
    assert heaps("as it is") > 1


def test_memory_is_given_back_wherever_the_service_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    give_memory_back()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())  # a C library without such a function
    give_memory_back()


def test_what_an_old_library_leaves_is_given_back_once_the_next_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    given = threading.Semaphore(0)
    monkeypatch.setattr(api, "give_memory_back", given.release)

    def open_bot() -> DoubleBot:
        opened.append((tmp_path / "CURRENT").read_text(encoding="utf-8"))
        return DoubleBot()

    (tmp_path / "CURRENT").write_text("one", encoding="utf-8")
    with TestClient(api.create_app(open_bot, Settings(library=tmp_path, reload_s=0.01))):
        assert given.acquire(timeout=WAIT_S)
        (tmp_path / "NEXT").write_text("two", encoding="utf-8")
        (tmp_path / "NEXT").replace(tmp_path / "CURRENT")  # at once, as a library is published
        assert given.acquire(timeout=WAIT_S)

    assert opened == ["one", "two"]
    assert not given.acquire(blocking=False)
