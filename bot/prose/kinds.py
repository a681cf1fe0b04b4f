"""Kinds of answers: what a question may be answered with, and whether some words of a sentence can be that."""

import re
from collections.abc import Iterator

from bot.question.lexicon import MONTHS, WEEKDAYS, Asked
from bot.question.question import Question
from retriever.figures import FoundValue, find_values
from retriever.text import terms, tokens
from retriever.values import ValueType, values_agree

VALUE_TYPES = {
    Asked.TIME: (ValueType.TIME, ValueType.CLOCK),
    Asked.DISTANCE: (ValueType.DISTANCE,),
    Asked.RANK: (ValueType.RANK,),
    Asked.DATE: (ValueType.DATE, ValueType.CLOCK),
    Asked.COUNT: (ValueType.NUMBER, ValueType.RANK),
    Asked.MARK: (ValueType.TIME, ValueType.DISTANCE, ValueType.SCORE, ValueType.NUMBER),
}
# "1.93 m", "6ft 4in", "82 kilos": how tall or heavy somebody is.
_SIZED = re.compile(
    r"(?<![\d.,])(?:\d{1,2}(?:[.,]\d+)?\s?(?:m|ft|feet|foot|in|inches|st|stone|['’′\"″])|"
    r"\d{2,3}(?:[.,]\d+)?\s?(?:cm|kg|kilos?|kilograms?|lbs?|pounds?))(?!\w)",
    re.I,
)
_COUNTS = frozenset(
    "once twice thrice double dozen dozens hundreds thousands none no nobody never both single few several many".split()
)
_UNITS = frozenset(
    "m metre metres meter meters km kilometre kilometres mile miles cm centimetre centimetres yard yards foot feet "
    "second seconds minute minutes hour hours".split()
)
_NAME = r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*"
_CAPITALISED = re.compile(rf"(?<![.!?“\"] )(?<!^)\b{_NAME}")
_NUMBER = r"(?:\d[\d.,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|half an?)"
# How long something takes, or how long it is: "48 minutes", "two and a half hours", "six more weeks".
_LONG = re.compile(
    rf"\b{_NUMBER}(?:[ -](?:and|a|half|or|to|more|further|full|{_NUMBER}))*[ -](?:second|minute|min|hour|day|night|"
    r"week|fortnight|month|season|year|decade|round|match|game|metre|meter|kilometre|kilometer|km|mile|m|cm|foot|feet|yard)"
    r"(?:s|es)?\b(?:(?:,| and)? \d+ (?:seconds?|minutes?))?|\b\d+:\d\d\b",
    re.I,
)
_HOUR = re.compile(r"\bo['’]clock\b|\b(?:half|quarter) (?:past|to)\b|\b(?:noon|midday|midnight)\b", re.IGNORECASE)
_BOUNDED = re.compile(r"\b(?:since|until|till|throughout|all)\b", re.I)
_MONEY = re.compile(r"[£$€¥]|\b(?:million|billion|free|nothing|euros?|pounds?|dollars?|francs?|pence|cents?)\b", re.I)
# What may stand in an answer to "when", beside dates: everything else with a digit is something else.
_WHENS = (
    MONTHS
    | WEEKDAYS
    | frozenset(
        "today tonight yesterday tomorrow day days night morning afternoon evening week weeks weekend month months "
        "year years season seasons century winter spring summer autumn fall ago later after before during since until "
        "by when once end half quarter minute round lap set frame inning innings game final early late noon midnight "
        "christmas easter then now".split()
    )
)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d(?:s\b|\b|[–-])")
_LEADING = frozenset(
    "in at on from to near of over through outside inside around across off above below behind between into towards "
    "via through under beside along against for".split()
)
_AWAY = ("out", "sidelined", "absent", "away", "injured", "suspended", "banned", "recover", "recovery")
_RANKING = frozenset("finish finished placed rank ranked running lying sitting going".split())
_DATED = frozenset("when date dates day year month season weekday".split())
_WHO_IS = re.compile(r"who(?:['’]s| is| was| are| were)\b", re.IGNORECASE)
_JUST_BEFORE = 12  # code points, in which "since the" stands
_MOST_STATURE = 100  # metres; longer is a race
_PLACE_NAME_CHARS = 90
_NAME_WORDS = 10


