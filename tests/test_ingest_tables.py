"""Grids become typed tables; CSV keeps every cell."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.context import event_measure, read_context
from ingest.documents import build_document
from ingest.files import RefusedError
from ingest.formats import parse
from retriever.types import Document, DocumentKind, ResultTable
from retriever.values import ValueType, clean_cell


def read(text: str, name: str = "results.csv") -> Document:
    return build_document(parse(name, text), document_id="d")


def table(text: str, name: str = "results.csv") -> ResultTable:
    return read(text, name).tables[0]


def values(found: ResultTable) -> list[list[str]]:
    return [[cell.value.text for cell in row.cells] for row in found.rows]


def test_comment_lines_are_caption_and_notes_and_the_text_is_a_pipe_table() -> None:
    caption = "City Games: Athletics, Men's 100m, Heat 2"
    document = read(f"# {caption}\n# 2030-05-02, City Park\nRank,Name,Time\n1,A Lee,9.99\n")

    assert document.kind is DocumentKind.RESULTS
    assert document.text == f"{caption}\n2030-05-02, City Park\n\n| Rank | Name | Time |\n| 1 | A Lee | 9.99 |\n"
    found = document.tables[0]
    assert (found.competition, found.event, found.round, found.heat, found.date) == (
        "City Games", "Men's 100m", "Heats", "Heat 2", "2030-05-02",
    )  # fmt: skip
    assert found.label_column == 1
    assert [(c.key, c.type, c.unit) for c in found.columns] == [
        ("rank", ValueType.RANK, None), ("name", ValueType.TEXT, None), ("time", ValueType.TIME, "s"),
    ]  # fmt: skip


def test_a_byte_order_mark_semicolons_and_quoted_line_breaks_are_no_part_of_a_cell() -> None:
    found = table('Name;Club;Points\n"Lee; Ann";"North\nSide";12\n')

    assert [cell.raw for cell in found.rows[0].cells] == ["Lee; Ann", "North\nSide", "12"]
    assert values(found) == [["Lee; Ann", "North Side", "12"]]


def test_a_header_alone_is_a_table_without_rows() -> None:
    found = table("Name,Points\n")

    assert [column.label for column in found.columns] == ["Name", "Points"]
    assert found.rows == ()


def test_comment_lines_alone_are_refused() -> None:
    with pytest.raises(RefusedError, match="no records"):
        read("# only\n# comments\n")


def test_a_column_called_number_sign_is_no_comment() -> None:
    assert [column.label for column in table("#,Name\n1,Ann Lee\n").columns] == ["#", "Name"]


def test_a_table_without_header_gets_numbered_columns_and_a_flag() -> None:
    found = table("1,Ann Lee,3:27.65\n2,Bo Ray,3:27.79\n3,Cy Fox,3:27.80\n")

    assert [column.label for column in found.columns] == ["Column 1", "Column 2", "Column 3"]
    assert len(found.rows) == 3
    assert found.flags == ("no header row: columns are numbered",)


def test_cells_beyond_the_header_are_kept() -> None:
    found = table("Name,Points\nAnn Lee,12,extra\nBo Ray,9\n")

    assert values(found) == [["Ann Lee", "12", "extra"], ["Bo Ray", "9", ""]]
    assert found.columns[2].label == "Column 3"
    assert found.flags[0] == "row 1: 1 cells more than the header"


def test_a_row_that_lost_a_cell_is_moved_back_by_type() -> None:
    found = table(
        "Record,Holder,Time,Place,Date\nWorld,,3:26.00,Rome,14 July 1998\nGames,,3:28.32,Tokyo,7 August 2021\n"
        "Season,3:26.73,Monaco,12 July 2024,\n"
    )

    assert values(found)[2] == ["Season", "", "3:26.73", "Monaco", "12 July 2024"]
    assert found.flags == ("row 3: cells shifted, moved to fit",)


def test_a_short_row_is_filled_where_its_types_fit() -> None:
    found = table("Rank,Name,Time\n1,Ann Lee,3:27.65\n2,Bo Ray,3:27.79\n3,3:27.80\n")

    assert values(found)[2] == ["3", "", "3:27.80"]
    assert found.flags == ("row 3: cells missing, moved to fit",)


def test_rows_that_fit_are_left_alone() -> None:
    found = table("Rank,Name,Time,Note\n1,Ann Lee,3:27.65,\n2,Bo Ray,DNF,\n,Cy Fox,,DNS\n")

    assert values(found) == [["1", "Ann Lee", "3:27.65", ""], ["2", "Bo Ray", "DNF", ""], ["", "Cy Fox", "", "DNS"]]
    assert found.flags == ()


def test_a_totals_row_is_flagged() -> None:
    assert table("Player,Points\nAnn Lee,12\nTotal,12\n").flags == ("row 2: totals",)


def test_layout_debris_stays_in_the_raw_cell_only() -> None:
    found = table("| Name | Nation | Time |\n| Ann Lee | align=left | 3:27.65 |\n", "a.txt")

    assert [(cell.raw, cell.value.text) for cell in found.rows[0].cells] == [
        ("Ann Lee", "Ann Lee"), ("align=left", ""), ("3:27.65", "3:27.65"),
    ]  # fmt: skip


def test_two_columns_of_one_label_have_two_keys() -> None:
    assert [column.key for column in table("Set,Set,%\n1,2,3\nx,y,z\n").columns] == ["set", "set_2", "column_3"]


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Games: Athletics, Men's 100m, Final", ValueType.TIME),
        ("Games: Athletics, Men's Decathlon, 400m - Heat 1", ValueType.TIME),
        ("Games: Athletics, Men's Decathlon, Shot Put - Group A", ValueType.DISTANCE),
        ("Games: Athletics, Women's Long Jump, Final", ValueType.DISTANCE),
        ("Games: Gymnastics, Women's Floor, Final", None),
    ],
)
def test_the_event_says_what_its_marks_are(caption: str, expected: ValueType | None) -> None:
    assert event_measure(caption) is expected


def test_results_of_a_throw_are_distances_and_of_a_sprint_times() -> None:
    rows = "Rank,Name,Result\n1,Ann Lee,9.79\n2,Bo Ray,9.81\n"

    assert table(f"# Games: Men's 100m, Final\n{rows}").columns[2].type is ValueType.TIME
    assert table(f"# Games: Men's Shot Put, Final\n{rows}").columns[2].type is ValueType.DISTANCE
    assert table(f"# Games: Floor, Final\n{rows}").columns[2].type is ValueType.NUMBER


@pytest.mark.parametrize(
    ("title", "section", "caption", "expected"),
    [
        ("Swimming at the 2030 Games", (), "Women's 200 metres semi-finals",
         ("2030 Games", "Women's 200 metres", "Semi-finals", None)),
        ("2030 City Open", ("Men's singles", "Quarter-finals"), None,
         ("2030 City Open", "Men's singles", "Quarter-finals", None)),
        ("Men's 800m", ("Semi-finals", "Semi-final 2"), None, (None, "Men's 800m", "Semi-finals", "Semi-final 2")),
        ("Harriers win at last", ("Result",), None, (None, None, None, None)),
        ("The day in full", ("Group stage", "Group B"), None, (None, None, "Group stage", "Group B")),
    ],
)  # fmt: skip
def test_context_is_read_from_title_headings_and_caption(
    title: str, section: tuple[str, ...], caption: str | None, expected: tuple[str | None, ...]
) -> None:
    context = read_context(title, section, caption)

    assert (context.competition, context.event, context.round, context.heat) == expected


def test_several_days_are_no_date() -> None:
    assert read_context("Games", (), "Men's decathlon", ("2-3 August 2024, City Park",)).date is None
    assert read_context("Games", (), "Men's 100m", ("3 August 2024, City Park",)).date == "2024-08-03"


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


RECORDS = st.lists(CELLS, min_size=2, max_size=4)


def says_one_thing(record: list[str]) -> bool:
    """Whether the record may head the rows below it: one text, or the same in every cell."""
    return len({clean_cell(cell) for cell in record} - {""}) <= 1


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(RECORDS, min_size=1, max_size=6))
def test_a_csv_record_that_says_one_thing_is_a_row_or_a_heading_and_never_lost(records: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["Name", "Place", "Club", "Note"], *records])

    document = read(written.getvalue())

    rows = [row for found in document.tables for row in found.rows]
    assert len(records) - sum(map(says_one_thing, records)) <= len(rows) <= len(records)
    for cell in (cell for record in records for cell in record if cell.isalnum()):
        assert cell in document.text


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(RECORDS.filter(lambda record: not says_one_thing(record)), min_size=1, max_size=6))
def test_every_csv_cell_is_kept_as_it_is(records: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["Name", "Place", "Club", "Note"], *records])

    found = table(written.getvalue())

    kept = [[cell.raw for cell in row.cells][: len(record)] for row, record in zip(found.rows, records, strict=True)]
    moved = {int(flag.split()[1].rstrip(":")) for flag in found.flags if "moved" in flag}
    for number, (got, expected) in enumerate(zip(kept, records, strict=True), start=1):
        assert number in moved or got == expected


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_an_unescaped_cell_stands_in_the_text_where_it_says(records: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([["Name", "Place", "Club"], *records])

    document = read(written.getvalue())

    for row in document.tables[0].rows:
        for cell in row.cells:
            shown = " ".join(cell.raw.split()).replace("|", "\\|")
            assert document.text[cell.start : cell.end] == shown


def test_notes_above_a_csv_may_say_what_they_state() -> None:
    document = read("# title: Women's épée, final\n# date: 2025-06-15\n# Lake Hall\nPlace,Name\n1,A. Roe\n2,B. Poe\n")

    assert (document.title, document.published_at) == ("Women's épée, final", "2025-06-15")
    assert document.tables[0].caption == "Women's épée, final"
