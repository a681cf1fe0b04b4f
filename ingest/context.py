"""Which competition, event, round, heat and day a table belongs to, from the words that stand above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retriever.dates import MONTH, parse_date
from retriever.text import fold
from retriever.values import ValueType

_ROUND = re.compile(
    r"(?:heats?|(?:first|second|third|fourth|fifth|preliminary|opening|qualifying|repechage|knock-?out) rounds?|"
    r"rounds? (?:\d+|of \d+)|preliminar(?:y|ies)|repechages?|"
    r"(?:quarter|semi)-?\s?finals?(?: [a-z](?:/[a-z])?)?(?: \d+)?|"
    r"(?:grand |small |big )?finals?(?: [a-z])?|group stage|"
    r"qualif(?:ying|ications?)|matchday \d+|week \d+|"
    r"play-?offs?|knock-?out stage|classification|(?:bronze|gold) medal match|third[- ]place(?: play-?off| match)?|"
    r"for (?:gold|bronze|places \d+-\d+)|regular season)(?: round)?(?: results?)?",
    re.I,
)
_EVENT_AND_ROUND = re.compile(rf"(?P<event>.+?) (?P<round>{_ROUND.pattern})", re.I)
_HEAT = re.compile(r"(?:heat|group|pool|race|flight|section|run|match|game|session) (?:\d{1,3}|[a-z])(?:/\d+)?", re.I)
_NUMBERED_ROUND = re.compile(
    r"((?:quarter|semi)-?\s?finals?|repechages?|qualif(?:ying|ication))(?: [a-z](?:/[a-z])?)?(?: \d+)", re.I
)
_COMPETITION = re.compile(
    r"\b(?:games|olympics?|paralympics?|championships?|cup|league|trophy|open|grand prix|series|masters|tournament|"
    r"tour|world tour|meeting|meet|classic|invitational|trials|bundesliga|serie a|la liga|division|premiership)\b",
    re.I,
)
_RACE = re.compile(
    r"(?<![\d,.])\d[\d,.]{0,8}\s?-?(?:m|k|km|metres?|meters?|miles?|yards?)\b|"
    r"\b(?:marathon|sprint|hurdles|relay|steeplechase|freestyle|"
    r"backstroke|breaststroke|butterfly|medley|sculls?|kayak|canoe|time trial|pursuit|keirin|slalom|downhill|super-?g|"
    r"walk|road race|triathlon|pair|four|eight|biathlon|skeleton|luge|bobsleigh)\b",
    re.I,
)
# Not the vault of gymnasts nor the jumps of skiers and riders, which are judged in points.
_FIELD_EVENT = re.compile(
    r"\b(?:(?:long|high|triple|broad)[ -]jump|pole vault|shot[ -]?put|shot|discus|hammer|javelin|throw)\b", re.I
)
_POINTS_EVENT = re.compile(r"\b(?:decathlon|heptathlon|pentathlon|omnium|madison|points race|all-around)\b", re.I)
# "50 metre rifle" and "10 metre platform" print a length as races do, and are counted in points.
_JUDGED = re.compile(
    r"\b(?:rifle|pistol|trap|skeet|shooting|archery|target|springboard|platform|diving|(?:large|normal) hill)\b", re.I
)
_EVENT = re.compile(r"\b(?:men|women|mixed|boys|girls|ladies|singles|doubles)(?:'s|’s|s'|s)?\b", re.I)
# Words of a sentence about a competition, which is not its name.
_ABOUT = re.compile(r"\b(?:before|after|since|records?|from|with|wins?|won|beats?|at|in|for|as|is|was)\b", re.I)
_MAX_NAME_WORDS = 7
_AT_THE = re.compile(r"(?P<sport>.+?) at the (?P<competition>.+?)(?:\s+[–—-]\s+(?P<event>.+))?")
_DATED_ROUND = re.compile(
    rf"(?P<date>\d{{1,2}} {MONTH} \d{{4}}|{MONTH} \d{{1,2}},? \d{{4}}|\d{{4}}-\d\d-\d\d)\s*\((?P<round>[^)]+)\)"
)
# Not "3 August" of "2-3 August 2024": the results of two days are of neither.
_DATE_INSIDE = re.compile(
    rf"(?<!\d)(?<!\d[-–])(?<!\d [-–] )(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)? {MONTH} \d{{4}}|"
    rf"{MONTH} \d{{1,2}},? \d{{4}})"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a table's surroundings say of all its rows; None where they don't."""

    competition: str | None = None
    event: str | None = None
    round: str | None = None
    heat: str | None = None
    date: str | None = None


