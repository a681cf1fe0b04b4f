"""Typed sports values: what a cell or a figure in a sentence means, with its unit and precision."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from retriever.dates import month_and_day, parse_date
from retriever.text import fold


class ValueType(StrEnum):
    """What sort of value; `number` is in the unit named here."""

    TIME = "time"  # seconds: race times, splits, gaps
    DISTANCE = "distance"  # metres: throws, jumps, heights, race lengths
    NUMBER = "number"  # points, counts, statistics, as printed
    RANK = "rank"  # 1, "1st", "=3", "T4"
    STATUS = "status"  # DNF, DNS, DQ, NM: no mark was made
    SCORE = "score"  # "3–2", "6–3, 6–7(4–7)": number is the margin of the first side
    DATE = "date"  # number is the proleptic ordinal of the day
    CLOCK = "clock"  # time of day; number is seconds after midnight
    PERCENT = "percent"
    MONEY = "money"
    SEASON = "season"  # "2004–05"; number is the first year
    TEXT = "text"
    EMPTY = "empty"  # blank, or layout debris such as align=left


@dataclass(frozen=True, slots=True)
class Value:
    """One value. Two values agree when their intervals `number ± precision` overlap and type and unit are the same."""

    type: ValueType
    text: str
    """The source's notation without layout debris; empty for EMPTY."""
    number: float | None = None
    """Canonical magnitude in the unit of `type`; None for TEXT, STATUS, EMPTY and a DATE without year."""
    precision: float = 0.0
    """Half the last printed digit: 3:27.65 is ± 0.005, "54-second" ± 0.5."""
    unit: str | None = None


METRES = {
    "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0, "km": 1000.0, "kilometre": 1000.0,
    "kilometres": 1000.0, "kilometer": 1000.0, "kilometers": 1000.0, "cm": 0.01, "centimetres": 0.01,
    "centimeters": 0.01, "mi": 1609.344, "mile": 1609.344, "miles": 1609.344, "yd": 0.9144, "yard": 0.9144,
    "yards": 0.9144, "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "in": 0.0254, "inch": 0.0254, "inches": 0.0254,
}  # fmt: skip
SECONDS = {"s": 1.0, "sec": 1.0, "ms": 0.001, "min": 60.0, "h": 3600.0}
CURRENCIES = {"£": "GBP", "$": "USD", "us$": "USD", "€": "EUR", "¥": "JPY", "pounds": "GBP", "dollars": "USD",
              "euros": "EUR", "gbp": "GBP", "usd": "USD", "eur": "EUR"}  # fmt: skip
_MAGNITUDES = {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9,
               "billion": 1e9}  # fmt: skip

