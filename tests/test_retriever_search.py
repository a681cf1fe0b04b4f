"""One search over passages and rows: what both retrievers say, fused, filtered, with where it came from."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from doubles import HashEncoder
from newsroom import make_library

from retriever.library import Library, unit_texts
from retriever.search import Retriever
from retriever.text import terms
from retriever.types import Filters, Hit


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.close()


@pytest.fixture
def retriever(library: Library) -> Retriever:
    return Retriever(library, HashEncoder())


def place_of(hit: Hit) -> tuple[str, int]:
    if hit.passage is not None:
        return hit.document_id, hit.passage.start
    assert hit.table is not None
    assert hit.row is not None
    return hit.document_id, hit.table.rows[hit.row].start


def test_passages_and_rows_are_found_by_one_search(retriever: Retriever) -> None:
    best = retriever.search("Okoro strained calf", k=1)[0]
    row = retriever.search("Dora Ek heat 2 2:00.40", k=1)[0]

    assert best.passage is not None
    assert "strained calf" in best.passage.text
    assert row.table is not None
    assert row.row is not None
    assert (row.table.caption, row.table.rows[row.row].cells[3].raw) == ("Heat 2", "2:00.40")


def test_words_that_most_units_say_are_searched_for_only_where_there_are_no_others(
    library: Library, retriever: Retriever
) -> None:
    most = library.forward.units / 2
    assert library.store.unit_frequency("final") < most < library.store.unit_frequency("game")

    both, alone = (retriever.search(query, k=20) for query in ("Harbour Games calf", "Games"))

    assert [hit.passage.text[:12] for hit in both if "lexical" in dict(hit.ranks) and hit.passage] == ["Bea Okoro le"]
    assert sum("lexical" in dict(hit.ranks) for hit in alone) == library.store.unit_frequency("game")


def test_a_hit_carries_its_ranks_its_cosine_and_the_reasons_of_its_score(
    library: Library, retriever: Retriever
) -> None:
    query, encoder = "Lind final Okoro", HashEncoder()
    documents = [library.document(name) for name in ("harbour-800", "lind-gold")]
    texts = [f"{context}\n{body}" for document in documents for body, context in unit_texts(document)]
    cosines = encoder.encode(texts) @ encoder.encode([query])[0]
    dense = [unit for unit, _ in library.dense.search(encoder.encode([query])[0], 60)]
    lexical = [unit for unit, _ in library.lexical.search(terms(query), 60)]

    hits = retriever.search(query, k=20)

    numbers = {place_of(retriever.hit(unit)): unit for unit in range(len(texts))}
    for hit in hits:
        unit = numbers[place_of(hit)]
        found = (("dense", dense), ("lexical", lexical))
        ranks = {name: units.index(unit) + 1 for name, units in found if unit in units}
        assert dict(hit.ranks) == ranks
        assert hit.cosine == pytest.approx(float(cosines[unit]), abs=1e-3)
        assert hit.score == pytest.approx(sum(adds for _, _, adds in hit.reasons), abs=1e-2)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_row_leads_to_what_is_written_about_its_subject(tmp_path: Path) -> None:
    table = "# Pier Mile\n\n| Rank | Athlete |\n|---|---|\n| 1 | Ida Quist |\n| 2 | Eva Brandt |\n"
    people = {f"{name}.txt": f"{name}\n\nBorn in {town}, where a school is named after the family.\n"
              for name, town in (("Ida Quist", "Lund"), ("Eva Brandt", "Kiel"), ("Ada Lind", "Oslo"))}  # fmt: skip
    linked = make_library(tmp_path, {"pier-mile.md": table, **people})

    hits = Retriever(linked, HashEncoder()).search("Where was the winner of the Pier Mile born?", k=20)

    places = [hit.document_id for hit in hits]
    assert places.index("Ida-Quist") < min(places.index("Eva-Brandt"), places.index("Ada-Lind"))
    assert "linked" in {name for hit in hits if hit.document_id == "Ida-Quist" for name, _, _ in hit.reasons}


def test_a_row_leads_to_the_document_whose_title_says_its_name_in_part(tmp_path: Path) -> None:
    table = "# Pier Mile\n\n| Rank | Club |\n|---|---|\n| 1 | Quist |\n| 2 | Brandt |\n"
    clubs = {f"{name}.txt": f"{name} Athletics\n\nFounded in {town}, where its colours are flown from the town hall.\n"
             for name, town in (("Quist", "Lund"), ("Brandt", "Kiel"), ("Lind", "Oslo"))}  # fmt: skip
    linked = make_library(tmp_path, {"pier-mile.md": table, **clubs})

    hits = Retriever(linked, HashEncoder()).search("Where was the winner of the Pier Mile founded?", k=20)

    places = [hit.document_id for hit in hits]
    assert places.index("Quist") < min(places.index("Brandt"), places.index("Lind"))


def test_links_lead_to_no_document_that_the_filters_shut_out(tmp_path: Path) -> None:
    table = "# Pier Mile\n\n| Rank | Athlete |\n|---|---|\n| 1 | Ida Quist |\n| 2 | Eva Brandt |\n"
    files = {"pier-mile.md": table, "quist.txt": "Ida Quist\n\nBorn in Lund, where a school is named after her.\n"}
    linked = make_library(tmp_path, files)

    hits = Retriever(linked, HashEncoder()).search("winner of the Pier Mile", Filters(document_ids=("pier-mile",)), k=9)

    assert {hit.document_id for hit in hits} == {"pier-mile"}


def test_the_best_k_of_more_are_the_first_k(retriever: Retriever) -> None:
    assert retriever.search("Lind final", k=3) == retriever.search("Lind final", k=20)[:3]


def test_a_filtered_search_stays_within_the_allowed_documents(retriever: Retriever) -> None:
    hits = retriever.search("Lind 800 metres", Filters(document_ids=("lind-gold",)), k=20)

    assert {hit.document_id for hit in hits} == {"lind-gold"}


@pytest.mark.parametrize("allowed", [(), ("no-such-document",)])
def test_a_filter_that_allows_nothing_finds_nothing(retriever: Retriever, allowed: tuple[str, ...]) -> None:
    assert retriever.search("Lind", Filters(document_ids=allowed)) == []


def test_a_vector_given_is_used_instead_of_a_new_one(library: Library) -> None:
    encoder = HashEncoder()
    retriever = Retriever(library, encoder)
    vector = encoder.encode(["Lind final"])[0]
    encoder.seen.clear()

    hits = retriever.search("Lind final", vector=vector)

    assert encoder.seen == []
    assert hits == retriever.search("Lind final")


def test_a_query_without_words_is_searched_by_its_vector_alone(retriever: Retriever) -> None:
    hits = retriever.search("???", vector=np.full(HashEncoder.dimension, 0.1, dtype=np.float32), k=4)

    assert len(hits) == 4
    assert all(name == "dense" for hit in hits for name, _ in hit.ranks)
