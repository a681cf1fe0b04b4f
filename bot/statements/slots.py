"""What of a statement can be checked: each figure and name in it, put as the answer to a question."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.algebra.candidates import Candidate
from bot.algebra.conditions import Links
from bot.algebra.grid import Facet, Grid, rows_in
from bot.algebra.terms import Check, Condition
from retriever.text import STOPWORDS

MAX_SLOTS = 5  # of one statement; each costs as much as a question
_MIN_FIT = 0.4  # of a cell that words must cover to name it
_TINY = 1e-6
_YEARS = range(1700, 2101)


@dataclass(frozen=True)
class Slot:
    """One thing that a statement says, and where: a number, or a name that cells hold."""

    words: frozenset[int]
    number: float | None = None
    """None for a name."""
    condition: Condition | None = None
    """The cells that hold the name; None for a number."""


def slots_of(links: Links) -> list[Slot]:
    """What can be checked: figures first, then names, those that cover most first."""
    found: list[Slot] = []
    taken: set[int] = set()
    for slot in (*_figures(links), *_names(links)):
        if not slot.words & taken:
            found.append(slot)
            taken |= slot.words
    return found[:MAX_SLOTS]


def masked(links: Links, slot: Slot) -> str:
    """The statement with the slot as what is asked for."""
    question = links.question
    start, end = question.words[min(slot.words)].start, question.words[max(slot.words)].end
    return f"{question.text[:start]}{_asking(links, slot)}{question.text[end:]}"


def columns_of(slot: Slot, grid: Grid) -> list[int]:
    """The columns that can hold what the slot says."""
    if slot.condition is not None:
        return [slot.condition.column]
    return sorted({scale.column for scale in grid.scales})


def is_like(slot: Slot, candidate: Candidate) -> bool:
    """Whether the plan gives a thing of the slot's kind: a name of its column, or numbers."""
    if slot.condition is not None:
        return candidate.column == slot.condition.column
    return candidate.found.number is not None or any(value[:1].isdigit() for value in candidate.found.values)


def agreement(slot: Slot, candidate: Candidate, grid: Grid) -> float:
    """Share of what the plan gives that is what the statement says: 1 for all of it, 0 for none."""
    if slot.condition is not None:
        return _names_agree(slot.condition, candidate, grid)
    rows = _numbers_of(candidate, grid)
    said = slot.number if slot.number is not None else float("nan")
    same = [any(abs(number - said) < _TINY for number in numbers) for numbers in rows]
    return sum(same) / len(same) if same else 0.0


def _names_agree(condition: Condition, candidate: Candidate, grid: Grid) -> float:
    if candidate.column != condition.column:
        return 0.0
    said = {grid.keys[condition.column][row] for row in rows_in(condition.rows)}
    given = {grid.keys[condition.column][row] for row in rows_in(candidate.found.rows)} - {""}
    return len(given & said) / len(given) if given else 0.0


def _numbers_of(candidate: Candidate, grid: Grid) -> list[list[float]]:
    """The number computed; else, for each row, every number that its cell can be read as."""
    if candidate.found.number is not None:
        return [[candidate.found.number]]
    if candidate.column is None:
        return []
    scales = [s for s in grid.scales_of(candidate.column) if s.facet not in (Facet.OUTCOME, Facet.BOTH, Facet.APART)]
    rows = [[n for s in scales if (n := s.numbers[row]) is not None] for row in rows_in(candidate.found.rows)]
    return [numbers for numbers in rows if numbers]


def _figures(links: Links) -> Iterator[Slot]:
    for figure, words in links.figures:
        yield Slot(words, figure.value.number)


def _names(links: Links) -> Iterator[Slot]:
    for condition in links.said:
        if condition.test in (Check.IS, Check.SAYS) and condition.fit >= _MIN_FIT and condition.words:
            yield Slot(condition.words, condition=condition)


def _asking(links: Links, slot: Slot) -> str:
    """ "how many" before what may be counted, else "what"."""
    words, after = links.question.words, max(slot.words) + 1
    if slot.number is None or slot.number in _YEARS or slot.number != int(slot.number) or after >= len(words):
        return "what"
    follows = words[after].text
    return "how many" if follows.isalpha() and follows not in STOPWORDS else "what"
