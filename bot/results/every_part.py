"""Plans over the numbered parts of rows: every one of them within a bound, the time from one to another, those left
out of the total, and rows that are level."""

import re
from collections import defaultdict
from collections.abc import Iterator

from bot.question.lexicon import SHARING, Asked, Operation
from bot.question.part_labels import part_label
from bot.question.scope import counting_number
from bot.question.tables import Line, TableView
from bot.results.columns import asked_columns
from bot.results.plan import Plan, PlanKind, asks_for_more, make_plan
from bot.results.rates import ADDED
from bot.results.selection import Selection, distinct
from retriever.text import stem
from retriever.values import ValueType

_EVERY, _ANY = {"all", "every", "each", "both"}, {"any", "some"}
_FROM = {"from", "between"}
_TAKING = {"need", "needed", "take", "took", "long", "spend", "spent"}
_DISCARDED = {"discarded", "discard", "dropped", "drop", "discards", "excluded", "count", "counted"}
_IN_BRACKETS = re.compile(r"[(\[].+[)\]]")
_RESULTS = {"score", "result", "mark", "point", "race", "round"}
_LEAST = 2
_SIZES = (ValueType.NUMBER, ValueType.TIME, ValueType.DISTANCE)
_MEASURED = {Asked.DISTANCE: ValueType.DISTANCE, Asked.MARK: ValueType.NUMBER}


def every_part(rows: Selection) -> Iterator[Plan]:
    """The rows of which all, or any, of the parts named keep to a bound: "under 47 seconds in all three runs"."""
    question = rows.question
    texts = [word.text for word in question.words]
    whole = {i for i, text in enumerate(texts) if text in _EVERY}
    some = {i for i, text in enumerate(texts) if text in _ANY}
    limit = rows.limit() if (whole or some) and not rows.subjects else None
    columns, said = _parts_named(rows) if limit is not None else ([], frozenset[int]())
    if limit is None or len(columns) < _LEAST:
        return
    kinds = {rows.group.views[0].columns[c].type for c in columns}
    if kinds != {limit.value.type}:
        return
    kept, words = rows.kept()
    holds = all if whole else any
    lines = [line for line in kept if holds(limit.allows(line.value(c)) for c in columns)]
    words |= said | limit.words | whole | some | rows.words_for(Asked.NAME) | rows.words_for(Asked.TIME)
    words |= {i for i, text in enumerate(texts) if counting_number(text) == len(columns)}
    words |= {cue.word for cue in (*question.has(Operation.COUNT), *question.has(Operation.LIST))}
    if question.asked[0] is Asked.COUNT:
        words |= question.counted_noun
        counted = tuple(rows.lines)
        yield make_plan(rows, PlanKind.COUNT, lines, (), words, result=float(len(lines)), counted=counted)
    elif lines:
        yield make_plan(rows, PlanKind.LIST, lines, tuple(columns), words)


def _parts_named(rows: Selection) -> tuple[list[int], frozenset[int]]:
    """The columns of all parts of the kind that the question names, and the token that does."""
    view, question = rows.group.views[0], rows.question
    labels = [part_label(column.label) for column in view.columns]
    for index, found in enumerate(question.stems):
        columns = [c for c, label in enumerate(labels) if label and not label.rest and stem(label.kind) == found]
        if len(columns) >= _LEAST:
            return columns, frozenset({index})
    return [], frozenset()


def between_parts(rows: Selection) -> Iterator[Plan]:
    """How long somebody took from one numbered point of the race to another."""
    question, view = rows.question, rows.group.views[0]
    lines = distinct([line for _, named in rows.subjects for line in named])
    if len(lines) != 1 or not question.said(*_FROM):
        return
    named = [(c, w) for c, w in asked_columns(question, view) if _is_point(view, c)]
    if len(named) != _LEAST:
        return
    (begin, _), (end, _) = sorted(named, key=lambda item: lines[0].value(item[0]).number or 0.0)
    numbers = [lines[0].value(c).number for c in (end, begin)]
    words = frozenset(i for _, w in named for i in w) | frozenset(i for m, _ in rows.subjects for i in m.words)
    words |= {i for i, word in enumerate(question.words) if word.text in _FROM | _TAKING} | rows.words_for(Asked.TIME)
    if None not in numbers and not asks_for_more(rows, words):
        result = (numbers[0] or 0.0) - (numbers[1] or 0.0)
        plan = make_plan(rows, PlanKind.SEGMENT, lines, (end, begin), words, result=result)
        yield plan


