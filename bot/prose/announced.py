"""Speakers told in a line of their own: "Vos, the coach: “…”", "21:40 Lind: “…”", "Lind, after the final:"."""

import re
from dataclasses import dataclass

from bot.prose.speakers import NAME, is_attribution
from bot.question.sports import names_contest

# "21:40 Team captain Ada Lind, after the final: " - a stamp, who it is, what is said of them, and the colon.
_ANNOUNCING = re.compile(r"\s*(?:\d{1,2}[:.]\d\d\s+)?(?P<who>[^,:;.?!“”\"]{2,60}?)(?:,[^:“”\"]*)?:\s*$")
_LAST_NAME = re.compile(rf"(?:^|(?P<before>\S+) )(?P<name>{NAME})$")
_ASKED = re.compile(r"\b[Aa]sked (?:about|of|on|if|whether|how|why|what|when|where|who)\b")  # of whom speaks then
_STAMPED = re.compile(r"\s*\d{1,2}[:.]\d\d\s+")
# What a line is about and not who speaks: "On the format: “…”", "Asked about Lind: “…”", "Would she stay? “…”".
_TOPICS = frozenset("On About Asked Of Regarding Concerning Does Did Do Is Are Was Were Has Have Will Would Could Can "
                    "Should What Why How When Where Who And But".split())  # fmt: skip
_BEFORE_THINGS = frozenset("the in of at on for to from about".split())
_NOBODY_BEHIND = frozenset("in of the at on from to for by with a an".split())  # "Writing in the Herald: “…”"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What stands before words and ends in a colon or a question mark."""

    name: str | None
    """Who is announced; None where only what the words are about is told."""


def announcement(lead: str) -> Announcement | None:
    """Whom a line announces before their words, or what about; None where it is no such line."""
    if is_attribution(_ASKED.sub("", lead)):  # "Asked about Lind, he said:"
        return None
    first = (lead.split() or [""])[0]
    if first in _TOPICS:
        return Announcement(None) if lead.rstrip()[-1:] in (":", "?") else None
    told = _ANNOUNCING.match(lead)
    if told is None:
        return None
    name = _LAST_NAME.search(told["who"].strip())
    if name is None or (name["before"] or "").lower() in _NOBODY_BEHIND or name["name"].split()[0] in _TOPICS | {"The"}:
        return None
    return Announcement(name["name"])


def named_before(lead: str) -> str | None:
    """The one full name of the clause that ends in the colon before words: "Ada Lind with the cup in her arms:"."""
    if not lead.rstrip().endswith(":"):
        return None
    clause = re.split(r"(?<=[.!?”\"])\s+|\n", lead.strip())[-1]
    clause = clause[stamp_length(clause) :]
    if clause.split()[0] in _TOPICS:
        return None
    names = [m for m in re.finditer(NAME, clause) if len(m.group().split()) > 1]
    behind = [(clause[: m.start()].lower().split() or [""])[-1] for m in names]
    is_somebody = len(names) == 1 and behind[0] not in _BEFORE_THINGS and not names_contest(names[0].group())
    return names[0].group() if is_somebody else None


def stamp_length(text: str) -> int:
    """How many code points the time of day takes that the line begins with, its blanks too; 0 where none does."""
    stamp = _STAMPED.match(text)
    return 0 if stamp is None else stamp.end()
