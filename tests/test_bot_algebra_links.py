"""What a question says about one table, and which plans it allows."""

from collections.abc import Iterator

import pytest
from newsroom import make_library, read, view_of

from bot.algebra.beside import rows_to_tell
from bot.algebra.candidates import Candidate, candidates
from bot.algebra.conditions import Links
from bot.algebra.evaluate import found_by
from bot.algebra.grid import Grid, rows_in
from bot.algebra.said import said_of
from bot.algebra.terms import Check, Term

FILES = {
    "season.md": """# Northern League 2031

## Matches

| Week | Date | Opponent | Result | Attendance |
|---|---|---|---|---|
| 1 | 4 May 2031 | at Lions | W 3–1 | 1,200 |
| 2 | 11 May 2031 | Bears | L 0–2 | 900 |
| 3 | 18 May 2031 | Wolves (cup) | W 2–0 | 1,500 |
| 4 | 1 June 2031 | at Bears | W 1–0 | 950 |
| 5 | 8 June 2031 | Lions | D 2–2 | |

## Sprint

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| | Ada Lind | Sweden | 10.90 |
| | Bea Okoro | Nigeria | 10.95 |
| | Cleo Marsh | Great Britain | 11.02 |
| 4 | Dora Ek | Sweden | 11.10 |

## Career

| Season | Club | Goals |
|---|---|---|
| Harbour FC | Harbour FC | Harbour FC |
| 2028–29 | Harbour | 4 |
| 2029–30 | Harbour | 9 |
| Bay United | Bay United | Bay United |
| Season | Club | Goals |
| 2030–31 | Bay | 11 |

## Transfers

| Season | Club | Apps |
|---|---|---|
| 2028–29 | Harbour | 10 |
| 2029–30 | Harbour | 20 |
| Total | Harbour | 30 |
| 2030–31 | Bay | 5 |
""",
}


@pytest.fixture(scope="module")
def grids(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Grid]]:
    library = make_library(tmp_path_factory.mktemp("links"), FILES)
    yield {name: Grid([view_of(library, name)]) for name in ("Matches", "Sprint", "Career", "Transfers")}
    library.close()


def conditions(grid: Grid, question: str) -> list[tuple[str, str, str, list[int]]]:
    return [
        (grid.columns[c.column].label, c.test.value, c.said, rows_in(c.rows))
        for c in Links(read(question), grid).conditions
    ]


def plans(grid: Grid, question: str) -> list[Candidate]:
    return candidates(Links(read(question), grid))


def said_with(grid: Grid, question: str, values: tuple[str, ...]) -> list[str]:
    return [said_of(grid, plan.term) for plan in plans(grid, question) if plan.found.values == values]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who did they meet after the wolves?", ("Opponent", "says", "wolves", [2])),
        ("What was the result against the bears?", ("Opponent", "is", "bears", [1])),
        ("How many games in June?", ("Date", "says", "June", [3, 4])),
        ("How many did they win?", ("Result", "outcome", "won", [0, 2, 3])),
        ("Who did they lose to?", ("Result", "outcome", "lost", [1])),
        ("How many games had over 1,000 in attendance?", ("Attendance", ">", "1,000", [0, 2])),
        ("Who came in week 2?", ("Week", "=", "2", [1])),
        ("From week 2 to week 4, who came?", ("Week", "within", "2 to 4", [1, 2, 3])),
        ("Which games have no attendance?", ("Attendance", "blank", "", [4])),
        ("When did they play the Wolfes?", ("Opponent", "says", "Wolfes", [2])),  # misspelt
    ],
)
def test_words_and_figures_become_conditions(
    grids: dict[str, Grid], question: str, expected: tuple[str, str, str, list[int]]
) -> None:
    assert expected in conditions(grids["Matches"], question)


def test_nations_are_found_by_their_people(grids: dict[str, Grid]) -> None:
    assert ("Nation", "is", "Swedish", [0, 3]) in conditions(grids["Sprint"], "the fastest Swedish runner")


def test_places_shown_as_medals_are_still_places(grids: dict[str, Grid]) -> None:
    sprint = grids["Sprint"]

    assert ("Rank", "=", "silver", [1]) in conditions(sprint, "who took silver")
    assert ("Rank", "=", "third", [2]) in conditions(sprint, "who was third")


