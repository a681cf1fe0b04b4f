"""How many people watched, where the text says it: "a crowd of 8,900", "watched by 1,150", "in front of 7,450"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.question.question import Question
from bot.question.scope import scope_of_text
from bot.question.tables import year_words
from retriever.figures import find_values
from retriever.text import sentence_bounds
from retriever.types import Document, Passage
from retriever.values import ValueType

_HEDGE = (
    r"(?:(?:almost|nearly|about|around|roughly|some|more than|over|just over|just under|only|just|an?|the|another) )*"
)
_BEFORE = re.compile(rf"\b(?:(?:watched|seen|witnessed|attended|cheered on) by|in front of) {_HEDGE}$", re.I)
_AFTER_WORD = re.compile(r"\b(?:crowd|attendance|gate|turnout|spectators|audience)\b[^.;,\d]{0,45}$", re.I)
_WATCHERS = r"(?:spectators|fans|supporters|onlookers|people|souls|ticket-holders|paying customers)"
_AFTER = re.compile(
    r"^(?:-strong crowd| in (?:today|tonight|here|the ground|attendance)\b|"
    rf" (?:[a-z]+ ){{0,2}}?{_WATCHERS}\b| (?:had |have |were |was )?"
    r"(?:watched|watching|looked on|packed|crammed|turned (?:up|out)|paid|attended|braved|in attendance)\b)",
    re.I,
)
_BESIDE = 60  # code points before and behind a figure
_LEAST, _LEAST_BARE = 20, 100  # fewer people are players; fewer of what is not called people may be anything
_WATCHERS_ASKED = frozenset("attendance attendances crowd crowds spectators fans onlookers supporters".split())
_WATCHING = frozenset("watch watched watching saw see attended attend there came turned".split())


@dataclass(frozen=True, slots=True)
class Crowd:
    """A number of people who watched; offsets are code points of the document."""

    passage: Passage
    start: int
    end: int
    """Of the sentence."""
    number: tuple[int, int]
    """Of the figure, in the sentence."""
    rounds: frozenset[str]
    """Round of the match, as the sentence, the title or the lead tells it; empty where none does."""


def asks_crowd(question: Question) -> bool:
    """Whether it is asked how many people watched: "how big was the crowd", "how many people saw it"."""
    said = {word.text for word in question.words}
    counted = "many" in said and "people" in said and bool(_WATCHING & said)
    sized = bool(_WATCHERS_ASKED & said) and (bool({"what", "many", "big", "large"} & said) or len(said) <= 4)
    return (counted or sized) and not question.is_yes_no and not {"say", "said", "who", "why"} & said


def crowds_in(document: Document) -> Iterator[Crowd]:
    """Every number of people who watched that the document tells, in order."""
    for passage in document.passages:
        for start, end in sentence_bounds(passage.text):
            text = passage.text[start:end]
            rounds = rounds_told(text, document)
            for figure in find_values(text):
                value = figure.value
                if value.type is not ValueType.NUMBER or value.unit or (value.number or 0) < _LEAST:
                    continue
                if year_words(value.text):
                    continue
                before, after = text[max(0, figure.start - _BESIDE) : figure.start], text[figure.end :][:_BESIDE]
                told = (value.number or 0) >= _LEAST_BARE and _AFTER_WORD.search(before)
                if told or _BEFORE.search(before) or _AFTER.search(after):
                    first, place = passage.start + start, (figure.start, figure.end)
                    yield Crowd(passage, first, passage.start + end, place, rounds)


def rounds_told(text: str, document: Document) -> frozenset[str]:
    """The round that a sentence of the document is about: its own, else the title's, else that of the first words.

    First words that tell several rounds tell none: "beaten in the pool, champions after six rounds of the shoot-out".
    """
    own = next((found for head in (text, document.title) if (found := scope_of_text(head).rounds)), ())
    first = [found for passage in document.passages[:1] if len(found := scope_of_text(passage.text).rounds) == 1]
    return frozenset(own or next(iter(first), ()))