# "align=left", 'align="left"' and one unbalanced quote: markup whose cell content was lost.
_DEBRIS = re.compile(
    r"(?:\b(?:align|valign|style|colspan|rowspan|class|bgcolor|width|height|scope|nowrap|data-[\w-]+)\s*=\s*"
    r"(?:\"[^\"]*\"?|'[^']*'?|[^\s|]+)\s*\|?\s*)+",
    re.I,
)
_NOTHING = re.compile(r"[\s,;.|*–—−\-_…?]*|n/a", re.I)
_FOOTNOTES = re.compile(r"(?:\s*(?:\[\w{1,3}\]|[†‡*#^]|\(aged? \d+\)))+$")
_REFERENCES = re.compile(r"(?:\s*(?:\[(?:[a-z]|\d{1,3})\]|[†‡]))+$")  # behind a name; "[NOR]" and "[A]" tell something
# Records, qualification and wind after a mark: "3:27.65 OR", "8.36 (+0.4)", "12.53 Q".
_AFTER_MARK = re.compile(
    r"(?:[\s,]*(?:\((?:[+\-−]\d+|[+\-−]?\d+\.\d+)(?: ?m/s)?\)"
    r"|(?<![A-Za-z])\(?=?(?:WR|WJR|OR|AR|CR|NR|GR|MR|DR|WL|PB|SB|EL|Q|q|qR|QR)\b\)?|(?<=\.\d\d)[wiA]))+$"
)
# A time at a point of the race with the place there: "14:10 (2)", "46.812 (3)".
_WITH_PLACE = re.compile(r"(?P<time>\d{0,3}:?\d{1,3}[:.]\d{2,3}(?:\.\d+)?) ?[(\[]=?\d{1,3}[)\]]")
_STATUS_CODES = r"DNF|DNS|DQ|DSQ|DNQ|DNC|DNP|NM|NH|NT|AB|RET|Ret|WD|W/D|OTL|LAP|CUT|ELM|EXC"
_STATUS = re.compile(rf"(?:{_STATUS_CODES})\.?(?: ?\([^)]*\))?|(?i:did not (?:finish|start|play)|disqualified|no mark)")
# What stands in place of a mark in a column of figures: CUT, NC, WD; failed, passed and retired attempts.
_NO_MARK = re.compile(r"[A-Z]{2,4}|[xX]{1,3}|[xX] ?\d+(?:\.\d+)?|\d+(?:\.\d+)? ?[xX]|[pPrR]|not out|did not bat")
_LOWER_CODES = re.compile(r"dnf|dns|dq|dsq|mp|rtd|ret|abd|wd|np|nc|otl")  # mp: a control was missed
_FIGURES = frozenset({ValueType.TIME, ValueType.DISTANCE, ValueType.NUMBER, ValueType.RANK, ValueType.PERCENT})
# In a column of words NM is New Mexico and AB Alberta; these stand for nothing else.
_STATUS_IN_TEXT = re.compile(r"DNF|DNS|DQ|DSQ|DNQ|DNP")

