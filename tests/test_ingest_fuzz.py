"""Any bytes under any name become documents or a clear refusal, and what lands holds."""

import json
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest_samples import ATOM, FEED, NEWS_ITEM, NITF, SPORTS, workbook, zipped
from test_ingest_formats import assert_holds
from test_ingest_pdf import result_book

from ingest.contents import read_contents
from ingest.documents import build_document
from ingest.files import RefusedError

SUFFIXES = (".txt", ".md", ".csv", ".tsv", ".html", ".json", ".xml", ".rss", ".pdf", ".xlsx", ".zip", "")
EVENT = {"@type": "SportsEvent", "name": "Final", "startDate": "2030-05-02", "subEvent": [{"name": "Heat 1"}]}
WHOLE: dict[str, Callable[[], bytes]] = {
    "feed.rss": FEED.encode,
    "atom.xml": ATOM.encode,
    "item.xml": NEWS_ITEM.format(guid="g", headline="H", content=NITF).encode,
    "cup.xml": SPORTS.encode,
    "event.json": json.dumps([EVENT, EVENT]).encode,
    "book.xlsx": workbook,
    "book.pdf": lambda: result_book(rows=5),
    "night.zip": lambda: zipped({"a.csv": "Rank,Name\n1,Ann\n", "b.rss": FEED}),
    "table.csv": "# Final\nRank;Name;Time\n1;Ann Lee;3:27,65\n2;Bo Holm;+0,14\n".encode,
    "live.txt": "Live\n\n19:51 BST\n\nThey are off.\n\n19:55 BST\n\nLap two.\n\n20:01 BST\n\nDone.\n".encode,
}
FOUND = Path(__file__).parent / "found"
BYTES = {name: make() for name, make in WHOLE.items()}
SLOW = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])


def read_or_refuse(name: str, content: bytes) -> None:
    """Reads a file; any exception but a refusal with a reason fails the test."""
    try:
        contents = read_contents(name, content)
    except RefusedError:
        return
    assert all(reason for _, reason in contents.refused)
    assert len({piece.name for piece in contents.pieces}) == len(contents.pieces)
    for piece in contents.pieces:
        assert_holds(build_document(piece.parsed, document_id="d"))


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_any_bytes_are_read_or_refused(content: bytes, suffix: str) -> None:
    read_or_refuse(f"a{suffix}", content)


@pytest.mark.parametrize("name", sorted(WHOLE))
@SLOW
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    """Some bytes of a good file overwritten, dropped or doubled, and its end cut off."""
    content = bytearray(BYTES[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        noise = data.draw(st.binary(max_size=6))
        content[at : at + data.draw(st.integers(0, 12))] = noise
    del content[data.draw(st.integers(len(content) // 2, len(content))) :]

    read_or_refuse(name, bytes(content))


@SLOW
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=8),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
                        st.sampled_from(["uri", "headline", "bodies", "items", "@type", "@graph", "name", "units", "x",
                                         "rounds", "races", "results", "liveBlogUpdate", "subEvent"]),
                        inner, max_size=5),
                    max_leaves=25))  # fmt: skip
def test_any_json_is_read_or_refused(value: object) -> None:
    read_or_refuse("a.json", json.dumps(value).encode())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.html", b"<!doctype html><html><body>" + b"<div>" * 10_000 + b"words here" + b"</div>" * 10_000),
        ("deep.json", b"[" * 50_000 + b"]" * 50_000),
        ("deep.json", b'{"subEvent":' * 3_000 + b'{"@type":"SportsEvent","name":"x"}' + b"}" * 3_000),
        ("deep.xml", b"<newsItem>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</newsItem>"),
        ("deep.rss", b"<rss><channel><item><title>" + b"<b>" * 5_000 + b"x" + b"</item></channel></rss>"),
        ("wide.csv", b"a," * 20_000 + b"\n" + b"1," * 20_000),
        ("bars.md", b"|" * 50_000),
        ("prolog.xml", b"<?xml version='1.0'?>" + b"<!---->" * 1_000),
        ("quote.csv", b'a,b\n"' + b"x,y\n" * 50_000),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_nested_or_repeated_without_measure_is_read_or_refused(name: str, content: bytes) -> None:
    read_or_refuse(name, content)


@pytest.mark.parametrize("path", sorted(FOUND.iterdir()), ids=lambda path: path.name)
def test_what_guided_fuzzing_once_broke_is_read_or_refused(path: Path) -> None:
    read_or_refuse(path.name, path.read_bytes())


@pytest.mark.parametrize("name", ["broken-stream.xlsx", "later-version.zip", "undecodable.rss"])
def test_what_no_parser_can_follow_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(RefusedError, match="not readable as"):
        read_contents(name, (FOUND / name).read_bytes())


def test_a_very_wide_table_with_a_short_row_is_fitted_in_about_the_time_of_a_whole_one() -> None:
    header = ",".join(f"C{n}" for n in range(90))
    whole = ",".join("3:27.65" if n % 2 else "Ann Lee" for n in range(90))
    short = ",".join(cell for n, cell in enumerate(whole.split(",")) if n not in (10, 41, 70))  # three gaps to place

    def seconds(last: str) -> float:
        page = "\n".join([header, whole, whole, whole, last]).encode()
        began = process_time()
        read_or_refuse("a.csv", page)
        return process_time() - began

    seconds(whole)

    assert seconds(short) < 40 * seconds(whole)
