"""Questions that ask two things are answered in two steps, unless one answer tells both."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest
from bot.two_parts import questions_in


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who won and how fast was the first lap?", ("Who won?", "How fast was the first lap?")),
        ("Where did Okoro finish, and who was fourth?", ("Where did Okoro finish?", "Who was fourth?")),
        ("Who won and who coaches her?", ("Who won?", "Who coaches her?")),
        ("Who won, how many watched and was it a record?", ("Who won?", "How many watched?", "Was it a record?")),
        ("Who beat Lind, who had won before?", ()),  # she had, the reader knows it
        ("Who won, and in what time?", ()),  # one row tells both
        ("What did Lind and Okoro say?", ()),
        ("Lind won and how was that?", ()),  # the first part asks nothing
    ],
)
def test_only_two_whole_questions_are_taken_apart(text: str, parts: tuple[str, ...]) -> None:
    assert questions_in(text) == parts


def test_both_questions_are_answered_each_from_its_source(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Who won the women's 800 metres final and what did Lind say?"))

    assert answer.values[0] == "Ada Lind"
    assert "Ada Lind: “I heard the crowd and just kept going,”" in answer.answer
    assert {citation.document_id for citation in answer.citations} == {"harbour-800", "lind-gold"}


def test_one_row_that_tells_both_is_told_once(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Who won the women's 800 metres final and what was the time?"))

    assert [segment.text for segment in answer.segments] == [answer.answer]
    assert "1:57.10" in answer.answer


def test_the_second_question_keeps_whom_the_first_is_about(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Who won the women's 800 metres final and how fast was she in heat 2?"))

    assert answer.values[0] == "Ada Lind"
    assert "2:00.02" in answer.answer
