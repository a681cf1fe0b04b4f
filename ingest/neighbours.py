"""Columns and cells read in the light of their neighbours: splits, gaps to the leader, attempts, level par."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.context import event_measure
from retriever.text import fold
from retriever.types import Column
from retriever.values import Value, ValueType, clean_cell

_MARK_LABELS = re.compile(
    r"\b(?:result|mark|attempt|best|performance|gap|behind|diff|split|margin|final|run|lap|leg|sector|stage|half|"
    r"intermediate|total)\b"
)
_BESIDE_MARKS = re.compile(r"\b(?:wind|reaction|speed)\b")  # "Attempt 1 wind" is no distance
_NUMBERED = re.compile(r"(?:(?:attempt|round|trial|r|a|#|no\.?)\s?)?[1-6](?:st|nd|rd|th)?")
_LENGTH = re.compile(r"\d[\d,.]*\s?(?:m|km|k|mi|miles?|metres?|meters?|yd|yards?)", re.I)
_MAYBE_MARKS = (ValueType.NUMBER, ValueType.TIME)  # what "8.36" and a gap of "0.14" pass for without their event
_GAP_LABELS = re.compile(r"\b(?:gap|behind|diff|difference|interval|margin|deficit)\b")
_POINTS_LABELS = re.compile(r"\b(?:points|pts|total|score)\b")
_TIMED_PARTS = re.compile(r"(?:run|lap|leg|sector|stage|split|intermediate|gap|behind|diff|interval)\b\.?(?: \d+)?")
_STREAK_LABELS = re.compile(r"\b(?:streak|strk|run|form)\b")
_STREAK = re.compile(r"(?P<outcome>[WLDT])(?P<count>\d{1,2})", re.I)
_COMBINED = re.compile(r"\b(?:decathlon|heptathlon|pentathlon|combined events?|all-?round)\b", re.I)
# The codes under which federations print the field events of a decathlon; its races print their lengths.
_FIELD_CODES = frozenset({"lj", "hj", "pv", "tj", "sp", "dt", "ht", "jt"})
_HURDLES = re.compile(r"\d{2,4}\s?mh", re.I)
_SAME_TIME = frozenset({"s.t.", "st", "s.t", "same time", "at same time", "m.t.", "mt", "''", '"'})
_SCORE_LABELS = re.compile(r"\b(?:score|result|record|aggregate|agg|sets?|home|away|road|last \d+|w-l|won-lost)\b")
_SEASON_LABELS = re.compile(r"\b(?:seasons?|years?|dates?)\b")
_LEVEL_PAR = frozenset({"E", "Even", "EVEN", "Level", "Par", "PAR"})


def with_neighbours(
    columns: Sequence[Column], raws: Sequence[Sequence[str]], context: Sequence[str | None]
) -> list[Column]:
    """The columns, decimals among them typed as times or distances where event, label or neighbours say so.

    `context` holds the words around the table, those that say most first.
    """
    measure = event_measure(*context)
    combined = any(_COMBINED.search(words or "") for words in context)
    timed = any(column.type is ValueType.TIME and not _GAP_LABELS.search(fold(column.label)) for column in columns)
    found = []
    for column, cells in zip(columns, raws, strict=True):
        kind = _measure_of(column, measure, combined=combined, timed=timed)
        if kind is None and column.type is ValueType.TIME and _is_gap_in_points(column, cells, columns):
            found.append(replace(column, type=ValueType.NUMBER, unit=None))
            continue
        is_mark = kind is not None and column.type in _MAYBE_MARKS and _are_decimals(cells)
        unit = "s" if kind is ValueType.TIME else "m"
        found.append(replace(column, type=kind, unit=unit) if kind is not None and is_mark else column)
    return found


def _measure_of(column: Column, measure: ValueType | None, *, combined: bool, timed: bool) -> ValueType | None:
    label = fold(column.label)
    if _BESIDE_MARKS.search(label):
        return None
    if combined and (own := _discipline(label)):
        return own
    if timed and (_LENGTH.fullmatch(label) or _TIMED_PARTS.fullmatch(label)):
        return ValueType.TIME  # a split of 26.55 beside one of 1:23.75, a run of 46.812 beside 2:20.488
    if measure and (_MARK_LABELS.search(label) or (measure is ValueType.DISTANCE and _NUMBERED.fullmatch(label))):
        return measure
    return None


def _is_gap_in_points(column: Column, cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether "-2.1" under "Diff." is of points: it has no colon, and no other column holds a time."""
    others = [other for other in columns if other is not column]
    is_gap = bool(_GAP_LABELS.search(fold(column.label))) and not any(":" in cell for cell in cells)
    timed = any(other.type is ValueType.TIME and not _GAP_LABELS.search(fold(other.label)) for other in others)
    pointed = any(_POINTS_LABELS.search(fold(other.label)) and other.type is ValueType.NUMBER for other in others)
    return is_gap and pointed and not timed


