"""What an answer computed is made again from the plan it keeps: to the letter, and not over cells that changed."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from newsroom import COVERAGE, RESULTS, make_bot, make_library, read
from pydantic import JsonValue

from bot.algebra.candidates import candidates
from bot.algebra.conditions import Links
from bot.algebra.evaluate import found_by
from bot.algebra.grid import Grid
from bot.algebra.serial import UnreadablePlanError, term_as_json, term_from
from bot.answer import Bot
from bot.results.finder import TableFinder
from bot.schema import Answer, AskRequest
from bot.trust.verify import Report, check_answer, verify_answer

LEAGUE = """# Northern League 2031

| Pos | Club | Country | W | Points | Goals |
|---|---|---|---|---|---|
| 1 | Aldgate | Wales | 24 | 83 | 77 |
| 2 | Harrowby | Wales | 23 | 79 | 70 |
| 3 | Moss Vale | Scotland | 20 | 66 | 61 |
| 4 | Ellery | Scotland | 20 | 61 | 48 |
| 5 | Inver | Ireland | 12 | 40 | 33 |
"""
FILES = {**COVERAGE, "league.md": LEAGUE}
COMPUTED = [
    ("How many women ran under 1:58 in the final?", "2", "1:57.24", "1:58.24"),
    ("What percentage of women ran under 1:58 in the final?", "50.0 %", "1:57.24", "1:58.24"),
    ("What was the winning margin in the women's 800 metres final?", "0.14 s", "1:57.10", "1:57.01"),
    ("What was the average time in the final?", "1:57.45", "1:57.10", "1:57.01"),
    ("What was the median time in the final?", "1:57.24", "1:57.24", "1:57.34"),
    ("Who was faster in the final, Lind or Okoro?", "1:57.10", "1:57.24", "1:57.04"),
    ("Which club had the fewest goals in the Northern League?", "33", "| 33 |", "| 99 |"),
    ("How many goals were scored in total by Aldgate and Moss Vale?", "138", "| 61 |", "| 62 |"),
    ("How many more points did Aldgate have than Inver?", "43", "| 40 |", "| 41 |"),
    ("What were the total goals of each country?", "Wales 147, Scotland 109, Ireland 33", "| 61 |", "| 62 |"),
    ("How many times as many points as Inver did Aldgate have?", "2.08", "| 40 |", "| 41 |"),
]  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("replay"), FILES)


def counted(bot: Bot) -> Answer:
    """An answer of its own: those that the bot keeps are given to others too."""
    return bot.ask(AskRequest(question="How many women ran under 1:58 in the final?")).model_copy(deep=True)


def replayed_over(folder: Path, answer: Answer, old: str, new: str) -> Report:
    """The report on an answer, over the coverage with something corrected since."""
    files = {name: text.replace(old, new) for name, text in FILES.items()}
    make_library(folder, files).close()
    return verify_answer(answer, folder / "library")


@pytest.mark.parametrize("case", COMPUTED, ids=lambda case: case[0])
def test_every_kind_of_computation_is_made_again_and_fails_over_changed_cells(
    bot: Bot, tmp_path: Path, case: tuple[str, str, str, str]
) -> None:
    question, result, old, new = case
    answer = bot.ask(AskRequest(question=question))

    assert answer.computation is not None
    assert answer.computation.result == result
    assert answer.computation.plan.endswith(f"= {result}") or " by " in answer.computation.plan
    report = check_answer(answer, bot.library)
    assert (report.problems, report.recomputed) == ([], True)
    corrected = replayed_over(tmp_path, answer, old, new)
    assert "computation" in {problem.kind for problem in corrected.problems}


def changed(answer: Answer, path: Sequence[str], value: JsonValue) -> Answer:
    """The answer with one field of its plan changed."""
    other = answer.model_copy(deep=True)
    assert other.computation is not None
    assert other.computation.replay is not None
    step: dict[str, JsonValue] = other.computation.replay.plan
    for name in path[:-1]:
        inner = step[name]
        assert isinstance(inner, dict)
        step = inner
    step[path[-1]] = value
    return other


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("op",), "Guess", "is no step of a plan"),
        (("op",), "All", "step All has"),
        (("of", "condition", "said"), "1:57.20", "does not come out: worked out again it is '1'"),
        (("of", "condition", "column"), 9, "the column is '9'; expected a number below 4"),
        (("of", "condition", "test"), "near", "'near' is none of"),
        (("of", "of"), {"op": "Picked", "rows": [17]}, "rows are '[17]'; expected numbers of rows below 4"),
        (("of", "of"), {"op": "Count", "of": {"op": "All"}}, "'of' is 'Count'; expected rows"),
        (("of",), "every row", "which no step of a plan has there"),
        (("of", "condition"), None, "which no step of a plan has there"),
    ],
)
def test_a_plan_that_was_tampered_with_is_named_and_never_raises(
    bot: Bot, path: Sequence[str], value: JsonValue, said: str
) -> None:
    answer = counted(bot)

    problems = check_answer(changed(answer, path, value), bot.library).problems

    assert [problem.detail for problem in problems if said in problem.detail]


def test_a_plan_over_a_table_that_is_gone_is_named(bot: Bot) -> None:
    answer = counted(bot)
    assert answer.computation is not None
    assert answer.computation.replay is not None
    answer.computation.replay.tables = ["gone#t0"]

    problems = check_answer(answer, bot.library).problems

    assert [p.detail.partition(" is over ")[2] for p in problems if p.kind == "computation"] == [
        "the table 'gone#t0', which the library doesn't hold"
    ]


def test_a_plan_over_no_table_at_all_is_named(bot: Bot) -> None:
    answer = counted(bot)
    assert answer.computation is not None
    assert answer.computation.replay is not None
    answer.computation.replay.tables = []

    problems = check_answer(answer, bot.library).problems

    assert any("names no table to make it again over" in problem.detail for problem in problems)


def test_a_result_whose_rows_are_not_cited_is_named(bot: Bot) -> None:
    answer = counted(bot)
    assert answer.computation is not None
    answer.computation.inputs = answer.computation.inputs[1:]

    problems = check_answer(answer, bot.library).problems

    assert any("rests on 'Ada Lind', which it does not cite" in problem.detail for problem in problems)


@pytest.mark.parametrize(
    "question",
    [
        "How many clubs of Wales or Scotland won more than 20?",
        "Which club came right after Harrowby?",
        "What is the difference in points between Aldgate and Inver?",
        "Which country occurs most often among clubs with at least 48 goals?",
        "Did the top two have more goals than Inver?",
    ],
)
def test_every_plan_that_is_tried_reads_back_as_it_was_written(bot: Bot, question: str) -> None:
    finder = TableFinder(bot.library.store)
    grid = Grid([finder.view(finder.first_tables()["league"])])
    tried = candidates(Links(read(question), grid))

    assert len(tried) > 100
    for candidate in tried:
        again = found_by(grid, term_from(grid, term_as_json(grid, candidate.term)))
        assert again.values == found_by(grid, candidate.term).values


def test_rows_alone_answer_nothing(bot: Bot) -> None:
    finder = TableFinder(bot.library.store)
    grid = Grid([finder.view(finder.first_tables()["league"])])

    with pytest.raises(UnreadablePlanError, match="gives rows"):
        term_from(grid, {"op": "All"})


def test_the_coverage_of_these_tests_holds_what_they_change() -> None:
    assert all(old in RESULTS + LEAGUE for _, _, old, _ in COMPUTED)
