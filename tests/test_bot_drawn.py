"""Matches that reports tell beside a league table: the table does not say who beat whom, and a draw is no victory."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot, read

from bot.answer import Bot
from bot.schema import Answer, AskRequest
from bot.statements.check import question_for
from retriever.figures import find_values

FILES = {
    "league.csv": "# Coast League, table after round 4\nPos,Team,P,W,D,L,Pts\n1,Cove Hawks,4,3,1,0,10\n"
    "2,Bluff Stars,4,2,1,1,7\n3,Elm Rangers,4,0,0,4,0\n",
    "draw.md": "---\ntitle: Late goal denies Hawks\ndate: 2031-05-03\n---\n"
    "Bluff Stars scored with two seconds left to draw 47-47 with Cove Hawks at the Dome on Saturday.\n",
    "win.md": "---\ntitle: Lake Cup to Marsh\ndate: 2031-06-01\n---\n"
    "Cleo Marsh won the Lake Cup on Sunday at Elm Water.\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("drawn"), FILES)
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


def test_a_draw_denies_the_victory_that_a_league_table_seems_to_tell(bot: Bot) -> None:
    answer = ask(bot, "How did Cove Hawks beat Bluff Stars?")

    assert answer.premise is not None
    assert answer.premise.verdict == "contradicted"
    assert "draw 47-47" in answer.answer


def test_nobody_beat_whom_they_drew_with(bot: Bot) -> None:
    assert ask(bot, "Did Bluff Stars beat Cove Hawks?").short_answer == "No"


def test_a_report_is_of_the_year_in_which_it_was_published(bot: Bot) -> None:
    of_year = bot.prose(read("Who won the Lake Cup in 2031?"))
    of_another = bot.prose(read("Who won the Lake Cup in 2030?"))

    assert not next(s for s in of_year if "Marsh" in s.text).of_another
    assert next(s for s in of_another if "Marsh" in s.text).of_another


def test_a_margin_is_asked_for_as_one() -> None:
    statement = "Lind beat Okoro by 3 seconds"

    assert question_for(statement, find_values(statement)[0], "what time") == "by how much did Lind beat Okoro?"
