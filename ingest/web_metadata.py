"""What a web page states about itself: JSON-LD first, then OpenGraph, then plain meta; nothing is inferred."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement  # type: ignore[import-untyped, unused-ignore] # lxml publishes no type information

from ingest.front_matter import iso_time
from ingest.parsed import Metadata

_ARTICLES = frozenset({"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "LiveBlogPosting",
                       "BlogPosting", "SportsEvent"})  # fmt: skip
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
        if _ARTICLES & set(_types(item)):
            return from_meta.overridden_by(_from_json_ld(item))
    return from_meta


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a page's live blog."""

    posted: str
    """When it was posted, as the page states it: "2024-08-06T19:51:00+01:00"."""
    headline: str | None
    paragraphs: tuple[str, ...]


def read_posts(page: HtmlElement) -> list[Post]:
    """Posts of a schema.org LiveBlogPosting, in the page's order; empty where the page states none."""
    for item in json_ld(page):
        if "LiveBlogPosting" in _types(item):
            updates = item.get("liveBlogUpdate")
            found = [_post(update) for update in _objects(updates) if isinstance(update, dict)]
            return [post for post in found if post is not None]
    return []


def _post(update: Mapping[str, object]) -> Post | None:
    body = update.get("articleBody")
    lines = body.splitlines() if isinstance(body, str) else []
    paragraphs = tuple(words for line in lines if (words := " ".join(line.split())))
    posted, headline = _name(update.get("datePublished")), _name(update.get("headline"))
    return Post(posted, headline, paragraphs) if posted and (headline or paragraphs) else None


def json_ld(page: HtmlElement) -> Iterator[Mapping[str, object]]:
    """Every object of the page's JSON-LD, those inside a graph too; broken scripts are passed over."""
    for script in page.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            yield from _objects(json.loads(script.text or "null"))
        except (json.JSONDecodeError, RecursionError):
            continue  # a broken script costs its metadata, not the article


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))


def _types(item: Mapping[str, object]) -> list[str]:
    kinds = item.get("@type")
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else [str(kinds)]


def _from_json_ld(item: Mapping[str, object]) -> Metadata:
    published = _name(item.get("datePublished"))
    return Metadata(
        title=_name(item.get("headline")),
        publisher=_name(item.get("publisher")),
        url=_address(item.get("mainEntityOfPage")) or _address(item.get("url")),
        published_at=iso_time(published) if published else None,
        author=_name(item.get("author")),
        licence=_name(item.get("license")),
    )


def _name(value: object) -> str | None:
    """The string, or the name of the thing or things that stand there."""
    if isinstance(value, list):
        return ", ".join(name for one in value if (name := _name(one))) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _address(value: object) -> str | None:
    found = value.get("@id") if isinstance(value, dict) else value
    return found if isinstance(found, str) and found.startswith("http") else None


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
        url=_address(canonical) or found["url"],
        published_at=iso_time(published) if published else None,
        author=found["author"] if found["author"] and not found["author"].startswith("http") else None,
        licence=found["licence"],
    )


def _text_of(page: HtmlElement, tag: str) -> str | None:
    element = next(page.iter(tag), None)
    return " ".join(element.text_content().split()) or None if element is not None else None
