"""schema.org objects of JSON-LD: news articles, live blogs and sports events, in files or in pages. https://schema.org/"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.fragments import write_fragment
from ingest.front_matter import iso_time
from ingest.parsed import Metadata, Parsed
from ingest.writer import Writer
from retriever.types import BlockKind, DocumentKind

ARTICLES = frozenset({"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "LiveBlogPosting",
                      "BlogPosting", "OpinionNewsArticle", "SportsEvent"})  # fmt: skip
_POST_HEADING_LEVEL = 3  # below the stamp
_TAG = re.compile(r"</?(?:p|br|div|b|strong|em|i|a|h[1-6]|ul|ol|li|table|blockquote|span)\b[^>]*>", re.I)
_SIDES = ("homeTeam", "awayTeam")
_MAX_EVENT_DEPTH = 5

_Object = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a live blog."""

    posted: str
    """When it was posted, as the source states it: "2024-08-06T19:51:00+01:00"."""
    headline: str | None
    paragraphs: tuple[str, ...]
    marked: str = ""
    """Its body as mark-up, where that is what the source has in place of paragraphs."""


def objects_of(value: object) -> Iterator[_Object]:
    """Every object of JSON-LD, those inside lists and graphs too."""
    if isinstance(value, list):
        for one in value:
            yield from objects_of(one)
    elif isinstance(value, dict):
        yield value
        yield from objects_of(value.get("@graph"))


def types_of(item: _Object) -> list[str]:
    """The object's types without the vocabulary's address."""
    kinds = item.get("@type")
    return [str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])]


def is_schema_org(item: _Object) -> bool:
    """Whether the object is an article, a live blog or a sports event."""
    return bool(ARTICLES & set(types_of(item)))


def posts_of(item: _Object) -> list[Post]:
    """Posts of a LiveBlogPosting, in the source's order."""
    found = [_post(update) for update in objects_of(item.get("liveBlogUpdate"))]
    return [post for post in found if post is not None]


def write_posts(writer: Writer, posts: Sequence[Post]) -> None:
    """Each post under its stamp and its headline, the earliest first whatever order the source has."""
    times = [iso_time(post.posted) or "" for post in posts]
    ordered = [post for _, post in sorted(zip(times, posts, strict=True), key=lambda pair: pair[0])]
    for post in ordered if all(times) else posts:
        writer.stamp(post.posted)
        if post.headline:
            writer.heading(post.headline, _POST_HEADING_LEVEL)
        for paragraph in post.paragraphs:
            writer.paragraph(paragraph)
        if post.marked:
            write_fragment(writer, post.marked, title=post.headline, level=_POST_HEADING_LEVEL)


def metadata_of_object(item: _Object) -> Metadata:
    """Title, publisher, address, time, author and licence as the object states them."""
    published = name_of(item.get("datePublished"))
    return Metadata(
        title=name_of(item.get("headline")) or (name_of(item.get("name")) if "SportsEvent" in types_of(item) else None),
        publisher=name_of(item.get("publisher")),
        url=address_of(item.get("mainEntityOfPage")) or address_of(item.get("url")),
        published_at=iso_time(published) if published else None,
        author=name_of(item.get("author")),
        licence=name_of(item.get("license")),
    )


def parse_schema_org(item: _Object) -> Parsed:
    """The object as a document: an article's body, a live blog's posts, an event's sides and sub-events."""
    metadata = metadata_of_object(item)
    writer = Writer()
    if metadata.title:
        writer.title(metadata.title)
    if "SportsEvent" in types_of(item):
        write_event(writer, item)
        return writer.parsed(DocumentKind.RESULTS, metadata)
    _write_body(writer, item.get("articleBody") or item.get("description"), metadata.title)
    posts = posts_of(item)
    write_posts(writer, posts)
    return writer.parsed(DocumentKind.LIVE_BLOG if posts else DocumentKind.ARTICLE, metadata)


def write_event(writer: Writer, event: _Object) -> None:
    """What an event states, a line each, and its sub-events as a table."""
    for label, value in _facts(event).items():
        writer.paragraph(f"{label}: {value}", BlockKind.FIELD)
    _write_body(writer, event.get("description"), None)
    parts = [_facts(part) for part in _sub_events(event)]
    labels = list(dict.fromkeys(label for part in parts for label in part))
    if labels:
        records = [labels, *([part.get(label, "") for label in labels] for part in parts)]
        writer.table(records, header_rows=1, notes=_day(event))


def _sub_events(event: _Object, depth: int = 0) -> Iterator[_Object]:
    for part in objects_of(event.get("subEvent")):
        yield part
        if depth < _MAX_EVENT_DEPTH:
            yield from _sub_events(part, depth + 1)


def _facts(event: _Object) -> dict[str, str]:
    """Label and value of what readers ask about; what is not stated is left out."""
    stated = {
        "Event": name_of(event.get("name")),
        "Date": name_of(event.get("startDate")),
        "Ends": name_of(event.get("endDate")),
        "Sport": name_of(event.get("sport")),
        "Venue": name_of(event.get("location")),
        "Home": name_of(event.get("homeTeam")),
        "Away": name_of(event.get("awayTeam")),
        "Competitors": ", ".join(filter(None, (name_of(one) for one in objects_of(event.get("competitor"))))) or None,
        "Competition": name_of(event.get("superEvent")),
        "Status": _last_part(event.get("eventStatus")),
    }
    return {label: value for label, value in stated.items() if value}


def _last_part(value: object) -> str | None:
    return value.rpartition("/")[2] or None if isinstance(value, str) else None


def _day(event: _Object) -> tuple[str, ...]:
    start = name_of(event.get("startDate"))
    return (start.partition("T")[0],) if start else ()


def _post(update: _Object) -> Post | None:
    marked = body if isinstance(body := update.get("articleBody"), str) and _TAG.search(body) else ""
    paragraphs = () if marked else tuple(_lines(body))
    posted, headline = name_of(update.get("datePublished")), name_of(update.get("headline"))
    return Post(posted, headline, paragraphs, marked) if posted and (headline or paragraphs or marked) else None


def _write_body(writer: Writer, body: object, title: str | None) -> None:
    """A text line by line; many sites put mark-up where the vocabulary asks for text."""
    if isinstance(body, str) and _TAG.search(body):
        write_fragment(writer, body, title=title)
        return
    for words in _lines(body):
        writer.paragraph(words)


def _lines(body: object) -> list[str]:
    lines = body.splitlines() if isinstance(body, str) else []
    return [words for line in lines if (words := " ".join(line.split()))]


def name_of(value: object) -> str | None:
    """The string, or the name of the thing or things that stand there."""
    if isinstance(value, list):
        return ", ".join(name for one in value if (name := name_of(one))) or None
    if isinstance(value, dict):
        return name_of(value.get("name"))
    return " ".join(value.split()) or None if isinstance(value, str) else None


def address_of(value: object) -> str | None:
    """A web address that stands there, or is the id of the thing that does."""
    found = value.get("@id") if isinstance(value, dict) else value
    return found if isinstance(found, str) and found.startswith("http") else None


def read_script(text: str | None) -> list[_Object]:
    """Objects of a JSON-LD script; empty for a broken one, which costs its metadata and not the article."""
    try:
        return list(objects_of(json.loads(text or "null")))
    except (json.JSONDecodeError, RecursionError):
        return []
