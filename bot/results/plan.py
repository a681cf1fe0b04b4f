"""The closed algebra over result rows: candidate plans for a question, each with the words it accounts for.

A plan selects rows of one group of tables (or of one event), and looks up, ranks, counts, compares or computes over one
column. Every row and column it touches is kept, so that the answer can cite every operand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from bot.algebra.arithmetic import Found
from bot.algebra.grid import Facet, Grid
from bot.algebra.terms import Check, Condition, Posed
from bot.question.lexicon import FOREMOST, LISTINGS, MATCH_WORDS, OPPOSED, STANDINGS, Asked, Operation
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.advancing import Advance
from bot.results.finder import TableFinder
from bot.results.selection import Selection


class PlanKind(StrEnum):
    """What a plan does with its rows."""

    LOOKUP = "look up"
    NTH = "rank"
    EXTREME = "extreme"
    COUNT = "count"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    MEAN = "mean"
    SUM = "sum"
    COMPARE = "compare"
    ROUNDS = "across rounds"
    GAP = "gap between neighbours"
    ABSENT = "not among"
    STATUS = "without a mark"
    LIST = "list"
    TABLES = "count tables"
    MEDIAN = "median"
    SHARE = "share"
    SEGMENT = "part of a race"
    PART = "part of a row"
    GROUP = "group"
    COMPOSED = "compose"
    MEETING = "meeting"
    PODIUM = "places in a row"
    CROSSED = "one against the other"
    CELL = "what a cell tells"
    RATE = "what a row comes to"


@dataclass(frozen=True)
class Composition:
    """A plan of the trained parser: its term, what it gave, the plan in English, and how far it is believed."""

    term: Posed
    found: Found
    grid: Grid
    """The rows that the term is about."""
    said: str
    belief: float
    """Probability that the answer is right if these are the tables asked about, 0 to 1."""
    is_weak: bool = False
    """Whether it leaves a telling word aside, is of another kind than asked for, or only finds that a row is there."""
    conditions: tuple[Condition, ...] = ()
    """What of the question picks the rows."""
    beside: tuple[Line, ...] = ()
    """Other rows that the question names; they belong into the answer though not among its values."""


@dataclass(frozen=True)
class Grouped:
    """Rows that hold the same in a column, and what they come to."""

    name: str
    lines: tuple[Line, ...]
    number: float


@dataclass(frozen=True)
class Plan:
    """One way to answer from results."""

    kind: PlanKind
    lines: tuple[Line, ...]
    """Rows that carry the answer, in order; for a comparison the better one first."""
    columns: tuple[int, ...]
    """Columns asked for, by index into each row's table; empty where rank and mark say it all."""
    explained: frozenset[int]
    """Question tokens the plan accounts for."""
    score: float
    """Share of the question's weight that is accounted for, plus at most 0.1 for how well the tables fit."""
    result: float | None = None
    """Computed number, in the unit of the column."""
    counted: tuple[Line, ...] = ()
    """Rows that were looked at to count or to rank, when they are more than the rows of the answer."""
    note: str = ""
    """Condition in words: "under 3:30"."""
    bound: tuple[int, Check, str] | None = None
    """That condition: column, comparison, the value it is held against."""
    facet: Facet = Facet.VALUE
    """What of the column's cells is worked with: one side of each score, where a side's points are added up."""
    second: tuple[Line, ...] | None = None
    """Of rows of matches those in which the side asked about is the second; None unless its own part is worked with."""
    scale: int | None = None
    """The column by which rows were compared, where others are shown."""
    most: bool | None = None
    """Which end of what was compared is the answer, where rows can't show it: True for the largest."""
    measure: Line | None = None
    """The record that a condition or a difference holds rows against."""
    advance: Advance | None = None
    """Who went on, or did not, where the question asks for those."""
    composition: Composition | None = None
    """What the trained parser composed; None for the other plans."""
    grouped: tuple[Grouped, ...] = ()
    """The groups of the answer, where rows are put together."""
    by_lead: frozenset[int] = frozenset()
    """Of the explained tokens those that only the first lines of the tables' document account for."""

    def described(self) -> str:
        """The plan in words."""
        if self.composition is not None:
            table = self.counted[0].view.head.called()
            return f"{self.composition.said} in {table} [{self.composition.belief:.2f}]"
        table = self.lines[0].view.head.called() if self.lines else "no table"
        labels = [self.lines[0].view.columns[c].label for c in self.columns] if self.lines else []
        what = ", ".join(labels) or "rank and mark"
        who = ", ".join(line.name for line in self.lines[:4])
        return f"{self.kind.value} {what} of {who} in {table} [{self.score:.2f}]"


