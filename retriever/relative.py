"""Relative dates made absolute: "yesterday", asked on 7 August 2024, is 6 August 2024."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from retriever.dates import MONTHS

_DAYS = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": -1,
         "last night": -1, "tomorrow": 1}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = "|".join(_WEEKDAYS)
_SATURDAY = 5
_RELATIVE = re.compile(
    r"\b(?P<before>(?:in|on|since|from|until|till|by|before|after|during|of|the)\s+)?(?:"
    rf"(?P<day>{'|'.join(_DAYS)})"
    r"|(?P<ago>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\s(?P<unit>days?|weeks?|months?|years?)\sago"
    rf"|(?P<which>last|this)\s(?P<span>weekend|month|year|{_WEEKDAY})"
    r")(?P<owner>['’]s)?\b",
    re.I,
)
_NUMBERS = "zero one two three four five six seven eight nine ten".split()


_WEEK = re.compile(r"\b(?P<which>last|this)\s(?P<span>week|weekend|month)\b(?!['’]s)", re.I)
_DAY = re.compile(rf"\b(?P<day>{'|'.join(_DAYS)})\b(?!['’]s)", re.I)


def reported_in(text: str, today: date) -> tuple[str, date, date] | None:
    """The text without "last night" or "this week", and the first and last day on which reports of that appear.

    What happens at night or at a weekend is in the papers a day later. None where no such time is named.
    """
    for form, days in ((_DAY, _days_of), (_WEEK, _weeks_of)):
        match = form.search(text)
        if match is not None:
            first, last = days(match, today)
            rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
            return re.sub(r"\s+(?=[?.,!])", "", rest), first, min(last + timedelta(days=1), max(today, first))
    return None


def _days_of(match: re.Match[str], today: date) -> tuple[date, date]:
    day = today + timedelta(days=_DAYS[match["day"].lower()])
    return day, day


def _weeks_of(match: re.Match[str], today: date) -> tuple[date, date]:
    back, span = int(match["which"].lower() == "last"), match["span"].lower()
    if span == "month":
        months = 12 * today.year + today.month - 1 - back
        first = date(months // 12, months % 12 + 1, 1)
        return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return monday + timedelta(days=_SATURDAY if span == "weekend" else 0), monday + timedelta(days=6)


def dated(text: str, today: date) -> str:
    """The text with every relative day, weekend, month or year as it is called on `today`; a week is left alone."""
    return _RELATIVE.sub(lambda match: _absolute(match, today), text)


def _absolute(match: re.Match[str], today: date) -> str:
    found = _named(match, today)
    if found is None:
        return match.group()
    preposition, name = found
    before = match["before"] or ""
    if match["owner"]:
        return f"{before}{name}" if before.strip().lower() == "the" else f"{before}the {name}"
    return f"{before}{name}" if before else f"{preposition} {name}"


def _named(match: re.Match[str], today: date) -> tuple[str, str] | None:
    """How the date is called, after its preposition."""
    if match["day"]:
        return "on", _day(today + timedelta(days=_DAYS[match["day"].lower()]))
    if match["ago"]:
        count = int(match["ago"]) if match["ago"].isdigit() else _NUMBERS.index(match["ago"].lower())
        return _AGO[match["unit"].lower().rstrip("s")](today, count)
    back = int(match["which"].lower() == "last")
    span = match["span"].lower()
    if span == "year":
        return "in", str(today.year - back)
    if span == "month":
        return _month(today, back)
    if span == "weekend":
        return _weekend(today, back)
    days = (today.weekday() - _WEEKDAYS.index(span)) % 7 or 7 * back
    return ("on", _day(today - timedelta(days=days))) if back else None  # "this Friday" may be past or to come


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _month(today: date, back: int) -> tuple[str, str]:
    months = 12 * today.year + today.month - 1 - back
    return "in", f"{MONTHS[months % 12].capitalize()} {months // 12}"


def _weekend(today: date, back: int) -> tuple[str, str]:
    """Saturday and Sunday of this week, the last one's as soon as they are over or not yet come."""
    saturday = today + timedelta(days=_SATURDAY - today.weekday() - 7 * back)
    sunday = saturday + timedelta(days=1)
    first = str(saturday.day) if saturday.month == sunday.month else _day(saturday)
    return "on", f"{first} and {_day(sunday)}"


_AGO: dict[str, Callable[[date, int], tuple[str, str] | None]] = {
    "day": lambda today, count: ("on", _day(today - timedelta(days=count))),
    "week": lambda today, count: None,  # noqa: ARG005  seven days ago or in that week? it is left as it was asked
    "month": _month,
    "year": lambda today, count: ("in", str(today.year - count)),
}
