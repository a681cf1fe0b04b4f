"""Plans over split times printed in a row: all of them, or how long the part between two took."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.question.lexicon import NUMBER_WORDS, Asked, Operation
from bot.question.points import points_in
from bot.question.question import Question
from bot.question.scope import small_number
from bot.question.tables import Line, TableView
from bot.results.columns import asked_columns
from bot.results.plan import Plan, PlanKind, make_plan
from bot.results.selection import Selection, distinct
from retriever.text import terms, tokens
from retriever.values import ValueType

_LAST = ("last", "final", "closing")
_MIN_SPLITS = 2
_SPLIT_WORDS = {"split", "splits", "times", "time", "intermediate", "intermediates", "lap", "laps", "segment",
                "segments"}  # fmt: skip
_BETWEEN = ("from", "between")
_PART_ASKED = 0.05  # for the part between two points over the times at both
_MARATHON_METRES = 42_195.0
_HALF = frozenset(terms("half halfway"))


def segments(rows: Selection) -> Iterator[Plan]:
    """One named row's split times, or the difference of two of them."""
    lines = distinct([line for _, named in rows.subjects for line in named])
    ranked = rows.question.has(Operation.EXTREME) or rows.question.has(Operation.COMPARE)
    view = rows.group.views[0]
    splits = split_columns(view)
    if len(splits) < _MIN_SPLITS:
        return
    if ranked and len(rows.group.views) == 1 and len(lines) != 1:
        yield from _fastest(rows, splits, lines)
    if len(lines) != 1:
        return
    line = lines[0]
    words = frozenset(i for mention, _ in rows.subjects for i in mention.words)
    asking = {i for i, word in enumerate(rows.question.words) if word.text in _SPLIT_WORDS}
    if rows.question.said("splits", "split"):
        named = [(c, used) for c, used in asked_columns(rows.question, line.view) if c in splits.values() and used]
        columns = tuple(c for c, _ in named) or tuple(splits.values())
        used = frozenset(i for _, w in named for i in w) | _race_words(rows, named)
        yield make_plan(rows, PlanKind.LOOKUP, [line], columns, words | asking | used)
        return
    found = _ends(rows, splits, line.view)
    if found is None:
        return
    end, begin, used = found
    numbers = [line.value(column).number for column in (end, begin)]
    if None not in numbers:
        result = (numbers[0] or 0.0) - (numbers[1] or 0.0)
        plan = make_plan(rows, PlanKind.SEGMENT, [line], (end, begin), words | used | asking, result=result)
        part_asked = rows.question.said(*_BETWEEN) and not rows.question.said("split", "splits")
        yield replace(plan, score=plan.score + (_PART_ASKED if part_asked else 0.0))


def _fastest(rows: Selection, splits: dict[float, int], named: Sequence[Line]) -> Iterator[Plan]:
    """Who was the fastest or slowest over a part of the race: of those named, else of everybody."""
    view, cues = rows.group.views[0], (*rows.question.has(Operation.EXTREME), *rows.question.has(Operation.COMPARE))
    found = _ends(rows, splits, view)
    kept, words = (list(named), frozenset[int]()) if named else rows.kept()
    if found is None or cues[0].low is None:
        return
    end, begin, used = found
    took = sorted(
        (((line.value(end).number or 0.0) - (line.value(begin).number or 0.0), line.row.index, line)
        for line in kept if None not in (line.value(end).number, line.value(begin).number)),
        reverse=not cues[0].low,
    )  # fmt: skip
    if len(took) > 1:
        words |= used | {cue.word for cue in cues} | rows.words_for(Asked.NAME) | rows.words_for(Asked.TIME)
        words |= frozenset(i for mention, _ in rows.subjects for i in mention.words)
        best = [line for seconds, _, line in took if round(seconds - took[0][0], 3) == 0]
        lines = [line for _, _, line in took] if named else best
        yield make_plan(rows, PlanKind.SEGMENT, lines, (end, begin), words, result=took[0][0], counted=tuple(kept))


def _race_words(rows: Selection, named: Sequence[tuple[int, frozenset[int]]]) -> frozenset[int]:
    """The race behind a label that parts it: "marathon" of "the half marathon split"."""
    after = {i + 1 for _, words in named for i in words if rows.question.stems[i] in _HALF}
    return frozenset(i for i in after if i < len(rows.question.words))


