"""Which parser reads a file: its content decides, its suffix where the content leaves it open."""

from collections.abc import Callable
from pathlib import PurePath

from ingest.delimited import parse_delimited
from ingest.files import RefusedError
from ingest.front_matter import read_front_matter
from ingest.markup import looks_like_encyclopedia, looks_like_markdown, parse_encyclopedia, parse_markdown
from ingest.parsed import Parsed
from ingest.report import parse_report
from ingest.web_page import looks_like_html, parse_web_page

TEXT_SUFFIXES = frozenset({"", ".txt", ".text", ".md", ".markdown", ".wiki"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
TABLE_SUFFIXES = frozenset({".csv", ".tsv"})
BOOK_SUFFIXES = frozenset({".xlsx"})
OTHER_SUFFIXES = frozenset({".json", ".xml", ".rss", ".atom", ".pdf", ".zip"})
READABLE = TEXT_SUFFIXES | PAGE_SUFFIXES | TABLE_SUFFIXES | BOOK_SUFFIXES | OTHER_SUFFIXES


def require_readable(name: str) -> None:
    """RefusedError where the suffix of `name` is none that any parser reads."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in READABLE:
        raise RefusedError(f"unsupported format {suffix}: this reads {', '.join(sorted(READABLE - {''}))}")


def parse(name: str, text: str) -> Parsed:
    """The piece of coverage in a text, table or page called `name`; raises RefusedError where it holds none."""
    return _parser(name, text)(text)


def _parser(name: str, text: str) -> Callable[[str], Parsed]:
    suffix = PurePath(name).suffix.lower()
    if suffix in TABLE_SUFFIXES:
        return parse_delimited
    if suffix in PAGE_SUFFIXES or looks_like_html(text):
        return parse_web_page
    if suffix in (".md", ".markdown") or text.startswith("---") or looks_like_markdown(text):
        return parse_encyclopedia if looks_like_encyclopedia(text) else _parse_page
    return parse_encyclopedia if looks_like_encyclopedia(text) else parse_report


def _parse_page(text: str) -> Parsed:
    metadata, start = read_front_matter(text)
    return parse_markdown(text, start, metadata)
