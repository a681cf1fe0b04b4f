"""Follow-ups made standalone from what was asked and answered before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import COVERAGE, make_bot

from bot.answer import Bot
from bot.question.conversation import standalone_question
from bot.question.focus import Known
from bot.question.links import Linker
from bot.schema import AskRequest, Turn

ASKED = "Who won the women's 800 metres at Harbour?"
ANSWERED = "Final: Ada Lind (Sweden) was 1st in 1:57.10."


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.library.close()


def turns(*said: str) -> list[Turn]:
    """User and assistant in turn."""
    return [Turn(role="user" if n % 2 == 0 else "assistant", content=text) for n, text in enumerate(said)]


def standalone(bot: Bot, question: str, *said: str) -> str:
    return standalone_question(question, turns(*said), Known(bot.read, Linker(bot.library.store)))


def test_a_pronoun_means_the_full_name_that_an_answer_tells_though_no_result_lists_it(tmp_path: Path) -> None:
    report = "Ashby win the cup\n\nKeeper Piet Rademaker, 37, saved two penalties for Ashby."
    bot = make_bot(tmp_path, {"final.txt": report})

    told = standalone(bot, "How old is he?", "Who saved two penalties?", "The saviour was Piet Rademaker.")
    strange = standalone(bot, "How old is he?", "Who saved two penalties?", "The saviour was Jan Vermeer.")

    assert told == "How old is Piet Rademaker?"
    assert "Vermeer" not in strange


@pytest.mark.parametrize("question", ["Who won?", "What time did she run in heat 2?", "And in heat 1?"])
def test_a_first_question_stands_as_it_is(bot: Bot, question: str) -> None:
    assert standalone(bot, question) == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What time did she run in heat 2?", "What time did Ada Lind run in heat 2?"),
        ("And in heat 1?", "Who won the women's 800 metres at Harbour in the heat 1?"),
        ("Who was second?", "Who was second (women's 800 metres at Harbour)?"),
        ("Where is she from?", "Where is Ada Lind from (women's 800 metres at Harbour)?"),
    ],
)
def test_a_follow_up_takes_person_event_or_round_from_before(bot: Bot, question: str, expected: str) -> None:
    assert standalone(bot, question, ASKED, ANSWERED) == expected


def test_a_round_alone_replaces_the_round_before(bot: Bot) -> None:
    first = "How fast was Lind in the final?"

    assert standalone(bot, "And heat 2?", first, "Final: 1:57.10.") == "How fast was Lind in the heat 2?"


def test_a_pronoun_means_the_person_named_last(bot: Bot) -> None:
    said = (ASKED, ANSWERED, "Who was second?", "Final: Bea Okoro (Nigeria) was 2nd in 1:57.24.")

    assert "Bea Okoro" in standalone(bot, "How fast was she in heat 1?", *said)


def test_a_pronoun_is_no_nation_and_no_record_that_shares_a_year(tmp_path: Path) -> None:
    records = "# Records\n\n| Record | Holder | Time |\n|---|---|---|\n| World lead 2031 | Eva Okoro | 1:56.01 |\n"
    bot = make_bot(tmp_path, {**COVERAGE, "records.md": records})

    said = (ASKED, "Sweden's win in 2031 came when Ada Lind was 1st in 1:57.10.")

    assert standalone(bot, "What time did she run in heat 2?", *said) == "What time did Ada Lind run in heat 2?"


def test_a_chain_of_follow_ups_keeps_the_event(bot: Bot) -> None:
    said = (ASKED, ANSWERED, "Who was second?", "Final: Bea Okoro was 2nd.")

    assert "800 metres" in standalone(bot, "And third?", *said)


def test_history_of_the_assistant_alone_changes_nothing(bot: Bot) -> None:
    history = [Turn(role="assistant", content="Ask me anything.")]

    assert standalone_question("Who won?", history, Known(bot.read, Linker(bot.library.store))) == "Who won?"


def test_the_bot_remembers_a_conversation_by_its_id(bot: Bot) -> None:
    first = bot.ask(AskRequest(question=ASKED))

    second = bot.ask(AskRequest(question="What time did she run in heat 2?", conversation_id=first.conversation_id))

    assert second.conversation_id == first.conversation_id
    assert (second.question, second.standalone_question) == (
        "What time did she run in heat 2?", "What time did Ada Lind run in heat 2?"
    )  # fmt: skip
    assert second.values == ["2:00.02"]


def test_two_conversations_do_not_hear_each_other(bot: Bot) -> None:
    bot.ask(AskRequest(question=ASKED))

    other = bot.ask(AskRequest(question="What time did she run in heat 2?"))

    assert other.standalone_question == "What time did she run in heat 2?"


def test_history_given_by_the_client_is_used_instead_of_memory(bot: Bot) -> None:
    first = bot.ask(AskRequest(question=ASKED))
    history = turns("Who was second in the final?", "Bea Okoro was 2nd.")

    answer = bot.ask(AskRequest(question="How fast was she in heat 1?", conversation_id=first.conversation_id,
                                history=history))  # fmt: skip

    assert answer.values == ["1:59.50"]


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("And Okoro?", "What time did Okoro run in the women's 800 metres final?"),
        ("and in the semi-final?", "What time did Lind run in the women's 800 metres semi-final?"),
        ("What about the men's?", "What time did Lind run in the men's 800 metres final?"),
        ("How about the 400?", "What time did Lind run in the women's 400 metres final?"),
    ],
)
def test_a_fragment_replaces_the_part_of_the_question_that_it_names(bot: Bot, fragment: str, expected: str) -> None:
    first = "What time did Lind run in the women's 800 metres final?"

    assert standalone(bot, fragment, first, "1:57.10.") == expected


def test_another_place_is_asked_for_in_words_of_its_own(bot: Bot) -> None:
    assert standalone(bot, "And third?", "Who won the 800 metres final?", "Ada Lind.") == (
        "Who was third in the 800 metres final?"
    )


def test_a_fragment_with_a_word_that_names_no_part_is_a_question_of_its_own(bot: Bot) -> None:
    assert standalone(bot, "And her coach?", "Who won the 800 metres final?", "It was close.").startswith("Her coach")


def test_an_attribute_alone_is_asked_of_the_person_before(bot: Bot) -> None:
    first = "Where did Lind finish in the women's 800 metres final?"

    assert "Ada Lind" in standalone(bot, "And the time?", first, "1st.")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is her coach?", "Who is Ada Lind's coach (women's 800 metres at Harbour)?"),
        ("Who coaches her?", "Who coaches Ada Lind (women's 800 metres at Harbour)?"),
    ],
)
def test_her_owns_what_follows_it_and_nothing_at_the_end(bot: Bot, question: str, expected: str) -> None:
    assert standalone(bot, question, ASKED, ANSWERED) == expected


def test_another_owner_takes_the_place_of_the_first_as_an_owner(bot: Bot) -> None:
    assert standalone(bot, "What about Okoro?", "What was Lind's time?", "1:57.10.") == "What was Okoro's time?"


def test_what_heads_other_results_is_not_asked_of_the_event_before(tmp_path: Path) -> None:
    draw = "# Dale Masters\n\n| Winner | Loser | Score |\n|---|---|---|\n| Kim Alder | Jo Finch | 21-9, 21-8 |\n"
    games = "# Hale Herons, results\n\n| Opponent | Venue | Score |\n|---|---|---|\n| Vipers | Home | 61-54 |\n"
    opened = make_bot(tmp_path, {"draw.md": draw, "games.md": games})
    history = turns("Who won the Dale Masters?", "Kim Alder (Score 21-9, 21-8; Dale Masters).")

    asked = [opened.ask(AskRequest(question=question, history=history)).standalone_question for question in
             ("How many points did the Herons score at home?", "Who lost the final of the Dale Masters?")]  # fmt: skip

    assert asked == ["How many points did the Herons score at home?", "Who lost the final of the Dale Masters?"]
    opened.library.close()


def test_the_event_that_only_an_answer_told_of_is_found_by_its_mark(bot: Bot) -> None:
    history = turns("How fast was Lind?", "Lind: 1:57.10.")

    asked = bot.ask(AskRequest(question="And the woman in third?", history=history))

    assert asked.standalone_question == "The woman in third (women's 800 metres)?"
