"""What a second ingest leaves alone: files that did not change, folders that only moved."""

import os
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from doubles import HashEncoder

from ingest import reading
from ingest.ahead import EncoderAhead
from ingest.pipeline import IngestReport, ingest_paths
from ingest.seen import FILE_NAME
from retriever.encoder import Vectors
from retriever.library import encoded_texts, open_library
from retriever.types import Document, DocumentKind, Passage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    coverage = tmp_path / "coverage"
    (coverage / "heats").mkdir(parents=True)
    (coverage / "report.txt").write_text("Harriers win\n\nThe Harriers won 3–2 on Tuesday.\n")
    (coverage / "heats" / "final.csv").write_text("# Final\nRank,Name,Time\n1,Ann Lee,3:27.65\n")
    return coverage


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files whose bytes are read; the clock runs ahead, so that files just written have settled."""
    names: list[str] = []
    whole = reading.read_bytes
    monkeypatch.setattr("ingest.reading.read_bytes", lambda path: names.append(path.name) or whole(path))
    monkeypatch.setattr("ingest.seen.time_ns", lambda: 2 * Path(__file__).stat().st_ctime_ns)
    return names


def run(folder: Path, *, encoder: HashEncoder | None = None) -> IngestReport:
    return ingest_paths([folder], folder.parent / "library", encoder=encoder or HashEncoder())


def sources(library: Path) -> dict[str, str]:
    opened = open_library(library)
    found = {one.document_id: opened.document(one.document_id).source for one in opened.documents()}
    assert found == {name: record.source for name, record in opened.manifest.sources.items()}
    opened.close()
    return found


def test_a_file_whose_stamp_stands_is_not_read_again(folder: Path, files_read: list[str]) -> None:
    run(folder)
    files_read.clear()

    report = run(folder)

    assert (report.unchanged, files_read) == (("final", "report"), [])


def test_a_change_that_keeps_size_and_time_of_a_file_is_seen(folder: Path, files_read: list[str]) -> None:
    run(folder)
    before = (folder / "report.txt").stat()
    (folder / "report.txt").write_text("Harriers win\n\nThe Harriers won 4–3 on Tuesday.\n")
    os.utime(folder / "report.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    files_read.clear()

    report = run(folder)

    assert (report.changed, files_read) == (("report",), ["report.txt"])


def test_a_file_written_a_moment_ago_is_read_again(
    folder: Path, files_read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its clock may step so slowly that a second change in the same step would not show."""
    monkeypatch.setattr("ingest.seen.time_ns", lambda: (folder / "report.txt").stat().st_ctime_ns + 1)
    run(folder)
    files_read.clear()

    report = run(folder)

    assert (report.unchanged, files_read) == (("final", "report"), ["final.csv", "report.txt"])


@pytest.mark.usefixtures("files_read")
def test_what_was_seen_is_only_a_cache(folder: Path) -> None:
    run(folder)
    (folder.parent / "library" / FILE_NAME).write_text("no JSON {")

    report = run(folder)

    assert report.unchanged == ("final", "report")


@pytest.mark.usefixtures("files_read")
def test_metadata_that_changed_is_seen_though_the_file_did_not(folder: Path) -> None:
    run(folder)
    (folder / "sources.toml").write_text('["report.txt"]\npublisher = "The Gazette"\n')

    assert run(folder).changed == ("report",)


def test_a_folder_that_moved_keeps_its_ids_and_is_not_embedded_again(folder: Path) -> None:
    run(folder)
    elsewhere = folder.parent / "archive" / "2030"
    elsewhere.parent.mkdir()
    folder.rename(elsewhere)
    encoder = HashEncoder()

    report = ingest_paths([elsewhere], folder.parent / "library", encoder=encoder)

    assert (report.unchanged, report.added, report.removed, encoder.seen) == (("final", "report"), (), (), [])
    assert sources(folder.parent / "library") == {
        "final": str(elsewhere / "heats" / "final.csv"),
        "report": str(elsewhere / "report.txt"),
    }


