"""Rows of tables with other columns, looked at together, are narrowed each by its own."""

from pathlib import Path

import pytest
from newsroom import make_library, read

from bot.question.tables import Line
from bot.results.finder import TableFinder
from bot.results.narrowing import narrowed

FILES = {
    "season.md": """# Harbour Stars: results 2031

| Date | Opponent | Venue | Result | Score |
|---|---|---|---|---|
| 2 May 2031 | Valley Vipers | H | Won | 61-54 |
| 9 May 2031 | Coast Comets | A | Lost | 50-52 |
""",
    "cup.md": """# Harbour Cup 2031

| Date | Home | Away | Score |
|---|---|---|---|
| 2 June 2031 | Harbour Stars | Iron City | 40-40 |
| 9 June 2031 | Coast Comets | Harbour Stars | 38-44 |
""",
    "squad.md": """# Harbour Stars: squad 2031

| Player | Goals |
|---|---|
| Talia Brandt | 262 |
| Ruth Okafor | 88 |
""",
}


@pytest.mark.parametrize(
    ("question", "first", "kept"),
    [
        ("Which matches were won at home in 2031?", "season", ["Valley Vipers"]),
        ("Which matches ended in a draw in 2031?", "cup", ["Harbour Stars"]),
    ],
)
def test_a_shorter_row_of_another_table_is_read_by_its_own_columns(
    tmp_path: Path, question: str, first: str, kept: list[str]
) -> None:
    library = make_library(tmp_path, FILES)
    finder = TableFinder(library.store)
    tables = finder.first_tables()
    lines: list[Line] = [
        line for name in (first, "squad") for line in finder.view(tables[name]).lines()
    ]

    found, words = narrowed(read(question), lines)

    assert [line.name for line in found] == kept
    assert words
    library.close()
