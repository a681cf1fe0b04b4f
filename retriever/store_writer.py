"""Writes the store of a generation: documents, passages, typed tables, the words of their cells, and nicknames."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from retriever.named_cells import NewName, number_names, position
from retriever.nicknames import nicknames
from retriever.parts import Held, Parts, connected, finished
from retriever.store import DOCUMENT_FIELDS, MAX_NAME_WORDS, blocks_json, table_json, units_of
from retriever.text import tokens
from retriever.types import Document, Passage, ResultTable
from retriever.values import ValueType

_SCHEMA = """
CREATE TABLE {file}.documents (
  document_id TEXT PRIMARY KEY, title TEXT, kind TEXT, url TEXT, publisher TEXT, published_at TEXT, author TEXT,
  licence TEXT, source TEXT, digest TEXT, text TEXT, blocks TEXT, first_unit INTEGER, units INTEGER,
  passages INTEGER, tables INTEGER
) WITHOUT ROWID;
CREATE TABLE {file}.passages (
  unit INTEGER PRIMARY KEY, passage_id TEXT, document_id TEXT, start INTEGER, end INTEGER, text TEXT,
  section TEXT, posted TEXT, kind TEXT
);
CREATE TABLE {file}.tables (
  table_id TEXT PRIMARY KEY, document_id TEXT, ordinal INTEGER, caption TEXT, section TEXT, labels TEXT,
  competition TEXT, event TEXT, round TEXT, heat TEXT, date TEXT, rows INTEGER, start INTEGER, body TEXT
) WITHOUT ROWID;
CREATE TABLE {file}.rows (unit INTEGER PRIMARY KEY, table_id TEXT, row INTEGER);
CREATE TABLE {file}.names (name_id INTEGER PRIMARY KEY, key TEXT, text TEXT);
CREATE TABLE {file}.words (word TEXT, name_id INTEGER, PRIMARY KEY (word, name_id)) WITHOUT ROWID;
CREATE TABLE {file}.places (name_id INTEGER, table_id TEXT, row INTEGER, column INTEGER,
  PRIMARY KEY (name_id, table_id, row, column)) WITHOUT ROWID;
CREATE TABLE {file}.nicknames (document_id TEXT, ordinal INTEGER, name TEXT, word TEXT,
  PRIMARY KEY (document_id, ordinal)) WITHOUT ROWID;
