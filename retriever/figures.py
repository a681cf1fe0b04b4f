"""Figures in prose: where each stands in a sentence and what it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from retriever.dates import MONTH
from retriever.values import Value, ValueType, parse_value


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A figure at `text[start:end]`."""

    start: int
    end: int
    value: Value


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_PLACES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_SMALL = {word: number for number, word in enumerate(_UNITS.split())} | {"dozen": 12, "nil": 0}
_TENS = {word: 10 * number for number, word in enumerate(_TEN_WORDS.split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = {word: number for number, word in enumerate(_PLACES.split(), 1)}
_PARTS = {"tenth": 0.1, "hundredth": 0.01, "thousandth": 0.001}

_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_SMALL)[1:10])}))?|{'|'.join(_SMALL)})"
_HUNDREDS = rf"(?:(?:{_WORD}|a) hundred(?: and {_WORD})?|{_WORD})"
# The look-ahead on the first letter makes the search several times faster.
_WORDS = rf"(?=[zotfsendaZOTFSENDA])(?:(?:{_HUNDREDS}|a) (?:thousand|million|billion)"
_WORDS += rf"(?: (?:and )?{_HUNDREDS})?|{_HUNDREDS})"
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_START = r"(?<![\w.,:/£$€-])(?<!\d[–−])"
_COUNT = rf"(?:{_START}{_FIGURE}|\b{_WORDS})"
_DASH = r"\s?[-–−]\s?"
_HEDGE = re.compile(
    r"\b(?:almost|nearly|about|around|roughly|approximately|some|more than|less than|over|under|at least|at most|"
    r"up to|just over|just under|within|inside)\s+(?:an?\s+)?$",
    re.I,
)

_KEPT_TEXTS = 8192  # sentences and cells are read again for the next question; some 4 MB of them

_Reader = Callable[[re.Match[str]], Value | None]


def find_values(text: str) -> list[FoundValue]:
    """Every figure of `text` in order; where two readings overlap the longer one counts."""
    return list(_values_of(text))


@lru_cache(maxsize=_KEPT_TEXTS)
def _values_of(text: str) -> tuple[FoundValue, ...]:
    lower = re.sub(r"\d", "#", text.lower()) + text.lower()
    found = [
        (match.start(), match.end(), order, reader, match)
        for order, (needs, pattern, reader) in enumerate(_PATTERNS)
        if not needs or any(part in lower for part in needs)
        for match in pattern.finditer(text)
    ]
    taken = bytearray(len(text))
    figures: list[FoundValue] = []
    for start, end, _, reader, match in sorted(found, key=lambda item: (item[0] - item[1], item[2], item[0])):
        if any(taken[start:end]) or (value := reader(match)) is None:
            continue
        taken[start:end] = b"\x01" * (end - start)
        figures.append(FoundValue(start, end, _widened(value, text[:start])))
    return tuple(sorted(figures, key=lambda figure: figure.start))


def word_number(words: str) -> float | None:
    """Number that English words spell: "twenty-one" → 21, "a hundred and six" → 106; None for other words."""
    total, group = 0, 0
    for word in words.lower().replace("-", " ").split():
        if word in _SMALL or word in _TENS:
            group += _SMALL.get(word) or _TENS.get(word, 0)
        elif word in ("hundred", "dozen"):
            group = (group or 1) * _SCALES["hundred"]
        elif word in _SCALES:
            total, group = total + (group or 1) * _SCALES[word], 0
        elif word not in ("a", "and"):
            return None
    return float(total + group)


def _widened(value: Value, before: str) -> Value:
    """ "Almost three seconds" is less sure than "three seconds"."""
    if value.precision and _HEDGE.search(before[-24:]):
        return replace(value, precision=2 * value.precision)
    return value


def _in_digits(words: str) -> str:
    """The words with number words spelt as digits: "three minutes 27.65 seconds" → "3 minutes 27.65 seconds"."""

    def digits(match: re.Match[str]) -> str:
        number = word_number(match.group())
        return match.group() if number is None else f"{number:.0f}"

    return re.sub(rf"\b{_WORDS}\b", digits, words, flags=re.I)


def _as(kind: ValueType) -> _Reader:
    def read(match: re.Match[str]) -> Value | None:
        value = parse_value(_in_digits(match.group()), hint=kind)
        return replace(value, text=match.group()) if value.type is kind else None

    return read


def _bare_time(match: re.Match[str]) -> Value | None:
    return parse_value(match.group(), hint=ValueType.TIME)


