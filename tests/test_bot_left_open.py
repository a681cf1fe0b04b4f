"""A question that leaves round or event open is answered for the last round, and the others are told or offered."""

from pathlib import Path

import pytest
from newsroom import COVERAGE, make_bot

from bot.answer import Bot
from bot.question.scope import stage_of
from bot.schema import Answer, AskRequest

SPRINTS = """# Harbour Games 2031: {whose} 100 metres

## Final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | {winner} | Malta | {time} |
| 2 | {second} | Peru | 11.90 |
"""
FILES = {
    **COVERAGE,
    "men-100.md": SPRINTS.format(whose="men's", winner="Gil Roca", second="Jan Pol", time="10.10"),
    "women-100.md": SPRINTS.format(whose="women's", winner="Ana Vidal", second="Ada Lind", time="11.10"),
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("open"), FILES)


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


def test_one_athletes_other_rounds_are_told_behind_the_last(tmp_path: Path) -> None:
    answer = ask(make_bot(tmp_path), "What was Okoro's time?")

    assert answer.short_answer == "1:57.24"
    assert answer.answer == "Bea Okoro was 2nd in 1:57.24 (Final). Bea Okoro was 1st in 1:59.50 (Heats, Heat 1)."
    assert [segment.citations for segment in answer.segments] == [[1], [2]]


def test_one_athletes_other_events_are_told_too(bot: Bot) -> None:
    told = ask(bot, "What was Ada Lind's time?").answer

    assert told == (
        "Ada Lind was 1st in 1:57.10 (Harbour Games 2031: women's 800 metres, Final). "
        "Ada Lind was 1st in 2:00.02 (Harbour Games 2031: women's 800 metres, Heats, Heat 2). "
        "Ada Lind was 2nd in 11.90 (Harbour Games 2031: women's 100 metres, Final)."
    )


def test_a_question_that_names_the_round_is_answered_for_it_alone(bot: Bot) -> None:
    assert ask(bot, "What was Bea Okoro's time in the heats?").answer == (
        "Bea Okoro was 1st in 1:59.50 (Heats, Heat 1)."
    )


def test_events_with_other_winners_are_offered_as_questions_that_lead_there(bot: Bot) -> None:
    answer = ask(bot, "Who won the 100 metres?")

    assert len(answer.follow_ups) == 1
    assert {answer.short_answer, ask(bot, answer.follow_ups[0]).short_answer} == {"Gil Roca", "Ana Vidal"}


def test_the_best_of_one_athletes_rounds_is_told_against_the_others(bot: Bot) -> None:
    answer = ask(bot, "What was Bea Okoro's fastest time in any round?")

    assert answer.short_answer == "1:57.24 (Final)"
    assert answer.answer == "Bea Okoro (Nigeria) was 2nd in 1:57.24 (Final). Against 1st in 1:59.50 (Heats, Heat 1)."


def test_rounds_follow_one_another_and_the_final_is_last() -> None:
    rounds = ["qualification", "heats", "repechage", "round 2", "quarterfinal", "semifinal", "final"]
    mixed = ["final", "heats", "semifinal", "qualification", "quarterfinal", "repechage", "round 2"]

    assert sorted(mixed, key=stage_of) == rounds
    assert stage_of(None) == stage_of("final")
