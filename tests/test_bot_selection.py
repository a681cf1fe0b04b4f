"""Which rows of a group a question means: subjects, describing names, opponents, limits, places, pairs."""

from collections.abc import Iterator, Sequence

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.question.lexicon import Operation
from bot.question.links import Linker
from bot.question.tables import Line
from bot.results.bounds import Limit
from bot.results.finder import TableFinder
from bot.results.selection import Selection, extremes_of
from retriever.values import parse_value

JUMP = """# Harbour Games 2031: women's high jump

## Final

| Rank | Athlete | Nation | Height |
|---|---|---|---|
| 1 | Yara Lopes | Brazil | 1.98 m |
| =2 | Nell Finch | Great Britain | 1.94 m |
| =2 | Olga Petrenko | Ukraine | 1.94 m |
| 4 | Greta Holm | Norway | 1.90 m |
|  | Una Brandt | Norway | NM |
|  | Vera Silva | Brazil | DNS |
"""
MATCH = """# Bay Lions 88, River Bears 81

## Line score

| Team | Q1 | Q2 | Total |
|---|---|---|---|
| River Bears | 41 | 40 | 81 |
| Bay Lions | 45 | 43 | 88 |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), {"jump.md": JUMP, "match.md": MATCH})
    yield opened
    opened.library.close()


def selected(bot: Bot, text: str, document: str) -> Selection:
    question, finder = bot.read(text), TableFinder(bot.library.store)
    mentions = Linker(bot.library.store).mentions(question)
    (group,) = finder.groups(question, mentions, [document])
    return Selection(question, mentions, group, finder)


def names(lines: Sequence[Line]) -> list[str]:
    return [line.name for line in lines]


def test_who_did_not_start_was_entered_and_is_no_competitor(bot: Bot) -> None:
    rows = selected(bot, "Who jumped?", "jump")

    assert names(rows.lines) == ["Yara Lopes", "Nell Finch", "Olga Petrenko", "Greta Holm", "Una Brandt"]
    assert [(line.name, line.status) for line in rows.entered if line.status] == [
        ("Una Brandt", "NM"), ("Vera Silva", "DNS")
    ]  # fmt: skip


def test_an_athlete_is_a_subject_and_her_nation_a_description(bot: Bot) -> None:
    rows = selected(bot, "What did Finch clear, and which Norwegians jumped?", "jump")

    assert [names(lines) for _, lines in rows.subjects] == [["Nell Finch"]]
    assert [names(lines) for _, lines in rows.filters] == [["Greta Holm", "Una Brandt"]]


def test_descriptions_of_one_column_add_up(bot: Bot) -> None:
    kept, _ = selected(bot, "Which Norwegians and Britons jumped?", "jump").kept()

    assert names(kept) == ["Nell Finch", "Greta Holm", "Una Brandt"]


def test_the_side_played_against_is_no_subject_but_stays_a_side(bot: Bot) -> None:
    rows = selected(bot, "What did the Bay Lions score against the River Bears?", "match")

    assert [names(lines) for _, lines in rows.subjects] == [["Bay Lions"]]
    assert sorted(names(lines)[0] for _, lines in rows.sides) == ["Bay Lions", "River Bears"]


def test_an_opponent_alone_is_still_a_subject(bot: Bot) -> None:
    rows = selected(bot, "What was scored against the River Bears?", "match")

    assert [names(lines) for _, lines in rows.subjects] == [["River Bears"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who won?", ["Yara Lopes"]),
        ("Who was second?", ["Nell Finch", "Olga Petrenko"]),
        ("Who was third?", []),
        ("Who was last?", ["Greta Holm"]),
        ("Who won the medals?", ["Yara Lopes", "Nell Finch", "Olga Petrenko"]),
    ],
)
def test_places_are_the_printed_ranks(bot: Bot, text: str, expected: list[str]) -> None:
    rows = selected(bot, text, "jump")
    cues = (*rows.places, *rows.question.has(Operation.LAST))

    assert names(rows.at_places(cues, rows.lines)) == expected


def test_a_match_without_ranks_is_won_by_the_larger_total(bot: Bot) -> None:
    rows = selected(bot, "Who won?", "match")

    assert [(line.name, rows.place(line)) for line in rows.lines] == [("River Bears", 2), ("Bay Lions", 1)]


@pytest.mark.parametrize(
    ("text", "said", "allowed"),
    [
        ("How many jumped over 1.94 m?", "over 1.94 m", ["Yara Lopes"]),
        ("How many cleared at least 1.94 m?", "at least 1.94 m", ["Yara Lopes", "Nell Finch", "Olga Petrenko"]),
        ("How many jumped under 1.94 m?", "under 1.94 m", ["Greta Holm"]),
        ("How many jumped 1.94 m or more?", "at least 1.94 m", ["Yara Lopes", "Nell Finch", "Olga Petrenko"]),
        ("How many jumped 1.94 m or less?", "at most 1.94 m", ["Nell Finch", "Olga Petrenko", "Greta Holm"]),
    ],
)
def test_a_limit_is_a_figure_with_the_words_that_bound_it(bot: Bot, text: str, said: str, allowed: list[str]) -> None:
    rows = selected(bot, text, "jump")
    limit = rows.limit()

    assert limit is not None
    assert limit.said == said
    assert [line.name for line in rows.lines if limit.allows(line.value(3))] == allowed


@pytest.mark.parametrize("text", ["How many jumped?", "How many jumped 1.94 m?", "How many jumped under 12 seconds?"])
def test_no_bound_word_no_figure_or_another_unit_is_no_limit(bot: Bot, text: str) -> None:
    assert selected(bot, text, "jump").limit() is None


def test_a_row_without_a_mark_is_within_no_limit() -> None:
    limit = Limit(parse_value("2.00 m"), below=True, inclusive=True, words=frozenset())

    assert [limit.allows(parse_value(cell)) for cell in ("1.90 m", "2.00 m", "2.01 m", "NM", "")] == [
        True, True, False, False, False
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gap between Lopes and Holm?", ["Greta Holm", "Yara Lopes"]),  # in the order of their names
        ("Gap between first and fourth?", ["Yara Lopes", "Greta Holm"]),
        ("Gap between Holm and the winner?", ["Greta Holm", "Yara Lopes"]),
        ("Gap between first and last?", ["Yara Lopes", "Greta Holm"]),
        ("What was the margin?", ["Yara Lopes", "Nell Finch"]),
    ],
)
def test_a_difference_has_two_rows_the_missing_one_being_first_or_second(
    bot: Bot, text: str, expected: list[str]
) -> None:
    assert names(selected(bot, text, "jump").pair()[0]) == expected


def test_extremes_are_taken_with_ties_over_rows_with_a_value(bot: Bot) -> None:
    lines = selected(bot, "Who jumped?", "jump").entered

    assert names(extremes_of(lines, 3, low=False)) == ["Yara Lopes"]
    assert names(extremes_of(lines, 3, low=True)) == ["Greta Holm"]
    assert names(extremes_of(lines[1:], 3, low=False)) == ["Nell Finch", "Olga Petrenko"]
    assert extremes_of(lines[4:], 3, low=False) == []
