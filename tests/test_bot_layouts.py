"""Rounds of one event in tables of different layouts: a row is compared by what its own table heads alike."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest

FINAL = """# Women's single sculls, Lake Cup 2031, Final
Rank,Lane,Athlete,500 m,1000 m,Time
1,3,Ada Lind,1:46.90,3:37.12,7:21.44
2,4,Bea Okoro,1:48.75,3:40.15,7:21.82
"""

SEMI = """# Women's single sculls, Lake Cup 2031, Semi-final
Rank,Athlete,Time
1,Bea Okoro,7:30.12
2,Ada Lind,7:31.40
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder: Path = tmp_path_factory.mktemp("layouts")
    return make_bot(folder, {"final.csv": FINAL, "semi.csv": SEMI})


def test_two_rounds_are_compared_though_one_table_has_more_columns(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Was Ada Lind quicker in the semi-final or the final?"))

    assert "7:21.44" in answer.answer
    assert "7:31.40" in answer.answer
    assert "Final" in (answer.short_answer or "")
