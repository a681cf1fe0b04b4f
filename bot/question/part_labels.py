"""Labels of columns that tell of one part of a contest: "Q1", "Lap 4", "Dive 2 Score", "1st round Dist. (m)"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.question.lexicon import MATCH_PARTS

_SHORT = re.compile(r"(?P<kind>[A-Z])(?P<number>\d)")  # Q1, S3
_NUMBERED = re.compile(r"(?P<kind>[A-Za-z]+) (?P<number>\d{1,2})(?: (?P<rest>\D.*))?")
_ORDINAL = re.compile(r"(?P<number>\d{1,2})(?:st|nd|rd|th) (?P<kind>[A-Za-z]+)(?: (?P<rest>.+))?", re.I)
# What figures are told for apart from the parts of matches; of other words "Top 10 finishes" is no part.
_KINDS = MATCH_PARTS | {"race", "heat", "series", "control", "checkpoint", "station", "game", "map",
                        "board", "match", "vault", "trick", "pass", "string", "stroke", "shot"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartLabel:
    """Which part a label speaks of, and what of it."""

    kind: str
    """The noun or letter that the number stands beside, in small letters."""
    number: int
    rest: str = ""
    """What of the part the column holds, where several columns are of it: "Score", "Dist. (m)"."""


@lru_cache(maxsize=10_000)
def part_label(label: str) -> PartLabel | None:
    """The part that a label names; None where it names none."""
    text = label.strip()
    if match := _SHORT.fullmatch(text):
        return PartLabel(match["kind"].lower(), int(match["number"]))
    match = _NUMBERED.fullmatch(text) or _ORDINAL.fullmatch(text)
    if match is None:
        return None
    kind, rest = match["kind"].lower(), match["rest"] or ""
    needs_kind = rest or not text[0].isalpha()
    known = kind in _KINDS or kind.removesuffix("s") in _KINDS
    return PartLabel(kind, int(match["number"]), rest) if known or not needs_kind else None
