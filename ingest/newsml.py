"""IPTC NewsML-G2: a news item with NITF, HTML, plain text or SportsML inside; messages and packages hold several.

https://iptc.org/standards/newsml-g2/
"""

from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element

from ingest.files import RefusedError
from ingest.fragments import write_fragment
from ingest.front_matter import iso_time
from ingest.names import item_name, told_apart
from ingest.parsed import Contents, Metadata, Parsed, Piece
from ingest.sportsml import parse_sports_content
from ingest.writer import Writer
from ingest.xml_tree import child, children, local, text_of
from retriever.types import BlockKind, DocumentKind

_NO_TEXT = "holds no text and no results"


def parse_news_g2(root: Element) -> Contents:
    """The items of a news message or the one news or package item that the file is."""
    if local(root) != "newsMessage":
        return Contents((Piece("", _parse_item(root)),))
    items = [item for item_set in children(root, "itemSet") for item in children(item_set)]
    names = told_apart([item_name(item.get("guid") or "", _headline(item)) for item in items])
    pieces, refused = [], []
    for name, item in zip(names, items, strict=True):
        try:
            pieces.append(Piece(name, _parse_item(item)))
        except RefusedError as error:
            refused.append((name, str(error)))
    if not pieces:
        raise RefusedError("a news message without an item that has text or results")
    return Contents(tuple(pieces), tuple(refused))


def parse_nitf(root: Element) -> Parsed:
    """A NITF document that stands by itself."""
    writer = Writer()
    metadata = _nitf_metadata(root)
    if metadata.title:
        writer.title(metadata.title)
    _write_nitf(writer, root, metadata.title)
    return _filled(writer, metadata, local(root))


def _parse_item(item: Element) -> Parsed:
    """One item as a document; SportsML makes it results, everything else is an article."""
    metadata = _metadata(item)
    content = child(item, "contentSet")
    inline = children(content, "inlineXML", "inlineData") if content is not None else []
    for part in inline:
        if (sports := child(part, "sports-content")) is not None:
            return _with_league(parse_sports_content(sports, metadata), item)
    nitf = next((found for part in inline if (found := child(part, "nitf")) is not None), None)
    if nitf is not None:
        metadata = _nitf_metadata(nitf).overridden_by(metadata)
    writer = Writer()
    if metadata.title:
        writer.title(metadata.title)
    for part in inline:
        _write_inline(writer, part, metadata.title)
    if len(writer.outline.blocks) <= bool(metadata.title):
        _write_summary(writer, item)
    return _filled(writer, metadata, local(item))


def _filled(writer: Writer, metadata: Metadata, what: str) -> Parsed:
    if not writer.outline.blocks:
        raise RefusedError(f"{what} {_NO_TEXT}")
    return writer.parsed(DocumentKind.ARTICLE, metadata)


def _with_league(parsed: Parsed, item: Element) -> Parsed:
    """Results that name no league take the one of their item's subjects."""
    leagues = [one for one in item.iter("{*}subject") if (one.get("type") or "").endswith(":league")]
    league = text_of(child(leagues[0], "name")) if leagues else ""
    if parsed.fields or not league:
        return parsed
    return Parsed(parsed.text, parsed.kind, parsed.blocks, parsed.grids, parsed.metadata, (("competition", league),))


def _write_inline(writer: Writer, part: Element, title: str | None) -> None:
    if (nitf := child(part, "nitf")) is not None:
        _write_nitf(writer, nitf, title)
    elif local(part) == "inlineData":
        text = "".join(part.itertext())
        if "html" in (part.get("contenttype") or ""):
            write_fragment(writer, text, title=title)
        else:
            _write_lines(writer, text)
    else:
        for inner in children(part):
            write_fragment(writer, _markup(inner), title=title)


def _write_nitf(writer: Writer, nitf: Element, title: str | None) -> None:
    for content in nitf.iter("{*}body.content"):
        write_fragment(writer, _markup(content), title=title)
    for caption in nitf.iter("{*}media-caption"):
        words = text_of(caption)
        if words and words not in writer.text:
            writer.paragraph(words, BlockKind.CAPTION)


def _markup(element: Element) -> str:
    """The element as HTML: without namespaces, which no HTML parser knows."""
    bare = deepcopy(element)
    bare.tail = None
    for one in bare.iter():
        if isinstance(one.tag, str):
            one.tag = local(one)
    return str(etree.tostring(bare, encoding="unicode", method="html"))


def _write_lines(writer: Writer, text: str) -> None:
    for line in text.splitlines():
        if words := " ".join(line.split()):
            writer.paragraph(words)


def _write_summary(writer: Writer, item: Element) -> None:
    """What a picture shows, or what a package lists: the only words that such items have."""
    for described in item.iterfind("{*}contentMeta/{*}description"):
        is_caption = (described.get("role") or "").endswith(":caption")
        if words := text_of(described):
            writer.paragraph(words, BlockKind.CAPTION if is_caption else None)
    for reference in item.iter("{*}itemRef"):
        said = [text_of(child(reference, name)) for name in ("headline", "title", "description")]
        if words := " – ".join(filter(None, said)):
            writer.paragraph(words)


def _headline(item: Element) -> str | None:
    meta = child(item, "contentMeta")
    return text_of(child(meta, "headline")) or text_of(child(item, "itemMeta", "title")) or None


def _metadata(item: Element) -> Metadata:
    head, content = child(item, "itemMeta"), child(item, "contentMeta")
    rights = child(item, "rightsInfo")
    when = [child(head, "firstCreated"), child(content, "contentCreated"), child(head, "versionCreated")]
    published = next((found for one in when if (found := text_of(one))), "")
    guid = item.get("guid") or ""
    return Metadata(
        title=_headline(item),
        publisher=_party(child(head, "provider")) or _party(child(rights, "copyrightHolder")),
        url=guid if guid.startswith("http") else None,
        published_at=iso_time(published) if published else None,
        author=text_of(child(content, "by")) or _party(child(content, "creator")),
        licence=text_of(child(rights, "usageTerms")) or None,
    )


def _party(party: Element | None) -> str | None:
    return text_of(child(party, "name")) or (party.get("literal") if party is not None else None) or None


def _nitf_metadata(nitf: Element) -> Metadata:
    def first(*names: str) -> str:
        return next((words for name in names for one in nitf.iter(f"{{*}}{name}") if (words := text_of(one))), "")

    published = first("story.date") or next((one.get("norm") or "" for one in nitf.iter("{*}story.date")), "")
    byline = first("person") if next(nitf.iter("{*}byline"), None) is not None else ""
    return Metadata(
        title=first("hl1", "hedline", "title") or None,
        author=byline or first("byline").removeprefix("By ").removeprefix("by ") or None,
        published_at=iso_time(published) if published else None,
        publisher=first("distributor") or None,
    )
