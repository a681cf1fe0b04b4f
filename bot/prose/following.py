"""A value told one sentence later: "Vos won the 60 metres in Leipzig." - "She clocked 7.12 seconds"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cite import Span
from bot.prose.kinds import new_names, new_values
from bot.prose.reader import Sentence
from bot.question.lexicon import Asked
from bot.question.question import Question
from retriever.store import Store
from retriever.text import sentence_bounds, terms

_MEASURES = (Asked.TIME, Asked.DISTANCE, Asked.MARK)
_LOOKED_AT = 3  # of the likeliest sentences, any of which may tell the event
_WITHIN = 2  # sentences behind it; reports give the mark right after the event
_MIN_COVERAGE = 0.75  # share of the question that the event's sentence accounts for
_SURE = 0.8  # factor on the probability of the event's sentence: the value may be another's


def with_following(question: Question, sentences: Sequence[Sentence], least: float, store: Store) -> list[Sentence]:
    """The sentences, before them the value that follows where the likeliest tell the event and not the value.

    `least`: probability from which a sentence is given.
    """
    likely = sorted(sentences, key=lambda s: (-s.score, s.span.key))[:_LOOKED_AT]
    if question.asked[0] not in _MEASURES or question.is_yes_no or not likely or _answers(question, likely[0]):
        return list(sentences)
    for lead in likely:
        told = not lead.of_another and lead.coverage >= _MIN_COVERAGE and lead.score >= least
        found = _value_behind(question, lead, store) if told and not _answers(question, lead) else None
        if found is not None:
            return [found, *sentences]
    return list(sentences)


def _answers(question: Question, sentence: Sentence) -> bool:
    return bool(new_values(question, sentence.text))


def _value_behind(question: Question, lead: Sentence, store: Store) -> Sentence | None:
    """The next sentence with a value of the kind asked for, if no name that is new stands before the value."""
    known = {stem for name in new_names(question, lead.text) for stem in terms(name)} | set(question.stems)
    for span in _next_sentences(lead.span, store):
        text = _text(span)
        values = new_values(question, text)
        if values:
            before = new_names(question, text[: values[0].start])
            if any(not set(terms(name)) & known for name in before):
                return None
            place = (values[0].start, values[0].end)
            told = replace(lead, span=span, text=text, answer=place, enough=True, lead=lead.span)
            return replace(told, score=_SURE * lead.score, sure=None)
    return None


def _next_sentences(span: Span, store: Store) -> list[Span]:
    """The sentences right behind one, in its own passage or the next."""
    passages = store.passages_of(span.passage.document_id)
    at = next(i for i, passage in enumerate(passages) if passage.passage_id == span.passage.passage_id)
    behind = [
        Span(passage, passage.start + start, passage.start + end)
        for passage in passages[at : at + _WITHIN + 1]
        for start, end in sentence_bounds(passage.text)
    ]
    return [one for one in behind if one.start >= span.end][:_WITHIN]


def _text(span: Span) -> str:
    return span.passage.text[span.start - span.passage.start : span.end - span.passage.start]
