"""Questions that come together share one call; one that comes alone goes at once; nobody gets another's vector."""

import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from doubles import HashEncoder

from retriever.batching import MAX_SHARED_TEXTS, BatchingEncoder
from retriever.encoder import Vectors


class GatedEncoder(HashEncoder):
    """Encodes only while the gate is open, and remembers the size of each call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []
        self.entered, self.gate = threading.Event(), threading.Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(len(texts))
        self.entered.set()
        assert self.gate.wait(timeout=20)
        if "poison" in texts:
            raise ValueError("poisoned batch")
        return super().encode(texts)


def in_threads(works: Sequence[Callable[[], object]], encoder: GatedEncoder, shared: BatchingEncoder) -> list[object]:
    """What each work returns or raises: the first holds the encoder until all others wait for it."""
    outcomes: list[object] = [None] * len(works)

    def run(at: int) -> None:
        try:
            outcomes[at] = works[at]()
        except ValueError as error:
            outcomes[at] = error

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(works))]
    threads[0].start()
    assert encoder.entered.wait(timeout=20)
    for thread in threads[1:]:
        thread.start()
    while shared.waiting < len(works) - 1:
        pass
    encoder.gate.set()
    for thread in threads:
        thread.join()
    return outcomes


def test_questions_that_come_meanwhile_are_encoded_in_one_call_and_each_gets_its_own_vector() -> None:
    encoder = GatedEncoder()
    shared = BatchingEncoder(encoder)
    texts = [f"question {number} about lap {number * 7}" for number in range(9)]

    found = in_threads([lambda text=text: shared.encode([text]) for text in texts], encoder, shared)

    assert encoder.calls == [1, 8]
    alone = HashEncoder()
    for text, vectors in zip(texts, found, strict=True):
        assert np.array_equal(vectors, alone.encode([text]))


def test_a_question_alone_is_one_call_of_its_own() -> None:
    encoder = GatedEncoder()
    encoder.gate.set()
    shared = BatchingEncoder(encoder)

    for number in range(3):
        shared.encode([f"question {number}"])

    assert encoder.calls == [1, 1, 1]


def test_a_call_takes_no_more_texts_than_it_gains_from() -> None:
    encoder = GatedEncoder()
    shared = BatchingEncoder(encoder)
    half = [f"text {number}" for number in range(MAX_SHARED_TEXTS // 2)]

    in_threads([lambda: shared.encode(half)] * 5, encoder, shared)

    assert sum(encoder.calls) == 5 * len(half)
    assert max(encoder.calls) == MAX_SHARED_TEXTS


def test_a_failed_call_fails_for_each_of_its_questions_and_for_no_later_one() -> None:
    encoder = GatedEncoder()
    shared = BatchingEncoder(encoder)

    found = in_threads([lambda: shared.encode(["first"])] + [lambda: shared.encode(["poison"])] * 2, encoder, shared)

    assert [str(outcome) for outcome in found[1:]] == ["poisoned batch"] * 2
    assert np.array_equal(shared.encode(["later"]), HashEncoder().encode(["later"]))


@pytest.mark.parametrize("name", ["name", "dimension", "digest"])
def test_it_stands_in_for_the_encoder_it_wraps(name: str) -> None:
    assert getattr(BatchingEncoder(HashEncoder()), name) == getattr(HashEncoder(), name)


def test_no_texts_are_no_vectors() -> None:
    assert BatchingEncoder(HashEncoder()).encode([]).shape == (0, HashEncoder.dimension)
