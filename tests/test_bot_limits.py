"""Yes or no to a bound that a question sets."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest

RESULTS = """# Lake Cup

## Women's 800 metres final

| Rank | Athlete | Time |
|---|---|---|
| 1 | Ada Lind | 1:57.10 |
| 2 | Maria Kovacs | 1:57.80 |
| 3 | Rosa Bianchi | 1:58.20 |

## Women's long jump final

| Rank | Athlete | Distance (m) |
|---|---|---|
| 1 | Eva Holm | 6.92 |
| 2 | Ines Duarte | 6.70 |

## Season's bests

| Athlete | Time |
|---|---|
| Vera Sand | 1:56.00 |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("limits"), {"results.md": RESULTS})
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Did Rosa Bianchi run under 1:58 in the women's 800 metres final?", ("No", "1:58.20")),
        ("Did Maria Kovacs run under 1:58 in the women's 800 metres final?", ("Yes", "1:57.80")),
        ("Was the winning jump in the women's long jump final over 7 metres?", ("No", "6.92")),
        ("Did every woman in the 800 metres final run under 1:59?", ("Yes", "1:57.10")),
        ("Did all women in the 800 metres final run under 1:58?", ("No", "Rosa Bianchi")),
        ("Did any woman in the 800 metres final run under 1:57.50?", ("Yes", "Ada Lind")),
    ],
)
def test_a_bound_is_held_against_the_rows_that_are_meant(bot: Bot, question: str, told: tuple[str, str]) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert answer.short_answer == told[0]
    assert told[1] in answer.answer
    assert answer.citations


def test_a_list_of_bests_tells_of_no_race(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="Did Vera Sand run under 1:57 in the women's 800 metres final?"))

    assert answer.short_answer != "Yes"
