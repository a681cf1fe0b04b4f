"""What questions take for granted, in several sports: denied where results say otherwise, and left alone elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import COVERAGE, make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest
from bot.trust.told_results import Victory, victories_in

SWIMMING = """# Coast Open 2031: men's 100 metres freestyle

## Heats

| Rank | Swimmer | Nation | Time |
|---|---|---|---|
| 1 | Ivo Brandt | Austria | 48.90 |
| 2 | Luc Moreau | France | 49.01 |
| 3 | Sam Otieno | Kenya | 49.20 |

## Final

| Rank | Swimmer | Nation | Time |
|---|---|---|---|
| 1 | Luc Moreau | France | 47.95 |
| 2 | Ivo Brandt | Austria | 48.10 |
"""

FOOTBALL = """# Harbour United 1, Bay City 3

## Score

| Team | Shots | Goals |
|---|---|---|
| Harbour United | 1 | 1 |
| Bay City | 0 | 3 |
"""

TENNIS = """# Lake Cup 2031: women's singles final

| Player | Nation | Points |
|---|---|---|
| Vera Holm | Norway | 2 |
| Inés Duarte | Spain | 1 |
"""

CYCLING = """Rain on the pass

Otto Lang rode stage three alone for forty kilometres and won it by two minutes. Teammate Piet Vos was injured in a fall
before the start of the Coast Open and watched from home.
"""

RUGBY = """Hill wait is over

Mo Tane scored two tries as Hill won the final of the valley trophy for the first time since 2009.
"""

FILES = {**COVERAGE, "coast-100-free.md": SWIMMING, "united-bay.md": FOOTBALL, "lake-cup.md": TENNIS,
         "pass.txt": CYCLING, "hill.txt": RUGBY}  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), FILES)
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


@pytest.mark.parametrize(
    ("question", "claim", "truth"),
    [
        ("How did Ivo Brandt win the men's 100 metres freestyle?", "Ivo Brandt was 1st in Final",
         ["Ivo Brandt was 2nd in 48.10", "1st was Luc Moreau"]),
        ("Why was Brandt able to take gold in the 100 metres freestyle final?", "Ivo Brandt was 1st in Final",
         ["2nd in 48.10"]),
        ("How did Brandt celebrate retaining his 100 metres freestyle title?", "Ivo Brandt was 1st in Final",
         ["2nd in 48.10"]),
        ("By how much did Ivo Brandt beat Luc Moreau in the men's 100 metres freestyle final?",
         "Ivo Brandt beat Luc Moreau in Final", ["Luc Moreau was 1st", "Ivo Brandt was 2nd"]),
        ("Which Austrian won the men's 100 metres freestyle?", "1st in Final was of Austria",
         ["Luc Moreau (France) was 1st"]),
        ("Why did Harbour United win?", "Harbour United was 1st in Score", ["Harbour United: 1"]),
        ("How did Bay City lose to Harbour United?", "Harbour United beat Bay City in Score", ["Bay City: 3"]),
        ("How did Inés Duarte win the Lake Cup final?", "Inés Duarte was 1st in Lake Cup 2031: women's singles final",
         ["Inés Duarte: 1"]),
        ("Why did Marsh win gold in the women's 800 metres?", "Cleo Marsh was 1st in Final", ["Cleo Marsh was 3rd"]),
    ],
)  # fmt: skip
def test_a_place_that_results_deny_is_corrected(bot: Bot, question: str, claim: str, truth: list[str]) -> None:
    answer = ask(bot, question)

    assert answer.premise is not None
    assert (answer.premise.claim, answer.premise.verdict) == (claim, "contradicted")
    assert answer.premise.citations == [citation.n for citation in answer.citations]
    assert [part for part in truth if part not in answer.answer] == []


@pytest.mark.parametrize(
    "question",
    [
        "How did Luc Moreau win the men's 100 metres freestyle?",
        "Why did Brandt take silver in the 100 metres freestyle final?",
        "How did Brandt win the silver medal in the 100 metres freestyle final?",
        "How old was Moreau when he won the 100 metres freestyle?",
        "How far behind the winner was Ivo Brandt in the 100 metres freestyle final?",
        "Why was Brandt cautious at first in the 100 metres freestyle final?",
        "When did Brandt win his first medal?",
        "Why did Brandt's coach win a prize?",
        "How did Brandt win the toss?",
        "How did Brandt win the Mountain Cup?",
        "How did Bay City win?",
        "Why did Harbour United lose?",
        "How did Vera Holm win the Lake Cup final?",
        "By how much did Luc Moreau beat Ivo Brandt in the men's 100 metres freestyle final?",
        "Which Frenchman won the men's 100 metres freestyle?",
        "Did Ivo Brandt win the men's 100 metres freestyle?",
        "Who won the men's 100 metres freestyle, Brandt or Moreau?",
        "How did Lind win the women's 800 metres?",
        "How fast did Okoro run in the final?",
    ],
)
def test_a_true_premise_and_a_question_without_one_raise_no_alarm(bot: Bot, question: str) -> None:
    assert ask(bot, question).premise is None


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Did Ivo Brandt win the men's 100 metres freestyle?", "No"),
        ("Did Luc Moreau win the men's 100 metres freestyle?", "Yes"),
        ("Did Brandt win a medal in the men's 100 metres freestyle?", "Yes"),
        ("Did Brandt win silver in the men's 100 metres freestyle final?", "Yes"),
        ("Did Luc Moreau win the silver medal in the men's 100 metres freestyle final?", "No"),
        ("Did Bay City beat Harbour United?", "Yes"),
        ("Was Cleo Marsh third in the women's 800 metres final?", "Yes"),
        ("Was Cleo Marsh second in the women's 800 metres final?", "No"),
    ],
)
def test_a_question_that_asks_about_a_place_gets_yes_or_no(bot: Bot, question: str, verdict: str) -> None:
    answer = ask(bot, question)

    assert (answer.values, answer.premise) == ([verdict], None)
    assert answer.answer.startswith(f"{verdict}: ")


def test_a_result_that_two_documents_print_is_told_once(tmp_path: Path) -> None:
    again = make_bot(tmp_path, {**FILES, "coast-final.md": "# Coast Open 2031" + SWIMMING.partition("Open 2031")[2]})

    answer = ask(again, "Did Ivo Brandt win the men's 100 metres freestyle final?")

    assert answer.answer.count("Ivo Brandt was 2nd") == 1
    assert "1st was Luc Moreau" in answer.answer


def test_somebody_of_another_round_was_not_in_the_one_asked_about(bot: Bot) -> None:
    answer = ask(bot, "How fast did Sam Otieno swim in the men's 100 metres freestyle final?")

    assert answer.premise is not None
    assert answer.premise.claim == "Sam Otieno took part in Final"
    assert answer.segments[0].text == "The results of Final do not list Sam Otieno."
    assert "3rd in 49.20" in answer.answer


def test_somebody_whom_only_reports_know_is_told_of_from_them(bot: Bot) -> None:
    answer = ask(bot, "What time did Piet Vos swim in the men's 100 metres freestyle final?")

    assert answer.premise is not None
    assert (answer.premise.claim, answer.premise.verdict) == ("Piet Vos took part in Final", "unsupported")
    assert "injured in a fall" in answer.answer


def test_somebody_of_another_sport_is_no_absentee_of_results_that_only_share_a_word(bot: Bot) -> None:
    answer = ask(bot, "How many tries did Mo Tane score in the heats?")

    assert answer.premise is None
    assert "do not list" not in answer.answer


def test_somebody_whom_no_source_knows_is_not_told_of(bot: Bot) -> None:
    answer = ask(bot, "What time did Bruno Aaltonen swim in the men's 100 metres freestyle final?")

    assert answer.premise is None
    assert "Aaltonen" not in answer.answer or answer.status == "abstained"


HANDBALL = """Vale edge Strand to reach the cup final

