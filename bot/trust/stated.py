"""Whether the sources say what a question of yes or no puts to them, in its own words or in others.

The question is a claim: whom it names, and what it says of them. A sentence, or two that follow each other, answer it
if they name whom it is about and tell nearly all of the rest, each word by itself, by one near in meaning or by its
opposite; a negation or an opposite makes it a no. What tells less is no answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.cite import Span
from bot.prose.reader import Sentence
from bot.question.akin import akin_to
from bot.question.question import Question
from bot.question.synonyms import same_as
from bot.trust.polarity import NOBODY, is_of_another_day, is_of_another_side, is_turned, names_in
from bot.trust.predicates import alike, excluded_by, joined, lacks_noun, tells_other_kind
from retriever.text import STOPWORDS, sentence_bounds, stem, terms, tokens

_MIN_TOLD = 0.7  # share of what is said of whom, by weight
_MIN_ALONE = 0.4  # of what one word says another must say, to stand for it
_PAIR_CHARS = 450
_OPPOSING = ("un", "in", "im", "dis", "non")  # "unseeded" is not seeded
_PRONOUNS = ("he", "she", "they", "it", "his", "her", "their")
_BY_PRONOUN = 0.95  # of the share, where "she" stands for the name: one that names her is surer
# Light verbs (Jespersen): what is asked is told by their object. "Did she wear gloves" is answered by "without gloves".
_LIGHT = frozenset("wear have get take make do use need give go come".split())
_LOOKED_AT = 30  # of the likeliest sentences


@dataclass(frozen=True, slots=True)
class _Told:
    """How far one word of the question is told, where, and whether by its opposite."""

    share: float
    at: int = -1
    opposed: bool = False


def stated(question: Question, sentences: Sequence[Sentence]) -> tuple[Sentence, bool] | None:
    """What tells most of the claim, and whether it says so or denies it; None where nothing tells enough."""
    claim = [i for i, weight in enumerate(question.weights) if weight > 0 and not question.is_specific(i)]
    claim = [i for i in claim if question.words[i].text not in _LIGHT] or claim
    total = sum(question.weights[i] for i in claim)
    best: tuple[float, Sentence, bool] | None = None
    for sentence in _units(sentences[:_LOOKED_AT]) if total else ():
        said = joined([stem(token.text) for token in tokens(sentence.text)])
        if not _names_whom(question, sentence, said):
            continue
        told = [(i, _told(question, i, said)) for i in claim]
        share = sum(question.weights[i] * one.share for i, one in told) / total
        share *= 1.0 if _names_itself(question, said) else _BY_PRONOUN
        if lacks_noun(question.stems, said) or share < _MIN_TOLD or (best is not None and share <= best[0]):
            continue
        other = tells_other_kind(question.stems, said)
        light = (i for i, word in enumerate(question.words) if not question.weights[i] and word.text not in STOPWORDS)
        turned = [*(one for _, one in told), *(_told(question, i, said) for i in light)]  # "win" weighs nothing
        best = share, sentence, not other and _holds([one for one in turned if one.share], said)
    return None if best is None else best[1:]


def tells_nothing(question: Question, sentence: Sentence) -> bool:
    """Whether the sentence has no word of what is asked, nor one near in meaning: of whom it is does not tell."""
    said = joined([stem(token.text) for token in tokens(sentence.text)])
    asked = [i for i, weight in enumerate(question.weights) if weight > 0 and not question.is_specific(i)]
    return bool(asked) and not any(_told(question, i, said).share for i in asked)


def _units(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Each sentence, then each with the one before it."""
    known = [sentence for sentence in sentences if not sentence.of_another]
    yield from known
    for sentence in known:
        passage, start = sentence.span.passage, sentence.span.start - sentence.span.passage.start
        before = [bounds for bounds in sentence_bounds(passage.text) if bounds[1] <= start]
        end = sentence.span.end - passage.start
        if before and end - before[-1][0] <= _PAIR_CHARS:
            first = before[-1][0]
            span = Span(passage, passage.start + first, sentence.span.end)
            yield replace(sentence, span=span, text=passage.text[first:end], answer=None)


def _names_whom(question: Question, sentence: Sentence, said: Sequence[str]) -> bool:
    """Whether each name of the question is told, and the first one in the sentence, or above its "she".

    The place or the event of it may stand around: whoever coaches one side does not coach the other that is named.
    """
    runs = names_in(question)
    lasts = [question.words[run[-1]] for run in runs]
    around = not any(question.text[word.start : word.end] in sentence.missing for word in lasts)
    if is_of_another_side(question, said) or is_of_another_day(question, sentence):
        return False
    if not around or _names_itself(question, said):
        return around
    first = {question.stems[i] for i in runs[0]}
    passage, start = sentence.span.passage, sentence.span.start - sentence.span.passage.start
    return said[0] in _PRONOUNS and not first.isdisjoint(terms(f"{sentence.title} {passage.text[:start]}"))


def _names_itself(question: Question, said: Sequence[str]) -> bool:
    runs = names_in(question)
    return not runs or any(question.stems[i] in said for i in runs[0])


def _told(question: Question, index: int, said: Sequence[str]) -> _Told:
    """How one word of the question is told: by itself, by its opposite or by the nearest in meaning."""
    near = akin_to(question.words[index].text)
    word = stem(question.words[index].text) if near else question.stems[index]  # no known word is misspelt: "married"
    pairs = {one for one in joined(question.stems) if word in one.split("+")}
    same = same_as(question.words[index].text) | {other for one in pairs for other in alike(one)}
    for kind in ({word}, same):
        places = [at for at, one in enumerate(said) if one in kind]
        if places:  # of "won silver and never a gold" the turned one tells whether gold was won
            return _Told(1.0, next((at for at in places if is_turned(said, at)), places[0]))
    other = {stem_ for one in pairs for stem_ in excluded_by(one)}
    for at, one in enumerate(said):
        if one in other or any(one == prefix + word for prefix in _OPPOSING):
            return _Told(1.0, at, opposed=True)
    best = max(((near.get(one, 0.0), -at) for at, one in enumerate(said)), default=(0.0, 0))
    return _Told(1.0, -best[1]) if best[0] >= _MIN_ALONE else _Told(0.0)


def _holds(told: Sequence[_Told], said: Sequence[str]) -> bool:
    """Whether it is said so: turned round by an opposite or a negation before any of its words."""
    opposed = any(one.opposed for one in told)
    return not opposed and NOBODY.isdisjoint(said) and not any(is_turned(said, one.at) for one in told)
