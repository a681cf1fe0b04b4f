"""Misspelt words are taken for the library's; words it knows are left alone."""

from collections.abc import Iterator

import pytest
from newsroom import make_library

from retriever.library import Library
from retriever.spelling import Speller


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("stem", "corrected"),
    [
        ("okorro", "okoro"),
        ("nigerria", "nigeria"),
        ("harbuor", "harbour"),
        ("okoro", "okoro"),  # known
        ("coach", "coach"),  # known, of one unit only
        ("coahc", "coahc"),  # what it resembles is itself rare enough to be a typo
        ("lnd", "lnd"),  # too short to tell
        ("zebra", "zebra"),  # near nothing
        ("1:57.11", "1:57.11"),  # a figure is never corrected
        ("", ""),
    ],
)
def test_only_an_unknown_long_word_near_a_common_one_is_corrected(
    library: Library, stem: str, corrected: str
) -> None:
    assert Speller(library.store).correct(stem) == corrected


def test_a_word_that_the_library_writes_as_one_is_joined(library: Library) -> None:
    speller = Speller(library.store)

    assert speller.respaced("the har bour race") == "the harbour race"
    assert speller.respaced("the second heat") == "the second heat"
