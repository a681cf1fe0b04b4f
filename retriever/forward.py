"""The forward index: what each unit says, as numbers, so that candidates are compared without reading their text.

Words are kept as 32-bit hashes in order. Units that stand under the same headings form a run and share its words.
Rows also keep the names in their cells, so that a row leads to the documents about them and back.
"""

import re
import sqlite3
import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from retriever.aliases import aliases
from retriever.lexical import LexicalUnit
from retriever.store import MAX_NAME_WORDS, RowPlace, units_of
from retriever.text import terms, tokens
from retriever.types import Document, Passage, ResultTable
from retriever.values import ValueType

_SCHEMA = """
CREATE TABLE runs (run INTEGER PRIMARY KEY, document_id TEXT, first INTEGER, units INTEGER, words BLOB);
CREATE TABLE units (unit INTEGER PRIMARY KEY, run INTEGER, is_row INTEGER, place INTEGER, words BLOB, names BLOB,
  highs BLOB, lows BLOB);
CREATE TABLE titles (key INTEGER, document_id TEXT, first INTEGER, units INTEGER);
CREATE TABLE says (key INTEGER, unit INTEGER, PRIMARY KEY (key, unit)) WITHOUT ROWID;
CREATE INDEX titles_by_key ON titles (key);
CREATE INDEX titles_of ON titles (document_id);
CREATE INDEX runs_of ON runs (document_id);
"""
_QUALIFIER = re.compile(r"\s*\([^)]*\)\s*$")  # "Lewis Stevenson (footballer)" is called Lewis Stevenson
_SAYS = "INSERT OR IGNORE INTO says VALUES (?,?)"
_UNITS_BEFORE = """INSERT INTO main.units SELECT unit + ?, run + ?, is_row, place, words, names, highs, lows
  FROM before.units WHERE unit>=? AND unit<? ORDER BY unit"""
_RUNS_BEFORE = """INSERT INTO main.runs SELECT run + ?, document_id, first + ?, units, words
  FROM before.runs WHERE document_id=? ORDER BY run"""
_MIN_COMPARED = 3  # of fewer values none is called the highest
_MAX_BOUND = 30_000  # placeholders of one SQLite statement are limited to 32,766

KEY_BYTES = 4
Words = bytes  # keys as they are stored: many units are compared at once, and `numbers` reads those of a few


class UnitWords(NamedTuple):
    """One unit as it is compared."""

    unit: int
    run: int
    document_id: str
    is_row: bool
    place: int | None
    """Rank that the row prints, if it does."""
    body: Words
    context: Words
    names: Words
    """Keys of the names in a row's cells."""
    highs: Words
    """Words of the labels of columns in which the row holds the table's highest value; `lows`: its lowest."""
    lows: Words


class Run(NamedTuple):
    """Neighbouring units under the same headings."""

    first: int
    units: int


def word_key(word: str) -> int:
    """The number under which a word, or a name's words in alphabetical order, is kept."""
    return zlib.crc32(word.encode())


def words_of(keys: Iterable[int]) -> Words:
    """Keys as they are stored."""
    return array("I", keys).tobytes()


def numbers(words: Words) -> tuple[int, ...]:
    """Keys of stored words, in order."""
    return tuple(memoryview(words).cast("I")) if words else ()


def name_key(text: str) -> int | None:
    """Key of a name in whatever order its words are printed; None for what is no name."""
    words = name_words(text)
    return word_key(" ".join(words)) if 0 < len(words) <= MAX_NAME_WORDS else None


@lru_cache(maxsize=100_000)
def name_words(text: str) -> tuple[str, ...]:
    """Words of a name without its qualifier, each once, in alphabetical order."""
    return tuple(sorted({token.text for token in tokens(_QUALIFIER.sub("", text))}))


class Held(NamedTuple):
    """A document as an index holds it."""

    document_id: str
    title: str
    first: int
    units: int
    has_tables: bool
    labels: Callable[[int], Sequence[str]]
    """Words of the column labels of a unit's table; none for a passage."""


class _Rows(NamedTuple):
    """What of one document is written into each table."""

    units: list[tuple[object, ...]]
    says: list[tuple[int, int]]
    runs: list[tuple[object, ...]]


