"""BM25 order on texts short enough to rank by hand."""

import math
from pathlib import Path

import pytest

from retriever.lexical import CONTEXT_BOOST, LexicalIndex, LexicalUnit, write_lexical_index
from retriever.text import terms


def index_of(folder: Path, bodies: list[str], context: str = "") -> LexicalIndex:
    units = [LexicalUnit(f"d{n}", " ".join(terms(body)), " ".join(terms(context))) for n, body in enumerate(bodies)]
    write_lexical_index(folder / "lexical", units)
    return LexicalIndex(folder / "lexical")


def units(found: list[tuple[int, float]]) -> list[int]:
    return [unit for unit, _ in found]


def test_a_score_is_bm25_as_worked_by_hand(tmp_path: Path) -> None:
    index = index_of(tmp_path, ["hammer throw", "hammer throw throw", "javelin", "discus"])

    found = dict(index.search(terms("throw"), 10))

    # Robertson and Zaragoza 2009 with k1 = 1.2, b = 0.75: 4 units of 2, 3, 1, 1 terms (mean 1.75), 2 hold "throw".
    idf = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    bm25 = {
        unit: idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / 1.75))
        for unit, count, length in ((0, 1, 2), (1, 2, 3))
    }
    assert found == pytest.approx(bm25, rel=1e-5)


def test_rare_words_outweigh_common_ones(tmp_path: Path) -> None:
    index = index_of(tmp_path, ["final result", "final report", "final katzberg", "final list"])

    assert units(index.search(terms("final katzberg"), 2))[0] == 2


def test_a_short_text_beats_a_long_one_with_the_same_word(tmp_path: Path) -> None:
    index = index_of(tmp_path, ["hammer final with many other words beside them here", "hammer final"])

    assert units(index.search(terms("hammer"), 2)) == [1, 0]


def test_ties_come_in_the_order_of_units(tmp_path: Path) -> None:
    index = index_of(tmp_path, ["hammer", "hammer", "hammer"])

    assert units(index.search(terms("hammer"), 3)) == [0, 1, 2]


def test_a_word_in_the_heading_counts_less_than_in_the_text(tmp_path: Path) -> None:
    write_lexical_index(
        tmp_path / "lexical", [LexicalUnit("a", "javelin", "hammer"), LexicalUnit("b", "hammer", "javelin")]
    )

    (first, in_body), (second, in_heading) = LexicalIndex(tmp_path / "lexical").search(["hammer"], 2)

    assert (first, second) == (1, 0)
    assert in_heading == pytest.approx(CONTEXT_BOOST * in_body, rel=1e-5)


def test_query_and_text_meet_across_spelling_and_form(tmp_path: Path) -> None:
    index = index_of(tmp_path, ["Nordås won the 1,500 metres semi-final", "the final"])

    assert units(index.search(terms("nordas winning 1500m semis"), 5)) == [0]


def test_a_filter_keeps_the_scores_of_what_it_leaves(tmp_path: Path) -> None:
    index = index_of(tmp_path, ["hammer throw", "hammer", "throw hammer final"])

    unfiltered = dict(index.search(terms("hammer"), 5))

    assert dict(index.search(terms("hammer"), 5, ["d0", "d2"])) == pytest.approx({0: unfiltered[0], 2: unfiltered[2]})


@pytest.mark.parametrize("query", ["", "the of and", "?! —", "body:hammer OR *", '"unclosed (', "\\"])
def test_no_query_is_a_query_language(tmp_path: Path, query: str) -> None:
    index = index_of(tmp_path, ["hammer"])

    assert units(index.search(terms(query), 5)) == ([0] if "hammer" in query else [])


def test_no_document_allowed_finds_nothing(tmp_path: Path) -> None:
    assert index_of(tmp_path, ["hammer"]).search(["hammer"], 5, []) == []
