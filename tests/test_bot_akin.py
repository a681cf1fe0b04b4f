"""Words near in meaning: fans are told of as supporters, and no number, day or name stands for another."""

import numpy as np
import pytest

from bot.question.akin import akin_to
from bot.training.akin import LEAST_COSINE, MOST_KIN, nearest, words_with_vectors
from retriever.text import stem


@pytest.mark.parametrize(
    ("word", "near"),
    [("fans", "supporters"), ("suspended", "banned"), ("teach", "taught"), ("hired", "appointed"), ("ill", "sick")],
)
def test_a_word_has_kin_that_say_nearly_the_same(word: str, near: str) -> None:
    assert stem(near) in akin_to(word)
    assert all(LEAST_COSINE - 0.01 <= cosine < 1 for cosine in akin_to(word).values())


@pytest.mark.parametrize("word", ["three", "third", "monday", "april", "qqqq"])
def test_numbers_days_months_and_words_that_nobody_knows_have_no_kin(word: str) -> None:
    assert akin_to(word) == {}


def test_no_word_is_its_own_kin_and_the_nearest_come_first() -> None:
    kin = akin_to("injury")

    assert stem("injury") not in kin
    assert list(kin.values()) == sorted(kin.values(), reverse=True)


def test_the_nearest_are_those_of_the_largest_cosines() -> None:
    words = ["apple", "apples", "coach", "trainer"]
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0.6, 0.8]], np.float32)

    kin, cosines = nearest(words, vectors)

    assert [(int(i), int(c)) for i, c in zip(kin[2], cosines[2], strict=True)][:2] == [(3, round(0.8 * 255)), (0, 0)]
    assert (kin[0, 0], cosines[0, 0]) == (3, round(0.6 * 255))  # "apples" is the word itself
    assert kin.shape == (4, MOST_KIN)


@pytest.mark.model
def test_the_table_holds_the_cosines_of_the_encoders_word_vectors() -> None:
    words, vectors = words_with_vectors()
    fans, supporters = (vectors[words.index(word)] for word in ("fans", "supporters"))

    assert akin_to("fans")[stem("supporters")] == pytest.approx(float(fans @ supporters), abs=1 / 255)
