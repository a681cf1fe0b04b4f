"""Writes the forward index of a generation: the words of units, the names in rows, and what documents are called."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from retriever.aliases import aliases
from retriever.forward import KEY_BYTES, Words, name_key, name_words, word_key, words_of
from retriever.lexical import LexicalUnit
from retriever.parts import Held, Parts, connected, finished
from retriever.store import RowPlace, units_of
from retriever.text import terms
from retriever.types import Document, ResultTable
from retriever.values import ValueType

# `labels`: words of the column labels of a run of rows. `names`: those in cells. `called`: the words of every title,
# and their key, which is NULL where they are too many for a name.
_SCHEMA = """
CREATE TABLE {file}.runs (run INTEGER PRIMARY KEY, document_id TEXT, first INTEGER, units INTEGER, words BLOB,
  labels TEXT);
CREATE TABLE {file}.units (unit INTEGER PRIMARY KEY, run INTEGER, is_row INTEGER, place INTEGER, words BLOB, names BLOB,
  highs BLOB, lows BLOB);
CREATE TABLE {file}.titles (key INTEGER, document_id TEXT, first INTEGER, units INTEGER);
CREATE TABLE {file}.says (key INTEGER, unit INTEGER, PRIMARY KEY (key, unit)) WITHOUT ROWID;
CREATE TABLE {file}.names (key INTEGER, words TEXT, PRIMARY KEY (key, words)) WITHOUT ROWID;
CREATE TABLE {file}.called (document_id TEXT PRIMARY KEY, key INTEGER, words TEXT, has_tables INTEGER) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX {file}.titles_by_key ON titles (key);
CREATE INDEX {file}.titles_of ON titles (document_id);
"""
_UNITS = """INSERT INTO main.units SELECT unit + ?, run + ?, is_row, place, words, names, highs, lows
  FROM {file}.units WHERE unit>=? AND unit<? ORDER BY unit"""
_RUNS = """INSERT INTO main.runs SELECT run + ?, document_id, first + ?, units, words, labels
  FROM {file}.runs WHERE run>=? AND run<=? ORDER BY run"""
_RUN = "SELECT run FROM {file}.units WHERE unit=?"
_CALLED = """INSERT INTO main.called SELECT * FROM {file}.called
  WHERE document_id>=? AND document_id<=? ORDER BY document_id"""
# Documents with a number that stands for two names are not taken over, and tell which of them they have.
_NAMES = """INSERT OR IGNORE INTO added.names SELECT key, min(words) FROM before.names
  WHERE key IN (SELECT key FROM main.says) GROUP BY key HAVING count(*) = 1"""
_MIN_COMPARED = 3  # of fewer values none is called the highest


class _Title(NamedTuple):
    words: tuple[str, ...]
    units: tuple[str, int, int]
    """Document, first unit, number of units."""


class ForwardWriter:
    """Fills a new forward index with documents in the order of their ids."""

    def __init__(self, path: Path, before: Path | None = None) -> None:
        """`before`: the index that documents may be taken over from."""
        self._path, self._parts = path, Parts()
        self._db = connected(path, before, _SCHEMA)
        self._has_before = before is not None
        self._runs = 0  # of new documents
        self._names: set[tuple[int, str]] = set()  # key and words of theirs
        self._spans: list[tuple[str, int, int]] = []  # document, first unit, units

    def add(self, document: Document, texts: Sequence[LexicalUnit]) -> list[str]:
        """Add a document; the words of headings and column labels of each of its runs."""
        first = self._parts.add(document.document_id, len(texts))
        self._spans.append((document.document_id, first, len(texts)))
        tables = {table.table_id: (table, _ends(table)) for table in document.tables}
        headings: list[str] = []
        rows: list[tuple[object, ...]] = []
        begins = 0
        for index, (unit, text) in enumerate(zip(units_of(document), texts, strict=True)):
            if index == 0 or text.context != texts[index - 1].context:
                begins = index
                labels = _label_words(tables[unit.table_id][0]) if isinstance(unit, RowPlace) else ""
                headings.append(f"{text.context} {labels}".strip())
            facts = _row_facts(*tables[unit.table_id], unit.row) if isinstance(unit, RowPlace) else _NO_FACTS
            self._names.update(facts.names.items())
            blobs = (_blob(text.body.split()), words_of(facts.names), _blob(facts.highs), _blob(facts.lows))
            rows.append((first + index, self._runs, isinstance(unit, RowPlace), facts.place, *blobs))
            if index + 1 == len(texts) or texts[index + 1].context != text.context:
                place = (self._runs, document.document_id, first + begins, index + 1 - begins)
                self._insert("runs", [(*place, _blob(text.context.split()), labels)])
                self._runs += 1
        self._insert("units", rows)
        words = " ".join(name_words(document.title))
        self._insert("called", [(document.document_id, name_key(document.title), words, bool(document.tables))])
        return headings

    def take_over(self, held: Held) -> None:
        """Add a document as the index before holds it, without reading its tables."""
        self._spans.append((held.document_id, self._parts.take_over(held), held.units))

    def close(self) -> None:
        """Finish the file."""
        runs = 0
        for part in self._parts:
            self._db.execute(_CALLED.format(file=part.file), part.documents)
            if part.units:
                ends = (part.first, part.first + part.units - 1)
                one, last = (self._db.execute(_RUN.format(file=part.file), (end,)).fetchone()[0] for end in ends)
                self._db.execute(_UNITS.format(file=part.file), (part.moved_by, runs - one, *part.span))
                self._db.execute(_RUNS.format(file=part.file), (runs - one, part.moved_by, one, last))
                runs += last + 1 - one
        self._add_names()
        self._add_titles()
        finished(self._db, self._path, _INDEXES)

    def _add_names(self) -> None:
        rows = self._db.execute("SELECT unit, names FROM main.units WHERE is_row AND names != x''").fetchall()
        keys = np.frombuffer(b"".join(names for _, names in rows), dtype=np.uint32)
        units = np.repeat([unit for unit, _ in rows], [len(names) // KEY_BYTES for _, names in rows])
        order = np.lexsort((units, keys))
        said = zip(keys[order].tolist(), units[order].tolist(), strict=True)
        self._db.executemany("INSERT INTO main.says VALUES (?,?)", said)
        self._insert("names", sorted(self._names))
        if self._has_before:
            self._db.execute(_NAMES)
        self._db.execute("INSERT INTO main.names SELECT * FROM added.names ORDER BY key, words")

    def _add_titles(self) -> None:
        """Documents by what they are called, and by what names in cells say of that."""
        called = {d: told for d, *told in self._db.execute("SELECT * FROM main.called")}
        titles: list[_Title] = []
        rows: list[tuple[object, ...]] = []
        for document_id, first, units in self._spans:
            key, words, has_tables = called[document_id]
            if units and key is not None:
                rows.append((key, document_id, first, units))
                if not has_tables:  # a page of tables is called after an event, and no name means it by half its title
                    titles.append(_Title(tuple(words.split()), (document_id, first, units)))
        named = self._db.execute("SELECT key, words FROM main.names ORDER BY key, words DESC")
        names = {key: tuple(words.split()) for key, words in named}
        meant = aliases(names, [title.words for title in titles])
        rows += [(key, *titles[title].units) for key, title in meant]
        self._db.executemany("INSERT INTO main.titles VALUES (?,?,?,?)", rows)

    def _insert(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        if rows:
            self._db.executemany(f"INSERT INTO added.{table} VALUES ({','.join('?' * len(rows[0]))})", rows)


class _RowFacts(NamedTuple):
    place: int | None
    names: dict[int, str]
    highs: list[str]
    lows: list[str]


_NO_FACTS = _RowFacts(None, {}, [], [])


_Ends = tuple[float, float]


def _row_facts(table: ResultTable, ends: Sequence[_Ends | None], row: int) -> _RowFacts:
    """Rank printed in a row, keys and words of the names in it, and words of the columns in which it is extreme."""
    place: int | None = None
    names: dict[int, str] = {}
    highs: list[str] = []
    lows: list[str] = []
    for column, cell, bounds in zip(table.columns, table.rows[row].cells, ends, strict=True):
        value = cell.value
        if column.type is ValueType.RANK:
            if place is None and value.type is ValueType.RANK and value.number:
                place = int(value.number)
        elif value.type is ValueType.TEXT and (key := name_key(value.text)) is not None:
            names.setdefault(key, " ".join(name_words(value.text)))
        elif value.number is not None and bounds is not None:
            lows += terms(column.label) if value.number == bounds[0] else []
            highs += terms(column.label) if value.number == bounds[1] else []
    return _RowFacts(place, names, highs, lows)


def _ends(table: ResultTable) -> list[_Ends | None]:
    """Lowest and highest number of each column; None where too few are filled, or all are equal."""
    found: list[_Ends | None] = []
    for column in range(len(table.columns)):
        numbers = [n for row in table.rows if (n := row.cells[column].value.number) is not None]
        ends = (min(numbers), max(numbers)) if len(numbers) >= _MIN_COMPARED else (0.0, 0.0)
        found.append(ends if ends[0] < ends[1] else None)
    return found


def _label_words(table: ResultTable) -> str:
    return " ".join(word for column in table.columns for word in terms(column.label))


def _blob(words: Iterable[str]) -> Words:
    return words_of(map(word_key, words))
