"""Other names that prose gives people and teams: "Dahl, known as Rakett", "Cole 'Rocket' Hocker", "West Town (WT)"."""

import re
from collections.abc import Iterator

from retriever.text import fold, tokens

_WORD = r"(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w'’\-]*)"
_PARTICLE = r"(?:de|da|do|dos|del|della|di|du|la|le|van|von|der|den|ter|bin|ibn|al|el|y|af|av|of|and|the)"
_NAME = rf"(?P<name>{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{1,4}})"
_OPEN, _SHUT = r"[\"“‘«']", r"[\"”’»']"
_CALLED = (
    r"(?:(?:also|better|widely|popularly|affectionately|universally|simply|otherwise|long)\s+)*"
    r"(?:known|nicknamed|dubbed|called)(?:\s+(?:to|by)\s+[^,.;:\"“]{1,40}?)?(?:\s+(?:simply|only))?(?:\s+as)?\s+"
)
_ALIAS = rf"(?:{_OPEN}(?P<quoted>[^\"“”«»\n]{{2,40}}?){_SHUT}|(?:[Tt]he\s+)?(?P<bare>{_WORD}(?:\s+{_WORD}){{0,3}}))"
_SAID = (
    re.compile(rf"{_NAME},?\s+(?:\([^()]{{1,40}}\),?\s+)?(?:who\s+is\s+|is\s+|was\s+)?{_CALLED}{_ALIAS}"),
    re.compile(rf"(?:[Tt]he\s+)?(?P<bare>{_WORD}(?:\s+{_WORD}){{0,3}}),\s+as\s+(?:[a-z]+\s+){{0,3}}{_NAME}\s+"
               rf"(?:is|was|has been)\s+(?:known|nicknamed|dubbed|called)"),
)  # fmt: skip
_INSIDE = re.compile(rf"(?P<first>{_WORD}) [\"“‘'](?P<quoted>[^\"“”‘’'\n]{{2,30}})[\"”’'] (?P<last>{_WORD})")
_SHORT = re.compile(rf"{_NAME}\s+\((?P<short>[A-Z][A-Za-z]{{1,6}})\)")
_SAYS = re.compile("known|nicknamed|dubbed|called")  # without one of them `_SAID` finds nothing, which takes it long
_ARTICLES = frozenset("the a an der die das le la les el los".split())


def nicknames(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name, words of its other name in normal form) for every other name that a text gives.

    A word that the text also has without a capital is an ordinary one, and no part of an other name.
    """
    ordinary = set(re.findall(r"(?<![\w'’])[a-z][\w'’]*", text))
    for name, alias in _stated(text):
        said = {token.text for token in tokens(name)}
        words = tuple(token.text for token in tokens(alias) if token.text not in _ARTICLES)
        if words and not said & set(words) and not ordinary & set(words):
            yield name, words


def _stated(text: str) -> Iterator[tuple[str, str]]:
    for pattern in _SAID if _SAYS.search(text) else ():
        for match in pattern.finditer(text):
            yield match["name"], match.groupdict().get("quoted") or match["bare"] or ""
    for match in _INSIDE.finditer(text):
        yield f"{match['first']} {match['last']}", match["quoted"]
    for match in _SHORT.finditer(text):
        if name := _abbreviated(match["name"], match["short"]):
            yield name, match["short"]


def _abbreviated(name: str, short: str) -> str | None:
    """The last words of a name whose first letters the short form is; None where it is something else, as a nation."""
    words = [word for word in name.split() if not re.fullmatch(_PARTICLE, word)]
    for count in range(2, len(words) + 1):
        if fold("".join(word[0] for word in words[-count:])) == fold(short):
            return name[name.index(words[-count]) :]
    return None
