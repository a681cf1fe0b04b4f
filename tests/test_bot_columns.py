"""Which columns a question asks for."""

from collections.abc import Iterator

import pytest
from newsroom import make_library, read, view_of

from bot.question.tables import TableView
from bot.results.columns import abbreviates, asked_columns

BOX = """# Bay City 101, Harbour 99

## Box score

| Player | Team | MIN | PTS | REB | FG% | Date |
|---|---|---|---|---|---|---|
| Ada Lind | Harbour | 34 | 31 | 8 | 52.4 | 2031-03-01 |
| Bea Okoro | Bay City | 38 | 28 | 11 | 48.0 | 2031-03-01 |
"""


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TableView]:
    library = make_library(tmp_path_factory.mktemp("race"))
    yield view_of(library, "Final")
    library.close()


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TableView]:
    library = make_library(tmp_path_factory.mktemp("box"), {"box.md": BOX})
    yield view_of(library, "Box score")
    library.close()


def asked(question: str, view: TableView) -> list[str]:
    return [view.columns[column].label for column, _ in asked_columns(read(question), view)]


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What time did Lind run?", ["Time"]),
        ("How fast was Lind?", ["Time"]),
        ("Which country is Lind from?", ["Nation"]),
        ("Where did Lind finish?", ["Rank"]),
        ("Nation and time of Lind?", ["Nation", "Time"]),
        ("What was Lind's result?", ["Time"]),
        ("How far did she throw?", []),
        ("Who is she?", []),
    ],
)
def test_a_column_is_asked_for_by_label_or_by_kind_of_value(question: str, labels: list[str], race: TableView) -> None:
    assert asked(question, race) == labels


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("How many points did Lind score?", ["PTS"]),
        ("How many rebounds and minutes for Okoro?", ["REB", "MIN"]),
        ("When was it?", ["Date"]),
        ("What team does she play for?", ["Team"]),
        ("Which club does Okoro play for?", ["Team"]),
    ],
)
def test_a_short_label_stands_for_the_word_it_abbreviates(question: str, labels: list[str], box: TableView) -> None:
    assert set(labels) <= set(asked(question, box))


@pytest.mark.parametrize(
    ("label", "word", "stands"),
    [
        ("PTS", "points", True),
        ("REB", "rebounds", True),
        ("Pts.", "points", True),
        ("AST", "assists", True),
        ("PTS", "step", False),  # letters out of order
        ("PTS", "rebounds", False),
        ("pts", "points", False),  # not printed as an abbreviation
        ("A", "assists", False),
        ("REB", "rib", False),
        ("3P", "three", False),
        ("6s", "sixes", True),
        ("4s", "fours", True),
        ("6s", "fours", False),
    ],
)
def test_an_abbreviation_begins_with_and_holds_the_letters_in_order(label: str, word: str, stands: bool) -> None:
    assert abbreviates(label, word) is stands


def test_the_words_that_asked_are_reported(race: TableView) -> None:
    assert asked_columns(read("What time did Lind run?"), race) == [(3, frozenset({1}))]
