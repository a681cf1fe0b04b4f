"""A table as a question sees it: what its columns are for, what each row is about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import line_of, make_library, view_of

from bot.question.tables import given_name_first, year_words
from retriever.library import Library

FIELD = """# Harbour Games 2031: long jump

## Final

| Pos | Name | Club | Distance | Attempts |
|---|---|---|---|---|
| 1 | LIND Ada | Harbour AC | 6.93 m | 6 |
| =2 | O'NEILL-MARSH Cleo | Bay TC | 6.80 m | 5 |
| =2 | OKORO Bea | Bay TC | 6.80 m | 4 |

## League

| Team | Played | Points |
|---|---|---|
| Harbour AC | 10 | 24 |
| Bay TC | 10 | 21 |
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("newsroom"), {"long-jump.md": FIELD})
    yield opened
    opened.close()


def test_columns_have_the_roles_their_labels_and_cells_give_them(library: Library) -> None:
    view = view_of(library, "Final")

    roles = {"rank": view.rank, "label": view.label, "mark": view.mark, "nation": view.nation}
    assert roles == {"rank": 0, "label": 1, "nation": 2, "mark": 3}
    assert not view.lower_is_better


def test_a_table_without_a_rank_column_has_no_places(library: Library) -> None:
    view = view_of(library, "League")

    assert (view.rank, view.label, view.mark) == (None, 0, 2)
    assert [line.place for line in view.lines()] == [None, None]


def test_a_row_has_name_place_and_mark(library: Library) -> None:
    lines = view_of(library, "Final").lines()

    assert [(line.name, line.place, line.mark.number if line.mark else None) for line in lines] == [
        ("Ada Lind", 1, 6.93), ("Cleo O'Neill-Marsh", 2, 6.8), ("Bea Okoro", 2, 6.8)
    ]  # fmt: skip


def test_a_time_is_better_when_it_is_smaller_and_a_status_is_no_mark(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = make_library(tmp_path_factory.mktemp("races"))
    final = view_of(library, "Final")

    assert final.lower_is_better
    assert (line_of(final, "Dora Ek").mark, line_of(final, "Dora Ek").place) == (None, None)


def test_heats_of_one_round_are_one_group_and_the_final_is_another(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = make_library(tmp_path_factory.mktemp("races"))
    first, second, final = (view_of(library, name).head for name in ("Heat 1", "Heat 2", "Final"))

    assert first.group == second.group
    assert first.group != final.group
    assert (first.called(), first.called(numbered=False), final.called()) == ("Heats, Heat 1", "Heats", "Final")
    assert final.years == {"2031"}


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("HOCKER Cole", "Cole Hocker"),
        ("McLAUGHLIN-LEVRONE Sydney", "Sydney McLaughlin-Levrone"),
        ("VAN DER POEL Mathieu", "Mathieu Van Der Poel"),
        ("Cole Hocker", "Cole Hocker"),
        ("USA", "USA"),
        ("J. Barea", "J. Barea"),
        ("", ""),
    ],
)
def test_a_family_name_in_capitals_goes_last(printed: str, said: str) -> None:
    assert given_name_first(printed) == said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (["HOCKER Cole", "KERR Josh", "NUGUSE Yared"], ["Cole Hocker", "Josh Kerr", "Yared Nuguse"]),
        (["LI Na", "SABALENKA Aryna"], ["Na Li", "Aryna Sabalenka"]),
        (["LA Lakers", "Boston Celtics"], ["LA Lakers", "Boston Celtics"]),
        (["FC Porto", "RB Leipzig", "PSV Eindhoven"], ["FC Porto", "RB Leipzig", "PSV Eindhoven"]),
        (["JJ Watt", "Cole Hocker"], ["JJ Watt", "Cole Hocker"]),
    ],
)  # fmt: skip
def test_names_are_turned_only_where_the_whole_column_prints_family_names_first(
    tmp_path: Path, printed: list[str], said: list[str]
) -> None:
    rows = "".join(f"| {rank} | {name} | {30 - rank} |\n" for rank, name in enumerate(printed, start=1))
    page = f"# Harbour League\n\n## Table\n\n| Rank | Name | Points |\n|---|---|---|\n{rows}"

    view = view_of(make_library(tmp_path, {"league.md": page}), "Table")

    assert [line.name for line in view.lines()] == said


def test_years_are_four_digits_of_these_centuries() -> None:
    assert year_words("Tokyo 2020, 2004–2005, lap 1234, 1500 m") == {"2020", "2004", "2005"}
