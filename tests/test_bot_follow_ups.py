"""Follow-ups over results and reports: what is carried over, what is replaced, and questions about the last answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import Answer, AskRequest, Turn

COVERAGE = {
    "cup.md": """---
title: Women's all-around final, Alder Cup 2031
date: 2031-11-09
publisher: Alder Federation
---

| Rank | Gymnast | Club | Vault | Floor | Total |
|---|---|---|---|---|---|
| 1 | Ada Lind | North | 14.300 | 13.500 | 27.800 |
| 2 | Bea Okoro | South | 14.100 | 13.250 | 27.350 |
""",
    "cup-before.md": """---
title: Women's all-around final, Alder Cup 2030
date: 2030-11-10
publisher: Alder Federation
---

| Rank | Gymnast | Club | Vault | Floor | Total |
|---|---|---|---|---|---|
| 1 | Cyd Marr | East | 13.900 | 13.100 | 27.000 |
| 2 | Ada Lind | North | 13.700 | 13.200 | 26.900 |
""",
    "bouts.csv": """# title: Fight night at Norbury
Weight,Red corner,Blue corner,Winner,Round
Welterweight,Dan Ofori,Luis Pardo,Dan Ofori,7
Heavyweight,Fred Lunde,Cass Boyle,Cass Boyle,1
""",
    "match.txt": """Title: Marlow edge Ashby in the Vale Cup
Author: Ines Caro
Date: 2031-05-04
Publisher: Rink Report

Keeper Anders Holm made 58 saves for Marlow in the Vale Cup match. He was playing with a broken thumb.

His opposite number, Jim Galway, made 51 saves.

"At two in the morning everything looks like a moth," Holm said.

Captain Rita Sorley put in the winner. She is 24.
""",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("follow_ups"), COVERAGE)
    yield opened
    opened.library.close()


def asked(bot: Bot, *said: str) -> Answer:
    """The answer to the last of these turns, the reader's and the bot's in turn."""
    turns = [Turn(role="user" if n % 2 == 0 else "assistant", content=text) for n, text in enumerate(said[:-1])]
    return bot.ask(AskRequest(question=said[-1], history=turns))


CUP = ("Who won the Alder Cup in 2031?", "Ada Lind won with 27.800.")
VAULT = ("What did Lind score on vault at the Alder Cup in 2031?", "14.300.")
SAVES = ("How many saves did Holm make in the Vale Cup?", "Anders Holm made 58 saves.")


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((*VAULT, "and floor?"), "What did Lind score on floor at the Alder Cup in 2031?"),
        ((*VAULT, "no, I meant 2030"), "What did Lind score on vault at the Alder Cup in 2030?"),
        ((*CUP, "and the year before?"), "Who won the Alder Cup in 2030?"),
        ((*CUP, "what about Okoro, what was her floor?"), "what was Okoro's floor (Alder Cup in 2031)?"),
        (("Who won the welterweight fight?", "Dan Ofori.", "and the heavyweight?"), "Who won the Heavyweight fight?"),
        ((*SAVES, "and Galway?"), "How many saves did Galway make in the Vale Cup?"),
        ((*SAVES, "are you sure?"), SAVES[0]),
        (("Did Sorley put in the winner?", "Yes.", "when?"), "when did Sorley put in the winner?"),
        (("Who put in the winner?", "Rita Sorley.", "why?"), "why did Rita Sorley put in the winner?"),
    ],
)
def test_what_a_turn_names_takes_the_place_of_its_like_and_the_rest_is_carried_over(
    bot: Bot, turns: tuple[str, ...], expected: str
) -> None:
    assert asked(bot, *turns).standalone_question.lower() == expected.lower()


def test_who_was_asked_about_stays_in_focus_though_the_answer_names_another(bot: Bot) -> None:
    history = ("Where did Lind finish in 2031?", "She beat Bea Okoro.", "What was her vault?")

    assert "Lind's vault" in asked(bot, *history).standalone_question


def test_she_is_nobody_whom_reports_call_he(bot: Bot) -> None:
    history = ("Who played in the Vale Cup?", "Anders Holm and Rita Sorley.", "How old is she?")

    assert asked(bot, *history).standalone_question.startswith("How old is Rita Sorley")


def test_a_follow_up_that_names_nothing_is_asked_of_what_the_last_answer_rests_on(tmp_path: Path) -> None:
    matches = {
        "vale.txt": "Marlow win in Vale\n\nAnders Holm made 58 saves for Marlow. The attendance was 900.",
        "dale.txt": "Ashby win in Dale\n\nBea Okoro made 31 saves for Ashby. The attendance was 4,000.",
    }
    bot = make_bot(tmp_path, matches)

    told = [asked(bot, f"How many saves did {who} make?", said, "what was the attendance?") for who, said in
            (("Holm", "Anders Holm made 58."), ("Okoro", "Bea Okoro made 31."))]  # fmt: skip

    assert [answer.short_answer for answer in told] == ["900", "4,000"]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("who wrote that?", "Ines Caro"),
        ("when was it published?", "4 May 2031"),
        ("where was that published?", "Rink Report"),
        ("which article is that from?", "Rink Report"),
    ],
)
def test_where_an_answer_comes_from_is_told_of_the_article_it_rests_on(bot: Bot, question: str, value: str) -> None:
    answer = asked(bot, *SAVES, question)

    assert answer.values == [value]
    assert "Marlow edge Ashby in the Vale Cup" in answer.answer
    assert {citation.document_id for citation in answer.citations} == {"match"}


def test_what_was_asked_of_an_article_leaves_the_subject_as_it_was(bot: Bot) -> None:
    asked_of_article = ("who wrote that?", "Ines Caro of the Rink Report.")

    assert asked(bot, *SAVES, *asked_of_article, "and Galway?").standalone_question == (
        "How many saves did Galway make in the Vale Cup?"
    )


def test_an_article_without_an_author_names_none(tmp_path: Path) -> None:
    bot = make_bot(tmp_path, {"a.txt": "Holm saves Marlow\n\nAnders Holm made 58 saves for Marlow."})

    assert asked(bot, "How many saves did Holm make?", "58.", "who wrote that?").short_answer is None


def test_who_said_that_quotes_what_was_said(bot: Bot) -> None:
    history = ("What was said about the night?", '"At two in the morning everything looks like a moth."')

    answer = asked(bot, *history, "who said that?")

    assert answer.standalone_question == "Who said “At two in the morning everything looks like a moth.”?"
    assert "Holm" in (answer.short_answer or "")


def test_he_is_no_record_though_results_list_one(tmp_path: Path) -> None:
    records = "# Records\n\n| Record | Holder | Time |\n|---|---|---|\n| Alder record | Eva Ost | 27.900 |\n"
    bot = make_bot(tmp_path, {**COVERAGE, "records.md": records})
    history = ("Who won the Alder Cup in 2031?", "Ada Lind won in an Alder record.", "How old was she then?")

    assert "Ada Lind" in asked(bot, *history).standalone_question
