"""What a web page states about itself: JSON-LD first, then OpenGraph, then plain meta; nothing is inferred."""

from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from ingest.front_matter import iso_time
from ingest.parsed import Metadata
from ingest.schema_org import (
    Post,
    address_of,
    is_schema_org,
    metadata_of_object,
    posts_of,
    read_script,
    types_of,
)

_META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "publisher": ("og:site_name", "dc.publisher", "application-name"),
    "url": ("og:url",),
    "published_at": ("article:published_time", "datepublished", "dc.date", "dcterms.created", "date", "pubdate"),
    "author": ("author", "article:author", "dc.creator", "byl"),
    "licence": ("license", "dc.rights", "dcterms.license"),
}


def read_metadata(page: HtmlElement) -> Metadata:
    """Title, publisher, address, time, author and licence as far as the page states them."""
    from_meta = _from_meta(page)
    for item in json_ld(page):
        if is_schema_org(item):
            return from_meta.overridden_by(metadata_of_object(item))
    return from_meta


def read_posts(page: HtmlElement) -> list[Post]:
    """Posts of a schema.org LiveBlogPosting; empty where the page states none."""
    for item in json_ld(page):
        if "LiveBlogPosting" in types_of(item):
            return posts_of(item)
    return []


def read_events(page: HtmlElement) -> list[Mapping[str, object]]:
    """The sports events that the page states, outermost only."""
    return [item for item in json_ld(page) if "SportsEvent" in types_of(item)]


def json_ld(page: HtmlElement) -> Iterator[Mapping[str, object]]:
    """Every object of the page's JSON-LD, those inside a graph too; broken scripts are passed over."""
    for script in page.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from read_script(script.text)


def _from_meta(page: HtmlElement) -> Metadata:
    stated: dict[str, str] = {}
    for meta in page.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            stated.setdefault(key, content)
    found = {name: next((stated[key] for key in keys if key in stated), None) for name, keys in _META.items()}
    canonical = next((link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"), None)
    published = found["published_at"]
    return Metadata(
        title=found["title"] or _text_of(page, "h1") or _text_of(page, "title"),
        publisher=found["publisher"],
        url=address_of(canonical) or found["url"],
        published_at=iso_time(published) if published else None,
        author=found["author"] if found["author"] and not found["author"].startswith("http") else None,
        licence=found["licence"],
    )


def _text_of(page: HtmlElement, tag: str) -> str | None:
    element = next(page.iter(tag), None)
    return " ".join(element.text_content().split()) or None if element is not None else None
