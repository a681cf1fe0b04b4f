"""Saved HTML news pages: main text by trafilatura, tables from the DOM, metadata as stated."""

import re
from collections.abc import Sequence

from lxml import etree, html  # type: ignore[import-untyped, unused-ignore] # lxml publishes no type information

from ingest.captions import is_boilerplate, is_caption
from ingest.files import RefusedError
from ingest.lines import Line
from ingest.outline import Outline
from ingest.parsed import Grid, Parsed
from ingest.pipe_tables import write_rows
from ingest.web_metadata import Post, read_metadata, read_posts
from ingest.web_tables import WebTable, read_tables
from retriever.types import BlockKind, DocumentKind

_MAX_CHARS = 5_000_000  # of HTML; larger pages are archives of many
_STAMP_LEVEL, _POST_HEADING_LEVEL = 2, 3
_LEVELS = re.compile(r"h([1-6])")
_LOOKS_LIKE_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S)


class _Writer:
    """The extracted text as it grows, with the outline that points into it."""

    def __init__(self) -> None:
        self.text = ""
        self.outline = Outline()

    def heading(self, text: str, level: int, title: str | None) -> None:
        line = self._line(text)
        if title is not None and text == title and not self.outline.blocks:
            self.outline.add_title(line)
        else:
            self.outline.add_heading(line, max(level, 2))

    def stamp(self, posted: str) -> None:
        self.outline.add_stamp(self._line(posted), _STAMP_LEVEL, posted)

    def paragraph(self, text: str) -> None:
        line = self._line(text)
        kind = BlockKind.CAPTION if is_caption(text) else BlockKind.PARAGRAPH
        self.outline.add(BlockKind.BOILERPLATE if is_boilerplate(text) else kind, line.start, line.end)

    def table(self, table: WebTable) -> None:
        if table.caption:
            line = self._line(table.caption)
            self.outline.add(BlockKind.CAPTION, line.start, line.end)
        rows, lines = write_rows(table.records, len(self.text))
        self.text += lines + "\n"
        self.outline.add_grid(Grid(rows, self.outline.section, table.caption, table.header_rows))

    def _line(self, text: str) -> Line:
        start = len(self.text)
        self.text += text + "\n\n"
        return Line(text, start, start + len(text))


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
    writer = _Writer()
    posts = read_posts(page)
    if posts:
        _write_posts(writer, posts, metadata.title)
    else:
        _write(writer, _main_text(text), read_tables(page), metadata.title)
    outline = writer.outline
    if not outline.blocks:
        raise RefusedError("a web page without an article: no main text and no table was found")
    kind = DocumentKind.LIVE_BLOG if posts else DocumentKind.ARTICLE
    return Parsed(writer.text, kind, tuple(outline.blocks), tuple(outline.grids), metadata)


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


def _write_posts(writer: _Writer, posts: Sequence[Post], title: str | None) -> None:
    if title:
        writer.heading(title, 1, title)
    for post in posts:
        writer.stamp(post.posted)
        if post.headline:
            writer.heading(post.headline, _POST_HEADING_LEVEL, None)
        for paragraph in post.paragraphs:
            writer.paragraph(paragraph)


def _write(writer: _Writer, parts: Sequence[tuple[int, str]], tables: Sequence[WebTable], title: str | None) -> None:
    """The article with each table at the end of the section whose heading stands before it on the page."""
    headings = {words for level, words in parts if level}
    waiting = list(tables)
    current = title if title in headings else None
    for level, words in parts:
        if level:
            waiting = _write_tables(writer, waiting, current)
            current = words
            writer.heading(words, level, title)
        else:
            writer.paragraph(words)
    waiting = _write_tables(writer, waiting, current)
    for table in waiting:
        writer.outline.close(1)
        writer.table(table)


def _write_tables(writer: _Writer, tables: Sequence[WebTable], heading: str | None) -> list[WebTable]:
    for table in tables:
        if table.heading == heading:
            writer.table(table)
    return [table for table in tables if table.heading != heading]
