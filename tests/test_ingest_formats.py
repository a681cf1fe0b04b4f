"""Any file becomes a document or is refused; no parser fails in another way."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contents import read_contents
from ingest.documents import build_document
from ingest.files import RefusedError, decode
from retriever.types import Document

PIECES = st.sampled_from(
    ['"', ",", ";", "\t", "|", "\n", "\r\n", "#", "# a", "1", "3:27.65", "Name", "é", "\x00", "\\", "<table>",
     "<tr><td>", "</td>", "<p>", "<h1>x", "{", "}", "[", "]", ":", '"uri"', "null", "<!doctype html>", "---\n", "= a =",
     "\u2028", "&#0;"]
)  # fmt: skip
NAMES = st.sampled_from(["a.csv", "a.tsv", "a.html", "a.json", "a.txt", "a.md"])


@settings(deadline=None, max_examples=150)  # a page costs milliseconds, and a busy machine is no failure
@given(st.lists(PIECES, max_size=40), NAMES)
def test_any_text_is_read_or_refused(pieces: list[str], name: str) -> None:
    try:
        contents = read_contents(name, "".join(pieces).encode())
    except RefusedError:
        return

    for piece in contents.pieces:
        assert_holds(build_document(piece.parsed, document_id="d"))


def assert_holds(document: Document) -> None:
    """Offsets point at what they quote, tables are rectangular, and no cell is there that the text has not."""
    assert all(p.text == document.text[p.start : p.end] for p in document.passages)
    for table in document.tables:
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
        assert len({column.key for column in table.columns}) == len(table.columns)
        for cell in (cell for row in table.rows for cell in row.cells):
            shown = document.text[cell.start : cell.end]
            assert bare(shown) == bare(cell.raw)


def bare(cell: str) -> list[str]:
    """Words of a cell without the backslashes before its bars: those that pipe tables need, and those it had."""
    return re.sub(r"\\+\|", "|", cell).split()


@settings(deadline=None)  # the first bytes that are not UTF-8 load the models of languages
@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except RefusedError:
        return

    assert text.strip()


@pytest.mark.parametrize("name", ["a.doc", "a.mp4", "a.jpeg"])
def test_a_format_that_no_parser_reads_is_refused_by_its_suffix(name: str) -> None:
    with pytest.raises(RefusedError, match=r"unsupported format \.\w+: this reads \.atom, \.csv"):
        read_contents(name, b"x")