def _is_point(view: TableView, column: int) -> bool:
    """Whether a column tells the time at a numbered point, counted from the start."""
    label = part_label(view.columns[column].label)
    if label is None or label.rest or view.columns[column].type is not ValueType.TIME:
        return False
    kin = [c for c, col in enumerate(view.columns) if (other := part_label(col.label)) and other.kind == label.kind
           and col.type is ValueType.TIME]  # fmt: skip
    rows = [[n for c in kin if (n := line.value(c).number) is not None] for line in view.lines()]
    return len(kin) >= _LEAST and all(some == sorted(some) for some in rows)


def summed_parts(rows: Selection) -> Iterator[Plan]:
    """What the parts of one row come to that no column adds up: "her combined distance over the two jumps"."""
    question, view = rows.question, rows.group.views[0]
    lines = distinct([line for _, named in rows.subjects for line in named])
    cues = question.has(Operation.SUM)
    kinds = _MEASURED.get(question.asked[0])
    if len(lines) != 1 or not cues or kinds is None or question.is_yes_no:
        return
    told = [(c, label) for c, col in enumerate(view.columns) if (label := part_label(col.label)) and col.type is kinds]
    columns = tuple(c for c, _ in told)
    one_kind = len({(label.kind, label.rest) for _, label in told}) == 1
    numbers = [lines[0].value(c).number for c in columns]
    if not one_kind or len(columns) < _LEAST or None in numbers or view.mark in columns:
        return
    words = frozenset(i for m, _ in rows.subjects for i in m.words) | {cue.word for cue in cues}
    words |= rows.words_for(question.asked[0]) | rows.asked_columns_but(view)[1]
    words |= {i for i, word in enumerate(question.words) if counting_number(word.text) == len(columns)}
    words |= {i for i, word in enumerate(question.words) if word.text in ("distance", "time", "over")}
    if not asks_for_more(rows, words):
        result = sum(number or 0.0 for number in numbers)
        yield make_plan(rows, PlanKind.RATE, lines, columns, words, result=result, note=ADDED)


def discarded(rows: Selection) -> Iterator[Plan]:
    """What of a row stands in brackets: results that do not count towards its total."""
    question, view = rows.question, rows.group.views[0]
    lines = distinct([line for _, named in rows.subjects for line in named])
    asking = frozenset(i for i, word in enumerate(question.words) if word.text in _DISCARDED)
    if len(lines) != 1 or not asking or question.is_yes_no:
        return
    columns = tuple(c for c in range(len(view.columns)) if c != view.label and _is_left_out(lines[0], c))
    words = asking | frozenset(i for m, _ in rows.subjects for i in m.words) | rows.words_for(Asked.MARK)
    words |= {i for i, word in enumerate(question.words) if word.text.removesuffix("s") in _RESULTS}
    words |= {cue.word for cue in question.cues}
    if columns and not asks_for_more(rows, words):
        yield make_plan(rows, PlanKind.LOOKUP, lines, columns, words)


def _is_left_out(line: Line, column: int) -> bool:
    return bool(_IN_BRACKETS.fullmatch(line.value(column).text)) and line.value(column).type is not ValueType.TEXT


def level(rows: Selection) -> Iterator[Plan]:
    """The rows that have the same mark as another: "who finished level on points"."""
    question, view = rows.question, rows.group.views[0]
    said = frozenset(i for i, word in enumerate(question.words) if word.text in SHARING and word.text != "together")
    wants_names = question.wants_name or Asked.NAME in question.asked
    is_list = wants_names and not rows.places and not rows.subjects and question.asked[0] is not Asked.COUNT
    if not said or view.mark is None or not is_list or rows.limit() is not None:
        return
    kept, words = rows.kept()
    named, asking = rows.asked_columns_but(view, but=(view.label, view.rank))
    sized = [c for c in named if asking and view.columns[c].type in _SIZES]
    column = sized[0] if len(sized) == 1 else view.mark
    alike: dict[float, list[Line]] = defaultdict(list)
    for line in kept:
        if (number := line.value(column).number) is not None:
            alike[number].append(line)
    lines = [line for some in alike.values() if len(some) > 1 for line in some]
    words |= said | rows.words_for(Asked.NAME) | rows.words_for(Asked.MARK) | rows.asked_columns_but(view)[1]
    words |= {i for i, word in enumerate(question.words) if counting_number(word.text) == len(lines)}
    words |= _finishing(rows)
    if lines and not asks_for_more(rows, words):
        yield make_plan(rows, PlanKind.LIST, lines, (column,), words)


def _finishing(rows: Selection) -> frozenset[int]:
    return frozenset(i for i, w in enumerate(rows.question.words) if w.text in ("finished", "ended", "finish", "end"))
