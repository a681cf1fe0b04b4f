"""The closed algebra over result rows: candidate plans for a question, each with the words it accounts for.

A plan selects rows of one group of tables (or of one event), and looks up, ranks, counts, compares or computes over one
column. Every row and column it touches is kept, so that the answer can cite every operand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import prod

from bot.algebra.evaluate import Found
from bot.algebra.terms import Condition, Term
from bot.finder import Group, TableFinder
from bot.lexicon import APART, OPPOSED, Asked, Operation
from bot.links import Mention
from bot.premises import credits
from bot.question import Cue, Question
from bot.selection import Selection, by_mark, distinct, extremes_of, status_of, valued
from bot.tables import Line
from retriever.text import terms
from retriever.values import ValueType


class PlanKind(StrEnum):
    """What a plan does with its rows."""

    LOOKUP = "look up"
    NTH = "rank"
    EXTREME = "extreme"
    COUNT = "count"
    DIFFERENCE = "difference"
    MEAN = "mean"
    SUM = "sum"
    COMPARE = "compare"
    ROUNDS = "across rounds"
    GAP = "gap between neighbours"
    ABSENT = "not among"
    STATUS = "without a mark"
    LIST = "list"
    COMPOSED = "compose"


@dataclass(frozen=True)
class Composition:
    """A plan of the trained parser: its term, what it gave, the plan in English, and how far it is believed."""

    term: Term
    found: Found
    said: str
    belief: float
    """Probability that the answer is right if these are the tables asked about, 0 to 1."""
    operands: tuple[str, ...] = ()
    """Numbers that a total or a difference is worked out from, as printed."""
    is_weak: bool = False
    """Whether it leaves a telling word aside, is of another kind than asked for, or only finds that a row is there."""
    conditions: tuple[Condition, ...] = ()
    """What of the question picks the rows."""
    headings: tuple[tuple[tuple[str, int], Line], ...] = ()
    """(row's key, the row that heads it), for rows that stand under such a row."""
    beside: tuple[Line, ...] = ()
    """Other rows that the question names; they belong into the answer though not among its values."""


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
    composition: Composition | None = None
    """What the trained parser composed; None for the other plans."""

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


_ANYWHERE = {"any", "overall", "across", "rounds", "all", "whole", "entire", "both"}
_REACHING = {"reach", "get", "make", "through", "qualify", "advance", "progress", "take", "part", "run", "compete"}
_NEIGHBOURS = frozenset(terms("consecutive next neighbouring adjacent successive finishers two where occur"))
# Factor on a plan's score when a word left over stands in the headings of other tables: "medley" in a freestyle race.
_OTHER_EVENT = 0.85
_OTHER_SEX = 0.6  # "the women's" over a table that doesn't say whose it is
_SPECIFIC_LEFT = 0.8  # for each name or figure that the plan leaves unaccounted for
# Factor when no column holds what is asked for: the distance of a race whose table gives times.
_COLUMN_KINDS = (Asked.DISTANCE, Asked.TIME, Asked.NATION, Asked.DATE)
_NO_COLUMN = 0.6
_CONTEST = 0.03  # for results of a contest over lists of bests and records, which name the same people
TELLING = 0.3  # weight from which a word left over means that something else is asked
_LEAD_ONLY = 0.04  # for each name or figure that stands in the document's first lines but not in the table's headings
_LEAD_ELSEWHERE = 0.65  # factor where one of them tells a few other tables by their headings: those are meant
_NAMED_ROWS = 0.02  # for tables whose rows the question names: a match's score is in the teams' table, not the players'
_UNUSED_CUE = 0.04  # cost of a word that asks for an operation the plan doesn't do, even where it weighs nothing
_FIT_SHARE, _MAX_FIT = 0.01, 10.0


def plans_for(
    question: Question, mentions: Sequence[Mention], groups: Sequence[Group], finder: TableFinder
) -> list[Plan]:
    """Every plan the question's words allow over the given groups, best first; ties keep the groups' order."""
    found: list[Plan] = []
    for group in groups:
        found += _plans_of(Selection(question, mentions, group, finder))
    return sorted(found, key=lambda plan: -plan.score)


def _plans_of(rows: Selection) -> list[Plan]:
    """All candidate plans over one group of tables."""
    makers = (
        _lookups, _nth, _extremes, _counts, _differences, _means, _comparisons, _rounds, _gaps, _absences, _statuses,
        _lists,
    )  # fmt: skip
    return [plan for make in makers for plan in make(rows)]


def _plan(
    rows: Selection,
    kind: PlanKind,
    lines: Sequence[Line],
    columns: Sequence[int],
    words: frozenset[int],
    **more: object,
) -> Plan:
    everywhere = {i for i, word in enumerate(rows.question.words) if word.text in _ANYWHERE}
    explained = rows.group.explained | words | everywhere | rows.question.achieving | rows.opponents
    return Plan(kind, tuple(lines), tuple(columns), explained, _score(rows, explained), **more)  # type: ignore[arg-type]


def _score(rows: Selection, explained: frozenset[int]) -> float:
    """Share of the question accounted for, less what speaks against these tables, plus a little for their fit."""
    question = rows.question
    doubts = doubts_of(question, rows.finder, explained)
    unused = sum(cue.word not in explained for cue in question.cues)
    by_lead = sum(question.is_specific(i) for i in rows.group.lead_only)
    subjects = frozenset(i for mention, _ in rows.subjects for i in mention.words)
    doubts *= led_elsewhere(question, rows.group.lead_only - subjects, rows.finder)
    favour = max(0.0, min(rows.group.fit, _MAX_FIT)) * _FIT_SHARE
    favour += (_NAMED_ROWS if rows.sides else 0.0) + (_CONTEST if rows.group.views[0].is_contest else 0.0)
    return question.coverage(explained) * doubts + favour - _UNUSED_CUE * unused - _LEAD_ONLY * by_lead


def led_elsewhere(question: Question, lead_only: frozenset[int], finder: TableFinder) -> float:
    """Factor for words that only a document's first lines account for, and that tell a few other tables."""
    led = [i for i in lead_only if question.is_specific(i)]
    return _LEAD_ELSEWHERE if any(finder.names_few(question.stems[i]) for i in led) else 1.0


def doubts_of(question: Question, finder: TableFinder, explained: frozenset[int]) -> float:
    """Product of the factors for what the plan leaves unaccounted for; 1 when that is nothing that matters."""
    wanted = question.asked[0]
    left = [i for i in range(len(question.words)) if i not in explained]
    weighty = [i for i in left if question.weights[i] > 0]
    factors = (
        _SPECIFIC_LEFT ** min(2, sum(question.is_specific(i) for i in weighty)),
        _OTHER_EVENT if any(finder.names_events(question.stems[i]) for i in weighty) else 1.0,
        _OTHER_SEX if any(question.stems[i] in OPPOSED for i in left) else 1.0,
        _NO_COLUMN if wanted in _COLUMN_KINDS and not question.words_asking(wanted) <= explained else 1.0,
    )
    return prod(factors)


def _lookups(rows: Selection) -> Iterator[Plan]:
    if not rows.subjects or (rows.question.asked[0] is Asked.COUNT and not rows.counts_a_column()):
        return
    lines = distinct([line for _, named in rows.subjects for line in named])
    if len(lines) > len(rows.subjects) * len(rows.group.views):
        return
    words = frozenset(i for mention, _ in (*rows.subjects, *rows.filters) for i in mention.words)
    columns, column_words = rows.asked_columns_but(lines[0].view, but=(lines[0].view.label,))
    has_status = any(status_of(line) for line in lines)
    if columns and not has_status and not any(line.value(column).text for line in lines for column in columns):
        return  # the cells asked for are blank: the table doesn't say
    if not columns and not any(line.place or line.mark or status_of(line) for line in lines):
        return
    if rows.question.is_yes_no:
        return  # a row's cells don't confirm what the question asks about it; `bot.premises` judges places
    words |= column_words | {cue.word for cue in rows.places if _holds(rows, cue, lines)}
    if len(lines) == 1:  # "the total of assists" of one row is its cell
        words |= {cue.word for cue in rows.question.has(Operation.SUM)}
    if not columns and _asks_for_more(rows, words):
        return  # "who is her coach" asks for something no row holds
    yield _plan(rows, PlanKind.LOOKUP, lines, columns, words)


def _holds(rows: Selection, cue: Cue, lines: Sequence[Line]) -> bool:
    """Whether the question gives the one subject a place that one of the rows bears out."""
    said = len(rows.subjects) == 1 and credits(rows.question, cue, rows.subjects[0][0].words, rows.finder)
    return said and any(rows.place(line) in cue.places for line in lines)


def _asks_for_more(rows: Selection, words: frozenset[int]) -> bool:
    """Whether a telling word is left over when names, headings and `words` are accounted for."""
    known = rows.group.explained | words | rows.question.achieving | rows.opponents
    cues = {cue.word for cue in rows.question.cues}
    return any(w >= TELLING and i not in known | cues for i, w in enumerate(rows.question.weights))


def _nth(rows: Selection) -> Iterator[Plan]:
    cues = (*rows.places, *rows.question.has(Operation.LAST))
    among = distinct([line for _, named in rows.subjects for line in named])
    if not cues or len(among) == 1 or rows.question.has(Operation.DIFFERENCE):
        return
    kept, words = rows.kept()
    if among:  # "Lions or Bears, who won": the better of those named
        kept, words = among, words | {i for mention, _ in rows.subjects for i in mention.words}
    lines = rows.at_places(cues, kept)
    if lines:
        columns, column_words = rows.asked_columns_but(lines[0].view, but=(lines[0].view.rank,))
        words |= column_words | {cue.word for cue in cues} | rows.words_for(Asked.NAME)
        yield _plan(rows, PlanKind.NTH, lines, columns, words)


def _extremes(rows: Selection) -> Iterator[Plan]:
    for cue in rows.question.has(Operation.EXTREME):
        kept, words = rows.kept()
        if rows.subjects:
            return
        column = rows.scale_column(cue)
        if column is None or not kept:
            continue
        low = cue.low if cue.low is not None else rows.best_is_low(cue)
        best = extremes_of(kept, column, low=low)
        if not best:  # a column of dashes has no extreme
            continue
        shown, column_words = rows.asked_columns_but(kept[0].view)
        words |= column_words | {cue.word} | rows.words_for(Asked.NAME)
        yield _plan(rows, PlanKind.EXTREME, best, shown or (column,), words, counted=tuple(kept))


def _counts(rows: Selection) -> Iterator[Plan]:
    cues = rows.question.has(Operation.COUNT)
    if not cues or rows.subjects or rows.counts_a_column():
        return
    kept, words = rows.kept()
    words |= {cue.word for cue in cues} | rows.words_for(Asked.NAME) | rows.question.counted_noun
    status_words, codes = rows.question.statuses
    if codes:
        kept, words = [line for line in rows.entered if status_of(line) in codes], words | status_words
    limit = rows.limit()
    if limit is not None:
        kept = rows.within(limit, kept)
        words |= limit.words | rows.asked_columns_but(rows.group.views[0])[1]
    note = limit.said if limit is not None else ""
    if rows.lines:
        counted = tuple(rows.lines)
        yield _plan(rows, PlanKind.COUNT, kept, (), words, result=float(len(kept)), counted=counted, note=note)


def _differences(rows: Selection) -> Iterator[Plan]:
    cues = rows.question.has(Operation.DIFFERENCE)
    view = rows.group.views[0]
    across_rounds = len(rows.question.scope.rounds) > 1 and len(rows.subjects) == 1
    if not cues or view.mark is None or across_rounds:
        return
    columns, column_words = rows.asked_columns_but(view, but=(view.label, view.rank))
    column = next((c for c in columns if view.columns[c].type is not ValueType.TEXT), view.mark)
    pair, words = rows.pair()
    numbers = [line.value(column).number for line in pair]
    if len(pair) == 2 and None not in numbers:
        gap = abs((numbers[0] or 0.0) - (numbers[1] or 0.0))
        words |= column_words | {cue.word for cue in cues}
        words |= {cue.word for cue in rows.question.has(Operation.COMPARE)} | rows.words_for(Asked.TIME)
        words |= rows.words_for(Asked.DISTANCE) | {i for i, w in enumerate(rows.question.words) if w.text in APART}
        yield _plan(rows, PlanKind.DIFFERENCE, pair, (column,), words, result=gap)


def _lists(rows: Selection) -> Iterator[Plan]:
    """Everyone of a nation, a club or a category ("the Jamaicans in the final")."""
    others = (Operation.EXTREME, Operation.NTH, Operation.COUNT, Operation.DIFFERENCE, Operation.MEAN, Operation.SUM)
    asks = rows.question.has(Operation.LIST) or rows.question.said("which", "who", "what")
    limit = rows.limit()
    other = any(rows.question.has(operation) for operation in others)
    if rows.subjects or not (rows.filters or limit) or not asks or other:
        return
    kept, words = rows.kept()
    if limit is not None:
        kept, words = rows.within(limit, kept), words | limit.words
    if kept:
        columns, column_words = rows.asked_columns_but(kept[0].view)
        words |= column_words | rows.words_for(Asked.NAME) | {cue.word for cue in rows.question.has(Operation.LIST)}
        yield _plan(rows, PlanKind.LIST, kept, columns, words)


def _means(rows: Selection) -> Iterator[Plan]:
    for kind, operation in ((PlanKind.MEAN, Operation.MEAN), (PlanKind.SUM, Operation.SUM)):
        cues = rows.question.has(operation)
        if not cues:
            continue
        view = rows.group.views[0]
        columns, column_words = rows.asked_columns_but(view, but=(view.label, view.rank))
        column = next((c for c in columns if view.columns[c].type is not ValueType.TEXT), view.mark)
        kept, words = rows.kept()
        named = distinct([line for _, lines in rows.subjects for line in lines])
        lines = named or rows.at_places(rows.places, kept) or kept
        marked = valued(lines, column) if column is not None else []
        without = [line for line in lines if line not in marked]
        known = [line.value(column).number or 0.0 for line in marked] if column is not None else []
        if column is not None and len(known) > 1 and all(status_of(line) for line in without):
            total = sum(known)
            words |= column_words | {cue.word for cue in (*cues, *rows.places)} | rows.words_for(Asked.TIME)
            words |= frozenset(i for mention, _ in rows.subjects for i in mention.words)
            result = total / len(known) if kind is PlanKind.MEAN else total
            note = ", ".join(f"{line.name} ({status_of(line)})" for line in without)
            yield _plan(rows, kind, marked, (column,), words, result=result, counted=tuple(lines), note=note)


def _comparisons(rows: Selection) -> Iterator[Plan]:
    """Two named rows, or the rows at one place of two tables ("which semi-final had the faster winner")."""
    cues = rows.question.has(Operation.COMPARE)
    lines = distinct([found[0] for _, found in rows.sides])
    words = frozenset(i for mention, _ in rows.sides for i in mention.words)
    if not rows.sides and len(rows.places) == 1 and len(rows.places[0].places) == 1:
        lines = rows.at_places(rows.places, rows.lines)
        words = frozenset({rows.places[0].word})
    if not cues or len(lines) != 2:
        return
    view = lines[0].view
    column = rows.scale_column(cues[0])
    if column is None:
        column = view.mark if view.mark is not None else view.rank
    if column is None or any(line.value(column).number is None for line in lines):
        return
    low = cues[0].low if cues[0].low is not None else view.lower_is_better or column == view.rank
    ordered = sorted(lines, key=lambda line: (line.value(column).number or 0.0) * (1 if low else -1))
    words |= {cue.word for cue in cues} | rows.asked_columns_but(view)[1] | rows.words_for(Asked.NAME)
    yield _plan(rows, PlanKind.COMPARE, ordered, (column,), words)


def _rounds(rows: Selection) -> Iterator[Plan]:
    """One athlete through the rounds: the fastest of them, or all."""
    wanted = rows.question.scope.rounds
    gap = rows.question.has(Operation.DIFFERENCE)
    across = len(wanted) > 1 or Asked.SUMMARY in rows.question.asked or rows.question.said(*_ANYWHERE, "progress")
    if len(rows.subjects) != 1 or not across:
        return
    mention, named = rows.subjects[0]
    tables = {v.table.table_id: v for v in rows.finder.siblings(named[0].view)}
    places = [(tables[p.table_id], p.row) for p in mention.places if p.table_id in tables]
    lines = distinct([Line(view, view.table.rows[row]) for view, row in places])
    if len(wanted) > 1:
        lines = [line for line in lines if line.view.head.scope.round in wanted]
    if len(lines) < 2:
        return
    words = mention.words | rows.question.scope.words | {cue.word for cue in rows.question.cues}
    words |= rows.asked_columns_but(lines[0].view)[1]
    words |= {i for i, w in enumerate(rows.question.words) if w.text in _ANYWHERE | {"progress", "rounds"}}
    extremes = rows.question.has(Operation.EXTREME)
    marks = [line.mark.number for line in lines if line.mark is not None and line.mark.number is not None]
    if gap and len(lines) == 2 and len(marks) == 2 and lines[0].view.mark is not None:
        words |= rows.words_for(Asked.TIME)
        difference = abs(marks[0] - marks[1])
        yield _plan(rows, PlanKind.DIFFERENCE, lines, (lines[0].view.mark,), words, result=difference)
    elif extremes and lines[0].view.mark is not None and extremes[0].low is not None:
        best = extremes_of(lines, lines[0].view.mark, low=extremes[0].low)
        yield _plan(rows, PlanKind.EXTREME, best, (lines[0].view.mark,), words, counted=tuple(lines))
    else:
        yield _plan(rows, PlanKind.ROUNDS, lines, (), words)


def _gaps(rows: Selection) -> Iterator[Plan]:
    """The smallest or largest step from one row to the next in rank."""
    cues = rows.question.has(Operation.EXTREME)
    view = rows.group.views[0]
    if not cues or not rows.question.has(Operation.DIFFERENCE) or view.mark is None or rows.subjects:
        return
    column = view.mark
    steps = [
        (round(abs((after.value(column).number or 0.0) - (before.value(column).number or 0.0)), 6), before, after)
        for one in rows.group.views
        for before, after in pairwise(sorted(valued(rows.lines_of(one), column), key=by_mark))
    ]
    if steps:
        numbers = [gap for gap, _, _ in steps]
        best = min(numbers) if cues[0].low or cues[0].low is None else max(numbers)
        pairs = [line for gap, before, after in steps if gap == best for line in (before, after)]
        words = frozenset(cue.word for cue in rows.question.cues) | rows.words_for(Asked.NAME)
        words |= {i for i, found in enumerate(rows.question.stems) if found in _NEIGHBOURS}
        yield _plan(rows, PlanKind.GAP, pairs, (column,), words, result=best)


def _absences(rows: Selection) -> Iterator[Plan]:
    """A named athlete who is in another round of the event but not in the one asked about."""
    scope = rows.question.scope
    if not rows.question.is_yes_no or not scope.rounds or rows.subjects:
        return
    here = {view.table.table_id for view in rows.group.views}
    siblings = {v.table.table_id: v for v in rows.finder.siblings(rows.group.views[0])}
    for mention in rows.mentions:
        places = [p for p in mention.places if p.table_id in siblings and p.table_id not in here]
        lines = [Line(siblings[p.table_id], siblings[p.table_id].table.rows[p.row]) for p in places]
        named = [line for line, p in zip(lines, places, strict=True) if p.column == line.view.label]
        if named and not any(place.table_id in here for place in mention.places):
            last = max(named, key=lambda line: line.view.table.start)
            words = mention.words | {i for i, w in enumerate(rows.question.words) if w.text in _REACHING}
            yield _plan(rows, PlanKind.ABSENT, [last], (), words, counted=tuple(rows.lines))


def _statuses(rows: Selection) -> Iterator[Plan]:
    """Who did not start or finish, or was disqualified: the rows with that code in place of a mark."""
    words, codes = rows.question.statuses
    if not codes or rows.subjects or rows.question.has(Operation.COUNT):
        return
    found = [line for line in rows.entered if status_of(line) in codes]
    if found:
        words |= rows.words_for(Asked.NAME)
        yield _plan(rows, PlanKind.STATUS, found, (), words)