class ForwardWriter:
    """Fills a new forward index."""

    def __init__(self, path: Path, before: Path | None = None) -> None:
        """`before`: the index that documents may be taken over from."""
        self._db = sqlite3.connect(path, isolation_level=None, uri=True)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        if before is not None:
            self._db.execute("ATTACH ? AS before", (before.resolve().as_uri() + "?mode=ro&immutable=1",))
        self._db.executescript("BEGIN;" + _SCHEMA)
        self.runs = 0
        self._names: dict[int, tuple[str, ...]] = {}
        self._titles: list[tuple[tuple[str, ...], tuple[str, int, int]]] = []  # words; document, first unit, units

    def add(self, document: Document, texts: Sequence[LexicalUnit], first: int) -> list[tuple[int, list[str]]]:
        """Add a document whose units begin at `first`; its runs with the words of headings and column labels."""
        tables = {table.table_id: table for table in document.tables}
        added: list[tuple[int, list[str]]] = []
        rows: _Rows = _Rows([], [], [])
        begins = 0
        for index, (unit, text) in enumerate(zip(units_of(document), texts, strict=True)):
            if index == 0 or text.context != texts[index - 1].context:
                begins = index
                labels = _label_words(tables[unit.table_id]) if isinstance(unit, RowPlace) else []
                added.append((self.runs + len(added), [*text.context, *labels]))
            self._note_unit(rows, unit, text, tables, unit=first + index, run=added[-1][0])
            if index + 1 == len(texts) or texts[index + 1].context != text.context:
                row = (added[-1][0], document.document_id, first + begins, index + 1 - begins, _blob(text.context))
                rows.runs.append(row)
        self._db.executemany("INSERT INTO units VALUES (?,?,?,?,?,?,?,?)", rows.units)
        self._db.executemany(_SAYS, rows.says)
        self._db.executemany("INSERT INTO runs VALUES (?,?,?,?,?)", rows.runs)
        self.runs += len(added)
        self._add_title(document.title, (document.document_id, first, len(texts)), has_tables=bool(document.tables))
        return added

    def take_over(
        self, held: Held, texts: Sequence[LexicalUnit], names: Mapping[int, tuple[str, ...]], first: int
    ) -> list[tuple[int, list[str]]]:
        """Add a document as the index before holds it, without reading its tables; what `add` gives.

        `names`: the words of every name in its rows; KeyError, and nothing is written, where one is not there.
        """
        span = (held.first, held.first + held.units)
        said = "SELECT unit, names FROM before.units WHERE unit>=? AND unit<? AND is_row ORDER BY unit"
        says = [(key, unit) for unit, blob in self._db.execute(said, span) for key in numbers(blob)]
        found = {key: names[key] for key, _ in says}
        listed = "SELECT run, first FROM before.runs WHERE document_id=? ORDER BY run"
        runs = self._db.execute(listed, (held.document_id,)).fetchall()
        moved_by, later = first - held.first, self.runs - (runs[0][0] if runs else 0)
        self._names.update(found)
        self._db.execute(_UNITS_BEFORE, (moved_by, later, *span))
        self._db.executemany(_SAYS, [(key, unit + moved_by) for key, unit in says])
        self._db.execute(_RUNS_BEFORE, (later, moved_by, held.document_id))
        self.runs += len(runs)
        self._add_title(held.title, (held.document_id, first, held.units), has_tables=held.has_tables)
        return [(run + later, [*texts[at - held.first].context, *held.labels(at)]) for run, at in runs]

    def _add_title(self, title: str, units: tuple[str, int, int], *, has_tables: bool) -> None:
        if units[-1] and (key := name_key(title)) is not None:
            self._db.execute("INSERT INTO titles VALUES (?,?,?,?)", (key, *units))
            if not has_tables:  # a page of tables is called after an event, and no name means it by half its title
                self._titles.append((name_words(title), units))

    def add_aliases(self) -> None:
        """Let names in cells lead to the documents whose titles they say in part. Once, after the last document."""
        for key, title in aliases(dict(sorted(self._names.items())), [words for words, _ in self._titles]):
            self._db.execute("INSERT INTO titles VALUES (?,?,?,?)", (key, *self._titles[title][1]))

    def close(self) -> None:
        """Finish the file."""
        self._db.execute("COMMIT")
        self._db.close()

    def _note_unit(
        self, rows: "_Rows", found: Passage | RowPlace, text: LexicalUnit, tables: dict[str, ResultTable],
        *, unit: int, run: int,
    ) -> None:  # fmt: skip
        is_row = isinstance(found, RowPlace)
        place, names, highs, lows = _NO_FACTS
        if isinstance(found, RowPlace):
            place, names, highs, lows = _row_facts(tables[found.table_id], found.row)
            self._names.update(_names_of(tables[found.table_id], found.row))
        blobs = (_blob(text.body), words_of(names), _blob(highs), _blob(lows))
        rows.units.append((unit, run, is_row, place, *blobs))
        rows.says.extend((name, unit) for name in names)


