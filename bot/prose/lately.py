"""The latest of the sentences that answer a question for how things stand now."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.prose.kinds import new_names
from bot.prose.reader import Sentence
from bot.question.lexicon import OVERCOMING, Asked
from bot.question.question import Question
from retriever.figures import find_values
from retriever.store import Store
from retriever.text import terms
from retriever.values import ValueType

_BEAT = re.compile(rf"(?P<winner>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*) (?:{'|'.join(sorted(OVERCOMING))})\b")
_AS_LIKELY = 0.4  # share of the best sentence's score from which a newer one is the later word on the same
# "Crane scored 53 and broke the record of 49 that Osei had set": what stands behind the verb is no more.
_OUTDOES = re.compile(
    r"\b(?:br(?:oke|eaks?|oken|eaking)|beat(?:s|ing|en)?|better(?:ed|s|ing)|surpass(?:ed|es|ing)|improv(?:ed|es|ing)"
    r"|lower(?:ed|s|ing)|took|takes|taking|replac(?:ed|es|ing)|succeed(?:ed|s|ing))\b",
    re.IGNORECASE,
)


def newest_first(question: Question, sentences: Sequence[Sentence], store: Store) -> list[Sentence]:
    """The newest of the sentences that are likely answers, then what is as new; all as they are where none is likely.

    Where the last match is asked for, every sentence is likely that names its sides and gives a score.
    """
    likely = _of_matches(question, sentences)
    if not likely:
        best = max((sentence.score for sentence in sentences), default=0.0)
        likely = [s for s in sentences if s.enough and not s.of_another and s.score >= _AS_LIKELY * best]
    if not likely:
        return list(sentences)
    day = max(_day(sentence, store) for sentence in likely)
    return [_outdoing(question, sentence) for sentence in likely if _day(sentence, store) == day]


def _of_matches(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that give the score of a match between those named, where the last one is asked for."""
    names = {stem for i, stem in enumerate(question.stems) if question.is_specific(i)}
    if question.now is None or question.now.step >= 0 or not names:
        return []
    found = []
    for sentence in sentences:
        scores = [f for f in find_values(sentence.text) if f.value.type is ValueType.SCORE]
        if scores and names <= set(terms(sentence.text)):
            answer = _winner(sentence.text) if question.wants_name else (scores[0].start, scores[0].end)
            found.append(replace(sentence, answer=answer, enough=True, of_another=False))
    return found


def _winner(text: str) -> tuple[int, int] | None:
    """Where the name stands that a sentence begins with before it says "beat"."""
    told = _BEAT.search(text)
    return None if told is None else told.span("winner")


def _outdoing(question: Question, sentence: Sentence) -> Sentence:
    """The sentence with what has taken the place of its answer, where that stands behind the verb that says so."""
    verb = _OUTDOES.search(sentence.text)
    if verb is None or sentence.answer is None or sentence.answer[0] < verb.start():
        return sentence
    before = sentence.text[: verb.start()]
    if question.asked[0] is Asked.NAME and (names := new_names(question, before)):
        start = before.find(names[0])
        return replace(sentence, answer=(start, start + len(names[0]))) if start >= 0 else sentence
    found, (start, end) = find_values(sentence.text), sentence.answer
    outdone = {f.value.type for f in found if start <= f.start and f.end <= end}
    values = [f for f in found if f.end <= verb.start() and f.value.type in outdone]
    return replace(sentence, answer=(values[-1].start, values[-1].end)) if values else sentence


def _day(sentence: Sentence, store: Store) -> str:
    return store.published.get(sentence.span.passage.document_id, "")
