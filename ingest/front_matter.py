"""Front matter of a Markdown page: `key: value` lines between two lines of `---`."""

import re
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
