"""Plans over the results of two events: the same athlete, or the same place, in the tables of both."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.question.lexicon import Asked, Operation
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.gathered import Group
from bot.results.plan import Plan, PlanKind, make_plan
from bot.results.selection import Selection, distinct
from retriever.values import ValueType

_MOST_GROUPS = 5  # of which pairs are tried; the others fit the question worse than any that it tells apart
_EITHER = {"or", "than", "and", "between", "from", "to", "both", "with", "off"}

_BETTERED = {"improve", "improved", "better", "bettered"}  # "improve on her time of 2024"


def told_apart(question: Question, groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Pairs of groups each of which has a word of the question in its headings that the other's lack: Tokyo, Paris."""
    if not _asks_two(question):
        return
    for one, other in combinations(groups[:_MOST_GROUPS], 2):
        headed = one.explained - one.lead_only, other.explained - other.lead_only
        if headed[0] - headed[1] and headed[1] - headed[0] and not _alike(one, other):
            yield one, other


def joined(one: Group, other: Group) -> Group:
    """Both groups as one; what only first lines account for is what no heading of either does."""
    explained = one.explained | other.explained
    headed = (one.explained - one.lead_only) | (other.explained - other.lead_only)
    return Group((*one.views, *other.views), explained, explained - headed, max(one.fit, other.fit))


def across(rows: Selection, one: Group) -> Iterator[Plan]:
    """A row of each of the two groups, held against each other: which is better, and by how much."""
    pair, words = _pair(rows, {view.table.table_id for view in one.views})
    if pair is None:
        return
    cues = rows.question.has(Operation.COMPARE)
    column = _column(rows, pair)
    if column is None:
        return
    numbers = [line.value(line.column_like(pair[0].view, column)).number for line in pair]
    if None in numbers:
        return
    first, second = (number or 0.0 for number in numbers)
    words |= {cue.word for cue in rows.question.cues if cue.operation is not Operation.COUNT}
    words |= rows.words_for(Asked.TIME) | rows.words_for(Asked.DISTANCE) | rows.words_for(Asked.NAME)
    words |= rows.words_for(Asked.RANK) | rows.asked_columns_but(pair[0].view)[1]
    words |= {i for i, word in enumerate(rows.question.words) if word.text == "off"}
    if rows.question.has(Operation.DIFFERENCE):
        yield make_plan(rows, PlanKind.DIFFERENCE, pair, (column,), words, result=abs(first - second))
    elif cues or rows.question.said("or"):
        low = cues[0].low if cues and cues[0].low is not None else column == pair[0].view.rank
        low = low or (not cues and pair[0].view.lower_is_better)
        ordered = pair if (first <= second if low else first >= second) else pair[::-1]
        yield make_plan(rows, PlanKind.COMPARE, ordered, (column,), words)


def _asks_two(question: Question) -> bool:
    compares = question.has(Operation.DIFFERENCE) or question.has(Operation.COMPARE) or question.said("or")
    return bool(compares) and (question.said(*_EITHER) or (question.said(*_BETTERED) and question.said("on", "upon")))


def _alike(one: Group, other: Group) -> bool:
    """Whether both hold the same rows, as when two documents print one race."""
    names = [{line.name for view in group.views for line in view.lines()} for group in (one, other)]
    marks = [{line.mark.text for view in group.views for line in view.lines() if line.mark} for group in (one, other)]
    return names[0] == names[1] and marks[0] == marks[1]


def _pair(rows: Selection, first: set[str]) -> tuple[list[Line] | None, frozenset[int]]:
    """The row of each group that the question means: of one athlete in both, of two, or at the one place named."""
    if _offers_people(rows):
        return None, frozenset()
    for mention, lines in rows.sides:
        mine = [line for line in lines if line.view.table.table_id in first]
        others = [line for line in lines if line.view.table.table_id not in first]
        if len(distinct(mine)) == 1 and len(distinct(others)) == 1:
            return [mine[0], others[0]], mention.words
    if rows.sides or len({cue.places for cue in rows.places}) != 1 or len(rows.places[0].places) != 1:
        return None, frozenset()
    placed = rows.at_places(rows.places, rows.lines)
    mine = [line for line in placed if line.view.table.table_id in first]
    others = [line for line in placed if line.view.table.table_id not in first]
    is_one_each = len(mine) == 1 and len(others) == 1
    return ([mine[0], others[0]] if is_one_each else None), frozenset(cue.word for cue in rows.places)


def _offers_people(rows: Selection) -> bool:
    """Whether the question sets two people against each other, not two events: "Lind or Okoro"."""
    words = rows.question.words
    ends = {max(mention.words) for mention, _ in rows.sides}
    starts = {min(mention.words) for mention, _ in rows.sides}
    return any(word.text == "or" and i - 1 in ends and i + 1 in starts for i, word in enumerate(words))


def _column(rows: Selection, pair: Sequence[Line]) -> int | None:
    """The place where places are compared, else the marks, which must be of one kind."""
    ranked = any(ValueType.RANK in cue.kinds for cue in rows.question.has(Operation.COMPARE))
    ranked = ranked or Asked.RANK in rows.question.asked
    if ranked and all(line.view.rank is not None for line in pair):
        return pair[0].view.rank
    marks = [line.mark for line in pair]
    same = all(mark is not None for mark in marks) and len({mark.type for mark in marks if mark is not None}) == 1
    return pair[0].view.mark if same else None
