"""Times up to points of a race, printed beside the time at the end: which column ranks, and how long parts took."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest
from bot.trust.verify import check_answer

ROAD = """# title: Harbour Marathon 2031, women
Place,Athlete,Country,5 km,Half,40 km,Finish
1,Ines Dorn,GER,17:05,1:12:10,2:17:40,2:25:20
2,Mara Quist,SWE,17:05,1:12:10,2:17:50,2:25:31
3,Lucia Abad,ESP,17:20,1:13:40,2:19:05,2:26:50
-,Jo Hale,GBR,17:05,1:12:11,,DNF
"""
ICE = """# title: Ice Cup Vik, 1500 metres
Pair,Name,300 m,700 m,1100 m,1500 m,Rank
1,Lev Orlin,24.10,51.00,1:19.00,1:48.50,3
1,Bo Stam,23.90,51.10,1:18.40,1:46.40,2
2,Ari Kuusk,24.00,50.90,1:18.00,1:46.30,1
2,Tor Vang,24.20,51.40,,DQ,
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder: Path = tmp_path_factory.mktemp("parts")
    return make_bot(folder, {"road.csv": ROAD, "ice.csv": ICE})


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("By how much did Ines Dorn win?", "11 s"),
        ("How many skaters broke 1:47 in Vik?", "2"),
        ("What was Dorn's half marathon split?", "1:12:10"),
        ("How long did Abad take for the last 2.195 km?", "7:45"),
        ("How long did Quist take from 5 km to 40 km?", "2:00:45"),
        ("How long did Abad need for the second half?", "1:13:10"),
        ("Who skated the fastest last 400 metres in Vik?", "Bo Stam"),
        ("Who ran the second half faster, Dorn or Quist?", "Ines Dorn"),
        ("Where did Mara Quist finish in the Harbour Marathon?", "2nd"),
    ],
)
def test_parts_of_a_race_are_worked_out_from_its_split_times(bot: Bot, question: str, short: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert answer.short_answer == short
    assert answer.citations
    assert answer.computation is None or answer.computation.replay is not None
    assert check_answer(answer, bot.library).problems == []


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Did Jo Hale finish the Harbour Marathon?", "No"),
        ("Did Lucia Abad finish the Harbour Marathon?", "Yes"),
        ("Who was paired with Lev Orlin in Vik?", "Bo Stam"),
    ],
)
def test_a_row_tells_whether_somebody_finished_and_with_whom(bot: Bot, question: str, short: str) -> None:
    assert bot.ask(AskRequest(question=question)).short_answer == short


LIFTS = """# title: Lift Cup, women 64 kg
Rank,Name,Nation,Snatch 1,Snatch 2,Snatch,Total
1,Solveig Dahl,NOR,98,X103,98,220
2,Aniela Wrzos,POL,X95,96,96,215
3,Heidi Aro,FIN,90,94,94,210
,Ragna Jons,ISL,X96,X96,NM,DNF
"""


def test_a_failed_attempt_is_no_status_of_who_has_a_total(tmp_path: Path) -> None:
    bot = make_bot(tmp_path, {"lifts.csv": LIFTS})

    assert bot.ask(AskRequest(question="Did Solveig Dahl finish the Lift Cup?")).short_answer == "Yes"
    assert bot.ask(AskRequest(question="Did Ragna Jons finish the Lift Cup?")).short_answer == "No"
    assert bot.ask(AskRequest(question="Who did not finish the Lift Cup?")).short_answer == "Ragna Jons"