_DIGIT = re.compile(r"\d")
_DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    rf"(?P<sign>[+\-−–]?)\s?(?P<digits>{_DIGITS}|\d+,\d{{1,2}})(?:[\s-]?(?P<unit>[a-z][a-z/]*\.?))?", re.I
)
_HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_WITH_HALF = re.compile(r"(?P<sign>[+\-−–]?)(?P<whole>\d*)\s?(?P<part>[½¼¾])")  # points of chess
_MINUTE = re.compile(r"(?P<minute>\d{1,3})(?:\s?\+\s?(?P<added>\d{1,2}))?\s?['′’]")  # of a match: "45+2'"
_ABOUT = re.compile(r"^(?:c(?:a|irca)?\.?\s?|~\s?|≈\s?)(?=\d)|(?<=\d)\+$")  # crowds: "c. 2,000", "2,000+"
_BRACKETED = re.compile(r"\(([^()]+)\)")  # a result that was discarded still is one: "(19)"
_COLON_TIME = re.compile(
    r"(?P<sign>[+\-−–]?)\s?(?:(?P<h>\d{1,3}):(?=\d\d:))?(?P<m>\d{1,3}):(?P<s>[0-5]\d)(?:[.,](?P<f>\d{1,4}))?"
    r"(?:\s?(?:h|hrs?|hours?|mins?|minutes?|s|secs?|seconds?))?"
)
_UNIT_TIME = re.compile(
    r"(?P<sign>[+\-−–]?)\s?(?=\d)(?:(?P<h>\d+)[\s-]?(?:h|hrs?|hours?)\b[\s,]*(?:and\s)?(?=\d|$))?"
    r"(?:(?P<m>\d+(?:\.\d+)?)[\s-]?(?:m(?=\s?[\d.]+\s?s)|mins?|minutes?|[′'’](?=\s?\d\d))[\s,]*(?:and\s)?(?=\d|$))?"
    r"(?:(?P<s>\d+(?:\.\d+)?)[\s-]?(?:s|secs?|seconds?|″|”|\"|'')[\s.]*(?P<f>\d{1,3}(?![\d.]))?)?",
    re.I,
)
# "1h2m3s" has no word boundary between figure and unit.
_SPLIT_UNIT = re.compile(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)", re.I)
_DOTTED_TIME = re.compile(r"(?P<sign>[+\-−]?)(?P<m>\d{1,2})\.(?P<s>[0-5]\d)\.(?P<f>\d{1,3})(?P<h>)")
_FEET_INCHES = re.compile(
    r"(\d+)\s?(?:ft|feet|foot|['′])[\s-]?(\d+(?:\.\d+)?)?\s?(?:in|inch|inches|[\"″]|'')?\.?", re.I
)
_RANK = re.compile(r"(?:=|T-?|t-?)?(?P<n>\d{1,5})(?:st|nd|rd|th)?(?:=|T|\.)?", re.I)
_RANK_MARKED = re.compile(r"(?:=\d+|T-?\d+|\d+(?:st|nd|rd|th)=?|\d+=|\d+\.)", re.I)
_DASH = r"\s?[-–—−‑]\s?"
_PAIR = re.compile(rf"(\d{{1,3}}){_DASH}(\d{{1,3}})")
_SCORE = re.compile(
    rf"(?:(?P<won>[WLDTwldt]|Won|Lost|Draw|Drew|Win|Loss)[\s,:]*)?"
    rf"\d{{1,3}}{_DASH}\d{{1,3}}(?:\s?[(\[]\d{{1,3}}(?:{_DASH}\d{{1,3}})?[)\]])?"
    rf"(?:\s*[,;]?\s*\d{{1,3}}{_DASH}\d{{1,3}}(?:\s?[(\[]\d{{1,3}}(?:{_DASH}\d{{1,3}})?[)\]])?)*"
    rf"(?:[\s,]*(?:\([^)]{{1,30}}\)|a\.?e\.?t\.?|OT|SO|[a-z.]{{1,5}}))?(?:[\s,]*(?P<after>[WLDwld]))?"
)
_COLON_SCORE = re.compile(r"(\d{1,4})\s?:\s?(\d{1,4})")
_SEASON = re.compile(r"(?P<first>(?:1[89]|20)\d\d)\s?[-–/]\s?(?P<second>(?:(?:1[89]|20)\d\d)|\d\d)")
_PERCENT = re.compile(rf"(?P<sign>[+\-−]?)(?P<digits>{_DIGITS})\s?(?:%|per ?cent\b)", re.I)
_MONEY = re.compile(
    rf"(?:(?P<symbol>US\$|[£$€¥])\s?(?P<digits>{_DIGITS})\s?(?P<size>k|thousand|m|mn|million|bn|b|billion)?"
    rf"|(?P<digits2>{_DIGITS})\s?(?P<size2>k|thousand|mn|million|bn|billion)?\s?"
    r"(?P<name>[£€$]|pounds|dollars|euros|GBP|USD|EUR))",
    re.I,
)
_CLOCK = re.compile(
    r"(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d))?(?::(?P<s>[0-5]\d))?\s?(?P<half>[ap]\.?m\.?)?"
    r"(?P<zone>\s?(?:\(?(?:UTC|GMT)[+\-−]?\d*(?::\d\d)?\)?|\(?[A-Z]{2,4}T?\)?|local(?: time)?))?",
    re.I,
)


_LEVEL = {"E", "EVEN", "EVENS"}  # with par, among figures such as -3 and +2


def clean_cell(raw: str) -> str:
    """The cell without layout debris: "align=left" → "", ", ," → ""."""
    text = " ".join((_DEBRIS.sub(" ", raw) if "=" in raw else raw).split())
    may_be_nothing = not text[:1].isalnum() or text[:1] in "nN"
    return "" if may_be_nothing and _NOTHING.fullmatch(text) else text


def parse_value(raw: str, *, hint: ValueType | None = None, unit: str | None = None) -> Value:
    """What one table cell means. `hint` is its column's type, `unit` that of figures printed without one."""
    return _parsed(raw, hint, unit)


