"""What comes next is not answered by what a report tells as past."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest

REPORT = """---
title: Lind wins the Dock Cup final
date: 2031-05-03
---
Ada Lind won the Dock Cup final at Elm Water on Saturday.

The next race is at Cove Lake on 7 June.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("coming"), {"report.md": REPORT})
    yield opened
    opened.library.close()


def test_where_a_final_was_does_not_tell_where_it_will_be(bot: Bot) -> None:
    assert "Elm Water" in bot.ask(AskRequest(question="Where was the Dock Cup final?")).answer
    assert bot.ask(AskRequest(question="Where will the Dock Cup final be held next year?")).status == "abstained"


def test_what_is_told_of_the_time_ahead_answers(bot: Bot) -> None:
    assert "Cove Lake" in bot.ask(AskRequest(question="Where is the next race?")).answer
