"""The named cells of tables that stay: taken over from the store before, so that no table is read again."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from retriever.store import table_json

# key of the name, its text, and its place: table, row, column
NamedCell = tuple[str, str, tuple[str, int, int]]

_BY_TABLE = """
CREATE TEMP TABLE cells (table_id TEXT, row INTEGER, column INTEGER, name_id INTEGER,
  PRIMARY KEY (table_id, row, column)) WITHOUT ROWID;
INSERT INTO cells SELECT table_id, row, column, name_id FROM before.places ORDER BY table_id, row, column;
"""
_NAMED = """SELECT key, text, row, column, name_id FROM temp.cells JOIN before.names USING (name_id)
  WHERE table_id=? ORDER BY row, column"""
_OF_DOCUMENT = """SELECT DISTINCT name_id FROM before.tables t JOIN temp.cells USING (table_id) WHERE t.document_id=?"""


class CellsBefore:
    """The named cells of the store before by table, where `places` has them by name."""

    def __init__(self, writing: sqlite3.Connection, before: Path, gone: Sequence[str]) -> None:
        self._db = writing
        self._db.execute("ATTACH ? AS before", (before.resolve().as_uri() + "?mode=ro&immutable=1",))
        self._db.executescript(_BY_TABLE)
        # A name is printed as its first document prints it. Where that is gone, the cell itself must tell.
        self._untold = {name_id for d in gone for (name_id,) in self._db.execute(_OF_DOCUMENT, (d,))}

    def named(self, table_id: str, known: Collection[str]) -> Iterator[NamedCell]:
        """The table's cells in order of rows; the text is only right for names that are not `known` yet."""
        for key, text, row, column, name_id in self._db.execute(_NAMED, (table_id,)).fetchall():
            printed = self._printed(table_id, row, column) if name_id in self._untold and key not in known else text
            yield key, printed, (table_id, row, column)

    def _printed(self, table_id: str, row: int, column: int) -> str:
        (body,) = self._db.execute("SELECT body FROM before.tables WHERE table_id=?", (table_id,)).fetchone()
        return table_json.validate_json(body).rows[row].cells[column].value.text
