"""Parts of a match: the quarter, period or half that a question names, and the posts of a live blog that tell of it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

_ORDER = ("first|1st|opening", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th")
_LAST = "last|final|closing"
# How many parts of that kind a match has; of the others nobody knows beforehand.
_OF = {"half": 2, "third": 3, "period": 3, "quarter": 4, "chukka": 6, "set": None, "game": None, "round": None,
       "leg": None, "end": None, "innings": None, "inning": None, "frame": None, "heat": None}  # fmt: skip
_PERIODS = frozenset({"quarter", "period", "third"})
_NOUN = "|".join(f"{noun}s?" for noun in _OF)
PART = rf"(?:{'|'.join(_ORDER)}|{_LAST})[- ](?:{_NOUN})\b|(?:extra[- ]?time|over[- ]?time)\b|half[- ]?time\b"
_NTH = rf"(?P<which>{'|'.join(_ORDER)}|{_LAST})[- ](?P<noun>{_NOUN})"
_NAMED = re.compile(rf"\b(?:{_NTH}|(?P<extra>(?:extra|over)[- ]?time|extra period))\b", re.IGNORECASE)
_MARKS = (
    (re.compile(r"(?:three[- ]quarter|3/4)[- ]?time\b", re.I), 0.75),
    (re.compile(r"quarter[- ]?time\b", re.I), 0.25),
    (re.compile(r"(?:half[- ]?time|the interval)\b", re.I), 0.5),
    (re.compile(r"(?:full[- ]?time|final (?:score|whistle))\b", re.I), 1.0),
)
_OVER = re.compile(
    rf"(?:that(?:'s| is) the |it is the )?(?:end|close) of (?:the )?{_NTH}\b",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    rf"(?:the )?{_NTH}\b[^.!?]{{0,24}}?"
    r"(?:\b(?:begins?|starts?|under way|underway|is on|off)\b|[:!.–—-]|$)",
    re.IGNORECASE,
)
_EXTRA_BEGUN = re.compile(r"(?:extra[- ]?time|over[- ]?time)\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a match by its number; 0 for the last one, whatever its number, `extra` for what is played on."""

    number: int
    noun: str
    extra: bool = False

    @property
    def ends_at(self) -> float | None:
        """Share of the match that is over with it; None where nobody knows of how many parts it is."""
        count = _OF.get(self.noun)
        return None if count is None else (self.number or count) / count

    @property
    def starts_at(self) -> float | None:
        """Share of the match that is over when it begins."""
        count = _OF.get(self.noun)
        return None if count is None else ((self.number or count) - 1) / count


def part_asked(text: str) -> Part | None:
    """The part of a match that a text names first; None where it names none."""
    return next(iter(_named(text)), None)


def names_part(text: str, part: Part) -> bool:
    """Whether a text names the part; a period of a match in quarters is a quarter."""
    return any(_alike(named) == _alike(part) for named in _named(text))


def _named(text: str) -> Iterator[Part]:
    for found in _NAMED.finditer(text):
        if found["extra"]:
            yield Part(1, "", extra=True)
        else:
            yield Part(_number(found["which"]), _singular(found["noun"]))


def _alike(part: Part) -> Part:
    return replace(part, noun="period") if part.noun in _PERIODS else part


def of_part(part: Part, told: Sequence[str]) -> range | None:
    """The posts of the part, by what each begins with; None where nothing marks where it begins or ends.

    The post that marks its end is of it: "Half-time, 14-12".
    """
    if part.extra:
        over = next((i for i, text in enumerate(told) if any(f.match(text) and o == 1 for f, o in _MARKS)), None)
        first = next((i for i, text in enumerate(told) if _EXTRA_BEGUN.match(text)), over)
        return None if first is None or first == len(told) - 1 else range(first, len(told))
    after = next((i + 1 for i, text in enumerate(told) if _is_over(part, text, lambda p: p.number - 1)), None)
    begun = next((i for i, text in enumerate(told) if _is_begun(part, text)), None)
    first = after if after is not None else begun
    last = next((i for i, text in enumerate(told) if _is_over(part, text, lambda p: p.number)), None)
    if part.number == 1 and first is None and last is not None:
        first = 0
    if first is None or (last is None and not _is_last(part)):
        return None
    return range(first, len(told) if last is None else last + 1)


def _is_last(part: Part) -> bool:
    return part.number == 0 or part.ends_at == 1.0


def _is_over(part: Part, text: str, number_of: Callable[[Part], int]) -> bool:
    """Whether the post marks the end of the part of that number."""
    share = part.ends_at if number_of(part) == part.number else part.starts_at
    mark = next((over for form, over in _MARKS if form.match(text)), None)
    if mark is not None and share is not None:
        return mark == share
    found = _OVER.match(text)
    return found is not None and _singular(found["noun"]) == part.noun and _number(found["which"]) == number_of(part)


def _is_begun(part: Part, text: str) -> bool:
    found = _BEGUN.match(text)
    return found is not None and Part(_number(found["which"]), _singular(found["noun"])) == part


def _number(which: str) -> int:
    """1 for the first; 0 for the last."""
    forms = (re.fullmatch(form, which, re.IGNORECASE) for form in _ORDER)
    return next((i for i, found in enumerate(forms, 1) if found is not None), 0)


def _singular(noun: str) -> str:
    low = noun.lower()
    return low if low in _OF else low.removesuffix("s")