def _part_of_second(match: re.Match[str]) -> Value | None:
    number = match["count"].lower()
    count = 1.0 if number in ("a", "one") else (word_number(number) if number[0].isalpha() else float(number))
    part = _PARTS[match["part"].lower()]
    return None if count is None else Value(ValueType.TIME, match.group(), round(count * part, 6), part / 2, "s")


def _a_second(match: re.Match[str]) -> Value | None:
    half = match.group().lower().startswith("half")
    return Value(ValueType.TIME, match.group(), 0.5 if half else 1.0, 0.25 if half else 0.5, "s")


def _and_a_half(match: re.Match[str]) -> Value | None:
    """"Two and a half hours", "one and a half minutes"."""
    number = match["count"].lower()
    count = word_number(number) if number[0].isalpha() else float(number)
    seconds = 3600.0 if match["unit"].lower().startswith("h") else 60.0
    return None if count is None else Value(ValueType.TIME, match.group(), (count + 0.5) * seconds, seconds / 4, "s")


def _relay(match: re.Match[str]) -> Value | None:
    legs, metres = int(match["legs"]), float(match["length"].replace(",", ""))
    return Value(ValueType.DISTANCE, match.group(), legs * metres, 0.0, "m")


def _ordinal(match: re.Match[str]) -> Value | None:
    word = match.group().lower()
    number = _ORDINALS.get(word)
    return Value(ValueType.RANK, match.group(), float(number)) if number else parse_value(match.group())


def _count(match: re.Match[str]) -> Value | None:
    digits = _in_digits(match["figure"]).replace(",", "")
    scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
    if not re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return None
    unit = _PERIODS.get((match["noun"] or "").lower())
    precision = 0.5 * 10.0 ** -len(digits.partition(".")[2]) * scale
    return Value(ValueType.NUMBER, match.group(), float(digits) * scale, precision, unit)


