"""What sentences claim: a value, the words it stands among, and what edition, round and part of an event it is of.

Claims about the same thing are compared by value: 54.9 and "a 54-second lap" agree, 54.9 and 54.8 do not. What is
claimed of another edition, round, lap or length is about something else, however alike the words are.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from bot.prose.kinds import VALUE_TYPES
from bot.prose.reader import Sentence
from bot.question.divisions import Divisions, are_opposed, divisions_asked, divisions_told
from bot.question.lexicon import FILLERS, YES_NO, Asked, Operation
from bot.question.question import Question
from bot.question.scope import Scope, scope_of_path, scope_of_text
from bot.question.tables import lengths_named, year_words
from retriever.figures import FoundValue, find_values
from retriever.store import Store
from retriever.text import STOPWORDS, stem, terms, tokens
from retriever.types import Document
from retriever.values import Value, ValueType, sides, values_agree

# Where one thing said of a value ends and another begins.
_CLAUSE_END = re.compile(
    r"[,;:()–—]\s|[!?.]\s|\s(?:and|but|while|before|after|when|where|which|who|whose|because|though|although|as)\s"
)
_AT_LEAST = re.compile(r"\b(?:more than|over|at least|above|upwards of|no fewer than)\s+(?:an?\s+)?$", re.I)
_AT_MOST = re.compile(r"\b(?:less than|under|at most|below|within|inside|fewer than|up to)\s+(?:an?\s+)?$", re.I)
_NEARLY = re.compile(r"\b(?:almost|nearly|close to|just under|about|around|some|roughly)\s+(?:an?\s+)?$", re.I)
_BYGONE = re.compile(r"(?<!year-)\b(?:old|previous|former|earlier)\b", re.I)
_HAD = re.compile(r"\bhad (?:held|set|stood|owned|lasted)\b", re.I)  # "the mark of 1:20:15 which Dudek had held"
_BYGONE_CHARS, _BEHIND_CHARS = 30, 25  # before a value, and behind it
_BEFORE_ANY_RECORD = {"a", "the", "an", "new", "old", "his", "her", "own", "previous", "that"}
_NEARLY_SHARE = 0.06  # "nearly 80,000" may be 76,000
# What reports call those who watch: whichever word is asked, the number beside another answers.
_ANYBODY = frozenset(stem(word) for word in ("people", "house"))  # may be those who took part
_CROWD = frozenset(stem(word) for word in "attendance crowd spectators fans onlookers house people watched".split())
_UNITS = {"m": ValueType.DISTANCE, "km": ValueType.DISTANCE, "second": ValueType.TIME, "seconds": ValueType.TIME,
          "minute": ValueType.TIME, "minutes": ValueType.TIME}  # fmt: skip
_SPOKEN = {Asked.QUOTE, Asked.SPEAKER, Asked.REASON, Asked.SUMMARY, Asked.YES_NO}  # asked for in words, not values
_BEFORE_SUBJECTS = YES_NO | {"and"}
_BESIDE_BEFORE = 2  # words before a value that may say what it is: "lap took 54.9"
_OFTEN = 2  # times a document says a name that its event goes by
_SORT_AND_NOUN = 2  # "tackle points"
_MIN_YEAR, _MAX_YEAR = 1850, 2100
_SETS = 2  # of a match, at least
_MIN_ATTRIBUTES = 2  # question words that must stand beside a value where the question asks for no kind of value


@dataclass(frozen=True)
class Claim:
    """A value that a sentence gives in answer to the question."""

    figure: FoundValue
    sentence: Sentence
    document: Document
    beside: frozenset[str]
    """Stems of the question's own words in the clause of the value."""
    share: float
    """What those words weigh, as a share of all that the question asks about."""

    @property
    def value(self) -> Value:
        """The value claimed."""
        return self.figure.value

    @cached_property
    def clause(self) -> str:
        """The part of the sentence that the value stands in."""
        start, end = clause_around(self.sentence.text, self.figure.start, self.figure.end)
        return self.sentence.text[start:end]

    @cached_property
    def near(self) -> str:
        """The clause and the few words behind the value: "in 3:27.65, an Olympic record"."""
        behind = self.sentence.text[self.figure.end : self.figure.end + _BEHIND_CHARS]
        return f"{self.clause} {behind}"

    @cached_property
    def records(self) -> frozenset[str]:
        """What kind of record the value is told as: "olymp", "british"."""
        said = [stem(token.text) for token in tokens(self.near)]
        pairs = pairwise(said)
        return frozenset(before for before, word in pairs if word == "record" and before not in _BEFORE_ANY_RECORD)

    @cached_property
    def is_bygone(self) -> bool:
        """Whether the value is told as one that holds no more: "her old record, 50.65"."""
        before = self.sentence.text[: self.figure.start]
        behind = self.sentence.text[self.figure.end :][: 2 * _BEHIND_CHARS]
        told = _BYGONE.search(self.clause) or _BYGONE.search(before[-_BYGONE_CHARS:]) or _HAD.search(behind)
        return bool(told)

    @cached_property
    def names(self) -> frozenset[str]:
        """Words in capitals inside the clause: whose and where the value is."""
        first = len(self.sentence.text) - len(self.sentence.text.lstrip("“\"'‘ "))
        start = self.sentence.text.find(self.clause)
        found = [token for token in tokens(self.clause) if self.clause[token.start].isupper()]
        return frozenset(token.text for token in found if start + token.start > first)

    @cached_property
    def around(self) -> frozenset[str]:
        """Words of the sentence's passage and of the headings over it."""
        passage = self.sentence.span.passage
        return frozenset(t.text for t in tokens(" ".join((passage.text, *passage.section, self.document.title))))

    @cached_property
    def often(self) -> frozenset[str]:
        """Words around it, and words that its document says more than once: where the event was is told elsewhere."""
        return self.around | _said_often(self.document.text)

    @cached_property
    def years(self) -> frozenset[str]:
        """Years that the value is of.

        "The champion of 2000 faces a two-year ban": the year of another clause is of something else.
        """
        return years_told(self.clause, self.sentence, self.document)

    @cached_property
    def scope(self) -> Scope:
        """The round and heat that the sentence names, else its headings."""
        own = scope_of_text(self.sentence.text)
        return own if own.rounds else scope_of_path(self.sentence.span.passage.section)

    @cached_property
    def divisions(self) -> Divisions:
        """Whether it is the men's or the women's, of which age group and leg."""
        return divisions_told(self.sentence.text, self.sentence.span.passage.section, self.document)

    @cached_property
    def parts(self) -> tuple[frozenset[str], frozenset[str]]:
        """Ordinals and lengths in the clause: the first lap and the second are two things, 400 and 800 metres too."""
        rest = self.clause.replace(self.value.text, " ")
        ordinals = {str(f.value.number) for f in find_values(rest) if f.value.type is ValueType.RANK}
        return frozenset(ordinals), lengths_named(rest)


