"""Follow-ups made standalone, from the turns before them: pronouns, places and rounds that the reader left out."""

import re
from collections.abc import Callable, Sequence

from bot.links import Linker, Mention
from bot.question import Question
from bot.schema import Turn

_PRONOUN = re.compile(r"\b(he|she|him|his|her|they|them|their)\b", re.I)
_POSSESSIVE = {"his", "their"}
_LEAD_IN = re.compile(r"^(?:and|so|but|then|ok(?:ay)?|now|also|what about|how about)[\s,]+", re.I)
_MAX_ELLIPSIS_WORDS = 2  # "and in the repechage?", "Semi?": nothing but the part that changes

Read = Callable[[str], Question]


def standalone_question(question: str, history: Sequence[Turn], read: Read, linker: Linker) -> str:
    """The question with what the conversation supplies; unchanged when it stands alone."""
    asked = [turn.content for turn in history if turn.role == "user"]
    if not asked:
        return question
    previous = standalone_question(asked[-1], _before_last_question(history), read, linker)
    if _is_ellipsis(read(_LEAD_IN.sub("", question)), linker):
        return _with_part_replaced(read(previous), read(_LEAD_IN.sub("", question)))
    named = _PRONOUN.search(question) and _last_person(history, read, linker)
    full = _PRONOUN.sub(lambda p: _in_case(p.group(), str(named)), question, count=1) if named else question
    own = read(full)
    if own.scope.rounds or _context(own, linker):
        return full
    context = _context(read(previous), linker)
    if not context:
        return full
    return f"{full.rstrip(' ?.!')} ({context})?"


def _before_last_question(history: Sequence[Turn]) -> Sequence[Turn]:
    last = max(index for index, turn in enumerate(history) if turn.role == "user")
    return history[:last]


def _in_case(pronoun: str, name: str) -> str:
    return f"{name}'s" if pronoun.lower() in _POSSESSIVE else name


def _is_ellipsis(question: Question, linker: Linker) -> bool:
    """Whether the question is only a round or a place: it replaces the one in the question before."""
    weighty = [i for i, weight in enumerate(question.weights) if weight > 0 and i not in question.scope.words]
    rest = [i for i in weighty if i not in {cue.word for cue in question.cues}]
    verbs = question.said("who", "did", "was", "were", "is", "what", "when", "why", "where", "how", "which")
    return bool(question.scope.rounds) and not rest and not verbs and not linker.mentions(question)


def _with_part_replaced(previous: Question, part: Question) -> str:
    """The previous question with its round replaced by the one of `part`, or with that added."""
    said = " ".join(part.text[w.start : w.end] for i, w in enumerate(part.words) if i in part.scope.words)
    old = sorted(previous.scope.words)
    if not old:
        return f"{previous.text.rstrip(' ?.!')} in the {said}?"
    start, end = previous.words[old[0]].start, previous.words[old[-1]].end
    return previous.text[:start] + said + previous.text[end:]


def _last_person(history: Sequence[Turn], read: Read, linker: Linker) -> str | None:
    """The name said last: in the latest answer that names anyone, else in the latest question; full names first."""
    for turn in reversed(history):
        question = read(turn.content)
        mentions = [m for m in linker.mentions(question) if linker.names_rows(m) and _in_letters(question, m)]
        if mentions:
            return min(mentions, key=lambda m: (not m.whole, min(m.words))).name.text
    return None


def _in_letters(question: Question, mention: Mention) -> bool:
    """Whether more than figures was said of the name: "2024" alone is not "World lead 2024"."""
    return any(question.words[i].text.isalpha() for i in mention.words)


def _context(question: Question, linker: Linker) -> str:
    """Words that say which event and where: capitalised words and figures that name nobody and ask for nothing."""
    named = {i for mention in linker.mentions(question) for i in mention.words}
    kept: list[str] = []
    for index, word in enumerate(question.words):
        raw = question.text[word.start : word.end]
        tells = (raw[0].isupper() and index > 0) or raw[0].isdigit() or word.text in {"man", "woman", "m"}
        if tells and index not in named and question.weights[index] >= 0 and not _is_cue(question, index):
            kept.append(raw)
    rounds = [question.text[question.words[i].start : question.words[i].end] for i in sorted(question.scope.words)]
    return " ".join([*kept, *(r for r in rounds if r not in kept)]) if kept else ""


def _is_cue(question: Question, index: int) -> bool:
    return any(cue.word == index for cue in question.cues)
