"""Kinds of answers: a place where "where" asks, some time where "how long" does, money where a cost is asked for."""

import pytest
from newsroom import read

from bot.prose.kinds import asks_absence, fits_kind, has_kind, of_kind, repeats_name


@pytest.mark.parametrize(
    ("question", "before", "answer", "expected"),
    [
        ("Where does Lind come from?", "the full-back, who joined from ", "Rosario", True),
        ("Where does Lind come from?", "barged over in the ", "sixth", False),
        ("Where was the game played?", "It was played at ", "Hale Park", True),
        ("Where was the game played?", "Hale won the game on ", "Saturday", False),
        ("Where does Lind have a cut?", "She has a cut ", "over the right eye", True),
        ("How long was the delay?", "", "48 minutes", True),
        ("How long was the delay?", "", "two and a half hours", True),
        ("How long have they played?", "", "since the last century", True),
        ("How long was the delay?", "", "38,112", False),
        ("How much did the stadium cost?", "", "£3 million", True),
        ("How much does Lind earn?", "", "51 minutes", False),
        ("When did Hale last win?", "", "2011", True),
        ("When did Hale last win?", "", "on the opening lap", True),
        ("When did Hale last win?", "", "18-17", False),
        ("When did Hale last win?", "", "Rory Lind", False),
        ("What time did Lind row?", "", "2008", False),
        ("How tall is Lind?", "", "1500m", False),
        ("How tall is Lind?", "", "1.84 m", True),
        ("What time does Lind train?", "", "half past six", True),
        ("What time does Lind train?", "", "six to nine o'clock", True),
    ],
)
def test_words_fit_only_the_kind_that_they_can_be(question: str, before: str, answer: str, expected: bool) -> None:
    assert fits_kind(read(question), answer, before) is expected


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("Who takes over from Lind?", "Ada", True),
        ("Who takes over from Lind?", "Vos", False),
        ("Who is Lind's sister?", "Ada", False),  # a Lind, too
        ("When did Lind leave?", "Ada", False),
    ],
)
def test_whom_the_question_names_is_no_answer_to_who(question: str, answer: str, expected: bool) -> None:
    text = "Ada Lind said that Vos follows."
    start = text.index(answer)

    assert repeats_name(read(question), text, (start, start + len(answer))) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where was it held?", True),
        ("How long did it take?", True),
        ("In what year was it held?", True),
        ("Where did Lind finish?", False),  # a rank, for which any words may stand
        ("What position does Lind play?", False),
        ("What company was in its last year as a sponsor?", False),
    ],
)
def test_it_is_known_which_questions_have_answers_of_a_look(question: str, expected: bool) -> None:
    assert has_kind(read(question)) is expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("How long was the delay?", "Before 38,112 people it was held up for 48 minutes.", ["48 minutes"]),
        ("Where did Lind train?", "Lind trained in Leeds on Monday.", ["Leeds", "Monday"]),
        ("What was the distance?", "In 12 seconds she rode 40 metres.", ["40 metres"]),
    ],
)
def test_words_of_the_kind_asked_for_are_found_in_a_sentence(question: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in of_kind(read(question), text)] == expected


def test_how_long_somebody_is_out_is_asked_of_reports_and_how_long_a_throw_was_is_not() -> None:
    asked = ["How long is Lind out for?", "How long was Lind suspended?", "How long was Lind's throw?", "Is Lind out?"]

    assert [asks_absence(read(question)) for question in asked] == [True, True, False, False]
