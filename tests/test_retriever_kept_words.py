"""Documents that stay keep their words, and the index is as if it were made of all of them at once."""

import json
import sqlite3
from pathlib import Path

import pytest
from doubles import HashEncoder
from newsroom import COVERAGE, make_library

from ingest.pipeline import ingest_paths
from retriever.kept_words import kept_documents, spelled, words_digest
from retriever.lexical import LexicalUnit
from retriever.library import Library, open_library, unit_texts
from retriever.text import terms

MORE = "Marsh retires\n\nCleo Marsh said in Malmö that the 800m final of 4 August was her last race, after 1:58.00.\n"
# Two words with one CRC-32.
TWINS = "Buckeroo\n\nA plumless orchard beside the track, where Lind threw.\n"


def added(folder: Path) -> Path:
    """A library to which a story was added after the first ingest."""
    make_library(folder).close()
    (folder / "coverage" / "marsh.txt").write_text(MORE, encoding="utf-8")
    ingest_paths([folder / "coverage"], folder / "library", encoder=HashEncoder())
    return folder / "library"


def current(library: Path) -> Path:
    return library / "generations" / (library / "CURRENT").read_text(encoding="utf-8").strip()


def read_anew(library: Library, document_id: str) -> list[LexicalUnit]:
    texts = unit_texts(library.document(document_id))
    return [LexicalUnit(document_id, " ".join(terms(body)), " ".join(terms(context))) for body, context in texts]


def test_kept_words_are_those_that_the_text_has(tmp_path: Path) -> None:
    library = make_library(tmp_path)
    kept = kept_documents(library.store, library.forward)

    for summary in library.documents():
        assert kept[summary.document_id].units == read_anew(library, summary.document_id)
    assert library.documents()


def test_a_number_of_two_words_is_spelled_by_neither() -> None:
    assert sorted(spelled(("buckeroo", "lind", "plumless")).values()) == ["lind"]


def test_a_document_with_such_a_word_is_read_again(tmp_path: Path) -> None:
    library = make_library(tmp_path, {**COVERAGE, "twins.txt": TWINS})
    kept = kept_documents(library.store, library.forward)

    assert "twins" not in kept
    assert kept["lind-gold"].units == read_anew(library, "lind-gold")


def test_a_library_grown_by_a_story_has_the_bytes_of_one_made_at_once(tmp_path: Path) -> None:
    grown = current(added(tmp_path / "grown"))
    make_library(tmp_path / "whole", {**COVERAGE, "marsh.txt": MORE}).close()
    whole = current(tmp_path / "whole" / "library")

    for name in ("forward.sqlite", "dense.faiss"):
        assert (grown / name).read_bytes() == (whole / name).read_bytes()
    found = [open_library(path.parent.parent).lexical.search(["marsh", "1:58.00", "800"], 9) for path in (grown, whole)]
    assert found[0] == found[1]
    assert found[0]


@pytest.mark.parametrize(("made_by", "found"), [("another", True), (words_digest(), False)])
def test_only_words_made_by_this_state_of_the_code_are_taken_over(tmp_path: Path, made_by: str, found: bool) -> None:
    make_library(tmp_path).close()
    before = current(tmp_path / "library")
    fields = json.loads((before / "manifest.json").read_text(encoding="utf-8")) | {"words": made_by}
    (before / "manifest.json").write_text(json.dumps(fields), encoding="utf-8")
    with sqlite3.connect(before / "forward.sqlite") as forward:
        forward.execute("UPDATE units SET words=x''")  # as if it had been told of no words
    (tmp_path / "coverage" / "marsh.txt").write_text(MORE, encoding="utf-8")

    ingest_paths([tmp_path / "coverage"], tmp_path / "library", encoder=HashEncoder())

    assert bool(open_library(tmp_path / "library").lexical.search(["calf"], 9)) is found
