"""What a plan is made of: terms that denote rows, and terms that denote answers from rows. Nothing else exists."""

from dataclasses import dataclass
from enum import StrEnum

from bot.algebra.grid import Part, Scale


class Check(StrEnum):
    """How a condition compares a cell."""

    SAYS = "says"  # the cell holds the words
    IS = "is"  # the cell is the words
    EQUAL = "="
    OVER = ">"
    UNDER = "<"
    AT_LEAST = ">="
    AT_MOST = "<="
    WITHIN = "within"  # two bounds
    BLANK = "blank"
    FILLED = "filled"
    OUTCOME = "outcome"  # won, lost or drawn
    AMONG = "among"  # the first three, the last two, the two slowest


@dataclass(frozen=True, slots=True, eq=False)  # equal only to itself: plans are told apart by the thousand
class Condition:
    """What cells of one column must hold, with the words of the question that say so."""

    column: int
    test: Check
    said: str
    """The value as the question says it."""
    rows: int
    """Rows that meet it, as a set of bits."""
    words: frozenset[int]
    fit: float
    """How much of the cell the words cover, 0 to 1."""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every row that stands for itself."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Rows that something else than conditions picked, as bits: those that a question names."""

    rows: int


@dataclass(frozen=True, slots=True)
class Where:
    """Those rows of `of` that meet the condition."""

    of: "Rows"
    condition: Condition


@dataclass(frozen=True, slots=True)
class Either:
    """Rows that meet one of two conditions on a column."""

    one: Condition
    other: Condition


@dataclass(frozen=True, slots=True)
class Best:
    """The rows with the largest (`high`) or smallest value, ties included; `place` 2 for the second best."""

    of: "Rows"
    scale: Scale
    high: bool
    place: int = 1


@dataclass(frozen=True, slots=True)
class Leading:
    """The first (or last) `count` rows in the table's order."""

    of: "Rows"
    count: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class Nth:
    """One row by its place in the table's order, counted from the front or, if `last`, from the end."""

    of: "Rows"
    place: int = 1
    last: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """The row after (1) or before (-1) in the table's order."""

    of: "Rows"
    step: int


@dataclass(frozen=True, slots=True)
class Beyond:
    """Every row of `among` that stands after (or before) the last row of `of`."""

    of: "Rows"
    after: bool
    among: "Rows"


@dataclass(frozen=True, slots=True)
class Alike:
    """The other rows that hold the same in a column as `of`."""

    of: "Rows"
    column: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Rows whose number is larger (or smaller) than that of `than`: "more points than the Lions"."""

    than: "Rows"
    scale: Scale
    over: bool


Rows = All | Picked | Where | Either | Best | Leading | Nth | Beside | Beyond | Alike | Compared


@dataclass(frozen=True, slots=True)
class Cells:
    """What the rows print in a column, each value once."""

    of: Rows
    column: int
    part: Part = Part.WHOLE


@dataclass(frozen=True, slots=True)
class Common:
    """The value of a column that most (or fewest) of the rows hold, ties included."""

    of: Rows
    column: int
    most: bool = True
    part: Part = Part.WHOLE


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows."""

    of: Rows


@dataclass(frozen=True, slots=True)
class Distinct:
    """How many different values in a column."""

    of: Rows
    column: int


@dataclass(frozen=True, slots=True)
class Total:
    """The numbers added up, or their mean."""

    of: Rows
    scale: Scale
    mean: bool = False


@dataclass(frozen=True, slots=True)
class SidesTotal:
    """What one side has over several matches, from cells for both: of `one` the first number, of `other` the second."""

    one: "Rows"
    other: "Rows"
    scale: Scale
    second: Scale
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Median:
    """The middle one of the numbers, or the mean of the two in the middle."""

    of: Rows
    scale: Scale


@dataclass(frozen=True, slots=True)
class Share:
    """Which part of the rows `among` are those of `of`, in per cent."""

    of: Rows
    among: Rows


@dataclass(frozen=True, slots=True)
class PerGroup:
    """For all rows that hold the same in a column: how many, or what a scale adds up to or is on average.

    `most` keeps the groups with the largest (or smallest) number; None keeps them all.
    """

    of: Rows
    column: int
    scale: Scale | None
    mean: bool = False
    most: bool | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The smallest (or largest) step from one number to the next larger one of the same table."""

    of: Rows
    scale: Scale
    high: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """One row's number on a scale less its number on another: a split time less the one before.

    `most` takes the largest (or smallest) of several rows; None is for one row alone.
    """

    of: Rows
    scale: Scale
    less: Scale
    most: bool | None = None


@dataclass(frozen=True, slots=True)
class BestPart:
    """The largest (or smallest) number that one row has in some columns: her best round."""

    of: Rows
    columns: tuple[int, ...]
    most: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """In how many of some columns one row has more than nought or, if `won`, more than every other row."""

    of: Rows
    columns: tuple[int, ...]
    won: bool


@dataclass(frozen=True, slots=True)
class Firsts:
    """In how many of some columns one row has a 1: races won."""

    of: Rows
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Portion:
    """Which part of one row's number on a scale its number on another is, in per cent."""

    of: Rows
    scale: Scale
    whole: Scale


@dataclass(frozen=True, slots=True)
class Rate:
    """One row's number on a scale for each of its number on another, or for a `hundred` of it: goals a game."""

    of: Rows
    scale: Scale
    per: Scale
    hundred: bool


@dataclass(frozen=True, slots=True)
class Across:
    """What one row's numbers in some columns add up to; `most` takes the rows with the largest (or smallest) sum."""

    of: Rows
    columns: tuple[int, ...]
    most: bool | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the number of one row goes into that of another: the larger by the smaller."""

    one: Rows
    other: Rows
    scale: Scale


@dataclass(frozen=True, slots=True)
class Tables:
    """How many tables."""


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much two rows differ on a scale."""

    one: Rows
    other: Rows
    scale: Scale


@dataclass(frozen=True, slots=True)
class Surplus:
    """How many rows more one selection has than the other."""

    one: Rows
    other: Rows


@dataclass(frozen=True, slots=True)
class Run:
    """The longest run of rows, one after another in the table's order, that meet a condition."""

    of: Rows


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether there is such a row: yes or no."""

    of: Rows


@dataclass(frozen=True, slots=True)
class Exceeds:
    """Whether the number of one row is larger (or smaller) than that of another: yes or no."""

    one: Rows
    other: Rows
    scale: Scale
    over: bool


@dataclass(frozen=True, slots=True)
class Same:
    """Whether two rows hold the same in a column: yes or no."""

    one: Rows
    other: Rows
    column: int


TwoSided = Gap | Surplus | Exceeds | Same
Posed = Cells | Common | Count | Distinct | Total | Run | Exists | TwoSided  # what is tried for a question
Arithmetic = Total | SidesTotal | Median | Share | PerGroup | Step | Stretch | Portion | Rate | Across
Worked = Arithmetic | BestPart | Parts | Firsts
Term = Posed | Worked | Ratio | Tables
ROWS = (All, Picked, Where, Either, Best, Leading, Nth, Beside, Beyond, Alike, Compared)
TERMS = (Cells, Common, Count, Distinct, Total, SidesTotal, Median, Share, PerGroup, Step, Stretch, Portion, Rate,
         Across, BestPart, Parts, Firsts, Surplus, Gap, Ratio, Run, Exists, Exceeds, Same, Tables)  # fmt: skip
