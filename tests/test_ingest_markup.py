"""Encyclopedia pages and Markdown: headings, infoboxes, captions, front matter, stamped headings."""

import pytest

from ingest.documents import build_document
from ingest.files import RefusedError
from ingest.formats import parse
from retriever.types import BlockKind, Document, DocumentKind

PAGE = """= Rowing at the 2030 Games – Women's pairs =

Infobox
- Event: Women's pairs
- Dates: 2 May 2030 (heats), 5 May 2030 (final)
- Gold: Ann Lee

The event was held in May.

== Results ==
=== Heats ===
====Heat 1====
| Rank | Crew | Time |
| 1 | Norland | 7:01.20 |
=== Semi-finals ===

==== Heat 1 ====

| Rank | Crew | Time |
| 1 | Westland | 6:59.80 |
=== Final ===
The final was close.
| Rank | Crew | Time |
| 1 | Norland | 6:50.00 |
"""


def read(text: str, name: str = "page.txt") -> Document:
    return build_document(parse(name, text), document_id="d")


def test_headings_with_and_without_blanks_make_the_section_path() -> None:
    document = read(PAGE)

    assert document.kind is DocumentKind.REFERENCE
    assert document.title == "Rowing at the 2030 Games – Women's pairs"
    assert [table.section for table in document.tables] == [
        ("Results", "Heats", "Heat 1"),
        ("Results", "Semi-finals", "Heat 1"),
        ("Results", "Final"),
    ]


def test_heat_one_of_the_semi_finals_is_not_heat_one_of_the_heats() -> None:
    tables = read(PAGE).tables

    assert [(t.competition, t.event, t.round, t.heat, t.date) for t in tables] == [
        ("2030 Games", "Women's pairs", "Heats", "Heat 1", "2030-05-02"),
        ("2030 Games", "Women's pairs", "Semi-finals", "Heat 1", None),
        ("2030 Games", "Women's pairs", "Final", None, "2030-05-05"),
    ]
    assert [table.table_id for table in tables] == ["d#t1", "d#t2", "d#t3"]


def test_infobox_lines_are_fields_and_searchable() -> None:
    document = read(PAGE)
    fields = [p for p in document.passages if p.kind is BlockKind.FIELD]

    assert [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.FIELD] == [
        "Event: Women's pairs",
        "Dates: 2 May 2030 (heats), 5 May 2030 (final)",
        "Gold: Ann Lee",
    ]
    assert len(fields) == 1
    assert fields[0].text.startswith("Event: Women's pairs\n- Dates")


def test_prose_right_above_a_table_stays_prose() -> None:
    document = read(PAGE)

    assert [p.text for p in document.passages if p.section == ("Results", "Final")] == ["The final was close."]
    assert document.tables[2].caption == "Final"


@pytest.mark.parametrize(
    "line", ["  - World records before May**", "**World records before May**", "World records before May"]
)
def test_a_caption_above_a_table_is_its_caption(line: str) -> None:
    document = read(f"= T =\n\n== Records ==\n{line}\n| Record | Time |\n| World record | 6:50.00 |\n")

    assert document.tables[0].caption == "World records before May"
    assert [p.text for p in document.passages if p.kind is BlockKind.CAPTION] == ["World records before May"]


def test_front_matter_states_metadata() -> None:
    stated = 'title: "A: the title"\ndate: 7 August 2024\npublisher: P\nlicense: CC0\nother: x'
    text = f"---\n{stated}\n---\n# Head\n\nText.\n"
    document = read(text, "page.md")

    assert (document.title, document.published_at, document.publisher, document.licence) == (
        "A: the title", "2024-08-07", "P", "CC0",
    )  # fmt: skip
    assert document.text == text
    assert [passage.text for passage in document.passages] == ["Text."]


def test_front_matter_with_a_date_that_is_none_is_refused_by_name_and_value() -> None:
    with pytest.raises(RefusedError, match=r"'soon' is not a date like 2024-08-07; kind 'blog' is not one of"):
        read("---\ndate: soon\nkind: blog\n---\nText.\n", "page.md")


def test_markdown_lines_up_to_a_blank_one_are_one_paragraph_and_items_are_their_own() -> None:
    items = "- first item\n- second item\n> A quote.\n"
    document = read(f"# Head\n\nOne line\ngoes on.\n\n## Part\n\n{items}", "page.md")

    assert [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.PARAGRAPH] == [
        "One line\ngoes on.", "first item", "second item", "A quote.",
    ]  # fmt: skip


def test_a_markdown_table_needs_no_outer_bars() -> None:
    document = read("# Head\n\nName | Points\n---|---\nAnn Lee | 12\n", "page.md")

    assert [column.label for column in document.tables[0].columns] == ["Name", "Points"]
    assert [cell.raw for cell in document.tables[0].rows[0].cells] == ["Ann Lee", "12"]


def test_an_escaped_bar_is_part_of_its_cell() -> None:
    document = read("# Head\n\n| Name | Note |\n|---|---|\n| Ann \\| Lee | x |\n", "page.md")

    assert document.tables[0].rows[0].cells[0].value.text == "Ann | Lee"


def test_headings_that_are_stamps_make_a_live_blog() -> None:
    posts = "## 19:51\n\nThey are off.\n\n"
    posts += "## 19:50\n\n### On the line\n\nQuiet now.\n\n## 19:40 – Hi\n\nHello.\n"
    document = read(f"# Final: live\n\n{posts}", "page.md")

    assert document.kind is DocumentKind.LIVE_BLOG
    assert [(p.posted, p.section, p.text) for p in document.passages] == [
        ("19:51", (), "They are off."),
        ("19:50", ("On the line",), "Quiet now."),
        ("19:40", (), "Hello."),
    ]
