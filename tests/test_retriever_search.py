"""One search over passages and rows: what both retrievers say, fused, filtered, with where it came from."""

from collections.abc import Iterator

import numpy as np
import pytest
from doubles import HashEncoder
from newsroom import make_library

from retriever.fusion import fuse_rankings
from retriever.library import Library, unit_texts
from retriever.search import Retriever
from retriever.types import Filters


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.close()


@pytest.fixture
def retriever(library: Library) -> Retriever:
    return Retriever(library, HashEncoder())


def test_passages_and_rows_are_found_by_one_search(retriever: Retriever) -> None:
    best = retriever.search("Okoro strained calf", k=1)[0]
    row = retriever.search("Dora Ek heat 2 2:00.40", k=1)[0]

    assert best.passage is not None
    assert "strained calf" in best.passage.text
    assert row.table is not None
    assert row.row is not None
    assert (row.table.caption, row.table.rows[row.row].cells[3].raw) == ("Heat 2", "2:00.40")


def test_a_hit_carries_the_fused_score_the_ranks_and_the_cosine(library: Library, retriever: Retriever) -> None:
    query, encoder = "Lind final time", HashEncoder()
    documents = [library.document(name) for name in ("harbour-800", "lind-gold")]
    texts = [f"{context}\n{body}" for document in documents for body, context in unit_texts(document)]
    cosines = encoder.encode(texts) @ encoder.encode([query])[0]
    dense = [unit for unit, _ in library.dense.search(encoder.encode([query])[0], 60)]
    lexical = [unit for unit, _ in library.lexical.search(query, 60)]

    hits = retriever.search(query, k=20)

    fused = fuse_rankings({"dense": dense, "lexical": lexical})
    assert [(hit.score, hit.ranks) for hit in hits] == [(score, ranks) for _, score, ranks in fused]
    assert [hit.cosine for hit in hits] == pytest.approx([float(cosines[unit]) for unit, _, _ in fused], abs=1e-3)


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
