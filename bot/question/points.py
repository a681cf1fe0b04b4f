"""Points of a race that a text names, and the times it gives for them: "54.9 for the first 400"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.question.scope import small_number
from retriever.figures import FoundValue, find_values
from retriever.text import Token, tokens
from retriever.values import ValueType

LAP_METRES = 400.0  # of an outdoor track; the bell rings before the last of them
_METRES = {"m": 1.0, "metre": 1.0, "km": 1000.0}
_LAPS = {"lap", "laps"}
_OPENING = {"opening": 1, "first": 1}
# Before a length that is a point; behind anything else it is an event: "won the Olympic 800 metres in 1:56.72".
_PASSING = {"through", "at", "past", "passed", "reached", "in", "for", "over", "after", "to", "and", "from", "then",
            "hit", "between", "with", "by"}  # fmt: skip
_CLOSING = {"last", "final", "closing"}
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_LISTED = re.compile(r"^\s*(?:,|and|, and|;)?\s*$")
_DIVIDER, _DIVIDING_CHARS = re.compile(r"[,;]|\band\b"), 20
_MAX_FROM_POINT = 45  # characters between a time and the point it is for
_FULL_LAPS = 1.5  # a time that is this many times that of the first lap is counted from the start


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a race: so many metres, the end of a lap, the bell."""

    metres: float | None = None
    lap: int | None = None
    """Number of the lap that ends there; -1 for the last."""
    is_bell: bool = False
    name: str = ""
    """As it is said."""

    def metres_in(self, length: float | None) -> float | None:
        """How far from the start it is in a race of that length in metres; None where that can't be told."""
        if self.metres is not None:
            return self.metres
        if self.is_bell:
            return None if length is None else length - LAP_METRES
        if self.lap == -1:
            return length
        return None if self.lap is None else self.lap * LAP_METRES

    def is_same(self, other: "Point", length: float | None) -> bool:
        """Whether both are one place."""
        if (self.lap, self.is_bell) == (other.lap, other.is_bell) and self.metres == other.metres:
            return True
        here, there = self.metres_in(length), other.metres_in(length)
        return here is not None and here == there


@dataclass(frozen=True, slots=True)
class Split:
    """A time that a text gives for a point."""

    point: Point
    figure: FoundValue

    @property
    def seconds(self) -> float:
        """The time in seconds."""
        return self.figure.value.number or 0.0


def points_in(text: str, *, bare: bool = False) -> list[tuple[int, int, Point]]:
    """(start, end, point) of each point named, in order. `bare`: whether round hundreds alone are metres."""
    words = tokens(text)
    found: list[tuple[int, int, Point]] = []
    for index, word in enumerate(words):
        point, last = _point_at(words, index, bare=bare)
        if point is not None:
            named = replace(point, name=text[word.start : words[last].end])
            found.append((word.start, words[last].end, named))
    return [one for at, one in enumerate(found) if at == 0 or one[0] >= found[at - 1][1]]


def splits_in(text: str) -> list[Split]:
    """The times of the text that are given for a point, in order."""
    figures = [figure for figure in find_values(text) if _is_time(figure)]
    points = [p for p in points_in(text) if not any(f.start < p[1] and p[0] < f.end for f in figures)]
    near = sorted(
        (_apart(figure, point) + _divided(text, figure, point), at, point[0], index)
        for index, figure in enumerate(figures)
        for at, point in enumerate(points)
        if _apart(figure, point) <= _MAX_FROM_POINT and not _is_between(figure, point, figures)
    )
    given: dict[int, Point] = {}
    used: set[int] = set()
    for _, at, _, index in near:
        if index not in given and at not in used:
            given[index] = points[at][2]
            used.add(at)
    given = _in_a_row(text, figures, given)
    return [Split(point, figures[index]) for index, point in sorted(given.items())]


def is_from_start(split: Split, first_lap: float | None) -> bool:
    """Whether the time of a later lap is counted from the start, not that of the lap alone."""
    if split.point.lap is None or split.point.lap < 2:
        return True
    return first_lap is not None and split.seconds >= _FULL_LAPS * first_lap


