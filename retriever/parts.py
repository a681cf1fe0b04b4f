"""A generation's file written table by table from two: the file before, and a file beside it with what is new.

Documents that stay and follow each other in both generations are one part, copied by one statement a table. A library
made at once is one part too: both ways write the same rows in the same order, and the files have the same bytes.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

BEFORE, ADDED = "before", "added"  # the names under which SQLite knows both files


class Held(NamedTuple):
    """A document as the generation before holds it."""

    document_id: str
    first: int
    units: int
    number: int
    """Its place among the documents of that generation."""


@dataclass(slots=True)
class Part:
    """Neighbouring documents that one of the two files holds."""

    file: str
    documents: tuple[str, str]
    """The first and the last of them."""
    first: int
    """Number of the first unit in that file."""
    units: int
    moved_by: int
    """What the next generation's unit numbers are higher by."""
    last_number: int

    @property
    def span(self) -> tuple[int, int]:
        """Units in that file: the first, and the one past the last."""
        return (self.first, self.first + self.units)


class Parts:
    """The parts of a generation in order of its documents; one is added to the last where it follows it."""

    def __init__(self) -> None:
        self.units, self._added, self._parts = 0, 0, list[Part]()

    def __iter__(self) -> Iterator[Part]:
        return iter(self._parts)

    def add(self, document_id: str, units: int) -> int:
        """Note a new document; the number of its first unit."""
        self._added += 1
        return self._follow(ADDED, Held(document_id, self.units, units, self._added))

    def take_over(self, held: Held) -> int:
        """Note a document that stays; the number of its first unit."""
        return self._follow(BEFORE, held)

    def _follow(self, file: str, held: Held) -> int:
        document_id, first, units, number = held
        begins, last = self.units, self._parts[-1] if self._parts else None
        self.units += units
        if last is not None and (last.file, last.last_number + 1) == (file, number):
            last.documents, last.last_number = (last.documents[0], document_id), number
            last.units += units
        else:
            self._parts.append(Part(file, (document_id, document_id), first, units, begins - first, number))
        return begins


def connected(path: Path, before: Path | None, schema: str, index: str = "") -> sqlite3.Connection:
    """A new file at `path`, as `main`, with the file before attached and one for what is new beside it.

    `schema`: with the name of the file where its tables are made; `index`: one that the file beside needs. That file
    is gone with `finished`.
    """
    db = sqlite3.connect(path, isolation_level=None, uri=True)
    db.execute("ATTACH ? AS added", (_beside(path).resolve().as_uri(),))
    for file in ("main", ADDED):
        db.executescript(f"PRAGMA {file}.journal_mode=OFF; PRAGMA {file}.synchronous=OFF;")
    if before is not None:
        db.execute("ATTACH ? AS before", (before.resolve().as_uri() + "?mode=ro&immutable=1",))
    db.executescript("BEGIN;" + schema.format(file="main") + schema.format(file=ADDED) + index.format(file=ADDED))
    return db


def finished(db: sqlite3.Connection, path: Path, indexes: str) -> None:
    """Make the indexes of a file whose tables are full, and close it."""
    for index in indexes.format(file="main").strip().split("\n"):
        db.execute(index)
    db.execute("COMMIT")
    db.close()
    _beside(path).unlink()


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.{ADDED}")
