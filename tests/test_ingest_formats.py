"""Any file becomes a document or is refused; no parser fails in another way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import build_document
from ingest.files import RefusedError, decode
from ingest.formats import parse

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
        document = build_document(parse(name, "".join(pieces)), document_id="d")
    except RefusedError:
        return

    assert all(p.text == document.text[p.start : p.end] for p in document.passages)
    for table in document.tables:
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
        assert len({column.key for column in table.columns}) == len(table.columns)


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except RefusedError:
        return

    assert text.strip()


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx", "a.jpeg"])
def test_a_format_that_no_parser_reads_is_refused_by_its_suffix(name: str) -> None:
    with pytest.raises(RefusedError, match=r"unsupported format \.\w+: this reads \.csv, \.htm, \.html, \.json"):
        parse(name, "x")
