"""Cosines of texts, and vectors that are kept."""

from collections.abc import Sequence

import numpy as np
import pytest

from bot.prose.likeness import Likeness
from retriever.encoder import Vectors


class LetterEncoder:
    """Counts a, b and c; notes what it was given."""

    name, dimension, digest = "letters", 3, "0"

    def __init__(self) -> None:
        self.given: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.given += texts
        counts = np.array([[text.count(letter) for letter in "abc"] for text in texts], dtype=np.float32)
        unit: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return unit


def test_each_text_is_compared_with_each() -> None:
    cosines = Likeness(LetterEncoder()).cosines(["aab", "c", "aab", "ab"])

    assert cosines[0] == pytest.approx([1.0, 0.0, 1.0, 3 / 10**0.5])
    assert cosines[1] == pytest.approx([0.0, 1.0, 0.0, 0.0])
    assert [row[0] for row in cosines] == pytest.approx(cosines[0])


def test_no_text_is_encoded_twice_while_it_is_kept() -> None:
    encoder = LetterEncoder()
    likeness = Likeness(encoder, kept=2)

    likeness.cosines(["a", "b", "a"])
    likeness.cosines(["b", "c"])  # "a" was wanted longest ago and makes room
    likeness.cosines(["b", "a"])

    assert encoder.given == ["a", "b", "c", "a"]


def test_nothing_has_no_cosines() -> None:
    assert Likeness(LetterEncoder()).cosines([]) == []