@lru_cache(maxsize=50_000)  # a cell is read some five times until its column's type is known
def _parsed(raw: str, hint: ValueType | None, unit: str | None) -> Value:
    text = clean_cell(raw)
    if not text:
        return Value(ValueType.EMPTY, "")
    if hint is ValueType.TEXT:
        kind = ValueType.STATUS if _STATUS_IN_TEXT.fullmatch(text) else ValueType.TEXT
        return Value(kind, _REFERENCES.sub("", text) or text)
    if _STATUS.fullmatch(text):
        return Value(ValueType.STATUS, text)
    notation = _AFTER_MARK.sub("", _FOOTNOTES.sub("", text)).strip() or text
    if hint in _FIGURES:
        inside = _BRACKETED.fullmatch(notation)
        notation = _ABOUT.sub("", inside[1] if inside else notation)
    if hint is ValueType.NUMBER and notation.upper() in _LEVEL:
        return Value(ValueType.NUMBER, text, 0.0, 0.5)
    if placed := _WITH_PLACE.fullmatch(notation):
        notation = placed["time"]
    hinted = _READ_AS[hint](notation, unit) if hint in _READ_AS else None
    if value := hinted or _guess(notation, unit):
        return replace(value, text=text)
    is_status = hint in _FIGURES and (is_no_mark(notation) or _STATUS.fullmatch(notation))
    return Value(ValueType.STATUS if is_status else ValueType.TEXT, text)


def is_no_mark(text: str) -> bool:
    """Whether a cell among figures says that there is none: "CUT", "x", "x182"."""
    return bool(_NO_MARK.fullmatch(text) or _LOWER_CODES.fullmatch(text))


def values_agree(a: Value, b: Value) -> bool:
    """Whether two values can both be true of one thing: 54.9 s and a "54-second" lap can, 54.9 s and 54.8 s cannot."""
    if a.type is not b.type or (a.unit and b.unit and a.unit != b.unit):
        return False
    if a.type in (ValueType.TEXT, ValueType.STATUS):
        return fold(a.text) == fold(b.text)
    if a.type is ValueType.SCORE:
        return sides(a.text) == sides(b.text)
    if a.number is None or b.number is None:
        return a.type is ValueType.DATE and month_and_day(a.text) == month_and_day(b.text)
    gap, reach = abs(a.number - b.number), a.precision + b.precision
    if gap <= _TINY or gap < reach - _TINY:
        return True
    return a.type is ValueType.TIME and (_is_cut_short(a, b) or _is_cut_short(b, a))


def sides(score: str) -> tuple[tuple[int, int], ...]:
    """The pairs of a score in order: "6–3, 6–7(4–7)" → ((6, 3), (6, 7), (4, 7))."""
    pairs = _PAIR.findall(score) or _COLON_SCORE.findall(score)
    return tuple((int(first), int(second)) for first, second in pairs)


_TINY = 1e-9  # floats that were printed alike


def _is_cut_short(whole: Value, fine: Value) -> bool:
    """Spoken times are cut, not rounded: a lap of 54.9 s is a "54-second" lap."""
    if whole.number is None or fine.number is None or whole.precision != 0.5 or fine.precision >= 0.5:
        return False
    return whole.number <= fine.number < whole.number + 1


def _guess(text: str, unit: str | None) -> Value | None:
    if not _DIGIT.search(text) and text not in _HALVES:  # most cells are names: no notation is without a digit
        return None
    for read in (_money, _percent, _date, _season, _clock_with_half, _time, _marked_rank, _score, _distance, _number):
        if value := read(text, unit):
            return value
    return None


def _signed(sign: str, number: float) -> float:
    return -number if sign and sign in "-−–" else number


def _figure(digits: str) -> tuple[float, float]:
    """Number and half its last printed digit; "1,500" has a thousands mark, "12,5" a decimal comma."""
    plain = digits.replace(",", "") if re.fullmatch(r"\d+(?:,\d{3})+(?:\.\d+)?", digits) else digits.replace(",", ".")
    return float(plain), 0.5 * 10.0 ** -len(plain.partition(".")[2])


