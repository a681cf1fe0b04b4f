"""Attempts that stand side by side: "Bench 1" to "Bench 3", R1 to R6, and bars of a jump with O, XO and XXX."""

import re
from collections.abc import Iterator, Sequence

from bot.question.lexicon import Asked, Operation
from bot.question.scope import is_ordinal_word, small_number
from bot.question.tables import Line, TableView
from bot.results.plan import Plan, PlanKind, asks_for_more, make_plan
from bot.results.selection import Selection, distinct
from retriever.text import terms
from retriever.values import ValueType

_NUMBERED = re.compile(r"(?P<word>[A-Za-z][A-Za-z &-]*?)[ .]?(?P<nth>\d{1,2})")
_BAR = re.compile(r"\d{1,2}[.,]\d{2}m?|\d{3}")
_CELL = re.compile(r"(?P<failed>[xX-]{0,3})(?P<over>[oO]?)(?:r|R)?")
_LEAST = 2  # attempts, or bars
_TRYING = {"attempt", "attempts", "try", "tries", "go", "effort", "lift", "press"}
_MAKING = {"make", "made", "clear", "cleared", "lift", "lifted", "land", "landed", "complete", "completed", "good",
           "get"}  # fmt: skip
_FAILING = {"fail", "failed", "miss", "missed"}
_OUT = {"out", "eliminated", "exit"}


def families(view: TableView) -> dict[str, list[int]]:
    """The columns of each row of attempts, in order, by the stem of what was attempted."""
    found: dict[str, list[int]] = {}
    for column, head in enumerate(view.columns):
        match = _NUMBERED.fullmatch(head.label.strip())
        if match is not None and len(match["word"]) > 1:
            found.setdefault(" ".join(terms(match["word"])), []).append(column)
    return {name: columns for name, columns in found.items() if len(columns) >= _LEAST and name}


def attempts(rows: Selection) -> Iterator[Plan]:
    """One attempt of somebody, whether it was good, or the best of his or of all."""
    question, view = rows.question, rows.group.views[0]
    said = [(name, columns) for name, columns in families(view).items() if name in question.stems]
    if len(said) != 1 or len(rows.group.views) > 1:
        return
    name, columns = said[0]
    lines = distinct([line for _, named in rows.subjects for line in named])
    words = frozenset({i for i, found in enumerate(question.stems) if found == name})
    words |= frozenset(i for mention, _ in rows.subjects for i in mention.words)
    words |= frozenset(i for i, w in enumerate(question.words) if w.text in _TRYING | _MAKING | _FAILING)
    numbers = [(i, small_number(w.text)) for i, w in enumerate(question.words) if is_ordinal_word(w.text)]
    nth = next(((i, n) for i, n in numbers if n is not None and 0 < n <= len(columns)), None)
    if len(lines) == 1 and nth is not None:
        yield from _one_try(rows, lines[0], columns[nth[1] - 1], words | {nth[0]})
        return
    ends = rows.question.has(Operation.EXTREME)
    if nth is not None or not (lines or ends) or question.asked[0] is Asked.COUNT:
        return
    timed = all(view.columns[c].type is ValueType.TIME for c in columns)
    best = {line.key: n for line in (lines or rows.lines) if (n := _best(line, columns, low=timed)) is not None}
    if not best or asks_for_more(rows, words | {cue.word for cue in ends}):
        return
    low = timed if not ends or ends[0].low is None else ends[0].low
    most = min(best.values()) if low else max(best.values())
    top = [line for line in rows.lines if best.get(line.key) == most]
    shown = tuple(c for c in columns if any(line.value(c).number == most for line in top))
    words |= {cue.word for cue in ends} | rows.words_for(Asked.NAME)
    kind = PlanKind.LOOKUP if lines else PlanKind.LIST
    yield make_plan(rows, kind, top, shown[:1], words)


