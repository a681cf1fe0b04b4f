"""Plans that follow somebody from round to round of one event."""

from collections.abc import Iterator

from bot.question.lexicon import Asked, Operation
from bot.question.tables import Line
from bot.results.plan import ANYWHERE, Plan, PlanKind, make_plan
from bot.results.selection import Selection, distinct, extremes_of

_REACHING = {"reach", "get", "make", "through", "qualify", "advance", "progress", "take", "part", "run", "compete"}


def rounds(rows: Selection) -> Iterator[Plan]:
    """One athlete through the rounds: the fastest of them, or all."""
    wanted = rows.question.scope.rounds
    gap = rows.question.has(Operation.DIFFERENCE)
    across = len(wanted) > 1 or Asked.SUMMARY in rows.question.asked or rows.question.said(*ANYWHERE, "progress")
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
    words |= {i for i, w in enumerate(rows.question.words) if w.text in ANYWHERE | {"progress", "rounds"}}
    extremes = rows.question.has(Operation.EXTREME)
    marks = [line.mark.number for line in lines if line.mark is not None and line.mark.number is not None]
    if gap and len(lines) == 2 and len(marks) == 2 and lines[0].view.mark is not None:
        words |= rows.words_for(Asked.TIME)
        difference = abs(marks[0] - marks[1])
        yield make_plan(rows, PlanKind.DIFFERENCE, lines, (lines[0].view.mark,), words, result=difference)
    elif extremes and lines[0].view.mark is not None and extremes[0].low is not None:
        best = extremes_of(lines, lines[0].view.mark, low=extremes[0].low)
        yield make_plan(rows, PlanKind.EXTREME, best, (lines[0].view.mark,), words, counted=tuple(lines))
    elif rows.question.has(Operation.COMPARE) and len(lines) == 2 and len(marks) == 2:
        low = lines[0].view.lower_is_better
        ordered = sorted(lines, key=lambda line: ((line.mark.number if line.mark else 0) or 0) * (1 if low else -1))
        column = ordered[0].view.mark
        yield make_plan(rows, PlanKind.COMPARE, ordered, () if column is None else (column,), words)
    else:
        yield make_plan(rows, PlanKind.ROUNDS, lines, (), words)


def absences(rows: Selection) -> Iterator[Plan]:
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
            yield make_plan(rows, PlanKind.ABSENT, [last], (), words, counted=tuple(rows.lines))
