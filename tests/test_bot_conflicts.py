"""Values that sources disagree about, in several sports: told with every source, and not seen where there is none."""

from collections.abc import Iterator

import pytest
from newsroom import make_bot, read

from bot.answer import Bot
from bot.schema import Answer, AskRequest
from bot.trust.conflicts import subject_of

FOOTBALL_A = """Bay City hold on at the Dock

Bay City beat Harbour United 3-1 on Saturday. The attendance at the Dock was 41,200, a record for the ground.
The referee added 7 minutes of stoppage time in the second half.
"""

FOOTBALL_B = """United sink at home

The attendance at the Dock was 38,900. Harbour United had 61 per cent of the ball and lost 3-1.
The referee added 4 minutes of stoppage time in the first half.
"""

SWIMMING_A = """Moreau's gold

Luc Moreau turned at the first 50 metres of the final in 22.9 seconds and never looked back. He won in 47.95.
"""

SWIMMING_B = """Freestyle night

In the final Luc Moreau went through the first 50 metres in 22.8 seconds.
In the heats he went through the first 50 metres in 23.4 seconds.
"""

SWIMMING_C = """Coach on Moreau

Luc Moreau needed 22.9 seconds for the first 50 metres of the final, his coach said.
"""

CYCLING_A = """Stage three

Otto Lang won the stage by about 120 seconds. Some 15,000 spectators lined the pass in 2031.
"""

CYCLING_B = """Stage three, ten years on

Some 9,000 spectators lined the pass in 2021.
"""

TENNIS_A = """Holm takes the Lake Cup

Vera Holm beat Inés Duarte in the final of the Lake Cup on Sunday to win her second title of the year.
"""

TENNIS_B = """Duarte takes the Lake Cup

Inés Duarte beat Vera Holm in the final of the Lake Cup on Sunday to win her second title of the year.
"""

TENNIS_C = """Okafor in the bowls

Ada Okafor beat Vera Holm in the final of the Hill Cup in straight ends, the club said after a long afternoon.
"""

FILES = {
    "united-a.txt": FOOTBALL_A, "united-b.txt": FOOTBALL_B, "moreau-a.txt": SWIMMING_A, "moreau-b.txt": SWIMMING_B,
    "moreau-c.txt": SWIMMING_C, "stage-a.txt": CYCLING_A, "stage-b.txt": CYCLING_B, "bowls.txt": TENNIS_C,
}  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    opened = make_bot(tmp_path_factory.mktemp("newsroom"), FILES)
    yield opened
    opened.library.close()


def ask(bot: Bot, question: str) -> Answer:
    return bot.ask(AskRequest(question=question))


def sides(answer: Answer) -> list[tuple[str, list[str]]]:
    """Each value of the conflict with the documents under it."""
    documents = {citation.n: citation.document_id for citation in answer.citations}
    return [(v.value, sorted(documents[n] for n in v.citations)) for c in answer.conflicts for v in c.values]


def test_two_sources_with_two_values_are_a_conflict_with_both_cited(bot: Bot) -> None:
    answer = ask(bot, "How many people was the attendance at the Dock?")

    assert sorted(sides(answer)) == [("38,900", ["united-b"]), ("41,200", ["united-a"])]
    assert answer.values == [value for value, _ in sides(answer)]
    assert "38,900" in answer.answer
    assert "41,200" in answer.answer


def test_the_value_that_more_sources_give_is_preferred_and_the_rule_is_told(bot: Bot) -> None:
    answer = ask(bot, "How fast did Luc Moreau swim the first 50 metres of the final?")

    assert sides(answer) == [("22.9 seconds", ["moreau-a", "moreau-c"]), ("22.8 seconds", ["moreau-b"])]
    (conflict,) = answer.conflicts
    assert (conflict.preferred, conflict.rule) == (0, "more sources give it")


@pytest.mark.parametrize(
    "question",
    [
        "How many minutes of stoppage time did the referee add in the second half?",  # 4 were added in the first
        "How many spectators lined the pass in 2031?",  # another year had fewer
        "How fast did Luc Moreau swim the first 50 metres in the heats?",  # the final was another swim
        "How much of the ball did Harbour United have?",
        "Who beat Vera Holm in the final of the Hill Cup?",
        "What did the coach say?",
    ],
)
def test_another_half_year_or_round_is_no_conflict(bot: Bot, question: str) -> None:
    assert ask(bot, question).conflicts == []


def test_one_sentence_told_with_two_names_is_a_conflict(tmp_path_factory: pytest.TempPathFactory) -> None:
    bot = make_bot(tmp_path_factory.mktemp("two"), {"holm.txt": TENNIS_A, "other.txt": TENNIS_B.replace(
        "Inés Duarte beat Vera Holm", "Ana Ruiz beat Inés Duarte")})  # fmt: skip

    answer = ask(bot, "Who won the final of the Lake Cup?")

    assert sorted(value for value, _ in sides(answer)) == ["Ana Ruiz", "Vera Holm"]
    bot.library.close()


def test_a_rounded_value_agrees_with_the_exact_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    reports = {"a.txt": "Report\n\nMoreau swam the opening 50 metres in 22.94 seconds.\n",
               "b.txt": "Blog\n\nMoreau swam the opening 50 metres in 22.9 seconds.\n",
               "c.txt": "Radio\n\nMoreau swam the opening 50 metres in more than 22 seconds.\n"}  # fmt: skip
    bot = make_bot(tmp_path_factory.mktemp("rounded"), reports)

    answer = ask(bot, "How fast did Moreau swim the opening 50 metres?")

    assert answer.conflicts == []
    bot.library.close()


def test_a_later_report_is_preferred_where_as_many_sources_give_each_value(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    page = "---\ntitle: {title}\ndate: {date}\n---\n\nThe crowd at the Dock was {crowd} people.\n"
    reports = {"a.md": page.format(title="First count", date="2031-05-01", crowd="41,200"),
               "b.md": page.format(title="Corrected", date="2031-05-03", crowd="38,900")}  # fmt: skip
    bot = make_bot(tmp_path_factory.mktemp("later"), reports)

    (conflict,) = ask(bot, "How many people was the crowd at the Dock?").conflicts

    assert [value.value for value in conflict.values] == ["38,900", "41,200"]
    assert conflict.rule == "it was published last"
    bot.library.close()


def test_a_disagreement_is_called_by_the_question_where_no_word_of_it_names_anything() -> None:
    assert subject_of(read("By how much did Lind beat Okoro?")) != ""
    assert subject_of(read("How many people watched the final?")) == "watched"
