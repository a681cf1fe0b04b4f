"""Places that reports tell: who came where in an edition that no results table holds."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.cite import Span
from bot.draft import Draft, Statement
from bot.phrases import in_quotes
from bot.prose.claims import clause_around
from bot.question.lexicon import FILLERS, MONTHS, PLACES, Operation
from bot.question.question import Question
from bot.question.scope import scope_of_text
from bot.results.editions import Edition
from bot.schema import Support
from retriever.figures import find_values
from retriever.nations import nations_in
from retriever.store import Store
from retriever.text import sentence_bounds, tokens
from retriever.types import Document, Passage
from retriever.values import ValueType

_MEDALS = {"gold": 1, "silver": 2, "bronze": 3}
_POSSESSIVE = re.compile(r"(?P<name>[A-Z][\w-]+)['’]s?\s(?:[a-z]+\s)?$")
_PODIUM = PLACES["podium"]
_NO_NAMES = _MEDALS.keys() | MONTHS | FILLERS | {"olympic", "olympics", "games", "just", "but", "ahead"}
_CONTRACTED = re.compile(r"(?:It|He|She|That|There|What|They|We|I)[’'](?:s|re|ll|d|m|ve)$")
# Around an ordinal that is a place: "was third", "fourth place"; not "the first time".
_BEFORE_PLACE = {
    "was",
    "finished",
    "came",
    "placed",
    "in",
    "finishing",
    "took",
    "ended",
    "home",
    "were",
    "is",
    "finish",
}
_BEHIND_PLACE = {"place", "position"}
_WHOLE_REPORT = 80  # passages of a report that is read whole where its title names the edition
_AHEAD = ("ahead", "higher", "better", "above", "beat")
_SEARCH = "finished place gold silver bronze medal time"
_LEAST_SCORE = 1.0  # of a report that may be of the edition

Search = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True)
class Placing:
    """Somebody's place as a sentence tells it."""

    place: int
    name: str
    said: str
    """The place in the sentence's words: "fourth", "Bronze"."""
    mark: str | None
    """The time that stands with it; None where none does."""
    span: Span
    sentence: str
    score: float
    home: float
    """How much of its document's title and beginning is of the edition."""


def placing_answer(question: Question, search: Search, store: Store) -> Draft | None:
    """The better placed of two, or who took the medals, as reports tell it; None where the question asks neither."""
    texts = [word.text for word in question.words]
    places = {place for cue in question.has(Operation.NTH) for place in cue.places}
    ranked = any(ValueType.RANK in cue.kinds for cue in question.has(Operation.COMPARE)) or question.said(*_AHEAD)
    if texts.count("or") == 1 and question.has(Operation.COMPARE) and ranked:
        return _compared(question, texts.index("or"), search, store)
    asks_who = places == set(_PODIUM) and not question.is_yes_no and not question.has(Operation.COUNT)
    return _podium(question, search, store) if asks_who else None


def placings_in(text: str) -> Iterator[tuple[int, str, str, str | None]]:
    """(place, name, the place's words, the time beside it) of each place that a sentence gives somebody."""
    for word, place, start, end in _places_said(text):
        first, _ = clause_around(text, start, end)
        name = _owner(text[:start]) or first_name(text[first:start]) or first_name(text[:start])
        if name is not None:
            yield place, name, word, _mark_beside(text, first, end)


def _places_said(text: str) -> Iterator[tuple[str, int, int, int]]:
    words = tokens(text)
    for index, word in enumerate(words):
        after = words[index + 1].text if index + 1 < len(words) else ""
        if word.text in _MEDALS:
            yield text[word.start : word.end], _MEDALS[word.text], word.start, word.end
        elif after in _BEHIND_PLACE or (index and words[index - 1].text in _BEFORE_PLACE):
            for figure in find_values(text[word.start : word.end]):
                if figure.value.type is ValueType.RANK and figure.value.number and not figure.start:
                    yield text[word.start : word.end], round(figure.value.number), word.start, word.end


def _owner(text: str) -> str | None:
    """Whose the place is that follows: "Ingebrigtsen's gold"."""
    found = _POSSESSIVE.search(text)
    return found["name"] if found else None


def first_name(text: str) -> str | None:
    """The first name in the text that is of no nation, month or medal: "Jakob Ingebrigtsen" of "Norway's ..."."""
    words = tokens(text)
    nations = {i for found, _ in nations_in([word.text for word in words]) for i in found}
    run: list[int] = []
    for index, word in enumerate(words):
        raw = text[word.start : word.end]
        names = raw[0].isupper() and not raw.isupper() and index not in nations
        names = names and word.text not in _NO_NAMES and not _CONTRACTED.match(raw)
        joined = not run or text[words[run[-1]].end : word.start] == " "
        if names and joined:
            run.append(index)
        elif run:
            break
    return text[words[run[0]].start : words[run[-1]].end] if run else None


