"""What one row comes to, firsts in columns and points out of one cell for both sides are made again as well."""

from pathlib import Path

import pytest
from newsroom import make_bot, make_library

from bot.algebra.arithmetic import sum_said
from bot.answer import Bot
from bot.schema import Answer, AskRequest, Computation
from bot.trust.verify import check_answer, verify_answer

FILES = {
    "box.md": """# Quarry Hawks 71, Delta Owls 64

| Player | FG | FT | REB | AST | PTS |
|---|---|---|---|---|---|
| Ilse Marant | 7-16 | 5-5 | 4 | 6 | 19 |
| Bo Ferreira | 5-9 | 2-4 | 8 | 1 | 12 |
""",
    "scorecard.md": """# Fell End against Kirkby, batting

| Batter | Runs | Balls |
|---|---|---|
| Tom Ashgill | 81 | 97 |
| Neel Pathak | 12 | 30 |
""",
    "scorers.md": """# Fjord League, leading scorers 2031

| Player | Games | Goals |
|---|---|---|
| Talia Brandt | 8 | 262 |
| Josie Marama | 8 | 240 |
""",
    "medals.md": """# Island Games 2031, medals

| Nation | Gold | Silver | Bronze |
|---|---|---|---|
| Kemora | 5 | 4 | 5 |
| Vantu | 6 | 1 | 2 |
""",
    "heats.md": """# Speedway at Fenbrook, heat by heat

| Heat | 1st | 2nd | 3rd |
|---|---|---|---|
| 1 | Tom Askel | Jonas Lind | Danny Muir |
| 2 | Jonas Lind | Danny Muir | Zak Ferrant |
| 3 | Tom Askel | Zak Ferrant | Jonas Lind |
""",
    "regatta.md": """# Sound Week 2031, overall after four races

| Rank | Helm | R1 | R2 | R3 | R4 | Nett |
|---|---|---|---|---|---|---|
| 1 | Fergus Iles | 1 | 2 | 1 | 1 | 5 |
| 2 | Mads Toft | 2 | 1 | 3 | 2 | 8 |
| 3 | Luc Moreau | 3 | 3 | 2 | 3 | 11 |
""",
    "season.md": """# Harbour Stars: results 2031

| Date | Opponent | Venue | Result | Score |
|---|---|---|---|---|
| 2 May 2031 | Valley Vipers | H | Won | 61-54 |
| 9 May 2031 | Coast Comets | A | Lost | 50-52 |
| 16 May 2031 | Iron City | H | Won | 70-41 |
""",
}
COMPUTED = [
    ("What was Ilse Marant's field goal percentage?", "43.8 %", "| 7-16 |", "| 8-16 |"),
    ("What was Bo Ferreira's field goal percentage?", "55.6 %", "| 5-9 |", "| 6-9 |"),
    ("What was Tom Ashgill's strike rate?", "83.51", "| 97 |", "| 99 |"),
    ("How many goals a game did Talia Brandt score?", "32.75", "| 262 |", "| 272 |"),
    ("How many medals did Kemora win?", "14", "| 5 | 4 | 5 |", "| 5 | 4 | 6 |"),
    ("Which nation won the most medals?", "14", "| 5 | 4 | 5 |", "| 5 | 5 | 5 |"),
    ("How many heats did Tom Askel win?", "2", "| 3 | Tom Askel |", "| 3 | Tim Askel |"),
    ("How many races did Fergus Iles win?", "3", "| 1 | 1 | 5 |", "| 2 | 1 | 5 |"),
    ("How many points did the Harbour Stars score at home in total?", "131", "61-54", "62-54"),
    ("How many points did the Harbour Stars concede in total?", "147", "50-52", "50-53"),
    ("How many points a game did the Harbour Stars score at home?", "65.5", "70-41", "71-41"),
]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("rows"), FILES)


def said(answer: Answer) -> Computation:
    assert answer.computation is not None, answer.answer
    return answer.computation


@pytest.mark.parametrize("case", COMPUTED, ids=lambda case: case[0])
def test_what_a_row_comes_to_is_made_again_and_fails_over_changed_cells(
    bot: Bot, tmp_path: Path, case: tuple[str, str, str, str]
) -> None:
    question, result, old, new = case
    answer = bot.ask(AskRequest(question=question))

    assert said(answer).result == result
    report = check_answer(answer, bot.library)
    assert (report.problems, report.recomputed) == ([], True)
    assert any(old in text for text in FILES.values())
    make_library(tmp_path, {name: text.replace(old, new) for name, text in FILES.items()}).close()
    corrected = verify_answer(answer, tmp_path / "library")
    kinds = {problem.kind for problem in corrected.problems}
    assert "citation" in kinds
    assert "computation" in kinds or "heats" in question  # whom a count took, the cited rows tell


@pytest.mark.parametrize("case", COMPUTED, ids=lambda case: case[0])
def test_another_figure_in_place_of_the_one_computed_is_found_out(bot: Bot, case: tuple[str, str, str, str]) -> None:
    question, result, *_ = case
    saved = bot.ask(AskRequest(question=question)).model_dump_json()
    other = (
        result[:-3] + "9" + result[-2:] if result.endswith(" %") else result[:-1] + ("7" if result[-1] != "7" else "8")
    )

    forged = Answer.model_validate_json(saved.replace(f'"{result}', f'"{other}').replace(f" {result}", f" {other}"))

    assert said(forged).result == other
    assert "computation" in {problem.kind for problem in check_answer(forged, bot.library).problems}


def test_a_computation_that_keeps_nothing_to_be_made_of_again_is_reported(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="How many medals did Kemora win?")).model_copy(deep=True)
    said(answer).replay, said(answer).plan = None, ""

    report = check_answer(answer, bot.library)

    assert [p.detail for p in report.problems if p.kind == "computation"] == [
        "computation '' doesn't tell from what it can be made again"
    ]
    assert not report.recomputed


def test_of_two_questions_that_both_compute_each_is_told_and_made_again(bot: Bot) -> None:
    question = "How many medals did Kemora win and what was Tom Ashgill's strike rate?"
    answer = bot.ask(AskRequest(question=question))

    assert answer.values == ["14", "83.51"]
    assert "83.51" in answer.answer
    assert "14" in answer.answer
    assert [one.result for one in said(answer).every] == ["14", "83.51"]
    report = check_answer(answer, bot.library)
    assert (report.problems, report.recomputed) == ([], True)
    said(answer).also[0].result = "83.52"
    assert "computation" in {problem.kind for problem in check_answer(answer, bot.library).problems}


@pytest.mark.parametrize(
    ("number", "cells", "said"),
    [(14.0, ("5", "4", "5"), "14"), (265.5, ("129.0", "136.5"), "265.5"), (3.1, ("1.05", "2.05"), "3.10")],
)
def test_a_sum_is_as_precise_as_its_cells(number: float, cells: tuple[str, ...], said: str) -> None:
    assert sum_said(number, cells) == said
