"""Writes the store of a generation: documents, passages, typed tables, the words of their cells, and nicknames."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from retriever.kept_cells import CellsBefore, NamedCell
from retriever.nicknames import nicknames
from retriever.store import DOCUMENT_FIELDS, MAX_NAME_WORDS, blocks_json, table_json, units_of
from retriever.text import tokens
from retriever.types import Document, Passage, ResultTable
from retriever.values import ValueType

_SCHEMA = """
CREATE TABLE documents (
  document_id TEXT PRIMARY KEY, title TEXT, kind TEXT, url TEXT, publisher TEXT, published_at TEXT, author TEXT,
  licence TEXT, source TEXT, digest TEXT, text TEXT, blocks TEXT, first_unit INTEGER, units INTEGER,
  passages INTEGER, tables INTEGER
) WITHOUT ROWID;
CREATE TABLE passages (
  unit INTEGER PRIMARY KEY, passage_id TEXT UNIQUE, document_id TEXT, start INTEGER, end INTEGER, text TEXT,
  section TEXT, posted TEXT, kind TEXT
);
CREATE TABLE tables (
  table_id TEXT PRIMARY KEY, document_id TEXT, ordinal INTEGER, caption TEXT, section TEXT, labels TEXT,
  competition TEXT, event TEXT, round TEXT, heat TEXT, date TEXT, rows INTEGER, start INTEGER, body TEXT
) WITHOUT ROWID;
CREATE TABLE rows (unit INTEGER PRIMARY KEY, table_id TEXT, row INTEGER);
CREATE TABLE names (name_id INTEGER PRIMARY KEY, key TEXT UNIQUE, text TEXT);
CREATE TABLE words (word TEXT, name_id INTEGER, PRIMARY KEY (word, name_id)) WITHOUT ROWID;
CREATE TABLE places (name_id INTEGER, table_id TEXT, row INTEGER, column INTEGER,
  PRIMARY KEY (name_id, table_id, row, column)) WITHOUT ROWID;
