"""Tables of many sports: what is printed behind the winner, put together, counted, or stands between two columns."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest
from bot.trust.verify import check_answer

STAGE = """# Stage 9, Volta Norte 2031
Pos,Rider,Team,Time
1,Tomas Ketterle,Aurum,4:12:07
2,Julien Maro,Velbrink,+0:14
3,Piet Haanstra,Aurum,+0:31
4,Ivo Brandl,Nordlys,+3:45
DNF,Luca Pesce,Mistral,
DNS,Gil Roca,Mistral,
"""
SWIM = """# Women's 200 metres freestyle final, Calder Games 2031
Rank,Swimmer,Country,50 m,100 m,150 m,Time
1,Hana Sudo,Japan,26.91,55.80,1:25.02,1:54.33
2,Marta Bello,Italy,27.05,55.71,1:25.40,1:54.90
3,Aiko Mori,Japan,27.30,56.22,1:25.88,1:54.97
"""
MEDALS = """# Medal table, Island Games 2031
Rank,Team,Gold,Silver,Bronze,Total
1,Jersey,21,15,18,54
2,Isle of Man,17,20,11,48
3,Gotland,9,5,6,20
"""
RACE = """# Grand Prix of the Lakes, classification
Pos,Driver,Team,Points
1,Elodie Moreau,Vantage,25
2,Kaito Arisawa,Kestrel,18
3,Nils Bergman,Vantage,15
4,Oleg Haran,Kestrel,14
"""
LONG = """# Women's long jump final, Calder Games 2031
Place,Athlete,Nation,Distance (m)
1,Una Pike,Ireland,7.01
2,Lea Brandt,Germany,6.90
3,Zoe Carter,Australia,6.90
4,Ida Falk,Norway,NM
"""
TRIPLE = """# Women's triple jump final, Calder Games 2031
Place,Athlete,Nation,Distance (m)
1,Lea Brandt,Germany,14.70
2,Una Pike,Ireland,14.41
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over six tables."""
    texts = {"stage.csv": STAGE, "swim.csv": SWIM, "medals.csv": MEDALS, "race.csv": RACE, "long.csv": LONG}
    return make_bot(tmp_path_factory.mktemp("results"), texts | {"triple.csv": TRIPLE})


def _ask(bot: Bot, question: str) -> Answer:
    answer = bot.ask(AskRequest(question=question))
    assert check_answer(answer, bot.library).problems == []
    return answer


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How far behind the winner was Haanstra on stage 9?", "+0:31"),
        ("What was the gap between Maro and Brandl on stage 9?", "3:31"),
        ("Who did not finish or did not start stage 9 of the Volta Norte?", "Luca Pesce, Gil Roca"),
        ("What were Hana Sudo's split times in the freestyle final?", "26.91, 55.80, 1:25.02"),
        ("How long did Hana Sudo take for the last 50 metres?", "29.31 s"),
        ("Who finished immediately behind Sudo in the freestyle final?", "Marta Bello"),
        ("How many gold medals did Jersey win?", "21"),
        ("Which team won the most silver medals at the Island Games?", "Isle of Man, 20"),
        ("How many more silvers than golds did Isle of Man win?", "3"),
        ("What percentage of Jersey's medals were gold?", "38.9 %"),
        ("How many points did the two Vantage drivers score together?", "40"),
        ("Which team scored the most points in the Grand Prix of the Lakes?", "Vantage 40"),
        ("How many points did each team score in the Grand Prix of the Lakes?", "Vantage 40, Kestrel 32"),
        ("Which country had the most swimmers in the freestyle final?", "Japan 2"),
        ("How many athletes were placed in the long jump final?", "4"),
        ("Did Arisawa finish ahead of Bergman in the Grand Prix of the Lakes?", "Yes"),
        ("Did Bergman finish ahead of Arisawa in the Grand Prix of the Lakes?", "No"),
        ("How many athletes jumped over 6.95 in the long jump final?", "1"),
    ],
)
def test_results_are_answered_from(bot: Bot, question: str, short: str) -> None:
    assert _ask(bot, question).short_answer == short


def test_whoever_was_in_two_events_is_held_against_herself(bot: Bot) -> None:
    answer = _ask(bot, "Was Una Pike better placed in the long jump or in the triple jump?")

    assert answer.short_answer == "Women's long jump final, Calder Games 2031"
    assert "1st" in answer.answer
    assert "2nd" in answer.answer


def test_each_country_of_a_final_is_listed_once_and_all_of_them(bot: Bot) -> None:
    answer = _ask(bot, "Which countries were in the freestyle final?")

    assert answer.values == ["Japan", "Italy"]
    assert len(answer.citations) == 3


def test_rows_put_together_are_made_again_and_fail_when_a_term_was_changed(bot: Bot) -> None:
    answer = _ask(bot, "How many points did each team score in the Grand Prix of the Lakes?")
    assert answer.computation is not None
    plan = answer.computation.plan.replace("25 + 15 = 40", "25 + 16 = 40")
    changed = answer.model_copy(update={"computation": answer.computation.model_copy(update={"plan": plan})})

    details = [problem.detail for problem in check_answer(changed, bot.library).problems]

    assert answer.computation.plan == "total by Team: Vantage of 25 + 15 = 40; Kestrel of 18 + 14 = 32"
    assert any("Vantage" in detail for detail in details)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("List the Japanese swimmers in the freestyle final.", ["Hana Sudo", "Aiko Mori"]),
        ("Which Japanese swimmers reached the freestyle final?", ["Hana Sudo", "Aiko Mori"]),
        ("medal winners in the women's 200 metres freestyle in order", ["Hana Sudo", "Marta Bello", "Aiko Mori"]),
    ],
)
def test_lists_are_complete(bot: Bot, question: str, rows: list[str]) -> None:
    assert _ask(bot, question).values == rows


SPRINT = """# title: Games 2031, Women's Pole Vault and 400m, 400 metres, Final
Rank,Athlete,Country,Result
1,LIND Ada,Poland,49.10
2,PAN Zhan,China,49.40
3,OKORO Bea,Nigeria,49.90
,ROE Una,Ireland,DNF
"""
PAIRS = """# title: Lake Cup, Women's Double, Final
Rank,Crew,Country,Time
1,FISHER Aimee / HALL Lucy,New Zealand,1:46.52
2,KONIJN Selma / VORST Ruth,Netherlands,1:47.10
3,DAHL Liv / MOE Kari,Norway,1:48.00
"""


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How many finishers were faster than 49.90 in the women's 400 metres final?", "2"),
        ("Which country did the 2nd-placed athlete in the women's 400 metres final represent?", "China"),
        ("In the women's 400 metres final, Zhan Pan posted what time?", "49.40"),
        ("Who won the Women's Double at the Lake Cup?", "Aimee Fisher / Lucy Hall"),
    ],
)
def test_plain_questions_of_results_with_words_of_their_own(tmp_path: Path, question: str, short: str) -> None:
    bot = make_bot(tmp_path, {"sprint.csv": SPRINT, "pairs.csv": PAIRS})

    assert bot.ask(AskRequest(question=question)).short_answer == short
