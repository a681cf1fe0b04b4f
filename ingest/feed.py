"""RSS and Atom files: every item a piece of coverage with its own title, author, day and address."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from io import BytesIO

from ingest.files import RefusedError
from ingest.fragments import write_fragment
from ingest.front_matter import iso_time
from ingest.names import item_name, told_apart
from ingest.parsed import Contents, Metadata, Parsed, Piece
from ingest.writer import Writer
from retriever.types import DocumentKind

_Entry = Mapping[str, object]


def parse_feed(content: bytes) -> Contents:
    """The feed's items, newest first as it lists them; raises RefusedError where it has none."""
    import feedparser  # only where a feed is read

    # A stream, not the bytes: those it would first try to open as a file's name.
    try:
        feed = feedparser.parse(BytesIO(content))
    except ValueError as error:  # an address or a mark-up in no encoding
        raise RefusedError(f"not readable as a feed: {error}") from error
    entries: Sequence[_Entry] = [entry for entry in feed.entries if _title(entry) or _body(entry)]
    if not entries:
        raise RefusedError("a feed without items: there is nothing to read in it")
    names = told_apart([item_name(_text(entry, "id") or _text(entry, "link"), _title(entry)) for entry in entries])
    publisher, licence = _text(feed.feed, "title"), _text(feed.feed, "rights")
    return Contents(
        tuple(
            Piece(name, _parse_entry(entry, publisher or None, licence or None))
            for name, entry in zip(names, entries, strict=True)
        )
    )


def _parse_entry(entry: _Entry, publisher: str | None, licence: str | None) -> Parsed:
    writer = Writer()
    title = _title(entry)
    if title:
        writer.title(title)
    write_fragment(writer, _body(entry), title=title)
    published = _text(entry, "published") or _text(entry, "updated")
    metadata = Metadata(
        title=title,
        publisher=publisher,
        url=link if (link := _text(entry, "link")).startswith("http") else None,
        published_at=_iso(published),
        author=_text(entry, "author") or None,
        licence=_text(entry, "rights") or licence,
    )
    return writer.parsed(DocumentKind.ARTICLE, metadata)


def _body(entry: _Entry) -> str:
    """The longest of what the item carries: whole articles come as content, summaries beside them."""
    contents = entry.get("content")
    found = [one.get("value") for one in contents if isinstance(one, Mapping)] if isinstance(contents, list) else []
    texts = [text for text in (*found, entry.get("summary")) if isinstance(text, str)]
    return max(texts, key=len, default="")


def _title(entry: _Entry) -> str | None:
    writer = Writer()
    write_fragment(writer, _text(entry, "title"))
    return " ".join(writer.text.split()) or None


def _text(entry: _Entry, key: str) -> str:
    found = entry.get(key) if key in entry else None  # asked for what isn't there, feedparser warns and guesses
    return " ".join(found.split()) if isinstance(found, str) else ""


def _iso(printed: str) -> str | None:
    """ISO time of "Tue, 06 Aug 2024 21:00:00 +0200" or of an ISO one; None for anything else."""
    if found := iso_time(printed):
        return found
    try:
        when: datetime = parsedate_to_datetime(printed)
    except (ValueError, IndexError, TypeError):
        return None
    return when.isoformat()
