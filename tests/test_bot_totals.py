"""A row of totals is about the other rows: it is told where it is asked for, and never counted among them."""


import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest
from bot.trust.verify import check_answer

FILES = {
    "squad.md": """# Tavria at the Winter Games 2031: competitors by sport

| Sport | Men | Women |
|---|---|---|
| Curling | 6 | 5 |
| Luge | 2 | 1 |
| Biathlon | 4 | 9 |
| Total | 12 | 15 |
""",
    "draw.md": """# Canal Street Open 2031, women's draw

| Round | Winner | Loser | Score |
|---|---|---|---|
| Semi-final | Malia Fonoti [2] | Sana Iqbal [3] | 11-7, 11-9, 11-6 |
| Semi-final | Camille Roux | Nour Hassan [1] | 8-11, 11-9, 11-9, 11-8 |
| Final | Malia Fonoti [2] | Camille Roux | 11-9, 11-6, 11-5 |
""",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("totals"), FILES)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("In how many sports did Tavria compete at the Winter Games?", ["3"]),
        ("What was the average number of women per sport of Tavria?", ["5"]),
        ("Which sport had the most men of Tavria?", ["Curling"]),
        ("What was the total number of men at the Winter Games?", ["12"]),
    ],
)
def test_totals_are_none_of_the_rows_that_are_counted_or_compared(bot: Bot, question: str, values: list[str]) -> None:
    answer = bot.ask(AskRequest(question=question))

    assert answer.values == values
    assert check_answer(answer, bot.library).problems == []


def test_a_row_is_cited_by_its_name_without_the_seeding_behind_it(bot: Bot) -> None:
    answer = bot.ask(AskRequest(question="How many matches did Malia Fonoti win?"))

    assert answer.short_answer == "2"
    assert check_answer(answer, bot.library).problems == []
