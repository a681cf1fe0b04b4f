"""The bot from request to answer: filters, memory, what may be included."""

from collections.abc import Iterator

import pytest
from newsroom import COVERAGE, make_bot

from bot.answer import Bot, filters_of
from bot.schema import Answer, AskFilters, AskRequest, Status, Turn

OLDER = """# Harbour Games 2027: women's 800 metres

## Final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Gia Moss | Italy | 1:58.80 |
| 2 | Hope Lane | Jamaica | 1:58.90 |
"""


@pytest.fixture
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), {**COVERAGE, "older.md": OLDER})
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str, **more: object) -> Answer:
    return bot.ask(AskRequest.model_validate({"question": question, **more}))


def test_only_the_documents_that_the_filters_allow_answer(bot: Bot) -> None:
    winners = {
        name: ask(bot, "Who won the women's 800 metres?", filters={"document_ids": [name]}).values
        for name in ("harbour-800", "older")
    }

    assert winners == {"harbour-800": ["Ada Lind"], "older": ["Gia Moss"]}


def test_a_name_of_a_document_that_is_not_allowed_is_not_known(bot: Bot) -> None:
    answer = ask(bot, "What was Moss's time in the 800 metres?", filters={"document_ids": ["harbour-800"]})

    assert answer.status is Status.ABSTAINED


def test_the_only_table_allowed_needs_no_description(bot: Bot) -> None:
    answer = ask(bot, "Who took silver?", filters={"document_ids": ["older"]})

    assert answer.values == ["Hope Lane"]


def test_no_document_allowed_is_no_answer(bot: Bot) -> None:
    assert ask(bot, "Who won the women's 800 metres?", filters={"document_ids": []}).status is Status.ABSTAINED


def test_yesterday_is_the_day_before_as_of_and_stays_yesterday_without_it(bot: Bot) -> None:
    question = "Who won the women's 800 metres yesterday?"

    asked = [ask(bot, question, as_of=day).standalone_question for day in ("2031-03-05T12:00:00Z", None)]

    assert asked == ["Who won the women's 800 metres on 4 March 2031?", question]


def test_as_of_is_a_latest_day_and_the_earlier_of_two_bounds_holds() -> None:
    filters = AskFilters.model_validate({"published_to": "2031-03-09"})
    request = AskRequest(question="Who won?", as_of="2031-03-05T12:00:00Z", filters=filters)

    assert str(filters_of(request).published_to) == "2031-03-05"


def test_undated_evidence_is_not_used_where_a_latest_day_is_given(bot: Bot) -> None:
    assert ask(bot, "Who won the women's 800 metres in 2027?", as_of="2031-03-05").status is Status.ABSTAINED


def test_a_conversation_is_remembered_and_another_is_not(bot: Bot) -> None:
    ask(bot, "Who won the women's 800 metres in 2027?", conversation_id="one")

    there = ask(bot, "And who took silver?", conversation_id="one")
    elsewhere = ask(bot, "And who took silver?", conversation_id="two")

    assert there.values == ["Hope Lane"]
    assert there.conversation_id == "one"
    assert elsewhere.standalone_question == "And who took silver?"


def test_the_history_given_stands_in_for_memory(bot: Bot) -> None:
    turns = [Turn(role="user", content="Who won the women's 800 metres in 2027?")]

    answer = bot.ask(AskRequest(question="And who took silver?", history=turns))

    assert answer.values == ["Hope Lane"]


def test_passages_plans_and_reasons_are_included_only_on_request(bot: Bot) -> None:
    question = "Who won the women's 800 metres in 2031?"

    bare, full = ask(bot, question), ask(bot, question, top_k=3, include=["passages", "plan", "debug"])

    assert (bare.passages, bare.plan, bare.debug) == (None, None, None)
    assert full.passages is not None
    assert [passage.n for passage in full.passages] == [1, 2, 3]
    assert full.plan is not None
    assert full.plan[0].startswith("rank rank and mark of Ada Lind in Final")
    assert full.debug is not None
    assert full.debug["plan"] == full.plan[0]
    assert [name for name in full.debug if name.startswith("hit ")] == ["hit 1", "hit 2", "hit 3"]
    assert full.debug["hit 1"].split(", score")[0] == full.passages[0].document_id
    assert "said" in full.debug["hit 1"]


def test_the_same_question_has_the_same_answer_with_another_id(bot: Bot) -> None:
    first, second = (ask(bot, "Who won the women's 800 metres in 2031?") for _ in range(2))

    varying = {"id", "conversation_id", "created_at", "timings"}
    assert first.model_dump(exclude=varying) == second.model_dump(exclude=varying)
    assert first.id != second.id


def test_a_rare_word_weighs_more_than_a_common_one_and_at_most_one(bot: Bot) -> None:
    unknown, rare, common = bot.read("lacework calf athlete").weights

    assert unknown == pytest.approx(1.0, abs=0.02)
    assert unknown > rare > common > 0.0


def test_the_bot_says_which_coverage_it_answers_from(bot: Bot) -> None:
    corpus = ask(bot, "Who won?").corpus

    assert (corpus.version, corpus.documents) == (bot.library.version, 3)
