"""Divisions of a competition, of which a text tells: men's or women's, an age group, a leg, singles or doubles.

Two reports that differ in one tell of two events, however alike their words are.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from retriever.text import tokens
from retriever.types import Document

Divisions = Mapping[str, frozenset[str]]
"""Which divisions are named, by what they divide: {"sex": {"woman"}, "leg": {"2"}}."""

_SEX, _AGE, _LEG = "sex", "age", "leg"
_AXES = {
    _SEX: {"men": "man", "women": "woman", "ladies": "woman", "mixed": "mixed"},
    "young": {"boys": "boy", "girls": "girl"},
    _AGE: {"junior": "junior", "juniors": "junior", "senior": "senior", "seniors": "senior"},
    "players": {"singles": "single", "doubles": "double", "pairs": "pair"},
    "roof": {"indoor": "indoor", "outdoor": "outdoor", "indoors": "indoor", "outdoors": "outdoor"},
}
_NAMES = {word: (axis, name) for axis, words in _AXES.items() for word, name in words.items()}
_SAID = re.compile(rf"\b(?P<word>{'|'.join(_NAMES)})(?:['’]s|['’])?(?!\w)", re.I)
# In a question "which woman" asks of the women, and "the woman who won" of one person; in a report "the first woman to
# lead a team" may lead men.
_ONE = re.compile(r"\b(?P<word>man|woman)\b(?! (?:of|who|that)\b)", re.I)
_UNDER = re.compile(r"\b(?:under[- ]?|u-?)(?P<years>\d{2})s?\b", re.I)
_LEGS = {"first": "1", "opening": "1", "1st": "1", "second": "2", "return": "2", "2nd": "2", "third": "3", "3rd": "3"}
_LEG_SAID = re.compile(rf"\b(?P<which>{'|'.join(_LEGS)}) legs?\b", re.I)
_BEFORE = re.compile(r"\b(?:before|until|ahead of)(?: the| their)?\s+$", re.I)
_COMING = re.compile(r"\b(?:into|before|until|ahead of)(?: the| their)?\s+$", re.I)
_GONE = re.compile(r"\b(?:after|from|since|following)(?: the| their)?\s+$", re.I)
_BESIDE_CHARS = 24  # before a division, that may say that it is another event's: "before the men's final"
_LEAD_CHARS = 400  # of a report, in which it says of what it tells
_LEAD_PASSAGES = 3
_UNSAID = {_SEX: "man", _AGE: "senior"}  # what reports that don't say it are mostly of
_PRONOUNS = {"he": "man", "him": "man", "his": "man", "she": "woman", "her": "woman", "hers": "woman"}
_MIN_PRONOUNS, _MOSTLY = 3, 0.8  # from which a report is taken to tell of men, or of women


@lru_cache(maxsize=20_000)
def divisions_in(text: str) -> Divisions:
    """The divisions that a text names, but for one that it only counts from: "before the men's final"."""
    found: dict[str, set[str]] = {}
    for match in _SAID.finditer(text):
        if not _BEFORE.search(text[max(0, match.start() - _BESIDE_CHARS) : match.start()]):
            axis, name = _NAMES[match["word"].lower()]
            found.setdefault(axis, set()).add(name)
    for match in _UNDER.finditer(text):
        if not _BEFORE.search(text[max(0, match.start() - _BESIDE_CHARS) : match.start()]):
            found.setdefault(_AGE, set()).add(f"under {match['years']}")
    for match in _LEG_SAID.finditer(text):
        found.setdefault(_LEG, set()).add(_leg_told(text, match))
    return {axis: frozenset(names) for axis, names in found.items()}


@lru_cache(maxsize=1_000)
def divisions_asked(text: str) -> Divisions:
    """The divisions that a question names."""
    found = divisions_in(text)
    single = frozenset(match["word"].lower() for match in _ONE.finditer(text))
    return found if _SEX in found or not single else {**found, _SEX: single}


def _leg_told(text: str, match: re.Match[str]) -> str:
    """The leg that is told of: what leads into the second is the first, what follows from the first the second."""
    leg, before = _LEGS[match["which"].lower()], text[max(0, match.start() - _BESIDE_CHARS) : match.start()]
    if leg == "2" and _COMING.search(before):
        return "1"
    return "2" if leg == "1" and _GONE.search(before) else leg


def divisions_told(text: str, section: Sequence[str], document: Document) -> Divisions:
    """Of which divisions a sentence tells: what it says itself, else the headings over it, else its report's head."""
    return {**divisions_of(document), **_first_told((text, *reversed(section)))}


def divisions_of(document: Document) -> Divisions:
    """The divisions that a report's title names, else its first lines; else whether it speaks of men or of women."""
    lead = " ".join(passage.text for passage in document.passages[:_LEAD_PASSAGES])[:_LEAD_CHARS]
    return _divisions_of(document.title, lead, document.text)


@lru_cache(maxsize=2_000)
def _divisions_of(title: str, lead: str, text: str) -> Divisions:
    found = _first_told((title, lead))
    return found if _SEX in found else {**_by_pronouns(text), **found}


def _first_told(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for text in texts:
        for axis, names in divisions_in(text).items():
            found.setdefault(axis, names)
    return found


def _by_pronouns(text: str) -> Divisions:
    said = [_PRONOUNS[token.text] for token in tokens(text) if token.text in _PRONOUNS]
    for sex in dict.fromkeys(said):
        if len(said) >= _MIN_PRONOUNS and said.count(sex) >= _MOSTLY * len(said):
            return {_SEX: frozenset({sex})}
    return {}


def are_opposed(one: Divisions, other: Divisions) -> bool:
    """Whether both name a division of one sort and none in common: nothing told of the one holds for the other."""
    return any(axis in other and not names & other[axis] for axis, names in one.items())


def may_go_unsaid(stem: str, told: Divisions) -> bool:
    """Whether reports that don't say the word may be of it: the men's race is often just "the race"."""
    return any(stem == name and axis not in told for axis, name in _UNSAID.items())
