"""What of a question says which event it is about, as the brackets behind a follow-up repeat it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.question.competitions import is_sport
from bot.question.focus import Known
from bot.question.lexicon import ASKED, LASTING, SCORED, WEEKDAYS, Asked
from bot.question.question import Question
from bot.question.slots import parts_of, subject_of
from bot.question.tables import year_words
from retriever.text import stem

# No words of an event, though headings may hold them.
_SCORING = frozenset(stem(word) for word in (*SCORED, *ASKED[Asked.MARK], *LASTING, "record", "best", "title"))


def without_context(standalone: str) -> str:
    """The question without what was put in brackets behind it."""
    return re.sub(r" \([^()]*\)\?$", "?", standalone)


def is_adrift(standalone: str, known: Known) -> bool:
    """Whether nothing in the question says of whom or of which event it asks."""
    question = known.read(without_context(standalone))
    named = parts_of(question, known).get("name") or question.scope.rounds
    return (
        standalone == question.text
        and not named
        and not event_said(question, replace(known, names_event=lambda _: False))
    )


def event_said(question: Question, known: Known, *, rounds: bool = True) -> str:
    """Words that say which event and where, as the question says them; none of who took part.

    `rounds`: with the round that it names.
    """
    parts = parts_of(question, known, subject=subject_of(question, known))
    named = set(parts.get("name", ()))
    events = {
        i for i in parts.get("event", ()) if not question.words[i].text.isdigit() or _is_length(question, i, known)
    }
    kept = [i for i in range(len(question.words)) if i not in named and _tells_where(question, i, events)]
    kept += [i for i in _placed(question, known) if i not in named and i not in kept]
    kept += [i for i in parts.get("round", ()) if rounds and kept and i not in kept]
    return _as_said(question, sorted(kept), named)


def _placed(question: Question, known: Known) -> list[int]:
    """A word of headings behind "at" or "in": "the ski jumping at vargstad"."""
    at = (i for i in range(1, len(question.words)) if question.before(i) in {"at", "in"})
    return [i for i in at if question.weights[i] > 0 and known.names_event(question.stems[i])]


def _is_length(question: Question, index: int, known: Known) -> bool:
    """Whether the figure is of a race or a heading, not one of a result."""
    return question.words[index].text in question.lengths or known.names_event(question.stems[index])


def _tells_where(question: Question, index: int, events: set[int]) -> bool:
    word = question.words[index]
    raw = question.text[word.start : word.end]
    if word.text in WEEKDAYS:
        return False
    year = raw[0].isdigit() and bool(year_words(raw))
    tells = (raw[0].isupper() and index > 0) or year or word.text in {"man", "woman", "m"}
    verb = (
        (index in question.achieving and not is_sport(question, index))
        or question.before(index) == "how"
        or question.stems[index] in _SCORING
    )
    own = (tells and question.weights[index] >= 0) or (index in events and not verb)
    person = raw.lower() in {"man", "woman"}  # "the man in second" is no men's race
    return own and not person and (tells or not any(cue.word == index for cue in question.cues))


def _as_said(question: Question, kept: Sequence[int], named: set[int]) -> str:
    """The kept words with the little ones between them: "Tour of Ashby", "800 metres at Harbour"."""
    text = ""
    for before, index in zip([None, *kept], kept, strict=False):
        word = question.words[index]
        between = range(before + 1, index) if before is not None else range(0)
        joined = before is not None and all(question.weights[i] == 0 and i not in named for i in between)
        joined = (
            joined
            and before is not None
            and not set("(),;") & set(question.text[question.words[before].end : word.start])
        )
        start = question.words[before].end if joined and before is not None and len(between) <= 2 else word.start
        text += ("" if joined and start != word.start else " " if text else "") + question.text[start : word.end]
    return text.strip()
