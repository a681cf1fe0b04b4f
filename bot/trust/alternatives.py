"""Questions that offer two answers, "in 2020 or 2021", where the sources bear out both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.draft import Disagreement
from bot.prose.reader import Sentence
from bot.question.lexicon import Asked, Operation
from bot.question.question import Question
from bot.trust.conflicts import Told, settle
from retriever.store import Store
from retriever.text import terms

_MAX_WORDS = 8  # of one alternative
_MIN_COVERAGE = 0.45  # share of the question with one alternative that must be in or around the sentence
_MIN_SHARED = 0.5  # share of the words of both alternatives that must be in the sentence


@dataclass(frozen=True)
class Alternative:
    """One of the two answers offered."""

    text: str
    asks: str
    """The question with this answer alone."""
    own: frozenset[str]
    """Stems that the other one lacks."""
    shared: frozenset[str]


def alternatives_in(question: Question) -> tuple[Alternative, Alternative] | None:
    """The two figures, years or wordings that the question offers; None where it compares, or offers anything else."""
    texts = [word.text for word in question.words]
    if texts.count("or") != 1 or question.has(Operation.COMPARE):
        return None
    at = texts.index("or")
    last = at + 1
    of_figures = 0 < at < len(texts) - 1 and all(texts[i][0].isdigit() for i in (at - 1, at + 1))
    while not of_figures and last + 1 < len(texts) and not _breaks(question, last):
        last += 1
    first = _start(texts, at, last - at)
    if first is None or last >= len(texts) or last - at > _MAX_WORDS:
        return None
    spans = [(question.words[a].start, question.words[b].end) for a, b in ((first, at - 1), (at + 1, last))]
    stems = [frozenset(terms(question.text[a:b])) for a, b in spans]
    told_apart = stems[0] ^ stems[1]
    figures = all(any(char.isdigit() for char in stem) for stem in told_apart)
    if not told_apart or not (figures or question.asked[0] is Asked.QUOTE):
        return None
    start, end = spans[0][0], spans[1][1]
    one, other = (
        Alternative(
            question.text[a:b], question.text[:start] + question.text[a:b] + question.text[end:],
            stems[i] - stems[1 - i], stems[0] & stems[1],
        )
        for i, (a, b) in enumerate(spans)
    )  # fmt: skip
    return one, other


def both_told(
    pair: tuple[Alternative, Alternative], read: Callable[[str], Sequence[Sentence]], store: Store
) -> Disagreement | None:
    """Both answers with the sentences that bear them out; None where one of them is told nowhere."""
    groups: list[list[Told]] = []
    for one, other in (pair, pair[::-1]):
        found = next((s for s in read(one.asks) if _bears_out(s, one, other)), None)
        if found is None:
            return None
        groups.append([Told(one.text, found, store.document(found.span.passage.document_id))])
    same = groups[0][0].sentence.span.key == groups[1][0].sentence.span.key
    return None if same else settle("the two that are offered", groups)


def _bears_out(sentence: Sentence, one: Alternative, other: Alternative) -> bool:
    stems = set(terms(sentence.text))
    shared = len(stems & one.shared) >= _MIN_SHARED * len(one.shared)
    return shared and one.own <= stems and not other.own & stems and sentence.coverage >= _MIN_COVERAGE


def _start(texts: Sequence[str], at: int, size: int) -> int | None:
    """Where the first alternative begins: at the word that begins the second, else as many words before "or"."""
    again = next((i for i in range(at - 1, max(-1, at - 1 - _MAX_WORDS), -1) if texts[i] == texts[at + 1]), None) \
        if at + 1 < len(texts) else None  # fmt: skip
    if again is not None:
        return again
    return at - size if size <= at else None


def _breaks(question: Question, index: int) -> bool:
    """Whether the clause ends behind the token."""
    between = question.text[question.words[index].end : question.words[index + 1].start]
    return any(char in ",;:?.()" for char in between)
