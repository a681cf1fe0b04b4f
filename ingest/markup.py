"""Pages with headings, infoboxes, lists and pipe tables: encyclopedia markup and Markdown."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.captions import is_boilerplate, is_caption
from ingest.lines import Line, ends_sentence, has_words, is_stamp, lines_of
from ingest.outline import Outline, shortened
from ingest.parsed import Metadata, Parsed
from ingest.pipe_tables import read_grid, table_end
from retriever.text import sentence_bounds
from retriever.types import BlockKind, DocumentKind

_ENCYCLOPEDIA_HEADING = re.compile(r"(?P<mark>={1,6})\s*(?P<title>[^=\s].*?)\s*(?P=mark)")
_MARKDOWN_HEADING = re.compile(r"(?P<mark>#{1,6})\s+(?P<title>.*?)\s*#*")
_FIELD = re.compile(r"[-*|]\s*(?P<field>[^:|]{1,60}:\s*\S.*)")
_LIST_ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+(?P<item>\S.*)|>\s*(?P<quote>\S.*)")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\([^)]*\)")
# "  - Global records before …**" (a list mark and half of a bold one are left) and "**Table 1: …**".
_BOLD_LINE = re.compile(r"(?:[-*•]\s+)?(?:\*\*|__|''')?(?P<caption>[^*_|]+?)(?:\*\*|__|''')")
_STAMPED = re.compile(r"(?P<stamp>[\d:.'’+ ]+(?: ?[apAP]\.?[mM]\.?)?(?: [A-Z]{2,5})?)(?:\s*[-–—|:]\s+\S.*)?")
_MAX_CAPTION_CHARS = 140
_MAX_CAPTION_WORDS = 10  # of a line by itself above a table
_MIN_POSTS = 3


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page and how its headings look."""

    lines: Sequence[Line]
    heading: Callable[[Line], tuple[int, Line] | None]
    joins_lines: bool


def looks_like_encyclopedia(text: str) -> bool:
    """Whether headings between equals signs carry the page: the first line is one, or two lines are."""
    lines = [line for line in lines_of(text) if line.text]
    headings = [_ENCYCLOPEDIA_HEADING.fullmatch(line.text) is not None for line in lines]
    return bool(headings) and (headings[0] or sum(headings) > 1)


def looks_like_markdown(text: str) -> bool:
    """Whether `#` headings carry the page."""
    lines = [line for line in lines_of(text) if line.text]
    headings = [_MARKDOWN_HEADING.fullmatch(line.text) is not None for line in lines]
    return bool(headings) and (headings[0] or sum(headings) > 1)


def parse_encyclopedia(text: str) -> Parsed:
    """An encyclopedia page: each line a paragraph, an infobox of `- Key: value` lines."""
    page = _Page(lines_of(text), _heading_reader(_ENCYCLOPEDIA_HEADING), joins_lines=False)
    return _parse(text, page, DocumentKind.REFERENCE)


def parse_markdown(text: str, start: int = 0, metadata: Metadata | None = None) -> Parsed:
    """A Markdown page from `start` on (after front matter): lines up to a blank one are one paragraph."""
    lines = [line for line in lines_of(text) if line.start >= start]
    page = _Page(lines, _heading_reader(_MARKDOWN_HEADING), joins_lines=True)
    parsed = _parse(text, page, DocumentKind.ARTICLE)
    return replace(parsed, metadata=parsed.metadata.overridden_by(metadata or Metadata()))


def _heading_reader(pattern: re.Pattern[str]) -> Callable[[Line], tuple[int, Line] | None]:
    def read(line: Line) -> tuple[int, Line] | None:
        match = pattern.fullmatch(line.text)
        if not match or not match["title"]:
            return None
        start, end = line.start + match.start("title"), line.start + match.end("title")
        return len(match["mark"]), Line(match["title"], start, end)

    return read


def _parse(text: str, page: _Page, kind: DocumentKind) -> Parsed:
    outline, fields = Outline(), list[tuple[str, str]]()
    title = _title_line(page)
    at = 0
    while at < len(page.lines):
        at = _read_block(page, at, outline, fields, title)
    posts = {block.start for block in outline.blocks if block.kind is BlockKind.HEADING and block.posted}
    if len(posts) >= _MIN_POSTS:
        kind = DocumentKind.LIVE_BLOG
    metadata = Metadata(title=title.text if title else _first_sentence(text, outline))
    return Parsed(text, kind, tuple(outline.blocks), tuple(outline.grids), metadata, tuple(fields))


def _title_line(page: _Page) -> Line | None:
    """The first heading, if no other is above it in rank."""
    headings = [found for line in page.lines if line.text and (found := page.heading(line))]
    if not headings or headings[0][0] > min(level for level, _ in headings) or is_stamp(headings[0][1].text):
        return None
    first = next(line for line in page.lines if line.text)
    is_only_one_of_its_rank = sum(level == headings[0][0] for level, _ in headings) == 1
    return headings[0][1] if is_only_one_of_its_rank or page.heading(first) else None


