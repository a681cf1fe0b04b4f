"""Answers from prose: the sentences that best support an answer, each with a score of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from bot.cite import Span
from bot.prose.ages import Age, ages_in
from bot.prose.crowds import WATCHING, Crowd, asks_crowd, crowds_in
from bot.prose.kinds import VALUE_TYPES, new_names, new_values
from bot.prose.speech import Utterance, is_speech, utterances
from bot.question.akin import akin_to
from bot.question.divisions import are_opposed, divisions_asked, divisions_told, may_go_unsaid
from bot.question.lexicon import Asked, Operation
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.synonyms import same_as
from bot.question.tables import lengths_named
from retriever.store import Store
from retriever.text import sentence_bounds, stem, terms
from retriever.types import Document, DocumentKind, Hit, Passage

# How much a question word counts when it stands not in the sentence but around it.
_IN_PASSAGE, _IN_HEADING, _IN_DOCUMENT = 0.8, 0.7, 0.5
_PAIR_CHARS = 450
_SPOKEN_DOCUMENTS = 8  # of the documents found, whose quotations are all looked through
_GIVEN_SHARE = 0.25  # weight of "Ada" in "Ada Lind": past their first lines reports say "Lind"
_CUE_SHARE = 0.35  # weight of a word that only asks: "how fast" is answered by a time, not by the word
# Mix of a sentence's score: words accounted for, similarity of its passage, and whether it holds what is asked for.
_COVERAGE_SHARE, _COSINE_SHARE, _KIND_SHARE = 0.62, 0.26, 0.12
# Words for a place, any of which tells it: a gold medal is first place.
_PLACE_WORDS = {
    1: "win winner won first 1st gold champion victory victor title triumph beat",
    2: "second 2nd silver runner-up beat defeat lose finalist",  # who lost the final came second
    3: "third 3rd bronze",
}
_YEARS = r"(?:\d{1,2}|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh)ty(?:-\w+)?)"
_AGES = re.compile(
    rf"\b{_YEARS}[- ]years?[- ]old\b|\baged? (?:of )?{_YEARS}\b|, {_YEARS},|"
    r"\bat [1-9]\d\b(?![.:,]?\d|\s?[\w%°])"
)
# A sentence's least coverage and score, set by hand: lower answers near misses, higher declines paraphrases.
MIN_COVERAGE, MIN_SCORE = 0.60, 0.52
_HARD_MISSING = 0.6  # factor on coverage when a name, a figure or one of two opposites is nowhere around
_REASONS = re.compile(r"\b(?:because|since|due to|after|as|owing|so|to|with|by|injur\w+|having|but|for)\b", re.I)


_Sought = list[tuple[int, frozenset[str], float]]
_Places = tuple[tuple[frozenset[str], float], ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence (or, for speech, a passage) that may answer the question."""

    span: Span
    text: str
    score: float
    coverage: float
    """Share of the question's weight found in or around the sentence."""
    cosine: float
    missing: tuple[str, ...]
    """Question words found nowhere around it, as the question spells them."""
    holds_kind: bool
    """Whether it holds a value or name of the kind asked for."""
    enough: bool
    """Whether it is likely enough to be given as the answer."""
    of_another: bool = False
    """Whether it speaks of another event than the question, or lacks a name, figure or place it gives."""
    answer: tuple[int, int] | None = None
    """Where in the text the answer's own words stand, where they were pointed out."""
    said: Utterance | None = None
    """Whose words it is, where it was looked for."""
    sure: float | None = None
    """How likely it answers, beside the others; None where the trained reader didn't judge it the best."""
    lead: Span | None = None
    """The sentence before it that tells of what its value is, where this one does not."""
    title: str = ""
    """What its document is called."""
    year: str = ""
    """The year in which its document was published; empty where that is unknown."""
    untold: int = 0
    """How many of the missing words have no word near in meaning around it either."""


