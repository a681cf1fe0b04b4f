"""Statements that are held against coverage: what is one, and what results and reports say of it."""

import pytest
from newsroom import COVERAGE, make_bot, make_library, read, view_of

from bot.algebra.conditions import Links
from bot.algebra.grid import Grid
from bot.answer import Bot
from bot.schema import Answer, AskFilters, AskRequest
from bot.statements.asking import statement_in
from bot.statements.judge import Judge
from bot.statements.slots import masked, slots_of

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
    assert statement_in(text) == statement


@pytest.mark.parametrize(
    "text",
    ["Who won the 800 metres?", "800 metres final results", "Did Lind win?", "olympic record men's 1500m",
     "Tell me who finished third", "Lind", "and the heats?", "what Lind said after she won"],
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