def _point_at(words: Sequence[Token], index: int, *, bare: bool) -> tuple[Point | None, int]:  # noqa: PLR0911
    """The point named from that token on, and its last token."""
    texts = [word.text for word in words[index : index + 3]]
    one, after, third = (*texts, "", "", "")[:3]
    before = words[index - 1].text if index else ""
    through = before == "the" and index > 1 and words[index - 2].text in _PASSING
    if (
        _FIGURE.fullmatch(one)
        and after in _METRES
        and (not before or bare or through or before in _PASSING or before.isdigit() or before in _METRES)
    ):
        return Point(metres=float(one) * _METRES[after]), index + 1
    if bare and one.isdigit() and int(one) >= 100 and int(one) % 100 == 0 and after not in _METRES:
        return Point(metres=float(one)), index
    if one in _OPENING and after.isdigit() and int(after) % 100 == 0 and int(after):
        return Point(metres=float(after) * _METRES.get(third, 1.0)), index + 1 + (third in _METRES)
    if after in _LAPS and one in _CLOSING:
        return Point(lap=-1), index + 1
    if after in _LAPS and (number := _OPENING.get(one) or _ordinal(one)) is not None:
        return Point(lap=number), index + 1
    if one in _LAPS and after.isdigit():
        return Point(lap=int(after)), index + 1
    if (
        one == "lap"
        and index
        and words[index - 1].text not in {*_OPENING, *_CLOSING}
        and not _ordinal(words[index - 1].text)
    ):
        ahead = {word.text for word in words[max(0, index - 4) : index]}
        return (Point(lap=1), index) if ahead & {"opened", "start"} else (None, index)
    return (Point(is_bell=True), index) if one == "bell" else (None, index)


def _ordinal(word: str) -> int | None:
    return small_number(word) if word[-2:] in {"st", "nd", "rd", "th"} or word in {"second", "third"} else None


def _apart(figure: FoundValue, point: tuple[int, int, Point]) -> int:
    return max(point[0] - figure.end, figure.start - point[1], 0)


def _divided(text: str, figure: FoundValue, point: tuple[int, int, Point]) -> int:
    """What a comma or an "and" between the two counts for, in characters: "400 m in 56.4 and 800 m in 1:51.8"."""
    between = text[min(figure.end, point[1]) : max(figure.start, point[0])]
    return _DIVIDING_CHARS if _DIVIDER.search(between) else 0


def _is_time(figure: FoundValue) -> bool:
    """Whether the figure may be a time; "in 56.4" has no unit."""
    if not figure.value.number or not figure.value.text[:1].isdigit():
        return False
    return figure.value.type is ValueType.TIME or (figure.value.type is ValueType.NUMBER and "." in figure.value.text)


def _is_between(figure: FoundValue, point: tuple[int, int, Point], figures: Sequence[FoundValue]) -> bool:
    """Whether another time stands between the time and the point."""
    first, last = min(figure.end, point[1]), max(figure.start, point[0])
    return any(first <= other.start and other.end <= last for other in figures if other is not figure)


def _in_a_row(text: str, figures: Sequence[FoundValue], given: dict[int, Point]) -> dict[int, Point]:
    """With the laps of times that are listed before one with a point: "56.4, 1:51.8, 2:33 at 1100m"."""
    runs: list[list[int]] = []
    for index in range(len(figures)):
        joins = bool(runs) and bool(_LISTED.match(text[figures[index - 1].end : figures[index].start]))
        rising = index > 0 and (figures[index].value.number or 0) > (figures[index - 1].value.number or 0)
        if index and joins and rising:
            runs[-1].append(index)
        else:
            runs.append([index])
    found = dict(given)
    for run in runs:
        named = [i for i in run if i in given]
        last = given[run[-1]].metres_in(None) if run[-1] in given else None
        if len(run) > 2 and named in ([run[-1]], []) and (last is None or last > LAP_METRES * (len(run) - 2)):
            ends = [i for i in run if i not in given]
            found |= {i: Point(metres=LAP_METRES * (lap + 1)) for lap, i in enumerate(ends)}
    return found
