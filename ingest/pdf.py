"""PDF reports and result books: text in reading order, tables joined over pages, running heads told apart."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from statistics import median

from ingest.captions import is_boilerplate, is_caption
from ingest.files import RefusedError
from ingest.lines import ends_sentence
from ingest.parsed import Metadata, Parsed
from ingest.pdf_page import Part, PdfLine, PdfTable, read_page
from ingest.writer import Writer
from retriever.types import BlockKind, DocumentKind

MAX_PAGES = 1000
_EDGE_LINES = 3  # a running head or foot stands among so many lines of the page's edge
_MIN_REPEATS = 2
_HEADING_SIZE = 1.15  # of the body's size
_PARAGRAPH_GAP = 0.7  # of the line's size: a wider gap below a line ends the paragraph
_MAX_CAPTION_CHARS = 120
_MAX_HEADING_CHARS = 160

_Page = list[Part]


def parse_pdf(content: bytes) -> Parsed:
    """The text and tables of a PDF; raises RefusedError where it is broken, locked or only pictures."""
    pages, stated = _read(content)
    running = _running_lines(pages)
    parts = list(_joined([[part for part in page if _key(part) not in running] for page in pages]))
    if not parts:
        raise RefusedError("a PDF without text: scanned pages are pictures, which this does not read")
    sizes = [part.size for part in parts if isinstance(part, PdfLine) for _ in part.words]
    body = median(sizes) if sizes else 0.0
    writer = Writer()
    known = {word.text.lower() for part in parts if isinstance(part, PdfLine) for word in part.words}
    title = _write(writer, parts, body, known)
    for line in sorted(running.values()):
        writer.outline.close(1)
        writer.paragraph(line, BlockKind.BOILERPLATE)
    has_prose = any(block.kind is BlockKind.PARAGRAPH for block in writer.outline.blocks)
    kind = DocumentKind.RESULTS if writer.outline.grids and not has_prose else DocumentKind.ARTICLE
    return writer.parsed(kind, Metadata(title=title or stated.title, author=stated.author))


def _read(content: bytes) -> tuple[list[_Page], Metadata]:
    import pdfplumber  # a second: only where a PDF is read
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(content)) as document:
            if len(document.pages) > MAX_PAGES:
                raise RefusedError(f"{len(document.pages):,} pages, more than the {MAX_PAGES:,} of one file: split it")
            pages = []
            for page in document.pages:
                pages.append(read_page(page))
                page.close()  # or every page's characters stay in memory
            return pages, _stated(document.metadata)
    except RefusedError:
        raise
    except PdfminerException as error:
        locked = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect)
        raise RefusedError("locked by a password" if locked else f"not readable as PDF: {error}") from error
    except Exception as error:  # pdfminer raises whatever its tokens lead it into
        raise RefusedError(f"not readable as PDF: {type(error).__name__}: {error}") from error


def _stated(metadata: object) -> Metadata:
    found = metadata if isinstance(metadata, dict) else {}
    words = {key: " ".join(value.split()) for key, value in found.items() if isinstance(value, str)}
    return Metadata(title=words.get("Title") or None, author=words.get("Author") or None)


def _key(part: Part) -> str | None:
    """What a running line has in common with those of other pages: all but its figures."""
    return re.sub(r"\d+", "#", part.text) if isinstance(part, PdfLine) else None


def _running_lines(pages: Sequence[_Page]) -> dict[str | None, str]:
    """Lines at the edge of most pages, by their key, as they first stand."""
    first: dict[str | None, str] = {}
    counts: Counter[str | None] = Counter()
    for page in pages:
        edges = [*page[:_EDGE_LINES], *page[-_EDGE_LINES:]]
        keys = {key: part.text for part in edges if isinstance(part, PdfLine) and (key := _key(part))}
        counts.update(keys.keys())
        for key, text in keys.items():
            first.setdefault(key, text)
    needed = max(_MIN_REPEATS, (len(pages) + 1) // 2)
    return {key: text for key, text in first.items() if counts[key] >= needed}


def _joined(pages: Sequence[_Page]) -> Iterator[Part]:
    """All parts in order; a table that goes on over the next page is one, its repeated header dropped."""
    waiting: PdfTable | None = None
    for page in pages:
        for index, part in enumerate(page):
            if waiting is not None and isinstance(part, PdfTable) and index == 0 and _continues(waiting, part):
                rows = part.rows[1:] if part.rows[0] == waiting.rows[0] else part.rows
                waiting = PdfTable(waiting.rows + rows)
                continue
            if waiting is not None:
                yield waiting
            waiting = part if isinstance(part, PdfTable) else None
            if waiting is None:
                yield part
    if waiting is not None:
        yield waiting


def _continues(table: PdfTable, below: PdfTable) -> bool:
    return len(table.rows[0]) == len(below.rows[0])


def _write(writer: Writer, parts: Sequence[Part], body: float, known: set[str]) -> str | None:
    """Write headings, paragraphs and tables; returns the title, the largest line before the first other part."""
    title: str | None = None
    at = 0
    while at < len(parts):
        part = parts[at]
        if isinstance(part, PdfTable):
            writer.table(part.rows, header_rows=None)
            at += 1
            continue
        end = _paragraph_end(parts, at, body)
        text = _text_of([line for line in parts[at:end] if isinstance(line, PdfLine)], known)
        below = parts[end] if end < len(parts) else None
        if part.size > _HEADING_SIZE * body and len(text) <= _MAX_HEADING_CHARS:
            if title is None and not writer.outline.blocks:
                title = text
                writer.title(text)
            else:
                writer.heading(text)
        elif isinstance(below, PdfTable) and _is_table_caption(text):
            writer.table(below.rows, header_rows=None, caption=text)
            end += 1
        else:
            writer.paragraph(text)
        at = end
    return title


def _is_table_caption(text: str) -> bool:
    return len(text) <= _MAX_CAPTION_CHARS and not ends_sentence(text.rstrip(":"))


def _paragraph_end(parts: Sequence[Part], at: int, body: float) -> int:
    """Index after the last line of the paragraph or heading that begins here."""
    end = at + 1
    first = parts[at]
    widest = max((_right(part) for part in parts if isinstance(part, PdfLine)), default=0.0)
    while end < len(parts) and isinstance(first, PdfLine):
        line, above = parts[end], parts[end - 1]
        if not isinstance(line, PdfLine) or not isinstance(above, PdfLine) or abs(line.size - first.size) > 0.5:
            break
        gap = line.top - above.bottom
        over_a_page = gap < 0
        stopped = ends_sentence(above.text)
        short = _right(above) < 0.75 * widest
        if gap > _PARAGRAPH_GAP * line.size or (over_a_page and stopped) or (short and (stopped or first.size > body)):
            break
        if short and line.text[:1].isupper() and not stopped:
            break  # a list or a cross head: full lines alone are wrapped
        if is_caption(above.text) or is_boilerplate(above.text):
            break
        end += 1
    return end


def _right(line: PdfLine) -> float:
    return line.words[-1].x1


def _text_of(lines: Sequence[PdfLine], known: set[str]) -> str:
    """The lines as one text; a word parted at a line's end is joined, its hyphen kept unless `known` has it bare."""
    text = ""
    for line in lines:
        if text.endswith("-") and text[-2:-1].isalpha() and line.text[:1].islower():
            parted = text.rsplit(" ", 1)[-1][:-1] + line.words[0].text
            bare = re.sub(r"\W+$", "", parted).lower()
            text = text[:-1] if bare in known else text
            text += line.text
        else:
            text = f"{text} {line.text}".strip()
    return text