@lru_cache(maxsize=64)  # whole articles, which many claims are of
def _said_often(text: str) -> frozenset[str]:
    counts = Counter(token.text for token in tokens(text))
    return frozenset(word for word, times in counts.items() if times >= _OFTEN)


def value_claims(
    question: Question, sentences: Sequence[Sentence], store: Store, kind: ValueType | None = None
) -> list[Claim]:
    """What the sentences claim in answer to the question, the values that stand closest to its words first.

    `kind`: the type of value that answers, where it is known though the question speaks of none.
    """
    kinds = kinds_asked(question) or (None if kind is None else (kind,))
    attributes = attribute_weights(question)
    total = sum(attributes.values())
    if not total or _SPOKEN & set(question.asked) or (kinds is None and set(question.asked) != {Asked.ANYTHING}):
        return []
    people = people_named(question)
    owners = {w.text for i, w in enumerate(question.words) if question.is_specific(i)} if people else set()
    stated = [figure.value for figure in question.figures]
    found: list[Claim] = []
    for sentence in sentences:
        document = store.document(sentence.span.passage.document_id)
        for figure in find_values(sentence.text):
            if not _is_kind(figure.value, kinds) or any(values_agree(figure.value, value) for value in stated):
                continue
            if people and owner_of(sentence.text, figure) not in {*owners, *people, None}:
                continue  # "Coleman had seven interceptions and Norman four"
            start, end = clause_around(sentence.text, figure.start, figure.end)
            clause = frozenset(terms(sentence.text[start:end]))
            if _asks_crowd(question) and not clause & _CROWD:
                continue
            beside = clause & attributes.keys() | (_CROWD & attributes.keys())
            share = sum(attributes[word] for word in beside) / total
            claim = Claim(figure, sentence, document, beside, share)
            untyped = kinds is None and not (len(beside) >= _MIN_ATTRIBUTES and _adjoins(claim, attributes))
            if not untyped and fits(question, claim):
                found.append(claim)
    return sorted(found, key=lambda c: (-c.share - c.sentence.score, c.sentence.span.key, c.figure.start))


