"""A column is asked for by the words of its label that no other label has."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest

FILES = {
    "squad.csv": "# title: Kirkby Women: cup squad 2031\nShirt,Name,Position,Born,Club appearances,Club goals\n"
    "1,Maddie Orr,GK,1995,212,0\n4,Hattie Brook,DF,1997,168,22\n9,Esme Oku,FW,2007,28,19\n",
    "race.csv": "# title: Jiekta sled race 2031\nPos,Musher,Njunis (421 km),Finish (512 km),Rest taken,"
    "Break points won\n"
    "1,Sigrun Aas,36:48,45:31,12:10,3\n2,Ole Sara,41:44,52:28,14:05,5\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("partly"), FILES)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("most appearances in the Kirkby squad?", "Maddie Orr"),
        ("How many appearances has Esme Oku made?", "28"),
        ("How many goals has Hattie Brook scored?", "22"),
        ("What was Sigrun Aas's time at Njunis?", "36:48"),
        ("Who rested the longest in the Jiekta race?", "Ole Sara"),
    ],
)
def test_a_column_is_known_by_its_own_words(bot: Bot, question: str, value: str) -> None:
    assert bot.ask(AskRequest(question=question)).values[:1] == [value]


def test_one_word_of_three_asks_for_no_column(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="What was the longest break of the Jiekta race?"))

    assert "Break points" not in answer.answer


@pytest.mark.parametrize(("question", "name"), [("youngest", "Esme Oku"), ("oldest", "Maddie Orr")])
def test_the_oldest_has_the_earliest_year_of_birth(bot: Bot, question: str, name: str) -> None:
    answer = bot.ask(AskRequest(question=f"Who is the {question} player in the Kirkby squad?"))

    assert answer.values == [name]


def test_a_ranking_rests_on_the_numbers_that_fall_with_it(tmp_path: Path) -> None:
    head = "# title: Jessup Medal 2031, votes\nRank,Player,Club,Votes,Bib\n"
    rows = "1,Ana Ruiz,Inver,24,7\n2=,Mo Said,Kirk,21,3\n2=,Jo Bell,Larne,21,9\n4,Li Wei,Inver,16,1\n"
    bot = make_bot(tmp_path, {"medal.csv": f"{head}{rows}"})

    answer = bot.ask(AskRequest(question="Who came fourth in the Jessup Medal?"))

    assert answer.answer.startswith("Li Wei (Inver) was 4th with 16")
