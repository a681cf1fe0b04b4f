"""The check that stands between a language model and the reader, measured over true sentences and lies made of them."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from doubles import HashEncoder

from evals.lying import Said, sentences_about, verdicts
from ingest.pipeline import ingest_paths
from retriever.library import Library, open_library

CORPUS = Path(__file__).parent.parent / "corpus"
EACH = 31  # a prime: every kind of sentence and change comes up; all 23,000 take a minute


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("sample") / "library"
    ingest_paths([CORPUS], folder, encoder=HashEncoder())
    opened = open_library(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def judged(library: Library) -> list[tuple[Said, bool]]:
    return list(verdicts(islice(sentences_about(library.store), 0, None, EACH)))


def test_ninety_nine_of_a_hundred_lies_are_stopped(judged: list[tuple[Said, bool]]) -> None:
    lies = [(said.change, said.text, passed) for said, passed in judged if said.change]
    through = [(change, text) for change, text, passed in lies if passed]

    assert len(lies) > 500
    assert {change for change, _, _ in lies} >= {"digit", "athlete", "place", "denial", "citation", "comparison"}
    assert len(through) <= 0.01 * len(lies), through


def test_of_a_hundred_true_sentences_no_more_than_two_are_lost(judged: list[tuple[Said, bool]]) -> None:
    true = [(said.text, passed) for said, passed in judged if not said.change]
    lost = [text for text, passed in true if not passed]

    assert len(true) > 80
    assert len(lost) <= max(2, 0.02 * len(true)), lost
