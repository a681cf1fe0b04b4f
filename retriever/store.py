"""One read-only SQLite file per generation: documents, passages, typed tables, and the words of their cells.

`store_writer` makes it.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from retriever.text import tokens
from retriever.types import Block, BlockKind, Document, DocumentKind, Filters, Passage, ResultTable, Row

MAX_NAME_WORDS = 8  # longer text cells are remarks, not names or categories a question would use whole
_CACHED_TABLES = 4096
_CACHED_TERMS = 100_000
_CACHED_DOCUMENTS = 64

DOCUMENT_FIELDS = "document_id, title, kind, url, publisher, published_at, author, licence, source, digest"
_PASSAGE_FIELDS = "passage_id, document_id, start, end, text, section, posted, kind"

table_json = TypeAdapter(ResultTable)
blocks_json = TypeAdapter(tuple[Block, ...])


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What a list of documents shows."""

    document_id: str
    title: str
    kind: DocumentKind
    url: str | None
    publisher: str | None
    published_at: str | None
    passages: int
    tables: int


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What tells one table from another, without its cells."""

    table_id: str
    document_id: str
    title: str
    """Title of the document the table stands in."""
    caption: str
    section: tuple[str, ...]
    labels: tuple[str, ...]
    competition: str | None
    event: str | None
    round: str | None
    heat: str | None
    date: str | None
    rows: int
    start: int
    """Where the table begins in its document."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a cell stands: column is its index."""

    table_id: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Name:
    """What some text cells say: a person, a team, a nation, a category."""

    name_id: int
    key: str
    """Its tokens in alphabetical order, so that "HOCKER Cole" and "Cole Hocker" are one name."""
    text: str
    """As first printed."""


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands."""

    table_id: str
    row: int


def units_of(document: Document) -> list[Passage | RowPlace]:
    """What is searched for of a document: its passages, then its table rows, in document order."""
    places = [RowPlace(table.table_id, row.index) for table in document.tables for row in table.rows]
    return [*(p for p in document.passages if p.kind is not BlockKind.BOILERPLATE), *places]


class Store:
    """Reads a finished store. Safe to share between threads: SQLite serialises, and nothing is written."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path.resolve().as_uri() + "?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.table = lru_cache(maxsize=_CACHED_TABLES)(self._read_table)
        self.document = lru_cache(maxsize=_CACHED_DOCUMENTS)(self._read_document)
        self.unit_frequency = lru_cache(maxsize=_CACHED_TERMS)(self._read_frequency)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def documents(self) -> tuple[DocumentSummary, ...]:
        """All documents by id."""
        fields = "document_id, title, kind, url, publisher, published_at, passages, tables"
        found = self._db.execute(f"SELECT {fields} FROM documents ORDER BY document_id").fetchall()
        return tuple(DocumentSummary(r[0], r[1], DocumentKind(r[2]), *r[3:]) for r in found)

    def _read_document(self, document_id: str) -> Document:
        """The whole document; KeyError if there is none."""
        query = f"SELECT {DOCUMENT_FIELDS}, text, blocks FROM documents WHERE document_id=?"
        row = self._db.execute(query, (document_id,)).fetchone()
        if row is None:
            raise KeyError(document_id)
        bare = _bare_document(row)
        found = self._db.execute("SELECT table_id FROM tables WHERE document_id=? ORDER BY ordinal", (document_id,))
        tables = tuple(self.table(table_id) for (table_id,) in found.fetchall())
        return replace(bare, passages=tuple(self.passages_of(document_id)), tables=tables)

    def bare_documents(self) -> Iterator[Document]:
        """Every document by id, without its passages and tables."""
        query = f"SELECT {DOCUMENT_FIELDS}, text, blocks FROM documents ORDER BY document_id"
        return (_bare_document(row) for row in self._db.execute(query))

    def document_text(self, document_id: str, max_chars: int) -> str:
        """The first `max_chars` characters of a document; KeyError if there is none."""
        query = "SELECT substr(text, 1, ?) FROM documents WHERE document_id=?"
        row = self._db.execute(query, (max_chars, document_id)).fetchone()
        if row is None:
            raise KeyError(document_id)
        return str(row[0])

    def passages_of(self, document_id: str) -> list[Passage]:
        """Searchable passages of one document, in order."""
        query = f"SELECT {_PASSAGE_FIELDS} FROM passages WHERE document_id=? ORDER BY unit"
        return [_passage(row) for row in self._db.execute(query, (document_id,)).fetchall()]

    def unit(self, number: int) -> Passage | RowPlace:
        """Passage or row place with that unit number."""
        row = self._db.execute(f"SELECT {_PASSAGE_FIELDS} FROM passages WHERE unit=?", (number,)).fetchone()
        if row is not None:
            return _passage(row)
        place = self._db.execute("SELECT table_id, row FROM rows WHERE unit=?", (number,)).fetchone()
        if place is None:
            raise KeyError(number)
        return RowPlace(*place)

    def unit_ranges(self) -> dict[str, tuple[int, int]]:
        """document_id → (first unit, number of units)."""
        found = self._db.execute("SELECT document_id, first_unit, units FROM documents").fetchall()
        return {document_id: (first, units) for document_id, first, units in found}

    @cached_property
    def published(self) -> Mapping[str, str]:
        """Document → the day on which it was published, as ISO date; without those that don't say."""
        query = "SELECT document_id, substr(published_at, 1, 10) FROM documents WHERE length(published_at) >= 10"
        return dict(self._db.execute(query).fetchall())

    def table_summaries(self) -> tuple[TableSummary, ...]:
        """All tables by id."""
        query = (
            "SELECT table_id, t.document_id, title, caption, section, labels, competition, event, round, heat, date, "
            "rows, start FROM tables t JOIN documents d USING (document_id) ORDER BY table_id"
        )
        return tuple(_table_summary(row) for row in self._db.execute(query).fetchall())

    def names_with_word(self, word: str) -> list[Name]:
        """Names that hold the token `word` (normal form), in order of first appearance."""
        query = "SELECT name_id, key, text FROM words JOIN names USING (name_id) WHERE word=? ORDER BY name_id"
        return [Name(*row) for row in self._db.execute(query, (word,)).fetchall()]

    def name_with_key(self, key: str) -> Name | None:
        """The name with exactly these tokens (in alphabetical order), if any cell says it."""
        row = self._db.execute("SELECT name_id, key, text FROM names WHERE key=?", (key,)).fetchone()
        return Name(*row) if row else None

    def places_of(self, name: Name) -> list[CellPlace]:
        """Every cell that says this name, by table, row and column."""
        query = "SELECT table_id, row, column FROM places WHERE name_id=? ORDER BY table_id, row, column"
        return [CellPlace(*row) for row in self._db.execute(query, (name.name_id,)).fetchall()]

    def vocabulary(self) -> tuple[str, ...]:
        """Every token that occurs in a text cell, sorted."""
        return tuple(word for (word,) in self._db.execute("SELECT DISTINCT word FROM words ORDER BY word").fetchall())

    def results(
        self,
        *,
        document_ids: Sequence[str] | None = None,
        competition: str | None = None,
        event: str | None = None,
        round: str | None = None,  # the field's word, and the contract's
        heat: str | None = None,
        name: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[tuple[ResultTable, Row]]:
        """Result rows by table and row number.

        `name`: only rows whose text cells hold all its words, each cell on its own. The others: a part of what the
        table's context says, upper and lower case alike.
        """
        context = {"competition": competition, "event": event, "round": round, "heat": heat}
        clauses, values = _context_clauses(context, document_ids)
        query = "SELECT table_id, row FROM rows JOIN tables USING (table_id) WHERE " + " AND ".join(clauses or ["1"])
        for word in tokens(name or ""):
            query += (
                " AND EXISTS (SELECT 1 FROM words JOIN places p USING (name_id) "
                "WHERE word=? AND p.table_id=rows.table_id AND p.row=rows.row)"
            )
            values.append(word.text)
        query += " ORDER BY table_id, row LIMIT ? OFFSET ?"
        found = self._db.execute(query, (*values, limit, offset)).fetchall()
        tables = {table_id: self.table(table_id) for table_id, _ in found}
        return [(tables[table_id], tables[table_id].rows[row]) for table_id, row in found]

    def allowed_documents(self, filters: Filters) -> list[str] | None:
        """Ids of the documents that pass the filters, sorted; None when nothing is filtered."""
        if filters == Filters():
            return None
        clauses, values = _document_clauses(filters)
        query = "SELECT document_id FROM documents WHERE " + " AND ".join(clauses or ["1"]) + " ORDER BY document_id"
        return [document_id for (document_id,) in self._db.execute(query, values).fetchall()]

    def frequent_terms(self, min_units: int) -> tuple[str, ...]:
        """Terms that occur in at least so many units, sorted."""
        query = "SELECT term FROM frequencies WHERE units >= ? ORDER BY term"
        return tuple(term for (term,) in self._db.execute(query, (min_units,)).fetchall())

    def frequencies(self) -> dict[str, int]:
        """Every term, and in how many units it occurs."""
        return dict(self._db.execute("SELECT term, units FROM frequencies").fetchall())

    def _read_frequency(self, term: str) -> int:
        row = self._db.execute("SELECT units FROM frequencies WHERE term=?", (term,)).fetchone()
        return int(row[0]) if row else 0

    def _read_table(self, table_id: str) -> ResultTable:
        row = self._db.execute("SELECT body FROM tables WHERE table_id=?", (table_id,)).fetchone()
        if row is None:
            raise KeyError(table_id)
        return table_json.validate_json(row[0])


def _bare_document(row: Sequence[Any]) -> Document:  # Any: a database row's columns differ in type
    fields = dict(zip(DOCUMENT_FIELDS.split(", "), row, strict=False))
    fields["kind"] = DocumentKind(fields["kind"])
    return Document(**fields, text=row[-2], blocks=blocks_json.validate_json(row[-1]))


def _table_summary(row: Sequence[Any]) -> TableSummary:  # Any: a database row's columns differ in type
    table_id, document_id, title, caption, section, labels, *context = row
    return TableSummary(
        table_id, document_id, title, caption, tuple(json.loads(section)), tuple(json.loads(labels)), *context
    )


def _passage(row: Sequence[str]) -> Passage:
    passage_id, document_id, start, end, text, section, posted, kind = row
    headings = tuple(json.loads(section))
    return Passage(passage_id, document_id, int(start), int(end), text, headings, posted, BlockKind(kind))


def _one_of(column: str, wanted: Sequence[str], values: list[object]) -> str:
    values.extend(wanted)
    return f"{column} IN ({','.join('?' * len(wanted))})" if wanted else "0"


def _context_clauses(
    context: Mapping[str, str | None], document_ids: Sequence[str] | None
) -> tuple[list[str], list[object]]:
    clauses: list[str] = []
    values: list[object] = []
    if document_ids is not None:
        clauses.append(_one_of("tables.document_id", document_ids, values))
    for column, part in context.items():
        if part is not None:
            clauses.append(f"instr(lower({column}), lower(?)) > 0")
            values.append(part)
    return clauses, values


def _document_clauses(filters: Filters) -> tuple[list[str], list[object]]:
    clauses: list[str] = []
    values: list[object] = []
    for column, wanted in (
        ("document_id", filters.document_ids), ("publisher", filters.publishers), ("kind", filters.kinds)
    ):  # fmt: skip
        if wanted is not None:
            clauses.append(_one_of(column, wanted, values))
    if filters.published_from is not None:
        clauses.append("substr(published_at, 1, 10) >= ?")
        values.append(filters.published_from.isoformat())
    if filters.published_to is not None:
        clauses.append("substr(published_at, 1, 10) <= ?")
        values.append(filters.published_to.isoformat())
    if filters.published_by is not None:
        clauses.append("(length(published_at) <= 10 OR julianday(published_at) <= julianday(?))")
        values.append(filters.published_by.isoformat())
    for column, part in (("competition", filters.competition), ("event", filters.event)):
        if part is not None:
            within = f"SELECT document_id FROM tables WHERE instr(lower({column}), lower(?)) > 0"
            clauses.append(f"(document_id IN ({within}) OR instr(lower(title), lower(?)) > 0)")
            values += [part, part]
    return clauses, values
