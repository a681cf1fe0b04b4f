"""Generations on disk: published whole, reused where nothing changed, refused where foreign."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from retriever.encoder import Encoder
from retriever.library import LibraryError, open_library, publish, read_manifest
from retriever.search import Retriever
from retriever.types import Cell, Column, Document, DocumentKind, Filters, Passage, ResultTable, Row
from retriever.values import Value, ValueType
from tests.doubles import HashEncoder


def report(document_id: str, text: str, **more: str) -> Document:
    passage = Passage(f"{document_id}#p0", document_id, 0, len(text), text)
    return Document(document_id, document_id, text, DocumentKind.ARTICLE, passages=(passage,), digest=text, **more)


def results(document_id: str, rows: list[tuple[str, str]]) -> Document:
    lines = [f"| {name} | {mark} |" for name, mark in rows]
    text = "\n".join(lines)
    body, at = [], 0
    for index, ((name, mark), line) in enumerate(zip(rows, lines, strict=True)):
        first = Cell(name, Value(ValueType.TEXT, name), at + 2, at + 2 + len(name))
        second = Cell(mark, Value(ValueType.NUMBER, mark, float(mark)), at + 5 + len(name), at + len(line) - 2)
        body.append(Row(index, (first, second), at, at + len(line)))
        at += len(line) + 1
    columns = (Column("name", "Name", ValueType.TEXT), Column("points", "Points", ValueType.NUMBER))
    table = ResultTable(f"{document_id}#t0", document_id, "Final", (), columns, tuple(body), 0, len(text), 0)
    return Document(document_id, document_id, text, DocumentKind.RESULTS, tables=(table,), digest=text)


@pytest.fixture
def encoder() -> HashEncoder:
    return HashEncoder()


def test_what_is_published_is_what_is_read(tmp_path: Path, encoder: Encoder) -> None:
    document = results("final", [("Ada Lind", "12"), ("Bo Ek", "9")])

    counts = publish(tmp_path, changed=[document], removed=[], encoder=encoder)

    assert (counts.passages, counts.tables, counts.rows, counts.embedded) == (0, 1, 2, 2)
    assert open_library(tmp_path, encoder).document("final") == document


def test_only_changed_documents_are_embedded_again(tmp_path: Path, encoder: HashEncoder) -> None:
    publish(tmp_path, changed=[report("a", "Lind won."), report("b", "Ek lost.")], removed=[], encoder=encoder)
    encoder.seen.clear()

    counts = publish(tmp_path, changed=[report("b", "Ek drew.")], removed=[], encoder=encoder)

    assert counts.embedded == 1
    assert encoder.seen == ["b\nEk drew."]
    kept = open_library(tmp_path).dense.vectors()[0]
    assert np.allclose(kept, HashEncoder().encode(["a\nLind won."])[0], atol=1e-3)  # stored as fp16


def test_removed_documents_disappear_from_every_search(tmp_path: Path, encoder: Encoder) -> None:
    publish(tmp_path, changed=[report("a", "Lind won."), report("b", "Ek lost.")], removed=[], encoder=encoder)

    publish(tmp_path, changed=[], removed=["b"], encoder=encoder)

    library = open_library(tmp_path, encoder)
    assert [d.document_id for d in library.documents()] == ["a"]
    assert [h.document_id for h in Retriever(library, encoder).search("Ek lost")] == ["a"]
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert list(manifest.sources) == ["a"]


def test_a_reader_keeps_its_generation_while_the_next_one_is_published(tmp_path: Path, encoder: Encoder) -> None:
    publish(tmp_path, changed=[report("a", "Lind won.")], removed=[], encoder=encoder)
    reader = open_library(tmp_path, encoder)

    publish(tmp_path, changed=[report("a", "Lind lost.")], removed=[], encoder=encoder)

    assert reader.document("a").text == "Lind won."
    assert open_library(tmp_path, encoder).document("a").text == "Lind lost."


def test_the_same_coverage_is_the_same_version_in_whatever_order_it_came(tmp_path: Path, encoder: Encoder) -> None:
    first, second = report("a", "Lind won."), report("b", "Ek lost.")
    publish(tmp_path / "one", changed=[first, second], removed=[], encoder=encoder)
    publish(tmp_path / "two", changed=[second], removed=[], encoder=encoder)
    publish(tmp_path / "two", changed=[first], removed=[], encoder=encoder)

    one, two = open_library(tmp_path / "one"), open_library(tmp_path / "two")
    assert one.version == two.version
    assert (one.dense.vectors() == two.dense.vectors()).all()


def test_a_failed_publish_leaves_the_library_as_it_was(tmp_path: Path, encoder: Encoder) -> None:
    publish(tmp_path, changed=[report("a", "Lind won.")], removed=[], encoder=encoder)

    class Broken(HashEncoder):
        def encode(self, texts: object) -> np.ndarray:  # type: ignore[type-arg,override]
            raise MemoryError(texts)

    with pytest.raises(MemoryError):
        publish(tmp_path, changed=[report("b", "Ek lost.")], removed=[], encoder=Broken())

    assert [d.document_id for d in open_library(tmp_path, encoder).documents()] == ["a"]
    assert len(list((tmp_path / "generations").iterdir())) == 1


def test_a_missing_library_names_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"pressbox ingest PATH --library .*nowhere"):
        open_library(tmp_path / "nowhere")


def test_a_library_of_another_encoder_is_refused_with_the_cure(tmp_path: Path, encoder: Encoder) -> None:
    publish(tmp_path, changed=[report("a", "Lind won.")], removed=[], encoder=encoder)
    other = HashEncoder()
    other.digest = "another"

    with pytest.raises(LibraryError, match=r"was built with hash-words \(32\).*pressbox ingest"):
        open_library(tmp_path, other)


def test_a_library_of_another_format_is_refused_with_the_cure(tmp_path: Path, encoder: Encoder) -> None:
    publish(tmp_path, changed=[report("a", "Lind won.")], removed=[], encoder=encoder)
    for manifest in tmp_path.glob("generations/*/manifest.json"):
        manifest.write_text('{"format": 99}', encoding="utf-8")

    with pytest.raises(LibraryError, match=r"has format 99, this version reads format 2.*pressbox ingest"):
        open_library(tmp_path)


def test_filters_hold_in_both_retrievers(tmp_path: Path, encoder: Encoder) -> None:
    old = report("old", "Lind won the final.", published_at="2021-08-07", publisher="Herald")
    new = report("new", "Lind won the final again.", published_at="2024-08-06T21:00:00Z", publisher="Post")
    publish(tmp_path, changed=[old, new], removed=[], encoder=encoder)
    retriever = Retriever(open_library(tmp_path, encoder), encoder)

    def found(filters: Filters) -> list[str]:
        return [hit.document_id for hit in retriever.search("Lind final", filters)]

    assert sorted(found(Filters())) == ["new", "old"]
    assert found(Filters(document_ids=("old",))) == ["old"]
    assert found(Filters(publishers=("Post",))) == ["new"]
    assert found(Filters(kinds=(DocumentKind.RESULTS,))) == []


def test_result_rows_are_found_by_name_in_any_order_of_words(tmp_path: Path, encoder: Encoder) -> None:
    publish(tmp_path, changed=[results("final", [("Ada Lind", "12"), ("Bo Ek", "9")])], removed=[], encoder=encoder)
    library = open_library(tmp_path)

    found = library.results(name="LIND Ada")

    assert [row.cells[1].raw for _, row in found] == ["12"]
    assert library.results(name="Ada Ek") == []


def test_publishing_the_same_content_again_never_takes_away_what_is_in_force(
    tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, changed=[report("a", "Lind won.")], removed=[], encoder=encoder)
    in_force = next((tmp_path / "generations").iterdir())
    removed: list[Path] = []
    real = shutil.rmtree
    monkeypatch.setattr(shutil, "rmtree", lambda path, **options: (removed.append(Path(path)), real(path, **options)))

    publish(tmp_path, changed=[report("a", "Lind won.")], removed=[], encoder=encoder)

    assert in_force not in removed
    assert open_library(tmp_path, encoder).document("a").text == "Lind won."
