"""Greetings, words about the bot, other languages and noise get a sentence that helps, no answer to something else."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("courtesy"))
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    "text",
    ["hello", "Thanks!", "what can you do?", "Who are you?", "?", "1+1", "asdf qwer zxcv", "Wer hat den Lauf gewonnen?",
     "¿Quién ganó el maratón?"],
)  # fmt: skip
def test_what_asks_nothing_of_the_coverage_is_told_what_may_be_asked(bot: Bot, text: str) -> None:
    answer = bot.ask(AskRequest(question=text))

    assert answer.abstention is not None
    assert answer.abstention.reason == "out_of_scope"
    assert answer.abstention.closest == []
    assert answer.abstention.did_you_mean == bot.suggestions()
    assert answer.answer == answer.abstention.message == "".join(segment.text for segment in answer.segments)


@pytest.mark.parametrize("text", ["What was the weather like?", "What was the prize money?", "curling"])
def test_a_question_that_the_sources_leave_open_is_no_greeting(bot: Bot, text: str) -> None:
    abstention = bot.ask(AskRequest(question=text)).abstention

    assert abstention is not None
    assert abstention.reason == "not_in_sources"


@pytest.mark.parametrize("text", ["lind time final", "Hello, who won the women's 800 metres at Harbour?"])
def test_key_words_and_a_greeting_before_a_question_are_answered(bot: Bot, text: str) -> None:
    assert "Lind" in bot.ask(AskRequest(question=text)).answer


def test_who_did_not_finish_is_asked_of_the_coverage(bot: Bot) -> None:
    abstention = bot.ask(AskRequest(question="who did not finish?")).abstention

    assert abstention is None or abstention.reason != "out_of_scope"