class Reader:
    """Reads the passages of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.stems_of = lru_cache(maxsize=512)(self._read_stems)
        self._crowds = lru_cache(maxsize=256)(self._read_crowds)
        self._ages = lru_cache(maxsize=256)(self._read_ages)
        self._utterances = lru_cache(maxsize=256)(self._read_utterances)

    def sentences(self, question: Question, hits: Sequence[Hit], mentions: Sequence[Mention] = ()) -> list[Sentence]:
        """Candidate sentences of the passages found, best first, ties by document and place.

        `mentions`: names in the question; a misspelt one is found under its right spelling.
        """
        sought = _sought(question, mentions)
        if question.asked[0] in (Asked.QUOTE, Asked.SPEAKER):
            found = self._spoken(question, sought, hits, mentions)
        elif question.asked[0] is Asked.AGE:
            found = self._aged(question, sought, hits)
            if not found and not any(is_somebody(mention, self._store) for mention in mentions):
                found, names = self._written(question, sought, hits), _names_asked(question)
                found = [s for s in found if s.holds_kind and names & _stems(s.text)] if names else found
                found = [s for s in found if not self._is_anothers_age(s, names)]
        elif asks_crowd(question):
            found = self._crowded(question, sought, hits)
        else:
            found = self._written(question, sought, hits)
        return sorted(found, key=lambda s: (-s.score, s.span.key))

    def written(self, question: Question, hits: Sequence[Hit], mentions: Sequence[Mention]) -> list[Sentence]:
        """Sentences of the passages, whatever kind of answer is asked for, best first."""
        found = self._written(question, _sought(question, mentions), hits)
        return sorted(found, key=lambda s: (-s.score, s.span.key))

    def said_in(self, documents: Sequence[str]) -> list[Utterance]:
        """Everything said in the documents."""
        return [words for document_id in documents[:_SPOKEN_DOCUMENTS] for words in self._utterances(document_id)]

    def of_document(
        self, question: Question, document_id: str, hits: Sequence[Hit], mentions: Sequence[Mention]
    ) -> list[Sentence]:
        """Every sentence of one document, best first; passages that were not found have no similarity."""
        found = {hit.passage.passage_id: hit for hit in hits if hit.passage is not None}
        every = [
            found.get(passage.passage_id) or unfound(passage, hits[0], 0.0)
            for passage in self._store.passages_of(document_id)
        ]
        written = self._written(question, _sought(question, mentions), every)
        return sorted(written, key=lambda s: (-s.score, s.span.key))

    def _written(self, question: Question, sought: _Sought, hits: Sequence[Hit]) -> list[Sentence]:
        """Every sentence of the passages; where a reason is asked for, every two neighbours as well."""
        pairs = question.asked[0] is Asked.REASON
        return [
            self._judge(question, sought, hit, Span(passage, passage.start + start, passage.start + end))
            for hit in hits
            if (passage := hit.passage) is not None and self._is_prose(passage)
            for start, end in _pieces(passage.text, pairs=pairs)
        ]

    def _spoken(
        self, question: Question, sought: _Sought, hits: Sequence[Hit], mentions: Sequence[Mention]
    ) -> list[Sentence]:
        """What is said in the documents found, by whom the question names; else sentences without speech as well."""
        by_passage = {hit.passage.passage_id: hit for hit in hits if hit.passage is not None}
        documents = list(dict.fromkeys(hit.document_id for hit in by_passage.values()))
        said = self.said_in(documents)
        sayer = _sayer(question, sought, said) if question.asked[0] is Asked.QUOTE else None
        if sayer is not None:
            said = [u for u in said if u.speaker is not None and sayer & _stems(u.speaker)]
        elif question.asked[0] is Asked.QUOTE and any(is_somebody(mention, self._store) for mention in mentions):
            said = []  # whoever is named, none of these words are theirs
        least = min((hit.cosine for hit in by_passage.values() if hit.cosine > 0), default=0.0)
        found = []
        for words in said:
            hit = by_passage.get(words.passage.passage_id) or unfound(words.passage, hits[0], least)
            span = Span(words.passage, words.start, words.end)
            found.append(self._judge(question, sought, hit, span, said=words))
        if sayer is None:
            silent = [hit for hit in hits if hit.passage is not None and not is_speech(hit.passage)]
            found += self._written(question, sought, silent)
        return found

    def _aged(self, question: Question, sought: _Sought, hits: Sequence[Hit]) -> list[Sentence]:
        """Sentences of the documents found that give the age of somebody whom the question names."""
        by_passage = {hit.passage.passage_id: hit for hit in hits if hit.passage is not None}
        documents = list(dict.fromkeys(hit.document_id for hit in by_passage.values()))
        asked = {word for i, stems, _ in sought if i not in question.cue_words for word in stems}
        found = []
        for age in (age for document_id in documents[:_SPOKEN_DOCUMENTS] for age in self._ages(document_id)):
            if asked & _stems(age.person):
                hit = by_passage.get(age.passage.passage_id) or unfound(age.passage, hits[0], 0.0)
                judged = self._judge(question, sought, hit, Span(age.passage, age.start, age.end))
                found.append(replace(judged, answer=age.years, enough=True, of_another=False))
        return found

    def _is_anothers_age(self, sentence: Sentence, names: frozenset[str]) -> bool:
        """Whether every age that the sentence gives is known to be of somebody whom the names don't name."""
        span = sentence.span
        given = [age for age in self._ages(span.passage.document_id) if (age.start, age.end) == (span.start, span.end)]
        return bool(given) and not any(names & _stems(age.person) for age in given)

    def _crowded(self, question: Question, sought: _Sought, hits: Sequence[Hit]) -> list[Sentence]:
        """Sentences of the documents found that tell how many people watched what the question names."""
        by_passage = {hit.passage.passage_id: hit for hit in hits if hit.passage is not None}
        documents = list(dict.fromkeys(hit.document_id for hit in by_passage.values()))
        rounds, found = set(question.scope.rounds), []
        for crowd in (crowd for document_id in documents[:_SPOKEN_DOCUMENTS] for crowd in self._crowds(document_id)):
            if rounds and crowd.rounds and not rounds & crowd.rounds:
                continue
            hit = by_passage.get(crowd.passage.passage_id) or unfound(crowd.passage, hits[0], 0.0)
            judged = self._judge(question, sought, hit, Span(crowd.passage, crowd.start, crowd.end))
            if not judged.of_another:
                found.append(replace(judged, answer=crowd.number, enough=True))
        return _of_one_occasion(found)

    def _read_crowds(self, document_id: str) -> tuple[Crowd, ...]:
        return tuple(crowds_in(self._store.document(document_id)))

    def _read_ages(self, document_id: str) -> tuple[Age, ...]:
        return tuple(ages_in(self._store.document(document_id), self._store))

    def _read_utterances(self, document_id: str) -> tuple[Utterance, ...]:
        return tuple(utterances(self._store.document(document_id), self._store))

    def _judge(
        self, question: Question, sought: _Sought, hit: Hit, span: Span,
        *, said: Utterance | None = None,
    ) -> Sentence:  # fmt: skip
        passage = span.passage
        text = passage.text[span.start - passage.start : span.end - passage.start]
        near, around = _stems(text), _stems(passage.text)
        if said is not None and said.speaker is not None:
            near = near | _stems(said.speaker)
        document = self._store.document(passage.document_id)
        heading = _stems(" ".join((document.title, *passage.section, _year_of(document))))
        whole = self.stems_of(passage.document_id)
        held, total, missing, untold = 0.0, 0.0, [], 0
        places_told = {cue.word for cue in question.has(Operation.NTH)}
        hard = bool(places_told) and is_of_another_event(question, document.title, *passage.section)
        asked = divisions_asked(question.text)
        told = divisions_told(text, passage.section, document) if asked else None
        hard = hard or (told is not None and are_opposed(asked, told))
        for index, stems, weight in sought:
            places = ((near, 1.0), (around, _IN_PASSAGE), (heading, _IN_HEADING), (whole, _IN_DOCUMENT))
            share = next((share for place, share in places if stems & place), 0.0)
            if share == 0.0 and told is not None and may_go_unsaid(question.stems[index], told):
                share = _IN_DOCUMENT
            near_share = _akin_share(question, index, places) if share == 0.0 else share
            held, total = held + near_share * weight, total + weight
            hard = hard or (index in places_told and share < _IN_PASSAGE)
            if share == 0.0 and index not in question.cue_words | question.answer_kind:
                missing.append(question.text[question.words[index].start : question.words[index].end])
                untold += near_share == 0.0
                hard = hard or question.is_specific(index)
        coverage = (held / total if total else 0.0) * (_HARD_MISSING if hard else 1.0)
        kind = holds_kind(question, text, passage)
        score = _COVERAGE_SHARE * coverage + _COSINE_SHARE * max(0.0, hit.cosine) + _KIND_SHARE * kind
        enough = coverage >= MIN_COVERAGE and score >= MIN_SCORE
        return Sentence(
            span, text, score, coverage, hit.cosine, tuple(missing), kind, enough, of_another=hard, said=said,
            title=document.title, year=_year_of(document), untold=untold,
        )  # fmt: skip

    def _is_prose(self, passage: Passage) -> bool:
        """Whether the passage can hold an answer; the caption lines of a results file only name its table."""
        return self._store.document(passage.document_id).kind is not DocumentKind.RESULTS

    def _read_stems(self, document_id: str) -> frozenset[str]:
        document = self._store.document(document_id)
        return frozenset(terms(document.text))


