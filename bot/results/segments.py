"""Plans over split times printed in a row: all of them, or how long the part between two took."""

from collections.abc import Iterator

from bot.question.lexicon import NUMBER_WORDS, Operation
from bot.question.points import points_in
from bot.question.scope import small_number
from bot.question.tables import TableView
from bot.results.columns import asked_columns
from bot.results.plan import Plan, PlanKind, make_plan
from bot.results.selection import Selection, distinct
from retriever.values import ValueType

_LAST = ("last", "final", "closing")
_MIN_SPLITS = 2
_SPLIT_WORDS = {
    "split",
    "splits",
    "times",
    "time",
    "intermediate",
    "intermediates",
    "lap",
    "laps",
    "segment",
    "segments",
}


def segments(rows: Selection) -> Iterator[Plan]:
    """One named row's split times, or the difference of two of them."""
    lines = distinct([line for _, named in rows.subjects for line in named])
    if len(lines) != 1:
        return
    line = lines[0]
    splits = split_columns(line.view)
    if len(splits) < _MIN_SPLITS:
        return
    words = frozenset(i for mention, _ in rows.subjects for i in mention.words)
    asking = {i for i, word in enumerate(rows.question.words) if word.text in _SPLIT_WORDS}
    if rows.question.said("splits", "split"):
        yield make_plan(rows, PlanKind.LOOKUP, [line], tuple(splits.values()), words | asking)
        return
    found = _ends(rows, splits, line.view.mark)
    if found is None:
        return
    end, begin, used = found
    numbers = [line.value(column).number for column in (end, begin)]
    if None not in numbers:
        result = (numbers[0] or 0.0) - (numbers[1] or 0.0)
        yield make_plan(rows, PlanKind.SEGMENT, [line], (end, begin), words | used | asking, result=result)


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
    for index, column in enumerate(view.columns):
        points = points_in(column.label, bare=True) if column.type is ValueType.TIME and index != view.mark else []
        if len(points) == 1 and points[0][2].metres is not None:
            found.setdefault(points[0][2].metres, index)
    return dict(sorted(found.items()))


def _ends(rows: Selection, splits: dict[float, int], mark: int | None) -> tuple[int, int, frozenset[int]] | None:
    """Columns of the end and the beginning of the part asked for, and the words that say so."""
    question = rows.question
    points = [(start, end, point.metres) for start, end, point in points_in(question.text, bare=True) if point.metres]
    inside = {i for i, w in enumerate(question.words) for start, end, _ in points if start <= w.start < end}
    if len(points) == 2 and all(metres in splits for _, _, metres in points):
        begin, end = sorted(metres for _, _, metres in points if metres)
        return splits[end], splits[begin], frozenset(inside)
    if len(points) != 1 or not points[0][2] or not inside:
        return None
    size, before = points[0][2], min(inside) - 1
    said = question.words[before].text if before >= 0 else ""
    used = frozenset({*inside, before})
    if said in _LAST and mark is not None:
        step = min(b - a for a, b in zip(splits, list(splits)[1:], strict=False))
        return (mark, splits[max(splits)], used) if size == step else None
    number = small_number(said) if said not in NUMBER_WORDS else None
    if number is not None and number > 1 and {number * size, (number - 1) * size} <= splits.keys():
        return splits[number * size], splits[(number - 1) * size], used
    return None
