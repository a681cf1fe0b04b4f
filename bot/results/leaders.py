"""Plans that rank rows by one of their columns alone: who won the third quarter, who led at halfway; and that hold two
columns of the rows against each other: "how many scored more in the second half than in the first"."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.question.lexicon import Asked, Operation
from bot.question.part_labels import part_label
from bot.question.scope import is_ordinal_word, small_number
from bot.question.tables import Line, TableView
from bot.results.columns import asked_columns, is_ranking, labels_said
from bot.results.parts import part_columns
from bot.results.plan import Plan, PlanKind, make_plan
from bot.results.selection import Selection, by_mark, distinct, extremes_of
from retriever.text import fold
from retriever.values import ValueType

_LEADS = {"lead", "leads", "led", "leading", "leader", "ahead", "front"}
_WINS = {"win", "won", "wins", "winner"}
_ARTICLES = {"the", "a", "his", "her", "their", "its"}
_SIZES = (ValueType.NUMBER, ValueType.TIME, ValueType.DISTANCE)
_AT = {"after", "at", "in", "when", "passed", "through"}


def leaders(rows: Selection) -> Iterator[Plan]:
    """Who won one part of a contest, or led at a point of it."""
    question, view = rows.question, rows.group.views[0]
    verbs = [i for i, word in enumerate(question.words) if word.text in _LEADS | _WINS]
    if not verbs or question.is_yes_no or len(rows.group.views) > 1 or question.asked[0] is Asked.COUNT:
        return
    found = _part_asked(rows, verbs[0])
    named = distinct([line for _, lines in rows.sides for line in lines])
    kept, words = (named, frozenset[int]()) if len(named) > 1 else rows.kept()
    if found is None or len(named) == 1:
        return
    column, said = found
    best = extremes_of(kept, column, low=_low_wins(view, column))
    if best:
        words |= said | {verbs[0]} | rows.words_for(Asked.NAME) | {cue.word for cue in question.cues}
        words |= {i for i, word in enumerate(question.words) if word.text in _AT | _LEADS}
        words |= frozenset(i for mention, _ in rows.sides for i in mention.words)
        yield make_plan(rows, PlanKind.EXTREME, best, (column,), words, counted=tuple(kept), scale=column)


def _part_asked(rows: Selection, verb: int) -> tuple[int, frozenset[int]] | None:
    """The one column of a part that is named, or whose label stands right behind the verb."""
    view = rows.group.views[0]
    columns, _ = rows.asked_columns_but(view, but=(view.label, view.rank, view.mark))
    sized = [(c, w) for c, w in asked_columns(rows.question, view) if c in columns and _is_size(view, c)]
    leads = rows.question.words[verb].text in _LEADS
    parts = [(c, w) for c, w in sized if w and (part_label(view.columns[c].label) or c in part_columns(view))]
    if not leads:
        parts = [(c, w) for c, w in parts or sized if w and _stands_behind(rows, verb, w) and not _ranks(view, c)]
    elif not _is_first_or_grows(view, [c for c, _ in parts]):
        return None  # who led after the third of four is told by what the three come to
    return parts[0] if len(parts) == 1 else None


def _is_size(view: TableView, column: int) -> bool:
    return view.columns[column].type in _SIZES


def _ranks(view: TableView, column: int) -> bool:
    """Whether a column prints places, which are read as such."""
    return view.columns[column].type is not ValueType.TIME and is_ranking(view, column)


def _stands_behind(rows: Selection, verb: int, words: frozenset[int]) -> bool:
    at = verb + 1
    while at < len(rows.question.words) and rows.question.words[at].text in _ARTICLES:
        at += 1
    return at in words and rows.question.weights[at] > 0  # "won no gold" names no column called "No."


def _is_first_or_grows(view: TableView, columns: Sequence[int]) -> bool:
    """Whether who leads at that part stands in its column: it is the first, or times are counted from the start."""
    label = part_label(view.columns[columns[0]].label) if len(columns) == 1 else None
    if label is None:
        return False
    kin = [c for c, column in enumerate(view.columns) if _is_size(view, c) and _is_kin(label.kind, column.label)]
    numbers = [[line.value(c).number for c in kin] for line in view.lines()]
    grown = [all(a < b for a, b in pairwise(n for n in some if n is not None)) for some in numbers]
    timed = view.columns[columns[0]].type is ValueType.TIME and len(kin) > 1 and all(grown)
    return label.number == 1 or timed


def _is_kin(kind: str, label: str) -> bool:
    found = part_label(label)
    return found is not None and found.kind == kind


def _low_wins(view: TableView, column: int) -> bool:
    """Whether the smallest is the best there: of times, and where the ranking goes up with the marks, as in golf."""
    if view.columns[column].type is ValueType.TIME:
        return True
    if view.rank is None or view.mark is None:
        return False
    ranked = sorted((line for line in view.lines() if line.place and line.mark), key=lambda line: line.place or 0)
    return len(ranked) > 1 and by_mark(ranked[0]) < by_mark(ranked[-1])


def held_apart(rows: Selection) -> Iterator[Plan]:
    """The rows whose one column is more, or less, than another: "scored more than they conceded"; or by how much."""
    question, view = rows.question, rows.group.views[0]
    than = next((i for i, word in enumerate(question.words) if word.text == "than"), None)
    cues = [cue for cue in question.has(Operation.COMPARE) if than is not None and cue.word < than]
    if than is None or not cues or len(rows.group.views) > 1:
        return
    pair = _columns_around(rows, than)
    if pair is None:
        return
    one, other, words = pair
    low = cues[0].low if cues[0].low is not None else view.lower_is_better
    words |= {cue.word for cue in question.cues} | rows.words_for(Asked.NAME) | {than} | rows.words_for(Asked.TIME)
    named = distinct([line for _, lines in rows.subjects for line in lines])
    if len(named) == 1 and question.has(Operation.DIFFERENCE):
        numbers = [named[0].value(c).number for c in (one, other)]
        words |= frozenset(i for mention, _ in rows.subjects for i in mention.words)
        if None not in numbers:
            result = abs((numbers[0] or 0.0) - (numbers[1] or 0.0))
            first, second = (one, other) if (numbers[0] or 0.0) >= (numbers[1] or 0.0) else (other, one)
            yield make_plan(rows, PlanKind.SEGMENT, named, (first, second), words, result=result)
    elif not named:
        kept, used = rows.kept()
        lines = [line for line in kept if _is_apart(line, one, other, low=low)]
        yield from _told(rows, lines, (one, other), words | used, tuple(kept))


def _told(
    rows: Selection, lines: Sequence[Line], columns: tuple[int, ...], words: frozenset[int], counted: tuple[Line, ...]
) -> Iterator[Plan]:
    if rows.question.asked[0] is Asked.COUNT:
        words |= rows.question.counted_noun
        yield make_plan(rows, PlanKind.COUNT, lines, (), words, result=float(len(lines)), counted=counted)
    elif lines:
        yield make_plan(rows, PlanKind.LIST, lines, columns, words)


def _is_apart(line: Line, one: int, other: int, *, low: bool) -> bool:
    first, second = line.value(one).number, line.value(other).number
    return first is not None and second is not None and (first < second if low else first > second)


def _columns_around(rows: Selection, than: int) -> tuple[int, int, frozenset[int]] | None:
    """The columns of one kind that are named before and behind "than", and the tokens that name them."""
    view = rows.group.views[0]
    said = {**dict(asked_columns(rows.question, view)), **labels_said(rows.question, [c.label for c in view.columns])}
    sized = {c: w for c, w in said.items() if w and _is_size(view, c)}
    shared = {i for c, w in sized.items() for other, words in sized.items() if c != other for i in w & words}
    sized = {c: w - shared or w for c, w in sized.items()}  # "more points than they conceded" are points, both
    before = [c for c, w in sized.items() if max(w) < than]
    behind = [c for c, w in sized.items() if min(w) > than]
    words = frozenset(i for c in (*before, *behind) for i in said[c])
    if len(before) == 1 and not behind:
        behind, ordinal = _same_kind(rows, before[0], than)
        words |= ordinal
    if len(before) != 1 or len(behind) != 1 or view.columns[before[0]].type is not view.columns[behind[0]].type:
        return None
    return before[0], behind[0], words


def _same_kind(rows: Selection, column: int, than: int) -> tuple[list[int], frozenset[int]]:
    """The part that an ordinal alone means behind "than": "in the first" after "in the second half"."""
    view, label = rows.group.views[0], part_label(rows.group.views[0].columns[column].label)
    words = [
        (i, small_number(w.text)) for i, w in enumerate(rows.question.words) if i > than and is_ordinal_word(w.text)
    ]
    if label is None or len(words) != 1:
        return [], frozenset()
    alike = [(c, part_label(head.label)) for c, head in enumerate(view.columns) if c != column]
    found = [c for c, other in alike if other and (other.kind, other.rest) == (label.kind, label.rest)
             and other.number == words[0][1]]  # fmt: skip
    return found, frozenset({words[0][0]})


def changed(rows: Selection) -> Iterator[Plan]:
    """The rows that were better, or worse, in one round than in another: "slower in the final than in its heat"."""
    question, scope = rows.question, rows.question.scope
    cues = question.has(Operation.COMPARE)
    if len(scope.rounds) != 2 or not cues or not question.said("than") or rows.subjects:
        return
    here = rows.group.views[0]
    if here.head.scope.round != scope.rounds[0] or here.mark is None:
        return
    others = [view for view in rows.finder.siblings(here) if view.head.scope.round == scope.rounds[1]]
    before = {fold(line.name): line for view in others for line in view.lines() if line.mark is not None}
    low = cues[0].low if cues[0].low is not None else here.lower_is_better
    pairs = [(line, before[fold(line.name)]) for line in rows.lines if line.mark and fold(line.name) in before]
    found = [(now, then) for now, then in pairs if _is_less(now, then) is low and by_mark(now) != by_mark(then)]
    words = scope.words | {cue.word for cue in question.cues} | rows.words_for(Asked.NAME)
    words |= {i for i, word in enumerate(question.words) if word.text == "than"}
    if question.asked[0] is Asked.COUNT:
        lines, counted = [now for now, _ in found], tuple(line for pair in pairs for line in pair)
        yield from _told(rows, lines, (), words, counted)
    else:
        yield from _told(rows, [line for pair in found for line in pair], (here.mark,), words, ())


def _is_less(one: Line, other: Line) -> bool:
    return by_mark(one) < by_mark(other)
