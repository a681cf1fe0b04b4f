"""Which tables a question means, from headings, rounds, dates and names alone."""

from collections.abc import Iterator

import pytest
from newsroom import COVERAGE, make_bot

from bot.answer import Bot
from bot.question.links import Linker
from bot.results.finder import TableFinder
from bot.results.gathered import Group

JAVELIN = """# Harbour Games 2031: women's javelin

Organisers moved the event to Granite Park, where the women's 800 metres had been run the night before.

## Final

| Rank | Athlete | Nation | Distance |
|---|---|---|---|
| 1 | Eva Okoro | Nigeria | 61.20 m |
| 2 | Fay Nord | Norway | 60.02 m |
"""
OLDER = """# Harbour Games 2027: women's 800 metres

## Final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Gia Moss | Italy | 1:58.80 |
| 2 | Hope Lane | Jamaica | 1:58.90 |
"""
RELAY = """# Harbour Games 2031: mixed relay

## Final

| Rank | Team | Time |
|---|---|---|
| 1 | Sweden | 3:11.00 |
| 2 | Norway | 3:12.00 |
"""
MATCHES = """# Harbour Cup

## Bears v Lions, 1 March 2031

| Team | Q1 | Total |
|---|---|---|
| Bears | 20 | 88 |
| Lions | 18 | 81 |

## Bears v Lions, 8 March 2031

| Team | Q1 | Total |
|---|---|---|
| Bears | 22 | 70 |
| Lions | 24 | 90 |
"""
ROWING = """# Harbour Games 2031: single sculls

## Semi-final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Ivo Kask | Estonia | 6:50.00 |
| 2 | Jan Pohl | Germany | 6:51.00 |

## Final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Jan Pohl | Germany | 6:40.00 |
| 2 | Ivo Kask | Estonia | 6:41.00 |
"""
FILES = {
    **COVERAGE, "javelin.md": JAVELIN, "older.md": OLDER, "relay.md": RELAY, "matches.md": MATCHES, "rowing.md": ROWING
}  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), FILES)
    yield opened
    opened.library.close()


def groups(bot: Bot, text: str, documents: list[str] | None = None) -> list[Group]:
    question = bot.read(text)
    mentions = Linker(bot.library.store).mentions(question)
    return TableFinder(bot.library.store).groups(question, mentions, documents)


def tables(group: Group) -> list[str]:
    return [view.table.table_id for view in group.views]


HEATS, FINAL = ["harbour-800#t1", "harbour-800#t2"], ["harbour-800#t3"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who won the women's 800 metres in 2031?", FINAL),  # the final is meant where no round is named
        ("Who won the final of the women's 800 metres in 2031?", FINAL),
        ("Who was fastest in the heats of the women's 800 metres in 2031?", HEATS),
        ("Who won heat 2 of the women's 800 metres in 2031?", HEATS[1:]),
        ("Who won the women's 800 metres in 2027?", ["older#t1"]),
        ("Who won the single sculls?", ["rowing#t2"]),
        ("Who won the semi-final of the single sculls?", ["rowing#t1"]),
        ("Who won the women's javelin?", ["javelin#t1"]),
        ("Who won the mixed relay?", ["relay#t1"]),
        ("Who won the Harbour Cup game on 8 March 2031?", ["matches#t2"]),
        ("What was the javelin result of Eva Okoro?", ["javelin#t1"]),
    ],
)
def test_the_best_group_is_the_one_the_words_describe(bot: Bot, question: str, expected: list[str]) -> None:
    assert tables(groups(bot, question)[0]) == expected


def test_headings_beat_the_first_lines_of_another_document(bot: Bot) -> None:
    found = groups(bot, "Who won the women's 800 metres in 2031?")

    order = [tables(group)[0] for group in found]
    assert order.index("harbour-800#t3") < order.index("javelin#t1")
    assert found[0].lead_only == frozenset()


def test_words_that_only_the_first_lines_hold_are_told_apart(bot: Bot) -> None:
    question = "Who won the women's javelin at Granite Park?"

    (best, *_) = groups(bot, question)

    words = [word.text for word in bot.read(question).words]
    assert [words[i] for i in sorted(best.lead_only)] == ["granite", "park"]
    assert {"javelin", "granite"} <= {words[i] for i in best.explained}


@pytest.mark.parametrize(
    ("question", "excluded"),
    [
        ("Who won the women's 800 metres in 2027?", "harbour-800#t3"),
        ("Who won the women's 1500 metres?", "harbour-800#t3"),
        ("Who won the men's 800 metres?", "harbour-800#t3"),
        ("Who won the semi-final of the women's 800 metres?", "harbour-800#t3"),
        ("Who won heat 2 of the women's 800 metres?", "harbour-800#t1"),
        ("Who won the Harbour Cup game on 8 March 2031?", "matches#t1"),
    ],
)
def test_another_year_length_sex_round_heat_or_day_is_another_contest(bot: Bot, question: str, excluded: str) -> None:
    assert excluded not in [table for group in groups(bot, question) for table in tables(group)]


def test_only_tables_of_the_documents_allowed_are_found(bot: Bot) -> None:
    found = groups(bot, "Who won the women's 800 metres?", ["older"])

    assert [tables(group) for group in found] == [["older#t1"]]


def test_a_document_that_is_allowed_is_found_even_if_the_question_describes_nothing_of_it(bot: Bot) -> None:
    assert [tables(group) for group in groups(bot, "Who won?", ["relay"])] == [["relay#t1"]]
    assert groups(bot, "Who won?", []) == []


def test_all_rounds_of_one_event_are_siblings_and_other_years_are_not(bot: Bot) -> None:
    finder = TableFinder(bot.library.store)

    found = [view.table.table_id for view in finder.siblings(finder.view("harbour-800#t3"))]

    assert found == [*HEATS, *FINAL]


def test_suggestions_ask_for_the_winners_of_finals_of_several_documents(bot: Bot) -> None:
    assert TableFinder(bot.library.store).suggestions(2) == [
        "Who won: Harbour Games 2031: women's 800 metres?",
        "Who won: Harbour Games 2027: women's 800 metres?",
    ]
