"""Marked-up text inside other formats (feeds, ninjs, NewsML-G2): paragraphs, headings, captions and tables in order."""

from lxml import etree, html
from lxml.html import HtmlElement

from ingest.web_tables import records_of
from ingest.writer import Writer
from retriever.types import BlockKind

_HEADINGS = {f"{name}{level}": level for name in ("h", "hl") for level in range(1, 7)}
_BLOCKS = frozenset(
    "p div section article main li ul ol dl dt dd blockquote figure figcaption pre address body br hr td th tr center "
    "block nitf body.content body.head hedline byline abstract media-caption caption".split()
)
_SKIPPED = ("head", "script", "style", "template", "noscript", "iframe", "svg", "form", "button")
_CAPTIONS = frozenset({"figcaption", "media-caption"})
_MIN_LEVEL = 2
_PAGE = html.HTMLParser(encoding="utf-8")


def write_fragment(writer: Writer, marked: str, *, title: str | None = None, level: int = _MIN_LEVEL) -> None:
    """Add a fragment of HTML or NITF; a first heading or paragraph that repeats `title` is left out.

    `level` is that of its outermost headings.
    """
    try:
        page = html.document_fromstring(marked.encode(), parser=_PAGE)
    except (etree.LxmlError, ValueError, AssertionError):
        return
    for hidden in list(page.iter(*_SKIPPED)):
        hidden.drop_tree()
    _Walk(writer, title, level).read(page)


class _Walk:
    """One pass over the elements in order; text that no block element encloses is a paragraph too."""

    def __init__(self, writer: Writer, title: str | None, level: int) -> None:
        self._writer, self._title, self._level = writer, title, level
        self._words: list[str] = []
        self._open: list[str] = []  # headings and captions that the words stand in

    def read(self, page: HtmlElement) -> None:
        for event, element in etree.iterwalk(page, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if any(parent.tag == "table" for parent in element.iterancestors()):
                continue
            if event == "start":
                self._start(element, tag)
            else:
                self._end(element, tag)
        self._flush()

    def _start(self, element: HtmlElement, tag: str) -> None:
        if tag == "table":
            self._flush()
            _write_table(self._writer, element)
            return
        if tag in _BLOCKS or tag in _HEADINGS:
            self._flush()
        if tag in _HEADINGS or tag in _CAPTIONS:
            self._open.append(tag)
        if tag:
            self._words.append(element.text or "")

    def _end(self, element: HtmlElement, tag: str) -> None:
        if tag in _BLOCKS or tag in _HEADINGS:
            self._flush()
        if tag in _HEADINGS or tag in _CAPTIONS:
            self._open.pop()
        self._words.append(element.tail or "")

    def _flush(self) -> None:
        words, self._words = " ".join("".join(self._words).split()), []
        if not words or (words == self._title and not self._has_prose()):
            return  # some bodies begin with the headline again
        inside = self._open[-1] if self._open else ""
        if inside in _HEADINGS:
            self._writer.heading(words, _HEADINGS[inside] - _MIN_LEVEL + self._level)
        else:
            self._writer.paragraph(words, BlockKind.CAPTION if inside in _CAPTIONS else None)

    def _has_prose(self) -> bool:
        return any(block.kind is BlockKind.PARAGRAPH for block in self._writer.outline.blocks[-1:])


def _write_table(writer: Writer, element: HtmlElement) -> None:
    table = records_of(element)
    if len(table.records) > 1 and max(map(len, table.records)) > 1:
        writer.table(table.records, header_rows=table.header_rows, caption=table.caption)
    else:
        for record in table.records:  # a table for layout: its cells are the text
            for words in record:
                if words:
                    writer.paragraph(words)