class ForwardIndex:
    """Reads a finished forward index."""

    def __init__(self, path: Path) -> None:
        uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self.units = int(self._db.execute("SELECT count(*) FROM units").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def read(self, units: Iterable[int]) -> list[UnitWords]:
        """The units with these numbers, by number."""
        query = (
            "SELECT unit, run, document_id, is_row, place, u.words, r.words, names, highs, lows "
            "FROM units u JOIN runs r USING (run) WHERE unit IN ({}) ORDER BY unit"
        )
        return [
            UnitWords(unit, run, document_id, bool(is_row), place, *blobs)
            for unit, run, document_id, is_row, place, *blobs in self._where(query, units)
        ]

    def said(self, first: int, units: int) -> list[tuple[Words, Words]]:
        """(its own words, those of its headings) of neighbouring units, in order."""
        query = (
            "SELECT u.words, r.words FROM units u JOIN runs r USING (run) WHERE unit >= ? AND unit < ? ORDER BY unit"
        )
        return self._db.execute(query, (first, first + units)).fetchall()

    def runs(self, numbers: Iterable[int]) -> list[Run]:
        """The runs with these numbers, by number."""
        query = "SELECT first, units FROM runs WHERE run IN ({}) ORDER BY run"
        return [Run(*row) for row in self._where(query, numbers)]

    def titled(self, keys: Iterable[int]) -> list[tuple[int, str, Run]]:
        """(name's key, document, its units) of the documents called by these names, by key and first unit."""
        query = "SELECT key, document_id, first, units FROM titles WHERE key IN ({}) ORDER BY key, first"
        return [(key, document_id, Run(first, units)) for key, document_id, first, units in self._where(query, keys)]

    def title_keys(self, documents: Iterable[str]) -> list[tuple[str, int]]:
        """(document, key of its title), by document."""
        return list(self._where("SELECT document_id, key FROM titles WHERE document_id IN ({}) ORDER BY 1", documents))

    def rows_saying(self, keys: Iterable[int], limit: int) -> list[tuple[int, int]]:
        """(name's key, unit) of the rows that hold these names, by key and unit; at most `limit` of each name."""
        found: list[tuple[int, int]] = []
        for key in sorted(set(keys)):
            query = "SELECT key, unit FROM says WHERE key=? ORDER BY unit LIMIT ?"
            found += self._db.execute(query, (key, limit)).fetchall()
        return found

    def _where(self, query: str, values: Iterable[object]) -> list[tuple]:  # type: ignore[type-arg]  # columns differ
        wanted = list(dict.fromkeys(values))[:_MAX_BOUND]
        return self._db.execute(query.format(",".join("?" * len(wanted))), wanted).fetchall()


class _RowFacts(NamedTuple):
    place: int | None
    names: list[int]
    highs: list[str]
    lows: list[str]


_NO_FACTS = _RowFacts(None, [], [], [])


def _row_facts(table: ResultTable, row: int) -> _RowFacts:
    """Rank printed in a row, keys of the names in it, and words of the columns in which it is extreme."""
    place: int | None = None
    names: list[int] = []
    highs: list[str] = []
    lows: list[str] = []
    for index, (column, cell) in enumerate(zip(table.columns, table.rows[row].cells, strict=True)):
        value = cell.value
        if column.type is ValueType.RANK:
            if place is None and value.type is ValueType.RANK and value.number:
                place = int(value.number)
        elif value.type is ValueType.TEXT and (key := name_key(value.text)) is not None:
            names.append(key)
        elif value.number is not None and (ends := _ends(table, index)) is not None:
            lows += terms(column.label) if value.number == ends[0] else []
            highs += terms(column.label) if value.number == ends[1] else []
    return _RowFacts(place, list(dict.fromkeys(names)), highs, lows)


def _names_of(table: ResultTable, row: int) -> dict[int, tuple[str, ...]]:
    """Key of each name in a row → its words."""
    cells = zip(table.columns, table.rows[row].cells, strict=True)
    values = [cell.value for column, cell in cells if column.type is not ValueType.RANK]
    texts = [value.text for value in values if value.type is ValueType.TEXT]
    return {key: name_words(text) for text in texts if (key := name_key(text)) is not None}


def _ends(table: ResultTable, column: int) -> tuple[float, float] | None:
    """Lowest and highest number of a column; None where too few are filled, or all are equal."""
    numbers = [n for row in table.rows if (n := row.cells[column].value.number) is not None]
    found = (min(numbers), max(numbers)) if len(numbers) >= _MIN_COMPARED else (0.0, 0.0)
    return found if found[0] < found[1] else None


def _label_words(table: ResultTable) -> list[str]:
    return [word for column in table.columns for word in terms(column.label)]


def _blob(words: Iterable[str]) -> Words:
    return words_of(map(word_key, words))
