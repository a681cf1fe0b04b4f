"""An answer as sentences with their evidence, before it is numbered and checked."""

from dataclasses import dataclass, field

from bot.cite import Evidence
from bot.question.tables import Line
from bot.schema import Premise, Replay, Support


@dataclass(frozen=True)
class Statement:
    """One sentence of an answer and what it rests on."""

    text: str
    evidence: tuple[Evidence, ...]
    support: Support


@dataclass(frozen=True)
class Side:
    """One of the values that sources give for one thing."""

    value: str
    words: str
    """The sentence that gives it."""
    evidence: tuple[Evidence, ...]
    """One per source."""


@dataclass(frozen=True)
class Disagreement:
    """What sources disagree about."""

    subject: str
    sides: tuple[Side, ...]
    preferred: int
    rule: str
    """Why that side is preferred."""


@dataclass(frozen=True)
class Draft:
    """An answer before it is numbered and checked."""

    statements: tuple[Statement, ...]
    short_answer: str
    values: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    """Rows to show as a table."""
    highlighted: tuple[Line, ...] = ()
    computed: str | None = None
    """Result of arithmetic, None when nothing was computed."""
    plan: str = ""
    replay: Replay | None = None
    """What was computed over tables, to be carried out again."""
    parts: "tuple[Draft, ...]" = ()
    """The drafts that each compute something, where several questions were asked at once."""
    premise: Premise | None = None
    premise_evidence: tuple[Evidence, ...] = ()
    reasons: tuple[str, ...] = field(default=())
    disagreements: tuple[Disagreement, ...] = ()
    follow_ups: tuple[str, ...] = ()
    """Other readings of the question, as questions."""
