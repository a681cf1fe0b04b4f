"""Tables printed on their side: statistics down, players or teams across."""

from pathlib import Path

import pytest
from doubles import HashEncoder
from newsroom import make_bot

from bot.answer import Bot
from bot.schema import AskRequest
from ingest.pipeline import ingest_paths
from retriever.library import open_library

STATISTICS = """# title: Ashby Cup final, match statistics
Statistic,Alder,Wren
Aces,9,4
Winners,31,22
First serves in,64%,58%
Break points won,5/13,4/9
Fastest serve (km/h),188,171
"""
BLANK_CORNER = """# Colne v Dunmore

|  | Colne | Dunmore |
|---|---|---|
| Possession | 61% | 39% |
| Shots | 14 | 6 |
| Corners | 7 | 2 |
"""
MEDALS = """# Medals

|  | Gold | Silver |
|---|---|---|
| Norway | 4 | 2 |
| Kenya | 3 | 5 |
| Peru | 1 | 0 |
"""


def table_of(folder: Path, name: str, text: str) -> list[list[str]]:
    (folder / name).write_text(text, encoding="utf-8")
    ingest_paths([folder / name], folder / "library", encoder=HashEncoder())
    store = open_library(folder / "library").store
    (summary,) = store.table_summaries()
    table = store.table(summary.table_id)
    for row in table.rows:
        whole = store.document_text(table.document_id, 10_000)
        assert all(whole[cell.start : cell.end].strip() == cell.raw for cell in row.cells)
    return [[column.label for column in table.columns], *([cell.raw for cell in row.cells] for row in table.rows)]


def test_statistics_are_turned_to_rows_of_players_and_every_cell_keeps_its_place(tmp_path: Path) -> None:
    labels, *rows = table_of(tmp_path, "stats.csv", STATISTICS)

    assert labels == ["Statistic", "Aces", "Winners", "First serves in", "Break points won", "Fastest serve (km/h)"]
    assert rows == [["Alder", "9", "31", "64%", "5/13", "188"], ["Wren", "4", "22", "58%", "4/9", "171"]]


def test_a_blank_corner_with_counts_among_percentages_is_turned(tmp_path: Path) -> None:
    assert [row[0] for row in table_of(tmp_path, "match.md", BLANK_CORNER)[1:]] == ["Colne", "Dunmore"]


def test_a_blank_corner_over_counts_alone_is_left_upright(tmp_path: Path) -> None:
    assert [row[0] for row in table_of(tmp_path, "medals.md", MEDALS)[1:]] == ["Norway", "Kenya", "Peru"]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A bot over one match's statistics."""
    return make_bot(tmp_path_factory.mktemp("turned"), {"stats.csv": STATISTICS})


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who hit more aces in the Ashby Cup final?", "Alder"),
        ("How many more winners did Alder hit than Wren?", "9"),
        ("How many break points did Wren win?", "4/9"),
        ("Who had the fastest serve in the Ashby Cup final?", "Alder"),
        ("What was Wren's fastest serve?", "171"),
    ],
)
def test_a_match_told_by_statistics_answers(bot: Bot, question: str, answer: str) -> None:
    found = bot.ask(AskRequest(question=question))

    assert found.short_answer is not None, found.answer
    assert found.short_answer.startswith(answer)
