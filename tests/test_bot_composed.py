"""Questions over one given table of several sports, answered by the plans that the trained model composes."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest, Status

FIXTURES = """# Northern League 2031 season

| Week | Date | Opponent | Result | Attendance |
|---|---|---|---|---|
| 1 | 4 May 2031 | Lions | W 3–1 | 1,200 |
| 2 | 11 May 2031 | Bears | L 0–2 | 900 |
| 3 | 18 May 2031 | Wolves | W 2–0 | 1,500 |
| 4 | 1 June 2031 | Hawks | W 1–0 | 950 |
| 5 | 8 June 2031 | Foxes | D 2–2 | 1,100 |
"""
MEDALS = """# Coast Games 2031 medals

| Nation | Gold | Silver | Bronze | Total |
|---|---|---|---|---|
| Norway | 5 | 2 | 4 | 11 |
| Kenya | 3 | 3 | 1 | 7 |
| Japan | 3 | 1 | 2 | 6 |
| Peru | 0 | 2 | 3 | 5 |
| Total | 11 | 8 | 10 | 29 |
"""
RACE = """# Coast Games 2031: road race

| Rank | Rider | Nation | Team | Time |
|---|---|---|---|---|
| 1 | Ada Lind | Sweden | Harbour | 1:02:05 |
| 2 | Cleo Marsh | Ireland | Bay | 1:02:07 |
| 3 | Bea Okoro | Nigeria | Harbour | 1:02:40 |
| 4 | Hana Sato | Japan | Bay | 1:03:00 |
| | Dora Ek | Sweden | Harbour | DNF |
"""
COVERAGE = {"fixtures.md": FIXTURES, "medals.md": MEDALS, "race.md": RACE}
QUESTIONS = [
    ("fixtures", "who did they play after the bears?", ["Wolves"]),
    ("fixtures", "which opponent had the highest attendance?", ["Wolves"]),
    ("fixtures", "how many games had an attendance of more than 1,000?", ["3"]),
    ("fixtures", "what was the total attendance in weeks 1 and 2?", ["2100"]),
    ("fixtures", "what is the difference in attendance between the lions and the bears?", ["300"]),
    ("fixtures", "who was the opponent on 1 June 2031?", ["Hawks"]),
    ("medals", "which nation won the most gold medals?", ["Norway"]),
    ("medals", "how many nations won more than 2 gold medals?", ["3"]),
    ("medals", "how many silver medals did Kenya win?", ["3"]),
    ("medals", "which nation is listed after Kenya?", ["Japan"]),
    ("medals", "who won more bronze medals, Kenya or Peru?", ["Peru"]),
    ("race", "who finished after Cleo Marsh?", ["Bea Okoro"]),
    ("medals", "which nations won at least 3 gold medals?", ["Norway", "Kenya", "Japan"]),
    ("race", "who did not finish?", ["Dora Ek"]),
    ("race", "which riders rode for Bay?", ["Cleo Marsh", "Hana Sato"]),
    ("race", "what is the average time?", ["1:02:28"]),  # of those who have one
    ("fixtures", "list the opponents they beat", ["Lions", "Wolves", "Hawks"]),
    ("race", "who took silver?", ["Cleo Marsh"]),
    ("race", "which team had the most riders?", ["Harbour"]),
    ("race", "what was the time of Hana Sato?", ["1:03:00"]),
]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), COVERAGE)
    yield opened
    opened.library.close()


def ask(bot: Bot, document: str, question: str) -> Answer:
    request = {"question": question, "filters": {"document_ids": [document]}, "include": ["plan"]}
    return bot.ask(AskRequest.model_validate(request))


@pytest.mark.parametrize(("document", "question", "values"), QUESTIONS)
def test_the_question_is_answered_from_the_table(bot: Bot, document: str, question: str, values: list[str]) -> None:
    answer = ask(bot, document, question)

    assert (answer.status, answer.values) == (Status.ANSWERED, values)
    assert all(citation.document_id == document for citation in answer.citations)


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The same tables with their rows in another order."""
    turned = {name: "\n".join([*text.splitlines()[:4], *text.splitlines()[:3:-1]]) for name, text in COVERAGE.items()}
    opened = make_bot(tmp_path_factory.mktemp("shuffled"), turned)
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("document", "question", "values"), [one for one in QUESTIONS if " after " not in one[1] and len(one[2]) == 1]
)
def test_the_order_of_rows_decides_only_what_is_next(
    shuffled: Bot, document: str, question: str, values: list[str]
) -> None:
    assert ask(shuffled, document, question).values == values


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        ("race", "what was the time of Hanna Satto?", ["1:03:00"]),
        ("race", "who finished after Cleo Marche?", ["Bea Okoro"]),
        ("fixtures", "which oponent had the highest atendance?", ["Wolves"]),
        ("medals", "how many silver medals did the Kenyans win?", ["3"]),
    ],
)
def test_names_spelt_otherwise_give_the_same_answers(
    bot: Bot, document: str, question: str, values: list[str]
) -> None:
    assert ask(bot, document, question).values == values


def test_a_computed_answer_shows_its_rows_and_its_working(bot: Bot) -> None:
    answer = ask(bot, "fixtures", "what was the total attendance in weeks 1 and 2?")

    assert answer.computation is not None
    assert answer.computation.plan == "total of Lions 1,200, Bears 900 = 2100"
    assert [c.table.row_label for c in answer.citations if c.table] == ["Lions", "Bears"]


def test_a_row_is_told_with_all_it_says(bot: Bot) -> None:
    answer = ask(bot, "race", "who took silver?")

    assert answer.answer == "Cleo Marsh (Rank 2, Time 1:02:07, Nation Ireland, Team Bay; Coast Games 2031: road race)."


def test_who_names_a_table_is_not_refused_for_its_year(bot: Bot) -> None:
    """A year in the question contradicts headings of another year, unless the reader chose the table."""
    answer = ask(bot, "race", "what was the time of Hana Sato in 1999?")

    assert answer.values == ["1:03:00"]


@pytest.mark.parametrize(
    ("document", "question", "told"),
    [
        ("race", "Who won, for which team, and whom did she beat?", ["Ada Lind", "Harbour", "Cleo Marsh"]),
        ("race", "How did Lind and Okoro do?", ["Ada Lind", "1:02:05", "Bea Okoro", "1:02:40"]),
        ("race", "Who were the last two finishers and what were their times?", ["Bea Okoro", "1:02:40", "Hana Sato"]),
        ("race", "Who were second and third, and for which teams?", ["Cleo Marsh", "Bay", "Bea Okoro", "Harbour"]),
        ("fixtures", "How did they perform against the Lions and the Bears?", ["W 3–1", "L 0–2"]),
    ],
)  # fmt: skip
def test_a_question_for_several_things_is_answered_with_every_row_it_names(
    bot: Bot, document: str, question: str, told: list[str]
) -> None:
    answer = ask(bot, document, question)

    assert [part for part in told if part not in answer.answer] == []
    assert not any("Hawks" in row or "Dora" in row for row in (answer.answer,))
