"""A question asked again is answered from memory, with a number, a time and a conversation of its own."""

from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.kept import KEPT_ANSWERS, Asked, KeptAnswers
from bot.schema import AskRequest
from retriever.types import Filters

WINNER = "Who won the women's 800 metres final?"
OWN = {"id", "conversation_id", "created_at", "timings"}


@pytest.fixture
def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bot:
    made = make_bot(tmp_path)
    searched: list[str] = []
    search = made._retriever.search
    monkeypatch.setattr(made._retriever, "search", lambda text, *rest: searched.append(text) or search(text, *rest))
    monkeypatch.setattr(made, "searched", searched, raising=False)
    return made


def test_the_same_question_is_searched_for_once_and_answered_alike(bot: Bot) -> None:
    first, second = (bot.ask(AskRequest(question=WINNER)) for _ in range(2))

    assert bot.searched == [WINNER]
    assert second.model_dump(exclude=OWN) == first.model_dump(exclude=OWN)
    assert second.id != first.id
    assert second.conversation_id != first.conversation_id


def test_a_question_kept_for_one_reader_is_a_turn_of_anothers_conversation(bot: Bot) -> None:
    bot.ask(AskRequest(question=WINNER))
    bot.ask(AskRequest(question=WINNER, conversation_id="cnv_other"))
    follow_up = bot.ask(AskRequest(question="What time did she run in heat 2?", conversation_id="cnv_other"))

    assert follow_up.standalone_question == "What time did Ada Lind run in heat 2?"


@pytest.mark.parametrize(
    "other",
    [
        {"question": WINNER.upper()},
        {"question": WINNER, "include": ["plan"]},
        {"question": WINNER, "top_k": 3},
        {"question": WINNER, "as_of": "2024-01-01"},
        {"question": WINNER, "filters": {"competition": "Some other games"}},
    ],
)
def test_whatever_else_is_asked_is_searched_for_again(bot: Bot, other: dict[str, object]) -> None:
    bot.ask(AskRequest(question=WINNER))
    bot.ask(AskRequest.model_validate(other))

    assert len(bot.searched) >= 2


def test_the_answer_asked_for_longest_ago_makes_room(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question=WINNER))
    kept = KeptAnswers()
    asked = [Asked(f"{n}?", f"{n}?", Filters(), 8, ()) for n in range(KEPT_ANSWERS + 1)]
    for each in asked[:-1]:
        kept.keep(each, answer)
    kept.get(asked[0])
    kept.keep(asked[-1], answer)

    assert kept.get(asked[0]) is answer
    assert kept.get(asked[1]) is None
