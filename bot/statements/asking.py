"""Statements that somebody wants checked: "Is it true that ...", or a plain sentence that asks nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.question.lexicon import YES_NO

_IS_IT_TRUE = re.compile(
    r"^(?:please\s+)?(?:(?:is|was) it (?:true|correct|right|the case|a fact)(?: to say)? that|true or false[:,.?]?|"
    r"(?:fact[- ]?check|check|verify)(?: (?:this|whether|if|that))?[:,]?|"
    r"can you (?:confirm|verify|check) (?:that|whether|if))\s+",
    re.I,
)
_TAG = re.compile(r",\s*(?:right|correct|true|(?:is|did|was|were|has|does)(?:n't)?(?: that)?(?: \w+)?)\s*\?$", re.I)
_CONTRACTED = re.compile(r"n[\'’]t\b")
_DENIAL = re.compile(
    r"\b(did|do|does|was|were|is|are|has|have|had|will|would|could|can)(?: not\b|n[\'’]t\b)|\bnever\b", re.I
)
# That somebody did not finish or start is a result of its own; that they did not finish third is a denial.
_STATUS = re.compile(
    r"\bdid(?: not|n[\'’]t) (?:finish|start)\b(?! (?:in |as )?(?:the )?(?:first|second|third|\w+th|\d))", re.I
)
_ASKING = frozenset("who whom whose what which when where why how".split())
# What a request begins with; a sentence that tells something doesn't.
_REQUESTS = frozenset(
    "add list name tell show give summarise summarize describe explain find compare count rank recap please let say "
    "quote write help and but so what hi hello thanks thank".split()
)
# Verbs in a form that tells and that is no noun of sport ("shot", "set", "run"), nor the end of a name ("Alfred").
_TELLING = YES_NO | frozenset(
    "be been won beat lost took came ran broke got made held led went threw drew beats said became met gave "
    "kept stood swam rode wore grew began fought scored finished defeated played placed recorded clocked "
    "jumped crossed claimed earned reached ended started cleared retired attended competed joined signed "
    "missed failed collected totaled totalled dropped received hosted landed qualified raced climbed skied "
    "rowed ranked represented appeared returned secured retained defended equalled edged thrashed tallied "
    "posted added attracted watched".split()
)
_BEING = frozenset("was were is are be been being has have had".split())
_RELATIVE = frozenset("that who whom which whose".split())
_NEAR = 3  # words from "that" to its verb: "titles that the club won"
_FEWEST_WORDS = 4


@dataclass(frozen=True)
class Stated:
    """A statement that is to be checked."""

    text: str
    """Without what asks for the check."""
    positive: str
    """The statement without its denial: "Kerr won" of "Kerr did not win"."""
    is_denied: bool
    wants_yes_no: bool
    """Whether it was put as a question."""
    is_sure: bool
    """Whether it is told or asked as a whole sentence, so that it can't be meant as key words."""


def statement_in(text: str) -> Stated | None:
    """The statement that is to be checked, without what asks for it; None for a question or a few key words."""
    plain = " ".join(text.split())
    asked = _IS_IT_TRUE.sub("", plain)
    tagless = asked if _begins_question(asked) else _TAG.sub("", asked)
    if asked != plain or tagless != asked:
        statement = tagless.rstrip(" ?.!")
        is_enough = len(statement.split()) >= _FEWEST_WORDS - 1
        return _stated(statement, wants_yes_no=plain.endswith("?"), is_sure=True) if is_enough else None
    return _stated(plain.rstrip(" .!"), wants_yes_no=False, is_sure=plain[-1] in ".!") if _tells(plain) else None


def _begins_question(text: str) -> bool:
    return text.lower().split()[:1] in ([word] for word in _ASKING | YES_NO)


def _stated(text: str, *, wants_yes_no: bool, is_sure: bool) -> Stated:
    positive = text if _STATUS.search(text) else " ".join(_DENIAL.sub(_undenied, text, count=1).split())
    return Stated(text, positive, positive != text, wants_yes_no, is_sure)


def _undenied(match: re.Match[str]) -> str:
    """"was not" is "was"; "did not win" is "win", which reads as well as "won"."""
    verb = (match.group(1) or "").lower()
    return "" if verb in ("", "did", "do", "does") else verb


def _tells(text: str) -> bool:
    """Whether the text is a sentence that tells something: it has a verb of its own and asks nothing."""
    written = re.findall(r"[^\W_]+", _CONTRACTED.sub("", text))
    words = [word.lower() for word in written]  # not in normal form, where "won" is "win"
    if len(words) < _FEWEST_WORDS or text.endswith(("?", "...", "…")) or words[0] in _ASKING | YES_NO | _REQUESTS:
        return False
    if "please" in words or (_ASKING & set(words) and text[-1:] not in ".!"):
        return False
    return any(_is_own_verb(words, i) for i, word in enumerate(written) if i and word in _TELLING)


def _is_own_verb(words: Sequence[str], index: int) -> bool:
    """Whether a verb is the sentence's, not that of "goals scored by Cahill" or "titles that the club won"."""
    if _RELATIVE & set(words[max(0, index - _NEAR) : index]):
        return False
    followed_by = words[index + 1 : index + 2] == ["by"]
    return not followed_by or words[index] in _BEING or bool(_BEING & set(words[max(0, index - 2) : index]))
