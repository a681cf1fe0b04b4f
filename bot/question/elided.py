"""What a follow-up leaves out of a question like the one before: the noun counted, who did it, what is compared."""

import re
from collections.abc import Sequence

from bot.question.focus import Exchange
from retriever.text import STOPWORDS, stem, terms

_DO = r"did|do|does|have|has|had|was|were|is|are"
_COUNTED = re.compile(rf"\bhow many (?P<noun>(?!{_DO}\b)[a-z-]+) (?:{_DO})\b(?P<rest>[^?]*)", re.I)
_UNCOUNTED = re.compile(
    rf"(?<!\bby )\bhow many (?=(?:{_DO})\b(?! (?:there|that|this|it|those|of)\b)(?P<rest>[^?]*))", re.I
)
_GENERAL = frozenset(stem(verb) for verb in "get got have had make made take took manage managed".split())
_OF_SIDES = frozenset(stem(verb) for verb in "win won lose lost draw drew drawn play played".split())
_MOST = r"most|fewest|least|highest|lowest|biggest|smallest"
_WHO_MOST = re.compile(
    rf"^(?P<who>who|(?:which|what) \w+) \w+ (?:the )?(?:{_MOST})(?P<noun> [a-z]+)?(?P<rest>\b[^?]*)", re.I
)
_VERB_MOST = re.compile(
    rf"^(?P<deed>(?!the\b|who\b|which\b|what\b|how\b|in\b|at\b)\w+ (?:the )?(?:{_MOST}))\s*\??$", re.I
)
_THAN = re.compile(
    r"^how (?:many|much) (?P<more>more|fewer|less) (?:is|was) (?:that|it|this) than (?P<other>[^?]+?)\s*\?*$", re.I
)


def with_left_out(question: str, exchanges: Sequence[Exchange]) -> str:
    """The question with what an earlier one like it says."""
    last = exchanges[-1].question
    return _compared(question, last) or _of_whoever(question, last) or _counted(question, exchanges)


def _compared(question: str, last: str) -> str | None:
    """ "How many more is that than Ashby?" of how many points Lind got: how many more Lind got than Ashby."""
    asked, counted = _THAN.match(question), re.match(r"how many (?=\w)", last, re.I)
    if asked is None or counted is None:
        return None
    rest, bracket, context = last[counted.end() :].rstrip(" ?.!").partition(" (")
    return f"How many {asked['more']} {rest} than {asked['other']}{bracket}{context}?"


def _of_whoever(question: str, last: str) -> str | None:
    """ "Lost the most?" after who drew the most games: who lost the most games."""
    deed, asked = _VERB_MOST.match(question), _WHO_MOST.match(last)
    if deed is None or asked is None:
        return None
    return f"{asked['who']} {deed['deed']}{asked['noun'] or ''}{asked['rest']}?"


def _counted(question: str, exchanges: Sequence[Exchange]) -> str:
    """ "How many did Lind get?" with what was counted before; of games where it was won, lost, drawn or played."""
    left_out = _UNCOUNTED.search(question)
    if left_out is None:
        return question
    said = set(terms(left_out["rest"])) - {stem(word) for word in STOPWORDS}
    for exchange in reversed(exchanges):
        before = _COUNTED.search(exchange.question)
        if before is not None and (said & _GENERAL or said & set(terms(before["rest"]))):
            return _with_noun(question, left_out, before["noun"])
    return _with_noun(question, left_out, "games") if said & _OF_SIDES else question


def _with_noun(question: str, left_out: re.Match[str], noun: str) -> str:
    return f"{question[: left_out.end()]}{noun} {question[left_out.end() :]}"
