"""IPTC ninjs news items, versions 1 to 3: headline, byline, body and pictures' captions. https://iptc.org/standards/ninjs/"""

from collections.abc import Mapping

from ingest.fragments import write_fragment
from ingest.front_matter import iso_time
from ingest.names import item_name
from ingest.parsed import Metadata, Parsed
from ingest.writer import Writer
from retriever.types import BlockKind, DocumentKind

_TEXTS = frozenset({"body_text", "body_xhtml", "body_html", "bodies", "headline", "headlines", "descriptions",
                    "description_text"})  # fmt: skip

_Object = Mapping[str, object]


def is_news_item(value: _Object) -> bool:
    """Whether the object has an address and words: the least that every version of ninjs asks for."""
    return isinstance(value.get("uri"), str) and bool(_TEXTS & set(value))


def parse_news_item(item: _Object) -> Parsed:
    """The item as an article."""
    writer = Writer()
    title = _headline(item)
    if title:
        writer.title(title)
    _write_body(writer, item, title)
    for picture in _associated(item):
        for text in _values(picture.get("description_text") or picture.get("descriptions"))[:1]:
            writer.paragraph(text, BlockKind.CAPTION)
    return writer.parsed(DocumentKind.ARTICLE, _metadata(item))


def name_of_item(item: _Object) -> str:
    """What tells the item from the others of its collection, from its address."""
    return item_name(str(item.get("uri") or ""), _headline(item))


def _write_body(writer: Writer, item: _Object, title: str | None) -> None:
    """The body: from marked-up text where there is some, else line by line; its descriptions where it has none."""
    plain, marked = _bodies(item)
    before = len(writer.outline.blocks)
    if marked:
        write_fragment(writer, marked, title=title)
    if len(writer.outline.blocks) == before:
        for line in plain.splitlines():
            if (words := " ".join(line.split())) and words != title:
                writer.paragraph(words)
    if len(writer.outline.blocks) == before:
        for text in _values(item.get("descriptions") or item.get("description_text")):
            writer.paragraph(text)


def _associated(item: _Object) -> list[_Object]:
    """Pictures and other items that belong to this one: an object by name in version 1, a list from 2 on."""
    found = item.get("associations")
    items = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return [one for one in items if isinstance(one, dict)]


def _metadata(item: _Object) -> Metadata:
    published = _first(item, "firstcreated", "firstCreated", "versioncreated", "versionCreated")
    return Metadata(
        title=_headline(item),
        publisher=_first(item, "copyrightholder", "copyrightHolder"),
        url=uri if (uri := _first(item, "uri")) and uri.startswith("http") else None,
        published_at=iso_time(published) if published else None,
        author=_first(item, "byline", "by"),
        licence=_first(item, "usageterms", "usageTerms"),
    )


def _headline(item: _Object) -> str | None:
    return next(iter(_values(item.get("headlines"))), None) or _first(item, "headline", "title", "name")


def _first(item: _Object, *keys: str) -> str | None:
    for key in keys:
        if isinstance(found := item.get(key), str) and found.strip():
            return " ".join(found.split())
    return None


def _values(stated: object) -> list[str]:
    """Texts of a ninjs array of {role, value}, the main one first; a plain string is an array of one."""
    if isinstance(stated, str):
        return [" ".join(stated.split())] if stated.strip() else []
    found = [one for one in stated if isinstance(one, dict)] if isinstance(stated, list) else []
    ordered = sorted(found, key=lambda one: one.get("role") not in ("main", "text", "caption"))
    return [" ".join(value.split()) for one in ordered if isinstance(value := one.get("value"), str) and value.strip()]


def _bodies(item: _Object) -> tuple[str, str]:
    plain = item.get("body_text")
    marked = item.get("body_xhtml") or item.get("body_html")
    for body in bodies if isinstance(bodies := item.get("bodies"), list) else ():
        if not isinstance(body, dict) or not isinstance(value := body.get("value"), str):
            continue
        kind = str(body.get("contentType") or body.get("contenttype") or body.get("role") or "")
        if "plain" in kind or kind == "text":
            plain = plain or value
        elif "html" in kind or "nitf" in kind.lower():
            marked = marked or value
    return (plain if isinstance(plain, str) else ""), (marked if isinstance(marked, str) else "")
