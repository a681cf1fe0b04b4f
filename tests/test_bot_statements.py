"""Statements that are held against coverage: what is one, and what results and reports say of it."""

from pathlib import Path

import pytest
from newsroom import COVERAGE, make_bot, make_library, read, view_of

from bot.algebra.conditions import Links
from bot.algebra.grid import Grid
from bot.answer import Bot
from bot.schema import Answer, AskFilters, AskRequest
from bot.statements.asking import statement_in
from bot.statements.judge import Judge
from bot.statements.slots import masked, slots_of
from bot.trust.verify import check_answer

HARVEST = """# Harvest League 2031

## Standings

| Club | Played | Goals | Ground |
|---|---|---|---|
| Mill Town | 10 | 31 | North Park |
| Port Rovers | 10 | 24 | Quay Road |
| Hill Albion | 9 | 12 | Top Lane |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("statements"), {**COVERAGE, "harvest.md": HARVEST})


def ask(bot: Bot, statement: str, *documents: str) -> Answer:
    filters = AskFilters(document_ids=list(documents) or None)
    return bot.ask(AskRequest(question=statement, filters=filters))


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Ada Lind won the 800 metres in 1:57.10.", "Ada Lind won the 800 metres in 1:57.10"),
        ("Is it true that Okoro was third?", "Okoro was third"),
        ("True or false: Marsh finished third", "Marsh finished third"),
        ("Okoro led for 600 metres, didn't she?", "Okoro led for 600 metres"),
        ("Fact check: Dora Ek did not finish the final.", "Dora Ek did not finish the final"),
    ],
)
def test_a_sentence_that_tells_something_is_a_statement(text: str, statement: str) -> None:
    stated = statement_in(text)

    assert stated is not None
    assert stated.text == statement


@pytest.mark.parametrize(
    ("text", "positive"),
    [
        ("Bea Okoro did not win the final.", "Bea Okoro win the final"),
        ("Lind was not second.", "Lind was second"),
        ("Marsh wasn't third in the end.", "Marsh was third in the end"),
        ("Lind has never won gold.", "Lind has won gold"),
        ("Dora Ek did not finish fourth.", "Dora Ek finish fourth"),
        ("Dora Ek did not finish the final.", "Dora Ek did not finish the final"),
    ],
)
def test_a_denial_is_taken_out_but_not_that_somebody_did_not_finish(text: str, positive: str) -> None:
    stated = statement_in(text)

    assert stated is not None
    assert (stated.positive, stated.is_denied) == (positive, positive != stated.text)


@pytest.mark.parametrize(
    "text",
    ["Who won the 800 metres?", "800 metres final results", "Did Lind win?", "olympic record men's 1500m",
     "Tell me who finished third", "Lind", "and the heats?", "what Lind said after she won",
     "goals scored by Cahill and Griffiths", "titles that the club won", "medal winners mens shot put in order",
     "Alex Rose men's discus final place", "the number of women that completed the race.",
     "the first loss came against the...", "Who founded the city where the team, third in 2000, is based?"],
)  # fmt: skip
def test_a_question_or_a_few_key_words_are_no_statement(text: str) -> None:
    assert statement_in(text) is None


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("Ada Lind won the women's 800 metres final.", "Supported"),
        ("Bea Okoro won the women's 800 metres final.", "Contradicted"),
        ("Ada Lind ran 1:57.10 in the women's 800 metres final.", "Supported"),
        ("Ada Lind ran 1:57.90 in the women's 800 metres final.", "Contradicted"),
        ("Bea Okoro finished third in the women's 800 metres final.", "Contradicted"),
        ("Bea Okoro did not win the women's 800 metres final.", "Supported"),
        ("Ada Lind did not win the women's 800 metres final.", "Contradicted"),
        ("Ada Lind beat Bea Okoro in the women's 800 metres final.", "Supported"),
        ("Bea Okoro beat Ada Lind in the women's 800 metres final.", "Contradicted"),
        ("The women's 800 metres final was won by Ada Lind.", "Supported"),
        ("The women's 800 metres final was won by Bea Okoro.", "Contradicted"),
    ],
)
def test_results_bear_a_statement_out_or_contradict_it(bot: Bot, statement: str, verdict: str) -> None:
    answer = ask(bot, statement)

    assert (answer.short_answer, answer.values) == (verdict, [verdict])
    assert answer.answer.startswith(f"{verdict}: ")
    assert answer.citations


def test_a_statement_that_is_contradicted_is_a_premise_with_its_correction(bot: Bot) -> None:
    answer = ask(bot, "Ada Lind ran 1:57.90 in the women's 800 metres final.")

    assert answer.premise is not None
    assert answer.premise.verdict == "contradicted"
    assert answer.premise.claim == "Ada Lind ran 1:57.90 in the women's 800 metres final"
    assert "1:57.10" in answer.premise.correction
    assert answer.premise.citations == [citation.n for citation in answer.citations]


def test_what_no_source_tells_is_neither_borne_out_nor_denied(bot: Bot) -> None:
    answer = ask(bot, "Zoltan Petrov took 40 wickets in the Winter Shield.")

    assert (answer.status, answer.premise) == ("abstained", None)


def test_somebody_who_asks_whether_it_is_true_gets_yes_or_no(bot: Bot) -> None:
    answer = ask(bot, "Is it true that Bea Okoro won the women's 800 metres final?")

    assert answer.short_answer == "No"
    assert answer.answer.startswith("No: ")


def test_over_one_given_table_a_statement_is_judged_by_its_rows(bot: Bot) -> None:
    answers = [
        ask(bot, f"Is it true that {statement}?", "harvest")
        for statement in ("Port Rovers has 24 goals", "Port Rovers has 31 goals",
                          "the ground of Mill Town is North Park", "the ground of Mill Town is Quay Road")
    ]  # fmt: skip

    assert [answer.short_answer for answer in answers] == ["Yes", "No", "Yes", "No"]
    assert [answer.citations[0].document_id for answer in answers] == ["harvest"] * 4
    assert all(0.5 <= answer.confidence.score <= 1 for answer in answers)


BOX = "# Box score: Cove at Bluff, March 12, 2031\nPlayer,Team,PTS,REB\nAbel Stone,Cove,21,5\nDan Moss,Bluff,17,7\n"
LINE = "# Line score: Cove at Bluff, March 12, 2031\nTeam,Q1,Q2,PTS\nCove,25,31,56\nBluff,22,40,62\n"


def test_over_the_tables_of_one_match_each_figure_is_held_against_its_cell(tmp_path: Path) -> None:
    bot = make_bot(tmp_path, {"box.csv": BOX, "line.csv": LINE})

    wrong = ask(bot, "Abel Stone had 21 points and seven rebounds.", "box", "line")
    right = ask(bot, "Abel Stone had 21 points and five rebounds.", "box", "line")

    assert (wrong.short_answer, right.short_answer) == ("Contradicted", "Supported")
    assert wrong.segments[0].text == "Contradicted: REB 5 (Abel Stone, PTS 21, Team Cove)."
    assert wrong.citations[0].table is not None
    assert wrong.citations[0].table.row_label == "Abel Stone"


def test_a_row_that_no_cell_names_is_cited_by_its_number(tmp_path: Path) -> None:
    bot = make_bot(tmp_path, {"points.csv": "# Points by round\nGames,Points\n5,3\n6,9\n7,11\n"})

    answer = ask(bot, "Is it true that 9 points came from 6 games?", "points")

    assert answer.citations[0].table is not None
    assert answer.citations[0].table.row_label == "row 2"
    assert check_answer(answer, bot.library).problems == []


def test_each_thing_said_is_asked_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = make_library(tmp_path_factory.mktemp("slots"), {"harvest.md": HARVEST})
    grid = Grid([view_of(library, "Standings")])
    links = Links(read("Port Rovers has 24 goals"), grid)

    asked = [masked(links, slot) for slot in slots_of(links)]

    assert asked == ["Port Rovers has how many goals", "what has 24 goals"]


def test_a_table_with_nothing_of_a_statement_judges_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = make_library(tmp_path_factory.mktemp("judge"), {"harvest.md": HARVEST})
    grid = Grid([view_of(library, "Standings")])

    assert Judge().judge(read("nobody saw rain"), grid) is None
