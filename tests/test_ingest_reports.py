"""Plain-text reports and live blogs: titles, captions, cross-heads, posts, offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import build_document
from ingest.formats import parse
from retriever.types import BlockKind, Document, DocumentKind

BLOG = """Cup final: as it happened

21:05 BST

That's all

Good night.

20.51 BST

GOAL!

Smith scores from a yard.

Anna Smith celebrates

20:45 BST

Kick-off
"""


def read(text: str, name: str = "report.txt") -> Document:
    return build_document(parse(name, text), document_id="d")


def blocks_of(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind is kind]


def test_the_title_is_the_first_line_that_reads_like_a_headline() -> None:
    document = read("7th August 2024\n\nHarriers win at last\n\nThe Harriers won on Tuesday.\n")

    assert document.title == "Harriers win at last"
    assert document.published_at == "2024-08-07"
    assert [passage.text for passage in document.passages] == ["The Harriers won on Tuesday."]


def test_a_report_without_headline_is_called_by_its_first_sentence() -> None:
    document = read("The Harriers won on Tuesday. They had lost nine times.\nNobody expected it.\n")

    assert document.title == "The Harriers won on Tuesday."
    assert [p.text for p in document.passages] == [
        "The Harriers won on Tuesday. They had lost nine times.\nNobody expected it."
    ]


def test_a_long_first_sentence_is_shortened_at_a_word() -> None:
    document = read("The " + "very " * 40 + "long day ended.\n")

    assert document.title.endswith("very…")
    assert len(document.title) <= 101


def test_a_byline_in_the_headline_names_author_and_outlet() -> None:
    document = read("A day to remember, by Ann Lee for Track Notes\n\nIt rained. Nobody left.\n")

    assert (document.title, document.author, document.publisher) == ("A day to remember", "Ann Lee", "Track Notes")


def test_a_photo_caption_is_no_title_and_no_paragraph() -> None:
    document = read("Anna Smith wins gold - AFP/Jo Bloggs\n\nAnna Smith won gold.\n")

    assert document.title == "Anna Smith won gold."
    assert blocks_of(document, BlockKind.CAPTION) == ["Anna Smith wins gold - AFP/Jo Bloggs"]


@pytest.mark.parametrize(
    "line",
    [
        "IMG_77.jpgAnna Smith, gold medal, photo by Jo Bloggs,",
        "Anna Smith of Norland competes during the women's final on August 6, 2024 in Paris, France",
        "Norland's Anna Smith reacts after the 800m of the Games at the Stadium on 6 August 2024.",
        "Anna Smith in the rain ...12 Aug 1984: Anna Smith of Norland in the rain",
    ],
)
def test_captions_are_told_from_how_they_read(line: str) -> None:
    document = read(f"A headline here\n\nFirst paragraph.\n\n{line}\n\nSecond paragraph.\n")

    assert blocks_of(document, BlockKind.CAPTION) == [line]
    assert [(p.text, p.kind) for p in document.passages] == [
        ("First paragraph.", BlockKind.PARAGRAPH),
        (line, BlockKind.CAPTION),
        ("Second paragraph.", BlockKind.PARAGRAPH),
    ]


@pytest.mark.parametrize(
    "line",
    ["Leave a comment", "Sign up for our newsletter today.", "Watch the Games live on Channel Nine.", "Read more: X"],
)
def test_boilerplate_is_kept_but_is_no_passage(line: str) -> None:
    document = read(f"A headline here\n\nFirst paragraph.\n\n{line}\n")

    assert blocks_of(document, BlockKind.BOILERPLATE) == [line]
    assert [passage.text for passage in document.passages] == ["First paragraph."]


def test_a_short_line_without_full_stop_between_paragraphs_heads_what_follows() -> None:
    document = read("Harriers win\n\nThe first half was poor.\nSmith turns the game\nThe second half was far better.\n")

    assert blocks_of(document, BlockKind.HEADING) == ["Harriers win", "Smith turns the game"]
    assert [(p.text, p.section) for p in document.passages] == [
        ("The first half was poor.", ()),
        ("The second half was far better.", ("Smith turns the game",)),
    ]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The Harriers won on Tuesday after a long evening in the rain, and\n"
        "nobody who had come to see them lose again could quite believe it\n"
        "when the whistle went.\n"
    )
    document = read(f"Harriers win\n\n{wrapped}\nSmith was happy.\n")

    assert blocks_of(document, BlockKind.PARAGRAPH) == [wrapped.rstrip("\n"), "Smith was happy."]


def test_a_live_blog_keeps_each_stamp_on_its_post() -> None:
    document = read(BLOG)

    assert document.kind is DocumentKind.LIVE_BLOG
    assert document.title == "Cup final: as it happened"
    assert [(p.posted, p.section, p.text, p.kind) for p in document.passages] == [
        ("21:05 BST", ("That's all",), "Good night.", BlockKind.PARAGRAPH),
        ("20.51 BST", ("GOAL!",), "Smith scores from a yard.", BlockKind.PARAGRAPH),
        ("20.51 BST", ("GOAL!",), "Anna Smith celebrates", BlockKind.CAPTION),
        ("20:45 BST", (), "Kick-off", BlockKind.HEADING),
    ]


def test_two_times_in_a_report_make_no_live_blog() -> None:
    assert read("Timetable out\n\nThe day starts early.\n\n19:05\n\n20:50\n").kind is DocumentKind.ARTICLE


def test_a_table_in_a_report_is_read_as_one() -> None:
    document = read("Harriers win\n\nThey won.\n| Player | Goals |\n| Smith | 2 |\n\nNobody left.\n")

    assert [row.cells[1].value.number for row in document.tables[0].rows] == [2.0]
    assert [passage.text for passage in document.passages] == ["They won.", "Nobody left."]


def test_windows_line_ends_leave_every_offset_right() -> None:
    document = read("Harriers win\r\n\r\nThey won.\r\n\r\n| Player | Goals |\r\n| Smith | 2 |\r\n")

    assert document.title == "Harriers win"
    assert [passage.text for passage in document.passages] == ["They won."]
    assert [cell.raw for cell in document.tables[0].rows[0].cells] == ["Smith", "2"]


def assert_offsets_hold(document: Document) -> None:
    text = document.text
    assert all(0 <= block.start < block.end <= len(text) for block in document.blocks)
    for passage in document.passages:
        assert passage.text == text[passage.start : passage.end]
        assert passage.text.strip()
    for table in document.tables:
        assert table.start <= table.end <= len(text)
        for row in table.rows:
            assert table.start <= row.start <= row.end <= table.end
            assert len(row.cells) == len(table.columns)
            assert all(text[cell.start : cell.end] == cell.raw for cell in row.cells)


LINES = st.sampled_from(
    ["", "", "A short line", "It ended. He won.", "x" * 900, "One. " * 200, "19:51", "07:52 PM BST", "= Title =",
     "== Part ==", "# Head", "## Sub", "Infobox", "- Key: value", "- an item", "  - Caption**", "| a | b |",
     "|---|---|", "| 1 | 3:27.65 |", "| lone", "|  |  | x |", "**Bold**", "> quoted", "---", "Anna Smith celebrates",
     "Å ö 🏃 é", "|", "||", "![alt](x.png)"]
)  # fmt: skip


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(LINES, max_size=30), st.sampled_from(["a.txt", "a.md"]), st.sampled_from(["\n", "\r\n"]))
def test_offsets_hold_for_any_mix_of_lines(lines: list[str], name: str, line_end: str) -> None:
    document = build_document(parse(name, line_end.join(lines)), document_id="d")

    assert_offsets_hold(document)


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=300), st.sampled_from(["a.txt", "a.md"]))
def test_offsets_hold_for_any_text(text: str, name: str) -> None:
    assert_offsets_hold(build_document(parse(name, "x\n" + text), document_id="d"))


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.sampled_from(["One. ", "Two two. ", "y" * 800 + " ", "Three? "]), min_size=1, max_size=120))
def test_no_passage_is_longer_than_the_encoder_reads_and_no_word_is_lost(sentences: list[str]) -> None:
    text = "".join(sentences)
    document = read("Headline\n\n" + text)

    assert all(len(passage.text) <= 700 for passage in document.passages)
    assert "".join("".join(p.text.split()) for p in document.passages) == "".join(text.split())


def test_lines_above_a_text_that_state_what_it_is_are_its_metadata_and_no_text() -> None:
    document = read(
        "Title: Lakers down the Moose\nDate: 22 March 2025\nPublisher: Rink Weekly\nByline: A. Ekdahl\n\n"
        "Lakers down the Moose\n\nThe Lakers won 4-1.\n"
    )

    stated = (document.title, document.published_at, document.publisher, document.author)
    assert stated == ("Lakers down the Moose", "2025-03-22", "Rink Weekly", "A. Ekdahl")
    assert [passage.text for passage in document.passages] == ["The Lakers won 4-1."]


@pytest.mark.parametrize(
    "first", ["Title: a question of class.\nThe Lakers won 4-1.", "Date: soon\nTitle: Lakers.\nThe Lakers won 4-1."]
)
def test_one_line_alone_or_a_date_that_is_none_is_text(first: str) -> None:
    document = read(first + "\n")

    assert document.published_at is None
    assert document.passages[0].text.startswith("Title: ")


PASTED = (
    "Elite women\n\nCassie Lund won on Saturday.\n\nPos\tAthlete\tStatus\tTime\tSwim\n1\tCassie Lund\t\t56:34\t9:02\n"
    "2\tLena Vogt\t\t+0:07\t9:11\n\tZoe Hart\tDNF\t\t9:08\n\nIt rained.\n"
)
ALIGNED = (
    "Harriers win the league\n\nThey drew on Saturday.\n\nTeam        P   GF-GA  Pts\nHarriers    22  48-20  49\n"
    "West Town   22  30-31  33\n\nNobody  else  came.\nNobody  went  home.\nNobody  was  sad.\n"
)


def test_a_table_pasted_with_tabs_keeps_its_blank_cells_and_the_offsets_of_all_others() -> None:
    document = build_document(parse("x.txt", PASTED), document_id="d")

    (table,) = document.tables
    assert document.text == PASTED
    assert [[cell.raw for cell in row.cells] for row in table.rows] == [
        ["1", "Cassie Lund", "", "56:34", "9:02"],
        ["2", "Lena Vogt", "", "+0:07", "9:11"],
        ["", "Zoe Hart", "DNF", "", "9:08"],
    ]
    assert all(PASTED[cell.start : cell.end] == cell.raw for row in table.rows for cell in row.cells)
    assert [row.cells[3].value.number for row in table.rows] == [3394.0, 3401.0, None]


def test_columns_of_blanks_part_cells_and_sentences_with_wide_gaps_are_none() -> None:
    document = build_document(parse("x.txt", ALIGNED), document_id="d")

    (table,) = document.tables
    assert [[cell.raw for cell in row.cells] for row in table.rows] == [
        ["Harriers", "22", "48-20", "49"], ["West Town", "22", "30-31", "33"],
    ]  # fmt: skip
    assert "Nobody  went  home." in [document.text[b.start : b.end] for b in document.blocks if b.kind == "paragraph"]