def _one_try(rows: Selection, line: Line, column: int, words: frozenset[int]) -> Iterator[Plan]:
    value = line.value(column)
    if not value.text or asks_for_more(rows, words):
        return
    if not rows.question.is_yes_no:
        yield make_plan(rows, PlanKind.LOOKUP, [line], (column,), words)
        return
    good = value.number is not None
    failed = rows.question.said(*_FAILING)
    if failed or rows.question.said(*_MAKING):
        yield make_plan(rows, PlanKind.CELL, [line], (column,), words, note="Yes" if good is not failed else "No")


def _best(line: Line, columns: Sequence[int], *, low: bool) -> float | None:
    made = [n for c in columns if (n := line.value(c).number) is not None]
    return min(made, default=None) if low else max(made, default=None)


def bars(view: TableView) -> list[int]:
    """The columns of the heights that were tried, lowest first; none where cells hold no O and X."""
    found = [c for c, col in enumerate(view.columns) if _BAR.fullmatch(col.label.strip())]
    if len(found) < _LEAST + 1:
        return []
    cells = [line.value(c).text for line in view.lines() for c in found if line.value(c).text]
    return found if cells and all(_CELL.fullmatch(text) for text in cells) else []


def heights(rows: Selection) -> Iterator[Plan]:
    """Who cleared a height, or at the first attempt; at which height somebody went out."""
    view, question = rows.group.views[0], rows.question
    columns = bars(view) if len(rows.group.views) == 1 else []
    if not columns:
        return
    lines = distinct([line for _, named in rows.subjects for line in named])
    words = frozenset(i for mention, _ in rows.subjects for i in mention.words)
    words |= frozenset(i for i, w in enumerate(question.words) if w.text in _TRYING | _MAKING | _FAILING | {"height"})
    words |= rows.words_for(Asked.NAME) | rows.words_for(Asked.MARK) | rows.words_for(Asked.DISTANCE)
    words |= {cue.word for cue in question.has(Operation.COUNT)} | {cue.word for cue in question.has(Operation.LIST)}
    said = [(i, c) for i, w in enumerate(question.words) for c in columns if w.text == view.columns[c].label.strip()]
    if len(lines) == 1 and not said:
        last = next((c for c in columns if lines[0].value(c).text.upper().endswith("XXX")), None)
        out = frozenset(i for i, w in enumerate(question.words) if w.text in _OUT)
        if last is not None and (out or question.said(*_FAILING)) and not asks_for_more(rows, words | out):
            yield make_plan(rows, PlanKind.CELL, lines, (last,), words | out, note=view.columns[last].label)
        return
    if len(said) != 1:
        return
    at, column = said[0]
    nth = next(((i, small_number(w.text)) for i, w in enumerate(question.words) if is_ordinal_word(w.text)), None)
    failed = question.said(*_FAILING)
    words |= {at} | ({nth[0]} if nth is not None else set())
    kept = [line for line in lines or rows.lines if _came_over(line, column, nth[1] if nth else None, failed=failed)]
    if asks_for_more(rows, words) or not (question.said(*_MAKING) or failed):
        return
    if question.is_yes_no and len(lines) == 1:
        yield make_plan(rows, PlanKind.CELL, lines, (column,), words, note="Yes" if kept else "No")
    elif question.asked[0] is Asked.COUNT and not lines:
        yield make_plan(rows, PlanKind.COUNT, kept, (), words, result=float(len(kept)), counted=tuple(rows.lines))
    elif kept and not lines:
        yield make_plan(rows, PlanKind.LIST, kept, (column,), words)


def _came_over(line: Line, column: int, attempt: int | None, *, failed: bool) -> bool:
    """Whether the row cleared that height, at that attempt; or, `failed`, did not."""
    match = _CELL.fullmatch(line.value(column).text)
    if match is None or not line.value(column).text.strip("-"):
        return False
    if failed:
        return not match["over"]
    return bool(match["over"]) and attempt in (None, len(match["failed"]) + 1)
