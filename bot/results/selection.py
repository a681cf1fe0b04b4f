"""The rows of one group of tables as a question picks among them: who is named, what bounds hold, which places."""

from collections.abc import Sequence
from functools import cached_property

from bot.algebra.terms import Check
from bot.question.cues import Cue
from bot.question.lexicon import BODILY, PERSONS, SCORED, Asked, Operation
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.tables import Line, TableView
from bot.results.advancing import advance_of, words_of_being_there
from bot.results.bounds import (
    Limit,
    digits_limit,
    exact_limit,
    figure_limit,
    none_limit,
    par_limit,
    signed_limit,
    some_limit,
    unbeaten_limit,
)
from bot.results.columns import abbreviates, asked_columns, duration_column, is_ranking, labels_said
from bot.results.contests import of_one_contest
from bot.results.finder import TableFinder
from bot.results.gathered import Group
from bot.results.narrowing import narrowed
from bot.results.senses import holds, leads
from retriever.store import CellPlace
from retriever.text import terms
from retriever.values import ValueType

_BETTER = {"beat", "beating", "break", "broke", "broken", "faster", "quicker", "better", "bettered", "inside", "under",
           "improved", "surpassed", "further", "higher"}  # fmt: skip
_WORSE = {"slower", "worse", "outside", "missed", "short"}
AGAINST_RECORDS = {"lower", "lowered", "improve", "improved", "cut", "cutting", "off", "outside", "inside", "short",
                   "beat", "break", "broke", "stood", "standing", "since", "old", "previous"}  # fmt: skip
_OUTSIDE = {"outside", "missed", "miss", "missing", "beyond"}
_STANDING = {"old", "previous", "existing", "then", "stood", "standing", "former", "had", "since"}
_ANYONE = ("else", "rest", "others", "field", "next", "nearest", "winner", "anyone", "rivals", "rival")
_LONG = {"longest", "shortest", "long", "short", "longer", "shorter"}
_RECORDS = {"best", "worst"}  # of matches won and lost
_SPLITS = {"split", "splits"}
_BIRTH = frozenset(terms("born birth dob yob birthdate"))
_SIDES = 2  # rows of a match's table
_COUNTED_TYPES = (ValueType.NUMBER, ValueType.TIME, ValueType.DISTANCE, ValueType.PERCENT, ValueType.MONEY)