def asks_where(question: Question) -> bool:
    """Whether a place on the map is asked for; "where did she finish" asks for a rank."""
    said = [word.text for word in question.words]
    if "where" not in said[:2] or _RANKING & set(said):
        return False
    return "come" not in said or said[-1] == "from"


def asks_how_long(question: Question) -> bool:
    """Whether the answer is some time or length: "how long was the delay"."""
    return [word.text for word in question.words[:2]] == ["how", "long"]


def asks_absence(question: Question) -> bool:
    """Whether it is asked how long somebody is away: "how long is she out for". No row tells."""
    return asks_how_long(question) and question.said(*_AWAY)


def asks_when(question: Question) -> bool:
    """Whether a date or an occasion is asked for; "in its last year" says when something else was."""
    said = [word.text for word in question.words]
    return question.asked[0] is Asked.DATE and bool(said[:1] == ["when"] or _DATED & set(said[:3]))


def is_measured(question: Question) -> bool:
    """Whether only a figure answers."""
    sized = question.asks_stature or asks_how_long(question) or question.asks_money
    return sized or question.asked[0] in (Asked.TIME, Asked.DISTANCE, Asked.COUNT, Asked.AGE)


def has_kind(question: Question) -> bool:
    """Whether it can be told by their look which words may answer."""
    return is_measured(question) or asks_where(question) or asks_when(question)


def fits_kind(question: Question, answer: str, before: str = "") -> bool:
    """Whether the answer's own words can be of the kind asked for; any words fit where no kind can be told.

    `before`: the sentence up to the answer.
    """
    asked = question.asked[0]
    if asks_where(question):
        return _is_place(answer, before)
    if asked is Asked.NAME:
        return _is_name(answer)
    if asks_how_long(question):
        return bool(_LONG.search(answer) or _BOUNDED.search(before[-_JUST_BEFORE:] + answer)) or any(
            f.value.type in (ValueType.TIME, ValueType.DISTANCE) for f in find_values(answer)
        )
    if question.asks_money:
        return bool(_MONEY.search(answer)) or any(f.value.type is ValueType.MONEY for f in find_values(answer))
    if asks_when(question):
        return _is_when(question, answer)
    return _is_value(question, answer)


def _is_value(question: Question, answer: str) -> bool:
    asked = question.asked[0]
    measured = asked in (Asked.TIME, Asked.DISTANCE)  # "a five-way match" is no time, "54" may be one
    told = [f.value.type for f in find_values(answer) if not measured or any(c.isdigit() for c in f.value.text)]
    if question.asks_stature:
        lengths = [f.value.number or 0 for f in find_values(answer) if f.value.type is ValueType.DISTANCE]
        return bool(_SIZED.search(answer)) or any(length < _MOST_STATURE for length in lengths)
    if asked not in VALUE_TYPES and asked is not Asked.AGE:
        return True
    if asked is Asked.COUNT and not _COUNTS.isdisjoint(word.text for word in tokens(answer)):
        return True
    kinds = (ValueType.NUMBER, *VALUE_TYPES.get(asked, ()))
    if asked is Asked.COUNT:
        kinds = (*kinds, ValueType.SCORE)  # "190–200 teams" reads as one
    if asked is Asked.COUNT and not _UNITS.isdisjoint(word.text for word in question.words):
        kinds = (*kinds, ValueType.DISTANCE, ValueType.TIME)  # "how many metres from the line"
    if asked is Asked.TIME and _HOUR.search(answer):
        return True
    if measured and _YEAR.fullmatch(answer):
        return False
    return any(kind in kinds for kind in told) if told else asked is Asked.DATE or any(c.isdigit() for c in answer)


def _is_name(answer: str) -> bool:
    """Whether somebody or something is named; a day is nobody, and a whole clause is no name."""
    words = answer.split()
    return len(words) <= _NAME_WORDS and any(
        word[:1].isupper() or word[1:2].isupper() for word in words if word.lower().strip(".,") not in MONTHS | WEEKDAYS
    )


