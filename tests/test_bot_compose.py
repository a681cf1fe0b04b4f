"""From a decision to the contract's answer: numbers, tables, premise, abstention, follow-ups."""

from collections.abc import Iterator

import pytest
from newsroom import COVERAGE, make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest, Status, Support

MATCH = """# Harbour Giants 70, Bay Rovers 64

## Line score

| Team | Q1 | Q2 | Total |
|---|---|---|---|
| Harbour Giants | 40 | 30 | 70 |
| Bay Rovers | 30 | 34 | 64 |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), {**COVERAGE, "match.md": MATCH})
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


def test_a_denied_place_is_a_premise_with_claim_correction_and_citations(bot: Bot) -> None:
    answer = ask(bot, "How did Marsh take silver in the women's 800 metres final?")

    assert answer.premise is not None
    assert answer.premise.model_dump() == {
        "claim": "Cleo Marsh was 2nd in Final",
        "verdict": "contradicted",
        "correction": "No: Cleo Marsh was 3rd in 1:58.00 (Final). 2nd was Bea Okoro, in 1:57.24.",
        "citations": [1, 2],
    }
    assert [citation.quote for citation in answer.citations] == [
        "| 3 | Cleo Marsh | Great Britain | 1:58.00 |", "| 2 | Bea Okoro | Nigeria | 1:57.24 |"
    ]  # fmt: skip


def test_an_abstention_names_the_missing_words_and_cites_nothing(bot: Bot) -> None:
    answer = ask(bot, "Who won the regatta in Lisbon?")

    assert answer.status is Status.ABSTAINED
    assert answer.answer == "The sources do not mention “regatta” or “Lisbon”."
    assert [(s.text, s.citations, s.support) for s in answer.segments] == [(answer.answer, [], Support.NONE)]
    assert (answer.citations, answer.tables, answer.follow_ups, answer.values) == ([], [], [], [])
    assert answer.abstention is not None
    assert (answer.abstention.reason, answer.abstention.message) == ("not_in_sources", answer.answer)


def test_an_abstention_repeats_no_figure_of_the_question(bot: Bot) -> None:
    answer = ask(bot, "Who won the regatta in 1987?")

    assert answer.status is Status.ABSTAINED
    assert "regatta" in answer.answer
    assert "1987" not in answer.answer


def test_the_closest_passages_of_an_abstention_are_numbered_for_themselves(bot: Bot) -> None:
    answer = ask(bot, "Who won the regatta in Lisbon?")

    assert answer.abstention is not None
    assert [citation.n for citation in answer.abstention.closest] == [1, 2, 3]


def test_a_computed_segment_cites_every_operand(bot: Bot) -> None:
    answer = ask(bot, "What was the average time in heat 2 of the women's 800 metres?")

    computed = [segment for segment in answer.segments if segment.support is Support.COMPUTED]
    assert [segment.citations for segment in computed] == [[1, 2]]
    assert answer.computation is not None
    assert (answer.computation.result, answer.computation.inputs) == ("2:00.21", [1, 2])
    assert answer.values == ["2:00.21"]


@pytest.mark.parametrize(
    ("question", "follow_ups"),
    [
        ("Who won the women's 800 metres final?",
         ["Who was 2nd in Final?", "What was the winning margin in Final?"]),
        ("Who was second in the women's 800 metres final?", ["Who was 3rd in Final?"]),
        ("Who was third in the women's 800 metres final?", []),  # the fourth made no mark
    ],
)  # fmt: skip
def test_follow_ups_ask_for_the_next_place_and_the_margin(bot: Bot, question: str, follow_ups: list[str]) -> None:
    assert ask(bot, question).follow_ups == follow_ups


def test_a_table_holds_the_rows_looked_at_and_marks_those_of_the_answer(bot: Bot) -> None:
    (table,) = ask(bot, "Who was the slowest in the women's 800 metres final?").tables

    assert table.caption == "Final"
    assert [row[1].text for row in table.rows] == ["Ada Lind", "Bea Okoro", "Cleo Marsh", "Dora Ek"]
    assert [table.rows[n][1].text for n in table.highlight_rows] == ["Cleo Marsh"]
    assert [cell.text for cell in table.rows[2]] == ["3", "Cleo Marsh", "Great Britain", "1:58.00"]
    assert [row[0].citation for row in table.rows] == [None, None, 1, None]
    assert [row[3].sort for row in table.rows] == [117.10, 117.24, 118.0, None]


def test_one_row_needs_no_table(bot: Bot) -> None:
    assert ask(bot, "Who won the women's 800 metres final?").tables == []


def test_a_count_by_heat_says_how_many_in_each(bot: Bot) -> None:
    answer = ask(bot, "How many women ran under 2:00 in the heats of the women's 800 metres?")

    assert answer.values == ["2"]
    assert answer.segments[0].text == "2 under 2:00 in Heats: Bea Okoro, Cleo Marsh."


def test_the_score_of_a_match_is_cited_to_both_rows(bot: Bot) -> None:
    answer = ask(bot, "What was the score between Bay Rovers and Harbour Giants?")

    assert answer.values == ["70-64"]
    assert [citation.quote for citation in answer.citations] == [
        "| Harbour Giants | 40 | 30 | 70 |", "| Bay Rovers | 30 | 34 | 64 |"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "level"),
    [("Who won the women's 800 metres final?", "high"), ("Who won the regatta in Lisbon?", "low")],
)
def test_confidence_is_high_where_results_answer_and_low_where_nothing_does(
    bot: Bot, question: str, level: str
) -> None:
    assert ask(bot, question).confidence.level == level


def test_a_summary_opens_with_the_places_and_goes_on_in_prose(bot: Bot) -> None:
    answer = ask(bot, "Summarise the Harbour Games women's 800 metres")

    podium = "Final: Ada Lind 1st in 1:57.10, Bea Okoro 2nd in 1:57.24, Cleo Marsh 3rd in 1:58.00."
    assert answer.segments[0].text == podium
    assert answer.segments[0].citations == [1, 2, 3]
    assert len(answer.segments) > 1
    assert {citation.kind for citation in answer.citations[3:]} == {"passage"}


def test_three_marks_or_more_are_charted_and_two_are_not(bot: Bot) -> None:
    counted = ask(bot, "How many women ran under 1:58 in the final?")
    compared = ask(bot, "What was the winning margin in the women's 800 metres final?")

    chart = counted.tables[0].chart
    assert chart is not None
    assert chart.model_dump() == {"type": "bar", "label": "athlete", "value": "time", "baseline": "min"}
    assert [table.chart for table in compared.tables] == [None]