ANYWHERE = {"any", "overall", "across", "rounds", "all", "whole", "entire", "both"}
# Factor on a plan's score when a word left over stands in the headings of other tables: "medley" in a freestyle race.
_OTHER_EVENT = 0.85
_OTHER_SEX = 0.6  # "the women's" over a table that doesn't say whose it is
_OTHER_DEED = 0.6  # "who coaches the bronze medallist" over a row that doesn't say what "who" does
_OTHER_TIME = 0.6  # "last year" over a table whose headings don't speak of it
_SPECIFIC_LEFT = 0.8  # for each name or figure that the plan leaves unaccounted for
# Factor when no column holds what is asked for: the distance of a race whose table gives times.
_COLUMN_KINDS = (Asked.DISTANCE, Asked.TIME, Asked.NATION, Asked.DATE)
_NO_COLUMN = 0.6
_CONTEST = 0.03  # for results of a contest over lists of bests and records, which name the same people
TELLING = 0.3  # weight from which a word left over means that something else is asked
_LEAD_ONLY = 0.04  # for each name or figure that stands in the document's first lines but not in the table's headings
_LEAD_ELSEWHERE = 0.65  # factor where one of them tells a few other tables by their headings: those are meant
_NAMED_ROWS = 0.02  # for tables whose rows the question names: a match's score is in the teams' table, not the players'
_HEADED_SO = 0.04  # for tables that are called the standings that the question asks for, over any with a first row
_UNUSED_CUE = 0.04  # cost of a word that asks for an operation the plan doesn't do, even where it weighs nothing
_CONTESTS = {"race", "event", "competition", "contest", "course"}  # which results that rank rows are of
_RESTRICTED = 0.8  # "in overtime" where nothing tells of it
_RESTRICTING, _ARTICLES = {"in", "at", "during", "after", "before", "on"}, {"the", "a", "his", "her", "their", "its"}
_FIT_SHARE, _MAX_FIT = 0.01, 10.0


def make_plan(
    rows: Selection,
    kind: PlanKind,
    lines: Sequence[Line],
    columns: Sequence[int],
    words: frozenset[int],
    **more: object,
) -> Plan:
    """A plan with its score; `words` are the tokens that it accounts for beside the group's headings."""
    own = words | _free_of_rows(rows)
    asking = {cue.word for cue in rows.question.cues if cue.operation is not Operation.NTH}
    # That a report begins with "faster" doesn't do the comparing.
    explained = (rows.group.explained - (rows.group.lead_only & asking)) | own
    more.setdefault("advance", rows.advance if rows.advance and rows.advance.words <= words else None)
    more.setdefault("by_lead", rows.group.lead_only - own)
    return Plan(kind, tuple(lines), tuple(columns), explained, _score(rows, explained, own), **more)  # type: ignore[arg-type]


def asks_for_more(rows: Selection, words: frozenset[int]) -> bool:
    """Whether a telling word is left over when names, headings and `words` are accounted for."""
    known = rows.group.explained | words | _free_of_rows(rows) | {cue.word for cue in rows.question.cues}
    return any(w >= TELLING and i not in known for i, w in enumerate(rows.question.weights))


