"""By how much two rows differ, in words that name the column."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest

SCORECARD = """# Island League final, Mariners innings
Batter,Dismissal,Runs,Balls
Rishi Maharaj,lbw b Hinds,31,24
Lee Mei-Ling Soo,run out,22,19
Kieron Ramdin,not out,61,29
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder: Path = tmp_path_factory.mktemp("gaps")
    return make_bot(folder, {"final.csv": SCORECARD})


@pytest.mark.parametrize(
    ("question", "gap"),
    [
        ("How many more runs did Ramdin score than Maharaj in the final?", "30"),
        ("How many fewer balls did Maharaj face than Ramdin in the final?", "5"),
        ("What was the difference in runs between Ramdin and Soo in the final?", "39"),
    ],
)
def test_how_many_more_asks_for_a_difference(bot: Bot, question: str, gap: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert answer.values == [gap]
    assert answer.computation is not None
