"""Names in questions: in full, by surname, misspelt; never by accident."""

from collections.abc import Iterator

import pytest
from newsroom import COVERAGE, make_bot

from bot.answer import Bot
from bot.question.links import Linker

MORE = """# Harbour Games 2031: women's javelin

## Final

| Rank | Athlete | Nation | Distance |
|---|---|---|---|
| 1 | Eva Okoro | Nigeria | 61.20 m |
| 2 | Fay Nordås | Norway | 60.02 m |
"""

ABROAD = """# Lake Meeting 2031: women's javelin

## Final

| Rank | Athlete | Nation | Distance |
|---|---|---|---|
| 1 | NORDAAS Fay | Norway | 63.44 m |
| 2 | Mia Soerensen | Denmark | 60.10 m |
| 3 | Mia Sorensen | Sweden | 59.00 m |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), {**COVERAGE, "javelin.md": MORE, "lake.md": ABROAD})
    yield opened
    opened.library.close()


def named(bot: Bot, question: str) -> list[tuple[str, bool]]:
    return [(m.name.text, m.whole) for m in Linker(bot.library.store).mentions(bot.read(question))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How did Ada Lind do?", [("Ada Lind", True)]),
        ("how did lind do?", [("Ada Lind", False)]),
        ("Lind Ada", [("Ada Lind", True)]),
        ("Fay Nordas", [("Fay Nordås", True)]),
        ("Cleo Marsch's time", [("Cleo Marsh", True)]),
        ("what about Marshh?", [("Cleo Marsh", False)]),
        ("runners of Great Britain", [("Great Britain", True)]),
        ("Who is Bob?", []),
        ("Who won?", []),
        ("", []),
    ],
)
def test_a_name_is_known_in_full_by_surname_or_misspelt(
    bot: Bot, question: str, expected: list[tuple[str, bool]]
) -> None:
    assert named(bot, question) == expected


def test_a_surname_that_two_share_names_both(bot: Bot) -> None:
    assert named(bot, "How did Okoro do?") == [("Bea Okoro", False), ("Eva Okoro", False)]


def test_the_full_name_of_one_of_two_namesakes_names_only_her(bot: Bot) -> None:
    assert named(bot, "How did Eva Okoro do?") == [("Eva Okoro", True)]


def test_a_mention_holds_every_cell_with_the_name(bot: Bot) -> None:
    (mention,) = Linker(bot.library.store).mentions(bot.read("Cleo Marsh"))

    assert [(p.table_id, p.row, p.column) for p in mention.places] == [
        ("harbour-800#t1", 1, 1), ("harbour-800#t3", 2, 1)
    ]  # fmt: skip


def test_several_names_are_all_found(bot: Bot) -> None:
    assert sorted(named(bot, "Did Lind beat Marsh?")) == [("Ada Lind", False), ("Cleo Marsh", False)]


def test_a_name_spelt_otherwise_elsewhere_is_the_same_whatever_the_order_of_its_words(bot: Bot) -> None:
    (mention,) = Linker(bot.library.store).mentions(bot.read("Fay Nordås"))

    assert [(p.table_id, p.row) for p in mention.places] == [("javelin#t1", 1), ("lake#t1", 0)]


def test_two_spellings_in_one_table_are_two_people(bot: Bot) -> None:
    mentions = Linker(bot.library.store).mentions(bot.read("How far did Mia Soerensen throw?"))

    assert [(p.table_id, p.row) for p in mentions[0].places] == [("lake#t1", 1)]