def within_row(rows: Selection) -> Iterator[Plan]:
    """How much more one column of a named row holds than another, or which part of it: "more silvers than golds"."""
    lines = distinct([line for _, named in rows.subjects for line in named])
    view = rows.group.views[0]
    named = [(c, w) for c, w in asked_columns(rows.question, view) if view.columns[c].type is ValueType.NUMBER]
    sizes, column_words = [c for c, _ in named], frozenset(i for _, w in named for i in w)
    compares, shares = rows.question.has(Operation.COMPARE), rows.question.has(Operation.SHARE)
    if len(lines) != 1 or len(sizes) != 2 or not (shares or (compares and rows.question.said("than"))):
        return
    one, other = (lines[0].value(c).number for c in sizes)
    if one is None or other is None:
        return
    words = frozenset(i for mention, _ in rows.subjects for i in mention.words) | column_words
    words |= {cue.word for cue in rows.question.cues}
    small, large = sorted((one, other))
    result = 100 * small / large if shares and large else one - other
    note = "share" if shares else ""
    yield make_plan(rows, PlanKind.SEGMENT, lines, tuple(sizes), words, result=result, note=note)


def split_columns(view: TableView) -> dict[float, int]:
    """Columns of times up to a point, by its metres from the start, in order."""
    found: dict[float, int] = {}
    length = race_metres(view)
    for index, column in enumerate(view.columns):
        if column.type is not ValueType.TIME or index == view.mark:
            continue
        points = [point.metres for _, _, point in points_in(column.label, bare=True)]
        if not points and length is not None and set(terms(column.label)) <= _HALF:
            points = [length / 2]
        if len(points) == 1 and points[0] is not None:
            found.setdefault(points[0], index)
    return dict(sorted(found.items()))


def race_metres(view: TableView) -> float | None:
    """How long the race of a table is, by the label of its marks or its headings; None where neither says."""
    label = view.columns[view.mark].label if view.mark is not None else ""
    for text in (label, *reversed(view.head.path), view.head.summary.title):
        points = [point.metres for _, _, point in points_in(text, bare=True) if point.metres is not None]
        if points:
            return points[0]
        said = [word.text for word in tokens(text)]
        if "marathon" in said:
            half = said.index("marathon") and said[said.index("marathon") - 1] == "half"
            return _MARATHON_METRES / 2 if half else _MARATHON_METRES
    return None


def _ends(rows: Selection, splits: dict[float, int], view: TableView) -> tuple[int, int, frozenset[int]] | None:
    """Columns of the end and the beginning of the part asked for, and the words that say so."""
    question, length = rows.question, race_metres(view)
    timed = {**splits, **({length: view.mark} if length is not None and view.mark is not None else {})}
    points = [(start, end, point.metres) for start, end, point in points_in(question.text, bare=True) if point.metres]
    inside = {i for i, w in enumerate(question.words) for start, end, _ in points if start <= w.start < end}
    if len(points) == 2 and all(metres in timed for _, _, metres in points):
        begin, end = sorted(metres for _, _, metres in points if metres)
        return timed[end], timed[begin], frozenset(inside)
    if len(points) != 1 or not points[0][2] or not inside:
        return _half(question, timed, length)
    size, before = points[0][2], min(inside) - 1
    said = question.words[before].text if before >= 0 else ""
    used = frozenset({*inside, before})
    if said in _LAST and view.mark is not None:
        rest = length - max(splits) if length is not None else min(b - a for a, b in pairwise(splits))
        return (view.mark, splits[max(splits)], used) if abs(size - rest) < 1 else None
    number = small_number(said) if said not in NUMBER_WORDS else None
    if number is not None and number > 1 and {number * size, (number - 1) * size} <= splits.keys():
        return splits[number * size], splits[(number - 1) * size], used
    return None


def _half(question: Question, timed: dict[float, int], length: float | None) -> tuple[int, int, frozenset[int]] | None:
    """The second half of a race with a time at halfway."""
    said = question.phrase_at(("second", "half"))
    if length is None or not said or {length, length / 2} - timed.keys():
        return None
    return timed[length], timed[length / 2], said