def people_named(question: Question) -> frozenset[str]:
    """Words by which the question names whom it asks about: "did Josh Norman", "was Kerr's"."""
    found: set[str] = set()
    subject = False
    for index, word in enumerate(question.words):
        if question.is_specific(index) and word.text.isalpha() and index not in question.scope.words:
            found |= {word.text} if subject else set()
        else:
            subject = word.text in _BEFORE_SUBJECTS
    return frozenset(found)


def owner_of(text: str, figure: FoundValue) -> str | None:
    """The name said last before the value in its sentence; None where none is."""
    before = [token for token in tokens(text[: figure.start]) if text[token.start].isupper()]
    named = [token.text for token in before if token.text not in FILLERS]  # "Only 10 metres remained"
    return named[-1] if named else None


def asks_measure(question: Question) -> bool:
    """Whether "how many" is asked of a unit (metres, seconds) or of those who came to watch."""
    watched = any(found in _CROWD - _ANYBODY for found in question.stems)
    of_unit = (_counts(question, cue.word, unit) for cue in question.has(Operation.COUNT) for unit in _UNITS)
    return watched or any(of_unit)


def kinds_asked(question: Question) -> tuple[ValueType, ...] | None:
    """Types of value that answer; None where the question speaks of none. "How many metres" asks for a distance."""
    units = {found for cue in question.has(Operation.COUNT) for found in _UNITS if _counts(question, cue.word, found)}
    if units:
        return tuple(_UNITS[found] for found in sorted(units))
    if _asks_crowd(question):
        return (ValueType.NUMBER,)
    asked = VALUE_TYPES.get(question.asked[0])
    return None if asked is None else tuple(kind for kind in asked if kind is not ValueType.RANK) or asked


def _asks_crowd(question: Question) -> bool:
    """Whether the number of people who watched is asked for: "what was the attendance", "how big was the crowd"."""
    countable = question.asked[0] in (Asked.ANYTHING, Asked.COUNT)
    return countable and any(s in _CROWD and question.weights[i] > 0 for i, s in enumerate(question.stems))


def fits(question: Question, claim: Claim) -> bool:
    """Whether the claim is of the round, the year and the part of the event that the question names, if any."""
    ordinals = frozenset(str(f.value.number) for f in question.figures if f.value.type is ValueType.RANK)
    pairs = (
        (frozenset(question.scope.rounds), frozenset(claim.scope.rounds)),
        (question.scope.marks, claim.scope.marks),
        (question.years, claim.years),
        (ordinals, claim.parts[0]),
    )
    if counts_other_sort(question, claim.sentence.text, claim.figure.end):
        return False
    of_another = any(asked and told and not asked & told for asked, told in pairs)
    return not of_another and not are_opposed(divisions_asked(question.text), claim.divisions)


def counts_other_sort(question: Question, text: str, end: int) -> bool:
    """Whether the noun behind a count is of another sort than the question's: "14 raid points" are no tackle points."""
    many = next((i for i, word in enumerate(question.words) if word.text == "many"), None)
    asked = question.stems[many + 1 : many + 3] if many is not None else []
    after = [stem(token.text) for token in tokens(text[end:])[:2]]
    if len(asked) < _SORT_AND_NOUN or len(after) < _SORT_AND_NOUN or question.weights[(many or 0) + 1] == 0:
        return False
    return asked[1] == after[1] and asked[0] != after[0] and asked[0] not in terms(text[:end])


def _adjoins(claim: Claim, attributes: Mapping[str, float]) -> bool:
    """Whether one of the question's own words stands right before or behind the value: "a two-year ban"."""
    text, figure = claim.sentence.text, claim.figure
    before = [stem(token.text) for token in tokens(text[: figure.start])][-_BESIDE_BEFORE:]
    behind = [stem(token.text) for token in tokens(text[figure.end :])][:1]
    return bool({*before, *behind} & attributes.keys())


def _counts(question: Question, cue: int, noun: str) -> bool:
    return cue + 1 < len(question.words) and question.words[cue + 1].text == noun


def years_told(clause: str, sentence: Sentence, document: Document) -> frozenset[str]:
    """Years of the clause and of the sentence's full dates, else of the headings, else the title's or the date's."""
    dates = [f.value.text for f in find_values(sentence.text) if f.value.type is ValueType.DATE]
    section = " ".join(sentence.span.passage.section)
    for text in (" ".join((clause, *dates)), section, document.title):
        if found := year_words(text):
            return found
    return frozenset({document.published_at[:4]}) if document.published_at else frozenset()


