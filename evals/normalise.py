"""One spelling for the things that are written in many ways: times, dates, ordinals, number words, names.

Both sides of every comparison pass through `normalise`, so a rule may look odd ("semi-finals" becomes "semi") as long
as it never makes two different facts equal: no rounding, no bare "27.65" for 3:27.65, "4th" is not "4".
"""

import re
from collections.abc import Callable
from functools import lru_cache

from rapidfuzz.distance import OSA

from retriever.text import fold

_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINAL_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_ORDINALS = [
    *_ORDINAL_UNITS, "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth",
]  # fmt: skip
_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]  # fmt: skip


def _ending(number: int) -> str:
    return "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _number_words() -> dict[str, str]:
    words = {word: str(number) for number, word in enumerate(_UNITS)}
    for ten, word in enumerate(_TENS, start=2):
        words[word] = str(ten * 10)
        words |= {f"{word} {unit}": str(ten * 10 + n) for n, unit in enumerate(_UNITS[1:10], start=1)}
    return words


def _ordinal_words() -> dict[str, str]:
    words = {word: f"{n}{_ending(n)}" for n, word in enumerate(_ORDINALS, start=1)}
    for ten, word in enumerate(_TENS, start=2):
        words |= {f"{word} {unit}": f"{ten * 10 + n}{_ending(n)}" for n, unit in enumerate(_ORDINAL_UNITS, start=1)}
    return words


_CARDINAL = _number_words()
_ORDINAL = _ordinal_words()
_MONTH = {name[:3]: name for name in _MONTHS} | {name: name for name in _MONTHS} | {"sept": "september"}
_MONTH_PATTERN = "|".join(sorted(_MONTH, key=len, reverse=True))


