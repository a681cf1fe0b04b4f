"""The closed algebra over result rows: candidate plans for a question, each with the words it accounts for.

A plan selects rows of one group of tables (or of one event), and looks up, ranks, counts, compares or computes over one
column. Every row and column it touches is kept, so that the answer can cite every operand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.columns import asked_columns
from bot.finder import Group, TableFinder
from bot.links import Mention
from bot.question import APART, Asked, Cue, Operation, Question
from bot.tables import Line, TableView
from retriever.text import terms
from retriever.values import Value, ValueType


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
    claimed: tuple[int, ...] = ()
    """Places that the question attributes to the row asked about; they may be wrong."""

    def described(self) -> str:
        """The plan in words."""
        table = self.lines[0].view.head.called() if self.lines else "no table"
        labels = [self.lines[0].view.columns[c].label for c in self.columns] if self.lines else []
        what = ", ".join(labels) or "rank and mark"
        who = ", ".join(line.name for line in self.lines[:4])
        return f"{self.kind.value} {what} of {who} in {table} [{self.score:.2f}]"


_UNDER = {"under", "below", "sub", "inside", "broke", "break", "beat", "less", "fewer", "faster", "quicker", "within"}
_OVER = {"over", "above", "more", "slower", "exceed", "exceeded", "least", "beyond", "past", "longer", "higher"}
_ANYWHERE = {"any", "overall", "across", "rounds", "all", "whole", "entire", "both"}
_REACHING = {"reach", "get", "make", "through", "qualify", "advance", "progress", "take", "part", "run", "compete"}
_NEIGHBOURS = frozenset(terms("consecutive next neighbouring adjacent successive finishers two where occur"))
# Factor on a plan's score when a word left over stands in the headings of other tables: "medley" in a freestyle race.
_OTHER_EVENT = 0.85
_FIT_SHARE, _MAX_FIT = 0.01, 10.0


def plans_for(
    question: Question, mentions: Sequence[Mention], groups: Sequence[Group], finder: TableFinder
) -> list[Plan]:
    """Every plan the question's words allow over the given groups, best first; ties keep the groups' order."""
    found: list[Plan] = []
    for group in groups:
        found += _Planner(question, mentions, group, finder).plans()
    return sorted(found, key=lambda plan: -plan.score)


class _Planner:
    """Plans over one group of tables."""

    def __init__(
        self, question: Question, mentions: Sequence[Mention], group: Group, finder: TableFinder
    ) -> None:
        self.question, self.group, self.finder, self.mentions = question, group, finder, mentions
        self.entered = [line for view in group.views for line in view.lines()]
        self.lines = [line for line in self.entered if not _is_absent(line)]
        self.subjects, self.filters = self._split(mentions)
        self.places = tuple(c for c in question.has(Operation.NTH))

    def plans(self) -> list[Plan]:
        """All candidate plans of this group."""
        makers = (self._lookups, self._nth, self._extremes, self._counts, self._differences, self._means,
                  self._comparisons, self._rounds, self._gaps, self._absences, self._statuses)  # fmt: skip
        return [plan for make in makers for plan in make()]

    def _split(
        self, mentions: Sequence[Mention]
    ) -> tuple[list[tuple[Mention, list[Line]]], list[tuple[Mention, list[Line]]]]:
        """Mentions that name rows (athletes, teams), and mentions that describe them (nations, clubs)."""
        by_key = {line.key: line for line in self.lines}
        subjects: list[tuple[Mention, list[Line]]] = []
        filters: list[tuple[Mention, list[Line]]] = []
        for mention in mentions:
            named: list[Line] = []
            described: list[Line] = []
            for place in mention.places:
                line = by_key.get((place.table_id, place.row))
                if line is not None:
                    (named if place.column == line.view.label else described).append(line)
            if named:
                subjects.append((mention, named))
            elif described:
                filters.append((mention, described))
        return subjects, filters

    def _plan(
        self, kind: PlanKind, lines: Sequence[Line], columns: Sequence[int], words: frozenset[int], **more: object
    ) -> Plan:
        everywhere = {i for i, word in enumerate(self.question.words) if word.text in _ANYWHERE}
        explained = self.group.explained | words | everywhere | self.question.achieving
        fit = max(0.0, min(self.group.fit, _MAX_FIT)) * _FIT_SHARE
        strays = [
            i
            for i, found in enumerate(self.question.stems)
            if i not in explained and self.question.weights[i] > 0 and self.finder.names_events(found)
        ]
        score = self.question.coverage(explained) * (_OTHER_EVENT if strays else 1.0) + fit
        return Plan(kind, tuple(lines), tuple(columns), explained, score, **more)  # type: ignore[arg-type]

    def _columns(self, view: TableView, but: Sequence[int | None] = ()) -> tuple[tuple[int, ...], frozenset[int]]:
        found = [(c, w) for c, w in asked_columns(self.question, view) if c not in but]
        return tuple(c for c, _ in found), frozenset(i for _, w in found for i in w)

    def _kept(self) -> tuple[list[Line], frozenset[int]]:
        """Lines that every describing mention allows ("the Americans"), and the words that said so."""
        lines, words = self.lines, frozenset[int]()
        for mention, described in self.filters:
            keys = {line.key for line in described}
            lines = [line for line in lines if line.key in keys]
            words |= mention.words | self._label_words(mention, described[0])
        return lines, words

    def _label_words(self, mention: Mention, line: Line) -> frozenset[int]:
        """Question words that name the column a mention stands in: "surface" of "where grass was the surface"."""
        columns = {p.column for p in mention.places if (p.table_id, p.row) == line.key}
        labels = {found for c in columns for found in terms(line.view.columns[c].label)}
        return frozenset(i for i, found in enumerate(self.question.stems) if found in labels)

    def _lookups(self) -> Iterator[Plan]:
        if not self.subjects or (self.question.asked[0] is Asked.COUNT and not self._counts_a_column()):
            return
        lines = _distinct([line for _, named in self.subjects for line in named])
        if len(lines) > len(self.subjects) * len(self.group.views):
            return
        words = frozenset(i for mention, _ in (*self.subjects, *self.filters) for i in mention.words)
        columns, column_words = self._columns(lines[0].view, but=(lines[0].view.label,))
        if columns and not any(line.value(column).text for line in lines for column in columns):
            return  # the cells asked for are blank: the table doesn't say
        claimed = self.places[0].places if len(self.places) == 1 and len(self.subjects) == 1 else ()
        words |= column_words | {cue.word for cue in self.places if claimed}
        yield self._plan(PlanKind.LOOKUP, lines, columns, words, claimed=claimed)

    def _counts_a_column(self) -> bool:
        """Whether "how many" counts what a column holds (points, goals) rather than rows."""
        asked = [words for _, words in asked_columns(self.question, self.group.views[0])]
        return any(words & self.question.counted_noun for words in asked)

    def _nth(self) -> Iterator[Plan]:
        cues = (*self.places, *self.question.has(Operation.LAST))
        among = _distinct([line for _, named in self.subjects for line in named])
        if not cues or len(among) == 1 or self.question.has(Operation.DIFFERENCE):
            return
        kept, words = self._kept()
        if among:  # "Lions or Bears, who won": the better of those named
            kept, words = among, words | {i for mention, _ in self.subjects for i in mention.words}
        lines = self._at_places(cues, kept)
        if lines:
            columns, column_words = self._columns(lines[0].view, but=(lines[0].view.rank,))
            words |= column_words | {cue.word for cue in cues} | self._words_for(Asked.NAME)
            yield self._plan(PlanKind.NTH, lines, columns, words)

    def _at_places(self, cues: Sequence[Cue], lines: Sequence[Line]) -> list[Line]:
        wanted = [place for cue in cues for place in cue.places]
        found = [line for place in dict.fromkeys(wanted) for line in lines if self._place(line) == place]
        ranked = [line for line in lines if self._place(line) is not None]
        if any(cue.operation is Operation.LAST for cue in cues) and ranked and not found:
            last = max(self._place(line) or 0 for line in ranked)
            found = [line for line in ranked if self._place(line) == last]
        return found

    def _place(self, line: Line) -> int | None:
        """The printed rank; in a table without one the rank that the marks give."""
        if line.view.rank is not None:
            return line.place
        if line.mark is None or line.mark.number is None:
            return None
        mine, low = line.mark.number, line.view.lower_is_better
        others = [other.mark.number for other in line.view.lines() if other.mark and other.mark.number is not None]
        return 1 + sum(number < mine if low else number > mine for number in others)

    def _extremes(self) -> Iterator[Plan]:
        for cue in self.question.has(Operation.EXTREME):
            kept, words = self._kept()
            if self.subjects:
                return
            column = self._scale_column(cue)
            if column is None or not kept:
                continue
            low = cue.low if cue.low is not None else self._best_is_low(cue)
            best = _extreme(kept, column, low=low)
            shown, column_words = self._columns(kept[0].view)
            words |= column_words | {cue.word} | self._words_for(Asked.NAME)
            yield self._plan(PlanKind.EXTREME, best, shown or (column,), words, counted=tuple(kept))

    def _best_is_low(self, cue: Cue) -> bool:
        is_low = self.group.views[0].lower_is_better
        return is_low if self.question.words[cue.word].text == "best" else not is_low

    def _scale_column(self, cue: Cue) -> int | None:
        view = self.group.views[0]
        asked = [c for c, _ in asked_columns(self.question, view) if c not in (view.label, view.rank)]
        scales = [c for c in asked if view.columns[c].type not in (ValueType.TEXT, ValueType.EMPTY)]
        fitting = [c for c in scales if not cue.kinds or view.columns[c].type in cue.kinds]
        if fitting:
            return fitting[0]
        if view.mark is not None and (not cue.kinds or view.columns[view.mark].type in cue.kinds):
            return view.mark
        return next((c for c, column in enumerate(view.columns) if cue.kinds and column.type in cue.kinds), None)

    def _counts(self) -> Iterator[Plan]:
        cues = self.question.has(Operation.COUNT)
        if not cues or self.subjects or self._counts_a_column():
            return
        kept, words = self._kept()
        words |= {cue.word for cue in cues} | self._words_for(Asked.NAME) | self.question.counted_noun
        limit = self._limit()
        note = ""
        if limit is not None:
            value, below, limit_words = limit
            column = next((c for c, x in enumerate(self.group.views[0].columns) if x.type is value.type), None)
            if column is None:
                return
            kept = [line for line in kept if _beyond(line.value(column), value, below=below)]
            words |= limit_words
            note = f"{'under' if below else 'over'} {value.text}"
        if self.lines:
            counted = tuple(self.lines)
            yield self._plan(PlanKind.COUNT, kept, (), words, result=float(len(kept)), counted=counted, note=note)

    def _limit(self) -> tuple[Value, bool, frozenset[int]] | None:
        """A figure of the question with the word that makes it a limit: "under 3:30"."""
        types = {column.type for column in self.group.views[0].columns}
        for figure in self.question.figures:
            if figure.value.type not in types or figure.value.number is None:
                continue
            inside = [i for i, w in enumerate(self.question.words) if figure.start <= w.start < figure.end]
            before = range(max(0, min(inside) - 4), min(inside)) if inside else ()
            for sense, below in ((_UNDER, True), (_OVER, False)):
                said = [i for i in before if self.question.words[i].text in sense]
                if said:
                    return figure.value, below, frozenset((*inside, *said))
        return None

    def _differences(self) -> Iterator[Plan]:
        cues = self.question.has(Operation.DIFFERENCE)
        view = self.group.views[0]
        across_rounds = len(self.question.scope.rounds) > 1 and len(self.subjects) == 1
        if not cues or view.mark is None or across_rounds:
            return
        columns, column_words = self._columns(view, but=(view.label, view.rank))
        column = next((c for c in columns if view.columns[c].type is not ValueType.TEXT), view.mark)
        pair, words = self._pair()
        numbers = [line.value(column).number for line in pair]
        if len(pair) == 2 and None not in numbers:
            gap = abs((numbers[0] or 0.0) - (numbers[1] or 0.0))
            words |= column_words | {cue.word for cue in cues}
            words |= {cue.word for cue in self.question.has(Operation.COMPARE)} | self._words_for(Asked.TIME)
            words |= self._words_for(Asked.DISTANCE) | {i for i, w in enumerate(self.question.words) if w.text in APART}
            yield self._plan(PlanKind.DIFFERENCE, pair, (column,), words, result=gap)

    def _pair(self) -> tuple[list[Line], frozenset[int]]:
        """The two rows of a difference: two named ones, two places, a named one and a place, or first and second."""
        named = _distinct([lines[0] for _, lines in self.subjects if len(lines) == 1])
        words = frozenset(i for mention, _ in self.subjects for i in mention.words)
        cues = (*self.places, *self.question.has(Operation.LAST))
        placed = self._at_places(self.places, self.lines)
        if self.question.has(Operation.LAST):
            placed += self._at_places(self.question.has(Operation.LAST), self.lines)
        pair = _distinct([*named, *placed])[:2]
        if len(pair) == 1:
            wanted = 2 if self._place(pair[0]) == 1 else 1
            pair += [line for line in self.lines if self._place(line) == wanted][:1]
        if not pair:
            pair = [line for place in (1, 2) for line in self.lines if self._place(line) == place][:2]
        return pair, words | {cue.word for cue in cues}

    def _gaps(self) -> Iterator[Plan]:
        """The smallest or largest step from one row to the next in rank."""
        cues = self.question.has(Operation.EXTREME)
        view = self.group.views[0]
        if not cues or not self.question.has(Operation.DIFFERENCE) or view.mark is None or self.subjects:
            return
        column = view.mark
        steps = [
            (round(abs((after.value(column).number or 0.0) - (before.value(column).number or 0.0)), 6), before, after)
            for one in self.group.views
            for before, after in pairwise(sorted(_valued(self._of(one), column), key=_by_mark))
        ]
        if steps:
            numbers = [gap for gap, _, _ in steps]
            best = min(numbers) if cues[0].low or cues[0].low is None else max(numbers)
            pairs = [line for gap, before, after in steps if gap == best for line in (before, after)]
            words = frozenset(cue.word for cue in self.question.cues) | self._words_for(Asked.NAME)
            words |= {i for i, found in enumerate(self.question.stems) if found in _NEIGHBOURS}
            yield self._plan(PlanKind.GAP, pairs, (column,), words, result=best)

    def _of(self, view: TableView) -> list[Line]:
        return [line for line in self.lines if line.view is view]

    def _absences(self) -> Iterator[Plan]:
        """A named athlete who is in another round of the event but not in the one asked about."""
        scope = self.question.scope
        if not self.question.is_yes_no or not scope.rounds or self.subjects:
            return
        here = {view.table.table_id for view in self.group.views}
        siblings = {v.table.table_id: v for v in self.finder.siblings(self.group.views[0])}
        for mention in self.mentions:
            places = [p for p in mention.places if p.table_id in siblings and p.table_id not in here]
            lines = [Line(siblings[p.table_id], siblings[p.table_id].table.rows[p.row]) for p in places]
            named = [line for line, p in zip(lines, places, strict=True) if p.column == line.view.label]
            if named and not any(place.table_id in here for place in mention.places):
                last = max(named, key=lambda line: line.view.table.start)
                words = mention.words | {i for i, w in enumerate(self.question.words) if w.text in _REACHING}
                yield self._plan(PlanKind.ABSENT, [last], (), words, counted=tuple(self.lines))

    def _statuses(self) -> Iterator[Plan]:
        """Who did not start or finish, or was disqualified: the rows with that code in place of a mark."""
        words, codes = self.question.statuses
        if not codes or self.subjects or self.question.has(Operation.COUNT):
            return
        found = [line for line in self.entered if _status(line) in codes]
        if found:
            words |= self._words_for(Asked.NAME)
            yield self._plan(PlanKind.STATUS, found, (), words)

    def _means(self) -> Iterator[Plan]:
        for kind, operation in ((PlanKind.MEAN, Operation.MEAN), (PlanKind.SUM, Operation.SUM)):
            cues = self.question.has(operation)
            if not cues:
                continue
            view = self.group.views[0]
            columns, column_words = self._columns(view, but=(view.label, view.rank))
            column = next((c for c in columns if view.columns[c].type is not ValueType.TEXT), view.mark)
            kept, words = self._kept()
            named = _distinct([line for _, lines in self.subjects for line in lines])
            lines = named or self._at_places(self.places, kept) or kept
            numbers = [line.value(column).number for line in lines] if column is not None else []
            known = [number for number in numbers if number is not None]
            if column is not None and known and len(known) == len(numbers):
                total = sum(known)
                words |= column_words | {cue.word for cue in (*cues, *self.places)} | self._words_for(Asked.TIME)
                words |= frozenset(i for mention, _ in self.subjects for i in mention.words)
                result = total / len(known) if kind is PlanKind.MEAN else total
                yield self._plan(kind, lines, (column,), words, result=result)

    def _comparisons(self) -> Iterator[Plan]:
        """Two named rows, or the rows at one place of two tables ("which semi-final had the faster winner")."""
        cues = self.question.has(Operation.COMPARE)
        lines = _distinct([found[0] for _, found in self.subjects])
        words = frozenset(i for mention, _ in self.subjects for i in mention.words)
        if not self.subjects and len(self.places) == 1 and len(self.places[0].places) == 1:
            lines = self._at_places(self.places, self.lines)
            words = frozenset({self.places[0].word})
        if not cues or len(lines) != 2:
            return
        view = lines[0].view
        column = self._scale_column(cues[0])
        if column is None:
            column = view.mark if view.mark is not None else view.rank
        if column is None or any(line.value(column).number is None for line in lines):
            return
        low = cues[0].low if cues[0].low is not None else view.lower_is_better or column == view.rank
        ordered = sorted(lines, key=lambda line: (line.value(column).number or 0.0) * (1 if low else -1))
        words |= {cue.word for cue in cues} | self._columns(view)[1] | self._words_for(Asked.NAME)
        yield self._plan(PlanKind.COMPARE, ordered, (column,), words)

    def _rounds(self) -> Iterator[Plan]:
        """One athlete through the rounds: the fastest of them, or all."""
        wanted = self.question.scope.rounds
        gap = self.question.has(Operation.DIFFERENCE)
        across = len(wanted) > 1 or Asked.SUMMARY in self.question.asked or self.question.said(*_ANYWHERE, "progress")
        if len(self.subjects) != 1 or not across:
            return
        mention, named = self.subjects[0]
        tables = {v.table.table_id: v for v in self.finder.siblings(named[0].view)}
        places = [(tables[p.table_id], p.row) for p in mention.places if p.table_id in tables]
        lines = _distinct([Line(view, view.table.rows[row]) for view, row in places])
        if len(wanted) > 1:
            lines = [line for line in lines if line.view.head.scope.round in wanted]
        if len(lines) < 2:
            return
        words = mention.words | self.question.scope.words | {cue.word for cue in self.question.cues}
        words |= self._columns(lines[0].view)[1]
        words |= {i for i, w in enumerate(self.question.words) if w.text in _ANYWHERE | {"progress", "rounds"}}
        extremes = self.question.has(Operation.EXTREME)
        marks = [line.mark.number for line in lines if line.mark is not None and line.mark.number is not None]
        if gap and len(lines) == 2 and len(marks) == 2 and lines[0].view.mark is not None:
            words |= self._words_for(Asked.TIME)
            difference = abs(marks[0] - marks[1])
            yield self._plan(PlanKind.DIFFERENCE, lines, (lines[0].view.mark,), words, result=difference)
        elif extremes and lines[0].view.mark is not None and extremes[0].low is not None:
            best = _extreme(lines, lines[0].view.mark, low=extremes[0].low)
            yield self._plan(PlanKind.EXTREME, best, (lines[0].view.mark,), words, counted=tuple(lines))
        else:
            yield self._plan(PlanKind.ROUNDS, lines, (), words)

    def _words_for(self, asked: Asked) -> frozenset[int]:
        """Tokens that only say what kind of answer is wanted ("which runner", "how many seconds")."""
        return self.question.words_asking(asked)


def _distinct(lines: Sequence[Line]) -> list[Line]:
    return list({line.key: line for line in lines}.values())


def _valued(lines: Sequence[Line], column: int) -> list[Line]:
    return [line for line in lines if line.value(column).number is not None]


def _by_mark(line: Line) -> float:
    return (line.mark.number if line.mark is not None else None) or 0.0


def _status(line: Line) -> str | None:
    """The code printed in place of a mark, in capitals: DNF."""
    codes = (cell.value.text.upper().rstrip(".") for cell in line.row.cells if cell.value.type is ValueType.STATUS)
    return next(codes, None)


def _is_absent(line: Line) -> bool:
    """Whether the row says that its athlete did not start: entered, never a competitor."""
    return _status(line) == "DNS"


def _extreme(lines: Sequence[Line], column: int, *, low: bool) -> list[Line]:
    """The rows with the smallest or largest value, ties included."""
    valued = [line for line in lines if column < len(line.row.cells) and line.value(column).number is not None]
    if not valued:
        return []
    numbers = [line.value(column).number or 0.0 for line in valued]
    best = min(numbers) if low else max(numbers)
    return [line for line, number in zip(valued, numbers, strict=True) if number == best]


def _beyond(value: Value, limit: Value, *, below: bool) -> bool:
    """Whether a value lies beyond the limit; one that equals it does not."""
    if value.number is None or limit.number is None or value.number == limit.number:
        return False
    return value.number < limit.number if below else value.number > limit.number
