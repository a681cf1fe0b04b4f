"""What a document is made of: text with offsets, passages, typed results tables.

Every `start` and `end` counts Unicode code points into `Document.text`, end exclusive.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from retriever.values import Value, ValueType


class DocumentKind(StrEnum):
    """What sort of coverage a document is."""

    ARTICLE = "article"
    LIVE_BLOG = "live_blog"
    RESULTS = "results"
    REFERENCE = "reference"


class BlockKind(StrEnum):
    """What a stretch of a document is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    FIELD = "field"  # one "Key: value" line of an infobox
    CAPTION = "caption"  # of a picture or a table
    TABLE = "table"
    REPEATED = "repeated"  # a line that a publisher prints under story after story: stored, shown, never searched
    BOILERPLATE = "boilerplate"  # sign-up, promotion, "read more": stored, shown, never searched


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, field, caption or whole table of a document."""

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    """Headings the block stands under, outermost first, without the document's title."""
    level: int = 0
    """Depth of a heading, 1 for the outermost; 0 for everything else."""
    posted: str | None = None
    """Stamp of the live-blog post the block belongs to, as printed ("07:51 PM BST")."""
    posted_at: str | None = None
    """When that was, in UTC ("2024-08-06T18:51:00+00:00"); None where the source leaves the day or the zone open."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some whole sentences under one heading; `text == document.text[start:end]`."""

    passage_id: str
    document_id: str
    start: int
    end: int
    text: str
    section: tuple[str, ...] = ()
    posted: str | None = None
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what the source prints, where, and what it means."""

    raw: str
    value: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One body row of a table, its cells in column order (as many as the table has columns)."""

    index: int
    cells: tuple[Cell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `type` is what most of its filled cells are."""

    key: str
    """Unique within the table: the label in lower case, words joined by '_'."""
    label: str
    type: ValueType
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A table whose cells are values. Context fields are None where the source doesn't say."""

    table_id: str
    document_id: str
    caption: str
    """What a person would call the table: its caption, else the nearest heading, else the document's title."""
    section: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    start: int
    end: int
    label_column: int | None = None
    """Index of the column that names a row's subject (athlete, team, record); None where no column does."""
    competition: str | None = None
    event: str | None = None
    round: str | None = None
    heat: str | None = None
    date: str | None = None
    """ISO date on which these results happened."""
    flags: tuple[str, ...] = ()
    """Doubts raised while reading, for people: "row 2: one cell short, shifted to fit"."""


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of coverage as stored: everything that was read from one file or one item of a file."""

    document_id: str
    title: str
    text: str
    kind: DocumentKind
    blocks: tuple[Block, ...] = ()
    passages: tuple[Passage, ...] = ()
    tables: tuple[ResultTable, ...] = ()
    url: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    """ISO date or time of publication."""
    author: str | None = None
    licence: str | None = None
    source: str = ""
    """Name of the file as given to ingest, for messages."""
    digest: str = ""
    """SHA-256 of the source bytes and of the metadata that was applied to them, hex."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may be used; None allows all. Dates compare with `Document.published_at`."""

    document_ids: tuple[str, ...] | None = None
    publishers: tuple[str, ...] | None = None
    kinds: tuple[DocumentKind, ...] | None = None
    published_from: date | None = None
    published_to: date | None = None
    published_by: datetime | None = None
    """The moment after which nothing may have been published, where documents tell the time as well."""
    competition: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result: a passage, or one row of a table."""

    passage: Passage | None
    table: ResultTable | None
    row: int | None
    score: float
    """Fused score, higher is better; comparable within one search only."""
    ranks: tuple[tuple[str, int], ...] = ()
    """Rank (1-based) under each retriever that found it: (("dense", 3), ("lexical", 1))."""
    cosine: float = 0.0
    """Similarity of the vectors of query and unit."""
    reasons: tuple[tuple[str, float, float], ...] = ()
    """(feature, its value, what it adds to the score), largest effect first; `retriever.features` tells each."""

    @property
    def document_id(self) -> str:
        """Document the hit stands in."""
        if self.passage is not None:
            return self.passage.document_id
        if self.table is not None:
            return self.table.document_id
        raise ValueError("a hit holds a passage or a table row; this one holds neither")
