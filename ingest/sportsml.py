"""SportsML 3, inside NewsML-G2 or by itself: tournaments, standings, events and statistics as results tables."""

from collections.abc import Sequence

from lxml.etree import _Element as Element

from ingest.front_matter import iso_time
from ingest.parsed import Metadata, Parsed
from ingest.sportsml_stats import competitors, facts_of, name_of, plain, stat_tables
from ingest.writer import Writer
from ingest.xml_tree import child, children, local, text_of
from retriever.types import BlockKind, DocumentKind

_CONTAINERS = ("tournament", "tournament-division", "tournament-part", "tournament-round", "schedule", "sports-event",
               "standing", "statistic", "award", "team", "article")  # fmt: skip
_TOP_LEVEL = 2
_LEAGUES = ("league", "tournament", "competition")


def parse_sports_content(content: Element, metadata: Metadata) -> Parsed:
    """Everything a `sports-content` element tells, headings by tournament, part and event; `metadata` is its item's."""
    stated = _stated(content).overridden_by(metadata)
    writer = Writer()
    if stated.title:
        writer.title(stated.title)
    for part in children(content, *_CONTAINERS):
        _write(writer, part, _TOP_LEVEL)
    parsed = writer.parsed(DocumentKind.RESULTS, stated)
    return Parsed(parsed.text, parsed.kind, parsed.blocks, parsed.grids, parsed.metadata, tuple(_fields(content)))


def _stated(content: Element) -> Metadata:
    head = child(content, "sports-metadata")
    if head is None:
        return Metadata()
    names = {local_code(code.get("code-type")): code.get("code-name") for code in head.iter("{*}sports-content-code")}
    published = head.get("date-time")
    title = text_of(child(head, "sports-title")) or _first_event_title(content)
    return Metadata(
        title=title or None,
        publisher=names.get("publisher") or names.get("distributor"),
        published_at=iso_time(published) if published else None,
    )


def local_code(qcode: str | None) -> str:
    """The code without its scheme: "spct:publisher" → "publisher"."""
    return (qcode or "").rpartition(":")[2]


def _first_event_title(content: Element) -> str:
    event = next(content.iter("{*}sports-event"), None)
    return _event_title(event) if event is not None else ""


def _fields(content: Element) -> list[tuple[str, str]]:
    """The league or tournament as a field that every table's context is read from."""
    for code in content.iter("{*}sports-content-code"):
        if local_code(code.get("code-type")) in _LEAGUES and code.get("code-name"):
            return [("competition", str(code.get("code-name")))]
    tournament = next(content.iter("{*}tournament"), None)
    name = name_of(tournament) if tournament is not None else ""
    return [("competition", name)] if name else []


def _write(writer: Writer, element: Element, level: int) -> None:
    """One container: its heading, what stands in it, then the containers inside."""
    kind = local(element)
    writer.outline.close(level)
    title = _event_title(element) if kind == "sports-event" else _title(element)
    if title:
        writer.heading(title, level)
    notes = _notes(element)
    if notes:
        writer.paragraph(", ".join(notes), BlockKind.FIELD)
    for paragraph in (text_of(one) for one in element.iterchildren("{*}p")):
        if paragraph:
            writer.paragraph(paragraph)
    events = children(element, "sports-event")
    if len(events) > 1:
        _write_fixtures(writer, events)
    rivals = competitors(element) if kind != "team" else children(element, "player", "associate")
    _write_rivals(writer, rivals, notes, level)
    _write_actions(writer, element)
    for part in children(element, *_CONTAINERS):
        if local(part) == "team" or (local(part) == "sports-event" and len(events) > 1 and _is_bare(part)):
            continue
        _write(writer, part, level + 1 if title else level)


def _title(element: Element) -> str:
    if name := name_of(element):
        return name
    metadata = next((one for one in children(element) if local(one).endswith("-metadata")), None)
    if metadata is None:
        return ""
    codes = [str(code.get("code-name")) for code in metadata.iter("{*}sports-content-code") if code.get("code-name")]
    if codes:
        return " – ".join(reversed(codes))
    kind, number = plain(metadata.get("type") or ""), metadata.get("number")
    return f"{kind[:1].upper()}{kind[1:]} {number or ''}".strip() if kind else ""


def _event_title(event: Element) -> str:
    metadata = child(event, "event-metadata")
    stated = text_of(child(metadata, "event-name")) or text_of(child(metadata, "name"))
    names = [name for rival in competitors(event) if (name := name_of(rival))]
    return stated or (" v ".join(names) if len(names) == 2 else "")


