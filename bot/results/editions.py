"""Which edition of an event a question's words mean, and which of them a sentence tells of: "in Tokyo or in Paris"."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.question.lexicon import MONTHS
from bot.question.question import Question
from bot.question.tables import year_words
from retriever.text import tokens
from retriever.types import Document

_IN_SENTENCE, _IN_TITLE, _IN_LEAD = 4.0, 3.0, 1.5
_LEAD_CHARS = 400
_SPLITTING = {"or", "than"}


@dataclass(frozen=True)
class Edition:
    """One of the editions that a question sets against each other, or the only one that it names."""

    name: str
    """As the question says it; "" where it names none."""
    own: frozenset[str]
    """Its words in normal form: a place, a year."""
    others: frozenset[str] = frozenset()
    """Words of the other edition."""
    years: frozenset[str] = frozenset()
    """Years that it was in; empty where no title tells."""

    def score(self, sentence: str, document: Document) -> float:
        """How much speaks for the sentence being of this edition rather than the other; 0 where nothing tells."""
        said = {token.text for token in tokens(sentence)}
        mine, theirs = said & self.own, said & self.others
        score = _IN_SENTENCE * (bool(mine) - (bool(theirs) and not mine))
        title, lead, counts = _words_of(document)
        for weight, words in ((_IN_TITLE, title), (_IN_LEAD, lead)):
            score += weight * (bool(words & self.own) - bool(words & self.others))
        told = year_words(sentence) or year_words(document.title)
        if self.years and told and not (said | title) & self.own:  # Tokyo's Games of 2020 were held in 2021
            score += _IN_TITLE if told & self.years else -_IN_TITLE
        return score + _often(counts, self.own) - _often(counts, self.others)


def with_years(edition: Edition, titles: Sequence[str]) -> Edition:
    """The edition with the years that titles give beside its words: "Paris 2024"."""
    beside = [year_words(title) for title in titles if {token.text for token in tokens(title)} & edition.own]
    years = frozenset(year for found in beside for year in found)
    return replace(edition, years=(edition.own & years) or years)


def editions_of(question: Question) -> tuple[Edition, ...]:
    """Both editions where the question sets two against each other, else the one it names; words of names and years."""
    texts = [word.text for word in question.words]
    naming = [i for i in range(len(texts)) if _names_edition(question, i)]
    at = next((i for i, text in enumerate(texts) if text in _SPLITTING and any(n > i for n in naming)), None)
    if at is not None and any(n < at for n in naming):
        sides = [[n for n in naming if n < at], [n for n in naming if n > at]]
        words = [frozenset(texts[i] for i in side) for side in sides]
        mine = [words[0] - words[1], words[1] - words[0]]
        if all(mine):
            return tuple(
                Edition(_said(question, [i for i in sides[k] if texts[i] in mine[k]]), mine[k], mine[1 - k])
                for k in (0, 1)
            )
    own = frozenset(texts[i] for i in naming)
    return (Edition(_said(question, naming), own),)


def _names_edition(question: Question, index: int) -> bool:
    word = question.words[index]
    if index in question.scope.words or word.text in MONTHS:
        return False
    is_year = word.text.isdigit() and word.text in question.years
    return is_year or (word.text.isalpha() and question.is_specific(index) and not _is_owner(question, index))


def _is_owner(question: Question, index: int) -> bool:
    """Whether the name is somebody's: "Kerr's", or the subject right behind the verb."""
    word = question.words[index]
    return question.text[word.end : word.end + 2] in ("'s", "’s")


def _said(question: Question, indices: Sequence[int]) -> str:
    places = [i for i in indices if not question.words[i].text.isdigit()]
    indices = places or indices  # a year that is not cited can't be said
    return " ".join(question.text[question.words[i].start : question.words[i].end] for i in indices)


@lru_cache(maxsize=256)
def _words_of(document: Document) -> tuple[frozenset[str], frozenset[str], Counter[str]]:
    words = [token.text for token in tokens(document.text)]
    lead = frozenset(token.text for token in tokens(document.text[:_LEAD_CHARS]))
    title = frozenset(token.text for token in tokens(document.title))
    return title, lead, Counter(words)


def _often(counts: Counter[str], words: frozenset[str]) -> float:
    return math.log1p(sum(counts[word] for word in words))
