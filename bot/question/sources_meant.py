"""Which articles a question names as its source: "the live blog", "the 7 August article", "the Courier's report"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.question.lexicon import MONTHS
from retriever.store import DocumentSummary
from retriever.text import tokens
from retriever.types import DocumentKind

_NOUN = r"(?:live blog|live text|live coverage|blog|liveblog|article|report|story|piece|write-up|preview|commentary)"
_NAMED = re.compile(
    rf"(?:,? ?\b(?:according to|in|from|as told by|going by)\s+)?\bthe (?P<which>(?:[\w’'-]+ ){{0,3}}?)"
    rf"{_NOUN}\b(?:['’]s)?",
    re.IGNORECASE,
)
_LIVE = re.compile(r"\b(?:live|blog|liveblog|commentary)\b", re.IGNORECASE)
_DAYS = {str(day) for day in range(1, 32)}


@dataclass(frozen=True)
class Source:
    """The documents that a question wants to be answered from, and the rest of the question."""

    document_ids: tuple[str, ...]
    question: str
    is_live: bool


def source_meant(text: str, documents: Callable[[], Sequence[DocumentSummary]]) -> Source | None:
    """The source that the question names by kind, date or publisher; None where it names none or none fits.

    `documents` lists all there are; it is called only where a question names some.
    """
    for named in _NAMED.finditer(text):
        live = bool(_LIVE.search(named.group()))
        which = {token.text for token in tokens(named["which"])}
        found = tuple(d.document_id for d in documents() if _is_meant(d, which, live=live))
        if found:
            rest = " ".join(f"{text[: named.start()]} {text[named.end() :]}".split())
            return Source(found, rest, live)
    return None


def _is_meant(document: DocumentSummary, which: set[str], *, live: bool) -> bool:
    if live:
        return document.kind is DocumentKind.LIVE_BLOG
    if document.kind is DocumentKind.RESULTS:
        return False
    publisher = {token.text for token in tokens(document.publisher or "")}
    if publisher and publisher <= which:
        return True
    days = {word.rstrip("stndrh").lstrip("0") for word in which} & _DAYS
    return bool(which & MONTHS) and _day_of(document) == (which & MONTHS, days)


def _day_of(document: DocumentSummary) -> tuple[set[str], set[str]] | None:
    if document.published_at is None:
        return None
    day = datetime.fromisoformat(document.published_at)
    return {f"{day:%B}".lower()}, {str(day.day)}
