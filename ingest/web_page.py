"""Saved HTML news pages: main text by trafilatura, tables from the DOM, metadata as stated."""

import re
from collections.abc import Sequence

from lxml import etree, html  # type: ignore[import-untyped, unused-ignore] # lxml publishes no type information

from ingest.files import RefusedError
from ingest.parsed import Parsed
from ingest.web_metadata import Post, read_metadata, read_posts
from ingest.web_tables import WebTable, read_tables
from ingest.writer import Writer
from retriever.types import DocumentKind

_MAX_CHARS = 5_000_000  # of HTML; larger pages are archives of many
_POST_HEADING_LEVEL = 3  # below the stamp
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
    posts = read_posts(page)
    if posts:
        _write_posts(writer, posts, metadata.title)
    else:
        _write(writer, _main_text(text), read_tables(page), metadata.title)
    if not writer.outline.blocks:
        raise RefusedError("a web page without an article: no main text and no table was found")
    return writer.parsed(DocumentKind.LIVE_BLOG if posts else DocumentKind.ARTICLE, metadata)


def _main_text(text: str) -> Sequence[tuple[int, str]]:
    """Headings (level, text) and paragraphs (0, text) of the article, in order."""
    import trafilatura  # type: ignore[import-untyped, unused-ignore] # half a second: only where a page is read

    # With tables, though they are read from the DOM: without them short pages fall back to one run-on paragraph.
    found = trafilatura.extract(text, output_format="xml", include_tables=True, include_comments=False)
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


def _write_posts(writer: Writer, posts: Sequence[Post], title: str | None) -> None:
    if title:
        writer.title(title)
    for post in posts:
        writer.stamp(post.posted)
        if post.headline:
            writer.heading(post.headline, _POST_HEADING_LEVEL)
        for paragraph in post.paragraphs:
            writer.paragraph(paragraph)


def _write(writer: Writer, parts: Sequence[tuple[int, str]], tables: Sequence[WebTable], title: str | None) -> None:
    """The article with each table at the end of the section whose heading stands before it on the page."""
    headings = {words for level, words in parts if level}
    waiting = list(tables)
    current = title if title in headings else None
    for level, words in parts:
        if level:
            waiting = _write_tables(writer, waiting, current)
            current = words
            if words == title and not writer.outline.blocks:
                writer.title(words)
            else:
                writer.heading(words, level)
        else:
            writer.paragraph(words)
    waiting = _write_tables(writer, waiting, current)
    for table in waiting:
        writer.outline.close(1)
        _write_table(writer, table)


def _write_tables(writer: Writer, tables: Sequence[WebTable], heading: str | None) -> list[WebTable]:
    for table in tables:
        if table.heading == heading:
            _write_table(writer, table)
    return [table for table in tables if table.heading != heading]


def _write_table(writer: Writer, table: WebTable) -> None:
    writer.table(table.records, header_rows=table.header_rows, caption=table.caption)