def _is_place(answer: str, before: str) -> bool:
    """Whether it may be where something is: a name, or words that a preposition leads, and no value."""
    said = [word.text for word in tokens(answer)]
    led = bool(said) and (said[0] in _LEADING or ([word.text for word in tokens(before)][-1:] != [] and any(
        word.text in _LEADING for word in tokens(before)[-3:])))  # fmt: skip
    values = [f for f in find_values(answer) if f.value.type in (ValueType.DATE, ValueType.CLOCK, ValueType.TIME,
                                                                 ValueType.SCORE, ValueType.RANK)]  # fmt: skip
    only_value = any(f.end - f.start >= len(answer.strip()) - 1 for f in values)
    names = any(w[:1].isupper() and w.lower().strip(".,") not in MONTHS | WEEKDAYS for w in answer.split())
    is_day = all(word in MONTHS | WEEKDAYS for word in said)
    return not only_value and not is_day and (names or led) and len(answer) <= _PLACE_NAME_CHARS


def _is_when(question: Question, answer: str) -> bool:
    """Whether it may be when something happened: no value of another kind, and no bare name."""
    words = [word.lower().strip(".,") for word in answer.split()]
    is_named = answer[:1].isupper() and all(word[:1].isupper() for word in answer.split()) and _WHENS.isdisjoint(words)
    return _is_value(question, answer) and (not is_named or any(char.isdigit() for char in answer))


def repeats_name(question: Question, text: str, answer: tuple[int, int]) -> bool:
    """Whether a name is asked for and the one pointed out is the question's own: "Emilio" of its "Artal".

    "Who is Lind's sister?" may well be answered by a Lind.
    """
    if question.asked[0] is not Asked.NAME or _WHO_IS.match(question.text):
        return False
    names = {stem for i, stem in enumerate(question.stems) if question.is_specific(i)}
    start, end = answer
    runs = (match for match in re.finditer(rf"\b{_NAME}", text) if match.start() < end and match.end() > start)
    told = [set(terms(match.group())) for match in runs]
    return bool(told) and all(run & names for run in told)


def may_fit_kind(question: Question, text: str) -> bool:
    """Whether any words of the text can be of the kind asked for; where not, `fits_kind` refuses each part of it."""
    asked = question.asked[0]
    if asks_where(question) or question.asks_money or asks_how_long(question):
        return True
    if asked is Asked.NAME:
        return any(char.isupper() for char in text)
    if asked is Asked.DATE or (asked not in VALUE_TYPES and asked is not Asked.AGE and not question.asks_stature):
        return True
    return any(char.isdigit() for char in text) or bool(find_values(text))


def of_kind(question: Question, text: str) -> Iterator[tuple[int, int]]:
    """Where in the text words of the kind asked for stand that the question doesn't hold itself."""
    if asks_how_long(question):
        yield from (match.span() for match in _LONG.finditer(text))
    elif asks_where(question) or question.asked[0] is Asked.NAME:
        said = set(question.stems)
        for match in re.finditer(rf"\b{_NAME}", text):
            if terms(match.group()) and not set(terms(match.group())) & said:
                yield match.span()
    else:
        yield from ((value.start, value.end) for value in new_values(question, text))


def new_values(question: Question, text: str) -> list[FoundValue]:
    """Figures of the kind asked for that the question doesn't state itself, in order."""
    kinds = VALUE_TYPES.get(question.asked[0], ())
    stated = [figure.value for figure in question.figures]
    found = [figure for figure in find_values(text) if figure.value.type in kinds]
    return [figure for figure in found if not any(values_agree(figure.value, value) for value in stated)]


def new_names(question: Question, text: str) -> list[str]:
    """Capitalised words inside the text that the question doesn't hold, in order."""
    said = set(question.stems)
    found = [match.group() for match in _CAPITALISED.finditer(text)]
    return [name for name in found if not set(terms(name)) & said and terms(name)]
