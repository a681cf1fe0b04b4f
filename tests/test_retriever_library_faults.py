"""What a publish leaves behind when it is killed, or when another runs beside it."""

import errno
import random
import sqlite3
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
from doubles import HashEncoder

from retriever.library import LibraryError, open_library, publish
from retriever.search import Retriever
from retriever.types import Document, DocumentKind, Passage

TESTS = Path(__file__).parent
ROUNDS, DOCUMENTS = 8, 12
LONGEST_PUBLISHES = 8  # kills fall anywhere in the time that this many publishes take, on however busy a machine

PUBLISH_FOR_EVER = f"""
import sys
import tempfile
from itertools import count
from pathlib import Path
sys.path[:0] = {[str(TESTS), str(TESTS.parent)]!r}
import pytest
from doubles import HashEncoder
from test_retriever_library_faults import coverage
from retriever.library import publish
with tempfile.TemporaryDirectory() as elsewhere:  # the first takes longer: it loads what publishing needs
    publish(Path(elsewhere), changed=coverage("trial"), removed=[], encoder=HashEncoder())
for n in count(int(sys.argv[2])):
    print("ready", flush=True)
    publish(Path(sys.argv[1]), changed=coverage(f"edition {{n}}"), removed=[], encoder=HashEncoder())
"""
PUBLISH_ONE = f"""
import sys
from pathlib import Path
sys.path[:0] = {[str(TESTS), str(TESTS.parent)]!r}
import pytest
from doubles import HashEncoder
from test_retriever_library_faults import report
from retriever.library import publish
print("ready", flush=True)
sys.stdin.readline()
publish(Path(sys.argv[1]), changed=[report(sys.argv[2], "Lind won.")], removed=[], encoder=HashEncoder())
"""


def report(document_id: str, text: str) -> Document:
    passage = Passage(f"{document_id}#p0", document_id, 0, len(text), text)
    return Document(document_id, document_id, text, DocumentKind.ARTICLE, passages=(passage,), digest=text)


def coverage(edition: str) -> list[Document]:
    return [report(f"page-{n:02d}", f"{edition} of page {n}") for n in range(DOCUMENTS)]


def editions(library: Path) -> list[str]:
    """The edition of every page, in order of pages, as the store holds it; its search must find as many pages."""
    opened = open_library(library, HashEncoder())
    hits = Retriever(opened, HashEncoder()).search("edition of page", k=2 * DOCUMENTS)
    found = [opened.document(d.document_id).text.split(" of ")[0] for d in opened.documents()]
    opened.close()
    assert {hit.document_id for hit in hits} == {f"page-{n:02d}" for n in range(DOCUMENTS)}
    return found


def publish_until_killed(library: Path, first: int, seconds: float) -> None:
    command = [sys.executable, "-c", PUBLISH_FOR_EVER, str(library), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()  # SIGKILL: nothing of the publisher's own runs any more
        child.stdout.read()


def test_a_publish_killed_at_any_instant_leaves_one_whole_generation(tmp_path: Path) -> None:
    instants = random.Random(20310301)
    publish(tmp_path, changed=coverage("edition -1"), removed=[], encoder=HashEncoder())
    started = perf_counter()
    publish(tmp_path, changed=coverage("edition 0"), removed=[], encoder=HashEncoder())
    longest_s = LONGEST_PUBLISHES * (perf_counter() - started)
    newest = 0

    for _ in range(ROUNDS):
        publish_until_killed(tmp_path, newest + 1, instants.uniform(0, longest_s))

        found = editions(tmp_path)
        assert len(found) == DOCUMENTS
        assert len(set(found)) == 1, "pages of two generations stand side by side"
        assert int(found[0].split()[1]) >= newest, "an older generation came back"
        newest = int(found[0].split()[1])
    assert newest > 0, "no publish came through: every kill came before anything was written"


def test_the_publish_after_a_killed_one_lands_and_clears_what_it_left(tmp_path: Path) -> None:
    publish(tmp_path, changed=coverage("edition 0"), removed=[], encoder=HashEncoder())
    publish_until_killed(tmp_path, 1, 0.05)

    publish(tmp_path, changed=coverage("edition 900"), removed=[], encoder=HashEncoder())

    assert editions(tmp_path) == ["edition 900"] * DOCUMENTS
    assert not [folder for folder in (tmp_path / "generations").iterdir() if folder.name.startswith(".")]


def test_two_publishes_at_once_both_land(tmp_path: Path) -> None:
    commands = [[sys.executable, "-c", PUBLISH_ONE, str(tmp_path), name] for name in ("a", "b")]
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for command in commands
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"

    codes = []
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=30)
        codes.append(child.returncode)

    assert codes == [0, 0]
    opened = open_library(tmp_path, HashEncoder())
    assert [d.document_id for d in opened.documents()] == ["a", "b"]
    opened.close()


@pytest.mark.parametrize(
    ("write", "error"),
    [
        ("retriever.library.StoreWriter.add", sqlite3.OperationalError("database or disk is full")),
        ("retriever.library.write_lexical_index", ValueError("Failed to flush: No space left on device (os error 28)")),
        ("retriever.vectors.write_dense_index", RuntimeError("write error in dense.faiss: No space left on device")),
        ("retriever.library.swap", OSError(errno.ENOSPC, "No space left on device")),
    ],
    ids=["store", "words", "vectors", "pointer"],
)
def test_on_a_full_disk_the_library_stays_whole_and_the_message_says_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: str, error: Exception
) -> None:
    publish(tmp_path, changed=coverage("edition 1"), removed=[], encoder=HashEncoder())

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as disk:
        disk.setattr(write, fail)
        with pytest.raises(LibraryError, match="no room to write the next generation") as refused:
            publish(tmp_path, changed=coverage("edition 2"), removed=[], encoder=HashEncoder())

    assert str(tmp_path) in str(refused.value)
    assert "Free some space" in str(refused.value)
    assert editions(tmp_path) == ["edition 1"] * DOCUMENTS
    assert [folder.name[0] for folder in (tmp_path / "generations").iterdir()].count(".") == 0
    publish(tmp_path, changed=coverage("edition 3"), removed=[], encoder=HashEncoder())
    assert editions(tmp_path) == ["edition 3"] * DOCUMENTS


def test_a_write_that_fails_for_another_reason_is_not_called_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("index of another kind")

    monkeypatch.setattr("retriever.vectors.write_dense_index", fail)

    with pytest.raises(RuntimeError, match="another kind"):
        publish(tmp_path, changed=coverage("edition 1"), removed=[], encoder=HashEncoder())
