"""What a file states of itself: front matter between two lines of `---`, or `key: value` lines above its text."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from ingest.files import RefusedError
from ingest.parsed import Metadata
from retriever.dates import parse_date
from retriever.types import DocumentKind

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<lines>(?:.*\r?\n)*?)---[ \t]*(?:\r?\n|$)")
_ENTRY = re.compile(r"(?P<key>[A-Za-z_-]+)\s*:\s*(?P<value>.*?)\s*")
_NAMES = {"date": "published_at", "published": "published_at", "published_at": "published_at", "license": "licence",
          "canonical": "url", "byline": "author", "source": "publisher"}  # fmt: skip
_FIELDS = ("title", "publisher", "url", "published_at", "licence", "author", "kind")
_MIN_HEADER_LINES = 2  # one line may be the first of the text: "Title: a question of class"


def read_front_matter(text: str) -> tuple[Metadata, int]:
    """What the front matter states and where the page itself begins (0 without front matter)."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return Metadata(), 0
    found: dict[str, str] = {}
    for line in match["lines"].splitlines():
        if entry := _ENTRY.fullmatch(line):
            key = entry["key"].lower().replace("-", "_")
            found[_NAMES.get(key, key)] = entry["value"].strip("\"'")
    known = {key: value for key, value in found.items() if key in _FIELDS and value}
    return metadata_of(known, "front matter"), match.end()


def read_header(text: str) -> tuple[Metadata, int]:
    """What the first lines of a text state, and where the text itself begins (0 where they state nothing).

    They are a header if the first two state known things, as in a mail: "Title: …", "Date: 2025-03-22". A date that
    is none, or a thing that is unknown, ends the header.
    """
    stated: dict[str, str] = {}
    end = 0
    for line in text.splitlines(keepends=True):
        entry = _stated(line)
        if entry is None:
            break
        stated.setdefault(*entry)
        end += len(line)
    if len(stated) < _MIN_HEADER_LINES:
        return Metadata(), 0
    return metadata_of(stated, "header"), end


def read_notes(notes: Sequence[str]) -> tuple[Metadata, list[str]]:
    """What the notes above a table state as "key: value", and the notes without the one that is the title.

    A date, a publisher stay notes as well: they hold for the table.
    """
    entries = [(note, _stated(note)) for note in notes]
    stated = dict(entry for _, entry in reversed(entries) if entry)
    return metadata_of(stated, "notes"), [note for note, entry in entries if entry is None or entry[0] != "title"]


def _stated(line: str) -> tuple[str, str] | None:
    """(field, value) of a line that states a known thing of the document and can be read; None for any other."""
    entry = _ENTRY.fullmatch(line.strip())
    if entry is None or not entry["value"]:
        return None
    key = entry["key"].lower().replace("-", "_")
    field = _NAMES.get(key, key)
    readable = field != "published_at" or iso_time(entry["value"]) is not None
    known = field in _FIELDS and (field != "kind" or entry["value"] in set(DocumentKind))
    return (field, entry["value"].strip("\"'")) if known and readable else None


def metadata_of(stated: dict[str, str], where: str) -> Metadata:
    """Metadata from strings; raises RefusedError with every problem at once, `where` naming the place."""
    problems = []
    day = stated.get("published_at")
    if day is not None and (iso := iso_time(day)) is None:
        problems.append(f"published '{day}' is not a date like 2024-08-07")
    kind = stated.get("kind")
    if kind is not None and kind not in set(DocumentKind):
        problems.append(f"kind '{kind}' is not one of {', '.join(DocumentKind)}")
    if problems:
        raise RefusedError(f"{where}: {'; '.join(problems)}")
    return Metadata(
        title=stated.get("title"),
        publisher=stated.get("publisher"),
        url=stated.get("url"),
        published_at=iso if day is not None else None,
        licence=stated.get("licence"),
        author=stated.get("author"),
        kind=DocumentKind(kind) if kind is not None else None,
    )


def iso_time(printed: str) -> str | None:
    """ISO date or time of what is printed: "7 August 2024" → "2024-08-07"; None if it is neither."""
    try:
        return date.fromisoformat(printed).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(printed).isoformat()
    except ValueError:
        found = parse_date(printed)
        return found.iso() if found else None
