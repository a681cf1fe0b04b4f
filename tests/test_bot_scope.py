"""Rounds and heats as questions and headings name them."""

import pytest

from bot.question.scope import scope_of_path, scope_of_text, small_number


@pytest.mark.parametrize(
    ("text", "rounds", "marks"),
    [
        ("Heat 1", ("heats",), {"1"}),
        ("heat 2 of the repechage", ("repechage",), {"2"}),
        ("the second heat of the repechages", ("repechage",), {"2"}),
        ("Semi-Final 1", ("semifinal",), {"1"}),
        ("the second semi", ("semifinal",), {"2"}),
        ("semifinals", ("semifinal",), set()),
        ("quarter-finals", ("quarterfinal",), set()),
        ("the final", ("final",), set()),
        ("Group A", ("group",), {"a"}),
        ("pool b", ("group",), {"b"}),
        ("the first round", ("heats",), set()),
        ("the opening round", ("heats",), set()),
        ("round 2", ("round 2",), set()),
        ("how many heats were there", ("heats",), set()),
        ("3 heats", ("heats",), set()),  # a count, not a number
        ("the last qualifying place in the semi-final", ("semifinal",), set()),
        ("who was fastest of all?", (), set()),
        ("", (), set()),
    ],
)
def test_a_text_names_round_and_number(text: str, rounds: tuple[str, ...], marks: set[str]) -> None:
    found = scope_of_text(text)

    assert (found.rounds, set(found.marks)) == (rounds, marks)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Semi-Final 2", "the second semi"), ("Heat 3", "the third heat"), ("1st Round", "heats"), ("Round 1", "heats")],
)
def test_two_ways_to_say_one_round_mean_the_same_round(one: str, other: str) -> None:
    assert scope_of_text(one).round == scope_of_text(other).round


def test_the_words_that_named_a_round_are_reported() -> None:
    assert scope_of_text("Who won the second heat of the repechage?").words == {3, 4, 7}


@pytest.mark.parametrize(
    ("path", "rounds", "marks"),
    [
        (("Semi-finals", "Heat 1"), ("semifinal",), {"1"}),
        (("Repechage", "Heat 1"), ("repechage",), {"1"}),
        (("Harbour Games", "Heat 1"), ("heats",), {"1"}),
        (("Men's 100 m final", "Results"), ("final",), set()),
        (("Results of the final", "Semi-finals"), ("semifinal",), set()),  # the innermost heading counts
        (("Standings",), (), set()),
        ((), (), set()),
    ],
)
def test_heat_one_belongs_to_the_round_it_stands_under(
    path: tuple[str, ...], rounds: tuple[str, ...], marks: set[str]
) -> None:
    found = scope_of_path(path)

    assert (found.rounds, set(found.marks)) == (rounds, marks)


@pytest.mark.parametrize(
    ("word", "number"),
    [("three", 3), ("third", 3), ("3", 3), ("3rd", 3), ("12th", 12), ("twentieth", 20), ("1500", None), ("heat", None),
     ("", None), ("st", None), ("₉", None)],
)  # fmt: skip
def test_small_numbers_are_read_in_words_and_figures(word: str, number: int | None) -> None:
    assert small_number(word) == number