def _number(text: str, unit: str | None) -> Value | None:
    if match := _WITH_HALF.fullmatch(text):
        number = float(match["whole"] or 0) + _HALVES[match["part"]]
        return Value(ValueType.NUMBER, text, _signed(match["sign"], number), 0.125, unit)
    if match := _MINUTE.fullmatch(text):
        # Added time stands between two minutes: 45+2 is after 45 and before 46.
        return Value(ValueType.NUMBER, text, int(match["minute"]) + int(match["added"] or 0) / 100, 0.0, "min")
    match = _NUMBER.fullmatch(text)
    if not match or (match["unit"] or "").rstrip(".").lower() not in _COUNT_UNITS:
        return None
    number, precision = _figure(match["digits"])
    shown = _COUNT_UNITS[(match["unit"] or "").rstrip(".").lower()]
    return Value(ValueType.NUMBER, text, _signed(match["sign"], number), precision, shown or unit)


_COUNT_UNITS: dict[str, str | None] = {
    "": None, "kg": "kg", "km/h": "km/h", "kph": "km/h", "mph": "mph", "m/s": "m/s", "lb": "lb", "lbs": "lb",
    "pts": None, "pt": None, "points": None, "laps": "lap", "lap": "lap", "goals": None, "year": "year",
    "years": "year", "months": "month", "month": "month", "weeks": "week", "week": "week", "days": "day", "day": "day",
}  # fmt: skip


def _time(text: str, _unit: str | None = None) -> Value | None:
    match = _COLON_TIME.fullmatch(text)
    if match and not (match["h"] and int(match["m"]) >= 60):
        return _time_of(text, match, match["s"] + (f".{match['f']}" if match["f"] else ""))
    match = _UNIT_TIME.fullmatch(_SPLIT_UNIT.sub(" ", text))
    if match and (match["h"] or match["m"] or match["s"]):
        return _time_of(text, match, (match["s"] or "") + (f".{match['f']}" if match["f"] else ""))
    return None


def _time_of(text: str, match: re.Match[str], seconds: str) -> Value:
    total = float(match["h"] or 0) * 3600 + float(match["m"] or 0) * 60 + float(seconds or 0)
    last, in_seconds = (seconds, 1.0) if seconds else (match["m"], 60.0) if match["m"] else (match["h"], 3600.0)
    precision = _figure(last)[1] * in_seconds
    return Value(ValueType.TIME, text, round(_signed(match["sign"], total), 6), precision, "s")


def _bare_time(text: str, unit: str | None) -> Value | None:
    """A cell of a time column: also "9.79", "+0.14", and "3.27.65" as some countries print."""
    if value := _time(text):
        return value
    if match := _DOTTED_TIME.fullmatch(text):
        return _time_of(text, match, f"{match['s']}.{match['f']}")
    value = _number(text, None)
    if value is None or value.number is None or value.unit:
        return None
    factor = SECONDS.get(unit or "s", 1.0)
    return Value(ValueType.TIME, text, round(value.number * factor, 6), value.precision * factor, "s")


def _distance(text: str, _unit: str | None = None) -> Value | None:
    printed = text.partition(" (")[0]  # "8.90 m (29 ft 2¼ in)"
    if match := _NUMBER.fullmatch(printed):
        factor = METRES.get((match["unit"] or "").rstrip(".").lower())
        if factor is None:
            return None
        number, precision = _figure(match["digits"])
        metres = round(_signed(match["sign"], number) * factor, 6)
        return Value(ValueType.DISTANCE, text, metres, precision * factor, "m")
    if (match := _FEET_INCHES.fullmatch(printed)) and match[2]:
        metres = int(match[1]) * METRES["ft"] + float(match[2]) * METRES["in"]
        return Value(ValueType.DISTANCE, text, round(metres, 4), _figure(match[2])[1] * METRES["in"], "m")
    return None


def _bare_distance(text: str, unit: str | None) -> Value | None:
    if value := _distance(text):
        return value
    return _distance(f"{text} {unit or 'm'}") if _number(text, None) else None


def _rank(text: str, _unit: str | None = None) -> Value | None:
    match = _RANK.fullmatch(text)
    return Value(ValueType.RANK, text, float(match["n"])) if match else None


def _marked_rank(text: str, _unit: str | None) -> Value | None:
    return _rank(text) if _RANK_MARKED.fullmatch(text) else None


