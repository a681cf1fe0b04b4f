"""Questions for how things stand now, and for the next or the last match: which words ask for it, and what is left."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_MATCH = r"(?: \w+)? (?:match|game|fixture|meeting|encounter|clash|race|outing|opponents?)\b"
_OF_SOME = r"(?! of (?:the|a|an|this|that|his|her|its|their|my)\b)"  # "the last game of the season" is a place in it
_WHILE = r"so far|to date|up to now|until now|right now|just now|as (?:it|things) stands?"
_NOW = r"now|currently|presently|nowadays|these days|at (?:the moment|present|this point)"
# What asks for it, what stands in its place, and which way from today: 1 the next, -1 the last, 0 how things stand.
_FORMS = tuple(
    (re.compile(rf"\b(?:{words})", re.IGNORECASE), instead, step)
    for words, instead, step in (
        (rf"(?:next|upcoming)(?={_MATCH})", "", 1),
        (r"(?P<deed>(?:play|face|meet|host|visit|race|compete)(?:s|ing)?) next\b", r"\g<deed>", 1),
        (r"when was the last time\b", "When did", -1),
        (r"the last time\b", "when", -1),
        (rf"(?:last|latest|most recent|previous)(?={_MATCH}{_OF_SOME})", "", -1),
        (r"(?<!the )last(?= (?:met|meet|played|beat|won|lost|faced|raced|ran)\b)", "", -1),
        (r"latest(?= (?:on|about|with|from)\b)", "news", 0),
        (r"(?:most recent|most up-to-date|up-to-date|latest|newest|current)\b(?= \w)", "", 0),
        (rf"(?<!up )(?:{_WHILE})\b", "", 0),
        (rf"(?:{_NOW})\b", "", 0),
        (r"(?<=^is )(?P<who>.+?) still\b", r"\g<who>", 0),
    )
)
_GAPS = re.compile(r"\s+(?=[\s?.,!])|^\s+|\s+$")


@dataclass(frozen=True, slots=True)
class Now:
    """The day on which a question for the latest state is asked, and which match it means."""

    today: date
    step: int
    """1 where the next match is meant, -1 where the last is, 0 for how things stand."""


@dataclass(frozen=True, slots=True)
class Lately:
    """A question without the words that ask for now."""

    rest: str
    step: int
    """As in `Now`."""


def lately_in(text: str) -> Lately | None:
    """What is left of a question that asks for the latest state; None for one that doesn't."""
    rest, steps = text, []
    for form, instead, step in _FORMS:
        rest, found = form.subn(instead, rest)
        steps += [step] * bool(found)
    return Lately(_GAPS.sub("", rest), next((s for s in steps if s), 0)) if steps else None


def later_shares(published: Mapping[str, str]) -> dict[str, float]:
    """For each document the share of the days of publication before its own: 1 for the newest, 0 for the oldest."""
    days = sorted(set(published.values()))
    share = {day: index / (len(days) - 1) for index, day in enumerate(days)} if len(days) > 1 else {}
    return {document_id: share[day] for document_id, day in published.items()} if share else {}


def newest_day(published: Mapping[str, str]) -> date | None:
    """The day on which the newest document was published; None where none is dated."""
    return date.fromisoformat(max(published.values())) if published else None
