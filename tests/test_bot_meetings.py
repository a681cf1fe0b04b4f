"""Tables of matches, one to a row: whom somebody beat, who won, scores, days and places."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.question.sides import sides_of
from bot.schema import Answer, AskRequest
from retriever.values import ValueType

FIXTURES = """# title: Valley League fixtures and results
Date,Home,Away,Score,Attendance,Venue
2031-03-01,Arle Town,Brook City,2-1,3104,Arle Park
2031-03-08,Colne,Dunmore,0-0,812,The Meadow
2031-03-15,Brook City,Colne,4-0,2951,City Ground
2031-03-22,Dunmore,Arle Town,1-3,1044,Mill Lane
2031-03-29,Arle Town,Colne,1-1 (3-4 pens),5200,Arle Park
"""
LEAGUE = """# Valley League, final table

| Pos | Club | W | D | L | Pts |
|---|---|---|---|---|---|
| 1 | Arle Town | 8 | 1 | 1 | 25 |
| 2 | Brook City | 6 | 2 | 2 | 20 |
| 3 | Colne | 3 | 2 | 5 | 11 |
| 4 | Dunmore | 3 | 0 | 7 | 9 |
"""
DRAW = """# Ashby Cup, women's singles

| Round | Winner | Loser | Score | Minutes |
|---|---|---|---|---|
| Quarter-final | Kim Alder | Jo Finch | 6-3, 6-4 | 71 |
| Quarter-final | Sal Wren | Pat Teal | 7-5, 6-2 | 95 |
| Final | Kim Alder | Sal Wren | 6-4, 4-6, 6-1 | 133 |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over fixtures, the league table that they make, and a draw."""
    return make_bot(tmp_path_factory.mktemp("meet"), {"fixtures.csv": FIXTURES, "league.md": LEAGUE, "draw.md": DRAW})


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who did Kim Alder beat in the quarter-finals?", "Jo Finch"),
        ("Who did Kim Alder beat in the final?", "Sal Wren"),
        ("Who beat Jo Finch?", "Kim Alder"),
        ("Who did Sal Wren lose to?", "Kim Alder"),
        ("Who won the final of the Ashby Cup?", "Kim Alder"),
        ("What was the score of the final of the Ashby Cup?", "6-4, 4-6, 6-1"),
        ("Which Ashby Cup match was the longest?", "Kim Alder v Sal Wren"),
        ("How many minutes did the match between Wren and Teal last?", "95"),
        ("What was the score between Brook City and Colne?", "4-0"),
        ("Who won the match between Dunmore and Arle Town?", "Arle Town"),
        ("Who won when Arle Town played Colne?", "Colne"),
        ("Who beat Brook City?", "Arle Town"),
        ("Where did Dunmore play Arle Town?", "Mill Lane"),
        ("What was the attendance at the Arle Town v Brook City match?", "3104"),
        ("When did Colne meet Dunmore?", "2031-03-08"),
        ("Did Colne beat Brook City?", "No"),
        ("Did Arle Town beat Brook City?", "Yes"),
        ("Did Arle Town lose to Brook City?", "No"),
        ("Did Colne beat Dunmore?", "No"),
    ],
)
def test_the_row_of_a_match_answers(bot: Bot, question: str, answer: str) -> None:
    found = ask(bot, question)

    assert found.short_answer == answer, found.answer
    assert len(found.citations) == 1


ROUNDS = """# Dale Masters 2031

## Semi-finals

| Winner | Loser | Score | Minutes |
|---|---|---|---|
| Kim Alder | Jo Finch | 21-19, 14-21, 21-18 | 84 |
| Sal Wren | Pat Teal | 21-9, 21-8 | 31 |

## Final

| Winner | Loser | Score | Minutes |
|---|---|---|---|
| Kim Alder | Sal Wren | 21-17, 21-11 | 44 |
"""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which was the longest match of the Dale Masters?", "Kim Alder v Jo Finch"),
        ("How many matches did Alder win at the Dale Masters?", "2"),
        ("How long did the final last?", "44"),
        ("How long did it take Alder to beat Finch?", "84"),
        ("How long did Sal Wren's semi-final take?", "31"),
    ],
)
def test_the_rounds_of_a_draw_are_one_where_none_is_named(tmp_path: Path, question: str, answer: str) -> None:
    bot = make_bot(tmp_path, {"masters.md": ROUNDS})

    found = ask(bot, question)

    assert found.short_answer == answer, found.answer
    bot.library.close()


def test_nothing_is_added_up_over_scores_of_two_sides(bot: Bot) -> None:
    found = ask(bot, "What is the total of the scores in the Valley League fixtures?")

    assert "0-0" not in found.answer, found.answer


def test_a_league_table_that_prints_the_number_goes_before_counting_rows(bot: Bot) -> None:
    assert "5" in ask(bot, "How many matches did Colne lose?").answer


def test_what_no_match_tells_is_not_answered_by_matches(bot: Bot) -> None:
    assert ask(bot, "Who coaches Kim Alder?").short_answer is None


def test_a_count_of_matches_cites_each_and_can_be_made_again(bot: Bot) -> None:
    answer = ask(bot, "How many matches did Kim Alder win?")

    assert answer.short_answer == "2"
    assert answer.computation is not None
    assert answer.computation.plan.endswith("counted: Kim Alder + Kim Alder = 2")
    assert {c.table.values["Loser"] for c in answer.citations if c.table} == {"Jo Finch", "Sal Wren"}


@pytest.mark.parametrize(
    ("labels", "sides"),
    [
        (("Winner", "Runner-up", "Score"), (0, 1, True)),
        (("Round", "Home team", "Result", "Away team"), (1, 3, False)),
        (("Player 1", "Player 2", "Score"), (0, 1, False)),
        (("Team A", "Team B"), (0, 1, False)),
        (("Athlete", "Nation", "Time"), None),
        (("Home", "Town"), None),
        (("Leg 1", "Run 2"), None),
    ],
)
def test_sides_are_told_by_labels(labels: tuple[str, ...], sides: tuple[int, int, bool] | None) -> None:
    assert sides_of(tuple((label, ValueType.TEXT) for label in labels)) == sides


CARD = """# title: Fight night at Norbury Hall, results
Weight,Red corner,Blue corner,Winner,Method,Round
Welterweight,Danny Obi,Luis Prado,Danny Obi,TKO,7
Lightweight,Shane Gill,Artur Ziel,Artur Ziel,Points,10
Bantamweight,Mikey Tran,Joel Aba,Draw,Draw,8
"""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who did Artur Ziel beat?", "Shane Gill"),
        ("Who won the welterweight bout?", "Danny Obi"),
        ("Did Shane Gill beat Artur Ziel?", "No"),
        ("In which round did Danny Obi beat Luis Prado?", "7"),
    ],
)
def test_a_column_of_winners_tells_who_won(tmp_path: Path, question: str, answer: str) -> None:
    found = ask(make_bot(tmp_path, {"card.csv": CARD}), question)

    assert found.short_answer == answer, found.answer
