"""Answers pointed out that cannot be meant: somebody else's value, words that are no name, another edition's place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import make_bot, read

from bot.answer import Bot
from bot.cite import Span
from bot.prose.claims import counts_other_sort
from bot.prose.reader import Sentence
from bot.schema import AskRequest, Status
from bot.trust.vetoes import is_anothers, is_no_name, is_unrelated

REPORT = """Night of the 1500

Kerr, who clocked 3:27.79 to erase Mo Farah's British record, was second. It was a major championship for the hosts.
"""

TOKYO = """# Tokyo

## Tokyo 1500 metres final

| Rank | Athlete | Time |
|---|---|---|
| 1 | Ada Lind | 3:53.10 |
| 2 | Maria Kovacs | 3:54.80 |
"""

PARIS = """# Paris

Three years after Tokyo the final was faster.

## Paris 1500 metres final

| Rank | Athlete | Time |
|---|---|---|
| 1 | Rosa Bianchi | 3:51.10 |
| 2 | Eva Holm | 3:51.80 |
| 3 | Ada Lind | 3:52.00 |
"""

OTHERS = "".join(
    f"\n## {event} final\n\n| Rank | Athlete | Time |\n|---|---|---|\n"
    "| 1 | Ines Duarte | 1:59.10 |\n| 2 | Vera Sand | 2:00.80 |\n"
    for event in ("800 metres", "400 metres", "200 metres", "100 metres", "5000 metres", "Hurdles", "Relay", "Walk")
)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    files = {"report.txt": REPORT, "tokyo.md": TOKYO, "paris.md": PARIS + OTHERS}
    opened = make_bot(tmp_path_factory.mktemp("vetoes"), files)
    yield opened
    opened.library.close()


def pointed(bot: Bot, answer: str, score: float) -> Sentence:
    passage = next(p for p in bot.library.store.passages_of("report") if answer in p.text)
    start = passage.text.index(answer)
    span = Span(passage, passage.start, passage.end)
    return Sentence(span, passage.text, score, 0.9, 0.5, (), True, True, answer=(start, start + len(answer)))


@pytest.mark.parametrize(
    ("question", "vetoed"),
    [
        ("What was Mo Farah's British record that Kerr beat?", True),
        ("What was Kerr's time when he beat the record of Mo Farah?", False),
        ("What was the British record that Kerr set?", False),
    ],
)
def test_the_mark_of_the_one_named_beside_it_is_not_the_other_ones(bot: Bot, question: str, vetoed: bool) -> None:
    assert is_anothers(read(question), pointed(bot, "3:27.79", 0.8)) is vetoed


@pytest.mark.parametrize(("score", "vetoed"), [(0.1, True), (0.5, False)])
def test_unlikely_words_in_small_letters_are_nobody(bot: Bot, score: float, vetoed: bool) -> None:
    assert is_no_name(read("Who was fifth in the final?"), pointed(bot, "major championship", score)) is vetoed


def test_a_place_of_another_edition_is_not_given_for_the_one_that_is_named(bot: Bot) -> None:
    third = bot.ask(AskRequest(question="Who was third in the Tokyo 1500 metres final?"))
    second = bot.ask(AskRequest(question="Who was second in the Tokyo 1500 metres final?"))

    assert third.status is Status.ABSTAINED
    assert second.values[0] == "Maria Kovacs"


@pytest.mark.parametrize(
    ("question", "vetoed"), [("How old is Mo Farah's father?", True), ("How old is Farah?", False)]
)
def test_nobodys_own_age_is_his_fathers(bot: Bot, question: str, vetoed: bool) -> None:
    assert is_anothers(read(question), pointed(bot, "3:27.79", 0.8)) is vetoed


@pytest.mark.parametrize(
    ("question", "score", "vetoed"),
    [
        ("Who is captain of the Rovers?", 0.2, True),
        ("Who is captain of the Rovers?", 0.5, False),
        ("Who set a British record?", 0.2, False),
    ],
)
def test_an_unlikely_sentence_that_names_nobody_of_the_question_does_not_say_who(
    bot: Bot, question: str, score: float, vetoed: bool
) -> None:
    assert is_unrelated(read(question), pointed(bot, "3:27.79", score)) is vetoed


TEAMS = "Title: Tigers win in five\n\nThe Tigers beat Lagoa in five sets. Lagoa's coach, Sergio Brandt, was angry."


@pytest.mark.parametrize(("question", "said"), [("Who coaches Lagoa?", True), ("Who coaches the Tigers?", False)])
def test_the_coach_of_others_is_not_told_for_ones_own(tmp_path: Path, question: str, said: bool) -> None:
    answer = make_bot(tmp_path, {"tigers.txt": TEAMS}).ask(AskRequest(question=question))

    assert ("Brandt" in answer.answer) is said


def test_points_of_one_sort_are_not_those_of_another() -> None:
    text = "Rana took 14 raid points."
    asked = [read(f"How many {sort} points did Rana take?") for sort in ("raid", "tackle")]

    assert [counts_other_sort(question, text, text.index(" raid")) for question in asked] == [False, True]