class Selection:
    """What a question names and asks of one group of tables."""

    def __init__(self, question: Question, mentions: Sequence[Mention], group: Group, finder: TableFinder) -> None:
        labels = [column.label for column in group.views[0].columns]
        question = question.beside(_labelled(question, labels, mentions, group))
        entered = [line for view in group.views for line in view.lines()]
        self.owned, self.met = _whose(mentions, group)
        self.entered, self.narrowing = narrowed(question, entered, self.owned, self.met)
        question = question.beside(question.labelled | (self.narrowing - question.scope.words))
        self.question, self.group, self.finder, self.mentions = question, group, finder, mentions
        present = [line for line in self.entered if not _is_absent(line)]
        self.lines = [line for line in present if not line.sums_up] or present
        self.opponents: set[int] = set()
        self.sides: list[tuple[Mention, list[Line]]] = []
        self.subjects, self.filters = self.split(mentions, present)
        self.outside = tuple(c for c in question.has(Operation.NTH) if _is_missed(question, c))
        self.places = tuple(c for c in question.has(Operation.NTH) if c not in self.outside)
        self.advance = advance_of(question, self.lines, finder)
        self.yardsticks = self._yardsticks()

    def split(
        self, mentions: Sequence[Mention], lines: Sequence[Line]
    ) -> tuple[list[tuple[Mention, list[Line]]], list[tuple[Mention, list[Line]]]]:
        """Mentions that name rows (athletes, teams), and mentions that describe them (nations, clubs)."""
        by_key = {line.key: line for line in lines}  # a row of totals may be named, though it is none to count
        mentions = [mention for mention in mentions if not self._is_noun(mention)]
        subjects: list[tuple[Mention, list[Line]]] = []
        filters: list[tuple[Mention, list[Line]]] = []
        for mention in mentions:
            named: list[Line] = []
            described: list[Line] = []
            for place in self._on_the_way(mention):
                line = by_key.get((place.table_id, place.row))
                if line is not None:
                    (named if place.column == line.view.label else described).append(line)
            if named:
                subjects.append((mention, named))
            elif described:
                filters.append((mention, described))
        self.sides = subjects
        return self.without_opponents(subjects), self.without_opponents(filters)

    def _is_noun(self, mention: Mention) -> bool:
        """Whether the words of a mention only say what people are: "runners" is not the club of that name."""
        words = [self.question.words[i] for i in mention.words]
        return all(w.text in PERSONS and self.question.text[w.start].islower() for w in words)

    def _on_the_way(self, mention: Mention) -> Sequence[CellPlace]:
        """The places of a name in the column that a verb asks for, where it stands in two: "joined" is "New club"."""
        view = self.group.views[0]
        here = [place for place in mention.places if place.table_id == view.table.table_id]
        columns = sorted({place.column for place in here})
        if len(columns) < 2:
            return mention.places
        said = [word.text for word in self.question.words]
        meant = [c for c in columns if any(leads(view.columns[c].label, word) for word in said)]
        return [place for place in here if place.column in meant] if meant else mention.places

    def _yardsticks(self) -> list[tuple[Mention, Line]]:
        """Rows of records that the question names, in the same documents: what marks of these rows are held against."""
        home = self.group.views[0]
        kind = home.columns[home.mark].type if home.mark is not None else None
        here = {view.table.table_id for view in self.group.views}
        documents = {view.head.summary.document_id for view in self.group.views}
        found = []
        for mention in self.mentions:
            for place in mention.places:
                view = self.finder.view(place.table_id)
                if place.table_id in here or view.head.summary.document_id not in documents:
                    continue
                line = Line(view, view.table.rows[place.row])
                if view.holds_records and line.mark and line.mark.type is kind:
                    found.append((mention, line))
        return found if home.rank is not None else []

    def without_opponents(self, found: list[tuple[Mention, list[Line]]]) -> list[tuple[Mention, list[Line]]]:
        """Leave out the sides that are only said to be played against, unless nothing else is named."""
        own = [(mention, lines) for mention, lines in found if not self.question.is_opponent(mention.words)]
        self.opponents |= {i for m, _ in found if self.question.is_opponent(m.words) for i in m.words}
        return own or found

    def asked_columns_but(
        self, view: TableView, but: Sequence[int | None] = ()
    ) -> tuple[tuple[int, ...], frozenset[int]]:
        """Columns the question asks for, without those of `but`, and the tokens that ask."""
        headed = self.group.explained - self.group.lead_only  # "time" of "the time trial" asks for no column
        found = [(c, w) for c, w in asked_columns(self.question, view) if c not in but and not (w and w <= headed)]
        words = frozenset(i for _, w in found for i in w)
        if any(view.columns[c].type is ValueType.TIME and c != view.mark and w for c, w in found):
            words |= {i for i, word in enumerate(self.question.words) if word.text in _SPLITS}  # "the bike split"
        return tuple(c for c, _ in found), words

    def kept(self) -> tuple[list[Line], frozenset[int]]:
        """Lines that the describing mentions allow ("the Americans", "Lions or Bears"), and the words that said so."""
        by_column: dict[int, set[tuple[str, int]]] = {}
        words = frozenset[int]()
        for mention, described in self.filters:
            place = next(p for p in mention.places if (p.table_id, p.row) == described[0].key)
            by_column.setdefault(place.column, set()).update(line.key for line in described)
            words |= mention.words | self.label_words(mention, described[0])
        kept = [line for line in self.lines if all(line.key in keys for keys in by_column.values())]
        for cue in self.outside:
            kept = [line for line in kept if self.place(line) not in (None, *cue.places)]
            words |= {cue.word, cue.word - 1, cue.word - 2} & set(range(len(self.question.words)))
        if self.advance is None:
            return kept, words | words_of_being_there(self.question, self.group.views[0].head.scope.round)
        return [line for line in kept if line.key in self.advance.keys], words | self.advance.words

    def label_words(self, mention: Mention, line: Line) -> frozenset[int]:
        """Question words that name the column a mention stands in: "surface" of "where grass was the surface"."""
        columns = {p.column for p in mention.places if (p.table_id, p.row) == line.key}
        heads = [line.view.columns[c].label for c in columns]
        labels = {found for label in heads for found in terms(label)}
        ways = {i for i, word in enumerate(self.question.words) if any(leads(label, word.text) for label in heads)}
        said = self.question.words
        ways |= {i for i, word in enumerate(said) if any(abbreviates(label, word.text) for label in heads)}
        return frozenset(i for i, found in enumerate(self.question.stems) if found in labels) | ways

    def counts_a_column(self) -> bool:
        """Whether "how many" counts what a column holds (points, goals) rather than rows."""
        view = self.group.views[0]
        asked = [words for c, words in asked_columns(self.question, view) if view.columns[c].type in _COUNTED_TYPES]
        noun = self.question.counted_noun | {cue.word + 1 for cue in self.question.has(Operation.COUNT)}  # "180s"
        words = self.question.words
        if any(words[i].text == "of" for i in noun if i < len(words)):  # "how many of her goals were penalties"
            noun |= {i for i in range(1, len(words)) if words[i - 1].text in ("were", "was", "are", "is")}
        scored = bool(self.question.labelled) and any(
            self.question.words[i].text in SCORED for i in self.question.counted_noun
        )
        alone = self.question.labelled - self.narrowing
        return any(words & noun or (scored and bool(words & alone)) for words in asked)

    def counts_tables(self) -> bool:
        """Whether "how many" counts the heats or groups themselves, not who is in them."""
        counted = {cue.word + 1 for cue in self.question.has(Operation.COUNT)}
        one_round = {view.head.scope.round for view in self.group.views} == {self.question.scope.round}
        other = self.narrowing - self.question.scope.words  # "how many quarter-finals went to three sets"
        return one_round and bool(counted & self.question.scope.words) and self.advance is None and not other

    def at_places(self, cues: Sequence[Cue], lines: Sequence[Line]) -> list[Line]:
        wanted = [place for cue in cues for place in cue.places]
        found = [line for place in dict.fromkeys(wanted) for line in lines if self.place(line) == place]
        ranked = [line for line in lines if self.place(line) is not None]
        if any(cue.operation is Operation.LAST for cue in cues) and ranked and not found:
            last = max(self.place(line) or 0 for line in ranked)
            found = [line for line in ranked if self.place(line) == last]
        return found

    def part_of_contest(self) -> int | None:
        """The one column of a race or run by itself that the question names: "who won race 3", "the second run"."""
        view = self.group.views[0]
        parts = [c for c, words in asked_columns(self.question, view) if words and words <= self.question.labelled]
        return parts[0] if len(parts) == 1 and is_ranking(view, parts[0]) else None

    def at_places_of(self, cues: Sequence[Cue], lines: Sequence[Line], column: int) -> list[Line]:
        """The lines at these places by one column, its smallest number first; ties share a place."""
        numbers = {line.key: n for line in lines if (n := line.value(column).number) is not None}
        ahead = {key: 1 + sum(other < number for other in numbers.values()) for key, number in numbers.items()}
        wanted = [place for cue in cues for place in cue.places]
        return [line for place in dict.fromkeys(wanted) for line in lines if ahead.get(line.key) == place]

    def place(self, line: Line) -> int | None:
        """The printed rank; in a table of one race or match without ranks, the rank that the marks give."""
        if line.view.rank is not None:
            return line.place
        if line.view.sides is not None:
            return None  # each row is a match of its own
        one_race = line.view.head.scope.round is not None or len(line.view.table.rows) == _SIDES
        if not one_race or line.view.holds_records or not line.view.is_contest:
            return None
        if line.mark is None or line.mark.number is None:
            return None
        mine, low = line.mark.number, line.view.lower_is_better
        others = [other.mark.number for other in line.view.lines() if other.mark and other.mark.number is not None]
        return 1 + sum(number < mine if low else number > mine for number in others)

    def best_is_low(self, cue: Cue) -> bool:
        is_low = self.group.views[0].lower_is_better
        return is_low if self.question.words[cue.word].text == "best" else not is_low

    def _bodily_column(self, word: str) -> int | None:
        """The column of heights, weights or ages that "tallest" speaks of; the oldest record is of the first day."""
        view = self.group.views[0]
        held = (c for c, column in enumerate(view.columns) if holds(column.label, word))
        dated = (c for c, column in enumerate(view.columns) if view.holds_records and column.type is ValueType.DATE)
        aged = word in ("oldest", "older", "youngest", "younger")
        return next(held, next(dated, None) if aged else None)

    def is_turned(self, cue: Cue, column: int) -> bool:
        """Whether a scale runs the other way in a column: the oldest has the earliest date or year of birth."""
        is_bodily = self.question.words[cue.word].text in BODILY
        asked = self.group.views[0].columns[column]
        return is_bodily and (asked.type is ValueType.DATE or bool(_BIRTH & set(terms(asked.label))))

    def scale_column(self, cue: Cue) -> int | None:
        view, word = self.group.views[0], self.question.words[cue.word].text
        if ValueType.RANK in cue.kinds:
            return view.rank
        if word in BODILY:
            return self._bodily_column(word)
        if word in _RECORDS and self.question.after(cue.word) == "record" and view.is_league:
            return next((c for c, column in enumerate(view.columns) if column.label in ("W", "Won")), None)
        return self._scale_among(cue, asked_columns(self.question, view))

    def _scale_among(self, cue: Cue, named: Sequence[tuple[int, frozenset[int]]]) -> int | None:
        view = self.group.views[0]
        asked = [c for c, _ in named if c not in (view.label, view.rank)]
        own = [c for c, words in named if cue.word in words and view.columns[c].type is not ValueType.TEXT]
        if own:  # a column called "Fastest serve"
            return own[0]
        if self.question.stems[cue.word] in _LONG and (column := duration_column(view)) is not None and not asked:
            return column
        scales = [c for c in asked if view.columns[c].type not in (ValueType.TEXT, ValueType.EMPTY)]
        fitting = [c for c in scales if not cue.kinds or view.columns[c].type in cue.kinds]
        if fitting:
            return fitting[0]
        if view.mark is not None and (not cue.kinds or view.columns[view.mark].type in cue.kinds):
            return view.mark
        return next((c for c, column in enumerate(view.columns) if cue.kinds and column.type in cue.kinds), None)

    def limited_column(self, limit: Limit) -> int:
        """The column that a limit is about: the one asked for, or else the first of its type."""
        columns = self.group.views[0].columns
        if limit.column is not None:
            return limit.column
        asked = [c for c, _ in asked_columns(self.question, self.group.views[0])]
        mark = self.group.views[0].mark
        order: list[int] = [*asked, *([] if mark is None else [mark]), *range(len(columns))]
        return next(c for c in order if columns[c].type is limit.value.type)

    def bound(self, limit: Limit | None) -> tuple[int, Check, str] | None:
        """The limit as column, comparison and value."""
        return None if limit is None or limit.exact else (self.limited_column(limit), limit.check, limit.value.text)

    def within(self, limit: Limit, lines: Sequence[Line]) -> list[Line]:
        """Those lines whose value is within the limit."""
        column = self.limited_column(limit)
        return [line for line in lines if limit.allows(line.value(column))]

    def limit(self) -> Limit | None:
        """A figure of the question with the words that make it a limit: "under 3:30", "20 or more", "at least 10"."""
        view = self.group.views[0]
        figure = figure_limit(self.question, view, self.asked_words)
        told = figure or signed_limit(self.question, view) or digits_limit(self.question)
        told = told or par_limit(self.question, view) or none_limit(self.question, view, self.asked_words)
        told = told or unbeaten_limit(self.question, view) or exact_limit(self.question, view, self.asked_words)
        if self.question.asked[0] is Asked.COUNT and self.question.said("many") and not told:
            told = some_limit(self.question, view, self.asked_words)
        return told or self._record_limit()

    @cached_property
    def asked_words(self) -> frozenset[int]:
        """Tokens that ask for some column."""
        return frozenset(i for _, words in asked_columns(self.question, self.group.views[0]) for i in words)

    def _record_limit(self) -> Limit | None:
        """A record that rows are said to be better or worse than: "beat the old Olympic record"."""
        texts = [word.text for word in self.question.words]
        for mention, line in self.yardsticks:
            said = [i for i, text in enumerate(texts[: min(mention.words)]) if text in _BETTER | _WORSE]
            if said and line.mark is not None:
                below = (texts[said[-1]] in _BETTER) == self.group.views[0].lower_is_better
                old = {i for i, text in enumerate(texts) if text in _STANDING}
                words = frozenset({*mention.words, *said, *old})
                return Limit(line.mark, below=below, inclusive=False, words=words, measure=line)
        return None

    def pair(self) -> tuple[list[Line], frozenset[int]]:
        """The two rows of a difference: two named ones, two places, a named one and a place, or first and second."""
        kept, told = self.kept()
        lines = of_one_contest(kept, [found for _, found in self.sides])
        here = {line.key for line in lines}
        sides = [[line for line in found if line.key in here] for _, found in self.sides]
        named = distinct([found[0] for found in sides if len(found) == 1])
        words = told | frozenset(i for mention, _ in self.sides for i in mention.words)
        cues = (*self.places, *self.question.has(Operation.LAST))
        placed = self.at_places(self.places, lines)
        if self.question.has(Operation.LAST):
            placed += self.at_places(self.question.has(Operation.LAST), lines)
        pair = distinct([*named, *placed])[:2]
        if len(pair) == 1 and not (self.question.said("than") and not self.question.said(*_ANYONE)):
            wanted = 2 if self.place(pair[0]) == 1 else 1
            pair += [line for line in lines if self.place(line) == wanted][:1]
        if not pair and not self.filters and not cues:
            pair = [line for place in (1, 2) for line in lines if self.place(line) == place][:2]
        return pair, words | {cue.word for cue in cues}

    def lines_of(self, view: TableView) -> list[Line]:
        return [line for line in self.lines if line.view is view]

    def words_for(self, asked: Asked) -> frozenset[int]:
        """Tokens that only say what kind of answer is wanted ("which runner", "how many seconds")."""
        return self.question.words_asking(asked)


