"""The column that names a row's subject, told from its label and, before that, from what its cells are."""

import re
from collections.abc import Callable, Sequence

from retriever.nations import is_nation
from retriever.text import fold
from retriever.types import Column
from retriever.values import ValueType, clean_cell

_PERSON_LABELS = re.compile(
    r"\b(?:athletes?|names?|players?|drivers?|riders?|swimmers?|skaters?|skiers?|boxers?|golfers?|runners?|gymnasts?|"
    r"competitors?|winners?|crew|rower|archer|fencer|jockey|wrestler)\b"
)
_TEAM_LABELS = re.compile(
    r"\b(?:teams?|clubs?|opponents?|rivals?|sides?|school|constructor|country|nation|noc|record|area)\b"
)
REMARK_LABELS = re.compile(r"\b(?:notes?|remarks?|refs?|comments?|status|qual)\b")
# Names of places and competitions read like people: "National Tennis Centre", "Rose Bowl".
_PLACE_LABELS = re.compile(
    r"\b(?:venue|stadium|ground|arena|location|city|town|place|site|circuit|course|track|tournament|championship|"
    r"competition|event|round|stage|series|bowl|surface|type|school|college|university|sponsor|manufacturer)s?\b"
)
_MIN_DISTINCT = 0.5  # names repeat in box scores and relays, but a column of one nation names nobody
_MOSTLY = 0.6
_SAMPLE = 60  # cells that show what a column holds
_BRACKETED = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\]|[†‡*#^])")
_PARTICLES = r"(?:de|da|do|dos|del|della|di|du|la|le|van|von|der|den|ter|ten|bin|ibn|al|el|y|e|zu|af|av)"
# "Xie Siyi", "Mollie O'Callaghan", "João de Deus", "C. Smith", "HOCKER Cole": words of a name and nothing else.
_WORD = r"(?:[^\W\d_a-z][\w'’.\-]*)"
_CREW = re.compile(r"\s*[/&]\s*|\s+and\s+")
_PERSON = re.compile(rf"{_WORD}(?:\s+(?:{_PARTICLES}|{_WORD})){{1,4}}")


def label_column(columns: Sequence[Column], raws: Sequence[Sequence[str]]) -> int | None:
    """Index of the column that names the rows: people before teams before whatever text stands leftmost."""
    candidates = [
        index
        for index, (column, cells) in enumerate(zip(columns, raws, strict=True))
        if column.type is ValueType.TEXT and not REMARK_LABELS.search(fold(column.label)) and _names_rows(cells)
    ]
    labels = {index: fold(columns[index].label) for index in candidates}
    people = [index for index in candidates if _PERSON_LABELS.search(labels[index])]
    if people:
        return people[0]
    teams = [index for index in candidates if _TEAM_LABELS.search(labels[index])]
    first = min(teams[:1] or candidates[:1], default=None)
    others = [index for index in candidates if not _PLACE_LABELS.search(labels[index])]
    return _named_beside(others, first, raws) if first is not None else None


def _named_beside(candidates: Sequence[int], first: int, raws: Sequence[Sequence[str]]) -> int:
    """The column of people where `first` tells only their nation or club: a "Diver", a "Helm", whatever the sport says.

    Clubs that recur are of people who don't, and who then stand in a column of their own.
    """
    people = [index for index in candidates if index != first and _share(raws[index], _is_person) >= _MOSTLY]
    if _share(raws[first], is_nation) >= _MOSTLY:
        return next(iter(people), first)
    if _recur(raws[first]):
        return next((index for index in people if not _recur(raws[index])), first)
    return first


def _recur(cells: Sequence[str]) -> bool:
    filled = [cell for cell in map(clean_cell, cells) if cell]
    return len(set(filled)) < len(filled)


def _is_person(cell: str) -> bool:
    bare = _BRACKETED.sub("", cell).strip()
    crew = [name.strip() for name in _CREW.split(bare)]  # "K. Steinhauer / M. Voss"
    return all(_PERSON.fullmatch(name) and not is_nation(name) for name in crew)


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    filled = [cell for cell in map(clean_cell, cells[:_SAMPLE]) if cell]
    return sum(map(holds, filled)) / len(filled) if filled else 0.0


def _names_rows(cells: Sequence[str]) -> bool:
    filled = [cell for cell in map(clean_cell, cells) if cell]
    return len(filled) * 2 > len(cells) and len(set(filled)) >= _MIN_DISTINCT * len(filled)