def _any_of(words: dict[str, str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(word.replace(" ", "[- ]") for word in longest_first) + r")\b")


_CARDINAL_PATTERN = _any_of(_CARDINAL)
_ORDINAL_PATTERN = _any_of(_ORDINAL)

# Spellings of one sporting word or country; "semi" is what is left when "final" is taken off, as speakers do.
_SAME_WORD: tuple[tuple[str, str], ...] = (
    (r"\bsemi[ -]?finals?\b|\bsemis\b", "semi"),
    (r"\bquarter[ -]?finals?\b", "quarterfinal"),
    (r"\bu\.s\.(?:a\b\.?)?(?=\W|$)|\bunited states(?: of america)?\b", "usa"),
    (r"\bu\.k\.(?=\W|$)|\bunited kingdom\b", "uk"),
    (r"\bmedall?ists?\b", "medalist"),
    (r"\bpersonal bests?\b", "pb"),
    (r"\bseason'?s bests?\b", "sb"),
    (r"\bthe netherlands\b", "netherlands"),
)


def _quiet(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[*_`]+", "", fold(text)))


def _dates(text: str) -> str:
    """ "August 6th, 2024", "Aug. 6 2024" and "6th of August 2024" become "6 august 2024"."""
    month_first = rf"\b({_MONTH_PATTERN})\b\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}})\b)?(?![:.]\d)"
    text = re.sub(month_first, lambda m: f"{int(m[2])} {_MONTH[m[1]]}" + (f" {m[3]}" if m[3] else ""), text)
    day_first = rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH_PATTERN})\b\.?"
    text = re.sub(day_first, lambda m: f"{int(m[1])} {_MONTH[m[2]]}", text)
    return re.sub(rf"\b(\d{{1,2}} (?:{_MONTH_PATTERN})),? (\d{{4}})\b", r"\1 \2", text)


def _words_to_digits(text: str) -> str:
    """ "fourteen" is 14 and "fourth" is 4th; "second" after a figure is the unit, elsewhere the ordinal."""
    compound = re.compile(r"\b(" + "|".join(_TENS) + r")[- ](" + "|".join(_ORDINAL_UNITS) + r")\b(?!s)")
    text = compound.sub(lambda m: _ORDINAL.get(f"{m[1]} {m[2]}", m[0]) if m[2] != "second" else m[0], text)
    text = _CARDINAL_PATTERN.sub(lambda m: _CARDINAL[m[1].replace("-", " ")], text)
    text = re.sub(r"\b(\d+(?:\.\d+)?)[ -]?(?:seconds?|secs?|s)\b(?!')", r"\1 s", text)
    text = _ORDINAL_PATTERN.sub(lambda m: _ORDINAL[m[1].replace("-", " ")], text)
    return re.sub(r"\bseconds\b", "s", text)


def _fractions(text: str) -> str:
    """ "fourteen hundredths of a second" is 0.14 s."""
    text = re.sub(r"\b(?:a|an) (thousandth|hundredth|tenth|10th)\b", r"1 \1", text)
    for name, digits in (("thousandths?", 3), ("hundredths?", 2), ("(?:tenths?|10ths?)", 1)):
        pattern = rf"\b(\d+)[- ]{name}\b(?: of a (?:2nd|s)\b)?"
        text = re.sub(pattern, lambda m, d=digits: f"{int(m[1]) / 10**d:.{d}f} s", text)  # type: ignore[misc]
    return text


def _race_times(text: str) -> str:
    """ "3 minutes 27.65 seconds", "3min 27.65sec", "3m27.65s" and "3.27.65" become 3:27.65."""
    words = r"\b(\d{1,3})\s*(?:minutes?|mins?)[ ,]*(?:and )?(\d{1,2})(\.\d+)?\s*(?:seconds?|secs?|s)?(?![\w.])"
    text = re.sub(words, lambda m: f"{m[1]}:{int(m[2]):02d}{m[3] or ''}", text)
    # A bare m is metres ("100m, 12 runners") unless what follows can only be seconds.
    short = r"\b(\d{1,2}) ?m ?(\d{2})(\.\d+(?: ?s)?| ?s)(?![\w.])"
    text = re.sub(short, lambda m: f"{m[1]}:{m[2]}{m[3].rstrip('s ')}", text)
    return re.sub(r"(?<![\d.:])(\d{1,2})\.(\d\d)\.(\d\d)(?!\d)", r"\1:\2.\3", text)


def _clock(text: str) -> str:
    return re.sub(r"\b0?(\d{1,2})[.:](\d\d)\s*([ap])\.?m\b\.?", r"\1:\2 \3m", text)


def _figures(text: str) -> str:
    text = re.sub(r"(?<![\d:.\w])\.(\d+)", r"0.\1", text)
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(\d) ?per ?cent\b", r"\1%", text)
    # With a blank, so that "3.52" is stated by "3.52 metres".
    return re.sub(r"(\d)[ -]?(?:met(?:re|er)s?|m)\b", r"\1 m", text)


def _same_words(text: str) -> str:
    for pattern, word in _SAME_WORD:
        text = re.sub(pattern, word, text)
    # å is written aa abroad (Nordås, Nordaas); folding has left a single a where the ring was printed.
    return re.sub(r"(?<=[a-z])aa(?=[a-z])", "a", text)


_STEPS: tuple[Callable[[str], str], ...] = (
    _quiet, _dates, _words_to_digits, _fractions, _race_times, _clock, _figures, _same_words,
)  # fmt: skip


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """The text in one spelling: lower case, ASCII, times as m:ss.cc, dates as "6 august 2024", digits for words."""
    for step in _STEPS:
        text = step(text)
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=20_000)
def _bounded(phrase: str) -> re.Pattern[str]:
    """Matches the phrase as a whole: "4" is not in "4th", "14", "3:28.24" or "2024"."""
    return re.compile(rf"(?<![\w.:]){re.escape(phrase)}(?!\w|:\d|\.\d)")


def states(text: str, phrase: str, *, misspelt_names: bool = False) -> bool:
    """Whether `text` states `phrase`, after normalisation of both.

    With `misspelt_names` a long name one letter off still counts: sources print Ingebrigsten and Ingebrightsen.
    """
    normal, wanted = normalise(text), normalise(phrase)
    if not wanted:
        return False
    if _bounded(wanted).search(normal):
        return True
    return misspelt_names and _names_nearly(normal, wanted, phrase)


_MIN_MISSPELT_CHARS = 8  # shorter names one letter apart are often two people


def _names_nearly(normal: str, wanted: str, printed: str) -> bool:
    """One letter off, first and last letter right (so that "Dominican" is not "Dominica"): names only."""
    if " " in wanted or len(wanted) < _MIN_MISSPELT_CHARS or not wanted.isalpha() or not printed[:1].isupper():
        return False
    words = [word for word in re.findall(r"[a-z]+", normal) if word[0] == wanted[0] and word[-1] == wanted[-1]]
    return any(OSA.distance(word, wanted, score_cutoff=1) <= 1 for word in words)
