"""What an ingest leaves behind when it is killed, when another runs beside it, and when a followed folder fails it."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from doubles import HashEncoder

from ingest.pipeline import IngestReport, Refused, ingest_paths
from ingest.watch import follow
from retriever.library import LibraryError, open_library

TESTS = Path(__file__).parent
KILLS = int(os.environ.get("PRESSBOX_KILLS", "8"))
FILES = 12

# Forks ingests from a process that has loaded everything and done nothing: no kill is spent on importing.
FORK_AND_KILL = f"""
import os, signal, sys
from itertools import count
from pathlib import Path
from time import sleep
sys.path[:0] = {[str(TESTS), str(TESTS.parent)]!r}
import faiss, retriever.forward, retriever.lexical
from doubles import HashEncoder
from test_ingest_faults import write_edition
from ingest.pipeline import ingest_paths
folder = Path(sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    first, seconds = line.split()
    child = os.fork()
    if not child:
        for n in count(int(first)):
            write_edition(folder / "coverage", n)
            ingest_paths([folder / "coverage"], folder / "library", encoder=HashEncoder())
    sleep(float(seconds))
    os.kill(child, signal.SIGKILL)
    print(os.waitpid(child, 0)[1], flush=True)
"""
INGEST_ONE = f"""
import sys
from pathlib import Path
sys.path[:0] = {[str(TESTS), str(TESTS.parent)]!r}
from doubles import HashEncoder
from ingest.pipeline import ingest_paths
print("ready", flush=True)
sys.stdin.readline()
ingest_paths([Path(sys.argv[1])], Path(sys.argv[2]), encoder=HashEncoder())
"""


def write_edition(coverage: Path, edition: int) -> None:
    """Files that all name their edition: each is replaced whole, as an editor does it."""
    coverage.mkdir(exist_ok=True)
    for number in range(FILES):
        pending = coverage / f".page-{number:02d}"
        pending.write_text(f"Page {number}\n\nEdition {edition} says that the Harriers won.\n")
        pending.rename(coverage / f"page-{number:02d}.txt")


def editions(library: Path) -> list[int]:
    """The edition of every page in the library, in order of pages."""
    opened = open_library(library, HashEncoder())
    texts = [opened.document(summary.document_id).text for summary in opened.documents()]
    opened.close()
    return [int(text.split("Edition ")[1].split()[0]) for text in texts]


def test_an_ingest_killed_at_any_instant_leaves_a_whole_library_and_the_next_one_lands(tmp_path: Path) -> None:
    instants = random.Random(20310302)
    library = tmp_path / "library"
    write_edition(tmp_path / "coverage", 0)
    began = perf_counter()
    ingest_paths([tmp_path / "coverage"], library, encoder=HashEncoder())
    longest_s = 3 * (perf_counter() - began)
    newest, advanced = 0, 0

    command = [sys.executable, "-c", FORK_AND_KILL, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forker:
        assert forker.stdin is not None
        assert forker.stdout is not None
        assert forker.stdout.readline() == "ready\n"
        for _ in range(KILLS):
            print(newest + 1, instants.uniform(0, longest_s), file=forker.stdin, flush=True)
            assert forker.stdout.readline() == f"{int(signal.SIGKILL)}\n", "the ingest ended by itself"

            found = editions(library)
            assert len(found) == FILES
            assert len(set(found)) == 1, "pages of two editions stand side by side"
            assert found[0] >= newest, "an older edition came back"
            advanced += found[0] > newest
            newest = found[0]
        forker.stdin.close()

    assert advanced > 0, "no ingest came through: every kill came before anything was written"
    write_edition(tmp_path / "coverage", 10_000)
    ingest_paths([tmp_path / "coverage"], library, encoder=HashEncoder())
    assert editions(library) == [10_000] * FILES
    assert not [place for place in (library / "generations").iterdir() if place.name.startswith(".")]


def test_two_ingests_at_once_both_land_and_share_no_id(tmp_path: Path) -> None:
    library = tmp_path / "library"
    children = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "final.txt").write_text(f"Final {name}\n\nEdition 1 says that {name} won.\n")
        command = [sys.executable, "-c", INGEST_ONE, str(tmp_path / name), str(library)]
        children.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    for child in children:
        child.communicate("go\n")

    opened = open_library(library)
    titles = {summary.title for summary in opened.documents()}
    opened.close()
    assert [child.returncode for child in children] == [0, 0]
    assert titles == {"Final a", "Final b"}


def test_a_followed_folder_is_read_at_the_start_and_after_every_burst() -> None:
    reports = iter([IngestReport(added=("a",)), IngestReport(refused=(Refused("b", "empty"),)), IngestReport()])
    told: list[object] = []

    follow([{Path("b")}, {Path("c")}], lambda: next(reports), told.append)

    assert told == [IngestReport(added=("a",)), IngestReport(refused=(Refused("b", "empty"),)), IngestReport()]


def test_a_failing_ingest_does_not_end_the_following() -> None:
    outcomes: list[IngestReport | Exception] = [LibraryError("locked"), OSError("disk full"), IngestReport()]
    told: list[object] = []

    def ingest() -> IngestReport:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    follow([1, 2], ingest, told.append)

    assert [type(outcome) for outcome in told] == [LibraryError, OSError, IngestReport]
