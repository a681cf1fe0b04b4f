"""What a question asks plans for: a cell, or whole rows; and which operators its words allow."""

from collections.abc import Sequence

from bot.algebra.beside import AROUND
from bot.algebra.candidates import Candidate
from bot.algebra.conditions import Links
from bot.algebra.ranker import Ranked
from bot.algebra.terms import (
    Alike,
    Beside,
    Best,
    Beyond,
    Cells,
    Check,
    Compared,
    Count,
    Distinct,
    Gap,
    Nth,
    Run,
    Surplus,
    Total,
)
from bot.question.lexicon import YES_NO, Asked, Operation
from bot.question.question import Question

_NEARLY = 0.2  # share of the best belief at which a plan that uses more of the question is preferred
_COUNTING = (Count, Distinct, Run, Surplus)
# Words of which one must be said before rows are counted or numbers added up.
_COUNTED = tuple(
    "many number count times time total much long often amount consecutive sum frequently length difference more "
    "most".split()
)
_ADDED = tuple("total sum combined combine average mean many much altogether together amount overall number".split())
_COMPARED = tuple("difference differences more less fewer between gap margin than apart separate separated longer "
                  "shorter ahead behind lead faster slower higher lower older younger ago far long increase "
                  "decrease change further".split())  # fmt: skip
_ASKING = frozenset("who whom whose what which when where why how".split())
_IN_ORDER = tuple("first last begin began start started end ended final finally latest recent recently debut initial "
                  "initially earliest next previous previously before after leave left join joined "
                  "then".split())  # fmt: skip
_LEADING_IN = {"and", "or", "in", "at", "by", "with", "for", "to", "of", "on", "from", "representing", "but"}
_IN_COMMON = ("same", "other", "others", "also", "else", "share", "shared", "common")
_OVERALL = ("perform", "performance", "performances", "happened", "happen", "achieve", "achievement", "achievements",
            "success", "successes", "fare", "fared", "compare", "compared", "comparison", "career")  # fmt: skip


def is_asked(question: Question, candidate: Candidate) -> bool:
    """Whether the question may ask for it: a count wants a word of counting; "how did she do" asks for none."""
    if isinstance(candidate.term, Total):
        return question.said(*_ADDED)
    if isinstance(candidate.term, Gap):
        return question.said(*_COMPARED)
    return not isinstance(candidate.term, _COUNTING) or question.said(*_COUNTED)


def fullest_first(believed: Sequence[Ranked]) -> list[Ranked]:
    """Those plans with the first replaced by one nearly as likely that uses all its words of the question, and more."""
    if not believed:
        return []
    best = believed[0]
    used = _words_used(best.candidate)
    near = [one for one in believed if one.belief >= _NEARLY * best.belief and used < _words_used(one.candidate)]
    fullest = max(near, key=lambda one: (len(_words_used(one.candidate)), one.belief), default=best)
    return [fullest, *(one for one in believed if one is not fullest)]


def _words_used(candidate: Candidate) -> frozenset[int]:
    return frozenset(i for condition in candidate.conditions for i in condition.words)


def by_headings_alone(question: Question, headed: frozenset[int], candidate: Candidate) -> bool:
    """Whether what picks the plan's rows is only said to name the table: "before" of "before the Games", "heat 1"."""
    if any(condition.words and condition.words <= headed for condition in candidate.conditions):
        return True
    rows = candidate.term.of if isinstance(candidate.term, Cells) else None
    if not isinstance(rows, Nth | Beside | Beyond):
        return False
    ordering = {i for i, word in enumerate(question.words) if word.text in _IN_ORDER}
    return bool(ordering) and ordering <= headed


def asks_for_rows(links: Links) -> bool:
    """Whether no single cell can answer: several things or rows are asked for at once, or how somebody did."""
    question = links.question
    texts = [word.text for word in question.words]
    asking = [i for i, text in enumerate(texts) if text in _ASKING and (i == 0 or _starts_asking(question, i))]
    if len(asking) > 1 or "respectively" in texts:
        return True
    few = any(condition.test is Check.AMONG for condition in links.numbered)
    if few and Asked.NAME in question.asked and Asked.COUNT not in question.asked:
        return True
    how = texts[:1] == ["how"] and len(texts) > 1 and texts[1] in YES_NO
    return how or question.said(*_OVERALL)


def _starts_asking(question: Question, index: int) -> bool:
    """Whether a question begins there: after "and", a comma or "with"; not "tournaments where grass ..."."""
    before, word = question.words[index - 1], question.words[index]
    return before.text in _LEADING_IN or "," in question.text[before.end : word.start]


def tells_rows(links: Links, candidate: Candidate) -> bool:  # noqa: PLR0911 - one for each operator
    """Whether a plan reads off rows that the question describes; the best or first of them only where it says so."""
    if not isinstance(candidate.term, Cells):
        return False
    question, rows = links.question, candidate.term.of
    few = [condition for condition in links.numbered if condition.test is Check.AMONG]
    if few and not any(condition in few for condition in candidate.conditions):
        return False
    counted = {i for condition in few for i in condition.words}
    cues = {cue.operation for cue in question.cues if cue.word not in counted}
    placed = Operation.NTH in cues and links.grid.rank is None  # a place in ranked rows is a condition
    match rows:
        case Best():
            return placed or bool(cues & {Operation.EXTREME, Operation.LAST})
        case Nth() | Beside() | Beyond():
            return placed or (not few and question.said(*_IN_ORDER))
        case Alike():
            return question.said(*_IN_COMMON)
        case Compared():
            return Operation.COMPARE in cues or question.said(*AROUND)
    return True
