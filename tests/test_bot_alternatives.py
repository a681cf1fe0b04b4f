"""Questions that offer two answers."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot, read

from bot.answer import Bot
from bot.schema import Answer, AskRequest
from bot.trust.alternatives import alternatives_in

REPORT = """Lind opens fast

Ada Lind went through the first lap of the final in 57.9 seconds. She trained in Oslo.
"""

BLOG = """Live: the 800

Ada Lind passes the first lap of the final in 57.8 seconds!
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("either"), {"report.txt": REPORT, "blog.txt": BLOG})
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


def test_both_answers_are_given_where_each_is_told(bot: Bot) -> None:
    answer = ask(bot, "Was Ada Lind's first lap of the final 57.9 or 57.8 seconds?")

    assert sorted(answer.values) == ["57.8", "57.9"]
    assert sorted(c.document_id for c in answer.citations) == ["blog", "report"]


def test_an_answer_that_nothing_bears_out_is_not_given(bot: Bot) -> None:
    answer = ask(bot, "Was Ada Lind's first lap of the final 57.9 or 58.4 seconds?")

    assert answer.conflicts == []


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("Was it in 2020 or 2021?", ("2020", "2021")),
        ("Did she pass with 20 or 10 metres left?", ("20", "10")),
        ("How did she put it: her best run or her best tactical run?", ("her best run", "her best tactical run")),
        ("Who was quicker in the final, Lind or Kovacs?", None),
        ("Did she win or lose?", None),
        ("How many cleared 1.95 metres or more?", None),
    ],
)
def test_figures_and_wordings_are_offered_but_no_names_to_compare(
    question: str, offered: tuple[str, str] | None
) -> None:
    pair = alternatives_in(read(question))

    assert (None if pair is None else (pair[0].text, pair[1].text)) == offered
