"""Sentences for what a plan found: said as sport says it, bound row by row."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.phrases import ordinal
from bot.schema import Answer, AskRequest, Support


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


def quoted_rows(answer: Answer) -> list[str]:
    return [citation.quote.split(" | ")[1] for citation in answer.citations]


@pytest.mark.parametrize(
    ("place", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (22, "22nd"), (101, "101st"), (111, "111th")],
)  # fmt: skip
def test_places_are_said_as_ordinals(place: int, said: str) -> None:
    assert ordinal(place) == said


def test_a_winner_is_named_with_nation_place_and_mark(bot: Bot) -> None:
    answer = ask(bot, "Who won the women's 800 metres?")

    assert answer.values == ["Ada Lind"]
    assert all(part in answer.answer for part in ("Ada Lind", "Sweden", "1st", "1:57.10"))
    assert (answer.segments[0].support, quoted_rows(answer)) == (Support.STATED, ["Ada Lind"])


def test_a_time_asked_for_is_the_value(bot: Bot) -> None:
    answer = ask(bot, "How fast did Okoro run in heat 1?")

    assert (answer.short_answer, answer.values) == ("1:59.50", ["1:59.50"])


def test_a_count_cites_every_row_it_counts_and_the_first_it_does_not(bot: Bot) -> None:
    answer = ask(bot, "How many women ran under 1:58 in the final?")

    assert answer.values == ["2"]
    assert answer.computation is not None
    assert (answer.computation.result, answer.computation.inputs) == ("2", [1, 2, 3])
    assert quoted_rows(answer) == ["Ada Lind", "Bea Okoro", "Cleo Marsh"]
    assert answer.segments[0].support is Support.COMPUTED


def test_an_average_is_as_precise_as_its_operands_and_cites_them_all(bot: Bot) -> None:
    answer = ask(bot, "What was the average time in heat 2?")

    assert answer.values == ["2:00.21"]  # (2:00.02 + 2:00.40) / 2
    assert answer.computation is not None
    assert "2:00.02" in answer.computation.plan
    assert "2:00.40" in answer.computation.plan
    assert quoted_rows(answer) == ["Ada Lind", "Dora Ek"]


def test_a_gap_is_the_difference_of_the_two_marks(bot: Bot) -> None:
    answer = ask(bot, "What was the gap between first and second in the final?")

    assert answer.values[0].removesuffix(" s") == "0.14"
    assert quoted_rows(answer) == ["Ada Lind", "Bea Okoro"]


def test_a_wrong_place_in_the_question_is_corrected_with_both_rows(bot: Bot) -> None:
    answer = ask(bot, "Why did Okoro win the final?")

    assert answer.premise is not None
    assert answer.premise.verdict == "contradicted"
    assert answer.premise.correction == answer.answer
    assert answer.answer.startswith("No: Bea Okoro was 2nd in 1:57.24")
    assert answer.premise.citations == [1, 2]
    assert quoted_rows(answer) == ["Bea Okoro", "Ada Lind"]


def test_a_right_place_in_the_question_is_confirmed(bot: Bot) -> None:
    answer = ask(bot, "Did Lind win the final?")

    assert answer.answer.startswith("Yes: ")
    assert (answer.values, answer.premise) == (["Yes"], None)


def test_the_rows_behind_an_answer_are_shown_as_a_table_with_its_rows_marked(bot: Bot) -> None:
    answer = ask(bot, "How many women ran under 1:58 in the final?")

    (table,) = answer.tables
    assert [cell.text for cell in table.rows[1]] == ["2", "Bea Okoro", "Nigeria", "1:57.24"]
    assert [row[1].text for row in (table.rows[n] for n in table.highlight_rows)] == ["Ada Lind", "Bea Okoro"]
    assert [row[0].citation for row in table.rows[:3]] == [1, 2, 3]
    assert [column.align for column in table.columns] == ["end", "start", "start", "end"]


def test_prose_is_quoted_in_its_own_words(bot: Bot) -> None:
    answer = ask(bot, "Where did Lind go past Okoro?")

    assert answer.segments[0].support is Support.QUOTED
    assert answer.citations[0].quote in answer.answer
    assert "home straight" in answer.answer


def test_what_the_coverage_does_not_hold_is_not_answered(bot: Bot) -> None:
    answer = ask(bot, "Who won the men's pole vault?")

    assert answer.abstention is not None
    assert (answer.short_answer, answer.values, answer.citations) == (None, [], [])
    assert answer.answer == answer.abstention.message
    assert "pole" in answer.answer
