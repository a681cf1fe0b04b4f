"""How a question is worded: does it ask for somebody's words, who said them, what happened; fans' short forms."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.lexicon import BEFORE_LINE, NOUNS_OF_SPEECH, PERSONS, SHORT_FORMS, SPEECH, WEAK_SPEECH

_SHORT = re.compile(rf"\b(?:{'|'.join(SHORT_FORMS)})\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"‘]([^“”\"]+)[”\"’]")
_MIN_QUOTED = 3  # words in quotation marks from which they are somebody's words, not a title


def spelled_out(text: str) -> str:
    """The text with fans' short forms as reports write them: "pb" as "personal best"."""
    return _SHORT.sub(lambda match: SHORT_FORMS[match.group().lower()], text)


def asks_who_said(text: str, said: Sequence[str]) -> bool:
    """Whether a speaker is asked for: "who said", or "who was that" beside quoted words. `said`: normal forms."""
    quoted = any(len(words.split()) >= _MIN_QUOTED for words in _QUOTED.findall(text))
    if quoted and {"who", "whose"} & set(said):
        return True
    lead = said[:3]
    asks = "who" in lead or "whose" in lead or ("which" in lead and bool(PERSONS & set(said)))
    return asks and bool(_of_speech(said) - NOUNS_OF_SPEECH)


def asks_for_words(said: Sequence[str]) -> bool:
    """Whether somebody's words are asked for: not in "what is it called", "how is it described"."""
    spoken = _of_speech(said)
    of_somebody = bool(spoken - WEAK_SPEECH) or (bool(spoken) and bool({"did", "do", "does"} & set(said)))
    return of_somebody and bool({"what", "how", "words", "quote", "quotes", "line", "give"} & set(said))


def asks_what_happened(said: Sequence[str]) -> bool:
    """Whether what happened is asked for, or how something works: several sentences tell that."""
    words = set(said)
    if any(one == "what" and other in {"happen", "happened"} for one, other in pairwise(said)):
        return True
    if {"explain", "outline"} & words and {"how", "round", "rounds", "format"} & words:
        return True
    return "how" in words and bool({"work", "works", "worked"} & words)


def _of_speech(said: Sequence[str]) -> set[str]:
    return (set(said) & SPEECH) - ({"line"} if _names_line_crossed(said) else set())


def _names_line_crossed(said: Sequence[str]) -> bool:
    """Whether "line" is where a race ends, not what somebody said: "from the line", "the goal line"."""
    at = said.index("line") if "line" in said else 0
    before = [*said[max(0, at - 2) : at]]
    if before[-1:] == ["the"]:
        del before[-1]
    return bool(before) and before[-1] in BEFORE_LINE
