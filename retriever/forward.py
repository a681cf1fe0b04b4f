"""The forward index: what each unit says, as numbers, so that candidates are compared without reading their text.

Words are kept as 32-bit hashes in order. Units that stand under the same headings form a run and share its words.
Rows also keep the names in their cells, so that a row leads to the documents about them and back.
"""

import re
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from retriever.store import MAX_NAME_WORDS
from retriever.text import tokens

_QUALIFIER = re.compile(r"\s*\([^)]*\)\s*$")  # "Lewis Stevenson (footballer)" is called Lewis Stevenson
_MAX_BOUND = 30_000  # placeholders of one SQLite statement are limited to 32,766
_PLACEHOLDERS = 32  # a statement has a multiple of, so that few are to be parsed

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

    def said(self) -> Iterator[tuple[int, Words, Words]]:
        """(its run, its own words, the names in it) of every unit, by number."""
        return self._db.execute("SELECT run, words, names FROM units ORDER BY unit")

    def headings(self) -> Iterator[tuple[int, str, Words, str]]:
        """(run, document, words of its headings, words of column labels) of every run, by number."""
        return self._db.execute("SELECT run, document_id, words, labels FROM runs ORDER BY run")

    def ambiguous_names(self) -> list[int]:
        """Keys that stand for two names."""
        query = "SELECT key FROM names GROUP BY key HAVING count(*) > 1 ORDER BY key"
        return [key for (key,) in self._db.execute(query)]

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
        wanted += wanted[-1:] * (-len(wanted) % _PLACEHOLDERS)
        return self._db.execute(query.format(",".join("?" * len(wanted))), wanted).fetchall()
