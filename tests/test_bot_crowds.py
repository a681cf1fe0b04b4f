"""How many people watched: read where reports say it, and of the match that is asked about."""

import pytest
from newsroom import make_library, read

from bot.prose.crowds import asks_crowd, crowds_in


def numbers(tmp_path_factory: pytest.TempPathFactory, text: str) -> list[str]:
    library = make_library(tmp_path_factory.mktemp("crowd"), {"a.txt": f"Cove v Bluff\n\n{text}\n"})
    found = [
        crowd.passage.text[crowd.start - crowd.passage.start :][slice(*crowd.number)]
        for crowd in crowds_in(library.store.document("a"))
    ]
    library.close()
    return found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Lind made 14 saves in front of a crowd of 3,120.", "3,120"),
        ("The final was watched by 1,150 at the Kalev Hall.", "1,150"),
        ("Cove led at the break, where 4,310 watched in drizzle.", "4,310"),
        ("The attendance at the Dock was 41,200, a record.", "41,200"),
        ("I am told there are 2,500 in today, which is heroic.", "2,500"),
        ("More than 900 paying customers braved the cold.", "900"),
    ],
)
def test_a_crowd_is_read_in_the_ways_reports_tell_it(
    tmp_path_factory: pytest.TempPathFactory, text: str, number: str
) -> None:
    assert numbers(tmp_path_factory, text) == [number]


@pytest.mark.parametrize(
    "text",
    ["The crowd roared for 20 minutes.", "Lind trained before the 2024 Games.", "A field of 212 started.",
     "The crowd saw 12 tries."],
)  # fmt: skip
def test_other_figures_are_no_crowd(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assert numbers(tmp_path_factory, text) == []


def test_a_crowd_is_asked_for_by_its_words() -> None:
    assert asks_crowd(read("What was the attendance at Dock Park?"))
    assert asks_crowd(read("How many people watched the final?"))
    assert not asks_crowd(read("How many people took part?"))
    assert not asks_crowd(read("Who said the crowd was great?"))