def _first_sentence(text: str, outline: Outline) -> str | None:
    prose = [block for block in outline.blocks if block.kind is BlockKind.PARAGRAPH] or outline.blocks
    if not prose:
        return None
    start, end = sentence_bounds(text, prose[0].start, prose[0].end)[0]
    return shortened(text[start:end])


def _read_block(page: _Page, at: int, outline: Outline, fields: list[tuple[str, str]], title: Line | None) -> int:
    """Add the block that begins at line `at`; the index of the line after it."""
    line = page.lines[at]
    if not has_words(line.text) or line.text.lower() == "infobox":
        return at + 1
    if found := page.heading(line):
        _add_heading(outline, *found, title)
        return at + 1
    if (end := table_end(page.lines, at)) > at:
        caption = _caption_above(page, at, outline)
        outline.add_grid(read_grid(page.lines[at:end], outline.section, caption))
        return end
    if _is_in_infobox(page, at, outline) and (match := _FIELD.fullmatch(line.text)):
        outline.add(BlockKind.FIELD, line.start + match.start("field"), line.end)
        key, _, value = match["field"].partition(":")
        fields.append((key.strip(), value.strip()))
        return at + 1
    return _read_paragraph(page, at, outline)


def _add_heading(outline: Outline, level: int, heading: Line, title: Line | None) -> None:
    if title is not None and heading.start == title.start:
        outline.add_title(heading)
        return
    match = _STAMPED.fullmatch(heading.text)
    stamp = match["stamp"].strip() if match else ""
    if stamp and is_stamp(stamp):
        outline.add_stamp(heading, level, stamp)
        return
    if outline.posted and level <= _post_level(outline):
        outline.posted = None
    outline.add_heading(heading, level)


def _post_level(outline: Outline) -> int:
    stamps = [block.level for block in outline.blocks if block.kind is BlockKind.HEADING and block.posted]
    return stamps[0] if stamps else 0


def _is_in_infobox(page: _Page, at: int, outline: Outline) -> bool:
    """Whether only fields stand between this line and the bare word "Infobox"."""
    above = page.lines[at - 1] if at else None
    if above is None or above.text.lower() == "infobox":
        return above is not None
    last = outline.blocks[-1] if outline.blocks else None
    return last is not None and last.kind is BlockKind.FIELD and last.end == above.end


def _read_paragraph(page: _Page, at: int, outline: Outline) -> int:
    line = page.lines[at]
    if match := _IMAGE.fullmatch(line.text):
        if match["alt"]:
            outline.add(BlockKind.CAPTION, line.start + match.start("alt"), line.start + match.end("alt"))
        return at + 1
    if caption := _table_caption(page, at):
        outline.add(BlockKind.CAPTION, caption.start, caption.end)
        return at + 1
    item = _LIST_ITEM.fullmatch(line.text)
    start = line.start + item.start("item" if item["item"] else "quote") if item else line.start
    end = at + 1
    while page.joins_lines and end < len(page.lines) and _continues(page, end):
        end += 1
    span = start, page.lines[end - 1].end
    outline.add(_paragraph_kind(line.text), *span)
    return end


def _continues(page: _Page, at: int) -> bool:
    line = page.lines[at]
    return bool(
        has_words(line.text)
        and not page.heading(line)
        and not _LIST_ITEM.fullmatch(line.text)
        and not _IMAGE.fullmatch(line.text)
        and not _table_caption(page, at)
        and table_end(page.lines, at) == at
    )


def _paragraph_kind(text: str) -> BlockKind:
    if is_boilerplate(text):
        return BlockKind.BOILERPLATE
    return BlockKind.CAPTION if is_caption(text) else BlockKind.PARAGRAPH


def _table_caption(page: _Page, at: int) -> Line | None:
    """The caption that line `at` is, if a table follows it: bold, or a short line above without a full stop."""
    line = page.lines[at]
    below = next((i for i in range(at + 1, len(page.lines)) if page.lines[i].text), None)
    if below is None or len(line.text) > _MAX_CAPTION_CHARS or table_end(page.lines, below) == below:
        return None
    if match := _BOLD_LINE.fullmatch(line.text):
        start = line.start + match.start("caption")
        return Line(match["caption"], start, start + len(match["caption"]))
    alone = at == 0 or not page.lines[at - 1].text
    is_near = below == at + 1 or (alone and len(line.text.split()) <= _MAX_CAPTION_WORDS)
    begins = line.text[:1].isupper() or line.text[:1].isdigit()
    return line if is_near and begins and not ends_sentence(line.text.rstrip(":")) else None


def _caption_above(page: _Page, at: int, outline: Outline) -> str | None:
    last = outline.blocks[-1] if outline.blocks else None
    above = next((page.lines[i] for i in range(at - 1, -1, -1) if page.lines[i].text), None)
    if last is None or above is None or last.kind is not BlockKind.CAPTION or not above.start <= last.start < above.end:
        return None
    return above.text[last.start - above.start : last.end - above.start].strip(" :")
