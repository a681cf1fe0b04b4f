"""Names in cells are numbered in the order in which they are first printed, in tables that stay and in new ones."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from retriever.parts import BEFORE, Part
from retriever.store import table_json

_TABLES = (
    "CREATE TEMP TABLE firsts (table_id TEXT PRIMARY KEY, unit INTEGER) WITHOUT ROWID",
    "CREATE TEMP TABLE numbers (name_id INTEGER PRIMARY KEY, before INTEGER, added INTEGER)",
)
_FIRSTS = """INSERT INTO temp.firsts SELECT table_id, unit + ? FROM before.rows
  WHERE row=0 AND unit>=? AND unit<?"""
# Where a name stands first: the number of the row's unit, which grows through all tables, and the column.
_KEPT = """SELECT name_id, min((f.unit + p.row) * 1048576 + p.column), count(*) > count(f.unit)
  FROM before.places p LEFT JOIN temp.firsts f USING (table_id) GROUP BY name_id"""
_PLACES = """INSERT INTO main.places
  SELECT n.name_id, p.table_id, p.row, p.column FROM temp.numbers n CROSS JOIN added.places p
    WHERE p.name_id = n.added
  {kept}ORDER BY 1, 2, 3, 4"""
_PLACES_KEPT = """UNION ALL SELECT n.name_id, p.table_id, p.row, p.column
  FROM temp.numbers n CROSS JOIN before.places p CROSS JOIN temp.firsts f
    WHERE p.name_id = n.before AND f.table_id = p.table_id
  """
_PRINTED = """SELECT body, f.unit FROM main.rows r JOIN before.tables USING (table_id)
  JOIN temp.firsts f USING (table_id) WHERE r.unit=?"""
_COLUMNS = 1 << 20


class NewName(NamedTuple):
    """A name in the tables that are new."""

    number: int
    """Under which `added.places` has it."""
    first: int
    """The `position` where it stands first."""
    text: str


class _Name(NamedTuple):
    first: int
    text: str
    key: str
    before: int | None
    """Number under which the store before has it."""


def position(unit: int, column: int) -> int:
    """A cell's place, in the order of the tables."""
    return unit * _COLUMNS + column


def number_names(
    db: sqlite3.Connection, parts: Iterable[Part], added: Mapping[str, NewName], *, has_before: bool
) -> dict[str, int]:
    """Write the names of `main` and their places, whose rows are written; key → number.

    A name is printed as its first place prints it.
    """
    for table in _TABLES:
        db.execute(table)
    firsts = {key: _Name(name.first, name.text, key, None) for key, name in added.items()}
    for name in _kept(db, parts) if has_before else ():
        new = firsts.get(name.key)
        firsts[name.key] = name if new is None else min(name, new)._replace(before=name.before)
    names = list(enumerate(sorted(firsts.values(), key=lambda name: name.first)))
    numbers = ((n, name.before, added[name.key].number if name.key in added else None) for n, name in names)
    db.executemany("INSERT INTO temp.numbers VALUES (?,?,?)", numbers)
    db.executemany("INSERT INTO main.names VALUES (?,?,?)", ((n, name.key, name.text) for n, name in names))
    db.execute(_PLACES.format(kept=_PLACES_KEPT if has_before else ""))
    return {name.key: number for number, name in names}


def _kept(db: sqlite3.Connection, parts: Iterable[Part]) -> Iterator[_Name]:
    """The names in tables that stay."""
    for part in parts:
        if part.file == BEFORE:
            db.execute(_FIRSTS, (part.moved_by, *part.span))
    told = {name_id: (key, text) for name_id, key, text in db.execute("SELECT name_id, key, text FROM before.names")}
    for name_id, first, also_gone in db.execute(_KEPT).fetchall():
        if first is not None:
            key, text = told[name_id]
            yield _Name(first, _printed(db, first) if also_gone else text, key, name_id)


def _printed(db: sqlite3.Connection, place: int) -> str:
    """What the cell of a table that stays says, for names that were printed first where they are no more."""
    unit, column = divmod(place, _COLUMNS)
    body, first = db.execute(_PRINTED, (unit,)).fetchone()
    printed: str = table_json.validate_json(body).rows[unit - first].cells[column].value.text
    return printed
