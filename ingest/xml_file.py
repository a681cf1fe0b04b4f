"""XML files: feeds, NewsML-G2, NITF, SportsML, told by their root element."""

import re

from ingest.feed import parse_feed
from ingest.files import RefusedError
from ingest.newsml import parse_news_g2, parse_nitf
from ingest.parsed import Contents, Metadata, Piece
from ingest.sportsml import parse_sports_content
from ingest.xml_tree import local, read_xml

_FEEDS = frozenset({"rss", "feed", "RDF"})
_NEWS = frozenset({"newsItem", "packageItem", "newsMessage"})
_KNOWN = _FEEDS | _NEWS | {"nitf", "sports-content"}
_HEAD_BYTES = 8192
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ROOT = re.compile(rb"<(?:[\w-]+:)?([\w.-]+)")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.I)
_BEFORE_ROOT = ((b"<?", b"?>"), (b"<!--", b"-->"))


def looks_like_xml(content: bytes) -> bool:
    """Whether the bytes begin like XML that is no web page."""
    head = _head(content)
    root = _root(head)
    return root.lower() not in ("", "html") and (head.startswith(b"<?xml") or root in _KNOWN)


def parse_xml(content: bytes) -> Contents:
    """The pieces of coverage in an XML file; raises RefusedError for XML that is none of the known ones."""
    if _root(_head(content)) in _FEEDS:
        return parse_feed(content)  # by itself: feeds are often not well-formed, and still read
    tree = read_xml(content)
    name = local(tree)
    if name in _NEWS:
        return parse_news_g2(tree)
    if name == "nitf":
        return Contents((Piece("", parse_nitf(tree)),))
    if name == "sports-content":
        return Contents((Piece("", parse_sports_content(tree, Metadata())),))
    raise RefusedError(f"XML of an unknown kind, <{name}>: this reads RSS, Atom, NewsML-G2, NITF and SportsML")


def _root(head: bytes) -> str:
    """Name of the root element; empty where none follows declarations, comments and document type."""
    while True:
        head = head.lstrip()
        ends = next((end for start, end in _BEFORE_ROOT if head.startswith(start)), None)
        doctype = _DOCTYPE.match(head)
        if ends is not None:
            head = head.partition(ends)[2]
        elif doctype is not None:
            head = head[doctype.end() :]
        else:
            root = _ROOT.match(head)
            return root[1].decode("ascii", "replace") if root else ""


def _head(content: bytes) -> bytes:
    """The first bytes without a mark and without the zeros of UTF-16."""
    head = content[:_HEAD_BYTES]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip()
