"""What happened at one moment: "at the last shooting", "on the last lap", from reports and from a live blog's posts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.cite import Span
from bot.draft import Draft, Statement
from bot.prose.reader import Sentence
from bot.question.parts import PART, Part, names_part, part_asked
from bot.question.question import Question
from bot.schema import Support
from bot.summary import headed
from retriever.store import Store
from retriever.text import sentence_bounds, terms

_PART = re.compile(rf"\b(?:in |during |at )?(?:the )?(?:{PART})", re.IGNORECASE)
_PREPOSITIONS = frozenset("at on in during after before around".split())
_MAX_CHARS = 400  # of one account: the post, or the sentence that names the moment and what follows it
_AS_MUCH = 0.8  # of the question that another document's head accounts for
_ACCOUNTS = 2  # the likeliest, each of another document
_WHAT_HAPPENED = (("what", "happen"), ("what", "happened"))
_CALLED = {frozenset({"lap", "final"}): ("bell",)}  # what a moment is called besides
_SAME_MOMENT = {"last": "final", "open": "first"}  # stems


def moment_told(question: Question, home: str, sentences: Sequence[Sentence], store: Store) -> Draft | None:
    """The accounts of the moment that the question names, the likeliest first; None where it names none, or none tell.

    `home` is the document that the question is about; its title holds the event, what is left is the moment. Its words
    must stand side by side in a sentence of a document that is as much about the event.
    """
    moment, part = _moment(question, home, store), _part(question)
    if not moment and part is None:
        return None

    def told_in(text: str) -> bool:
        return _said_together(text, moment) if part is None else names_part(text, part)

    event = _without(question, moment) if part is None else replace(question, text=_PART.sub(" ", question.text))
    least = headed(event, home, store)
    spans: dict[str, Span] = {}
    for sentence in sorted(sentences, key=lambda s: (s.span.passage.document_id != home, -s.score, s.span.key)):
        document_id = sentence.span.passage.document_id
        if (
            document_id not in spans
            and (told_in(_headed(sentence)) or (part is None and _is_called(_headed(sentence), moment)))
            and headed(event, document_id, store) >= _AS_MUCH * least
        ):
            spans[document_id] = _account(sentence) if told_in(sentence.text) else _from_there(sentence, store)
    told = [_text(span, store) for span in spans.values()][:_ACCOUNTS]
    if not told:
        return None
    statements = tuple(
        Statement((" " if i else "") + text, (span,), Support.STATED)
        for i, (text, span) in enumerate(zip(told, spans.values(), strict=False))
    )
    whole = " ".join(told)
    return Draft(statements, whole, (whole,))


def _without(question: Question, moment: frozenset[str]) -> Question:
    """The question without the words of the moment: what is left says of which event it is."""
    spans = zip(question.words, question.stems, strict=True)
    words = [question.text[w.start : w.end] for w, s in spans if _SAME_MOMENT.get(s, s) not in moment]
    return replace(question, text=" ".join(words))


def _moment(question: Question, home: str, store: Store) -> frozenset[str]:
    """Stems of words behind a preposition that neither the title holds nor are names; none of other questions."""
    said = [word.text for word in question.words]
    if not any(pair in _WHAT_HAPPENED for pair in pairwise(said)):
        return frozenset()
    titled = set(_said(store.document(home).title))
    first = next((i for i, word in enumerate(said) if word in _PREPOSITIONS), len(said))
    behind = [i for i in range(first, len(said)) if not question.is_specific(i)]
    wanted = [i for i in behind if question.weights[i] > 0 or said[i] in _SAME_MOMENT.values()]
    stems = {_SAME_MOMENT.get(question.stems[i], question.stems[i]) for i in wanted}
    return frozenset(stems - titled) if len(stems - titled) > 1 else frozenset()


def _said(text: str) -> list[str]:
    return [_SAME_MOMENT.get(word, word) for word in terms(text)]


def _is_called(text: str, moment: frozenset[str]) -> bool:
    """Whether it has what the moment is called besides: the bell, for the last lap."""
    return bool(set(_CALLED.get(moment, ())) & set(_said(text)))


def _part(question: Question) -> Part | None:
    """The part of a match of which it is asked what happened; None for other questions."""
    said = [word.text for word in question.words]
    return part_asked(question.text) if any(pair in _WHAT_HAPPENED for pair in pairwise(said)) else None


def _said_together(text: str, moment: frozenset[str]) -> bool:
    said = _said(text)
    return any(moment <= set(said[at : at + len(moment)]) for at in range(len(said)))


def _headed(sentence: Sentence) -> str:
    """The sentence behind the heading of its post: "The bell"."""
    passage = sentence.span.passage
    return " ".join((*(passage.section[-1:] if passage.posted else ()), sentence.text))


def _from_there(sentence: Sentence, store: Store) -> Span:
    """From the sentence on, over paragraphs, as far as fits: what it tells of opens what is asked about."""
    passage, start = sentence.span.passage, sentence.span.start
    text = store.document(passage.document_id).text[start : start + 2 * _MAX_CHARS]
    ends = [start + end for _, end in sentence_bounds(text) if end <= _MAX_CHARS]
    return Span(passage, start, max([sentence.span.end, *ends]))


def _account(sentence: Sentence) -> Span:
    """From the sentence to the end of its paragraph, as far as fits."""
    passage = sentence.span.passage
    ends = [passage.start + end for _, end in sentence_bounds(passage.text)]
    paragraph = passage.text.find("\n\n", sentence.span.end - passage.start)
    last = passage.end if paragraph < 0 else passage.start + paragraph
    last = min(last, sentence.span.start + _MAX_CHARS)
    fitting = [end for end in ends if sentence.span.end <= end <= last]
    return Span(passage, sentence.span.start, max(fitting, default=sentence.span.end))


def _text(span: Span, store: Store) -> str:
    return " ".join(store.document(span.passage.document_id).text[span.start : span.end].split())
