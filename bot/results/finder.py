"""Which tables a question may mean, without reading their cells."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import pairwise

from bot.question.lexicon import OPPOSITES, Asked, Operation
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.scope import FINAL
from bot.question.tables import NEAREST, TableHead, TableView, lengths_named
from bot.results.columns import labels_said, words_for
from bot.results.gathered import Group, both_sides, whole_draws
from bot.results.narrowing import tells_parts, tells_rounds, tells_years
from retriever.store import Store
from retriever.text import terms

# Of a document: date line, infobox and first paragraphs name the venue and the year that its headings leave out.
LEAD_CHARS = 1500
MAX_GROUPS = 8
_MAX_LABELLED, _LABELS_SAID = 2, 2  # more of them, where labels account for that many words
_SUGGESTED_FROM = 40  # finals looked at for suggestions
_MAX_HEADS = 400  # heads scored in full; the rest share no rare word with the question
_UNNAMED_ROUND_BONUS = {FINAL: 0.3, None: 0.2}  # asked for no round, people mean the final
_LEAD_SHARE = 0.7  # a word found only in a document's lead ties it to the question less than one in its headings
_PAIR_BONUS = 0.15  # two neighbouring words of the question that are neighbours in the headings
_FEW = 0.25  # share of all tables
_ALIKE = 0.5  # share of the labels of the narrower of two tables that both have
_SAME_NAMES = 0.5  # of an earlier table, from which a later one of the same columns is its next state
_STRANGE_WORD = 0.02  # each word of the headings that the question doesn't say: "lightweight", "junior"


class TableFinder:
    """Finds the tables of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        summaries = store.table_summaries()
        ends: dict[str, int] = defaultdict(lambda: LEAD_CHARS)
        for summary in summaries:
            ends[summary.document_id] = min(ends[summary.document_id], summary.start)
        leads = {document_id: self._lead(document_id, end) for document_id, end in ends.items()}
        self._heads = {s.table_id: TableHead(s, leads[s.document_id]) for s in summaries}
        self._heading_stems = frozenset(found for head in self._heads.values() for found in head.stems)
        self._with_stem: dict[str, list[str]] = defaultdict(list)
        for table_id, head in self._heads.items():
            for found in sorted(head.stems | head.lead | head.label_stems | words_for(head.summary.labels)):
                self._with_stem[found].append(table_id)
        self._views: dict[str, TableView] = {}

    def groups(self, question: Question, mentions: Sequence[Mention], documents: Collection[str] | None) -> list[Group]:
        """The groups of tables a question may mean, best first; only of `documents` if given."""
        named = {place.table_id for mention in mentions for place in mention.places}
        scored: dict[tuple[tuple[str, ...], int], list[tuple[float, str, frozenset[int]]]] = defaultdict(list)
        plausible = self._plausible(question, named, documents)
        fitting = [table_id for table_id in plausible if not _contradicts(question, self._heads[table_id])]
        if documents is not None and not fitting:
            fitting = plausible  # whoever chose the table knows that it is the one
        if question.now is not None:
            fitting = self._newest(question, fitting)
        for table_id in fitting:
            head = self._heads[table_id]
            explained = _explained(question, head)
            scored[head.group, self._shapes[table_id]].append((_fit(question, head, mentions), table_id, explained))
        groups = [self._group(question, members) for members in scored.values()]
        if not question.scope.rounds and (question.has(Operation.EXTREME) or question.asked[0] is Asked.COUNT):
            groups = whole_draws(groups)
        if not question.scope.rounds and question.has(Operation.EXTREME):
            groups = both_sides(question, groups)
        ranked = sorted(groups, key=lambda g: (-g.fit, g.views[0].table.table_id))
        return [*ranked[:MAX_GROUPS], *self._labelled(question, ranked[MAX_GROUPS:])]

    def ranked_tables(self, question: Question, document: str) -> list[str]:
        """The tables of a document that rank rows, in order, but for those that the question rules out."""
        own = [t for t, head in self._heads.items() if head.summary.document_id == document]
        fitting = [t for t in own if not _contradicts(question, self._heads[t])]
        return sorted(t for t in fitting if self.view(t).rank is not None)

    def as_one(self, question: Question, mentions: Sequence[Mention], tables: Sequence[str]) -> Group:
        """These tables as one group."""
        heads = [(table_id, self._heads[table_id]) for table_id in tables]
        members = [(_fit(question, head, mentions), t, _explained(question, head)) for t, head in heads]
        return self._group(question, members)

    def _labelled(self, question: Question, groups: Sequence[Group]) -> list[Group]:
        """Of groups that headings speak little for those whose labels account for most of the question."""
        said = frozenset(question.stems[i] for i, weight in enumerate(question.weights) if weight > 0)
        told = [(sum(stem in self._said_by_labels(group) for stem in said), group) for group in groups]
        best = sorted((found for found in told if found[0] >= _LABELS_SAID), key=lambda found: -found[0])
        return [group for _, group in best[:_MAX_LABELLED]]

    def _said_by_labels(self, group: Group) -> frozenset[str]:
        head = group.views[0].head
        return head.label_stems | words_for(head.summary.labels)

    def _newest(self, question: Question, tables: Sequence[str]) -> list[str]:
        """The tables without those that a later one prints anew, as good an account of the question.

        It has the same columns and half of the names: the league of the women is no later state of the men's.
        """
        alike: dict[frozenset[str], list[str]] = defaultdict(list)
        for table_id in tables:
            alike[self._heads[table_id].label_stems].append(table_id)
        return [
            table_id
            for table_id in tables
            if not any(self._renews(question, other, table_id) for other in alike[self._heads[table_id].label_stems])
        ]

    def _renews(self, question: Question, later: str, earlier: str) -> bool:
        if not self._told_on(self._heads[earlier]) < self._told_on(self._heads[later]):
            return False
        if not self.explained(question, earlier) <= self.explained(question, later):
            return False
        names, others = (set(_names(self.view(table_id))) for table_id in (later, earlier))
        return bool(others) and len(names & others) >= _SAME_NAMES * len(others)

    def _told_on(self, head: TableHead) -> str:
        """The day on which a table was published; a table without one is the oldest."""
        return self._store.published.get(head.summary.document_id, "")

    def siblings(self, view: TableView) -> list[TableView]:
        """The tables of all rounds of the same event in the same document, and of documents named alike but for it."""
        return [self.view(table_id) for table_id in self._of_event[_event_words(view.head)]]

    @cached_property
    def _of_event(self) -> dict[frozenset[str], list[str]]:
        """The tables of each event, in the order of their ids."""
        found: dict[frozenset[str], list[str]] = defaultdict(list)
        for table_id, head in sorted(self._heads.items()):
            found[_event_words(head)].append(table_id)
        return found

    def years_like(self, heads: Sequence[TableHead]) -> frozenset[str]:
        """Years of the tables that are called like one of these but for the year; of all where none is given."""
        named = {_stems_but_years(head) for head in heads}
        others = (head for head in self._heads.values() if not named or _stems_but_years(head) in named)
        return frozenset(year for head in others for year in head.years)

    def names_few(self, stem: str) -> bool:
        """Whether a stem stands in the headings of some tables, but of few: it tells these from the others."""
        holding = sum(stem in self._heads[table_id].stems for table_id in self._with_stem.get(stem, ()))
        return 0 < holding <= _FEW * len(self._heads)

    def names_events(self, stem: str) -> bool:
        """Whether the stem stands in the headings of some table."""
        return stem in self._heading_stems

    def heads(self, stem: str) -> bool:
        """Whether the stem stands in the headings of some table, or is the whole label of a column."""
        return self.names_events(stem) or self.heads_column(stem)

    def heads_column(self, stem: str) -> bool:
        """Whether the stem is the whole label of a column in some table."""
        return stem in self._labels

    @cached_property
    def _shapes(self) -> dict[str, int]:
        """A number for each table: of those under one heading the same for tables with columns alike.

        Two heats are told in the same columns; batting and bowling, or players and quarters, are different tables.
        """
        kept: dict[tuple[str, ...], list[frozenset[str]]] = defaultdict(list)
        found: dict[str, int] = {}
        for table_id, head in sorted(self._heads.items()):
            labels = frozenset(head.summary.labels)
            shapes = kept[head.group]
            same = (n for n, other in enumerate(shapes) if len(labels & other) >= _ALIKE * min(len(labels), len(other)))
            number = next(same, len(shapes))
            if number == len(shapes):
                shapes.append(labels)
            found[table_id] = number
        return found

    @cached_property
    def _labels(self) -> frozenset[str]:
        labels = (terms(label) for head in self._heads.values() for label in head.summary.labels)
        return frozenset(stems[0] for stems in labels if len(stems) == 1)

    def document_of(self, table_id: str) -> str:
        """Document that holds the table."""
        return self._heads[table_id].summary.document_id

    def first_tables(self) -> dict[str, str]:
        """The first table of each document that has one, by document."""
        found: dict[str, str] = {}
        for table_id, head in sorted(self._heads.items(), key=lambda item: item[1].summary.start):
            found.setdefault(head.summary.document_id, table_id)
        return found

    def suggestions(self, count: int) -> list[str]:
        """Questions that ranked finals answer, spread over the library's documents."""
        found: dict[str, str] = {}
        for table_id, head in sorted(self._heads.items()):
            view = self.view(table_id) if head.scope.round == FINAL and len(found) < _SUGGESTED_FROM else None
            if view is not None and view.rank is not None and view.label is not None:
                found.setdefault(head.summary.document_id, f"Who won: {head.summary.title}?")
        step = max(1, len(found) // count)
        return list(found.values())[::step][:count]

    def names_rows(self, mention: Mention) -> bool:
        """Whether rows are about it somewhere: an athlete or a team, not the nation or the round beside one."""
        return any(self.view(place.table_id).label == place.column for place in mention.places)

    def names_nation(self, mention: Mention) -> bool:
        """Whether it stands in a column of nations or clubs somewhere."""
        return any(self.view(place.table_id).nation == place.column for place in mention.places)

    def explained(self, question: Question, table_id: str) -> frozenset[int]:
        """Question tokens that the table's headings, round, date and its document's first lines account for."""
        return _explained(question, self._heads[table_id])

    def weight_explained(self, question: Question, table_id: str, but: frozenset[int] = frozenset()) -> float | None:
        """What the tokens that name events, places and times, and that the table accounts for, weigh together.

        Those that only the first lines of its document account for weigh less. None where the headings contradict.
        """
        head = self._heads[table_id]
        if _contradicts(question, head):
            return None
        headed = self._headed(question, table_id)
        naming = {i for i, s in enumerate(question.stems) if question.is_specific(i) or s in self._heading_stems}
        told = (_explained(question, head) & naming) - but
        return sum(question.weights[i] * (1.0 if i in headed else _LEAD_SHARE) for i in told)

    def view(self, table_id: str) -> TableView:
        """The table with its cells."""
        if table_id not in self._views:
            self._views[table_id] = TableView(self._heads[table_id], self._store.table(table_id))
        return self._views[table_id]

    def _headed(self, question: Question, table_id: str) -> frozenset[int]:
        """Tokens that the table's own headings, or its round and date, account for."""
        head = self._heads[table_id]
        dated = {i for day, inside in question.dates if day == head.day for i in inside}
        stems = {i for i, found in enumerate(question.stems) if found in head.stems}
        return frozenset(dated | stems) | question.scope.words

    def _group(self, question: Question, members: Sequence[tuple[float, str, frozenset[int]]]) -> Group:
        best = max(fit for fit, _, _ in members)
        views = tuple(self.view(table_id) for fit, table_id, _ in sorted(members, key=lambda m: m[1]))
        explained = frozenset.intersection(*(words for _, _, words in members))
        headed = frozenset.union(*(self._headed(question, table_id) for _, table_id, _ in members))
        return Group(views, explained, explained - headed, best)

    def _plausible(self, question: Question, named: Collection[str], documents: Collection[str] | None) -> list[str]:
        weight: dict[str, float] = defaultdict(float)
        for index, found in enumerate(question.stems):
            holders = self._with_stem.get(found, ())
            for table_id in holders:
                weight[table_id] += question.weights[index] + 1 / (1 + len(holders))
        for table_id in named:
            weight[table_id] += 1
        if question.scope.rounds:
            for table_id, head in self._heads.items():
                if head.scope.round in question.scope.rounds:
                    weight[table_id] += 1
        pool = weight if documents is None else {t: weight.get(t, 0.0) for t in self._of(documents)}
        return sorted(pool, key=lambda t: (-pool[t], t))[:_MAX_HEADS]

    def _of(self, documents: Collection[str]) -> list[str]:
        wanted = set(documents)
        return [t for t, head in self._heads.items() if head.summary.document_id in wanted]

    def _lead(self, document_id: str, end: int) -> frozenset[str]:
        return frozenset(terms(self._store.document_text(document_id, end)))


def _stems_but_years(head: TableHead) -> frozenset[str]:
    """What the headings say but figures, of which dates and years are made."""
    return frozenset(found for found in terms(" ".join((head.summary.title, *head.path))) if not found.isdigit())


def _names(view: TableView) -> list[str]:
    return [] if view.label is None else [row.cells[view.label].value.text.casefold() for row in view.table.rows]


def _event_words(head: TableHead) -> frozenset[str]:
    rounds = {*head.scope.marks, head.scope.round or "", "round", "heat", "heats", "final", "semifinal", "quarterfinal"}
    rounds |= {"grand"}  # of a final
    return (
        frozenset(head.group[1 : head.group.index(NEAREST)])
        - rounds
        - {"repechage", "preliminary", "qualification", "group"}
    )


def _contradicts(question: Question, head: TableHead) -> bool:
    """Whether the headings name another round, another heat, or the other of two opposites."""
    scope, labels = question.scope, head.summary.labels
    if question.years and head.years and not question.years & head.years and not tells_years(labels):
        return True
    if question.lengths and head.lengths and not question.lengths & (head.lengths | lengths_named(" ".join(labels))):
        return True
    if question.dates and head.day is not None and head.day not in {day for day, _ in question.dates}:
        return True
    other_round = bool(scope.rounds) and head.scope.round is not None and head.scope.round not in scope.rounds
    other_mark = bool(scope.rounds and scope.marks and head.scope.rounds) and not scope.marks <= head.scope.marks
    if (other_round or other_mark) and not _tells_rounds_itself(question, labels):
        return True
    said = set(question.stems)
    return any(
        (a in said and b in head.stems and a not in head.stems and b not in said)
        or (b in said and a in head.stems and b not in head.stems and a not in said)
        for a, b in OPPOSITES
    )


def _tells_rounds_itself(question: Question, labels: Sequence[str]) -> bool:
    """Whether rows or columns are of several rounds, so that the headings leave open which."""
    if tells_rounds(labels) or tells_parts(question, labels):
        return True
    said = labels_said(question, labels)
    return bool(said) and not question.beside(frozenset().union(*said.values())).scope.rounds


def _explained(question: Question, head: TableHead) -> frozenset[int]:
    words = {i for i, found in enumerate(question.stems) if found in head.stems}
    # A gap told of at the start is not the one asked for.
    cues = frozenset(cue.word for cue in question.cues if cue.operation is not Operation.NTH)
    # A report's first lines speak of the final whatever the table holds.
    but = cues | question.beyond_lead | (question.scope.words if head.scope.round is None else frozenset())
    words |= {i for i, found in enumerate(question.stems) if found in head.lead and i not in but}
    words |= {i for day, inside in question.dates if day == head.day for i in inside}
    if head.scope.round in question.scope.rounds:
        words |= question.scope.words
    return frozenset(words)


def _fit(question: Question, head: TableHead, mentions: Sequence[Mention]) -> float:
    fit = 0.0
    dated = {i for day, inside in question.dates if day == head.day for i in inside}
    for index, found in enumerate(question.stems):
        if found in head.stems or index in dated:
            fit += question.weights[index]
        elif found in head.lead:
            fit += _LEAD_SHARE * question.weights[index]
    here = [m for m in mentions if any(place.table_id == head.summary.table_id for place in m.places)]
    fit += sum(question.weights[i] for i in {i for m in here for i in m.words})
    if not question.scope.rounds:
        fit += _UNNAMED_ROUND_BONUS.get(head.scope.round, 0.0)
    elif head.scope.round in question.scope.rounds:
        fit += 1.0
    fit += _PAIR_BONUS * sum(pair in head.pairs for pair in pairwise(question.stems))
    fit -= _STRANGE_WORD * len(head.stems - set(question.stems))
    return fit
