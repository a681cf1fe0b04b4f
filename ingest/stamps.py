"""When the posts of a live blog were written, in UTC: their stamps with the day and zone that the source states."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from retriever.types import Block

# Zones that live blogs print, as minutes east of Greenwich. Those of two regions (IST, CST in China) are left open.
_MINUTES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "SAST": 120, "EAT": 180, "WAT": 60, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420, "JST": 540, "KST": 540, "SGT": 480, "HKT": 480, "AWST": 480, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780,
}  # fmt: skip
_BY_SEASON = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
_STAMP = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?::(?P<second>[0-5]\d))?\s*(?:(?P<half>[ap])\.?m\.?)?"
    r"\s*\(?(?P<zone>(?:UTC|GMT)\s?[+\-−]\s?\d{1,2}(?::?[0-5]\d)?|[A-Z]{1,4})?\)?",
    re.I,
)
_OFFSET = re.compile(r"(?:UTC|GMT)\s?(?P<sign>[+\-−])\s?(?P<hours>\d{1,2}):?(?P<minutes>[0-5]\d)?", re.I)
_HALF_DAY = timedelta(hours=12)


def with_post_times(blocks: Sequence[Block], published_at: str | None) -> tuple[Block, ...]:
    """The blocks with the time of each post; `published_at` says on which day the first of them was written."""
    stamps = list(dict.fromkeys(block.posted for block in blocks if block.posted))
    times = _times(stamps, _day(published_at))
    return tuple(
        replace(block, posted_at=times[block.posted]) if block.posted and times.get(block.posted) else block
        for block in blocks
    )


def _times(stamps: Sequence[str], day: date | None) -> dict[str, str]:
    stated = {stamp: moment for stamp in stamps if (moment := _whole(stamp))}
    bare = [stamp for stamp in stamps if stamp not in stated]
    told = zip(bare, _over_midnight([_on(stamp, day) for stamp in bare]), strict=True)
    known = stated | {stamp: moment for stamp, moment in told if moment is not None}
    return {stamp: moment.astimezone(UTC).isoformat() for stamp, moment in known.items()}


def _whole(stamp: str) -> datetime | None:
    """The moment of a stamp that states day and zone by itself, as pages do in their data."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return moment if moment.tzinfo and MINYEAR < moment.year < MAXYEAR else None


def _on(stamp: str, day: date | None) -> datetime | None:
    match = _STAMP.fullmatch(stamp.strip())
    zone = _zone((match["zone"] or "").upper()) if match else None
    if match is None or zone is None or day is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)  # "19:51 PM" happens, and means 19:51
    if hour > 23:
        return None
    return datetime.combine(day, time(hour, int(match["minute"] or 0), int(match["second"] or 0)), zone)


def _zone(name: str) -> tzinfo | None:
    if name in _MINUTES:
        return timezone(timedelta(minutes=_MINUTES[name]))
    if name in _BY_SEASON:
        try:
            return ZoneInfo(_BY_SEASON[name])
        except ZoneInfoNotFoundError:  # a machine without time zones leaves it open
            return None
    match = _OFFSET.fullmatch(name)
    if match is None or int(match["hours"]) > 14:
        return None
    minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
    return timezone(timedelta(minutes=minutes if match["sign"] == "+" else -minutes))


def _over_midnight(moments: Sequence[datetime | None]) -> list[datetime | None]:
    """The moments with a day added to those after midnight, whether the page has the first or the last post on top."""
    known = [moment for moment in moments if moment is not None]
    # A step of more than half a day leads over midnight: it goes the other way.
    rises = sum((later > earlier) is (abs(later - earlier) <= _HALF_DAY) for earlier, later in pairwise(known))
    newest_first = rises * 2 < len(known) - 1
    days, before = timedelta(0), None
    shown: list[datetime | None] = []
    for moment in reversed(moments) if newest_first else moments:
        if moment is not None and before is not None and before - moment > _HALF_DAY:
            days += timedelta(days=1)
        before = moment or before
        shown.append(moment + days if moment is not None else None)
    return shown[::-1] if newest_first else shown


def _day(published_at: str | None) -> date | None:
    try:
        found = date.fromisoformat(published_at[:10]) if published_at else None
    except ValueError:
        return None
    return found if found and MINYEAR < found.year < MAXYEAR else None  # beyond them no zone can be applied
