"""Plain-text reports and live blogs: no markup tells title, heading, caption and stamp apart, only how a line reads."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.captions import is_boilerplate, is_caption, is_scene
from ingest.front_matter import read_header
from ingest.lines import Line, ends_sentence, has_words, is_stamp, iso_day, lines_of
from ingest.outline import Outline, shortened
from ingest.parsed import Metadata, Parsed
from ingest.pipe_tables import read_grid, table_end
from ingest.spaced_tables import read_spaced_grid, spaced_table_end
from retriever.text import sentence_bounds
from retriever.types import BlockKind, DocumentKind

_MIN_POSTS = 3  # fewer stamps are a timetable or a dateline
_TITLE_WITHIN = 5  # a headline stands among the first lines or nowhere
_MAX_TITLE_CHARS = 160
_MAX_CROSS_HEAD_CHARS = 80
_MAX_POST_HEAD_CHARS = 130
_BYLINE = re.compile(
    r"(?P<title>.+?),? by (?P<author>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3})"
    r"(?:,? for (?P<outlet>[A-Z][\w .&'’-]{1,40}))?"
)
_MINUTE = re.compile(r"['’′]$")
# What stands where the minute does, between two halves or before and after them; with the score behind it, it may.
_PERIOD = re.compile(
    r"(?:KO|HT|FT|AET|ET|PENS|kick[- ]?off|half[- ]?time|full[- ]?time|extra time|penalties)"
    r"(?:[:,–—-]? .{0,30}\d{1,3} ?[-–] ?\d{1,3}.{0,30})?[.!:]?",
    re.I,
)
_CROSS_HEAD_LEVEL, _STAMP_LEVEL, _POST_HEAD_LEVEL = 2, 3, 4
_WRAP_CHARS = range(50, 101)  # lines of hard-wrapped text end within these columns


def parse_report(text: str) -> Parsed:
    """A report: paragraphs between blank lines or one a line; posts where stamps stand alone."""
    stated, start = read_header(text)
    lines = [line for line in lines_of(text) if line.start >= start]
    stamps = [index for index, line in enumerate(lines) if is_stamp(line.text)]
    is_blog = len(stamps) >= _MIN_POSTS
    if is_blog and any(_MINUTE.search(lines[at].text) for at in stamps):
        stamps = [index for index, line in enumerate(lines) if is_stamp(line.text) or _PERIOD.fullmatch(line.text)]
    prose_end = stamps[0] if is_blog else len(lines)
    title = _title(lines, prose_end)
    outline = Outline()
    published = _read_report(lines[:prose_end], outline, title, text, before_posts=is_blog)
    for at, until in zip(stamps, [*stamps[1:], len(lines)], strict=True) if is_blog else ():
        _read_post(lines[at], lines[at + 1 : until], outline, text)
    kind = DocumentKind.LIVE_BLOG if is_blog else DocumentKind.ARTICLE
    metadata = _headline(title.text) if title else Metadata(title=_first_sentence(text, outline))
    metadata = replace(metadata, published_at=published).overridden_by(stated)
    return Parsed(text, stated.kind or kind, tuple(outline.blocks), tuple(outline.grids), metadata)


def _title(lines: Sequence[Line], prose_end: int) -> Line | None:
    """The first line that reads like a headline. After a paragraph only one between blank lines counts."""
    filled = [index for index, line in enumerate(lines[:prose_end]) if has_words(line.text)][:_TITLE_WITHIN]
    after_prose = False
    for index in filled:
        line = lines[index]
        if iso_day(line.text) or is_caption(line.text) or is_boilerplate(line.text):
            continue
        if ends_sentence(line.text) and not line.text.endswith("?"):
            after_prose = True
            continue
        stands_alone = (index == 0 or not lines[index - 1].text) and not _text_at(lines, index + 1)
        if len(line.text) <= _MAX_TITLE_CHARS and _has_more(lines, index) and (stands_alone or not after_prose):
            return line
    return None


def _headline(text: str) -> Metadata:
    """Title, author and publisher of a headline: "…, by Joe Zochert for RunBlogRun" names all three."""
    match = _BYLINE.fullmatch(text)
    if not match:
        return Metadata(title=text)
    return Metadata(title=match["title"], author=match["author"], publisher=match["outlet"])


def _text_at(lines: Sequence[Line], index: int) -> str:
    return lines[index].text if 0 <= index < len(lines) else ""


def _has_more(lines: Sequence[Line], index: int) -> bool:
    return any(line.text for line in lines[index + 1 :])


def _first_sentence(text: str, outline: Outline) -> str | None:
    prose = [block for block in outline.blocks if block.kind is BlockKind.PARAGRAPH] or outline.blocks
    if not prose:
        return None
    start, end = sentence_bounds(text, prose[0].start, prose[0].end)[0]
    return shortened(text[start:end])


def _read_report(
    lines: Sequence[Line], outline: Outline, title: Line | None, text: str, *, before_posts: bool
) -> str | None:
    """Add the blocks of a report; returns the date it begins with, if a line is nothing but a date."""
    published = None
    at = 0
    while at < len(lines):
        line = lines[at]
        if (end := _add_table(lines, at, outline, text)) > at:
            at = end
            continue
        if line.text and title is not None and line.start == title.start:
            outline.add_title(line)
        elif line.text and (day := iso_day(line.text)) and at <= _TITLE_WITHIN:
            published = published or day
        elif line.text and _is_cross_head(lines, at, before_posts=before_posts):
            outline.add_heading(line, _CROSS_HEAD_LEVEL)
        elif has_words(line.text):
            end = _wrapped_end(lines, at)
            outline.add(_kind(line.text), line.start, lines[end - 1].end)
            at = end
            continue
        at += 1
    return published


def _add_table(lines: Sequence[Line], at: int, outline: Outline, text: str) -> int:
    """Add the table that begins at line `at`; the index of the line after it, `at` where none does."""
    if (end := table_end(lines, at)) > at:
        outline.add_grid(read_grid(lines[at:end], outline.section, None))
    elif (end := spaced_table_end(lines, at, text)) > at:
        outline.add_grid(read_spaced_grid(lines[at:end], outline.section, text))
    return end


def _kind(text: str) -> BlockKind:
    if is_boilerplate(text):
        return BlockKind.BOILERPLATE
    return BlockKind.CAPTION if is_caption(text) else BlockKind.PARAGRAPH


def _is_cross_head(lines: Sequence[Line], at: int, *, before_posts: bool) -> bool:
    """A short line without a full stop between two paragraphs that have one; or the last line before the posts."""
    line = lines[at]
    if ends_sentence(line.text) or len(line.text) > _MAX_CROSS_HEAD_CHARS or not line.text[:1].isupper():
        return False
    if _kind(line.text) is not BlockKind.PARAGRAPH or is_scene(line.text) or "," in line.text[-1:]:
        return False
    above = next((lines[i].text for i in range(at - 1, -1, -1) if lines[i].text), "")
    below = next((lines[i].text for i in range(at + 1, len(lines)) if lines[i].text), "")
    if not below:
        return before_posts and ends_sentence(above)
    return ends_sentence(above) and ends_sentence(below) and len(below) > len(line.text) and not _is_wrapped(lines, at)


def _wrapped_end(lines: Sequence[Line], at: int) -> int:
    """Index after the last line of the paragraph: hard-wrapped lines are one, otherwise each line is its own."""
    end = at + 1
    while _is_wrapped(lines, end - 1) and _text_at(lines, end):
        end += 1
    return end


def _is_wrapped(lines: Sequence[Line], at: int) -> bool:
    """Whether the line was broken only because it was full: the next line's first word would not have fitted."""
    line, following = lines[at].text, _text_at(lines, at + 1)
    if not following or len(line) not in _WRAP_CHARS or (ends_sentence(line) and following[:1].isupper()):
        # A full stop at the very end of a wrapped line is rare enough to end the paragraph there.
        return False
    return following[:1].islower() or len(line) + 1 + len(following.split()[0]) > max(_WRAP_CHARS.start, 66)


def _read_post(stamp: Line, lines: Sequence[Line], outline: Outline, text: str) -> None:
    outline.add_stamp(stamp, _STAMP_LEVEL)
    filled = [line for line in lines if has_words(line.text)]
    heading = _post_heading(filled)
    if heading is not None:
        outline.add_heading(heading, _POST_HEAD_LEVEL)
    at = 0
    while at < len(lines):
        line = lines[at]
        if (end := _add_table(lines, at, outline, text)) > at:
            at = end
            continue
        if has_words(line.text) and (heading is None or line.start != heading.start):
            kind = _kind(line.text)
            scene = kind is BlockKind.PARAGRAPH and is_scene(line.text)
            outline.add(BlockKind.CAPTION if scene else kind, line.start, line.end)
        at += 1


def _post_heading(filled: Sequence[Line]) -> Line | None:
    """The first line of a post, unless it is a sentence or a caption: "FINAL LAP", "Here we go!", "X: “…”"."""
    if not filled:
        return None
    first = filled[0]
    is_sentence = first.text.endswith((".", ".”", ".’"))
    if is_sentence or len(first.text) > _MAX_POST_HEAD_CHARS or is_caption(first.text) or is_boilerplate(first.text):
        return None
    return first


