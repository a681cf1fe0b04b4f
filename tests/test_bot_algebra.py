"""Every operator of the algebra over small tables of several sports; each answer can be worked out on this page."""

from collections.abc import Iterator

import pytest
from newsroom import make_library, view_of

from bot.algebra.evaluate import found_by, rows_of
from bot.algebra.grid import Facet, Grid, Part, Scale, bits, rows_in
from bot.algebra.terms import (
    Alike,
    All,
    Beside,
    Best,
    Beyond,
    Cells,
    Check,
    Common,
    Compared,
    Condition,
    Count,
    Distinct,
    Either,
    Exceeds,
    Exists,
    Gap,
    Leading,
    Nth,
    Rows,
    Run,
    Same,
    Surplus,
    Term,
    Total,
    Where,
)

FILES = {
    "league.md": """# Northern League 2031

## Matches

| Week | Date | Opponent | Result | Attendance |
|---|---|---|---|---|
| 1 | 4 May 2031 | at Lions | W 3–1 | 1,200 |
| 2 | 11 May 2031 | Bears | L 0–2 | 900 |
| 3 | 18 May 2031 | Wolves (cup) | W 2–0 | 1,500 |
| 4 | 1 June 2031 | at Bears | W 1–0 | 900 |
| 5 | 8 June 2031 | Lions | D 2–2 | |

## Medals

| Nation | Gold | Silver | Total |
|---|---|---|---|
| Norway | 5 | 2 | 7 |
| Kenya | 3 | 3 | 6 |
| Japan | 3 | 1 | 4 |
| Total | 11 | 6 | 17 |

## Race

| Pos | Rider | Team | Time |
|---|---|---|---|
| 1 | Ada Lind | Harbour | 1:02.50 |
| 2 | Cleo Marsh | Bay | 1:02.75 |
| 3 | Bea Okoro | Harbour | 1:03.00 |
| | Dora Ek | Bay | DNF |
""",
}


@pytest.fixture(scope="module")
def grids(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Grid]]:
    library = make_library(tmp_path_factory.mktemp("algebra"), FILES)
    yield {name: Grid([view_of(library, name)]) for name in ("Matches", "Medals", "Race")}
    library.close()


def scale(grid: Grid, column: int, facet: Facet = Facet.VALUE) -> Scale:
    return next(s for s in grid.scales if (s.column, s.facet) == (column, facet))


def says(grid: Grid, column: int, part: str) -> Condition:
    rows = bits([row for row, text in enumerate(grid.texts[column]) if part in text])
    return Condition(column, Check.SAYS, part, rows, frozenset(), 1.0)


def where(grid: Grid, column: int, part: str) -> Where:
    return Where(All(), says(grid, column, part))


def values(grid: Grid, term: Term) -> tuple[str, ...]:
    return found_by(grid, term).values


def test_rows_that_sum_up_others_stand_for_nothing(grids: dict[str, Grid]) -> None:
    medals = grids["Medals"]

    assert values(medals, Count(All())) == ("3",)
    assert values(medals, Cells(Best(All(), scale(medals, 1), high=True), 0)) == ("Norway",)
    assert values(medals, Cells(where(medals, 0, "Total"), 3)) == ("17",)  # asked for by name it is a row


def test_conditions_narrow_join_and_exclude(grids: dict[str, Grid]) -> None:
    matches = grids["Matches"]
    bears, won = says(matches, 2, "Bears"), says(matches, 3, "W ")
    others = Condition(2, Check.SAYS, "Bears", bears.rows, frozenset(), 1.0, negated=True)

    assert rows_in(rows_of(matches, Where(Where(All(), bears), won))) == [3]
    assert rows_in(rows_of(matches, Either(bears, says(matches, 2, "Wolves")))) == [1, 2, 3]
    assert rows_in(rows_of(matches, Where(All(), others))) == [0, 2, 4]


def test_extremes_keep_ties_and_count_places_by_value(grids: dict[str, Grid]) -> None:
    medals, matches = grids["Medals"], grids["Matches"]

    assert values(medals, Cells(Best(All(), scale(medals, 1), high=False), 0)) == ("Kenya", "Japan")
    assert values(medals, Cells(Best(All(), scale(medals, 2), high=True, place=2), 0)) == ("Norway",)
    assert values(matches, Cells(Best(All(), scale(matches, 4), high=False), 0)) == ("2", "4")
    assert values(matches, Cells(Best(All(), scale(matches, 4), high=True, place=4), 0)) == ()


