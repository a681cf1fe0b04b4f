"""Headings between the rows of a table belong to the rows below them."""

from pathlib import Path

from ingest_samples import cells, documents_of
from newsroom import make_bot

from bot.schema import AskRequest
from retriever.types import ResultTable
from retriever.values import ValueType


def table_of(*lines: str) -> ResultTable:
    return documents_of("race.md", "# Night\n\n" + "\n".join(lines) + "\n")[0].tables[0]


HEATS = """# Harbour Games 2031: women's 800 metres

## Heats

| Place | Athlete | Nation | Time |
|---|---|---|---|
| Heat 1 | Heat 1 | Heat 1 | Heat 1 |
| 1 | Ada Lind | Sweden | 1:58.10 |
| 2 | Bea Okoro | Nigeria | 1:58.40 |
| Heat 2 | | | |
| Place | Athlete | Nation | Time |
| 1 | Cleo Marsh | Australia | 1:59.10 |
"""


def test_headings_of_heats_across_a_table_part_it_into_its_heats() -> None:
    tables = documents_of("heats.md", HEATS)[0].tables

    assert [(table.table_id, table.round, table.heat) for table in tables] == [
        ("d#t1", "Heats", "Heat 1"), ("d#t2", "Heats", "Heat 2"),
    ]  # fmt: skip
    labels = ["Place", "Athlete", "Nation", "Time"]
    first = [["1", "Ada Lind", "Sweden", "1:58.10"], ["2", "Bea Okoro", "Nigeria", "1:58.40"]]
    assert cells(tables[0]) == [labels, *first]
    assert cells(tables[1]) == [labels, ["1", "Cleo Marsh", "Australia", "1:59.10"]]
    assert [column.type for column in tables[1].columns] == [
        ValueType.RANK, ValueType.TEXT, ValueType.TEXT, ValueType.TIME,
    ]  # fmt: skip


def test_the_parts_of_a_table_begin_with_their_heading_and_share_no_row() -> None:
    document = documents_of("heats.md", HEATS)[0]

    first, second = (document.text[table.start : table.end] for table in document.tables)

    assert first.startswith("| Heat 1 |")
    assert first.endswith("1:58.40 |")
    assert second.startswith("| Heat 2 |")


def test_who_won_a_heat_is_told_though_its_heading_stands_inside_the_table(tmp_path: Path) -> None:
    bot = make_bot(tmp_path, {"heats.md": HEATS})

    answer = bot.ask(AskRequest(question="Who won heat 2 of the women's 800 metres?"))

    assert answer.short_answer == "Cleo Marsh"
    assert answer.citations[0].quote == "| 1 | Cleo Marsh | Australia | 1:59.10 |"
    bot.library.close()


def test_the_heading_of_a_row_is_cited_where_it_is_printed() -> None:
    page = "# N\n\n| A | B | C |\n|---|---|---|\n| Spares | | |\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n"
    document = documents_of("a.md", page)[0]

    heading = document.tables[0].rows[1].cells[3]

    assert document.text[heading.start : heading.end] == "Spares"
    assert heading.start < document.tables[0].rows[0].start


def test_days_between_fixtures_become_their_dates() -> None:
    table = table_of(
        "| Home | Score | Away |", "|---|---|---|", "| 3 June 1978 | | |", "| Harriers | 2–1 | Lions |",
        "| 7 June 1978 | | |", "| Lions | 0–0 | Tigers |",
    )  # fmt: skip

    assert [(column.label, column.type) for column in table.columns][3] == ("Date", ValueType.DATE)
    assert [row.cells[3].raw for row in table.rows] == ["3 June 1978", "7 June 1978"]


def test_spans_that_name_no_part_are_sections_and_one_below_all_rows_is_a_note() -> None:
    span = "| {0} | {0} | {0} |"
    table = table_of(
        "| Season | Won | Lost |", "|---|---|---|", span.format("Harbour Miners (2006–2008)"), "| 2006 | 4 | 8 |",
        "| 2007 | 5 | 7 |", span.format("Lake Lions (2008–)"), "| 2008 | 9 | 3 |", span.format("As of May 2009"),
    )  # fmt: skip

    assert [(row.cells[0].raw, row.cells[3].raw) for row in table.rows] == [
        ("2006", "Harbour Miners (2006–2008)"), ("2007", "Harbour Miners (2006–2008)"), ("2008", "Lake Lions (2008–)"),
    ]  # fmt: skip
    assert table.columns[3].label == "Section"


def test_an_athlete_with_nothing_else_in_the_row_stays_a_row() -> None:
    table = table_of(
        "| Athlete | Club | Time |", "|---|---|---|", "| Ann Lee | Harriers | 3:27.65 |", "| Bo Holm | | |",
        "| Cy Ray | Lions | 3:29.10 |",
    )  # fmt: skip

    assert [row.cells[0].raw for row in table.rows] == ["Ann Lee", "Bo Holm", "Cy Ray"]
    assert len(table.columns) == 3


def test_a_row_of_one_status_stays_a_row() -> None:
    table = table_of("| Run 1 | Run 2 | Run 3 |", "|---|---|---|", "| 54.9 | 55.1 | 54.2 |", "| DNF | DNF | DNF |")

    assert [[cell.raw for cell in row.cells] for row in table.rows] == [["54.9", "55.1", "54.2"], ["DNF"] * 3]
