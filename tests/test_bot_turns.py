"""Turns of a conversation as readers write them: ellipsis, things pointed at, choices, courtesies between."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.question.openings import well_put, without_opening
from bot.schema import AskRequest, Turn

RACES = """# Vale Regatta

## Men's canoe sprint

| Rank | Athlete | Nation | Time | Free leg |
|---|---|---|---|---|
| 1 | Piet Holm | Norway | 1:51.30 | 50.1 |
| 2 | Joan Birt | France | 1:52.00 | 51.2 |

## Women's canoe sprint

| Rank | Athlete | Nation | Time | Free leg |
|---|---|---|---|---|
| 1 | Ada Lind | Sweden | 2:00.10 | 55.0 |
| 2 | Bea Okoro | Nigeria | 2:01.50 | 55.9 |
"""
LEAGUE = """# Vale netball league

| Pos | Team | Played | Won | Drawn | Lost | Points |
|---|---|---|---|---|---|---|
| 1 | Marlow Rovers | 9 | 7 | 1 | 1 | 15 |
| 2 | Ashby Comets | 9 | 2 | 3 | 4 | 7 |
"""
REPORT = """Lind wins on the lake
Date: 2031-05-03

Ada Lind won the women's canoe sprint at the Vale Regatta. Her coach, Jan Stane, wept on the quay.

There was a delay of twenty minutes because a rope had snapped. Captain Sally-Ann Drew of Marlow Rovers drew the raffle.
"""
WON = ("Who won the women's canoe sprint?", "Ada Lind of Sweden won in 2:00.10.")


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    files = {"regatta.md": RACES, "league.md": LEAGUE, "report.txt": REPORT}
    opened = make_bot(tmp_path_factory.mktemp("turns"), files)
    yield opened
    opened.library.close()


def standalone(bot: Bot, question: str, *said: str) -> str:
    history = [Turn(role="user" if n % 2 == 0 else "assistant", content=text) for n, text in enumerate(said)]
    return bot.ask(AskRequest(question=question, history=history)).standalone_question


@pytest.mark.parametrize(
    ("question", "said", "expected"),
    [
        ("and the men's?", WON, "Who won the men's canoe sprint?"),
        ("and the men's?", (*WON, "how old is she?", "31."), "Who won the men's canoe sprint?"),
        ("men's", ("Who won the canoe sprint?", "Do you mean the men's or the women's?"),
         "Who won the men's canoe sprint?"),
        ("the second one", ("Who won the canoe sprint?", "Do you mean the men's or the women's?"),
         "Who won the women's canoe sprint?"),
        ("and the other one?", WON, "Who won the men's canoe sprint?"),
        ("who won the men's?", WON, "Who won the men's canoe sprint?"),
        ("by how much?", WON, "By how much did Ada Lind win the women's canoe sprint?"),
        ("why not?", ("Will Sally-Ann Drew play on Sunday?", "No."), "Why will Sally-Ann Drew not play on Sunday?"),
        ("how long was it?", ("Why was there a delay at the regatta?", "A rope had snapped."),
         "How long was the delay (regatta)?"),
        ("and the fewest?", ("Which team has the most points?", "Marlow Rovers."), "Which team has the fewest points?"),
        ("ok. and who was second?", WON, "Who was second (women's canoe sprint)?"),
    ],
)  # fmt: skip
def test_a_turn_takes_what_it_leaves_out_from_the_turns_before(
    bot: Bot, question: str, said: tuple[str, ...], expected: str
) -> None:
    assert standalone(bot, question, *said) == expected


def test_they_are_a_nation_where_a_nation_was_asked_about(bot: Bot) -> None:
    said = ("Why did Norway lose the relay?", "Their third rider, Piet Holm, fell.")

    assert standalone(bot, "what was their time in the men's canoe sprint?", *said).startswith("What was Norway's time")


def test_whom_one_beat_is_not_who_goes_on(bot: Bot) -> None:
    said = ("Who did Piet Holm beat in the semi-final?", "Joan Birt.")

    assert standalone(bot, "how old is he?", *said) == "How old is Piet Holm?"


def test_two_minutes_and_a_weekday_are_nobody(bot: Bot) -> None:
    said = (*WON, "How far behind was Okoro on Saturday?", "Two minutes and four seconds.")

    assert "Saturday" not in standalone(bot, "how old is she?", *said)


def test_there_means_the_part_last_asked_about(bot: Bot) -> None:
    said = ("Was Ada Lind best in the free leg as well?", "Yes.")

    assert standalone(bot, "what did she do there?", *said) == "What did Ada Lind do in the free leg?"


def test_courtesies_between_do_not_change_what_is_talked_about(bot: Bot) -> None:
    said = (*WON, "thanks!", "You're welcome.")

    assert standalone(bot, "and the men's?", *said) == "Who won the men's canoe sprint?"


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("good morning", "Hello, ask me about the articles and results here."),
        ("thanks, bye", "Goodbye."),
        ("cheers mate", "You're welcome."),
        ("tell me a joke", "I answer questions, asked in English, from the articles and results here."),
        ("do you like football?", "I answer questions, asked in English, from the articles and results here."),
    ],
)
def test_a_courtesy_gets_one_line_back_and_no_search_result(bot: Bot, text: str, reply: str) -> None:
    answer = bot.ask(AskRequest(question=text, history=[Turn(role="user", content=WON[0])]))

    assert (answer.answer, answer.citations, answer.short_answer) == (reply, [], None)
    assert (answer.standalone_question, answer.abstention.closest if answer.abstention else None) == (text, [])


def test_is_that_right_is_no_courtesy_but_asks_again(bot: Bot) -> None:
    assert standalone(bot, "is that right?", *WON) == WON[0]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("hi, who won the relay?", "who won the relay?"),
        ("Hi! Good morning. who won?", "who won?"),
        ("hello there who won", "who won"),
        ("Right back Jones scored?", "Right back Jones scored?"),
        ("thanks", "thanks"),
    ],
)
def test_a_greeting_before_a_question_is_not_part_of_it(text: str, rest: str) -> None:
    assert without_opening(text) == rest


def test_a_standalone_question_begins_with_a_capital_and_without_and() -> None:
    assert well_put("and who won the relay then") == "Who won the relay?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [("How many games have Ashby Comets lost?", "4"), ("How many games did Marlow Rovers win?", "7")],
)  # fmt: skip
def test_won_drawn_and_lost_are_columns_of_a_league_table(bot: Bot, question: str, expected: str) -> None:
    assert bot.ask(AskRequest(question=question)).short_answer == expected
