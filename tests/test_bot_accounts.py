"""Other documents that tell of the answer's event: what they give instead is told, what only sounds unlike is not."""

from collections.abc import Iterator, Sequence

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.cite import Span
from bot.prose.reader import Sentence
from bot.question.question import Question
from bot.schema import Answer, AskRequest
from bot.trust.accounts import Answered, Judge, other_accounts
from bot.trust.events import Events
from retriever.types import Passage
from retriever.values import Value, ValueType

REPORT = """---
title: Lind saves Cove in the Harbour Cup final
date: 2031-05-03
---
Cove beat Bluff 3-2 in the final of the Harbour Cup at Dock Park on Saturday.

Goalkeeper Ada Lind, 27, made 14 saves in front of a crowd of 8,900. The referee was Ines Roth.

Bea Okoro hit the winner from 20 metres.
"""
BLOG = """---
title: "Harbour Cup final live: Cove v Bluff"
date: 2031-05-03
---
Welcome to Dock Park, where there are 9,400 people in tonight.

Lind ends with 12 saves by our count. What a night for Cove and for Okoro.

Lind, 26, is in tears.
"""
CORRECTION = """---
title: Corrections and clarifications
date: 2031-05-05
---
Our report on the Harbour Cup final between Cove and Bluff gave the attendance at Dock Park as 8,900. It was 8,212.
"""
ROUNDED = """---
title: Marsh rows to Lake Cup gold
date: 2031-06-01
---
Cleo Marsh won the Lake Cup at Elm Water in front of 3,120 people on Sunday.
"""
ROUNDED_TOO = """---
title: Marsh takes the Lake Cup at Elm Water
date: 2031-06-01
---
Some 3,000 people watched Cleo Marsh win the Lake Cup.
"""
YEAR_BEFORE = """---
title: Marsh first in the Lake Cup at Elm Water
date: 2030-06-02
---
Cleo Marsh won the Lake Cup at Elm Water in front of 2,450 people.
"""


def files(**texts: str) -> dict[str, str]:
    return {f"{name}.md": text for name, text in texts.items()}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    every = files(report=REPORT, blog=BLOG, lake=ROUNDED, lake_too=ROUNDED_TOO, lake_before=YEAR_BEFORE)
    opened = make_bot(tmp_path_factory.mktemp("accounts"), every)
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


def values_told(answer: Answer) -> list[str]:
    return [value.value for conflict in answer.conflicts for value in conflict.values]


def test_documents_tell_of_one_event_by_their_days_and_names(bot: Bot) -> None:
    events = Events(bot.library.store)

    assert events.are_one("report", "blog")
    assert events.are_one("lake", "lake_too")
    assert not events.are_one("lake", "lake_before")
    assert not events.are_one("report", "lake")


def test_a_question_is_put_to_a_document_by_the_names_that_it_uses(bot: Bot) -> None:
    events = Events(bot.library.store)

    assert events.asked_of("How many saves did Ada Lind make?", "blog") == "How many saves did Lind make?"
    assert events.asked_of("How many saves did Dora Ek make?", "blog") is None


def test_another_crowd_at_the_same_match_is_told(bot: Bot) -> None:
    assert sorted(values_told(ask(bot, "What was the attendance at the Harbour Cup final?"))) == ["8,900", "9,400"]


def test_another_age_in_the_same_days_is_told(bot: Bot) -> None:
    assert sorted(values_told(ask(bot, "How old is Ada Lind?"))) == ["26", "27"]


def test_a_rounded_crowd_and_that_of_another_year_are_no_other_account(bot: Bot) -> None:
    answer = ask(bot, "What was the attendance at the Lake Cup in 2031?")

    assert answer.conflicts == []
    assert answer.short_answer in ("3,120", "3,000")


def test_a_later_correction_is_preferred_to_what_it_sets_right(tmp_path_factory: pytest.TempPathFactory) -> None:
    texts = files(report=REPORT, correction=CORRECTION)
    bot = make_bot(tmp_path_factory.mktemp("correction"), texts)

    (conflict,) = ask(bot, "What was the attendance at the Harbour Cup final?").conflicts

    assert [value.value for value in conflict.values] == ["8,212", "8,900"]
    assert conflict.rule == "it is the later correction"
    bot.library.close()


def judged(bot: Bot, text: str, pointed: str) -> Judge:
    """A reader that points at those words of that sentence wherever they stand."""

    def judge(asks: str, passages: Sequence[Passage]) -> tuple[Question, Sequence[Sentence]]:
        told = [(p, p.text.index(text)) for p in passages if text in p.text]
        at = text.index(pointed)
        spans = [Span(p, p.start + first, p.start + first + len(text)) for p, first in told]
        place = (at, at + len(pointed))
        return bot.read(asks), [
            Sentence(span, text, 0.9, 0.9, 0.5, (), holds_kind=True, enough=True, answer=place) for span in spans
        ]

    return judge


@pytest.mark.parametrize(("told", "accounts"), [("12 saves", ["12"]), ("12 saves to Vos's 14", [])])
def test_a_sentence_that_tells_the_same_figure_too_is_no_other_account(
    tmp_path_factory: pytest.TempPathFactory, told: str, accounts: list[str]
) -> None:
    blog = BLOG.replace("12 saves", told)
    bot = make_bot(tmp_path_factory.mktemp("same"), files(report=REPORT, blog=blog))
    store = bot.library.store
    passage = next(p for p in store.document("report").passages if "14 saves" in p.text)
    first = passage.start + passage.text.index("Goalkeeper")
    answered = Answered(
        Value(ValueType.NUMBER, "14", 14.0), Span(passage, first, passage.end), "How many saves did Ada Lind make?"
    )

    found = other_accounts(answered, ["report", "blog"], Events(store), judged(bot, f"Lind ends with {told}", "12"))

    assert [account.value.text for account in found] == accounts
    bot.library.close()


def test_a_score_that_a_flash_got_wrong_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    right = CORRECTION.replace(
        "gave the attendance at Dock Park as 8,900. It was 8,212", "gave the score as 3-1. It was 3-2"
    )
    texts = files(report=REPORT.replace("3-2", "3-1"), correction=right)
    bot = make_bot(tmp_path_factory.mktemp("score"), texts)

    (conflict,) = ask(bot, "What was the score in the Harbour Cup final between Cove and Bluff?").conflicts

    assert [value.value for value in conflict.values] == ["3-2", "3-1"]
    bot.library.close()
