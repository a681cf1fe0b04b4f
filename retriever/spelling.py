"""Misspelt words of a question, taken for the library's word they are nearest to."""

from functools import lru_cache

from rapidfuzz import fuzz, process

from retriever.store import Store

MIN_CHARS = 4  # shorter words are one typo from too many others
MIN_RATIO = 84.0  # rapidfuzz ratio: one letter wrong, missing or doubled in six
MIN_UNITS = 2  # a word of one unit is as likely a typo itself


class Speller:
    """Knows the words of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_letter: dict[str, list[str]] = {}
        for word in store.frequent_terms(MIN_UNITS):
            self._by_letter.setdefault(word[0], []).append(word)
        self.correct = lru_cache(maxsize=10_000)(self._correct)

    def _correct(self, stem: str) -> str:
        """The library's stem nearest to an unknown one; the stem itself when it is known or nothing is near."""
        if len(stem) < MIN_CHARS or not stem.isalpha() or self._store.unit_frequency(stem):
            return stem
        alike = self._by_letter.get(stem[0], ())  # people misspell the middle: "tall" is not "all"
        found = process.extractOne(stem, alike, scorer=fuzz.ratio, score_cutoff=MIN_RATIO)
        return str(found[0]) if found else stem
