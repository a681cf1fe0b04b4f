"""Saved HTML news pages: main text by trafilatura, tables from the DOM, metadata as stated."""

import re
from collections.abc import Sequence

from lxml import etree, html

from ingest.files import RefusedError
from ingest.parsed import Parsed
from ingest.schema_org import write_event, write_posts
from ingest.web_metadata import read_events, read_metadata, read_posts
from ingest.web_posts import take_posts
from ingest.web_tables import WebTable, read_tables
from ingest.writer import Writer
from retriever.types import DocumentKind

_MAX_CHARS = 5_000_000  # of HTML; larger pages are archives of many
_LEVELS = re.compile(r"h([1-6])")
_LOOKS_LIKE_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)


def looks_like_html(text: str) -> bool:
    """Whether the text begins like a web page."""
    return bool(_LOOKS_LIKE_HTML.match(text[:2000]))


def parse_web_page(text: str) -> Parsed:
    """The page's article; its text is the extracted one, a paragraph a line, tables as pipe tables."""
    if len(text) > _MAX_CHARS:
        raise RefusedError(f"{len(text):,} characters of HTML, more than the {_MAX_CHARS:,} of one page")
    try:
        page = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.LxmlError, ValueError) as error:
        raise RefusedError(f"not readable as HTML: {error}") from error
    metadata = read_metadata(page)
    writer = Writer()
    stated = read_posts(page)
    posts = stated or take_posts(page)
    if stated:
        if metadata.title:
            writer.title(metadata.title)
    else:
        around = html.tostring(page, encoding="unicode") if posts else text
        _write(writer, _main_text(around), read_tables(page), metadata.title)
    if posts:
        writer.outline.close(1)
        write_posts(writer, posts)
    else:
        for event in read_events(page):
            write_event(writer, event)
    if not writer.outline.blocks:
        raise RefusedError("a web page without an article: no main text and no table was found")
    return writer.parsed(DocumentKind.LIVE_BLOG if posts else DocumentKind.ARTICLE, metadata)


def _main_text(text: str) -> Sequence[tuple[int, str]]:
    """Headings (level, text) and paragraphs (0, text) of the article, in order."""
    import trafilatura  # half a second: only where a page is read

    # With tables, though they are read from the DOM: without them short pages fall back to one run-on paragraph.
    try:
        found = trafilatura.extract(text, output_format="xml", include_tables=True, include_comments=False)
    except etree.LxmlError:  # it writes an attribute as the page has it, <p w8>, and cannot read its own XML then
        plain = trafilatura.extract(text, output_format="txt", include_tables=False, include_comments=False) or ""
        return [(0, words) for line in plain.splitlines() if (words := " ".join(line.split()))]
    if not found:
        return []
    main = etree.fromstring(found.encode()).find("main")
    parts = []
    for element in main.iter("head", "p", "item", "quote") if main is not None else ():
        if (element.tag == "quote" and len(element)) or next(element.iterancestors("table"), None) is not None:
            continue  # a quote's paragraphs come by themselves
        words = " ".join("".join(element.itertext()).split())
        level = _LEVELS.fullmatch(element.get("rend") or "")
        if words:
            parts.append((int(level[1]) if level else 2, words) if element.tag == "head" else (0, words))
    return parts


def _write(writer: Writer, parts: Sequence[tuple[int, str]], tables: Sequence[WebTable], title: str | None) -> None:
    """The article with each table where the page has it: after the nearest of the article's texts before it."""
    places = _places(parts, tables)
    _write_tables(writer, tables, places, -1, title)
    heading = title
    for at, (level, words) in enumerate(parts):
        if level and words == title and not writer.outline.blocks:
            writer.title(words)
        elif level:
            writer.heading(words, level)
            heading = words
        else:
            writer.paragraph(words)
        _write_tables(writer, tables, places, at, heading)


def _places(parts: Sequence[tuple[int, str]], tables: Sequence[WebTable]) -> list[int]:
    """For each table the index of the part it follows: -1 where it opens the article."""
    index = {words: at for at, (_, words) in reversed(list(enumerate(parts)))}
    return [next((index[words] for words in table.before if words in index), -1) for table in tables]


def _write_tables(
    writer: Writer, tables: Sequence[WebTable], places: Sequence[int], at: int, heading: str | None
) -> None:
    for table, place in zip(tables, places, strict=True):
        if place != at:
            continue
        if table.heading and table.heading[1] != heading and not _is_open(writer, table.heading[1]):
            writer.heading(table.heading[1], table.heading[0])  # the extraction of the main text left it out
        writer.table(table.records, header_rows=table.header_rows, caption=table.caption)


def _is_open(writer: Writer, heading: str) -> bool:
    return heading in writer.outline.section
