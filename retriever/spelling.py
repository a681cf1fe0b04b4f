"""Misspelt words of a question, taken for the library's word they are nearest to."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from retriever.store import Store
from retriever.text import stem, tokens

MIN_CHARS = 4  # shorter words are one typo from too many others
MIN_RATIO = 84.0  # rapidfuzz ratio: one letter wrong, missing or doubled in six
AGENTS = ("et", "er", "ist", "or")  # stems of "decathlete", "steeplechaser", "cyclist"
MIN_ROOT_CHARS, MAX_ENDING_CHARS = 4, 3
MIN_JOINED_CHARS = 7
MIN_UNITS = 2  # a word of one unit is as likely a typo itself


class Speller:
    """Knows the words of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_letter: dict[str, list[str]] = {}
        for word in store.frequent_terms(MIN_UNITS):
            self._by_letter.setdefault(word[0], []).append(word)
        self.correct = lru_cache(maxsize=10_000)(self._correct)

    def _correct(self, unknown: str) -> str:
        """The library's stem nearest to an unknown one; the stem itself when it is known or nothing is near."""
        if len(unknown) < MIN_CHARS or not unknown.isalpha() or self._store.unit_frequency(unknown):
            return unknown
        alike = self._by_letter.get(unknown[0], ())  # people misspell the middle: "tall" is not "all"
        found = process.extractOne(unknown, alike, scorer=fuzz.ratio, score_cutoff=MIN_RATIO)
        return str(found[0]) if found else self._sport_of(unknown, alike)

    def respaced(self, text: str) -> str:
        """The text with words joined that the library writes as one, where it knows not both: "steeple chase"."""
        words = tokens(text)
        known = [bool(self._store.unit_frequency(stem(word.text))) for word in words]
        for at in range(len(words) - 2, -1, -1):
            one, other = words[at], words[at + 1]
            joined = one.text + other.text
            beside = text[one.end : other.start] == " " and not (known[at] and known[at + 1]) and joined.isalpha()
            if beside and len(joined) >= MIN_JOINED_CHARS and self._store.unit_frequency(stem(joined)):
                text = text[: one.end] + text[other.start :]
        return text

    @staticmethod
    def _sport_of(doer: str, alike: Sequence[str]) -> str:
        """The sport that somebody does: "decathlon" of "decathlete"; the stem itself where none is known."""
        root = next((doer.removesuffix(end) for end in AGENTS if doer.endswith(end)), "")
        if len(root) < MIN_ROOT_CHARS:
            return doer
        near = [word for word in alike if word.startswith(root) and len(word) - len(root) <= MAX_ENDING_CHARS]
        return min(near, key=lambda word: (len(word), word), default=doer)
