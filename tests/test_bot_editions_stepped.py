"""Steps from one edition to another, and editions told by who did what in them."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.question.steps import edition_in, step_in
from bot.schema import AskRequest, Status


def _cup(year: int, *rows: str) -> str:
    told = (row.split(",") for row in rows)
    lines = "\n".join(f"| {rank} | {name} | {time} |" for rank, (name, time) in enumerate(told, 1))
    return f"# Hill Cup {year}: women's sled\n\n| Rank | Athlete | Time |\n|---|---|---|\n{lines}\n"


FILES = {
    "hill-2027.md": _cup(2027, "Ada Lind,1:27.10", "Bea Okoro,1:27.40", "Cleo Marsh,1:28.00"),
    "hill-2029.md": _cup(2029, "Bea Okoro,1:26.90", "Cleo Marsh,1:27.00", "Ada Lind,1:27.90"),
    "hill-2030.md": _cup(2030, "Cleo Marsh,1:26.10", "Ada Lind,1:26.30", "Bea Okoro,1:26.80"),
    "report-2030.md": "---\ntitle: Marsh at last\ndate: 2030-01-20\n---\n"
    "Cleo Marsh won. Bea Okoro raced with a broken toe.\n\n"
    "Ada Lind was beaten by two tenths. She keeps bees at home.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("editions"), FILES)
    yield opened
    opened.library.close()


@pytest.mark.parametrize(
    ("question", "years", "after", "rest"),
    [
        ("Where did Lind finish two years later?", 2, "", "Where did Lind finish in Y?"),
        ("Where was Lind 3 years earlier?", -3, "", "Where was Lind in Y?"),
        ("Where was Lind the year before?", -1, "", "Where was Lind in Y?"),
        ("Who won the following year?", 1, "", "Who won in Y?"),
        ("Who won the Hill Cup a year after Lind did?", 1, "Lind did", "Who won the Hill Cup in Y?"),
        ("Who was champion before Lind?", -1, "Lind", "Who was champion in Y?"),
    ],
)
def test_a_step_says_how_far_and_from_where(question: str, years: int, after: str, rest: str) -> None:
    step = step_in(question)

    assert step is not None
    assert (step.years, step.after, step.replaced(question, "Y")) == (years, after, rest)


@pytest.mark.parametrize("question", ["Who won in 2029?", "Was she 30 years old?", "Who led before the bell?"])
def test_no_step_is_taken_where_none_is_named(question: str) -> None:
    assert step_in(question) is None


def test_an_edition_is_told_by_a_result_in_it() -> None:
    edition = edition_in("Who was last in the edition of the Hill Cup that Lind won two years earlier?")

    assert edition is not None
    assert (edition.event, edition.clause) == ("of the Hill Cup", "Lind won")
    assert edition.step is not None
    assert edition.step.years == -2


@pytest.mark.parametrize(
    ("question", "answer", "documents"),
    [
        ("Where did the winner of the 2027 Hill Cup finish three years later?", "2nd", ["hill-2030", "hill-2027"]),
        ("In which place was the 2030 Hill Cup champion the year before?", "2nd", ["hill-2029", "hill-2030"]),
        ("Who was third in the edition of the Hill Cup that Bea Okoro won?", "Ada Lind", ["hill-2029"]),
        ("Who was second in 2030 in the race that Ada Lind won three years earlier?", "Ada Lind", ["hill-2030"]),
        ("Who won the Hill Cup a year after Bea Okoro did?", "Cleo Marsh", ["hill-2030"]),
        ("Who was the Hill Cup champion before Cleo Marsh?", "Bea Okoro", ["hill-2029"]),
    ],
)
def test_the_edition_is_picked_by_the_years_of_the_tables(
    bot: Bot, question: str, answer: str, documents: list[str]
) -> None:
    reply = bot.ask(AskRequest(question=question))

    assert reply.values == [answer]
    assert [citation.document_id for citation in reply.citations] == documents


def test_no_edition_is_made_up_where_none_is_stored(bot: Bot) -> None:
    reply = bot.ask(AskRequest(question="Where did the winner of the 2027 Hill Cup finish a year later?"))

    assert reply.status is Status.ABSTAINED


def test_whom_a_report_describes_is_looked_up_in_the_results_it_reports(bot: Bot) -> None:
    reply = bot.ask(AskRequest(question="Where did the slider who had a broken toe finish?"))

    assert reply.values == ["3rd"]
    assert [citation.document_id for citation in reply.citations] == ["hill-2030", "report-2030"]


def test_whom_she_means_is_named_with_the_sentence(bot: Bot) -> None:
    reply = bot.ask(AskRequest(question="What was the time of the woman who keeps bees in 2027?"))

    assert reply.values == ["1:27.10"]
    assert "Ada Lind: “She keeps bees at home.”" in reply.answer


def test_who_beat_somebody_is_everyone_ranked_before(bot: Bot) -> None:
    reply = bot.ask(AskRequest(question="Who beat Ada Lind at the Hill Cup in 2029?"))

    assert reply.values == ["Bea Okoro", "Cleo Marsh"]
