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


Rows = All | Where | Either | Best | Leading | Nth | Beside | Beyond | Alike | Compared


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
Term = Cells | Common | Count | Distinct | Total | Gap | Surplus | Run | Exists | Exceeds | Same