def _mark_beside(text: str, first: int, end: int) -> str | None:
    """The first time behind the place, else the last one before it in its clause."""
    times = [f for f in find_values(text) if f.value.type is ValueType.TIME and ":" in f.value.text]
    behind = [f for f in times if f.start >= end]
    before = [f for f in times if first <= f.start and f.end <= end]
    found = before[-1:] or behind[:1]
    return found[0].value.text if found else None


def _told(question: Question, edition: Edition, about: str, search: Search, store: Store) -> list[Placing]:
    """Every place that is told, those most surely of the edition first."""
    found: list[Placing] = []
    hits = search(f"{about} {edition.name} {_SEARCH}")
    titled = [key for key in dict.fromkeys(hit.document_id for hit in hits) if _is_titled(store.document(key), edition)]
    whole = {p.passage_id: p for key in titled[:1] for p in store.passages_of(key)[:_WHOLE_REPORT]}
    for passage in {**whole, **{hit.passage_id: hit for hit in hits}}.values():
        document = store.document(passage.document_id)
        for start, end in sentence_bounds(passage.text):
            text = passage.text[start:end]
            rounds = scope_of_text(text).rounds
            if rounds and question.scope.rounds and not set(rounds) & set(question.scope.rounds):
                continue
            span = Span(passage, passage.start + start, passage.start + end)
            score = edition.score(text, document)
            home = edition.score("", document)
            found += [Placing(*placing, span, text, score, home) for placing in placings_in(text)]
    known = (p for p in found if p.score >= _LEAST_SCORE and not edition.own & {t.text for t in tokens(p.name)})
    return sorted(known, key=lambda p: (-p.home, p.mark is None, -p.score, p.span.key, p.place))


def _is_titled(document: Document, edition: Edition) -> bool:
    return bool(edition.own & {token.text for token in tokens(document.title)})


def _compared(question: Question, at: int, search: Search, store: Store) -> Draft | None:
    pair = [i for i in (at - 1, at + 1) if 0 <= i < len(question.words) and question.is_specific(i)]
    if len(pair) < 2:
        return None
    names = [question.words[i].text for i in pair]
    naming = [w for i, w in enumerate(question.words) if question.is_specific(i) and i not in pair and w.text.isalpha()]
    edition = Edition(" ".join(word.text for word in naming), frozenset(word.text for word in naming))
    found: list[Placing] = []
    for name in names:
        told = _told(question, edition, name, search, store)
        found += [one for one in told if name in {token.text for token in tokens(one.name)}][:1]
    if len(found) < 2 or found[0].place == found[1].place:
        return None
    better, other = sorted(found, key=lambda one: one.place)
    text = f"{better.name} ({better.said}) ahead of {other.name} ({other.said})."
    first = Statement(text, (better.span, other.span), Support.COMPUTED)
    return Draft(
        (first, *_quotes([better, other])), better.name, (better.name,), reasons=("both places are told in reports",)
    )


def _podium(question: Question, search: Search, store: Store) -> Draft | None:
    naming = [w for i, w in enumerate(question.words) if question.is_specific(i) and i not in question.scope.words]
    words = frozenset(word.text for word in naming)
    edition = Edition(" ".join(question.text[word.start : word.end] for word in naming), words)
    told = _told(question, edition, question.text, search, store) if words else []
    keys = dict.fromkeys(one.span.key[0] for one in told if one.home > 0)
    by_document = [[one for one in told if one.span.key[0] == key] for key in keys]
    known = next((found for each in by_document if len(found := _medallists(each)) == len(_PODIUM)), None)
    if known is None:
        return None
    values = tuple(value for one in known for value in (one.name, one.mark) if value)
    quotes = _quotes(known)
    first = Statement(quotes[0].text.lstrip(), quotes[0].evidence, quotes[0].support)
    return Draft((first, *quotes[1:]), ", ".join(values), values, reasons=("each place is told in a report",))


def _medallists(told: Sequence[Placing]) -> list[Placing]:
    """Who took each of the medals in one report; fewer where it doesn't tell of three people."""
    found: list[Placing] = []
    for place in _PODIUM:
        taken = {one.name.split()[-1] for one in found}
        found += [one for one in told if one.place == place and one.name.split()[-1] not in taken][:1]
    return found


def _quotes(found: Sequence[Placing]) -> list[Statement]:
    spans = {one.span.key: one for one in found}
    return [Statement(f" {in_quotes(one.sentence)}", (one.span,), Support.QUOTED) for one in spans.values()]
