"""What asks for now, worked out by hand."""

from datetime import date

import pytest

from retriever.lately import Lately, lately_in, later_shares, newest_day
from retriever.relative import reported_in

THURSDAY = date(2025, 10, 30)


@pytest.mark.parametrize(
    ("asked", "rest", "step"),
    [
        ("Who leads the standings now?", "Who leads the standings?", 0),
        ("Who currently coaches the Vixens?", "Who coaches the Vixens?", 0),
        ("Who is the current captain?", "Who is the captain?", 0),
        ("How many have they lost so far?", "How many have they lost?", 0),
        ("What is the latest on her injury?", "What is the news on her injury?", 0),
        ("Is Rowe still in charge?", "Is Rowe in charge?", 0),
        ("When is their next home match?", "When is their home match?", 1),
        ("Who do Harrow play next?", "Who do Harrow play?", 1),
        ("Who won the last meeting of Harrow and Tyne?", "Who won the meeting of Harrow and Tyne?", -1),
        ("What was the score when they last met?", "What was the score when they met?", -1),
        ("When was the last time Harrow beat Tyne?", "When did Harrow beat Tyne?", -1),
        ("What was the result of the latest league match?", "What was the result of the league match?", -1),
    ],
)
def test_the_words_that_ask_for_now_are_taken_out(asked: str, rest: str, step: int) -> None:
    assert lately_in(asked) == Lately(rest, step)


@pytest.mark.parametrize(
    "asked",
    [
        "Who came last?", "How fast was the last lap?", "Who finished next to last?", "What did she win?",
        "Who won the last game of the season?", "How far did he throw?", "Was the last run the fastest?",
        "Which swimmer fought the current?", "Who ran the last leg?", "Who won after round 2?",
    ],
)  # fmt: skip
def test_what_asks_for_no_state_of_things_is_left_alone(asked: str) -> None:
    assert lately_in(asked) is None


def test_later_documents_have_larger_shares_and_those_of_one_day_the_same() -> None:
    published = {"a": "2025-09-06", "b": "2025-10-18", "c": "2025-10-18", "d": "2025-10-30"}

    assert later_shares(published) == {"a": 0.0, "b": 0.5, "c": 0.5, "d": 1.0}
    assert newest_day(published) == date(2025, 10, 30)


def test_of_one_day_alone_nothing_is_later() -> None:
    assert later_shares({"a": "2025-09-06", "b": "2025-09-06"}) == {}
    assert newest_day({}) is None


@pytest.mark.parametrize(
    ("asked", "rest", "first", "last"),
    [
        ("What was the score last night?", "What was the score?", (2025, 10, 29), (2025, 10, 30)),
        ("What happened to Imlach this week?", "What happened to Imlach?", (2025, 10, 27), (2025, 10, 30)),
        ("Who won last weekend?", "Who won?", (2025, 10, 25), (2025, 10, 27)),
        ("Who was sacked last month?", "Who was sacked?", (2025, 9, 1), (2025, 10, 1)),
        ("Who plays today?", "Who plays?", (2025, 10, 30), (2025, 10, 30)),
    ],
)
def test_reports_of_a_time_appear_until_the_day_after(
    asked: str, rest: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert reported_in(asked, THURSDAY) == (rest, date(*first), date(*last))


def test_a_question_without_such_a_time_is_of_no_days() -> None:
    assert reported_in("Who won the last lap?", THURSDAY) is None
