"""Typed sports values: what a cell or a figure in a sentence means, with its unit and precision."""

from dataclasses import dataclass
from enum import StrEnum


class ValueType(StrEnum):
    """What sort of value; `number` is in the unit named here."""

    TIME = "time"  # seconds: race times, splits, gaps
    DISTANCE = "distance"  # metres: throws, jumps, heights, race lengths
    NUMBER = "number"  # points, counts, statistics, as printed
    RANK = "rank"  # 1, "1st", "=3", "T4"
    STATUS = "status"  # DNF, DNS, DQ, NM: no mark was made
    SCORE = "score"  # "3–2", "6–3, 6–7(4–7)": number is the margin of the first side
    DATE = "date"  # number is the proleptic ordinal of the day
    CLOCK = "clock"  # time of day; number is seconds after midnight
    PERCENT = "percent"
    MONEY = "money"
    SEASON = "season"  # "2004–05"; number is the first year
    TEXT = "text"
    EMPTY = "empty"  # blank, or layout debris such as align=left


@dataclass(frozen=True, slots=True)
class Value:
    """One value. Two values agree when their intervals `number ± precision` overlap and type and unit are the same."""

    type: ValueType
    text: str
    """The source's notation without layout debris; empty for EMPTY."""
    number: float | None = None
    """Canonical magnitude in the unit of `type`; None for TEXT, STATUS and EMPTY."""
    precision: float = 0.0
    """Half the last printed digit: 3:27.65 is ± 0.005, "54-second" ± 0.5."""
    unit: str | None = None