CREATE TABLE {file}.frequencies (term TEXT PRIMARY KEY, units INTEGER) WITHOUT ROWID;
"""
_BY_DOCUMENT = "CREATE INDEX {file}.tables_of ON tables (document_id);"
_INDEXES = f"""
{_BY_DOCUMENT}
CREATE UNIQUE INDEX {{file}}.passages_by_id ON passages (passage_id);
CREATE INDEX {{file}}.passages_of ON passages (document_id);
CREATE INDEX {{file}}.rows_of ON rows (table_id);
CREATE UNIQUE INDEX {{file}}.names_by_key ON names (key);
"""
_MOVED = "CREATE TEMP TABLE moved (document_id TEXT PRIMARY KEY, source TEXT) WITHOUT ROWID"
_UNITS = (
    """INSERT INTO main.passages SELECT unit + ?, passage_id, document_id, start, end, text, section, posted, kind
  FROM {file}.passages WHERE unit>=? AND unit<? ORDER BY unit""",
    """INSERT INTO main.rows SELECT unit + ?, table_id, row FROM {file}.rows WHERE unit>=? AND unit<? ORDER BY unit""",
)
_DOCUMENTS = (
    """INSERT INTO main.documents SELECT d.document_id, title, kind, url, publisher, published_at, author, licence,
  coalesce(m.source, d.source), digest, text, blocks, first_unit + ?, units, passages, tables
  FROM {file}.documents d LEFT JOIN temp.moved m USING (document_id)
  WHERE d.document_id>=? AND d.document_id<=? ORDER BY d.document_id""",
    """INSERT INTO main.tables SELECT t.* FROM {file}.tables t WHERE ?1 IS NOT NULL
  AND document_id>=?2 AND document_id<=?3 ORDER BY document_id, table_id""",
    """INSERT INTO main.nicknames SELECT n.* FROM {file}.nicknames n WHERE ?1 IS NOT NULL
  AND document_id>=?2 AND document_id<=?3 ORDER BY document_id, ordinal""",
)


class StoreWriter:
    """Fills a new store; units are numbered in the order in which documents are added or taken over: that of ids."""

    def __init__(self, path: Path, before: Path | None = None) -> None:
        """`before`: the store that documents may be taken over from."""
        self._path, self._parts = path, Parts()
        self._db = connected(path, before, _SCHEMA, _BY_DOCUMENT)
        self._db.execute(_MOVED)
        self._has_before = before is not None
        self._names: dict[str, NewName] = {}
        self._frequencies: Mapping[str, int] = {}

    def add(self, document: Document) -> None:
        """Add a document with everything in it."""
        units = units_of(document)
        first = self._parts.add(document.document_id, len(units))
        for unit, found in enumerate(units, start=first):
            if isinstance(found, Passage):
                self._insert("passages", (unit, *_passage_row(found)))
            else:
                self._insert("rows", (unit, found.table_id, found.row))
        rows = sum(len(table.rows) for table in document.tables)
        at = first + len(units) - rows
        for ordinal, table in enumerate(document.tables):
            self._insert("tables", _table_row(ordinal, table))
            self._add_names(table, at)
            at += len(table.rows)
        fields = tuple(getattr(document, name) for name in DOCUMENT_FIELDS.split(", "))
        blocks = blocks_json.dump_json(document.blocks).decode()
        counts = (first, len(units), len(units) - rows, len(document.tables))
        self._insert("documents", (*fields, document.text, blocks, *counts))
        for ordinal, (name, words) in enumerate(nicknames(document.text)):
            if len(words) == 1:  # of more none tells by itself
                self._insert("nicknames", (document.document_id, ordinal, name, words[0]))

    def take_over(self, held: Held, source: str | None = None) -> None:
        """Add a document as the store before holds it; `source`: where its file stands now, if elsewhere."""
        self._parts.take_over(held)
        if source is not None:
            self._db.execute("INSERT INTO temp.moved VALUES (?,?)", (held.document_id, source))

    def add_frequencies(self, frequencies: Mapping[str, int]) -> None:
        """Store in how many units each term (a stem of `text.terms`) occurs."""
        self._frequencies = frequencies

    def close(self) -> dict[str, int]:
        """Finish the file; how many passages, tables and rows it holds."""
        for copies, bounds in ((_UNITS, "span"), (_DOCUMENTS, "documents")):
            for query in copies:
                for part in self._parts:
                    self._db.execute(query.format(file=part.file), (part.moved_by, *getattr(part, bounds)))
        names = number_names(self._db, self._parts, self._names, has_before=self._has_before)
        words = {(word, number) for key, number in names.items() for word in key.split()}
        self._db.executemany("INSERT INTO main.words VALUES (?,?)", sorted(words | set(self._nicknamed(names))))
        self._db.executemany("INSERT INTO main.frequencies VALUES (?,?)", sorted(self._frequencies.items()))
        counted = ("passages", "tables", "rows")
        counts = {name: self._db.execute(f"SELECT count(*) FROM main.{name}").fetchone()[0] for name in counted}
        finished(self._db, self._path, _INDEXES)
        return counts

    def _add_names(self, table: ResultTable, first: int) -> None:
        """Add the names in a table whose first row is the unit `first`."""
        places: list[tuple[int, str, int, int]] = []
        for key, text, row, column in _named_cells(table):
            if key not in self._names:
                self._names[key] = NewName(len(self._names), position(first + row, column), text)
            places.append((self._names[key].number, table.table_id, row, column))
        self._db.executemany("INSERT INTO added.places VALUES (?,?,?,?)", places)

    def _nicknamed(self, names: Mapping[str, int]) -> Iterator[tuple[str, int]]:
        """Words that lead to whom prose calls by them, where a cell names them."""
        for name, word in self._db.execute("SELECT name, word FROM main.nicknames ORDER BY document_id, ordinal"):
            said = [token.text for token in tokens(name)]
            keys = (" ".join(sorted(said)), " ".join(sorted((said[0], said[-1]))))
            number = next((names[key] for key in keys if key in names), None)
            if number is not None:
                yield word, number

    def _insert(self, table: str, row: Sequence[object]) -> None:
        self._db.execute(f"INSERT INTO added.{table} VALUES ({','.join('?' * len(row))})", row)


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


def _named_cells(table: ResultTable) -> Iterator[tuple[str, str, int, int]]:
    """Key of the name, its text, row and column of every cell that says a name."""
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            words = tokens(cell.value.text) if cell.value.type is ValueType.TEXT else []
            if words and len(words) <= MAX_NAME_WORDS:
                yield " ".join(sorted(word.text for word in words)), cell.value.text, row.index, column