Vale beat Strand 31-30 in the semi-final of the county cup at the Dock Hall, with a penalty in the last second.
Strand had led for fifty minutes because Vale missed four penalties.
"""

CHESS = """Rook Street through

Marble Arch lost to Rook Street in the second round of the spring league.
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("told"), {"vale.txt": HANDBALL, "rook.txt": CHESS})


@pytest.mark.parametrize(
    ("question", "denial"),
    [
        ("Why did Strand win the semi-final of the county cup?", "Vale beat Strand 31-30"),
        ("How did Marble Arch beat Rook Street in the spring league?", "Marble Arch lost to Rook Street"),
    ],
)
def test_a_victory_that_only_a_report_denies_is_corrected_from_it(told: Bot, question: str, denial: str) -> None:
    answer = ask(told, question)

    assert answer.premise is not None
    assert (answer.premise.verdict, answer.premise.citations) == ("contradicted", [1])
    assert denial in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Why did Vale win the semi-final of the county cup?",
        "How did Rook Street beat Marble Arch in the spring league?",
        "Why did Strand lose to Vale?",
        "Who did Strand beat in the semi-final of the county cup?",
        "Why did Strand win the boat race?",
    ],
)
def test_a_victory_that_reports_bear_out_or_do_not_know_raises_no_alarm(told: Bot, question: str) -> None:
    assert ask(told, question).premise is None


@pytest.mark.parametrize(
    ("question", "verdict"),
    [("Did Vale beat Strand?", "Yes"), ("Did Strand beat Vale?", "No"), ("Did Rook Street beat Marble Arch?", "Yes")],
)
def test_who_beat_whom_is_answered_from_a_report(told: Bot, question: str, verdict: str) -> None:
    answer = ask(told, question)

    assert (answer.short_answer, answer.premise) == (verdict, None)


@pytest.mark.parametrize(
    ("sentence", "winner", "loser"),
    [
        ("Vale beat Strand.", "vale", "strand"),
        ("Strand were beaten by Vale in the end.", "vale", "strand"),
        ("Strand lost to Vale.", "vale", "strand"),
        ("Strand, who were defeated 3-1 by Vale, go home.", "vale", "strand"),
    ],
)
def test_a_sentence_tells_the_winner_and_the_loser_in_any_order(sentence: str, winner: str, loser: str) -> None:
    assert victories_in(sentence) == [Victory(frozenset({winner}), frozenset({loser}))]


def test_whose_victory_her_victory_was_is_who_is_named_before(bot: Bot) -> None:
    wrong = ask(bot, "What did Ivo Brandt say after his victory in the men's 100 metres freestyle final?")
    right = ask(bot, "What did Luc Moreau say after his victory in the men's 100 metres freestyle final?")

    assert wrong.premise is not None
    assert wrong.premise.verdict == "contradicted"
    assert right.premise is None
