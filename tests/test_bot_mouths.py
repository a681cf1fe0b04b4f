"""Words put into the wrong mouth, and victories counted wrongly."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest
from bot.trust.tallies import Tally, tallies_in

REPORT = """---
title: Lind leads Cove to the Dock Shield
date: 2031-05-03
---
Ada Lind scored the goal that brought Cove the Dock Shield on Saturday.

It was the first Shield for Cove, who were founded in 2011.

"My grandmother kept goal in the last one," said Lind.

Coach Ines Roth was calm. "We have an evening ferry to catch," said Roth.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("mouths"), {"report.md": REPORT})
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("question", "truth"),
    [
        ("What did Ines Roth mean when she said her grandmother kept goal in the last one?", "Lind: "),
        ("Why did Ada Lind say they had an evening ferry to catch?", "Roth: "),
        ("How did Cove celebrate their third Dock Shield?", "first Shield"),
    ],
)
def test_another_mouth_or_count_is_corrected(bot: Bot, question: str, truth: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert answer.premise is not None
    assert truth in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "What did Ada Lind mean when she said her grandmother kept goal in the last one?",
        "What did Ines Roth say about the ferry?",
        "How did Cove celebrate their first Dock Shield?",
        "How did Cove win their second match of the season?",
    ],
)
def test_right_mouths_and_counts_are_left_alone(bot: Bot, question: str) -> None:
    assert bot.ask(AskRequest(question=question)).premise is None


@pytest.mark.parametrize(
    ("text", "tallies"),
    [
        ("It was her first World Cup win.", [(1, set())]),
        ("his fourth victory of the season", [(4, {"season"})]),
        ("They won the cup for the second time.", [(2, set())]),
        ("She won the second leg and the third set.", []),
        ("a third World Cup win in a row", [(3, {"row"})]),
    ],
)
def test_victories_are_counted_with_what_narrows_the_count(text: str, tallies: list[tuple[int, set[str]]]) -> None:
    assert list(tallies_in(text)) == [Tally(number, frozenset(words)) for number, words in tallies]