_PERIODS = {form: noun for noun in ("year", "month", "week", "day") for form in (noun, noun + "s")}
_SECONDS_UNIT = r"(?:seconds?|secs?|s)\b"
_MINUTES_UNIT = r"(?:minutes?|mins?)\b"
_HOURS_UNIT = r"(?:hours?|hrs?|h)\b"
# A cheap test before each pattern: one of these substrings (of the folded-case text) must be there; "#" means a digit.
_DIGIT, _YEARS = ("#",), ("17", "18", "19", "20")
_SIZES = ("metre", "meter", "km", "mile", "yard", "feet", "foot", "cm", "inch")
_PATTERNS: tuple[tuple[tuple[str, ...], re.Pattern[str], _Reader], ...] = tuple(
    (needs, re.compile(pattern, flags), reader)
    for needs, pattern, flags, reader in (
        (_DIGIT, rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? (?:1[789]|20)\d\d\b)?", 0, _as(ValueType.DATE)),
        (_DIGIT, rf"\b{MONTH} \d{{1,2}}\b(?:st|nd|rd|th)?(?:,? (?:1[789]|20)\d\d\b)?(?![.:–-]\d)", 0,
         _as(ValueType.DATE)),
        (_YEARS, rf"\b{MONTH},? (?:1[789]|20)\d\d\b", 0, _as(ValueType.DATE)),
        (_YEARS, r"\b(?:1[789]|20)\d\d-\d\d-\d\d\b", 0, _as(ValueType.DATE)),
        (_YEARS, r"\b(?:1[89]|20)\d\d[-–/](?:(?:1[89]|20)\d\d|\d\d)\b(?![-–])", 0, _as(ValueType.SEASON)),
        (_DIGIT, r"\b(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s?[ap]\.?m\b\.?(?: [A-Z]{2,4}\b)?", re.I, _as(ValueType.CLOCK)),
        ((":",), r"\b(?:[01]?\d|2[0-3]):[0-5]\d \(?(?:(?:UTC|GMT)(?:[+−-]\d+)?\b|BST|CEST|CET|EDT|EST|ET|local)\b\)?",
         0, _as(ValueType.CLOCK)),
        ((":",), rf"{_START}[+−-]?(?:\d{{1,3}}:)?\d{{1,3}}:[0-5]\d(?:\.\d{{1,4}})?(?![\d:])"
         rf"(?: {_MINUTES_UNIT}| {_SECONDS_UNIT})?", 0, _as(ValueType.TIME)),
        (("half",), rf"(?P<count>\b{_WORDS}|{_START}\d+) and a half (?P<unit>hours?|minutes?)\b", re.I, _and_a_half),
        (("h",), rf"{_COUNT}[ -]?{_HOURS_UNIT}(?:,? (?:and )?{_COUNT}[ -]?{_MINUTES_UNIT})?"
         rf"(?:,? (?:and )?{_COUNT}[ -]?{_SECONDS_UNIT})?", re.I, _as(ValueType.TIME)),
        (("min",), rf"{_COUNT}[ -]?{_MINUTES_UNIT}(?:,? (?:and )?{_COUNT}[ -]?{_SECONDS_UNIT})?", re.I,
         _as(ValueType.TIME)),
        (("sec",), rf"{_COUNT}[ -]?(?:seconds?|secs?)\b", re.I, _as(ValueType.TIME)),
        (_DIGIT, rf"{_START}(?!\d{{4}}s){_FIGURE} ?s\b", 0, _as(ValueType.TIME)),
        (("dth", "nth"), rf"(?P<count>\b(?:{_WORDS}|a)|{_START}\d+)[ -](?P<part>tenth|hundredth|thousandth)"
         r"(?:s\b(?: of a second\b)?| of a second\b)", re.I, _part_of_second),
        (("a second",), r"\bhalf a second\b|(?<=than )a second\b|(?<=almost )a second\b|(?<=nearly )a second\b|"
         r"(?<=over )a second\b|(?<=under )a second\b|(?<=about )a second\b", re.I, _a_second),
        (("#",), r"(?<=clocked )\d{1,2}\.\d{1,3}\b|(?<=clocking )\d{1,2}\.\d{1,3}\b|(?<=time of )\d{1,2}\.\d{1,3}\b|"
         r"(?<=split )\d{1,2}\.\d{1,3}\b|(?<=splitting )\d{1,2}\.\d{1,3}\b|"
         r"(?<![\d.:,])\d{1,2}\.\d{1,3}(?= for the \w+ (?:lap|quarter|leg|\d))|"
         r"(?<![\d.:,])\d{1,2}\.\d{1,3}(?=, \d{1,2}:\d\d)", re.I, _bare_time),
        (_DIGIT, r"\b(?P<legs>\d)\s?[x×]\s?(?P<length>\d{2,3}|\d,?\d{3})\s?-?(?:m|metres?|meters?)\b", re.I, _relay),
        (_SIZES, rf"{_COUNT}[ -]?(?:metres?|meters?|kilometres?|kilometers?|km|miles?|yards?|feet|foot|centimetres?|cm|"
         r"inch(?:es)?)\b", re.I, _as(ValueType.DISTANCE)),
        (_DIGIT, rf"{_START}{_FIGURE} ?m\b(?!\.)", 0, _as(ValueType.DISTANCE)),
        (("-", "–", "−"), rf"(?<![\w.,:–−-])\d{{1,3}}{_DASH}\d{{1,3}}(?: ?\(\d{{1,2}}{_DASH}\d{{1,2}}\))?"
         rf"(?:, \d{{1,2}}{_DASH}\d{{1,2}}(?: ?\(\d{{1,2}}(?:{_DASH}\d{{1,2}})?\))?)*"
         r"(?![\w–−-]|[.:]\d| ?(?:weeks?|days?|months?|years?|hours?|minutes?))", 0, _as(ValueType.SCORE)),
        (("%", "cent"), rf"{_START}{_FIGURE}\s?(?:%|per ?cent\b)|\b{_WORDS} per ?cent\b", re.I, _as(ValueType.PERCENT)),
        (("£", "$", "€"), rf"(?:US\$|[£$€])\s?{_FIGURE}\s?(?:k\b|thousand|mn?\b|million|bn\b|billion)?", re.I,
         _as(ValueType.MONEY)),
        (("pounds", "dollars", "euros"), rf"{_COUNT} (?:(?:thousand|million|billion) )?(?:pounds|dollars|euros)\b",
         re.I, _as(ValueType.MONEY)),
        (_DIGIT, rf"{_START}\d{{1,4}}(?:st|nd|rd|th)\b", re.I, _ordinal),
        ((), rf"\b(?:{'|'.join(_ORDINALS)})\b", re.I, _ordinal),
        (_DIGIT, rf"(?P<figure>{_START}{_FIGURE})\s?(?P<scale>million|billion|thousand)?"
         rf"(?:[ -](?P<noun>{'|'.join(_PERIODS)}))?\b(?![:.]\d)(?!\w)", re.I, _count),
        ((), rf"(?P<figure>\b(?<!no )(?!one (?:of|another|day)\b)(?!a\b){_WORDS})(?P<scale>(?!))?"
         rf"(?:[ -](?P<noun>{'|'.join(_PERIODS)}))?\b", re.I, _count),
    )
)  # fmt: skip
