"""Headings between the rows of a table belong to the rows below them."""

from ingest_samples import cells, documents_of

from retriever.types import ResultTable
from retriever.values import ValueType


def table_of(*lines: str) -> ResultTable:
    return documents_of("race.md", "# Night\n\n" + "\n".join(lines) + "\n")[0].tables[0]


def test_a_heading_across_the_body_is_told_of_the_rows_below_and_is_no_row() -> None:
    table = table_of(
        "| Place | Athlete | Time |", "|---|---|---|", "| Heat 1 | Heat 1 | Heat 1 |", "| 1 | Ann Lee | 3:27.65 |",
        "| 2 | Bo Holm | 3:28.00 |", "| Heat 2 | | |", "| 1 | Cy Ray | 3:29.10 |",
    )  # fmt: skip

    assert cells(table) == [
        ["Place", "Athlete", "Time", "Heat"],
        ["1", "Ann Lee", "3:27.65", "Heat 1"],
        ["2", "Bo Holm", "3:28.00", "Heat 1"],
        ["1", "Cy Ray", "3:29.10", "Heat 2"],
    ]
    assert [column.type for column in table.columns] == [
        ValueType.RANK, ValueType.TEXT, ValueType.TIME, ValueType.TEXT,
    ]  # fmt: skip
    assert table.columns[table.label_column or 0].label == "Athlete"


def test_the_heading_of_a_row_is_cited_where_it_is_printed() -> None:
    page = "# N\n\n| A | B | C |\n|---|---|---|\n| Pool A | | |\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n"
    document = documents_of("a.md", page)[0]

    heading = document.tables[0].rows[1].cells[3]

    assert document.text[heading.start : heading.end] == "Pool A"
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
