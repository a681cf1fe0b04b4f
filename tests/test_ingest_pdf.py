"""PDF files: reading order, headings, tables over pages, running heads, and what is refused."""

from contextlib import suppress

import pytest
from fpdf import FPDF
from ingest_samples import cells, documents_of

from ingest.contents import read_contents
from ingest.files import RefusedError
from retriever.types import BlockKind, Document, DocumentKind
from retriever.values import ValueType

PROSE = (
    "Ann Lee won the 1500 metres on Tuesday evening in 3:27.65 after a race in which nobody wanted to lead. "
    "She went past Bo Holm on the last bend and held him off by fourteen hundredths of a second."
)
SECOND = "Holm said that he had waited too long, and that it would not happen to him again."
HEADER = ("Rank", "Athlete", "NOC", "Time")
RUNNERS = [
    (str(n), f"Runner {chr(65 + n % 26)}{chr(97 + n % 7)}y", "NOR", f"3:{27 + n // 3}.{n:02d}") for n in range(1, 76)
]


class Book(FPDF):
    """Pages with a running head and a numbered foot."""

    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.cell(0, 5, "Harbour Games 2030 - Official Results", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("Helvetica", size=8)
        self.cell(0, 5, f"Page {self.page_no()} of 3")

    def text_line(self, words: str, size: int = 11) -> None:
        self.set_font("Helvetica", size=size)
        self.multi_cell(0, size / 1.8, words, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def unruled(self, rows: list[tuple[str, ...]]) -> None:
        """Rows without rules, the header again on top of every page."""
        for row in rows:
            if self.will_page_break(6):
                self.add_page()
                self._cells(rows[0])
            self._cells(row)

    def _cells(self, row: tuple[str, ...]) -> None:
        self.set_font("Helvetica", size=10)
        for width, words in zip((15, 60, 20, 30), row, strict=True):
            self.cell(width, 6, words)
        self.ln(6)


def result_book(rows: int = len(RUNNERS)) -> bytes:
    """A report with a table that goes over three pages, or with so few rows."""
    book = Book()
    book.set_auto_page_break(True, 20)
    book.add_page()
    book.text_line("Night of the finals", 20)
    book.text_line(PROSE)
    book.text_line(SECOND)
    book.text_line("Men's 1500m, Final", 14)
    book.unruled([HEADER, *RUNNERS[:rows]])
    return bytes(book.output())


def read(content: bytes) -> Document:
    (document,) = documents_of("book.pdf", content)
    return document


def test_a_table_without_rules_is_one_over_all_its_pages_and_its_repeated_header_is_dropped() -> None:
    (table,) = read(result_book()).tables

    assert cells(table) == [list(HEADER), *map(list, RUNNERS)]
    assert [column.type for column in table.columns] == [
        ValueType.RANK, ValueType.TEXT, ValueType.TEXT, ValueType.TIME,
    ]  # fmt: skip
    assert (table.event, table.round) == ("Men's 1500m", "Final")


def test_title_paragraphs_and_running_lines_are_told_apart() -> None:
    document = read(result_book())

    assert (document.title, document.kind, document.published_at) == ("Night of the finals", DocumentKind.ARTICLE, None)
    assert [p.text for p in document.passages] == [f"{PROSE}\n\n{SECOND}"]
    marked = [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.BOILERPLATE]
    assert marked == ["Harbour Games 2030 - Official Results", "Page 1 of 3"]
    assert document.text.count("Harbour Games") == 1


def test_a_ruled_table_has_its_cells_and_the_line_above_it_as_caption() -> None:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", size=11)
    page.cell(0, 8, "League table after 38 rounds", new_x="LMARGIN", new_y="NEXT")
    rows = [("Pos", "Team", "Pts"), ("1", "Harriers of the North", "91"), ("2", "Lions", "84")]
    with page.table(col_widths=(10, 60, 15)) as ruled:
        for row in rows:
            line = ruled.row()
            for words in row:
                line.cell(words)
    (table,) = read(bytes(page.output())).tables

    assert (table.caption, cells(table)) == ("League table after 38 rounds", [list(row) for row in rows])


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", size=10)
    left, right = ("The first race of the evening was slow. " * 9, "The second race of the night was quick. " * 9)
    for x, words in ((10, left), (112, right)):
        page.set_xy(x, 30)
        page.multi_cell(88, 5, words)
    document = read(bytes(page.output()))

    assert document.text.split() == (left + right).split()


def test_words_parted_at_the_end_of_a_line_are_put_together() -> None:
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", size=11)
    for words in ("The championship began and the cham-", "pionship ended with a semi-", "final that nobody saw."):
        page.cell(0, 5, words, new_x="LMARGIN", new_y="NEXT")

    assert read(bytes(page.output())).text.strip() == (
        "The championship began and the championship ended with a semi-final that nobody saw."
    )


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_read_as_far_as_it_goes_or_refused(share: float) -> None:
    whole = result_book()
    cut = whole[: int(len(whole) * share)]

    with suppress(RefusedError):
        assert set(read(cut).text.split()) <= set(read(whole).text.split())


def test_a_file_without_text_and_a_locked_one_are_refused_with_the_reason() -> None:
    empty, locked = FPDF(), FPDF()
    empty.add_page()
    locked.add_page()
    locked.set_font("Helvetica", size=11)
    locked.cell(0, 5, "Secret")
    locked.set_encryption(owner_password="owner", user_password="reader")

    for page, reason in ((empty, "a PDF without text"), (locked, "locked by a password")):
        with pytest.raises(RefusedError, match=reason):
            read_contents("x.pdf", bytes(page.output()))
