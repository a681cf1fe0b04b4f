"""JSON files: news items (IPTC ninjs), articles and events (schema.org), W3C OpenTrack, plain lists of records."""

import json
import re
from collections.abc import Mapping, Sequence

from ingest.files import RefusedError
from ingest.names import item_name, told_apart
from ingest.news_item import is_news_item, name_of_item, parse_news_item
from ingest.opentrack import is_opentrack, parse_opentrack
from ingest.parsed import Metadata, Parsed, Piece
from ingest.schema_org import is_schema_org, metadata_of_object, objects_of, parse_schema_org
from ingest.writer import Writer
from retriever.types import BlockKind, DocumentKind

# A comment to the end of the line, or a string, which may hold "//" in an address.
_COMMENT_OR_STRING = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*')
_TITLES = ("title", "name", "headline", "caption")
_COLLECTIONS = ("items", "results", "newsitems")  # under which services list the news items they deliver
_MAX_DEPTH = 4  # of objects inside a record; deeper ones are no table


def parse_json(text: str) -> tuple[Piece, ...]:
    """The news items, events or results of a JSON file; raises RefusedError where it holds none."""
    try:
        value = json.loads(_COMMENT_OR_STRING.sub(lambda m: m[0] if m[0].startswith('"') else "", text))
    except (json.JSONDecodeError, RecursionError) as error:
        raise RefusedError(f"not readable as JSON: {error}") from error
    if isinstance(value, dict) and is_opentrack(value):
        return (Piece("", parse_opentrack(value)),)
    return _news_items(value) or _schema_org(value) or (Piece("", _parse_records(value)),)


def _news_items(value: object) -> tuple[Piece, ...]:
    """The ninjs item that the file is, or those of the collection that it is."""
    if isinstance(value, dict) and is_news_item(value):
        return (Piece("", parse_news_item(value)),)
    listed = next((value[key] for key in _COLLECTIONS if key in value), None) if isinstance(value, dict) else value
    items = listed if isinstance(listed, list) else []
    if not items or not all(isinstance(item, dict) and is_news_item(item) for item in items):
        return ()
    names = told_apart([name_of_item(item) for item in items])
    return tuple(Piece(name, parse_news_item(item)) for name, item in zip(names, items, strict=True))


def _schema_org(value: object) -> tuple[Piece, ...]:
    items = [item for item in objects_of(value) if is_schema_org(item)]
    if len(items) == 1:
        return (Piece("", parse_schema_org(items[0])),)
    titles = [metadata_of_object(item).title for item in items]
    addresses = [str(item.get("@id") or item.get("url") or "") for item in items]
    names = told_apart([item_name(*pair) for pair in zip(addresses, titles, strict=True)])
    return tuple(Piece(name, parse_schema_org(item)) for name, item in zip(names, items, strict=True))


def _parse_records(value: object) -> Parsed:
    """Lists of objects as tables, each under its key; single values beside them as fields."""
    writer = Writer()
    stated = value if isinstance(value, dict) else {"": value}
    title = next((str(stated[key]) for key in _TITLES if isinstance(stated.get(key), str) and stated[key]), None)
    if title:
        writer.title(title)
    for key, one in stated.items():
        if isinstance(one, str | int | float) and not isinstance(one, bool) and key not in _TITLES and str(one):
            writer.paragraph(f"{key}: {one}", BlockKind.FIELD)
    notes = tuple(str(one) for one in stated.values() if isinstance(one, str))
    for key, one in stated.items():
        if rows := _rows(one):
            caption = title if title and len(stated) > 1 else key or None
            writer.table(_records(rows), header_rows=1, caption=None if caption == title else caption, notes=notes)
    if not writer.outline.grids:
        raise RefusedError("JSON without results: no ninjs item, schema.org event, OpenTrack results, list of records")
    return writer.parsed(DocumentKind.RESULTS, Metadata(title=title))


def _rows(value: object) -> list[Mapping[str, object]]:
    """The list's objects; empty where anything else is among them."""
    if not isinstance(value, list):
        return []
    found: list[Mapping[str, object]] = [one for one in value if isinstance(one, dict)]
    return found if len(found) == len(value) else []


def _records(rows: Sequence[Mapping[str, object]]) -> list[list[str]]:
    flat = [_flat(row) for row in rows]
    labels = list(dict.fromkeys(label for row in flat for label in row))
    return [labels, *([row.get(label, "") for label in labels] for row in flat)]


def _flat(row: Mapping[str, object], before: str = "", depth: int = 0) -> dict[str, str]:
    """One level of keys: {"athlete": {"name": "Ann"}} → {"athlete name": "Ann"}."""
    cells: dict[str, str] = {}
    for key, value in row.items():
        label = f"{before} {key}".strip()
        if isinstance(value, dict) and depth < _MAX_DEPTH:
            cells.update(_flat(value, label, depth + 1))
        elif isinstance(value, dict | list):
            cells[label] = json.dumps(value, ensure_ascii=False)
        else:
            cells[label] = "" if value is None else str(value)
    return cells