def _notes(element: Element) -> tuple[str, ...]:
    """Day, place and state of an event as they are stated."""
    metadata = next((one for one in children(element) if local(one).endswith("-metadata")), None)
    if metadata is None:
        return ()
    site = next(metadata.iter("{*}site-metadata"), None)
    place = [name_of(site), text_of(next(site.iter("{*}locality"), None))] if site is not None else []
    return tuple(dict.fromkeys(note for note in (_day(element), *place) if note))


def _day(element: Element) -> str:
    """ISO day on which a tournament, part or event starts; empty where it is not stated."""
    metadata = next((one for one in children(element) if local(one).endswith("-metadata")), None)
    stated = (metadata.get("start-date-time") or metadata.get("date") or "") if metadata is not None else ""
    return str(stated).partition("T")[0]


def _write_fixtures(writer: Writer, events: Sequence[Element]) -> None:
    """One table of all events of a round with two sides: day, both sides, the score."""
    rows = []
    for event in events:
        rivals = competitors(event)
        if len(rivals) != 2:
            continue
        scores = [_score(rival) for rival in rivals]
        rows.append([_day(event), name_of(rivals[0]), "–".join(scores) if all(scores) else "", name_of(rivals[1])])
    if rows:
        kept = [at for at in range(4) if any(row[at] for row in rows)]
        header = ["Date", "Home", "Score", "Away"]
        writer.table([[row[at] for at in kept] for row in (header, *rows)], header_rows=1)


def _score(rival: Element) -> str:
    stats = child(rival, f"{local(rival)}-stats")
    if stats is None:
        return ""
    generic = [one.get("value") for one in stats.iter("{*}stat") if local_code(one.get("stat-type")) == "score"]
    return str(stats.get("score") or next(iter(generic), None) or "")


def _is_bare(event: Element) -> bool:
    """Whether an event tells no more than a line of the fixtures does."""
    told = ("score", "event-outcome", "score-opposing", "alignment")
    rivals = competitors(event)
    if len(rivals) != 2 or any(competitors(rival) for rival in rivals) or children(event, "sports-event"):
        return False
    stats = [stats for rival in rivals for stats in rival.iter("{*}team-stats", "{*}player-stats")]
    return all(not len(one) and set(map(str, one.attrib)) <= set(told) for one in stats)


def _write_rivals(writer: Writer, rivals: Sequence[Element], notes: tuple[str, ...], level: int) -> None:
    """Tables of the competitors right here, then those of each team's players under the team's name."""
    for kind in ("team", "player", "associate"):
        group = [rival for rival in rivals if local(rival) == kind]
        _write_tables(writer, group, notes, None)
    for team in (rival for rival in rivals if local(rival) == "team"):
        players = list(team.iter("{*}player", "{*}associate"))  # some producers nest them in the team's metadata
        if players:
            writer.heading(name_of(team) or "Players", level + 1)
            _write_tables(writer, players, notes, name_of(team) or None)
            writer.outline.close(level + 1)


def _write_tables(writer: Writer, rivals: Sequence[Element], notes: tuple[str, ...], caption: str | None) -> None:
    for scope, records in stat_tables(rivals):
        if len(records[0]) > 1 or len(records) > 2:
            shown = scope[:1].upper() + scope[1:]
            said = f"{caption}, {scope}" if caption and scope else caption or shown or None
            writer.table(records, header_rows=1, caption=said, notes=notes)


def _write_actions(writer: Writer, element: Element) -> None:
    """Goals, cards, plays: a table of what is stated of each, and who took part."""
    names = {one.get("id"): name_of(one) for one in element.iter("{*}player", "{*}team") if one.get("id")}
    found = [one for actions in children(element, "actions") for one in actions.iter("{*}action")]
    rows = []
    for action in found:
        facts = facts_of(action)
        for who in children(action, "participant"):
            role = plain(who.get("role") or "participant")
            facts[role[:1].upper() + role[1:]] = names.get(who.get("idref")) or plain(who.get("idref") or "")
        if facts:
            rows.append(facts)
    labels = list(dict.fromkeys(label for row in rows for label in row))
    if len(labels) > 1:
        records = [labels, *([row.get(label, "") for label in labels] for row in rows)]
        writer.table(records, header_rows=1, caption="Play")