def _discipline(label: str) -> ValueType | None:
    """What a column of a decathlon holds that is headed by its discipline: "LJ", "110mH", "1500m"."""
    if label in _FIELD_CODES:
        return ValueType.DISTANCE
    return ValueType.TIME if _LENGTH.fullmatch(label) or _HURDLES.fullmatch(label) else event_measure(label)


def _are_decimals(cells: Sequence[str]) -> bool:
    """Whether most filled cells are plain decimals: points of a decathlon are not, nor is 3:27.65."""
    filled = [cell for cell in map(clean_cell, cells) if any(char.isdigit() for char in cell)]
    return sum("." in cell and ":" not in cell for cell in filled) * 2 > len(filled)


def settle(column: Column, values: Sequence[Value]) -> tuple[list[Value], str | None]:
    """The column's values with those settled that only their neighbours explain, and what was done, for the flags."""
    if column.type is ValueType.TIME and not _GAP_LABELS.search(fold(column.label)):
        return _from_leader(values)
    if column.type is ValueType.NUMBER and any(_signed(value) for value in values):
        return [_level_par(value) for value in values], None
    return list(values), None


def _signed(value: Value) -> bool:
    return value.text[:1] in "+-−–" and value.number is not None


def _level_par(value: Value) -> Value:
    """ "E" beside −9 and +4 is level par."""
    return replace(value, type=ValueType.NUMBER, number=0.0) if value.text in _LEVEL_PAR else value


def _from_leader(values: Sequence[Value]) -> tuple[list[Value], str | None]:
    """Times printed as "+0.647" behind a leader's 1:19:57.566 become the times that they are; the text stays."""
    times = [value for value in values if value.type is ValueType.TIME]
    gaps = [value for value in times if value.text.startswith("+")]
    if not times or times[0].number is None or times[0].text.startswith("+"):
        return list(values), None
    leader = times[0].number
    if any((gap.number or 0.0) >= leader for gap in gaps):
        return list(values), None
    settled: list[Value] = []
    before: Value | None = None
    for value in values:
        shown = value
        if value.type is ValueType.TIME and value.text.startswith("+") and value.number is not None:
            shown = replace(value, number=round(leader + value.number, 6))
        elif value.text.lower() in _SAME_TIME and before is not None:
            shown = replace(before, text=value.text)
        before = shown if shown.type is ValueType.TIME else before
        settled.append(shown)
    flag = f"gaps to the leader added to {times[0].text}" if gaps else None
    return settled, flag


def attempts_columns(columns: Sequence[Column], values: Sequence[Sequence[Value]]) -> list[int]:
    """Columns that count what was made of what was tried: "5/5", and "11-24" where several columns print so."""
    slashed, dashed = [], []
    for at, (column, found) in enumerate(zip(columns, values, strict=True)):
        filled = [value.text for value in found if value.type not in (ValueType.EMPTY, ValueType.STATUS)]
        pairs = [pair for text in filled if (pair := _made_of_tried(text))]
        tried_more = all(made <= tried for made, tried in pairs)
        if len(pairs) < max(2, len(filled)) or not tried_more or _SEASON_LABELS.search(fold(column.label)):
            continue
        if column.type is ValueType.TEXT:
            slashed.append(at)
        elif column.type is ValueType.SCORE and not _SCORE_LABELS.search(fold(column.label)):
            dashed.append(at)
    return slashed + (dashed if len(dashed) > 1 else [])


def as_made(value: Value) -> Value:
    """The value as the count of what was made; the text keeps both figures."""
    pair = _made_of_tried(value.text)
    return Value(ValueType.NUMBER, value.text, pair[0], 0.5) if pair else value


def is_streak(column: Column, values: Sequence[Value]) -> bool:
    """Whether a column tells how many matches in a row were won or lost: "W7", "L2"."""
    filled = [value.text for value in values if value.text]
    named = bool(_STREAK_LABELS.search(fold(column.label)))
    return named and bool(filled) and all(map(_STREAK.fullmatch, filled))


def as_streak(value: Value) -> Value:
    """The value as so many won in a row, lost ones below nought; draws count as none."""
    match = _STREAK.fullmatch(value.text)
    if match is None:
        return value
    sign = {"W": 1.0, "L": -1.0}.get(match["outcome"].upper(), 0.0)
    return Value(ValueType.NUMBER, value.text, sign * int(match["count"]), 0.5)


def _made_of_tried(text: str) -> tuple[float, float] | None:
    """The figures of "11-24" or "5/5"; None for anything else."""
    match = re.fullmatch(r"(\d{1,3})\s?[-–/]\s?(\d{1,3})", text)
    return (float(match[1]), float(match[2])) if match else None
