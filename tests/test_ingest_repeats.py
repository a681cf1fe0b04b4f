"""Lines that a publisher prints under story after story are not searched, whatever their words."""

from pathlib import Path

import pytest
from doubles import HashEncoder

from ingest.pipeline import IngestReport, ingest_paths
from retriever.library import open_library
from retriever.types import BlockKind

LINE = "Our reporters are at every ground this season, and so can you be."


@pytest.fixture
def coverage(tmp_path: Path) -> Path:
    (tmp_path / "coverage").mkdir()
    return tmp_path / "coverage"


def write(coverage: Path, number: int, line: str = LINE, story: str | None = None) -> None:
    told = story or f"Runner {number} went past the whole field on the last bend and won by a stride and a half."
    (coverage / f"report-{number}.txt").write_text(f"Report {number}\n\n{told}\n\n{line}\n")


def ingest(coverage: Path) -> IngestReport:
    return ingest_paths([coverage], coverage.parent / "library", encoder=HashEncoder())


def searched(coverage: Path) -> list[str]:
    """Text of all passages."""
    opened = open_library(coverage.parent / "library")
    found = [p.text for one in opened.documents() for p in opened.store.passages_of(one.document_id)]
    opened.close()
    return found


def test_a_line_under_five_stories_is_stored_and_not_searched(coverage: Path) -> None:
    for number in range(5):
        write(coverage, number)

    ingest(coverage)

    assert [LINE in text for text in searched(coverage)] == [False] * 5
    opened = open_library(coverage.parent / "library")
    document = opened.document("report-0")
    opened.close()
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.REPEATED] == [LINE]


def test_old_stories_are_marked_when_the_fifth_comes_and_unmarked_when_one_goes(coverage: Path) -> None:
    for number in range(4):
        write(coverage, number)
    ingest(coverage)
    assert [LINE in text for text in searched(coverage)] == [True] * 4
    write(coverage, 4)

    fifth = ingest(coverage)

    assert (fifth.added, fifth.changed) == (("report-4",), ())
    assert [LINE in text for text in searched(coverage)] == [False] * 5
    (coverage / "report-2.txt").unlink()
    ingest(coverage)
    assert [LINE in text for text in searched(coverage)] == [True] * 4


def test_copies_of_one_report_are_one_story(coverage: Path) -> None:
    for number in range(6):
        write(coverage, number, story="The Harriers beat the Lions by three goals to two on a wet Tuesday evening.")

    ingest(coverage)

    assert [LINE in text for text in searched(coverage)] == [True] * 6


@pytest.mark.parametrize("line", ["Venue: Harbour Park", "They play again on 6 August."])
def test_a_line_that_states_something_is_searched_however_often_it_is_printed(coverage: Path, line: str) -> None:
    for number in range(6):
        write(coverage, number, line)

    ingest(coverage)

    assert [line in text for text in searched(coverage)] == [True] * 6


def test_a_line_that_several_publishers_print_is_none_of_theirs(coverage: Path) -> None:
    for number in range(6):
        write(coverage, number)
    stated = "".join(f'["report-{n}.txt"]\npublisher = "Gazette {n // 2}"\n' for n in range(6))
    (coverage / "sources.toml").write_text(stated)

    ingest(coverage)

    assert [LINE in text for text in searched(coverage)] == [True] * 6