def test_of_a_folder_that_moved_only_what_changed_on_the_way_is_read_and_what_was_lost_is_removed(folder: Path) -> None:
    (folder / "third.txt").write_text("Lions lose\n\nThe Lions lost 1–0.\n")
    run(folder)
    elsewhere = folder.rename(folder.parent / "moved")
    (elsewhere / "report.txt").write_text("Harriers lose\n\nThe Harriers lost 3–2 on Tuesday.\n")
    (elsewhere / "third.txt").unlink()

    report = ingest_paths([elsewhere], folder.parent / "library", encoder=HashEncoder())

    assert (report.added, report.changed, report.unchanged, report.removed) == ((), ("report",), ("final",), ("third",))


def test_a_copy_is_coverage_of_its_own(folder: Path) -> None:
    run(folder)
    copy = folder.parent / "copy"
    copy.mkdir()
    (copy / "report.txt").write_bytes((folder / "report.txt").read_bytes())

    report = ingest_paths([copy], folder.parent / "library", encoder=HashEncoder())

    assert (report.added, report.removed) == (("report-txt",), ())
    assert sources(folder.parent / "library")["report"] == str(folder / "report.txt")


def test_a_lost_file_of_the_same_name_and_other_words_is_not_the_one_that_moved(folder: Path) -> None:
    run(folder)
    (folder / "report.txt").unlink()
    other = folder.parent / "other"
    other.mkdir()
    (other / "report.txt").write_text("Tigers win\n\nThe Tigers won.\n")

    report = ingest_paths([other], folder.parent / "library", encoder=HashEncoder())

    assert report.added == ("report-txt",)


def test_a_folder_that_cannot_be_read_is_refused_and_what_was_read_of_it_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder)
    listed = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("heats"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr("ingest.folders.os.scandir", scandir)

    report = run(folder)

    assert [(Path(one.source).name, one.reason) for one in report.refused] == [
        ("heats", "this folder can't be read: Permission denied")
    ]
    assert (report.removed, report.unchanged) == ((), ("report",))
    assert set(sources(folder.parent / "library")) == {"final", "report"}


def report_of(number: int) -> Document:
    text = f"Runner {number} won."
    passage = Passage(f"{number}#p1", str(number), 0, len(text), text)
    return Document(str(number), "Final", text, DocumentKind.ARTICLE, passages=(passage,))


def test_vectors_made_ahead_are_those_that_were_asked_for() -> None:
    documents = [report_of(number) for number in range(600)]
    asked = [text for document in reversed(documents) for text in encoded_texts(document)] + ["never offered"]
    encoder = HashEncoder()
    ahead = EncoderAhead(encoder)
    for document in documents:
        ahead.offer(document)

    found = ahead.encode(asked)

    assert np.array_equal(found, HashEncoder().encode(asked))
    assert len(encoder.seen) == len(asked), "something was encoded twice"


def test_a_failing_encoder_is_told_of_where_its_vectors_are_needed() -> None:
    class Failing(HashEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            raise MemoryError(f"no room for {len(texts)} vectors")

    ahead = EncoderAhead(Failing())
    ahead.offer(report_of(1))

    with pytest.raises(MemoryError, match="no room for 1"):
        ahead.encode(["Final\nRunner 1 won."])


def test_the_first_files_are_encoded_while_the_next_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last file can only be read once the encoder has been at work; without that the test would time out."""
    began = threading.Event()
    waited: list[bool] = []

    class Watched(HashEncoder):
        def encode(self, texts: Iterable[str]) -> Vectors:
            began.set()
            return super().encode(list(texts))

    whole = reading.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "z.txt":
            waited.append(began.wait(timeout=20))
        return whole(path)

    monkeypatch.setattr("ingest.reading.read_bytes", read)
    (tmp_path / "coverage").mkdir()
    many = "\n\n".join(f"Lap {lap} of the race went to runner {lap}, {'by a stride ' * 30}." for lap in range(300))
    (tmp_path / "coverage" / "a.txt").write_text(f"A long race\n\n{many}\n")
    (tmp_path / "coverage" / "z.txt").write_text("Harriers win\n\nThey won.\n")

    ingest_paths([tmp_path / "coverage"], tmp_path / "library", encoder=Watched())

    assert waited == [True]
