"""Questions about somebody they only describe: "where did the silver medallist of Tokyo finish in Paris?".

The description is asked for by itself ("who was the silver medallist of Tokyo?"), and the name found takes its place.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.draft import Draft
from bot.question.lexicon import PERSONS, YES_NO, Asked, Operation
from bot.question.question import Question

_HEADS = frozenset({"winner", "champion", "medalist", "runner", "holder"})
_UP = "up"  # "runner-up" is two tokens
_PEOPLE = frozenset({"man", "woman", "one", "boxer", "golfer", "driver", "skier", "keeper", "batsman", "bowler"}) | {
    word for word in PERSONS if not word.endswith("s")
}
# Verbs of the question itself: a description ends before them ("the man who was fifth | run in the semi-final").
_VERBS = frozenset(
    "finish do end come run get place throw jump swim score fare say play go win earn ride clock record achieve manage "
    "make post rank perform set take have reach qualify beat lose shoot row sail ski lift serve bat bowl".split()
)
_LINKS = frozenset({"of", "from", "in", "at", "over"})
_MAX_WORDS_BEFORE = 8  # between "the" and the noun
_MIN_CLAUSE = 2  # words of a "who" clause before the question goes on
_MAX_NAME_WORDS = 4
_OTHERS = frozenset({"other", "another", "others"})
_PRONOUNS = {"his": "'s", "her": "'s", "their": "'s", "he": "", "she": "", "they": "", "him": ""}


@dataclass(frozen=True)
class Description:
    """Words of a question that describe somebody, and the question that asks who it is."""

    start: int
    end: int
    asks: str
    pronoun: tuple[int, int] | None = None
    """Where a pronoun takes up a description that stands before the question."""

    def replaced(self, text: str, name: str) -> str:
        """The question with the name in place of the description."""
        if self.pronoun is None:
            return text[: self.start] + name + text[self.end :]
        start, end = self.pronoun
        owned = _PRONOUNS[text[start:end].lower()]
        return (text[self.end : start] + name + owned + text[end:]).lstrip(" :,-–")


def description_in(question: Question) -> Description | None:
    """The first description whose name the rest of the question asks about; None where there is none."""
    topic = _topic(question)
    if topic is not None:
        return topic
    for index in range(len(question.words)):
        found = _clause_at(question, index) or _title_at(question, index)
        if found is not None and _is_worth_a_question(question, found):
            return found
    return None


def _clause_at(question: Question, index: int) -> Description | None:
    """ "The man who was fifth in Tokyo", the relative clause up to the question's own verb."""
    words = question.words
    if index + 2 >= len(words) or words[index].text not in _PEOPLE or words[index + 1].text not in {"who", "that"}:
        return None
    if index == 0 or words[index - 1].text != "the":
        return None
    end = _end_of(question, index + 2 + _MIN_CLAUSE)
    start, stop = words[index - 1].start, words[end - 1].end
    return Description(start, stop, f"Who {question.text[words[index + 2].start : stop]}?")


def _title_at(question: Question, index: int) -> Description | None:
    """ "The Tokyo 1500 m silver medallist", "the winner of the first heat": the noun with what stands around it."""
    words = question.words
    is_runner_up = words[index].text == "runner" and index + 1 < len(words) and words[index + 1].text == _UP
    if words[index].text not in _HEADS or (words[index].text == "runner" and not is_runner_up):
        return None
    after = index + 1 + is_runner_up
    before = range(index - 1, max(-1, index - 1 - _MAX_WORDS_BEFORE), -1)
    first = next((i for i in before if words[i].text == "the"), None)
    if first is None or any(words[i].text in YES_NO | {"who", "which"} for i in range(first, index)):
        return None
    end = _end_of(question, after) if after < len(words) and words[after].text in _LINKS else after
    start, stop = words[first].start, words[end - 1].end
    return Description(start, stop, f"Who was {question.text[start:stop]}?")


def _end_of(question: Question, index: int) -> int:
    """Index of the first token from there on that is the question's own verb or stands behind a comma; else the end."""
    words = question.words
    for i in range(index, len(words)):
        if words[i].text in _VERBS or "," in question.text[words[i - 1].end : words[i].start]:
            return i
    return len(words)


def _topic(question: Question) -> Description | None:
    """ "The 2021 college champion: what was his time?": a description, a colon, and a question about him."""
    head, colon, rest = question.text.partition(":")
    words = [word for word in question.words if word.start > len(head)]
    pronoun = next(((w.start, w.end) for w in words if w.text in _PRONOUNS), None)
    if not colon or not rest.strip() or pronoun is None or not any(w in head.lower().split() for w in _HEADS):
        return None
    lowered = re.sub(r"^(?:The|An?)\b", lambda article: article.group().lower(), head.strip())
    return Description(0, len(head) + 1, f"Who was {lowered}?", pronoun)


_RELATIVE = {"other", "same", "another"}  # "the winner of the other race" is nobody by himself


def _is_worth_a_question(question: Question, found: Description) -> bool:
    """Whether both the description and the rest name an event, a place or a year; else one look finds both."""
    inside = [i for i, w in enumerate(question.words) if found.start <= w.start < found.end]
    outside = [i for i in range(len(question.words)) if i not in inside]
    if any(question.words[i].text in _OTHERS for i in inside):
        return False  # "the winner of the other race": of which is told nowhere in the question
    compared = [cue for cue in question.has(Operation.COMPARE) if cue.low is not None]
    compares = any(cue.word in inside for cue in compared)  # "which had the faster winner" is about two people
    heads = _HEADS | _PEOPLE | {"gold", "silver", "bronze"}
    described = any(question.weights[i] > 0 and question.words[i].text not in heads for i in inside)
    if any(question.words[i].text in _RELATIVE for i in inside):
        return False
    of_another = any(i in question.scope.words or question.is_specific(i) for i in outside)
    return not compares and described and (of_another or question.asked[0] is Asked.AGE)  # no row tells an age


def name_of(draft: Draft, known: Callable[[str], str | None]) -> str | None:
    """The one name that a draft answers with; None where it answers with more or something else.

    `known` gives the full name of somebody whom results list: "Stade" and "Olympic" are capitalised, too.
    """
    lines = {line.key: line for line in draft.highlighted}
    if len(lines) == 1 and draft.premise is None:
        return next(iter(lines.values())).name
    return None if draft.lines or len(draft.short_answer.split()) > _MAX_NAME_WORDS else known(draft.short_answer)
