"""Which documents tell of one event: published within some days of each other, about the same people and places."""

import re
from datetime import date, timedelta
from functools import lru_cache

from bot.question.divisions import are_opposed, divisions_of
from bot.question.lexicon import FILLERS, MONTHS, WEEKDAYS
from bot.question.tables import year_words
from retriever.figures import find_values
from retriever.store import Store
from retriever.text import STOPWORDS, sentence_bounds, tokens
from retriever.types import Document, DocumentKind
from retriever.values import ValueType

DAYS = 5  # a correction comes days later; a week later the next match is played
_HEAD_PASSAGES = 2  # where a report says what it is about
_SHARED = 0.5  # share of one's names that the other must hold
_MIN_NAMES = 2
_NAME = re.compile(r"\b[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)*")
_HEAD_CHARS = 300
_ISO_DAY = len("2024-08-06")


class Events:
    """Compares the documents of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._head_names = lru_cache(maxsize=512)(self._read_head_names)
        self._words = lru_cache(maxsize=256)(self._read_words)

    def are_one(self, one: str, other: str) -> bool:
        """Whether both documents tell of one event; not where the day or the year of one of them isn't known."""
        a, b = self.store.document(one), self.store.document(other)
        if are_opposed(divisions_of(a), divisions_of(b)):
            return False
        return _may_be_one_day(a, b) and max(self._share(one, other), self._share(other, one)) >= _SHARED

    def is_results(self, document_id: str) -> bool:
        """Whether the document holds results and tells nothing in sentences."""
        return self.store.document(document_id).kind is DocumentKind.RESULTS

    def asked_of(self, asks: str, document_id: str) -> str | None:
        """The question by the names that the document uses: "Sare" of "Bruno Sare"; None where it tells of others.

        What a question calls by several words a report calls by some of them.
        """
        known, kept = self._words(document_id), asks
        for match in reversed(list(_NAME.finditer(asks, _first_word(asks)))):
            words = match.group().split()
            told = [word for word in words if {token.text for token in tokens(word)} <= known]
            if not told:
                return None
            kept = kept[: match.start()] + " ".join(told) + kept[match.end() :]
        return kept

    def _share(self, one: str, other: str) -> float:
        """Share of the names at the head of the first that stand in the other."""
        names = self._head_names(one)
        return len(names & self._words(other)) / len(names) if len(names) >= _MIN_NAMES else 0.0

    def _read_head_names(self, document_id: str) -> frozenset[str]:
        document = self.store.document(document_id)
        heads = [document.title, *(passage.text for passage in document.passages[:_HEAD_PASSAGES])]
        heads += [cell.raw for table in document.tables[:1] for row in table.rows for cell in row.cells[:2]]
        return frozenset(name for head in heads for name in names_in(head))

    def _read_words(self, document_id: str) -> frozenset[str]:
        document = self.store.document(document_id)
        return frozenset(token.text for token in tokens(f"{document.title} {document.text}"))


def _first_word(text: str) -> int:
    """Where the text's second word begins: the first is in capitals whatever it is."""
    words = tokens(text)
    return words[1].start if len(words) > 1 else len(text)


def names_in(text: str) -> frozenset[str]:
    """Words in capitals, but for days, months and what only begins a sentence."""
    firsts = {start for start, _ in sentence_bounds(text)}
    return frozenset(
        token.text
        for token in tokens(text)
        if text[token.start].isupper()
        and token.text not in STOPWORDS | FILLERS | MONTHS | WEEKDAYS
        and (token.start not in firsts or len(tokens(text)) <= 3)
    )


def day_of(document: Document) -> date | None:
    """The day on which the document's event was, or on which it was published; None where neither is known."""
    told = next((table.date for table in document.tables if table.date), None) or document.published_at
    try:
        return _printed_day(document.text[:_HEAD_CHARS]) if told is None else date.fromisoformat(told[:_ISO_DAY])
    except ValueError:  # "2024" is a year
        return None


@lru_cache(maxsize=512)
def _printed_day(head: str) -> date | None:
    """The first full date that a document prints under its title."""
    days = (f.value for f in find_values(head) if f.value.type is ValueType.DATE and year_words(f.value.text))
    return next((date.fromordinal(round(day.number)) for day in days if day.number and day.precision < 1), None)


def _may_be_one_day(one: Document, other: Document) -> bool:
    days = [day_of(document) for document in (one, other)]
    if days[0] is not None and days[1] is not None:
        return abs(days[0] - days[1]) <= timedelta(days=DAYS)
    years = [_years(document) for document in (one, other)]
    return bool(years[0] & years[1])


def _years(document: Document) -> frozenset[str]:
    headed = " ".join((document.title, *(table.caption for table in document.tables)))
    day = day_of(document)
    return year_words(headed) or (frozenset({str(day.year)}) if day else frozenset())
