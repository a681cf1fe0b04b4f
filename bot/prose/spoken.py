"""Answers that are somebody's words: who said them, and the words as they stand."""

from collections.abc import Sequence

from bot.cite import Span
from bot.draft import Draft, Statement
from bot.phrases import in_quotes
from bot.prose.reader import Sentence
from bot.prose.speech import Utterance
from bot.question.lexicon import Asked
from bot.question.question import Question
from bot.question.wording import holds_quoted
from bot.schema import Support
from retriever.text import sentence_bounds, terms

_FIRST_SAID = 0.25  # what an article prints first of somebody's words matters most
_ALTOGETHER = 800  # code points of speeches summed up
_SEVERAL, _REPEATED = 4, 0.6  # speeches summed up; share of the shorter one's words from which two are one
MAX_QUOTED_CHARS = 600  # of one speech; a longer one is cut to the sentences around the likeliest
_KNOWN_SHARE = 0.75  # share of the best score at which words with a known speaker tell who said it


def write_speech(question: Question, sentences: Sequence[Sentence]) -> Draft:
    """The best of what was said, with its speaker where the text tells; sentences are best first."""
    if question.asked[0] is Asked.SPEAKER:
        quoted = [s.said for s in sentences if s.said is not None and holds_quoted(question.text, s.said.text)]
        if quoted and quoted[0].speaker is not None:
            return _who_said(question, quoted[0])
        near = [s.said for s in sentences if s.said is not None and s.score >= _KNOWN_SHARE * sentences[0].score]
        known = next((said for said in near if said.speaker is not None), None)
        if known is not None:
            return _who_said(question, known)
    best = sentences[0]
    if wants_several(question, best):
        return _what_was_said_of_it(question, sentences)
    if best.said is None:
        return Draft((Statement(in_quotes(best.text), (best.span,), Support.QUOTED),), best.text, (best.text,))
    return what_was_said(question, best.said)


def wants_several(question: Question, best: Sentence) -> bool:
    """Whether a speaker's words are to be summed up: "a recap of what she said", "how did he react"."""
    open_ended = Asked.SUMMARY in question.asked or question.said("react", "reacted", "reaction")
    return question.asked[0] is Asked.QUOTE and open_ended and best.said is not None and best.said.speaker is not None


def _what_was_said_of_it(question: Question, sentences: Sequence[Sentence]) -> Draft:
    """The likeliest of one speaker's words, each behind the speaker's name, in the order of their documents."""
    first = sentences[0].said
    theirs = [s for s in sentences if s.said is not None and first is not None and s.said.speaker == first.speaker]
    order: dict[str, list[int]] = {}
    for sentence in sorted(theirs, key=lambda s: s.span.start):
        order.setdefault(sentence.span.passage.document_id, []).append(sentence.span.start)

    def worth(sentence: Sentence) -> float:
        place = order[sentence.span.passage.document_id].index(sentence.span.start)
        return sentence.score + _FIRST_SAID / (1 + place)

    theirs.sort(key=lambda s: (s.said is not None and not s.said.verbatim, -worth(s), s.span.key))
    said = [s.said for s in theirs if s.said is not None]
    chosen: list[Utterance] = []
    for words in said:
        length = sum(min(MAX_QUOTED_CHARS, c.end - c.start) for c in (*chosen, words))
        if len(chosen) < _SEVERAL and length <= _ALTOGETHER and not any(_same_words(words, other) for other in chosen):
            chosen.append(words)
    home = chosen[0].passage.document_id
    chosen.sort(key=lambda words: (words.passage.document_id != home, words.passage.document_id, words.start))
    drafts = [what_was_said(question, words) for words in chosen]
    statements = [statement for draft in drafts for statement in draft.statements]
    spaced = tuple(
        Statement((" " if i else "") + s.text, s.evidence, s.support) for i, s in enumerate(statements)
    )
    return Draft(spaced, " ".join(d.short_answer for d in drafts), tuple(d.short_answer for d in drafts))


def _same_words(one: Utterance, other: Utterance) -> bool:
    """Whether one source repeats the other's interview."""
    a, b = set(terms(one.text)), set(terms(other.text))
    return len(a & b) >= _REPEATED * min(len(a), len(b))


def what_was_said(question: Question, said: Utterance) -> Draft:
    """The words, behind their speaker's name."""
    span = _likeliest(question, said)
    text = _text(span)
    statement = Statement(_told(said, text), (span, *_naming(said)), Support.QUOTED)
    return Draft((statement,), text, (text,))


def _who_said(question: Question, said: Utterance) -> Draft:
    """The speaker, and the words; cited with the sentence that names who speaks."""
    span = _likeliest(question, said)
    statement = Statement(_told(said, _text(span)), (span, *_naming(said)), Support.QUOTED)
    speaker = said.speaker or ""
    return Draft((statement,), speaker, (speaker,))


def _told(said: Utterance, text: str) -> str:
    if said.speaker is None:
        return in_quotes(text)
    reported = "" if said.verbatim else ", as reported"  # the words are the writer's
    return f"{said.speaker}{reported}: {in_quotes(text)}"


def _naming(said: Utterance) -> tuple[Span, ...]:
    """Where another paragraph tells who speaks."""
    return () if said.named is None else (Span(*said.named),)


def _likeliest(question: Question, said: Utterance) -> Span:
    """The words, or of long ones the sentence that shares most with the question and its neighbours, as many as fit."""
    if said.end - said.start <= MAX_QUOTED_CHARS:
        return Span(said.passage, said.start, said.end)
    bounds = [(said.start + start, said.start + end) for start, end in sentence_bounds(said.text)]
    wanted = {question.stems[i]: question.weights[i] for i in range(len(question.words))}
    shares = [sum(wanted.get(s, 0.0) for s in set(terms(_text(Span(said.passage, a, b))))) for a, b in bounds]
    first = last = max(range(len(bounds)), key=lambda i: (shares[i], -i))
    while True:
        after = last + 1 < len(bounds) and bounds[last + 1][1] - bounds[first][0] <= MAX_QUOTED_CHARS
        before = first > 0 and bounds[last][1] - bounds[first - 1][0] <= MAX_QUOTED_CHARS
        if not after and not before:
            return Span(said.passage, bounds[first][0], bounds[last][1])
        first, last = (first, last + 1) if after else (first - 1, last)


def _text(span: Span) -> str:
    return span.passage.text[span.start - span.passage.start : span.end - span.passage.start]
