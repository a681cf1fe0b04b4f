"""Questions that join the rounds of one event, or hold its marks against records."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest, Status

RESULTS = """# Harbour Games 2031: women's 800 metres

## Records

| Record | Athlete | Time |
|---|---|---|
| World record | Jana Holt | 1:53.28 |
| Games record | Rosa Lima | 1:57.20 |

## Heats

### Heat 1

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Bea Okoro | Nigeria | 1:59.50 |
| 2 | Cleo Marsh | Great Britain | 1:59.61 |
| 3 | Ines Prado | Spain | 2:00.10 |
| 4 | Mia Lund | Norway | 2:01.00 |

### Heat 2

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Ada Lind | Sweden | 2:00.02 |
| 2 | Dora Ek | Sweden | 2:00.40 |
| 3 | Tess Roe | Ireland | 2:00.60 |
| 4 | Una Fox | Ireland | 2:02.00 |

## Repechage

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Tess Roe | Ireland | 1:59.90 |
| 2 | Ines Prado | Spain | 2:00.00 |
| 3 | Mia Lund | Norway | 2:00.90 |

## Final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Ada Lind | Sweden | 1:57.10 |
| 2 | Bea Okoro | Nigeria | 1:57.14 |
| 3 | Cleo Marsh | Great Britain | 1:58.00 |
| 4 | Tess Roe | Ireland | 1:58.50 |
| 5 | Dora Ek | Sweden | 1:59.00 |
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("rounds"), {"harbour-800.md": RESULTS})
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    answer = bot.ask(AskRequest(question=question))
    assert answer.status is Status.ANSWERED, answer.answer
    return answer


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Who qualified from heat 1?", ["Bea Okoro", "Cleo Marsh"]),  # who had to run the repechage did not
        ("Which women advanced from heat 2?", ["Ada Lind", "Dora Ek"]),
        ("Who made it through the repechage?", ["Tess Roe"]),
        ("Who failed to advance from the repechage?", ["Ines Prado", "Mia Lund"]),
        ("Who was the fastest woman in the repechage to miss out on the final?", ["Ines Prado"]),
        ("How many women from heat 1 reached the final?", ["2"]),
        ("List the finalists", ["Ada Lind", "Bea Okoro", "Cleo Marsh", "Tess Roe", "Dora Ek"]),
        ("How many heats were there?", ["2"]),
        ("How many women ran in the heats?", ["8"]),
        ("Was Okoro faster in her heat or in the final?", ["Final"]),
        ("How much faster was Okoro in the final than in her heat?", ["2.36 s"]),
        ("By how much did the winner lower the Games record?", ["0.10 s"]),
        ("How many women in the final ran faster than the old Games record?", ["2"]),
        ("Who beat the Games record in the final?", ["Ada Lind", "Bea Okoro"]),
        ("What was the median time in the final?", ["1:58.00"]),
        ("What percentage of the finalists ran under 1:58.20?", ["60.0 %"]),
        ("Which Swede finished outside the medals in the final?", ["Dora Ek"]),
        ("List the three medallists of the final", ["Ada Lind", "Bea Okoro", "Cleo Marsh"]),
    ],
)
def test_rounds_and_records_are_joined(bot: Bot, question: str, values: list[str]) -> None:
    assert ask(bot, question).values == values


def test_who_went_on_is_shown_in_both_rounds(bot: Bot) -> None:
    answer = ask(bot, "Who qualified from heat 2?")

    assert [c.section[-1] for c in answer.citations] == ["Heat 2", "Heat 2", "Final", "Final"]


def test_a_record_that_rows_are_held_against_is_cited(bot: Bot) -> None:
    answer = ask(bot, "How many women in the final ran faster than the old Games record?")

    assert "Rosa Lima" in [c.table.row_label for c in answer.citations if c.table]


def test_a_long_list_names_and_cites_everyone(bot: Bot) -> None:
    answer = ask(bot, "Who ran in the heats?")

    assert answer.values == [
        "Bea Okoro", "Cleo Marsh", "Ines Prado", "Mia Lund", "Ada Lind", "Dora Ek", "Tess Roe", "Una Fox"
    ]  # fmt: skip
    assert [c.table.row_label for c in answer.citations if c.table] == answer.values


def test_a_verb_of_results_is_no_misspelt_label(tmp_path_factory: pytest.TempPathFactory) -> None:
    """ "posted" was taken for the label "Pos", which it looks like, and the place was told beside the time."""
    table = "# Coast Games 2031: mile\n\n| Pos | Athlete | Time |\n|---|---|---|\n| 1 | Ada Lind | 4:20.10 |\n"
    table += "| 2 | Bea Okoro | 4:21.00 |\n"
    bot = make_bot(tmp_path_factory.mktemp("posted"), {"coast-mile.md": table})

    assert ask(bot, "What time was posted by Bea Okoro in the mile?").values == ["4:21.00"]

    bot.library.close()
