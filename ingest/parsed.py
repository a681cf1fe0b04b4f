"""What a parser hands on: text with blocks, tables as located cells, and the metadata the source states."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

from retriever.types import Block, DocumentKind


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source, its front matter or sources.toml says about a document; None where it says nothing."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_at: str | None = None
    licence: str | None = None
    author: str | None = None
    kind: DocumentKind | None = None

    def overridden_by(self, other: "Metadata") -> "Metadata":
        """This metadata with everything that `other` states in its place."""
        stated = {f.name: getattr(other, f.name) for f in fields(other) if getattr(other, f.name) is not None}
        return replace(self, **stated)

    def of_every_piece(self) -> "Metadata":
        """What is stated of a whole file and holds for each piece of coverage in it: all but title and address."""
        return replace(self, title=None, url=None)


@dataclass(frozen=True, slots=True)
class LocatedCell:
    """One cell as printed, and where its text stands in the document."""

    raw: str
    start: int
    end: int
    is_bold: bool = False
    """Whether all of it is printed in bold, as rows that head others are."""


@dataclass(frozen=True, slots=True)
class LocatedRow:
    """One row of a grid."""

    cells: tuple[LocatedCell, ...]
    start: int
    end: int

    def wider(self, cells: Sequence[LocatedCell] | None, count: int) -> "LocatedRow":
        """The row with `count` cells more: those given, or blank ones behind its end."""
        return replace(self, cells=(*self.cells, *(cells or [LocatedCell("", self.end, self.end)] * count)))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before anything is known about its columns."""

    rows: tuple[LocatedRow, ...]
    section: tuple[str, ...] = ()
    caption: str | None = None
    header_rows: int | None = None
    """Rows above the separator; None where no separator tells."""
    notes: tuple[str, ...] = ()
    """Lines that stand with the table and speak about all of it: venue, date."""

    begins: int | None = None
    """Where the heading of a part of a table starts; None where the grid is no part: it starts with its first row."""

    @property
    def start(self) -> int:
        """Where the grid starts: with its own heading, or with its first row."""
        return self.rows[0].start if self.begins is None else self.begins

    @property
    def end(self) -> int:
        """Where the last row ends."""
        return self.rows[-1].end


@dataclass(frozen=True, slots=True)
class Parsed:
    """One piece of coverage as its parser read it."""

    text: str
    kind: DocumentKind
    blocks: tuple[Block, ...] = ()
    grids: tuple[Grid, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    fields: tuple[tuple[str, str], ...] = ()
    """Keys and values of an infobox, in order."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of coverage of a file that may hold several."""

    name: str
    """Its place in the file, unique there and the same on every reading; empty where the file is one piece."""
    parsed: Parsed
    stated: Metadata = field(default_factory=Metadata)
    """What a sources.toml inside the file says of it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that one file holds, and what of it was refused: (place in the file, reason)."""

    pieces: tuple[Piece, ...]
    refused: tuple[tuple[str, str], ...] = ()