def attribute_weights(question: Question) -> dict[str, float]:
    """Stems of what is asked about, without names, rounds and words that only ask, and how much each weighs."""
    named = {i for i in range(len(question.words)) if question.is_specific(i) and not question.words[i].text.isdigit()}
    out = named | question.scope.words | question.cue_words
    return {s: question.weights[i] for i, s in enumerate(question.stems) if i not in out and question.weights[i] > 0}


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Span of the clause that holds `text[start:end]`."""
    breaks = [match.span() for match in _CLAUSE_END.finditer(text)]
    first = max((b for _, b in breaks if b <= start), default=0)
    last = min((a for a, _ in breaks if a >= end), default=len(text))
    return first, last


def agree(a: Claim, b: Claim) -> bool:
    """Whether both values can be true: equal within their precision, or within the bound that one of them sets."""
    return may_both_be(a.value, b.value) or _bounds(a, b) or _bounds(b, a)


def may_both_be(a: Value, b: Value) -> bool:
    """Whether both values can be true: equal within their precision, or one the sets that the other counts."""
    return values_agree(a, b) or _tallies(a, b) or _tallies(b, a)


def _tallies(sets: Value, tally: Value) -> bool:
    """Whether a score counts the sets that the other one lists: "3-1" of "11-8, 9-11, 11-6, 12-10"."""
    played, counted_ = sides(sets.text), sides(tally.text)
    if not sets.type is tally.type is ValueType.SCORE or len(played) < _SETS or len(counted_) != 1:
        return False
    won = sum(one > other for one, other in played)
    return sorted(counted_[0]) == sorted((won, len(played) - won))


def same_thing(a: Claim, b: Claim) -> bool:
    """Whether both are claimed of one edition, round and part of the event."""
    if a.years and b.years and not a.years & b.years:
        return False
    if a.scope.rounds and b.scope.rounds and not set(a.scope.rounds) & set(b.scope.rounds):
        return False
    if a.scope.marks and b.scope.marks and not a.scope.marks & b.scope.marks:
        return False
    if a.is_bygone is not b.is_bygone or (a.records and b.records and not a.records & b.records):
        return False
    if are_opposed(a.divisions, b.divisions):
        return False
    return not any(mine and other and not mine & other for mine, other in zip(a.parts, b.parts, strict=True))


def said_of_same(question: Question, a: Claim, b: Claim) -> bool:
    """Whether nobody and nothing that the question names, or that stands beside one value, tells the two apart."""
    named = {w.text for i, w in enumerate(question.words) if question.is_specific(i) and w.text.isalpha()}
    for one, other in ((a, b), (b, a)):
        told = {token.text for token in tokens(one.sentence.text)} & named
        if told - other.around or (named & one.around) - other.often:
            return False
    mine, others = a.names - named, b.names - named
    return not mine or not others or bool(mine & others)


def same_kind(a: Value, b: Value) -> bool:
    """Whether two values measure the same sort of thing."""
    return a.type is b.type and (a.unit or "") == (b.unit or "") and a.number is not None and b.number is not None


def counted(claim: Claim) -> str | None:
    """Stem of the noun behind a count: "athletes" of "13 athletes"; None where none follows, or a crowd does."""
    after = tokens(claim.sentence.text[claim.figure.end :])
    gap = claim.sentence.text[claim.figure.end : claim.figure.end + after[0].start] if after else "."
    noun = stem(after[0].text) if after and gap.strip() in ("", "-") and after[0].text not in STOPWORDS else None
    return None if noun in _CROWD else noun


def _bounds(one: Claim, other: Claim) -> bool:
    """Whether `one` is a bound ("more than 50") that the other value keeps."""
    return same_kind(one.value, other.value) and is_bound(one.sentence.text, one.figure, other.value)


def is_bound(text: str, figure: FoundValue, value: Value) -> bool:
    """Whether the figure is told as a bound that the value keeps: "more than 50", "some 1,100"."""
    limit, number = figure.value.number, value.number
    if limit is None or number is None:
        return False
    before = text[: figure.start]
    if _NEARLY.search(before):
        return abs(limit - number) <= _NEARLY_SHARE * limit
    return bool(_AT_LEAST.search(before) and number >= limit) or bool(_AT_MOST.search(before) and number <= limit)


def _is_kind(value: Value, kinds: Sequence[ValueType] | None) -> bool:
    if value.number is None:
        return False
    if value.type is ValueType.NUMBER and not value.unit and _MIN_YEAR <= value.number <= _MAX_YEAR:
        return "," in value.text  # 2,024 people, the year 2024
    if kinds is None:
        return value.type is not ValueType.RANK
    return value.type in kinds
