"""What a column of a results table holds, told from its label and all its cells together."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from retriever.text import fold
from retriever.values import CURRENCIES, METRES, SECONDS, Value, ValueType, clean_cell, is_no_mark, parse_value


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Words of a label that say what the cells are, when the cells can be that. First type that fits wins.
_LABELS: tuple[tuple[ValueType, frozenset[str]], ...] = (
    (ValueType.RANK, _words("rank ranking rk pos position place pl plc finish #")),
    (ValueType.CLOCK, _words("start kick kickoff tip tipoff local tv clock")),
    (ValueType.TIME, _words("time times reaction clocking")),
    (ValueType.DISTANCE, _words("distance length height")),
    (ValueType.SCORE, _words("score scores")),
    (ValueType.SEASON, _words("season seasons year years")),
    (ValueType.DATE, _words("date dates day")),
)
_TIME_LABELS = _words("time times")
_TIMED_SHARE = 0.25  # "Time/Retired" is a time for those who finished and a reason for all others
_COLON_PAIR = re.compile(r"\d{1,2} ?: ?\d")  # "3:1" is no time, so its neighbour "2:10" is none either
_COLON_COUNTS = re.compile(r"\d{1,4} ?: ?\d{1,4}")
_PAIR_LABELS = _words("points pts goals score sets games legs frames result")  # "55:13" is no time under these
_PERIOD_LABEL = re.compile(r"\b(?:half|full|extra)[ -]?time\b|\b[hf]\.?t\b\.?")  # the score then: no time it took
_GAP_LABELS = _words("gap behind split splits lap diff interval")
_MARK_LABELS = _words("result results mark marks best final performance")
_UNIT_IN_LABEL = re.compile(
    r"[(\[]\s*([^\d\W]{1,7}(?:/[a-z])?|[%£$€])\s*[)\]]|\bin (seconds|metres|meters|km|minutes)\b", re.I
)
_UNIT_NAMES = {"seconds": "s", "second": "s", "secs": "s", "minutes": "min", "mins": "min", "hours": "h", "hrs": "h",
               "metres": "m", "meters": "m"}  # fmt: skip
_FIGURE, _LEFT_OUT = re.compile(r"\d[\d.:]*"), re.compile(r"\(\d[\d.:]*\)")
_MIN_FIGURES = 2  # beside which codes are no names of nations
_MAX_UNPLACED = 0.1  # share of such cells that a column of ranks may have by mistake
_MAX_CODES = 4  # CUT, WD, MDF: more kinds of code are names
_SAMPLE_CELLS = 1000
_T = TypeVar("_T")
_COUNT_UNITS = frozenset({"kg", "km/h", "mph", "m/s", "lb"})


def column_type(label: str, raws: Sequence[str]) -> tuple[ValueType, str | None]:
    """Type and unit of a column: what most of its filled cells are, read in the light of its label."""
    cells = _counting([cell for cell in map(clean_cell, sample(raws)) if cell])
    plain = _marks([value for value in map(parse_value, cells) if value.type is not ValueType.STATUS])
    if not plain:
        return (ValueType.STATUS if cells else ValueType.TEXT), None
    unit = label_unit(label)
    kind = _labelled_type(label, unit, [value.text for value in plain]) or _common_type(plain)
    return kind, _column_unit(kind, unit, plain)


def _counting(cells: Sequence[str]) -> list[str]:
    """The cells, results in brackets, as those left out of a total are printed, as the others beside them."""
    plain = any(_FIGURE.fullmatch(cell) for cell in cells)
    return [cell.strip("()") if plain and _LEFT_OUT.fullmatch(cell) else cell for cell in cells]


def sample(cells: Sequence[_T]) -> Sequence[_T]:
    """All of them, or as many of a long column, evenly spread, as tell what it holds."""
    return cells if len(cells) <= _SAMPLE_CELLS else cells[:: -(-len(cells) // _SAMPLE_CELLS)]


def _marks(values: list[Value]) -> list[Value]:
    """The values without those that only say that there is no mark: a few codes, often, among figures."""
    codes = [value for value in values if value.type is ValueType.TEXT and is_no_mark(value.text)]
    figures = sum(value.number is not None for value in values)
    are_codes = figures >= _MIN_FIGURES and len({value.text.upper() for value in codes}) <= _MAX_CODES
    if not codes or not (are_codes or all(value.text[0] in "xX" for value in codes)) or not figures:
        return values
    return [value for value in values if value not in codes]


def label_unit(label: str) -> str | None:
    """Unit that a label prints: "Time (s)" → "s", "Distance (cm)" → "cm", "FG%" → "%"."""
    if match := _UNIT_IN_LABEL.search(label):
        unit = (match[1] or match[2]).lower()
        return _UNIT_NAMES.get(unit, unit)
    return "%" if "%" in label else None


def _labelled_type(label: str, unit: str | None, cells: Sequence[str]) -> ValueType | None:
    words = set(re.findall(r"[^\W\d_]+|#", fold(label)))
    for kind in _types_of_unit(unit):
        if _mostly(kind, cells, unit):
            return kind
    has_times = any(map(_has_colon_time, cells))
    is_period = bool(_PERIOD_LABEL.search(fold(label)))
    if has_times and not is_period and words & _TIME_LABELS and _share(ValueType.TIME, cells, unit) >= _TIMED_SHARE:
        return ValueType.TIME
    names_pairs = bool(words & _PAIR_LABELS) or is_period
    counts_pairs = names_pairs and all(map(_COLON_COUNTS.fullmatch, cells))
    if counts_pairs or (any(map(_COLON_PAIR.fullmatch, cells)) and _mostly(ValueType.SCORE, cells, unit)):
        return ValueType.SCORE
    for kind, hints in _LABELS:
        if words & hints and _mostly(kind, cells, unit) and not _contradicted(kind, cells):
            return kind
    if words & _GAP_LABELS and any("." in cell for cell in cells) and _mostly(ValueType.TIME, cells, unit):
        return ValueType.TIME
    is_mark = bool(words & (_MARK_LABELS | _GAP_LABELS))
    return ValueType.TIME if is_mark and has_times and _mostly(ValueType.TIME, cells, unit) else None


def _types_of_unit(unit: str | None) -> tuple[ValueType, ...]:
    if unit in SECONDS and unit != "h":  # "(h)" after a name is "home" or "hurdles" as often as hours
        return (ValueType.TIME,)
    if unit in METRES:
        return (ValueType.DISTANCE,)
    if unit == "%":
        return (ValueType.PERCENT,)
    return (ValueType.MONEY,) if unit in CURRENCIES else ()


def _mostly(kind: ValueType, cells: Sequence[str], unit: str | None) -> bool:
    return _share(kind, cells, unit) > 0.5


def _share(kind: ValueType, cells: Sequence[str], unit: str | None) -> float:
    return sum(parse_value(cell, hint=kind, unit=unit).type is kind for cell in cells) / len(cells)


def _has_colon_time(cell: str) -> bool:
    return ":" in cell and parse_value(cell).type is ValueType.TIME


def _contradicted(kind: ValueType, cells: Sequence[str]) -> bool:
    """Whether the cells speak against what the label suggests."""
    if kind is ValueType.CLOCK:
        return _is_race_time(cells)
    if kind is ValueType.RANK:
        unplaced = sum(cell.strip("0.") == "" or "." in cell.rstrip(".") for cell in cells)  # 0 or 1.5 is no place
        return unplaced > _MAX_UNPLACED * len(cells)
    # "Time" over bare whole numbers may be minutes played as well as seconds.
    return kind is ValueType.TIME and all(re.fullmatch(r"[+\-−–]?\d+", cell) for cell in cells)


def _is_race_time(cells: Sequence[str]) -> bool:
    """ "Start" and "local" head columns of hh:mm; a fraction of a second tells a race."""
    return any(re.search(r":\d\d[.,]\d", cell) for cell in cells)


def _common_type(values: Sequence[Value]) -> ValueType:
    counts = Counter(value.type for value in values)
    times, numbers = counts[ValueType.TIME], counts[ValueType.NUMBER]
    rest_are_decimals = all("." in value.text for value in values if value.type is ValueType.NUMBER)
    if times and numbers and rest_are_decimals and (times + numbers) * 2 > len(values):
        return ValueType.TIME  # 59.87 beside 1:00.12
    kind, count = max(counts.items(), key=lambda item: (item[1], item[0].value))
    return kind if count * 2 > len(values) else ValueType.TEXT


def _column_unit(kind: ValueType, unit: str | None, values: Sequence[Value]) -> str | None:
    if kind is ValueType.TIME:
        return unit if unit in SECONDS else "s"
    if kind is ValueType.DISTANCE:
        return unit if unit in METRES else "m"
    if kind is ValueType.PERCENT:
        return "%"
    if kind is ValueType.MONEY:
        printed = Counter(value.unit for value in values if value.unit)
        return CURRENCIES.get(unit or "") or (printed.most_common(1)[0][0] if printed else None)
    return unit if kind is ValueType.NUMBER and unit in _COUNT_UNITS else None