def _year_of(document: Document) -> str:
    """The year in which it was published: a report needs not say of which year's final it tells."""
    return document.published_at[:4] if document.published_at else ""


def unfound(passage: Passage, like: Hit, cosine: float) -> Hit:
    """A hit on a passage that the search didn't find, for the sentences of a document that it did."""
    return replace(like, passage=passage, table=None, row=None, cosine=cosine)


def _sayer(question: Question, sought: _Sought, said: Sequence[Utterance]) -> frozenset[str] | None:
    """Stems of whoever the question wants the words of: the first of its words that is part of a speaker's name."""
    speakers = {word for words in said if words.speaker is not None for word in _stems(words.speaker)}
    for index, stems, _ in sought:
        if index not in question.cue_words and stems & speakers:
            return frozenset(stems & speakers)
    return None


def _of_one_occasion(told: Sequence[Sentence]) -> list[Sentence]:
    """Those whose documents lack no word of the question that the best known one's has: others tell of other crowds."""
    lacking = [{word.lower() for word in sentence.missing} - WATCHING for sentence in told]
    least = min(lacking, key=len, default=set())
    return [sentence for sentence, words in zip(told, lacking, strict=True) if words <= least]


def _names_asked(question: Question) -> frozenset[str]:
    """Stems of the names in the question."""
    return frozenset(s for i, s in enumerate(question.stems) if question.is_specific(i) and s.isalpha())


