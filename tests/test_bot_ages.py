"""How old somebody is, beside the name or of "he", and nothing else that is a small number."""

from collections.abc import Iterator

import pytest
from newsroom import make_library

from bot.prose.ages import ages_in
from retriever.library import Library
from retriever.types import Document, DocumentKind, Passage


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.close()


def ages(library: Library, text: str) -> list[tuple[str, str]]:
    document = Document(
        "d", "Report", text, DocumentKind.ARTICLE, passages=(Passage("d#p0", "d", 0, len(text), text),)
    )
    return [(a.person, text[a.start + a.years[0] : a.start + a.years[1]]) for a in ages_in(document, library.store)]


@pytest.mark.parametrize(
    ("text", "person", "years"),
    [
        ("Lind, 23, led from the gun.", "Ada Lind", "23"),
        ("Bea Okoro (Nigeria, 31) is the champion.", "Bea Okoro", "31"),
        ("The favourite was the 19-year-old Swede Dora Ek.", "Dora Ek", "19"),
        ("Marsh of Great Britain, at 18 the youngest of the crew, rowed at stroke.", "Cleo Marsh", "18"),
        ("Bea Okoro of the United Isles, at 19 the tallest, won the toss.", "Bea Okoro", "19"),
        ("Okoro scored twice. She is 24.", "Bea Okoro", "24"),
        ("Lind turned 30 when the season began.", "Ada Lind", "30"),
        ("Lind served well. The 21-year-old lost no set.", "Ada Lind", "21"),
        ("Okoro fell. “I slipped,” said the Nigerian, 31.", "Bea Okoro", "31"),
        ("Lind served well. The 21-year-old from Hale lost no set.", "Ada Lind", "21"),
        ("Lind served well. The 19-year-old had beaten Sweden's Bea Okoro.", "Ada Lind", "19"),
        ("Lind served well. The 21-year-old Sardinian lost no set.", "Ada Lind", "21"),
    ],
)
def test_an_age_belongs_to_whom_the_sentence_gives_it(library: Library, text: str, person: str, years: str) -> None:
    assert ages(library, text) == [(person, years)]


@pytest.mark.parametrize(
    "text",
    [
        "Lind finished in 23.45, a stride ahead.",
        "Okoro led at 20 km and again at the bell.",
        "Marsh beat Ek 21, 18 and 21 in straight games.",
        "The ground, 23, was full.",
        "Lind led. The Arena, 31, was full.",
        "It was the 23rd title of the club of Okoro.",
    ],
)
def test_a_time_a_distance_or_a_score_is_no_age(library: Library, text: str) -> None:
    assert ages(library, text) == []
