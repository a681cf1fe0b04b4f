"""Statements that somebody wants checked: "Is it true that ...", or a plain sentence that asks nothing."""

import re
from dataclasses import dataclass

from bot.lexicon import YES_NO

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
    "list name tell show give summarise summarize describe explain find compare count rank recap please let say quote "
    "write help and but so what hi hello thanks thank".split()
)
# Verbs in a form that tells: most sentences about results have one of them.
_TELLING = YES_NO | frozenset(
    "be been won beat lost took came ran set broke got made held led went threw hit left drew scored finished defeated "
    "wins beats loses takes comes runs sets holds leads scores finishes said became fell met gave kept put rose stood "
    "swam rode shot wore grew began fought bore".split()
)
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
    tagless = _TAG.sub("", asked)
    if asked != plain or tagless != asked:
        statement = tagless.rstrip(" ?.!")
        is_enough = len(statement.split()) >= _FEWEST_WORDS - 1
        return _stated(statement, wants_yes_no=plain.endswith("?"), is_sure=True) if is_enough else None
    return _stated(plain.rstrip(" .!"), wants_yes_no=False, is_sure=plain[-1] in ".!") if _tells(plain) else None


def _stated(text: str, *, wants_yes_no: bool, is_sure: bool) -> Stated:
    positive = text if _STATUS.search(text) else " ".join(_DENIAL.sub(_undenied, text, count=1).split())
    return Stated(text, positive, positive != text, wants_yes_no, is_sure)


def _undenied(match: re.Match[str]) -> str:
    """"was not" is "was"; "did not win" is "win", which reads as well as "won"."""
    verb = (match.group(1) or "").lower()
    return "" if verb in ("", "did", "do", "does") else verb


def _tells(text: str) -> bool:
    """Whether the text is a sentence that tells something: it has a verb after its first word and asks nothing."""
    written = re.findall(r"[^\W_]+", _CONTRACTED.sub("", text))
    words = [word.lower() for word in written]  # not in normal form, where "won" is "win"
    if len(words) < _FEWEST_WORDS or text.endswith("?") or words[0] in _ASKING | YES_NO | _REQUESTS:
        return False
    if _ASKING & set(words) and text[-1:] not in ".!":
        return False
    regular = any(len(word) > 4 and word.endswith("ed") for word in words[1:-1])
    return regular or bool(_TELLING & set(words[1:]))