def _score(text: str, _unit: str | None = None) -> Value | None:
    match = _SCORE.fullmatch(text)
    if not match or (pairs := sides(text)) == ():
        return None
    # Several sets: who won more of them. A pair in brackets is a tie-break or shoot-out, not a set.
    sets = sides(re.sub(r"[(\[][^)\]]*[)\]]", "", text)) or pairs
    margin = sets[0][0] - sets[0][1] if len(sets) == 1 else sum((a > b) - (a < b) for a, b in sets)
    letter = (match["won"] or match["after"] or "")[:1].upper()
    if letter in ("W", "L"):  # "L 38–10" prints the winner first: the row's side lost by 28
        margin = abs(margin) if letter == "W" else -abs(margin)
    return Value(ValueType.SCORE, text, float(margin))


def _any_score(text: str, _unit: str | None) -> Value | None:
    if value := _score(text):
        return value
    match = _COLON_SCORE.fullmatch(text)
    return Value(ValueType.SCORE, text, float(int(match[1]) - int(match[2]))) if match else None


def _season(text: str, _unit: str | None = None) -> Value | None:
    match = _SEASON.fullmatch(text)
    if not match or (int(match["first"]) + 1) % 100 != int(match["second"]) % 100:
        return None
    return Value(ValueType.SEASON, text, float(match["first"]))


def _date(text: str, _unit: str | None = None) -> Value | None:
    found = parse_date(text)
    return Value(ValueType.DATE, text, found.ordinal, found.precision) if found else None


def _percent(text: str, _unit: str | None = None) -> Value | None:
    match = _PERCENT.fullmatch(text)
    if not match:
        return None
    number, precision = _figure(match["digits"])
    return Value(ValueType.PERCENT, text, _signed(match["sign"], number), precision, "%")


def _bare_percent(text: str, _unit: str | None) -> Value | None:
    if value := _percent(text):
        return value
    # ".625" under "Win %" is a share of one, and stays the number that is printed.
    return _percent(f"{text}%") if _number(text, None) and not text.startswith(".") else None


def _money(text: str, _unit: str | None = None) -> Value | None:
    match = _MONEY.fullmatch(text)
    if not match:
        return None
    number, precision = _figure(match["digits"] or match["digits2"])
    factor = _MAGNITUDES[(match["size"] or match["size2"] or "").lower()]
    currency = CURRENCIES[(match["symbol"] or match["name"]).lower()]
    return Value(ValueType.MONEY, text, number * factor, precision * factor, currency)


def _bare_money(text: str, unit: str | None) -> Value | None:
    if value := _money(text):
        return value
    value = _number(text, unit)
    return replace(value, type=ValueType.MONEY) if value else None


def _clock(text: str, _unit: str | None = None) -> Value | None:
    match = _CLOCK.fullmatch(text)
    if not match or not (match["m"] or match["half"]):
        return None
    half, hour = (match["half"] or "").lower()[:1], int(match["h"])
    if half and not 1 <= hour <= 12:
        half = ""  # "19:51 pm" happens
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    seconds = hour * 3600 + int(match["m"] or 0) * 60 + int(match["s"] or 0)
    return Value(ValueType.CLOCK, text, float(seconds), 0.5 if match["s"] else 30.0)


def _clock_with_half(text: str, _unit: str | None) -> Value | None:
    """Without am, pm or a zone, "19:51" may as well be a race time."""
    match = _CLOCK.fullmatch(text)
    return _clock(text) if match and (match["half"] or (match["zone"] and ":" in text)) else None


_READ_AS: dict[ValueType | None, Callable[[str, str | None], Value | None]] = {
    ValueType.TIME: _bare_time, ValueType.DISTANCE: _bare_distance, ValueType.NUMBER: _number, ValueType.RANK: _rank,
    ValueType.SCORE: _any_score, ValueType.DATE: _date, ValueType.CLOCK: _clock, ValueType.PERCENT: _bare_percent,
    ValueType.MONEY: _bare_money, ValueType.SEASON: _season,
}  # fmt: skip