def is_somebody(mention: Mention, store: Store) -> bool:
    """Whether rows are about what is mentioned: an athlete or a team."""
    return any(store.table(place.table_id).label_column == place.column for place in mention.places)


def is_of_another_event(question: Question, *headings: str) -> bool:
    """Whether the headings name another length of race than the question: nobody wins the 800 metres of a 1500."""
    named = lengths_named(" ".join(headings))
    return bool(named and question.lengths and not named & question.lengths)


def _sought(question: Question, mentions: Sequence[Mention]) -> _Sought:
    """(token, stems any of which accounts for it, weight) of every weighty token; a cue weighs less than a thing."""
    names: dict[int, set[str]] = {}
    for mention in mentions:
        for index in mention.words:
            said = question.words[index].text
            key = [w for w in mention.name.key.split() if w == said] or mention.name.key.split()
            names.setdefault(index, set()).update(stem(word) for word in key)
    for cue in question.has(Operation.NTH):
        names.setdefault(cue.word, set()).update(place_stems(cue.places))
    given = {i for mention in mentions if len(mention.words) > 1 for i in mention.words if i != max(mention.words)}
    given -= {max(mention.words) for mention in mentions}
    asking = question.cue_words | question.answer_kind
    shares = {**dict.fromkeys(given, _GIVEN_SHARE), **dict.fromkeys(asking, _CUE_SHARE)}
    return [
        (
            i,
            frozenset(names.get(i, ())) | _telling(question, i),
            question.weights[i] * shares.get(i, 1.0),
        )
        for i in range(len(question.stems))
        if question.weights[i] > 0
    ]


def _telling(question: Question, index: int) -> frozenset[str]:
    """Stems any of which tells the token: a name stands only for itself."""
    own = frozenset((question.stems[index],))
    return own if question.is_specific(index) else own | same_as(question.words[index].text)


def _akin_share(question: Question, index: int, places: _Places) -> float:
    """How far words near in meaning account for a token: what stands farther off or is less near counts less."""
    best, whole = 0.0, places[-1][0]
    if not question.is_specific(index):
        for word, cosine in akin_to(question.words[index].text).items():
            if cosine <= best:
                break
            if word in whole:  # few are: the nearer places need not be looked at for the others
                best = max(best, cosine * next(share for place, share in places if word in place))
    return best


def place_stems(places: Sequence[int]) -> frozenset[str]:
    """Stems of the words any of which tells one of the places."""
    return frozenset(terms(" ".join(_PLACE_WORDS.get(place, "") for place in places)))


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def holds_kind(question: Question, text: str, passage: Passage) -> bool:
    """Whether the text holds something of the kind the question asks for that the question doesn't hold itself."""
    asked = question.asked[0]
    if asked in VALUE_TYPES:
        return bool(new_values(question, text))
    if asked in (Asked.QUOTE, Asked.SPEAKER):
        return is_speech(passage) or passage.posted is not None
    if asked is Asked.NAME:
        return bool(new_names(question, text))
    if asked is Asked.AGE:
        return bool(_AGES.search(text))
    if asked is Asked.REASON:
        return bool(_REASONS.search(text))
    return False


def _pieces(text: str, *, pairs: bool) -> list[tuple[int, int]]:
    """Spans of the sentences, and of neighbours that are short enough to read together."""
    alone = sentence_bounds(text)
    together = [(one[0], other[1]) for one, other in pairwise(alone) if other[1] - one[0] <= _PAIR_CHARS]
    return alone + together if pairs else alone
