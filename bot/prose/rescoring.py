"""Sentences scored again by the trained reader: windows around the likeliest ones are read, answers pointed out."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log
from pathlib import Path

from bot.cite import Span
from bot.prose.announced import stamp_length
from bot.prose.kinds import (
    asks_how_long,
    asks_when,
    asks_where,
    fits_kind,
    has_kind,
    is_measured,
    may_fit_kind,
    of_kind,
    repeats_name,
)
from bot.prose.reader import Sentence
from bot.prose.spans import WEIGHTS, Pointed, Reading, SpanReader, WrongReaderError
from bot.question.akin import akin_to
from bot.question.lexicon import Asked
from bot.question.question import Question
from bot.question.synonyms import same_as
from retriever.text import sentence_bounds, terms

MIX_FILE = "mix.json"
# Measured on the held-out questions: 93 % of the answering sentences are in six short windows, 90 % in four long ones.
MAX_WINDOWS, WINDOW_CHARS = 6, 300
# How much a passage's similarity counts beside the words found when windows are chosen: paraphrases must be read too.
_COSINE_SHARE = 1.5
FEATURES = ("margin", "relevance", "coverage", "cosine", "misfit")
STANDING = ("logit", "lead", "margin")
_LEAST, NO_SECOND = 1e-6, 1e-3  # probabilities are kept above; of a second sentence where only one was read
# How sure a sentence must be that has no word of what is asked of somebody: "coached" does not tell who refereed.
# Of such held-out questions that were less sure 4 would be answered rightly, 9 wrongly, and 9 have no answer. At 0.4
# nine, sixteen and nineteen, but three more of the sample's paraphrases would be declined ("trains" for "coached").
_ENOUGH_UNRELATED = 0.3
# Of its probability, by which a sentence is ranked whose answer is not of the kind asked for; less if only figures are.
_MISFIT_SHARE, _MISFIT_SHARE_MEASURED = 0.5, 0.2
_MAX_MISSING = 1  # words of the question that nothing around an unlikely sentence holds
_MIN_KNOWN = 0.45  # share of the question around an unlikely one that has no word of what is asked of somebody


_MAX_TITLE = 120  # code points read before each window


@dataclass(frozen=True, slots=True)
class Mix:
    """A logistic regression over `FEATURES`, fitted by `bot.training.mix` on questions that trained nothing else."""

    weights: tuple[float, ...]
    bias: float
    enough: float
    """Least probability at which a sentence beside the best is likely, and the best may lack words of the question."""
    standing: tuple[float, ...] = (0.0, 0.0, 0.0)
    standing_bias: float = -30.0
    standing_enough: float = 1.0
    """A second regression, over `STANDING`, and the least probability on it at which the best sentence is given."""

    def sureness(self, features: Sequence[float]) -> float:
        """How likely the best sentence answers, by how far it is ahead of the second as well."""
        total = self.standing_bias + sum(w * f for w, f in zip(self.standing, features, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))

    def probability(self, features: Sequence[float]) -> float:
        """How likely the sentence answers the question."""
        total = self.bias + sum(w * f for w, f in zip(self.weights, features, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def load_mix(folder: Path = WEIGHTS) -> Mix:
    """The mix beside the reader's weights. Raises WrongReaderError where it is absent or has other features."""
    path = folder / MIX_FILE
    if not path.exists():
        raise WrongReaderError(f"{path}: absent; expected the mix of the reader's scores. Reinstall pressbox.")
    noted = json.loads(path.read_text(encoding="utf-8"))
    if tuple(noted["weights"]) != FEATURES:
        raise WrongReaderError(
            f"{path}: weighs {', '.join(noted['weights'])}; expected {', '.join(FEATURES)}. "
            "Reinstall pressbox, or fit it again: python -m bot.training.mix"
        )
    standing = noted.get("standing", {"weights": {}})
    if tuple(standing["weights"]) != STANDING:
        raise WrongReaderError(
            f"{path}: no weights of {', '.join(STANDING)}; expected them under 'standing'. "
            "Reinstall pressbox, or fit it again: python -m bot.training.mix"
        )
    return Mix(
        tuple(noted["weights"].values()), noted["bias"], noted["enough"],
        tuple(standing["weights"][name] for name in STANDING), standing["bias"], standing["enough"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CloseReader:
    """The network and the mix, loaded once."""

    spans: SpanReader
    mix: Mix

    def rescored(self, question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
        """The sentences that were read, each with its answer and probability, best first; they come best first.

        Windows in which nothing can answer are read only where another window does: to be held against it.
        """
        known = _with_cosine(sentences)
        windows = windows_of(known)
        hopeful = [window for window in windows if any(_may_answer(question, s) for s in _inside(window, known))]
        read = _read(question, known, hopeful, self.spans)
        found = self._judged(question, read)
        if len(hopeful) == len(windows) or not any(sentence.enough for sentence in found):
            return found
        rest = [window for window in windows if window not in hopeful]
        return self._judged(question, [*read, *_read(question, known, rest, self.spans)])

    def _judged(self, question: Question, read: Sequence[tuple[Sentence, Pointed]]) -> list[Sentence]:
        """The sentences with their answers and probabilities, best first."""
        found, margins = [], {}
        for sentence, pointed in read:
            chance = self.mix.probability(features_of(question, sentence, pointed))
            # Words alone tell nothing of a size, a count or a time: "won in Leipzig on Sunday" has none.
            worded = sentence.enough and not is_measured(question) and not asks_where(question)
            fits = (worded or _fits(question, sentence, pointed)) and not sentence.of_another
            related = sentence.coverage >= _MIN_KNOWN or _relates(question, sentence)
            known = len(sentence.missing) <= _MAX_MISSING and related
            told = worded or known or chance >= self.mix.enough
            found.append(replace(sentence, score=chance, answer=(pointed.start, pointed.end), enough=fits and told))
            margins[sentence.span.key] = pointed.margin
        misfits = {s.span.key for s, pointed in read if has_kind(question) and not _fits(question, s, pointed)}
        share = _MISFIT_SHARE_MEASURED if is_measured(question) else _MISFIT_SHARE
        found.sort(key=lambda s: (-s.score * (share if s.span.key in misfits else 1.0), s.span.key))
        if not found:
            return []
        others = [replace(s, enough=s.enough and s.score >= self.mix.enough) for s in found[1:]]
        return [self._sure(question, found, margins[found[0].span.key]), *others]

    def _sure(self, question: Question, found: Sequence[Sentence], margin: float) -> Sentence:
        """The best of them with how sure it is, given if that is enough."""
        second = found[1].score if len(found) > 1 else NO_SECOND
        sure = self.mix.sureness(standing_of(found[0].score, second, margin))
        least = max(self.mix.standing_enough, 0.0 if _relates(question, found[0]) else _ENOUGH_UNRELATED)
        return replace(found[0], sure=sure, enough=found[0].enough and sure >= least)


@lru_cache(maxsize=1)
def load_close_reader(threads: int = 0) -> CloseReader:
    """The reader that the package carries. Raises WrongReaderError where its files are absent or damaged."""
    return CloseReader(SpanReader(threads=threads), load_mix())


def read_best(question: Question, sentences: Sequence[Sentence], reader: SpanReader) -> list[tuple[Sentence, Pointed]]:
    """The sentences around the best ones, each with the answer that the network points at, in code points of it."""
    known = _with_cosine(sentences)
    return _read(question, known, windows_of(known), reader)


def windows_of(sentences: Sequence[Sentence]) -> list[Span]:
    """Windows around the likeliest sentences, best first."""
    return _windows(sorted(sentences, key=lambda s: -(s.coverage + _COSINE_SHARE * max(0.0, s.cosine))))


def _read(
    question: Question, sentences: Sequence[Sentence], windows: Sequence[Span], reader: SpanReader
) -> list[tuple[Sentence, Pointed]]:
    """The sentences inside the windows, each with the answer that the network points at.

    A window reads on from its document's title where that alone gives a name of the question: "the caddie" of a report
    headed "Lind wins" is Lind's.
    """
    found = []
    inside = [_inside(window, sentences) for window in windows]
    titles = [_heading(question, window, some) for window, some in zip(windows, inside, strict=True)]
    texts = [title + _text(window) for title, window in zip(titles, windows, strict=True)]
    asked = [_asked_of(question, window, some) for window, some in zip(windows, inside, strict=True)]
    readings = _readings(asked, texts, reader)
    for window, title, some, reading in zip(windows, titles, inside, readings, strict=True):
        for sentence in some:
            moved_by = len(title) - window.start
            first, last = sentence.span.start + moved_by, sentence.span.end + moved_by
            pointed = reading.point(first + _stamp(question, sentence), last)
            if pointed is not None:
                moved = replace(pointed, start=pointed.start - first, end=pointed.end - first)
                fitting = moved if _fits(question, sentence, moved) else _of_kind(question, sentence, reading, first)
                found.append((sentence, fitting or moved))
    return found


def _readings(asked: Sequence[str], texts: Sequence[str], reader: SpanReader) -> list[Reading]:
    """The network's reading of each text for what it is asked, those that are asked the same together."""
    found: dict[tuple[str, str], Reading] = {}
    for question in dict.fromkeys(asked):
        some = [text for text, each in zip(texts, asked, strict=True) if each == question]
        found |= {(question, text): reading for text, reading in zip(some, reader.read(question, some), strict=True)}
    return [found[key] for key in zip(asked, texts, strict=True)]


def _stamp(question: Question, sentence: Sentence) -> int:
    """Length of the time that a live blog's post begins with, unless a time is asked for: it tells nothing else."""
    asks_time = asks_when(question) or question.asked[0] is Asked.TIME
    return 0 if asks_time and not asks_how_long(question) else stamp_length(sentence.text)


def _heading(question: Question, window: Span, inside: Sequence[Sentence]) -> str:
    """The title in front of a window that lacks a name of the question which the title holds; nothing else."""
    title = next((sentence.title.rstrip(" .") for sentence in inside), "")
    names = {stem for i, stem in enumerate(question.stems) if question.is_specific(i)}
    lacking = names & set(terms(title)) - set(terms(_text(window)))
    return f"{title}. " if lacking and len(title) <= _MAX_TITLE else ""


def _asked_of(question: Question, window: Span, inside: Sequence[Sentence]) -> str:
    """The question as it is put to a window: without a year of which its whole document is, and which it lacks."""
    year, text = next((sentence.year for sentence in inside), ""), question.text
    if year in question.years and year not in _text(window):
        text = re.sub(rf"\s*(?:\b(?:in|of|during|from)\s+)?\b{year}\b", "", text)
    return f"{text.strip(' .?!')}?"  # as every question it learnt from ends


def _relates(question: Question, sentence: Sentence) -> bool:
    """Whether the sentence has a word of what is asked of whom the question names; true where only names are asked.

    A date may stand in a report's first line, which need not tell what happened on it.
    """
    if question.asked[0] is Asked.DATE:
        return True
    asked = {
        word
        for i, weight in enumerate(question.weights)
        if weight > 0 and not question.is_specific(i) and i not in question.cue_words | question.scope.words
        for word in same_as(question.words[i].text) | akin_to(question.words[i].text).keys()
    }
    return not asked or not asked.isdisjoint(terms(sentence.text))


def features_of(question: Question, sentence: Sentence, pointed: Pointed) -> tuple[float, ...]:
    """The numbers that `FEATURES` names."""
    return (
        pointed.margin,
        pointed.relevance,
        sentence.coverage,
        max(0.0, sentence.cosine),
        float(not _fits(question, sentence, pointed)),
    )


def standing_of(best: float, second: float, margin: float) -> tuple[float, ...]:
    """The numbers that `STANDING` names, of the probabilities of the best two sentences and the first's margin."""
    best, second = (min(max(chance, _LEAST), 1 - _LEAST) for chance in (best, second))
    return log(best / (1 - best)), log(best / second), margin


def _fits(question: Question, sentence: Sentence, pointed: Pointed) -> bool:
    place = (pointed.start, pointed.end)
    fits = fits_kind(question, sentence.text[slice(*place)], sentence.text[: pointed.start])
    return fits and not repeats_name(question, sentence.text, place)


def _of_kind(question: Question, sentence: Sentence, reading: Reading, first: int) -> Pointed | None:
    """The likeliest value of the kind asked for in the sentence, which begins at `first` of what was read."""
    within = (first, first + len(sentence.text))
    told, stamp = of_kind(question, sentence.text), _stamp(question, sentence)
    spans = [(first + start, first + end) for start, end in told if start >= stamp]
    found = [pointed for start, end in spans if (pointed := reading.at(start, end, within)) is not None]
    best = max(found, key=lambda pointed: pointed.margin, default=None)
    return None if best is None else replace(best, start=best.start - first, end=best.end - first)


def _with_cosine(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Sentences whose passage only its words found have no cosine: it is at most the least of the others."""
    least = min((s.cosine for s in sentences if s.cosine > 0), default=0.0)
    return [s if s.cosine > 0 else replace(s, cosine=least) for s in sentences]


def _windows(sentences: Sequence[Sentence]) -> list[Span]:
    """The likeliest sentences, each with as many of its neighbours as fit; none is in two windows."""
    windows: list[Span] = []
    for sentence in sentences:
        if len(windows) == MAX_WINDOWS:
            break
        if not any(_holds(window, sentence.span) for window in windows):
            windows.append(_window(sentence.span, windows))
    return windows


def _window(span: Span, taken: Sequence[Span]) -> Span:
    """The sentence and its neighbours on either side, as many as fit and no other window has."""
    passage = span.passage
    bounds = [Span(passage, passage.start + s, passage.start + e) for s, e in sentence_bounds(passage.text)]
    before = [b for b in bounds if b.end <= span.start][::-1]
    after = [b for b in bounds if b.start >= span.end]
    start, end = span.start, span.end
    while before or after:
        side = after if after and (not before or len(after) >= len(before)) else before
        near = side.pop(0)
        wider = (min(start, near.start), max(end, near.end))
        if wider[1] - wider[0] > WINDOW_CHARS or any(_holds(window, near) for window in taken):
            side.clear()
        else:
            start, end = wider
    return Span(passage, start, end)


def _inside(window: Span, sentences: Sequence[Sentence]) -> list[Sentence]:
    return [sentence for sentence in sentences if _holds(window, sentence.span)]


def _may_answer(question: Question, sentence: Sentence) -> bool:
    """Whether the sentence could be found good enough, whatever the network says of it."""
    worded = sentence.enough and not question.asks_stature
    return not sentence.of_another and (worded or may_fit_kind(question, sentence.text))


def _text(span: Span) -> str:
    return span.passage.text[span.start - span.passage.start : span.end - span.passage.start]


def _holds(window: Span, span: Span) -> bool:
    same = window.passage.passage_id == span.passage.passage_id
    return same and window.start <= span.start and span.end <= window.end
