"""Statistics of SportsML competitors as rows: one for each, and one for each of their rounds, sets and holes.

https://iptc.org/standards/sportsml-g2/
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from lxml.etree import _Element as Element

from ingest.xml_tree import child, children, local, text_of

_IDENTIFIERS = frozenset(
    "key id idref class document-class temporal-unit-type temporal-unit-value team-coverage stats-coverage team "
    "scoping-label competition unit-type alignment-scope duration-scope code-key language lang".split()
)
_IDENTIFIER_ENDS = ("-idref", "-key", "-id", "-idrefs", "schemaLocation")
_SCOPES = ("scoping-label", "alignment-scope", "duration-scope")
_NUMBERING = re.compile(r"(?:[\w-]+-)?(?:number|hole|inning|lap|leg|heat|game|set|quarter)")
_QCODE = re.compile(r"[A-Za-z][\w.]*:(?P<code>[A-Za-z][\w.-]*|\d+)")
_STATS = ("player-stats", "team-stats", "associate-stats")
_COMPETITORS = ("team", "player", "associate")


@dataclass(slots=True)
class StatRow:
    """Facts of one competitor, or of one of their sets, rounds, holes: label → value, in the order of the source."""

    scope: str
    """What the facts are limited to ("home league standings", "set"); empty for what holds on the whole."""
    facts: dict[str, str] = field(default_factory=dict)


def competitors(element: Element) -> list[Element]:
    """Teams and players that stand right in an element."""
    return children(element, *_COMPETITORS)


def stat_tables(rivals: Sequence[Element]) -> Iterator[tuple[str, list[list[str]]]]:
    """(what it is limited to, header and rows) of each table that the competitors' statistics fill."""
    grouped: dict[str, list[dict[str, str]]] = {}
    for rival in rivals:
        for row in _rows_of(rival):
            grouped.setdefault(row.scope, []).append(row.facts)
    for scope, rows in grouped.items():
        labels = list(dict.fromkeys(label for row in rows for label in row))
        if "Rank" in labels:
            labels = ["Rank", *(label for label in labels if label != "Rank")]
        yield scope, [labels, *([row.get(label, "") for label in labels] for row in rows)]


def name_of(element: Element) -> str:
    """Full name of a team, player, site, tournament: the one that says it is full, or its parts put together."""
    metadata = next((one for one in children(element) if local(one).endswith("-metadata")), element)
    names = [(one.get("role") or "", one.get("part") or "", text_of(one)) for one in children(metadata, "name")]
    whole = [text for role, part, text in names if text and (role.endswith(":full") or not (role or part))]
    if whole:
        return whole[0]
    parts = [
        text for role, part, text in names if text and part.endswith((":given", ":family", ":common", ":nickname"))
    ]
    return " ".join(parts) or next((text for _, _, text in names if text), "")


def facts_of(element: Element) -> dict[str, str]:
    """Attributes of one element that say something of the sport, by label."""
    return {
        _label(name): plain(value)
        for name, value in element.attrib.items()
        if str(value).strip() and not _identifies(str(name))
    }


def plain(value: str | bytes) -> str:
    """A value without the scheme of its code: "speventoutcome:win" → "win"; times and scores stay."""
    text = " ".join(str(value).split())
    match = _QCODE.fullmatch(text)
    return match["code"].replace("-", " ") if match else text


def _rows_of(rival: Element) -> list[StatRow]:
    main = StatRow("")
    kind = {"team": "Team", "player": "Player"}.get(local(rival), "Name")
    main.facts[kind] = name_of(rival)
    head = {kind: main.facts[kind]}
    metadata = child(rival, f"{local(rival)}-metadata")
    if metadata is not None:
        if country := _country(metadata):
            main.facts["Country"] = country
        for label, value in facts_of(metadata).items():
            main.facts.setdefault(label, value)
    rows: dict[str, StatRow] = {"": main}
    numbered: list[StatRow] = []
    for stats in children(rival, *_STATS):
        _collect(stats, "", head, rows, numbered)
    filled = [row for row in rows.values() if row.scope == "" or len(row.facts) > len(head)]
    return filled + [row for row in numbered if len(row.facts) > len(head) + 1]


def _collect(
    element: Element, scope: str, head: dict[str, str], rows: dict[str, StatRow], numbered: list[StatRow]
) -> None:
    """Add the facts of an element and of everything in it to the row they belong to."""
    row = rows.setdefault(scope, StatRow(scope, dict(head)))
    _merge(row.facts, facts_of(element), local(element))
    for part in children(element):
        name = local(part)
        if single := _single_fact(part):
            _merge(row.facts, single, name)
        elif number := _numbering(part):
            inner_head = head | {_label(number): str(part.get(number))}
            inner_scope = f"{scope} and {_part_word(part)}" if scope else f"by {_part_word(part)}"
            inner = StatRow(inner_scope, dict(inner_head))
            numbered.append(inner)
            _collect(part, inner_scope, inner_head, {inner_scope: inner}, numbered)
        else:
            _collect(part, _scope(part) or scope, head, rows, numbered)


def _single_fact(part: Element) -> dict[str, str] | None:
    """The one fact of elements that spell label and value apart."""
    name = local(part)
    if name == "rank":
        kind = plain(part.get("type") or part.get("competition-type") or "")
        return {f"Rank ({kind})" if kind else "Rank": str(part.get("value") or "")}
    if name == "stat":
        return {_label(_code(part.get("stat-type") or "stat")): plain(part.get("value") or "")}
    if name == "sub-score":
        period = part.get("period-value") or part.get("sub-score-name") or ""
        return {f"Period {period}".strip(): part.get("score") or ""}
    if name == "penalty-stats" and part.get("type"):
        return {_label(_code(part.get("type") or "")): part.get("count") or part.get("value") or ""}
    if name == "sports-property":
        return {_label(_code(part.get("formal-name") or "Property")): plain(part.get("value") or "")}
    return None


def _merge(facts: dict[str, str], more: dict[str, str], element: str) -> None:
    """Add facts; a label that another element has filled otherwise gets this element's word before it."""
    for label, value in more.items():
        fuller = f"{element.rsplit('-', 1)[-1].capitalize()} {label[:1].lower()}{label[1:]}"
        tries = chain((label, fuller), (f"{fuller} {number}" for number in count(2)))
        facts[next(one for one in tries if facts.get(one, value) == value)] = value


def _scope(part: Element) -> str:
    said = [_code(part.get(name) or "") for name in _SCOPES if part.get(name)]
    return said[0].replace("-", " ") if said else ""


def _numbering(part: Element) -> str | None:
    """The attribute that counts sets, rounds, holes: only where the element has it besides being one of several."""
    if not local(part).startswith("stats-"):
        return None
    return next((str(name) for name in part.attrib if _NUMBERING.fullmatch(str(name))), None)


def _part_word(part: Element) -> str:
    return local(part).rsplit("-", 1)[-1]


def _country(metadata: Element) -> str:
    for place in children(metadata, "home-location", "nationality", "country"):
        for country in place.iter("{*}country"):
            if found := text_of(country):
                return found
        if local(place) != "home-location" and (found := name_of(place) or plain(place.get("name") or "")):
            return found
    return ""


def _identifies(name: str) -> bool:
    bare = name.rpartition("}")[2]
    return bare in _IDENTIFIERS or bare.endswith(_IDENTIFIER_ENDS)


def _code(value: str) -> str:
    return value.rpartition(":")[2] if " " not in value else value


def _label(name: str | bytes) -> str:
    words = str(name).rpartition("}")[2].replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