def test_a_row_of_labels_again_is_no_result(grids: dict[str, Grid]) -> None:
    assert rows_in(grids["Career"].body) == [0, 1, 3]


def test_rows_under_a_heading_are_found_by_its_words(grids: dict[str, Grid]) -> None:
    assert ("Section", "is", "Bay United", [3]) in conditions(grids["Career"], "goals for Bay United")


@pytest.mark.parametrize(
    ("question", "rows"),
    [("who were the top two", [0, 1]), ("the last 2 to finish", [2, 3]), ("the three slowest", [1, 2, 3])],
)
def test_the_first_or_last_few_are_a_condition(grids: dict[str, Grid], question: str, rows: list[int]) -> None:
    found = [rows_in(c.rows) for c in Links(read(question), grids["Sprint"]).conditions if c.test is Check.AMONG]

    assert found == [rows]


def test_a_total_is_neither_counted_nor_added_up_again(grids: dict[str, Grid]) -> None:
    transfers = grids["Transfers"]

    assert "total Apps of rows where Club is Harbour" in said_with(
        transfers, "how many appearances in total for Harbour", ("30",)
    )
    assert "rows where Club is Harbour, counted" in said_with(transfers, "how many seasons for Harbour", ("2",))


def test_a_word_names_the_column_that_tables_shorten_it_to(grids: dict[str, Grid]) -> None:
    assert Links(read("how many appearances did he make"), grids["Transfers"]).headings[2].share == 1.0


def test_a_column_is_named_by_its_label(grids: dict[str, Grid]) -> None:
    headings = Links(read("what was the attendance by date"), grids["Matches"]).headings

    assert [heading.share for heading in headings] == [0.0, 1.0, 0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("question", "values", "plan"),
    [
        ("who did they play after the bears", ("Wolves (cup)",),
         "Opponent of the row after rows where Opponent is bears"),
        ("how many games did they win", ("3",), "rows where Result is won, counted"),
        ("how many games did they not win", ("2",), "rows where Result is not won, counted"),
        ("which game had the most people", ("Wolves (cup)",),
         "Opponent of the row with the largest Attendance of all rows"),
        ("total attendance of weeks 1 and 2", ("2100",),
         "total Attendance of rows where Week is 1 or Week is 2"),
        ("longest run of wins", ("2",), "longest run of rows where Result is won, counted"),
        ("by how many did week 1 beat week 2 in attendance", ("300",),
         "difference in Attendance of rows where Week is 1 and rows where Week is 2"),
        ("was the attendance of week 1 higher than of week 2", ("yes",),
         "whether Attendance of rows where Week is 1 is larger than of rows where Week is 2"),
    ],
)  # fmt: skip
def test_the_plan_that_a_question_means_is_among_the_candidates(
    grids: dict[str, Grid], question: str, values: tuple[str, ...], plan: str
) -> None:
    assert plan in said_with(grids["Matches"], question, values)


def test_nothing_is_denied_unless_the_question_denies(grids: dict[str, Grid]) -> None:
    found = plans(grids["Matches"], "how many games did they win")

    assert not any(condition.negated for plan in found for condition in plan.conditions)


def test_every_candidate_gives_what_its_term_denotes(grids: dict[str, Grid]) -> None:
    """Candidates are made with their answers; worked out again from the bare term they must be the same."""
    questions = ("who won by more than 1 before week 4 against the lions or bears", "was week 1 better than week 3")
    checked: dict[type[Term], int] = {}
    for question in questions:
        for plan in plans(grids["Matches"], question):
            again = found_by(grids["Matches"], plan.term)
            assert (again.values, again.rows) == (plan.found.values, plan.found.rows), said_of(
                grids["Matches"], plan.term
            )
            checked[type(plan.term)] = checked.get(type(plan.term), 0) + 1

    assert len(checked) >= 9


def test_rows_that_the_rest_of_the_question_names_are_told_beside(grids: dict[str, Grid]) -> None:
    sprint = grids["Sprint"]
    links = Links(read("who came second and fourth"), sprint)
    named = "Athlete of rows where Rank is second"
    second = next(plan for plan in candidates(links) if said_of(sprint, plan.term) == named)

    assert rows_in(rows_to_tell(links, second)) == [1, 3]
    assert {condition.test for condition in second.conditions} == {Check.EQUAL}