def _free_of_rows(rows: Selection) -> frozenset[int]:
    """Tokens that every plan over these rows accounts for."""
    words = rows.question.words
    own = frozenset(i for i, word in enumerate(words) if word.text in ANYWHERE)
    view = rows.group.views[0]
    if view.sides is not None or "oppon" in view.kind_stems:  # each row is what these words call it
        own |= {i for i, word in enumerate(words) if word.text in MATCH_WORDS}
    own |= {i for i, word in enumerate(words) if word.text in LISTINGS}
    if view.is_contest and view.sides is None:
        own |= {i for i, word in enumerate(words) if word.text in _CONTESTS}
    own |= {i for i, stem in enumerate(rows.question.stems) if stem in rows.group.views[0].kind_stems}
    own |= {cue.word + 1 for cue in rows.places if len(cue.places) > 1 and words[cue.word].text in FOREMOST}
    return own | rows.question.achieving | rows.opponents | rows.narrowing


def _score(rows: Selection, explained: frozenset[int], own: frozenset[int]) -> float:
    """Share of the question accounted for, less what speaks against these tables, plus a little for their fit."""
    question = rows.question
    doubts = doubts_of(question, rows.finder, explained)
    unused = sum(cue.word not in explained for cue in question.cues)
    by_lead = sum(question.is_specific(i) for i in rows.group.lead_only)
    subjects = frozenset(i for mention, _ in rows.subjects for i in mention.words)
    doubts *= led_elsewhere(question, rows.group.lead_only - subjects - own, rows.finder)
    favour = max(0.0, min(rows.group.fit, _MAX_FIT)) * _FIT_SHARE
    headed = rows.group.explained - rows.group.lead_only
    favour += _HEADED_SO if any(question.words[i].text in STANDINGS for i in headed) else 0.0
    favour += (_NAMED_ROWS if rows.sides else 0.0) + (_CONTEST if rows.group.views[0].is_contest else 0.0)
    return question.coverage(explained) * doubts + favour - _UNUSED_CUE * unused - _LEAD_ONLY * by_lead


def led_elsewhere(question: Question, lead_only: frozenset[int], finder: TableFinder) -> float:
    """Factor for words that only a document's first lines account for, and that tell a few other tables."""
    led = [i for i in lead_only if question.is_specific(i)]
    return _LEAD_ELSEWHERE if any(finder.names_few(question.stems[i]) for i in led) else 1.0


def _restricts(question: Question, index: int) -> bool:
    """Whether a word left over says of what part the figure is asked: "in overtime", "at the interval"."""
    before = question.before(index) or ""
    if before in _ARTICLES and index > 1:
        before = question.before(index - 1) or ""
    ends = index + 1 == len(question.words) or not question.weights[index + 1]
    return before in _RESTRICTING and ends and question.weights[index] >= TELLING


def doubts_of(question: Question, finder: TableFinder, explained: frozenset[int]) -> float:
    """Product of the factors for what the plan leaves unaccounted for; 1 when that is nothing that matters."""
    wanted = question.asked[0]
    left = [i for i in range(len(question.words)) if i not in explained]
    weighty = [i for i in left if question.weights[i] > 0]
    factors = (
        _SPECIFIC_LEFT ** min(2, sum(question.is_specific(i) for i in weighty)),
        _RESTRICTED if any(_restricts(question, i) for i in weighty) else 1.0,
        _OTHER_EVENT if any(finder.names_events(question.stems[i]) for i in weighty) else 1.0,
        _OTHER_TIME if question.other_time - explained else 1.0,
        _OTHER_SEX if any(question.stems[i] in OPPOSED for i in left) else 1.0,
        _OTHER_DEED if (question.deed & set(weighty)) - question.words_asking(Asked.MARK) else 1.0,
        _NO_COLUMN if wanted in _COLUMN_KINDS and not question.words_asking(wanted) <= explained else 1.0,
    )
    return prod(factors)
