"""JSON files: news items (IPTC ninjs), athletics results (W3C OpenTrack), and plain lists of records."""

import json
import re
from collections.abc import Mapping, Sequence

from ingest.files import RefusedError
from ingest.news_item import is_news_item, parse_news_items
from ingest.opentrack import is_opentrack, parse_opentrack
from ingest.parsed import Metadata, Parsed
from ingest.writer import Writer
from retriever.types import BlockKind, DocumentKind

# A comment to the end of the line, or a string, which may hold "//" in an address.
_COMMENT_OR_STRING = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*')
_TITLES = ("title", "name", "headline", "caption")
_MAX_DEPTH = 4  # of objects inside a record; deeper ones are no table


def parse_json(text: str) -> Parsed:
    """The news items or results of a JSON file; raises RefusedError where it holds neither."""
    try:
        value = json.loads(_COMMENT_OR_STRING.sub(lambda m: m[0] if m[0].startswith('"') else "", text))
    except (json.JSONDecodeError, RecursionError) as error:
        raise RefusedError(f"not readable as JSON: {error}") from error
    if isinstance(value, dict) and is_opentrack(value):
        return parse_opentrack(value)
    items = value if isinstance(value, list) else [value]
    if items and all(isinstance(item, dict) and is_news_item(item) for item in items):
        return parse_news_items(items)
    return _parse_records(value)


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
        raise RefusedError("JSON without results: neither a ninjs item, OpenTrack results nor a list of records")
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
