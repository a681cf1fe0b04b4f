"""Sentences about a match against its box score: whose figure, which column, which day, who won, who led."""

from pathlib import Path

import pytest
from newsroom import make_library, read

from bot.algebra.grid import Grid
from bot.results.finder import TableFinder
from bot.statements.cells import Part, Standing
from bot.statements.sentence import check_sentence

# 12 March 2031 is a Wednesday.
BOX = """# Box score: Cove City at Pine Bluff, March 12, 2031
Player,Team,MIN,PTS,REB,AST,STL,FGM,FGA,FG%
Abel Stone,Cove,34,21,5,4,1,8,17,47
Carl Reed,Cove,30,9,11,2,0,4,9,44
Dan Moss,Bluff,36,17,7,6,2,7,15,47
Eli Frost,Bluff,22,12,3,1,0,5,8,63
"""
LINE = """# Line score: Cove City at Pine Bluff, March 12, 2031
Team,Q1,Q2,PTS,Wins,Losses,REB
Cove City,25,31,56,14,9,31
Pine Bluff,22,40,62,20,3,28
"""


@pytest.fixture(scope="module")
def grids(tmp_path_factory: pytest.TempPathFactory) -> list[Grid]:
    folder: Path = tmp_path_factory.mktemp("box")
    store = make_library(folder, {"box.csv": BOX, "line.csv": LINE}).store
    finder = TableFinder(store)
    return [Grid([finder.view(summary.table_id)]) for summary in store.table_summaries()]


def standing_of(grids: list[Grid], sentence: str) -> list[tuple[str, str]]:
    """(what was said, what came of it), names that are known left out."""
    return [
        (sentence[found.start : found.end], found.standing.value)
        for found in check_sentence(read(sentence), grids)
        if not (found.part is Part.NAME and found.standing is Standing.HELD)
    ]


def test_each_figure_is_held_against_the_cell_of_its_own_row_and_column(grids: list[Grid]) -> None:
    sentence = "Abel Stone had 21 points, seven rebounds and four assists, while Dan Moss added 17 points."

    found = standing_of(grids, sentence)

    assert found == [("21", "held"), ("seven", "denied"), ("four", "held"), ("17", "held")]


def test_a_pair_is_two_columns_of_one_row_or_one_column_of_two_rows(grids: list[Grid]) -> None:
    made = standing_of(grids, "Dan Moss scored on 7-of-15 shooting and Eli Frost on 5-9 shooting.")
    score = standing_of(grids, "Pine Bluff (20-3) led Cove City (14-8), 62-56.")

    assert made == [("7-of-15", "held"), ("5-9", "denied")]
    assert [pair for pair in score if "-" in pair[0]] == [("20-3", "held"), ("14-8", "denied"), ("62-56", "held")]


def test_an_article_counts_one(grids: list[Grid]) -> None:
    assert standing_of(grids, "Carl Reed had two assists and a steal.") == [("two", "held"), ("a", "denied")]


def test_minutes_stand_bare_in_a_column_of_minutes(grids: list[Grid]) -> None:
    found = standing_of(grids, "Eli Frost had 12 points in 22 minutes and Carl Reed nine points in 31 minutes.")

    assert found == [("12", "held"), ("22 minutes", "held"), ("nine", "held"), ("31 minutes", "denied")]


def test_the_day_of_the_match_and_no_other_is_known(grids: list[Grid]) -> None:
    found = standing_of(grids, "It was settled late on Wednesday, and on Friday they travel.")

    assert found == [("Wednesday", "held"), ("Friday", "unknown")]


def test_a_name_that_no_table_holds_is_not_borne_out(grids: list[Grid]) -> None:
    assert standing_of(grids, "Next they meet the Salt Lake Rovers.") == [("Salt Lake Rovers", "unknown")]


def test_who_beat_whom_is_told_by_the_points(grids: list[Grid]) -> None:
    right = standing_of(grids, "Pine Bluff defeated Cove City.")
    wrong = standing_of(grids, "Cove City defeated Pine Bluff.")

    assert (right, wrong) == ([("defeated", "held")], [("defeated", "denied")])


def test_who_led_had_the_most_of_their_team(grids: list[Grid]) -> None:
    right = standing_of(grids, "Dan Moss led the Bluff with 17 points.")
    wrong = standing_of(grids, "Carl Reed led the Cove with nine points.")

    assert (right[0], wrong[0]) == (("Dan Moss led", "held"), ("Carl Reed led", "denied"))


def test_somebody_led_no_other_team_than_their_own(grids: list[Grid]) -> None:
    assert ("Bluff", "denied") in standing_of(grids, "Abel Stone led the Bluff with 21 points.")
