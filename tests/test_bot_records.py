"""A list of records made before an event, and what was reported of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest
from bot.trust.records import RULE

RECORDS = """# Before the Lake Games

## Records before the Games

| Record | Holder | Time |
|---|---|---|
| World record | Ada Lind | 3:26.00 |
| Games record | Eva Holm | 3:28.32 |
| National record | Ines Duarte | 3:31.10 |
"""

REPORT = """Kovacs storms to gold

Maria Kovacs won the final in 3:27.65, a Games record. Rosa Bianchi, second in 3:27.79, missed the world record.
The old national record, 3:30.10, stayed out of reach.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("records"), {"records.md": RECORDS, "report.txt": REPORT})
    yield opened
    opened.library.close()


def test_a_better_mark_called_the_record_stands_and_the_listed_one_is_told_too(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="What is the Games record?"))

    assert answer.values == ["3:27.65", "3:28.32"]
    assert [(c.preferred, c.rule) for c in answer.conflicts] == [(0, RULE)]
    assert sorted(c.document_id for c in answer.citations) == ["records", "report"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What is the world record?", "3:26.00"),  # 3:27.79 missed it
        ("What is the national record?", "3:31.10"),  # 3:30.10 is told as an old one
        ("What was the Games record before?", "3:28.32"),
    ],
)
def test_a_mark_that_is_not_that_record_changes_nothing(bot: Bot, question: str, value: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert value in answer.answer
    assert answer.conflicts == []


def fallen(day: str, name: str, mark: str) -> str:
    return f"""---
title: {name} breaks the Dock Mile record
date: {day}
---
{name} set a Dock Mile record of {mark} on Saturday.
"""


def test_a_record_that_fell_is_no_second_account_of_the_one_that_stands(tmp_path: Path) -> None:
    reports = {
        "a.md": fallen("2029-05-03", "Ada Lind", "4:19.74") + "She took 3.10 seconds off the old mark.\n",
        "b.md": fallen("2031-05-02", "Bea Okoro", "4:18.02"),
    }
    bot = make_bot(tmp_path, reports)

    stands, stood = (
        bot.ask(AskRequest(question="What is the Dock Mile record?", as_of=day)) for day in (None, "2030-01-01")
    )

    assert ("4:18.02" in stands.answer, stands.conflicts) == (True, [])
    assert ("4:19.74" in stood.answer, "4:18.02" in stood.answer, stood.conflicts) == (True, False, [])
    bot.library.close()
