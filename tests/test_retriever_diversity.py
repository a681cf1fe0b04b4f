"""Repeats make room; what differs by a single word stays."""

import numpy as np
import pytest

from retriever.diversity import alike_before, repeats_last
from retriever.features import NAMES
from retriever.forward import UnitWords, word_key, words_of

STORY = "lind won the harbour final in 1:57.10 before a loud home crowd"


def passage(text: str, *, is_row: bool = False) -> UnitWords:
    return UnitWords(0, 0, "a", is_row, None, words_of(map(word_key, text.split())), b"", b"", b"", b"")


def order(*units: UnitWords, k: int) -> list[int]:
    return repeats_last(range(len(units)), units, k)


def test_a_story_told_again_comes_after_all_others() -> None:
    assert order(passage(STORY), passage(STORY), passage("okoro blamed a strained calf"), k=3) == [0, 2, 1]


def test_a_repeat_with_a_sentence_more_is_a_repeat() -> None:
    assert order(passage(STORY), passage(f"{STORY} on sunday"), passage("okoro"), k=2) == [0, 2]


def test_sources_that_disagree_on_one_figure_or_name_both_stay() -> None:
    other_time, other_name = STORY.replace("1:57.10", "1:57.90"), STORY.replace("lind", "okoro")

    assert order(passage(STORY), passage(other_time), passage(other_name), k=3) == [0, 1, 2]


def test_rows_and_short_lines_are_never_repeats() -> None:
    assert order(passage(STORY, is_row=True), passage(STORY, is_row=True), k=2) == [0, 1]
    assert order(passage("paris final"), passage("paris final"), passage("lind"), k=3) == [0, 1, 2]


def test_repeats_fill_the_places_that_nothing_else_takes() -> None:
    assert order(passage(STORY), passage(STORY), k=5) == [0, 1]


def test_rows_of_one_table_that_only_their_vectors_tell_apart_are_counted() -> None:
    rows = [passage("lind", is_row=True)] * 4
    features = np.zeros((4, len(NAMES)), dtype=np.float32)
    features[:, NAMES.index("cosine")] = (0.4, 0.3, 0.2, 0.1)
    features[2, NAMES.index("place")] = 1.0

    assert alike_before(range(4), rows, features).tolist() == [0, 1, 0, 2]


@pytest.mark.parametrize(
    "other", [passage("lind", is_row=True)._replace(run=1), passage("lind", is_row=False)], ids=["table", "passage"]
)
def test_rows_of_other_tables_and_passages_are_never_alike(other: UnitWords) -> None:
    features = np.zeros((2, len(NAMES)), dtype=np.float32)

    assert alike_before(range(2), [passage("lind", is_row=True), other], features).tolist() == [0, 0]
