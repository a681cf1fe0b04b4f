"""Matches whose sides stand in one cell are read as matches, and a side's own part of their scores is added up."""

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest
from bot.trust.verify import check_answer

FILES = {
    "cup.md": """# Harbour Cup 2031, women's hockey: matches

| Date | Stage | Match | Score | Penalty corners |
|---|---|---|---|---|
| 2 April | Pool A | Aldgate v Inver | 3-1 | 6-3 |
| 2 April | Pool A | Moss Vale v Ellery | 1-1 | 4-5 |
| 3 April | Pool A | Inver v Moss Vale | 4-2 | 5-0 |
| 3 April | Pool A | Ellery v Aldgate | 2-2 | 1-8 |
| 5 April | Final | Aldgate v Inver | 2-2 (3-4 so) | 8-2 |
""",
    "bowls.csv": "# title: Northern Bowls League 2031, results\nDay,Result\n"
    "9 May 2031,Fenwick 21-14 Kirkby\n9 May 2031,Larne 18-18 Dunmore\n16 May 2031,Kirkby 20-11 Larne\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("sides"), FILES)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who did Inver beat in the pool of the Harbour Cup?", "Moss Vale"),
        ("Who won the Harbour Cup final?", "Inver"),
        ("Did Aldgate play Ellery?", "Yes"),
        ("Had Aldgate already met Ellery before in the tournament?", "Yes"),
        ("How many matches of the Harbour Cup ended in a draw?", "3"),
        ("How many penalty corners did Aldgate win in the Harbour Cup?", "22"),
        ("How many goals did Inver concede in the pool?", "5"),
        ("How many penalty corners did Inver have in the final?", "2"),
        ("How many penalty corners per game did Aldgate have?", "7.33"),
        ("Who beat Kirkby in the Northern Bowls League?", "Fenwick"),
        ("What was the score between Larne and Dunmore?", "18-18"),
    ],
)
def test_a_cell_with_two_sides_is_a_match(bot: Bot, question: str, short: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert answer.short_answer == short, answer.answer
    assert check_answer(answer, bot.library).problems == []


def test_the_working_gives_only_the_sides_own_part(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="How many goals did Inver concede in the pool?"))

    assert answer.computation is not None
    assert answer.answer.startswith("5 is the total in Harbour Cup 2031")
    assert answer.computation.plan == "total of Aldgate v Inver 3, Inver v Moss Vale 2 = 5"