CREATE TABLE frequencies (term TEXT PRIMARY KEY, units INTEGER) WITHOUT ROWID;
CREATE INDEX passages_of ON passages (document_id);
CREATE INDEX tables_of ON tables (document_id);
CREATE INDEX rows_of ON rows (table_id);
"""
_PASSAGES_BEFORE = """INSERT INTO main.passages
  SELECT unit + ?, passage_id, document_id, start, end, text, section, posted, kind
  FROM before.passages WHERE document_id=? ORDER BY unit"""
_ROWS_BEFORE = """INSERT INTO main.rows SELECT unit + ?, table_id, row
  FROM before.rows WHERE unit>=? AND unit<? ORDER BY unit"""
_DOCUMENT_BEFORE = """INSERT INTO main.documents
  SELECT document_id, title, kind, url, publisher, published_at, author, licence, ?, digest, text, blocks, ?, units,
  passages, tables FROM before.documents WHERE document_id=?"""


class StoreWriter:
    """Fills a new store; units are numbered in the order in which documents are added."""

    def __init__(self, path: Path, before: Path | None = None, gone: Sequence[str] = ()) -> None:
        """`before`: the store that documents may be taken over from; `gone`: those of it that are not."""
        self._db = sqlite3.connect(path, isolation_level=None, uri=True)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        self._cells = None if before is None else CellsBefore(self._db, before, gone)
        self._db.executescript("BEGIN;" + _SCHEMA)
        self.units = 0
        self._names: dict[str, int] = {}
        self._nicknames: list[tuple[str, tuple[str, ...]]] = []

    def add(self, document: Document) -> None:
        """Add a document with everything in it."""
        first = self.units
        for unit in units_of(document):
            if isinstance(unit, Passage):
                self._insert("passages", (self.units, *_passage_row(unit)))
            else:
                self._insert("rows", (self.units, unit.table_id, unit.row))
            self.units += 1
        for ordinal, table in enumerate(document.tables):
            self._insert("tables", _table_row(ordinal, table))
            self._add_names(_named_cells(table))
        fields = tuple(getattr(document, name) for name in DOCUMENT_FIELDS.split(", "))
        blocks = blocks_json.dump_json(document.blocks).decode()
        rows = sum(len(table.rows) for table in document.tables)
        counts = (first, self.units - first, self.units - first - rows, len(document.tables))
        self._insert("documents", (*fields, document.text, blocks, *counts))
        self._nicknames += nicknames(document.text)

    def take_over(self, document_id: str, source: str) -> None:
        """Add a document as the store before holds it, without reading its tables; only its source may be another."""
        assert self._cells is not None  # the caller named the store before
        known = "SELECT first_unit, units, text FROM before.documents WHERE document_id=?"
        first, units, text = self._db.execute(known, (document_id,)).fetchone()
        moved_by = self.units - first
        for query, values in (
            (_PASSAGES_BEFORE, (moved_by, document_id)),
            (_ROWS_BEFORE, (moved_by, first, first + units)),
        ):
            self._db.execute(query, values)
        listed = "SELECT table_id FROM before.tables WHERE document_id=? ORDER BY ordinal"
        for (table_id,) in self._db.execute(listed, (document_id,)).fetchall():
            self._db.execute("INSERT INTO main.tables SELECT * FROM before.tables WHERE table_id=?", (table_id,))
            self._add_names(self._cells.named(table_id, self._names))
        self._db.execute(_DOCUMENT_BEFORE, (source, self.units, document_id))
        self.units += units
        self._nicknames += nicknames(text)

    def add_frequencies(self, frequencies: Mapping[str, int]) -> None:
        """Store in how many units each term (a stem of `text.terms`) occurs."""
        self._db.executemany("INSERT INTO frequencies VALUES (?,?)", sorted(frequencies.items()))

    def counts(self) -> dict[str, int]:
        """How many passages, tables and rows there are."""
        return {
            name: self._db.execute(f"SELECT count(*) FROM main.{name}").fetchone()[0]
            for name in ("passages", "tables", "rows")
        }

    def close(self) -> None:
        """Finish the file."""
        for name, other in self._nicknames:
            self._add_nickname(name, other)
        self._db.execute("COMMIT")
        self._db.close()

    def _add_names(self, cells: Iterable[NamedCell]) -> None:
        places: list[tuple[object, ...]] = []
        for key, text, place in cells:
            if key not in self._names:
                self._names[key] = len(self._names)
                self._insert("names", (self._names[key], key, text))
                words = [(word, self._names[key]) for word in sorted(set(key.split()))]
                self._db.executemany("INSERT INTO words VALUES (?,?)", words)
            places.append((self._names[key], *place))
        self._db.executemany("INSERT INTO places VALUES (?,?,?,?)", places)

    def _add_nickname(self, name: str, other: tuple[str, ...]) -> None:
        """Let a word lead to whom prose calls by it, where a cell names them; of more words none tells by itself."""
        words = [token.text for token in tokens(name)]
        keys = (" ".join(sorted(words)), " ".join(sorted((words[0], words[-1]))))
        name_id = next((self._names[key] for key in keys if key in self._names), None)
        if name_id is not None and len(other) == 1:
            self._db.execute("INSERT OR IGNORE INTO words VALUES (?,?)", (other[0], name_id))

    def _insert(self, table: str, row: Sequence[object]) -> None:
        self._db.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)


def _passage_row(passage: Passage) -> tuple[object, ...]:
    section = json.dumps(passage.section, ensure_ascii=False)
    place = (passage.passage_id, passage.document_id, passage.start, passage.end)
    return (*place, passage.text, section, passage.posted, passage.kind)


def _table_row(ordinal: int, table: ResultTable) -> tuple[object, ...]:
    section = json.dumps(table.section, ensure_ascii=False)
    labels = json.dumps([column.label for column in table.columns], ensure_ascii=False)
    context = (table.competition, table.event, table.round, table.heat, table.date)
    size = (len(table.rows), table.start, table_json.dump_json(table).decode())
    return (table.table_id, table.document_id, ordinal, table.caption, section, labels, *context, *size)


def _named_cells(table: ResultTable) -> Iterator[NamedCell]:
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            words = tokens(cell.value.text) if cell.value.type is ValueType.TEXT else []
            if words and len(words) <= MAX_NAME_WORDS:
                key = " ".join(sorted(word.text for word in words))
                yield key, cell.value.text, (table.table_id, row.index, column)
