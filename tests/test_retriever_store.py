"""What a store gives back is what was put in; filters and names find what they say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from newsroom import make_library

from retriever.library import Library
from retriever.store import RowPlace, Store, units_of
from retriever.store_writer import StoreWriter
from retriever.types import Block, BlockKind, Document, DocumentKind, Filters, Passage


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.close()


def note(document_id: str, *texts: str, **more: object) -> Document:
    """A document whose paragraphs are its passages."""
    passages, at = [], 0
    for number, text in enumerate(texts):
        passages.append(Passage(f"{document_id}#p{number}", document_id, at, at + len(text), text))
        at += len(text) + 1
    plain = Document(document_id, document_id.title(), "\n".join(texts), DocumentKind.ARTICLE, passages=tuple(passages))
    return replace(plain, **more)


def stored(folder: Path, *documents: Document) -> Store:
    writer = StoreWriter(folder / "store.sqlite")
    for document in documents:
        writer.add(document)
    writer.add_frequencies({"win": 3, "hammer": 1})
    writer.close()
    return Store(folder / "store.sqlite")


def test_a_document_comes_back_as_it_went_in(tmp_path: Path) -> None:
    block = Block(BlockKind.PARAGRAPH, 0, 9, ("Live",), 0, "07:51 PM BST")
    document = note("live", "Lind won.", "Ek lost.", blocks=(block,), url="https://a.example/1", author="A. Reporter")
    spoken = replace(document.passages[1], section=("Final", "Lap 2"), posted="07:51 PM BST", kind=BlockKind.CAPTION)
    document = replace(document, passages=(document.passages[0], spoken))

    assert stored(tmp_path, document).document("live") == document


def test_units_are_numbered_through_all_documents_and_boilerplate_is_none(tmp_path: Path) -> None:
    first = note("a", "Subscribe now!", "Lind won.")
    advert = replace(first.passages[0], kind=BlockKind.BOILERPLATE)
    first = replace(first, passages=(advert, first.passages[1]))
    store = stored(tmp_path, first, note("b", "One.", "Two."))

    assert store.unit_ranges() == {"a": (0, 1), "b": (1, 2)}
    passages = [unit for unit in map(store.unit, range(3)) if isinstance(unit, Passage)]
    assert [passage.text for passage in passages] == ["Lind won.", "One.", "Two."]
    with pytest.raises(KeyError):
        store.unit(3)


def test_rows_are_units_after_the_passages(library: Library) -> None:
    units = units_of(library.document("harbour-800"))

    assert units[:3] == [RowPlace("harbour-800#t1", 0), RowPlace("harbour-800#t1", 1), RowPlace("harbour-800#t2", 0)]
    first, count = library.store.unit_ranges()["harbour-800"]
    assert [library.store.unit(first + n) for n in range(count)] == units


@pytest.mark.parametrize("words", ["Ada Lind", "LIND, Ada", "lind ada"])
def test_a_name_is_one_name_in_any_order_of_its_words(library: Library, words: str) -> None:
    found = library.store.results(name=words)

    assert [(table.caption, row.cells[3].raw) for table, row in found] == [("Heat 2", "2:00.02"), ("Final", "1:57.10")]


def test_a_word_finds_the_names_that_hold_it_and_their_cells(library: Library) -> None:
    (sweden,) = library.store.names_with_word("sweden")

    assert [(place.table_id, place.row, place.column) for place in library.store.places_of(sweden)] == [
        ("harbour-800#t2", 0, 2), ("harbour-800#t2", 1, 2), ("harbour-800#t3", 0, 2), ("harbour-800#t3", 3, 2)
    ]  # fmt: skip


def test_the_vocabulary_holds_words_of_text_cells_only(library: Library) -> None:
    words = library.store.vocabulary()

    assert {"lind", "okoro", "great", "britain"} <= set(words)
    assert not any(char.isdigit() for word in words for char in word)
    assert list(words) == sorted(words)


def test_results_are_filtered_by_a_part_of_their_context(library: Library) -> None:
    def times(**filters: str) -> list[str]:
        return [row.cells[3].raw for _, row in library.store.results(**filters)]

    assert times(heat="heat 2") == ["2:00.02", "2:00.40"]
    assert times(round="final") == ["1:57.10", "1:57.24", "1:58.00", "DNF"]
    assert times(round="final", name="Okoro") == ["1:57.24"]
    assert times(event="800", competition="harbour", round="heats", name="Okoro") == ["1:59.50"]
    assert times(event="javelin") == []
    assert times(name="Lind Okoro") == []


def test_results_are_paged_without_gap_or_overlap(library: Library) -> None:
    whole = library.store.results(limit=100)

    pages = [row for start in range(0, 9, 3) for row in library.store.results(limit=3, offset=start)]

    assert pages == whole
    assert len(whole) == 8


def test_filters_by_publication_leave_out_the_undated(tmp_path: Path) -> None:
    store = stored(
        tmp_path,
        note("early", "x", published_at="2031-07-01"),
        note("late", "x", published_at="2031-07-03T21:00:00Z"),
        note("undated", "x"),
    )

    assert store.allowed_documents(Filters()) is None
    assert store.allowed_documents(Filters(published_to=date(2031, 7, 3))) == ["early", "late"]
    assert store.allowed_documents(Filters(published_to=date(2031, 7, 2))) == ["early"]
    assert store.allowed_documents(Filters(published_from=date(2031, 7, 2))) == ["late"]


def test_filters_are_joined_by_and_and_an_empty_list_allows_nothing(tmp_path: Path) -> None:
    store = stored(
        tmp_path,
        note("a", "x", publisher="Herald"),
        note("b", "x", publisher="Post"),
        note("c", "x", publisher="Post", kind=DocumentKind.RESULTS),
    )

    assert store.allowed_documents(Filters(publishers=("Post",))) == ["b", "c"]
    assert store.allowed_documents(Filters(publishers=("Post",), kinds=(DocumentKind.RESULTS,))) == ["c"]
    assert store.allowed_documents(Filters(document_ids=("a", "b"), publishers=("Post",))) == ["b"]
    assert store.allowed_documents(Filters(document_ids=())) == []


def test_an_event_filter_takes_tables_and_titles(library: Library) -> None:
    assert library.store.allowed_documents(Filters(event="women's 800")) == ["harbour-800"]
    assert library.store.allowed_documents(Filters(competition="harbour games")) == ["harbour-800", "lind-gold"]


@pytest.mark.parametrize("text", ["'; DROP TABLE documents; --", "100%", "_", "\\"])
def test_a_filter_is_text_and_nothing_else(library: Library, text: str) -> None:
    assert library.store.results(event=text) == []
    assert library.store.allowed_documents(Filters(publishers=(text,))) == []
    assert len(library.store.documents()) == 2


def test_frequencies_are_those_that_were_stored(tmp_path: Path) -> None:
    store = stored(tmp_path, note("a", "x"))

    assert (store.unit_frequency("win"), store.unit_frequency("unknown")) == (3, 0)
    assert store.frequent_terms(2) == ("win",)


def test_an_unknown_document_or_table_is_a_key_error(library: Library) -> None:
    for ask in (library.store.document, library.store.table):
        with pytest.raises(KeyError):
            ask("nowhere")
    with pytest.raises(KeyError):
        library.store.document_text("nowhere", 10)