def test_no_mark_is_never_the_worst_mark(grids: dict[str, Grid]) -> None:
    race = grids["Race"]

    assert values(race, Cells(Best(All(), scale(race, 3), high=True), 1)) == ("Bea Okoro",)
    assert values(race, Total(All(), scale(race, 3), mean=True)) == ("1:02.75",)  # 62.50, 62.75, 63.00; no DNF


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (Nth(All()), [0]),
        (Nth(All(), last=True), [4]),
        (Nth(All(), 2), [1]),
        (Nth(All(), 9), []),
        (Leading(All(), 2), [0, 1]),
        (Leading(All(), 2, last=True), [3, 4]),
        (Beside(Nth(All(), 2), 1), [2]),
        (Beside(Nth(All(), 2), -1), [0]),
        (Beside(Nth(All()), -1), []),
        (Beside(Nth(All(), last=True), 1), []),
        (Beyond(Nth(All(), 3), True, All()), [3, 4]),
        (Beyond(Nth(All(), 3), False, All()), [0, 1]),
    ],
)
def test_order_is_the_tables(grids: dict[str, Grid], rows: Rows, expected: list[int]) -> None:
    assert rows_in(rows_of(grids["Matches"], rows)) == expected


def test_rows_are_like_or_beyond_a_named_one(grids: dict[str, Grid]) -> None:
    race, medals = grids["Race"], grids["Medals"]

    assert values(race, Cells(Alike(where(race, 1, "Ada"), 2), 1)) == ("Bea Okoro",)
    assert values(medals, Cells(Compared(where(medals, 0, "Kenya"), scale(medals, 1), True), 0)) == ("Norway",)
    assert values(medals, Cells(Compared(where(medals, 0, "Kenya"), scale(medals, 2), False), 0)) == ("Norway", "Japan")


def test_cells_are_read_whole_bare_or_from_the_brackets(grids: dict[str, Grid]) -> None:
    matches = grids["Matches"]

    assert values(matches, Cells(Nth(All()), 2)) == ("at Lions",)
    assert values(matches, Cells(All(), 2, Part.PLAIN)) == ("Lions", "Bears", "Wolves")
    assert values(matches, Cells(Nth(All(), 5), 4)) == ()  # the table doesn't say how many came


def test_values_are_counted_by_what_they_say(grids: dict[str, Grid]) -> None:
    race, matches = grids["Race"], grids["Matches"]

    assert values(race, Distinct(All(), 2)) == ("2",)
    assert values(race, Common(All(), 2)) == ()  # two riders each: none is the most common
    assert values(matches, Common(All(), 4)) == ("900",)
    assert values(matches, Common(All(), 2, part=Part.PLAIN)) == ("Lions", "Bears")


def test_numbers_are_added_up_averaged_and_taken_apart(grids: dict[str, Grid]) -> None:
    matches, race = grids["Matches"], grids["Race"]

    assert values(matches, Total(All(), scale(matches, 4))) == ("4500",)
    assert values(matches, Total(where(matches, 3, "W"), scale(matches, 4), mean=True)) == ("1200",)
    assert values(matches, Total(All(), scale(matches, 3, Facet.FIRST))) == ("8",)
    assert values(race, Gap(Nth(All()), Nth(All(), 3), scale(race, 3))) == ("0.50 s",)
    assert values(race, Gap(Nth(All()), Nth(All(), 4), scale(race, 3))) == ()
    assert values(matches, Surplus(where(matches, 3, "W"), where(matches, 3, "L"))) == ("2",)


def test_runs_are_of_neighbouring_rows(grids: dict[str, Grid]) -> None:
    matches = grids["Matches"]

    assert values(matches, Run(where(matches, 3, "W"))) == ("2",)
    assert values(matches, Run(where(matches, 3, "L"))) == ("1",)


def test_yes_and_no_are_said_of_rows_and_pairs(grids: dict[str, Grid]) -> None:
    medals, race = grids["Medals"], grids["Race"]
    norway, japan, kenya = (where(medals, 0, name) for name in ("Norway", "Japan", "Kenya"))

    assert values(medals, Exists(norway)) == ("yes",)
    assert values(medals, Exists(where(medals, 0, "Peru"))) == ("no",)
    assert values(medals, Exceeds(norway, japan, scale(medals, 3), True)) == ("yes",)
    assert values(medals, Exceeds(norway, japan, scale(medals, 3), False)) == ("no",)
    assert values(medals, Same(kenya, japan, 1)) == ("yes",)
    assert values(race, Exceeds(where(race, 1, "Ek"), where(race, 1, "Lind"), scale(race, 3), True)) == ()


def test_a_score_is_won_lost_apart_and_added_up(grids: dict[str, Grid]) -> None:
    matches = grids["Matches"]

    assert scale(matches, 3, Facet.OUTCOME).numbers == (1.0, -1.0, 1.0, 1.0, 0.0)
    assert scale(matches, 3, Facet.APART).numbers == (2.0, 2.0, 2.0, 1.0, 0.0)
    assert scale(matches, 3, Facet.BOTH).numbers == (4.0, 2.0, 2.0, 1.0, 4.0)
    assert scale(matches, 1, Facet.MONTH).numbers == (5.0, 5.0, 5.0, 6.0, 6.0)
