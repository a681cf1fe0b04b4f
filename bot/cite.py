"""Citations: what an answer rests on, as spans of documents, numbered in the order of first use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encode

from bot.question.tables import Line, TableView
from bot.schema import Citation, CitedRow
from retriever.store import Store
from retriever.types import Document, Hit, Passage

CONTEXT_CHARS = 32  # of the W3C TextQuoteSelector's prefix and suffix: enough to tell two equal quotes apart
_LINE_MARK = re.compile(r"^\s*(?:#{1,6}|={2,6}|[-*+])\s+")
_EMPHASIS = re.compile(r"(\*\*|\*|__)(?=\S)(.+?)(?<=\S)\1")
_LONG_QUOTE_CHARS, _ENDS_WORDS = 300, 8  # a text fragment over this length names its first and last words instead


@dataclass(frozen=True)
class Span:
    """Words of one document."""

    passage: Passage
    start: int
    end: int

    @property
    def key(self) -> tuple[str, int, int]:
        """Document and place; one citation each."""
        return (self.passage.document_id, self.start, self.end)


@dataclass(frozen=True)
class RowSpan:
    """A row of one table."""

    line: Line

    @property
    def key(self) -> tuple[str, int, int]:
        """Document and place; one citation each."""
        return (self.line.view.table.document_id, self.line.row.start, self.line.row.end)


@dataclass(frozen=True)
class TableSpan:
    """A whole table: what a count of many rows rests on."""

    view: TableView

    @property
    def key(self) -> tuple[str, int, int]:
        """Document and place; one citation each."""
        return (self.view.table.document_id, self.view.table.start, self.view.table.end)


Evidence = Span | RowSpan | TableSpan


class Citations:
    """Numbers evidence as it is used: one number per document and span."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.cited: list[Citation] = []

    def cite(self, evidence: Sequence[Evidence]) -> list[int]:
        """Numbers of the evidence in its order, each once."""
        return list(dict.fromkeys(self._number(one) for one in evidence))

    def _number(self, evidence: Evidence) -> int:
        if evidence.key not in self._numbers:
            self._numbers[evidence.key] = len(self._numbers) + 1
            self.cited.append(citation_of(evidence, self._numbers[evidence.key], self.store))
        return self._numbers[evidence.key]


def citation_of(evidence: Evidence, number: int, store: Store) -> Citation:
    """The citation of a span or row."""
    document_id, start, end = evidence.key
    document = store.document(document_id)
    passage = evidence.passage if isinstance(evidence, Span) else None
    return Citation(
        n=number,
        kind="passage" if passage else "table",
        document_id=document_id,
        passage_id=passage.passage_id if passage else None,
        title=document.title,
        url=document.url,
        publisher=document.publisher,
        published_at=document.published_at,
        quote=document.text[start:end],
        prefix=document.text[max(0, start - CONTEXT_CHARS) : start],
        suffix=document.text[end : end + CONTEXT_CHARS],
        start=start,
        end=end,
        deep_link=deep_link(document, start, end),
        section=list(_section(evidence)),
        posted=passage.posted if passage else None,
        posted_at=posted_at(document, start) if passage and passage.posted else None,
        table=_cited_row(evidence.line) if isinstance(evidence, RowSpan) else None,
    )


def posted_at(document: Document, start: int) -> str | None:
    """When the live-blog post that stands at `start` was written, in UTC; None where its page leaves it open."""
    return next((block.posted_at for block in document.blocks if block.start <= start < block.end), None)


def evidence_of(hit: Hit, line: Line | None) -> Evidence:
    """A search hit as evidence: the whole passage, or the row (`line`, when the hit is one)."""
    if hit.passage is not None:
        return Span(hit.passage, hit.passage.start, hit.passage.end)
    if line is None:
        raise ValueError("a hit on a table row needs its line to be cited")
    return RowSpan(line)


def _section(evidence: Evidence) -> tuple[str, ...]:
    if isinstance(evidence, Span):
        return evidence.passage.section
    view = evidence.line.view if isinstance(evidence, RowSpan) else evidence.view
    return view.head.path


def _cited_row(line: Line) -> CitedRow:
    labels = [column.label for column in line.view.columns]
    values = {column.key: cell.raw for column, cell in zip(line.view.columns, line.row.cells, strict=True)}
    if len(set(labels)) == len(labels):
        values = {column.label: cell.raw for column, cell in zip(line.view.columns, line.row.cells, strict=True)}
    return CitedRow(
        table_id=line.view.table.table_id,
        caption=line.view.table.caption,
        row=line.row.index,
        row_label=line.name,
        columns=labels,
        values=values,
    )


def deep_link(document: Document, start: int, end: int) -> str | None:
    """Text-fragment link to the span at the publisher's page; None without a URL.

    Context comes from the same line, since between two lines a page may show anything. Only before a whole line whose
    beginning the page has had already, where a browser would stop, is it the end of the line above.
    """
    if not document.url:
        return None
    text = document.text
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before = " ".join(_printed(text[line_start:start]).split()[-4:])
    rest = text[end : line_end if line_end >= 0 else len(text)]  # it begins no line: "- 3:33" in it is no list
    after = " ".join(_EMPHASIS.sub(r"\2", rest).split()[:4])
    lines = [words for line in text[start:end].split("\n") if (words := _printed(line).split())]
    if not lines:
        return document.url
    target = _fragment(" ".join(lines[0]))
    if len(lines) > 1 or len(text[start:end]) > _LONG_QUOTE_CHARS:  # what crosses blocks is named by its two ends
        target = f"{_fragment(' '.join(lines[0][:_ENDS_WORDS]))},{_fragment(' '.join(lines[-1][-_ENDS_WORDS:]))}"
    if not before and " ".join(lines[0][:_ENDS_WORDS]) in " ".join(text[:start].split()):
        before = " ".join(_printed(text[:start].rstrip().rpartition("\n")[2]).split()[-4:])
    prefix = _fragment(before) + "-," if re.search(r"\w", before) else ""
    suffix = ",-" + _fragment(after) if re.search(r"\w", after) else ""
    return f"{document.url}#:~:text={prefix}{target}{suffix}"


def _printed(line: str) -> str:
    """The line as a page prints it: without Markdown's marks of headings, lists and emphasis."""
    return _EMPHASIS.sub(r"\2", _LINE_MARK.sub("", line))


def _fragment(text: str) -> str:
    return percent_encode(text, safe="").replace("-", "%2D")
