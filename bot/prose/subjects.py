"""Whom a sentence is about: the one that an answer names, or whom "she" and "the Swede" stand for there."""

import re
from collections.abc import Callable

from bot.cite import Span
from bot.prose.reader import Sentence
from bot.prose.speakers import NAME, Attribution, antecedent, full_name, people_in
from bot.question.question import Question
from bot.question.synonyms import same_as
from retriever.store import Store
from retriever.text import terms, tokens

_LEAST_TOLD = 0.7  # share of a description that the sentence itself, or what it is called, must say
_PRONOUN = re.compile(r"\b(?:he|she|his|her)\b", re.I)
_OPENING = re.compile(r"(?:[Tt]he (?:[\w-]+ ){0,3}?[\w-]+)(?= (?:is|was|has|had|who|will|[a-z]+s|[a-z]+ed)\b|,)")
_BEFORE = re.compile(r"\b[Tt]he (?:[\w-]+ ){0,2}$")
_APPOSED = re.compile(rf"(?P<name>{NAME}), (?:\d{{1,2}}, )?(?:the|a|an|who|whose) (?P<what>[^,.;]+)")
_ABOVE = 3  # passages in which somebody may have been named

Listed = Callable[[str], str | None]
"""The full name of the one athlete or team of the results whom words name."""


def pointed_name(sentence: Sentence, listed: Listed) -> str | None:
    """Whom the words name that were pointed out in the sentence: whoever took a photo is no champion."""
    return None if sentence.answer is None else listed(sentence.text[slice(*sentence.answer)])


def subject_of(question: Question, sentence: Sentence, listed: Listed, store: Store) -> str | None:
    """Of whom the sentence says what the question asks; None if that is unclear, or nobody whom results list.

    Who is pointed out, or stands right before the words ("Okoro, the champion"), else the only one that it names before
    any pronoun; else whom "she" or "the Swede" stands for.
    """
    text = sentence.text
    pointed = pointed_name(sentence, listed)
    if pointed is not None:
        return pointed
    described = _described_at(text, *(sentence.answer or (0, 0)))
    if described is None:
        beside = _name_beside(question, text, listed)
        if beside is not None:
            return beside
        pronoun, people, opens = _PRONOUN.search(text), people_in(text, store), _OPENING.match(text)
        if opens is None and people and not (pronoun and pronoun.start() < text.index(people[0])):
            names = {listed(name) for name in people} - {None}
            return next(iter(names)) if len(names) == 1 else None
        described = Attribution(0, None, opens.group() if opens else "")
    found = antecedent(_above(sentence, described.start, store), described, store)
    document = store.document(sentence.span.passage.document_id)
    return None if found is None else listed(full_name(found[1], store, document.text))


def may_be_of(name: str, span: Span, listed: Listed, store: Store) -> bool:
    """Whether words may tell of that person: they name him, or nobody else and their document speaks of him."""
    passage = span.passage
    text = passage.text[span.start - passage.start : span.end - passage.start]
    last = tokens(name)[-1].text
    if any(token.text == last for token in tokens(text)):
        return True
    others = {listed(each) for each in people_in(text, store)} - {None, name}
    document = store.document(passage.document_id)
    return not others and any(token.text == last for token in tokens(f"{document.title} {document.text}"))


def _name_beside(question: Question, text: str, listed: Listed) -> str | None:
    """Whom the sentence names right before it says what he is: "outsprinted Faith Kipyegon, the record holder"."""
    telling = {stem for stem, weight in zip(question.stems, question.weights, strict=True) if weight > 0}
    for match in _APPOSED.finditer(text):
        if len(telling & set(terms(match["what"]))) * 2 >= len(telling):
            return listed(match["name"])
    return None


def says(question: Question, sentence: Sentence) -> bool:
    """Whether the sentence itself says nearly all that the question tells of whom it asks for."""
    near = frozenset(terms(sentence.text))
    called = frozenset(terms(" ".join((sentence.title, *sentence.span.passage.section))))
    told = [
        (weight, bool((same_as(word.text) | {stem}) & (near | called if question.is_specific(i) else near)))
        for i, (word, stem, weight) in enumerate(zip(question.words, question.stems, question.weights, strict=True))
        if weight > 0 and i not in question.words_asking(question.asked[0])
    ]
    total = sum(weight for weight, _ in told)
    return total > 0 and sum(weight for weight, is_said in told if is_said) >= _LEAST_TOLD * total


def _described_at(text: str, start: int, end: int) -> Attribution | None:
    """ "the Swede", where the answer is the last word of such a description."""
    before = _BEFORE.search(text[:start]) if start < end else None
    return None if before is None else Attribution(before.start(), None, text[before.start() : end])


def _above(sentence: Sentence, until: int, store: Store) -> list[str]:
    """The document's texts before that place of the sentence, in their order."""
    span, passages = sentence.span, store.passages_of(sentence.span.passage.document_id)
    at = next(i for i, p in enumerate(passages) if p.passage_id == span.passage.passage_id)
    own = passages[at].text[: span.start - passages[at].start]
    return [*(p.text for p in passages[max(0, at - _ABOVE) : at]), own, sentence.text[:until]]
