"""Reciprocal rank fusion, worked by hand."""

import pytest

from retriever.fusion import fuse_rankings


def test_scores_are_the_sums_of_reciprocal_ranks() -> None:
    fused = fuse_rankings({"dense": [7, 3, 9], "lexical": [3, 7]})

    # Units 3 and 7 are first in one ranking and second in the other: 1/61 + 1/62. Unit 9 is third in one: 1/63.
    assert [unit for unit, _, _ in fused] == [3, 7, 9]
    assert [score for _, score, _ in fused] == pytest.approx([1 / 61 + 1 / 62, 1 / 61 + 1 / 62, 1 / 63])


def test_two_middling_ranks_beat_one_first_rank() -> None:
    fused = fuse_rankings({"dense": [1, 2], "lexical": [3, 2]})

    assert [unit for unit, _, _ in fused] == [2, 1, 3]  # 2/62 against 1/61 each


def test_every_unit_keeps_the_rank_it_had_in_each_ranking() -> None:
    fused = fuse_rankings({"lexical": [5, 4], "dense": [4]})

    assert {unit: ranks for unit, _, ranks in fused} == {
        4: (("dense", 1), ("lexical", 2)), 5: (("lexical", 1),)
    }  # fmt: skip


def test_no_rankings_and_empty_rankings_give_nothing() -> None:
    assert fuse_rankings({}) == []
    assert fuse_rankings({"dense": [], "lexical": []}) == []
