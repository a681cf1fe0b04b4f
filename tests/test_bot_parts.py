"""Figures that stand side by side in a row: innings, ends, events of a combined contest."""


import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest
from bot.trust.verify import check_answer

INNINGS = """# Owls beat Pikes

| Team | 1 | 2 | 3 | 4 | 5 | R | H | E |
|---|---|---|---|---|---|---|---|---|
| Pikes | 0 | 1 | 0 | 0 | 2 | 3 | 7 | 1 |
| Owls | 2 | 0 | 0 | 3 | 0 | 5 | 8 | 0 |
"""
EVENTS = """# title: Vale pentathlon
Rank,Athlete,Hurdles,High Jump,Shot,Long Jump,800m,Points
1,Una Roe,1012,830,790,845,901,4378
2,Ida Beck,990,867,720,880,850,4307
3,Eva Lunn,940,759,811,802,790,4102
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("parts"), {"innings.md": INNINGS, "events.csv": EVENTS})


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many runs did the Pikes score in the fifth?", "2"),
        ("What did the Owls score in the fourth inning?", "3"),
        ("In which inning did the Owls score the most runs?", "Inning 4"),
        ("How many innings did the Owls score in?", "2"),
        ("How many innings did the Owls win?", "2"),
        ("How many hits did the Pikes get?", "7"),
        ("How many runs did the Owls score?", "5"),
        ("What was Una Roe's best event?", "Hurdles"),
        ("What was Beck's worst event?", "Shot"),
    ],
)
def test_parts_of_a_row_are_told_apart_from_its_total(bot: Bot, question: str, short: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert answer.short_answer == short
    assert answer.citations
    assert answer.computation is None or answer.computation.replay is not None
    assert check_answer(answer, bot.library).problems == []
