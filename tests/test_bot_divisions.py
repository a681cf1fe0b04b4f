"""The men's and the women's, age groups and legs: what is told of one division holds for no other."""

from collections.abc import Iterator, Mapping

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.question.divisions import are_opposed, divisions_asked, divisions_in, divisions_of, may_go_unsaid
from bot.schema import AskRequest

FIRST_LEG = """---
title: Cove take a lead to the Bluff
date: 2031-05-03
---
Cove will take a two-goal lead into the second leg of the Dock Shield after a 9-7 win on Saturday.

Goalkeeper Ada Lind made 16 saves.
"""
SECOND_LEG = """---
title: Cove win the Dock Shield
date: 2031-05-10
---
Cove won the Dock Shield although they lost the second leg 8-7 at the Bluff on Saturday.

Goalkeeper Ada Lind made 13 saves.
"""
WOMEN = """---
title: Cove stroll to the women's Dock Plate
date: 2031-05-10
---
Cove beat Bluff 4-0 in the Dock Plate before the men's final.

The match was watched by 610 people.
"""
MEN = """---
title: Bluff win the Dock Plate
date: 2031-05-10
---
Bluff beat Cove 3-2 in the Dock Plate.

The match was watched by 2,450 people.
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    files = {"first.md": FIRST_LEG, "second.md": SECOND_LEG, "women.md": WOMEN, "men.md": MEN}
    opened = make_bot(tmp_path_factory.mktemp("divisions"), files)
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("She won the women's platform.", {"sex": {"woman"}}),
        ("the men’s and ladies' races", {"sex": {"man", "woman"}}),
        ("the under-19 final", {"age": {"under 19"}}),
        ("Cove U17s won", {"age": {"under 17"}}),
        ("They lost the second leg.", {"leg": {"2"}}),
        ("a lead to take into the second leg", {"leg": {"1"}}),
        ("after the first leg they trailed", {"leg": {"2"}}),
        ("played before the men's final", {}),
        ("She is the first woman to manage the man of the match.", {}),
    ],
)
def test_divisions_are_read_where_a_text_tells_of_them(text: str, told: Mapping[str, set[str]]) -> None:
    assert divisions_in(text) == told


def test_a_question_may_ask_of_the_women_in_the_singular() -> None:
    assert divisions_asked("Which woman was fastest?") == {"sex": {"woman"}}
    assert divisions_asked("Who is the man who won?") == {}


def test_two_texts_are_opposed_where_they_name_two_divisions_of_one_sort() -> None:
    women, men, junior = ({"sex": frozenset({"woman"})}, {"sex": frozenset({"man"})}, {"age": frozenset({"junior"})})

    assert are_opposed(women, men)
    assert not are_opposed(women, {**women, **junior})
    assert not are_opposed(women, junior)


def test_a_report_tells_its_division_in_its_head(bot: Bot) -> None:
    told = {name: divisions_of(bot.library.store.document(name)) for name in ("first", "second", "women", "men")}

    assert told == {"first": {"leg": {"1"}}, "second": {"leg": {"2"}}, "women": {"sex": {"woman"}}, "men": {}}


def test_only_what_reports_mostly_tell_of_may_go_unsaid() -> None:
    assert may_go_unsaid("man", {})
    assert not may_go_unsaid("woman", {})
    assert not may_go_unsaid("man", {"sex": frozenset({"woman"})})


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many saves did Ada Lind make in the first leg?", "16"),
        ("How many saves did Ada Lind make in the second leg?", "13"),
        ("How many people watched the women's Dock Plate?", "610"),
        ("How many people watched the men's Dock Plate?", "2,450"),
    ],
)
def test_the_division_that_is_asked_about_answers_alone(bot: Bot, question: str, value: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert value in answer.answer
    assert answer.conflicts == []
    assert {value} == {each for each in ("16", "13", "610", "2,450") if each in answer.answer}
