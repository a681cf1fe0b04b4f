"""Dates as sports pages print them; only what is certainly a date, so that no race time ever becomes one."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_YEAR = r"(?P<year>(?:1[789]|20)\d\d)"
_FORMS = tuple(
    re.compile(_WEEKDAY + form, re.I)
    for form in (
        rf"(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-](?P<month>{MONTH})(?:,?[\s-]{_YEAR})?",
        rf"(?P<month>{MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s{_YEAR})?",
        rf"(?P<month>{MONTH}),?\s{_YEAR}(?P<day>)",
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
    )
)
_SLASHED = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/{_YEAR}")


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date as printed; year or day is None where it is not."""

    year: int | None
    month: int
    day: int | None

    @property
    def ordinal(self) -> float | None:
        """Proleptic ordinal of the day; the middle of the month without a day; None without a year."""
        if self.year is None:
            return None
        if self.day is None:
            return date(self.year, self.month, 1).toordinal() + self.precision - 0.5
        return float(date(self.year, self.month, self.day).toordinal())

    @property
    def precision(self) -> float:
        """Days that the ordinal may be off: half a month without a day."""
        if self.year is None or self.day is not None:
            return 0.0
        return monthrange(self.year, self.month)[1] / 2

    def iso(self) -> str | None:
        """The day as 2024-08-06; None where year or day is not printed."""
        if self.year is None or self.day is None:
            return None
        return date(self.year, self.month, self.day).isoformat()


def parse_date(text: str) -> CalendarDate | None:
    """The date that the whole of `text` is, else None. "5/6/2024" is none: day and month can't be told apart."""
    stripped = " ".join(text.split())
    for form in _FORMS:
        if match := form.fullmatch(stripped):
            return _calendar_date(match["year"], match["month"], match["day"])
    if match := _SLASHED.fullmatch(stripped):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            return _calendar_date(match["year"], match[2], match[1])
        return _calendar_date(match["year"], match[1], match[2]) if second > 12 else None
    return None


def month_and_day(text: str) -> tuple[int, int | None] | None:
    """Month and day of a date, whether or not a year is printed."""
    found = parse_date(text)
    return (found.month, found.day) if found else None


def _calendar_date(year: str | None, month: str, day: str | None) -> CalendarDate | None:
    number = int(month) if month.isdigit() else _month_number(month)
    found = CalendarDate(int(year) if year else None, number, int(day) if day else None)
    leap_year = 2000  # without a year, 29 February may be right
    days = monthrange(found.year or leap_year, number)[1] if 1 <= number <= 12 else 0
    return found if days and (found.day is None or 1 <= found.day <= days) else None


def _month_number(name: str) -> int:
    return next(index for index, month in enumerate(MONTHS, start=1) if month.startswith(name.lower()[:3]))