def _whose(mentions: Sequence[Mention], group: Group) -> tuple[frozenset[int], frozenset[int]]:
    """Tokens that headings account for, the side whose matches the rows are, and those that name a side it met."""
    labels = {view.table.table_id: view.label for view in group.views}
    owned = group.explained | frozenset(i for m in mentions if m.words & group.explained for i in m.words)
    met = (m.words for m in mentions if any(labels.get(p.table_id, -1) == p.column for p in m.places))
    return owned, frozenset(i for words in met for i in words) - owned


def _labelled(question: Question, labels: Sequence[str], mentions: Sequence[Mention], group: Group) -> frozenset[int]:
    """Tokens that only name columns; "the fastest serve" of a column so called asks whose, where nobody is named."""
    said = frozenset[int]().union(*labels_said(question, labels).values())
    here = {view.table.table_id for view in group.views}
    if any(place.table_id in here for mention in mentions for place in mention.places) or not question.wants_name:
        return said
    return said - {cue.word for cue in question.has(Operation.EXTREME)}


def _is_missed(question: Question, cue: Cue) -> bool:
    """Whether the places are those that somebody missed: "outside the medals", "missed the podium"."""
    before = question.words[max(0, cue.word - 2) : cue.word]
    return len(cue.places) > 1 and any(word.text in _OUTSIDE for word in before)


def distinct(lines: Sequence[Line]) -> list[Line]:
    return list({line.key: line for line in lines}.values())


def _is_absent(line: Line) -> bool:
    """Whether the row says that its athlete did not start: entered, never a competitor."""
    return line.status == "DNS"


def valued(lines: Sequence[Line], column: int) -> list[Line]:
    return [line for line in lines if line.value(column).number is not None]


def by_mark(line: Line) -> float:
    return (line.mark.number if line.mark is not None else None) or 0.0


def extremes_of(lines: Sequence[Line], column: int, *, low: bool) -> list[Line]:
    """The rows with the smallest or largest value, ties included."""
    valued = [line for line in lines if column < len(line.row.cells) and line.value(column).number is not None]
    if not valued:
        return []
    numbers = [line.value(column).number or 0.0 for line in valued]
    best = min(numbers) if low else max(numbers)
    return [line for line, number in zip(valued, numbers, strict=True) if number == best]
