"""How a question is worded: does it ask for somebody's words, who said them, what happened; fans' short forms."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from bot.question.lexicon import (
    BEFORE_LINE,
    FILLERS,
    LISTINGS,
    NOUNS_OF_SPEECH,
    PERSONS,
    SHORT_FORMS,
    SPEECH,
    WEAK_SPEECH,
)
from retriever.text import tokens

_SHORT = re.compile(rf"\b(?:{'|'.join(SHORT_FORMS)})\b", re.IGNORECASE)
_VERBS = "did|does|do|is|was|were|are|has|have|had|could|would|should|might|must"
_NOT_FORMS = {"wo": "will", "ca": "can", "sha": "shall"}
_ASKED_NEGATIVELY = re.compile(rf"(?<!\S)(?P<verb>(?:^|(?<=, ))(?:{_VERBS}|wo|ca))n['’]?t(?= \w)", re.IGNORECASE)
_NOT = re.compile(rf"\b(?P<verb>(?:{_VERBS})(?=n['’]?t\b)|(?:wo|ca|sha)(?=n['’]t\b))n['’]?t\b", re.IGNORECASE)
_WHY_DID = re.compile(r"\b(why|who|how|where|when|what)['’]d\b", re.IGNORECASE)
_ENDED = {"re": "are", "ve": "have", "ll": "will", "m": "am"}
_ENDINGS = re.compile(rf"\b([a-z]+)['’]({'|'.join(_ENDED)})\b", re.IGNORECASE)
_IN_QUOTES = re.compile(r"(“[^”]*”|\"[^\"]*\")")
_QUOTED = re.compile(r"[“\"‘]([^“”\"]+)[”\"’]")
_MIN_CHARS, _MIN_RATIO = 4, 88.0  # one letter missing or doubled
_LONG_FILLERS = sorted(word for word in FILLERS if len(word) >= _MIN_CHARS)
_AUXILIARIES = frozenset(
    "did do does is are was were has have had will would can could must should may might shall".split()
)
_SORTS = frozenset("kind kinds sort sorts type types part parts piece".split())
_KIND_WITHIN = 5  # words behind "which" in which its verb is looked for
_MIN_QUOTED = 3  # words in quotation marks from which they are somebody's words, not a title


def spelled_out(text: str) -> str:
    """The text with short forms in full: "pb" as "personal best", "couldn't" as "could not"; quoted words as they are.

    "Didn't she win?" asks what "Did she win?" asks.
    """
    parts = _IN_QUOTES.split(text)  # every second one is quoted
    for at in range(0, len(parts), 2):
        parts[at] = _SHORT.sub(lambda match: SHORT_FORMS[match.group().lower()], _uncontracted(parts[at]))
    return "".join(parts)


def _uncontracted(text: str) -> str:
    if "n" not in text and "'" not in text and "’" not in text:
        return text
    text = _ASKED_NEGATIVELY.sub(lambda match: _whole_verb(match["verb"]), text)
    text = _NOT.sub(lambda match: f"{_whole_verb(match['verb'])} not", text)
    text = _WHY_DID.sub(r"\1 did", text)
    return _ENDINGS.sub(lambda match: f"{match[1]} {_ENDED[match[2].lower()]}", text)


def _whole_verb(verb: str) -> str:
    whole = _NOT_FORMS.get(verb.lower(), verb)
    return whole.capitalize() if verb[:1].isupper() else whole


@lru_cache(maxsize=10_000)
def respelt_filler(word: str) -> str:
    """The word of questions that an unknown word misspells: "which" for "wich"; else the word itself."""
    if len(word) < _MIN_CHARS or not word.isalpha():
        return word
    found = process.extractOne(word, _LONG_FILLERS, scorer=fuzz.ratio, score_cutoff=_MIN_RATIO)
    return found[0] if found and found[0][0] == word[0] else word  # "reach" is not "each"


def asks_who_said(text: str, said: Sequence[str]) -> bool:
    """Whether a speaker is asked for: "who said", or "who was that" beside quoted words. `said`: normal forms."""
    quoted = any(len(words.split()) >= _MIN_QUOTED for words in _QUOTED.findall(text))
    if quoted and {"who", "whose"} & set(said):
        return True
    lead = said[:3]
    asks = "who" in lead or "whose" in lead or ("which" in lead and bool(PERSONS & set(said)))
    return asks and bool(_of_speech(said) - NOUNS_OF_SPEECH)


def kind_asked(said: Sequence[str]) -> range:
    """Places of the words that only say of what kind the answer is: "river" of "which river did it flow into".

    They stand behind "which" or "what", before the verb, where one that is easily told follows; else the next one does,
    and the one that it is a kind of. A preposition may lead. `said`: normal forms.
    """
    at = next((i for i, word in enumerate(said[:2]) if word in {"which", "what"}), None)
    if at is None:
        return range(0)
    first = at + 1
    verb = next((i for i in range(first, min(len(said), first + _KIND_WITHIN)) if said[i] in _AUXILIARIES), None)
    if verb is not None:
        return range(first, verb)
    if said[first + 1 : first + 2] == ["of"] and said[first] in _SORTS:
        return range(first, min(len(said), first + 3))
    return range(first, min(len(said), first + 1)) if said[at] == "which" else range(0)


def holds_quoted(question: str, text: str) -> bool:
    """Whether the text holds, word for word, what the question quotes."""
    said = [token.text for token in tokens(text)]
    for words in _QUOTED.findall(question):
        quoted = [token.text for token in tokens(words)]
        starts = range(len(said) - len(quoted) + 1) if len(quoted) >= _MIN_QUOTED else ()
        if any(said[at : at + len(quoted)] == quoted for at in starts):
            return True
    return False


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
    silent = {"line"} if _names_line_crossed(said) else set()
    if ("shoot", "put") in pairwise(said):
        silent.add("put")
    if any(one in LISTINGS and other == "say" for one, other in pairwise(said)):
        silent.add("say")  # "what does the results list say about"
    return (set(said) & SPEECH) - silent


def _names_line_crossed(said: Sequence[str]) -> bool:
    """Whether "line" is where a race ends, not what somebody said: "from the line", "the goal line"."""
    at = said.index("line") if "line" in said else 0
    before = [*said[max(0, at - 2) : at]]
    if before[-1:] == ["the"]:
        del before[-1]
    return bool(before) and before[-1] in BEFORE_LINE