def read_context(
    title: str | None,
    section: Sequence[str],
    caption: str | None,
    notes: Sequence[str] = (),
    fields: Sequence[tuple[str, str]] = (),
) -> Context:
    """Context from the words around a table; the nearer ones overrule: caption, headings from the inside, title."""
    context = _from_fields(fields)
    for words in (title or "", *section, caption or ""):
        context = _refined(context, words)
    if context.heat and not context.round and context.heat.lower().startswith("heat "):
        context = replace(context, round="Heats")  # a heat that stands under no other round is one of the heats
    dates = _dates([caption or "", *notes, *reversed(section)]) or _dates_of_round(fields, context.round)
    return replace(context, date=dates)


def names_part(words: str) -> bool:
    """Whether the words name a round, a heat or a group and nothing else."""
    return bool(_ROUND.fullmatch(words.strip()) or _HEAT.fullmatch(words.strip()))


def event_measure(*words: str | None) -> ValueType | None:
    """What the marks of an event are: times in races, distances in throws and jumps; None for other events."""
    for text in words:  # "Men's Decathlon, Shot Put - Group A": the part after the last comma says which
        for part in reversed(re.split(r"[,:]\s", text or "")):
            if _JUDGED.search(part):
                return None
            if _FIELD_EVENT.search(part):
                return ValueType.DISTANCE
            if _RACE.search(part):
                return ValueType.TIME
            if _POINTS_EVENT.search(part):
                return None
    return None


def _from_fields(fields: Sequence[tuple[str, str]]) -> Context:
    known = {key.lower(): value for key, value in reversed(fields)}
    return Context(
        competition=next((known[key] for key in ("competition", "tournament", "league") if key in known), None),
        event=known.get("event"),
    )


def _refined(context: Context, words: str) -> Context:
    match = _AT_THE.fullmatch(words.strip())
    if match and _COMPETITION.search(match["competition"]):
        context = replace(context, competition=match["competition"])
        return _refined(context, match["event"] or match["sport"])
    for part in _parts(words):
        context = _with_part(context, part)
    return context


def _parts(words: str) -> list[str]:
    """The words cut at colons, commas and spaced dashes: "Games: Athletics, Men's 100m, Round 1 - Heat 3".

    What stands in brackets stays in one piece.
    """
    return [part.strip() for part in re.split(r"(?:[:;,|]\s+|\s+[-–—/]\s+)(?![^(]*\))", words) if part.strip()]


def _with_part(context: Context, part: str) -> Context:
    if _HEAT.fullmatch(part):
        return replace(context, heat=part)
    if _ROUND.fullmatch(part):
        numbered = _NUMBERED_ROUND.fullmatch(part)
        name = numbered[1] if numbered else part
        if numbered and context.round and _same_round(name, context.round):
            name = context.round  # "Semi-final 1" under "Semi-finals"
        return replace(context, round=name[:1].upper() + name[1:], heat=part if numbered else None)
    if _EVENT.search(part) and len(part.split()) <= 12:
        match = _EVENT_AND_ROUND.fullmatch(part)
        context = replace(context, event=match["event"] if match else part)
        return _with_part(context, match["round"]) if match else context
    if _COMPETITION.search(part) and len(part.split()) <= _MAX_NAME_WORDS and not _ABOUT.search(part):
        return replace(context, competition=part)
    if context.event and (_RACE.search(part) or _FIELD_EVENT.search(part)) and len(part.split()) <= 5:
        return replace(context, event=f"{context.event}, {part}")  # a discipline of a decathlon
    return context


def _dates(lines: Sequence[str]) -> str | None:
    """The only day that these lines name; None where they name several."""
    found = {iso for line in lines for match in _DATE_INSIDE.findall(line) if (iso := _iso(match))}
    return found.pop() if len(found) == 1 else None


def _dates_of_round(fields: Sequence[tuple[str, str]], round_name: str | None) -> str | None:
    """ "Dates: 2 August 2024 (heats), … 6 August 2024 (final)" names the day of each round."""
    for key, value in fields:
        if key.lower() not in ("date", "dates"):
            continue
        for match in _DATED_ROUND.finditer(value) if round_name else ():
            if _same_round(match["round"], round_name or ""):
                return _iso(match["date"])
        if "(" not in value:
            return _dates([value])
    return None


def _same_round(a: str, b: str) -> bool:
    first, second = (re.sub(r"[^a-z0-9]|rounds?\b", "", fold(name)).rstrip("s") for name in (a, b))
    return first == second


def _iso(text: str) -> str | None:
    found = parse_date(text)
    return found.iso() if found else None
