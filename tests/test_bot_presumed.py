"""A victory, a place or a nation that a question takes for granted and that results or reports tell otherwise."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.question.question import Question
from bot.schema import AskRequest
from bot.trust.nationality import belongings_in
from bot.trust.told_places import place_taken

RACE = """---
title: Lind wins the Dock Dash
date: 2031-05-03
---
Ada Lind won the Dock Dash at Elm Water on Saturday. Norway's Bea Okoro was fourth after a fall on the last bend.

Cleo Marsh took the silver medal. Dora Ek was second at halfway but faded.

"I saw nothing," said Lind.
"""
YEAR_BEFORE = """---
title: Marsh wins the Dock Dash
date: 2030-05-04
---
Cleo Marsh won the Dock Dash at Elm Water. Ada Lind was third.
"""
TIMES = """# Dock Swim 2031, final
Rank,Swimmer,Nation,Time
1,Ines Roth,Austria,58.10
2,Georgia Pell,Great Britain,58.90
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    files = {"race.md": RACE, "before.md": YEAR_BEFORE, "swim.csv": TIMES}
    opened = make_bot(tmp_path_factory.mktemp("presumed"), files)
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("question", "truth"),
    [
        ("How did Bea Okoro win the Dock Dash?", "fourth"),
        ("Why did Bea Okoro get the bronze medal in the Dock Dash?", "fourth"),
        ("What did Ada Lind say after winning the Dock Dash in 2030?", "third"),
        ("How did the Swedish runner Bea Okoro do in the Dock Dash?", "Norway"),
        ("How did the German swimmer Ines Roth win the Dock Swim?", "Austria"),
    ],
)
def test_what_is_told_otherwise_is_denied_with_the_truth(bot: Bot, question: str, truth: str) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert answer.premise is not None
    assert answer.premise.verdict == "contradicted"
    assert truth in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "How did Ada Lind win the Dock Dash?",
        "How did Cleo Marsh win the Dock Dash?",  # a year before
        "Why was Bea Okoro only fourth in the Dock Dash?",
        "How did Dora Ek win the Harbour Mile?",  # of which nothing is told
        "How did the Norwegian Bea Okoro do in the Dock Dash?",
        "How did the Austrian swimmer Ines Roth win the Dock Swim?",
        "What was Georgia Pell's time in the Dock Swim?",
    ],
)
def test_what_is_true_or_untold_is_not_denied(bot: Bot, question: str) -> None:
    assert bot.ask(AskRequest(question=question)).premise is None


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("How did Okoro win the Dock Dash?", 1),
        ("Why did Okoro get the bronze medal?", 3),
        ("What did Okoro say after winning the Dash?", 1),
        ("How old was Okoro when she won her first race?", None),
        ("How did Okoro win the toss?", None),
        ("What did Okoro say after Lind's win?", None),
        ("Who did Okoro beat to win the Dash?", None),
    ],
)
def test_a_place_is_read_only_where_it_is_said_of_who_is_named(question: str, place: int | None) -> None:
    taken = place_taken(Question(question, lambda _: 1.0))

    assert (None if taken is None else taken.place) == place


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("How did the Swedish diver Sunniva Lie win?", [{"sunniva", "lie"}]),
        ("How did Dora Ek of Sweden do?", [{"dora", "ek"}]),
        ("Norway's Okoro was fourth.", [{"okoro"}]),
        ("How many points did Georgia Pell get?", []),
        ("How did Sunniva Lie win?", []),  # LIE is a code of Liechtenstein
    ],
)
def test_a_nation_is_given_to_whoever_stands_right_beside_it(text: str, names: list[set[str]]) -> None:
    assert [set(each.name) for each in belongings_in(text)] == names
