"""Tables of a web page: spans resolved, headers told, layout tables left out."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from retriever.nations import is_nation

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEXTS = ("p", "li", "blockquote")
_NEAREST = 60  # texts before a table among which one of the article's is looked for
_NO_COVERAGE = frozenset({"nav", "footer", "aside", "form", "header"})
_MAX_SPAN = 50  # a cell that says it spans more is a mistake or an attack
_MAX_CELLS = 500_000


@dataclass(frozen=True, slots=True)
class WebTable:
    """A table as records of equal meaning: every cell stands wherever it spans."""

    records: tuple[tuple[str, ...], ...]
    header_rows: int | None
    caption: str | None
    heading: tuple[int, str] | None = None
    """Level and text of the nearest heading before the table."""
    before: tuple[str, ...] = ()
    """Headings and paragraphs that stand before it on the page, the nearest first."""


def read_tables(page: HtmlElement) -> list[WebTable]:
    """The data tables of a page in order: at least two rows and two columns, no table inside, no navigation around."""
    found = []
    heading: tuple[int, str] | None = None
    before: deque[str] = deque(maxlen=_NEAREST)
    for element in page.iter(*_HEADINGS, *_TEXTS, "table"):
        if element.tag == "table":
            if next(element.iterdescendants("table"), None) is None and not _is_furniture(element):
                table = replace(_read_table(element), heading=heading, before=tuple(reversed(before)))
                if len(table.records) > 1 and max(map(len, table.records)) > 1:
                    found.append(table)
        elif words := _text(element):
            before.append(words)
            heading = (int(element.tag[1]), words) if element.tag in _HEADINGS else heading
    return found


def records_of(element: HtmlElement) -> WebTable:
    """One table by itself, without the heading above it."""
    return _read_table(element)


def _is_furniture(element: HtmlElement) -> bool:
    inside = any(parent.tag in _NO_COVERAGE for parent in element.iterancestors())
    return inside or element.get("role") == "presentation"


def _read_table(element: HtmlElement) -> WebTable:
    rows = list(element.iter("tr"))
    records = tuple(tuple(record) for record in _records(rows) if any(record))
    caption = next(element.iter("caption"), None)
    heads = 0
    while heads < len(rows) and _is_header(rows[heads]):
        heads += 1
    header_rows = heads if 0 < heads < len(records) else None
    return WebTable(records, header_rows, _text(caption) if caption is not None else None)


def _is_header(row: HtmlElement) -> bool:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    in_head = any(parent.tag == "thead" for parent in row.iterancestors())
    return bool(cells) and (in_head or all(cell.tag == "th" for cell in cells))


def _records(rows: list[HtmlElement]) -> Iterator[list[str]]:
    """Texts of each row; a spanning cell is repeated in every row and column that it covers."""
    below: dict[int, tuple[int, str]] = {}  # column → rows still to fill, and with what
    written = 0
    for row in rows:
        record: list[str] = []
        for cell in (child for child in row if child.tag in ("td", "th")):
            _fill(record, below)
            text = _cell_text(cell)
            down = _span(cell, "rowspan")
            for _ in range(_span(cell, "colspan")):
                if down > 1:
                    below[len(record)] = (down - 1, text)
                record.append(text)
        _fill(record, below)
        written += len(record)
        if written > _MAX_CELLS:
            return
        yield record


def _fill(record: list[str], below: dict[int, tuple[int, str]]) -> None:
    while len(record) in below:
        left, text = below.pop(len(record))
        if left > 1:
            below[len(record)] = (left - 1, text)
        record.append(text)


def _span(cell: HtmlElement, name: str) -> int:
    printed = cell.get(name, "1").strip()
    return min(max(int(printed), 1), _MAX_SPAN) if printed.isascii() and printed.isdigit() else 1


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _cell_text(cell: HtmlElement) -> str:
    """The words of a cell; a flag's or badge's name stands in place of words, or in brackets behind a row's name."""
    words = _text(cell)
    shown = [" ".join((image.get("alt") or image.get("title") or "").split()) for image in cell.iter("img")]
    if not words:
        return " ".join(shown)
    nations = [name for name in shown if is_nation(name) and name not in words]
    return f"{words} ({nations[0]})" if nations else words
