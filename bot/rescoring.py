"""Sentences scored again by the trained reader: windows around the likeliest ones are read, answers pointed out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log
from pathlib import Path

from bot.cite import Span
from bot.lexicon import Asked
from bot.question import Question
from bot.reader import Sentence, fits_kind, may_fit_kind, new_values
from bot.spans import WEIGHTS, Pointed, Reading, SpanReader, WrongReaderError
from retriever.text import sentence_bounds

MIX_FILE = "mix.json"
# Measured on the held-out questions: 93 % of the answering sentences are in six short windows, 90 % in four long ones.
MAX_WINDOWS, WINDOW_CHARS = 6, 300
# How much a passage's similarity counts beside the words found when windows are chosen: paraphrases must be read too.
_COSINE_SHARE = 1.5
# Share of the least probability that is enough where the words alone would be. Set on the sample questions and on those
# about the seed articles: at 1 the seeds had 0.508 right instead of 0.525, the sample as many, but more were declined.
_WORDED_ALIKE = 0.5
FEATURES = ("margin", "relevance", "coverage", "cosine", "misfit")
STANDING = ("logit", "lead", "margin")
_LEAST, NO_SECOND = 1e-6, 1e-3  # probabilities are kept above; of a second sentence where only one was read
_MAX_MISSING = 1  # words of the question that nothing around a sentence holds, for its lead to speak for it


_MEASURED = (Asked.TIME, Asked.DISTANCE)  # kinds that only a figure answers


@dataclass(frozen=True, slots=True)
class Mix:
    """A logistic regression over `FEATURES`, fitted by `bot.training.mix` on questions that trained nothing else."""

    weights: tuple[float, ...]
    bias: float
    enough: float
    """Least probability at which a sentence is given as the answer."""
    standing: tuple[float, ...] = (0.0, 0.0, 0.0)
    standing_bias: float = -30.0
    standing_enough: float = 1.0
    """A second regression, over `STANDING`, and from which probability on it alone gives the best sentence."""

    def stands_out(self, features: Sequence[float]) -> bool:
        """Whether the best sentence is so far ahead of the second that it is given, though few words agree."""
        total = self.standing_bias + sum(w * f for w, f in zip(self.standing, features, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, total)))) >= self.standing_enough

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
        found, fitting = [], {}
        for sentence, pointed in read:
            sure = self.mix.probability(features_of(question, sentence, pointed))
            least = self.mix.enough * (_WORDED_ALIKE if sentence.enough else 1.0)
            # Words alone tell nothing of a size, nor of a time: "won in Leipzig on Sunday" has none.
            measured = question.asks_stature or question.asked[0] in _MEASURED
            worded = sentence.enough and not measured
            fits = worded or _fits(question, sentence, pointed)
            enough = sure >= least and fits and not sentence.of_another
            found.append(replace(sentence, score=sure, answer=(pointed.start, pointed.end), enough=enough))
            fitting[sentence.span.key] = pointed.margin if fits and not sentence.of_another else None
        found.sort(key=lambda s: (-s.score, s.span.key))
        margin = fitting[found[0].span.key] if found else None
        if margin is not None and len(found[0].missing) <= _MAX_MISSING:
            second = found[1].score if len(found) > 1 else NO_SECOND
            stands_out = self.mix.stands_out(standing_of(found[0].score, second, margin))
            found[0] = replace(found[0], enough=found[0].enough or stands_out)
        return found


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
    """The sentences inside the windows, each with the answer that the network points at."""
    found = []
    asked = f"{question.text.rstrip(' .?!')}?"  # as every question it learnt from ends
    for window, reading in zip(windows, reader.read(asked, [_text(window) for window in windows]), strict=True):
        for sentence in _inside(window, sentences):
            first, last = sentence.span.start - window.start, sentence.span.end - window.start
            pointed = reading.point(first, last)
            if pointed is not None:
                moved = replace(pointed, start=pointed.start - first, end=pointed.end - first)
                fitting = moved if _fits(question, sentence, moved) else _of_kind(question, sentence, reading, first)
                found.append((sentence, fitting or moved))
    return found


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
    return fits_kind(question, sentence.text[pointed.start : pointed.end])


def _of_kind(question: Question, sentence: Sentence, reading: Reading, first: int) -> Pointed | None:
    """The likeliest value of the kind asked for in the sentence, which begins at `first` of what was read."""
    within = (first, first + len(sentence.text))
    spans = [(first + value.start, first + value.end) for value in new_values(question, sentence.text)]
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
