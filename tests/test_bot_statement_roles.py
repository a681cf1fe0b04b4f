"""What a report says somebody was beside the others, against the box score: reserves, doubles, opponents, hosts."""

from pathlib import Path

import pytest
from newsroom import make_library, read

from bot.algebra.grid import Grid
from bot.results.finder import TableFinder
from bot.statements.cells import Part
from bot.statements.sentence import check_sentence

BOX = """# Box score: Cove City at Pine Bluff, March 12, 2031
Player,Team,Pos,MIN,PTS,REB,AST,STL,BLK
Abel Stone,Cove,F,34,21,11,4,1,0
Carl Reed,Cove,G,30,9,2,2,0,1
Finn Lake,Cove,,18,12,3,1,0,0
Gus Holt,Cove,,12,6,1,0,0,0
Dan Moss,Bluff,C,36,17,7,6,2,1
Eli Frost,Bluff,G,22,8,3,1,0,0
Hal Pine,Bluff,,20,7,2,2,0,0
"""
LINE = """# Line score: Cove City at Pine Bluff, March 12, 2031
Team,Q1,Q2,PTS,Wins,Losses
Cove City,25,31,56,14,9
Pine Bluff,22,40,62,20,3
"""


@pytest.fixture(scope="module")
def grids(tmp_path_factory: pytest.TempPathFactory) -> list[Grid]:
    folder: Path = tmp_path_factory.mktemp("box")
    store = make_library(folder, {"box.csv": BOX, "line.csv": LINE}).store
    finder = TableFinder(store)
    return [Grid([finder.view(summary.table_id)]) for summary in store.table_summaries()]


def roles_of(grids: list[Grid], sentence: str) -> list[tuple[str, str]]:
    found = [one for one in check_sentence(read(sentence), grids) if one.part is Part.ROLE]
    return [(sentence[one.start : one.end], one.standing.value) for one in found]


def test_a_double_double_is_ten_of_two_things(grids: list[Grid]) -> None:
    assert roles_of(grids, "Abel Stone posted a 21-point, 11-rebound double-double.") == [("double-double", "held")]
    assert roles_of(grids, "Abel Stone posted a 21-point triple-double.") == [("triple-double", "denied")]
    assert roles_of(grids, "Dan Moss had a 17-point, 7-rebound double-double.") == [("double-double", "denied")]
    assert roles_of(grids, "Dan Moss just missed a double-double.") == []


def test_who_started_did_not_come_off_the_bench(grids: list[Grid]) -> None:
    assert roles_of(grids, "Finn Lake added 12 points off the bench.") == [("off the bench", "held")]
    assert roles_of(grids, "Carl Reed added nine points off the bench.") == [("off the bench", "denied")]


def test_the_bench_was_led_by_its_best_scorer(grids: list[Grid]) -> None:
    assert roles_of(grids, "Finn Lake led the bench with 12 points.") == [("led the bench", "held")]
    assert roles_of(grids, "Gus Holt led the bench with six points.") == [("led the bench", "denied")]
    assert roles_of(grids, "Hal Pine led the second unit with seven points.") == [("led the second unit", "held")]


def test_the_only_other_one_in_double_figures_is_one_of_two(grids: list[Grid]) -> None:
    found = roles_of(grids, "Finn Lake was the only other Cove player in double figures.")
    starter = roles_of(grids, "Carl Reed was the only other starter in double figures.")

    assert found == [("only other", "held")]
    assert starter == [("only other", "denied")]


def test_a_side_is_led_by_one_of_its_own(grids: list[Grid]) -> None:
    assert roles_of(grids, "Bluff was led by Dan Moss.") == [("Bluff", "held")]
    assert roles_of(grids, "Cove was led by Dan Moss.") == [("Cove", "denied")]


def test_no_side_is_its_own_opponent(grids: list[Grid]) -> None:
    assert roles_of(grids, "Pine Bluff defeated Pine Bluff on Wednesday.") == [("Pine Bluff", "denied")]
    assert roles_of(grids, "Pine Bluff defeated Cove City on Wednesday.") == []


def test_the_host_is_the_side_that_the_other_was_at(grids: list[Grid]) -> None:
    assert roles_of(grids, "The visitors lost to the host Pine Bluff.") == [("the host", "held")]
    assert roles_of(grids, "The visitors lost to the host Cove City.") == [("the host", "denied")]
