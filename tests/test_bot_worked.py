"""What is worked out from figures that reports tell, alone or against results."""

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest
from bot.trust.verify import check_answer

ARLE = """# Men's 1500 metres in Arle 2031: Odum wins

The men's 1500 metres final in Arle was run in rain. Ben Odum took the race out: 55.2 for the first 400, and he
passed 800 metres in 1:53.4. The clock read 2:36.0 at the bell.

Lining up with a personal best of 3:36.40, Odum ran away from everybody on the last lap.

## Final

| Rank | Athlete | Time |
|---|---|---|
| 1 | Ben Odum | 3:34.10 |
| 2 | Kit Vale | 3:35.00 |
| 3 | Tor Lund | 3:36.25 |
"""
BROOK = """# Looking back at the 1500 metres in Brook

The men's 1500 metres final in Brook was slow. They went through 400 metres in 58.9 and 800 metres in 1:58.0.

Kit Vale ran a late kick to win gold in 3:38.20. Ivo Senn was close behind and took silver in 3:38.41.
Tor Lund, in his last race, held on for bronze in 3:38.90. Ben Odum finished in fourth place with a 3:39.05.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over two reports, one with results."""
    return make_bot(tmp_path_factory.mktemp("worked"), {"arle.md": ARLE, "brook.md": BROOK})


def _ask(bot: Bot, question: str) -> Answer:
    answer = bot.ask(AskRequest(question=question))
    assert check_answer(answer, bot.library).problems == []
    return answer


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How long did the second lap of the Arle final take?", "58.2 s"),
        ("Was the first lap quicker in Arle or in Brook?", "Arle"),
        ("What were the split times at 400 and 800 in the Brook final?", "58.9, 1:58.0"),
        ("By how much did Ben Odum beat his previous best in Arle?", "2.30 s"),
        ("Who placed higher in Brook, Odum or Lund?", "Tor Lund"),
    ],
)
def test_figures_of_reports_are_worked_with(bot: Bot, question: str, short: str) -> None:
    assert _ask(bot, question).short_answer == short


def test_a_difference_is_written_the_larger_first_and_can_be_worked_out_again(bot: Bot) -> None:
    answer = _ask(bot, "By how much did Ben Odum beat his previous best in Arle?")

    assert answer.computation is not None
    assert answer.computation.plan == "3:36.40 - 3:34.10 = 2.30 s"
    assert {citation.kind for citation in answer.citations} == {"table", "passage"}


def test_all_medallists_are_listed_with_their_times_where_no_table_holds_them(bot: Bot) -> None:
    answer = _ask(bot, "Who were the medallists in Brook?")

    assert answer.values == ["Kit Vale", "3:38.20", "Ivo Senn", "3:38.41", "Tor Lund", "3:38.90"]


def test_a_question_about_one_lap_alone_is_left_to_the_reader_of_prose(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Did the first lap hurt?"))

    assert answer.computation is None
