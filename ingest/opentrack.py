"""W3C OpenTrack competition results (World Athletics model): units › rounds › races › results.

https://w3c.github.io/opentrack-cg/
"""

import re
from collections.abc import Mapping, Sequence

from ingest.parsed import Metadata, Parsed
from ingest.writer import Writer
from retriever.types import BlockKind, DocumentKind

_EVENT_LEVEL, _ROUND_LEVEL, _RACE_LEVEL = 2, 3, 4
_LABELS = ("Place", "Athlete", "Country", "Result", "Wind", "Qualified")
_ATTEMPT = frozenset({"height", "attempts", "result"})
_RACE_FACTS = {"Wind": "wind", "Start": "startTime", "End": "endTime"}
_SHOWN = frozenset({"placeInRace", "result", "wind", "qualified"})  # further facts get columns

_Object = Mapping[str, object]


def is_opentrack(value: _Object) -> bool:
    """Whether units hold rounds: the shape of OpenTrack results."""
    return any("rounds" in unit for unit in _objects(value, "units"))


def parse_opentrack(value: _Object) -> Parsed:
    """One table for each race, under its event and round."""
    writer = Writer()
    units = _objects(value, "units")
    athletes = {athlete.get("id"): athlete for athlete in _objects(value, "athletes")}
    venues = [_text(venue, "name") for venue in _objects(value, "venues")]
    events = [_text(unit, "title") for unit in units]
    title = ", ".join(event for event in events if event) or None
    if title and len(units) > 1:  # a single event's heading says the same
        writer.title(title)
    for unit, event in zip(units, events, strict=True):
        if event:
            writer.heading(event, _EVENT_LEVEL)
        for one in _objects(unit, "rounds"):
            _write_round(writer, one, athletes, venues)
    return writer.parsed(DocumentKind.RESULTS, Metadata(title=title))


def _write_round(writer: Writer, one: _Object, athletes: Mapping[object, _Object], venues: Sequence[str]) -> None:
    if _text(one, "type"):
        writer.heading(_text(one, "type"), _ROUND_LEVEL)
    races = _objects(one, "races")
    for race in races:
        if len(races) > 1 and _text(race, "number"):
            writer.heading(f"Race {_text(race, 'number')}", _RACE_LEVEL)
        notes = tuple(note for note in (_text(race, "date"), *venues) if note)
        if notes:
            writer.paragraph(", ".join(notes))
        for label, key in _RACE_FACTS.items():
            if stated := _text(race, key):
                writer.paragraph(f"{label}: {stated}", BlockKind.FIELD)
        writer.table(_records(_objects(race, "results"), athletes), header_rows=1, notes=notes)


def _records(results: Sequence[_Object], athletes: Mapping[object, _Object]) -> list[list[str]]:
    """Header and rows; columns that no result fills are left out, each attempt has its own."""
    further = [_further(result, athletes.get(result.get("athleteId"), {})) for result in results]
    extra = list(dict.fromkeys(label for one in further for label in one))
    rows = []
    for result, more in zip(results, further, strict=True):
        athlete = athletes.get(result.get("athleteId"), {})
        name = " ".join(part for part in (_text(athlete, "firstName"), _text(athlete, "lastName")) if part)
        marks = [_text(result, key) for key in ("result", "wind", "qualified")]
        place = _text(result, "placeInRace")
        rows.append([place, name, _text(athlete, "country"), *marks, *(more.get(label, "") for label in extra)])
    header = [*_LABELS, *extra]
    kept = [at for at, label in enumerate(header) if label in _LABELS[:4] or any(row[at] for row in rows)]
    return [[row[at] for at in kept] for row in (header, *rows)]


def _further(result: _Object, athlete: _Object) -> dict[str, str]:
    """What else is stated: each attempt, {"Attempt 1": "x"} or {"Height 1.75": "o"}, and facts as they are called."""
    found = {}
    for number, attempt in enumerate(_objects(result, "detail"), start=1):
        height = _text(attempt, "height")
        label = f"Height {height}" if height else f"Attempt {number}"
        found[label] = _text(attempt, "attempts" if height else "result")
        more = [key for key in _facts(attempt) if key not in _ATTEMPT]
        found |= {f"{label} {_words(key).lower()}": _text(attempt, key) for key in more}
    found |= {_words(key): _text(result, key) for key in _facts(result) if key not in _SHOWN}
    return found | ({"Born": born} if (born := _text(athlete, "birthdate")) else {})


def _facts(value: _Object) -> list[str]:
    """Keys of what is stated outright, but for the numbers that only link things."""
    return [key for key in value if _text(value, key) and not key.lower().endswith("id")]


def _words(key: str) -> str:
    """A key as a label: "placeInRound" → "Place in round"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).capitalize()


def _objects(value: _Object, key: str) -> list[_Object]:
    found = value.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: _Object, key: str) -> str:
    found = value.get(key)
    return str(found) if isinstance(found, str | int | float) else ""
