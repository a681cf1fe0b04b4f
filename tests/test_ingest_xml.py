"""Feeds, NewsML-G2, NITF and SportsML: items, bodies, metadata, results tables."""

import os
from pathlib import Path

import pytest
from ingest_samples import ATOM, FEED, NEWS_ITEM, NITF, SPORTS, cells, documents_of
from lxml import etree

from ingest.contents import read_contents
from ingest.files import RefusedError
from retriever.types import BlockKind, DocumentKind

SHARED = Path(os.environ.get("PRESSBOX_SHARED") or Path(__file__).parent.parent.parent / "shared") / "formats"
needs_samples = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared samples are not here")


def message(*items: str) -> str:
    inside = "".join(items)
    return f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{inside}</itemSet></newsMessage>'


def test_every_item_of_a_feed_is_a_document_with_its_metadata() -> None:
    first, second = documents_of("feed.rss", FEED)

    assert (first.document_id, first.title, first.author, first.publisher, first.published_at, first.url) == (
        "harriers-draw", "Harriers & Lions draw", "Ann Lee", "The Gazette", "2030-08-06T21:00:00+02:00",
        "https://gazette.example/sport/harriers-draw.html",
    )  # fmt: skip
    assert [(p.section, p.text) for p in first.passages] == [(("How",), "They drew 2–2.")]
    assert cells(first.tables[0]) == [["Team", "Goals"], ["Harriers", "2"], ["Lions", "2"]]
    assert first.tables[0].section == ("How",)
    assert (second.document_id, second.published_at, second.url) == ("gazette-77", None, None)


def test_an_atom_feed_is_read_like_any_other() -> None:
    (entry,) = documents_of("feed.xml", ATOM)

    assert (entry.document_id, entry.title, entry.author, entry.published_at) == (
        "9", "Gold for Ray", "Bo Holm", "2030-08-06T19:00:00+00:00",
    )  # fmt: skip
    assert [p.text for p in entry.passages] == ["Ray won."]


def test_a_feed_that_is_not_well_formed_is_still_read() -> None:
    broken = FEED.replace("&amp;", "&").replace("</channel></rss>", "")

    assert [d.title for d in documents_of("feed.xml", broken)] == ["Harriers & Lions draw", "Smith retires"]


def test_a_news_item_with_nitf_gives_its_body_and_metadata() -> None:
    item = NEWS_ITEM.format(guid="urn:agency:1", headline="Harriers win", content=NITF)
    (document,) = documents_of("item.xml", item)

    assert (document.document_id, document.title, document.author, document.publisher, document.published_at) == (
        "d", "Harriers win", "Ann Lee", "Agency", "2030-05-02T20:15:00+00:00",
    )  # fmt: skip
    assert (document.licence, document.url, document.kind) == ("Subscribers only", None, DocumentKind.ARTICLE)
    assert [(p.section, p.text, p.kind) for p in document.passages] == [
        ((), "One and two.", BlockKind.PARAGRAPH),
        (("Late",), "Three.", BlockKind.PARAGRAPH),
        (("Late",), "Smith runs.", BlockKind.CAPTION),
    ]


def test_every_item_of_a_news_message_is_a_document_and_an_empty_one_is_named() -> None:
    plain = '<inlineData contenttype="text/plain">They won.\nLate.</inlineData>'
    text = message(
        NEWS_ITEM.format(guid="urn:agency:1", headline="First", content=NITF),
        NEWS_ITEM.format(guid="urn:agency:2", headline="Second", content=plain),
        NEWS_ITEM.format(guid="urn:agency:3", headline="", content="<remoteContent/>"),
    )
    contents = read_contents("message.xml", text.encode())

    assert [(piece.name, piece.parsed.metadata.title) for piece in contents.pieces] == [("1", "First"), ("2", "Second")]
    assert contents.refused == (("3", "newsItem holds no text and no results"),)


def test_sportsml_inside_a_news_item_takes_the_metadata_of_the_item() -> None:
    wrapped = f'<inlineXML contenttype="application/sportsml+xml">{SPORTS}</inlineXML>'
    (document,) = documents_of("x.xml", NEWS_ITEM.format(guid="g", headline="Cup night", content=wrapped))

    assert (document.title, document.publisher, document.kind) == ("Cup night", "Agency", DocumentKind.RESULTS)
    assert len(document.tables) == len(documents_of("x.xml", SPORTS)[0].tables)


def test_standings_fixtures_players_and_plays_of_sportsml_are_tables() -> None:
    (document,) = documents_of("cup.xml", SPORTS)

    assert (document.title, document.published_at) == ("Cup: results", "2030-05-02T20:00:00+00:00")
    assert [(t.caption, cells(t)) for t in document.tables] == [
        ("North", [["Rank", "Team", "Wins", "Losses", "Standing points"],
                   ["1", "Harriers", "3", "1", "9"], ["2", "Lions", "2", "2", "6"]]),
        ("Home standings", [["Team", "Wins", "Losses"], ["Harriers", "2", "0"]]),
        ("Semi-finals", [["Date", "Home", "Score", "Away"],
                         ["2030-05-01", "Harriers", "2–1", "Lions"], ["2030-05-02", "Tigers", "0–3", "Bears"]]),
        ("Tigers v Bears", [["Team", "Score"], ["Tigers", "0"], ["Bears", "3"]]),
        ("Tigers", [["Player", "Uniform number", "Shots total"], ["Ann Lee", "9", "4"]]),
        ("Play", [["Minutes elapsed", "Score team", "Scorer"], ["12", "1", "Ann Lee"]]),
    ]  # fmt: skip
    assert {(t.competition, t.round) for t in document.tables[2:]} == {("Harbour Cup", "Semi-finals")}
    assert document.tables[4].date == "2030-05-02"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<?xml version='1.0'?><menu><dish/></menu>", "XML of an unknown kind, <menu>"),
        ("<newsItem><itemMeta></newsItem>", "not readable as XML"),
        ("<rss><channel></channel></rss>", "a feed without items"),
        ("<nitf><body/></nitf>", "nitf holds no text"),
        ('<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><nitf><p>&b;</p></nitf>',
         "nitf holds no text"),
        ("<newsItem>" + "<a>" * 10_000, "not readable as XML"),
    ],
)  # fmt: skip
def test_xml_without_coverage_is_refused_with_the_reason(content: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        read_contents("x.xml", content.encode())


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    text = (
        f'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        "<nitf><body.content><p>Open &e; words</p></body.content></nitf>"
    )

    assert "hidden" not in documents_of("x.xml", text)[0].text


@needs_samples
@pytest.mark.parametrize("path", sorted((SHARED / "sportsml").glob("*.xml")), ids=lambda path: path.stem)
def test_every_value_of_the_real_sportsml_samples_is_in_a_cell(path: Path) -> None:
    """An independent read: every attribute of the statistics stands in some cell, competitor by competitor."""
    (document,) = documents_of(path.name, path.read_bytes())
    raws = [cell.raw for table in document.tables for row in table.rows for cell in row.cells]
    shown = {words for raw in raws for words in (raw, *raw.split("–"))}

    wanted = [
        one.get(name).rpartition(":")[2].replace("-", " ") if ":" in one.get(name) else one.get(name)
        for one in etree.parse(path).iter("{*}stat", "{*}outcome-totals", "{*}rank", "{*}sub-score", "{*}player-stats",
                                          "{*}team-stats", "{*}stats-golf", "{*}stats-tennis-set")
        for name in ("value", "score", "wins", "losses", "standing-points", "total-strokes", "points-won", "winners")
        if one.get(name)
    ]  # fmt: skip
    assert wanted
    assert [value for value in wanted if value not in shown] == []


@needs_samples
@pytest.mark.parametrize("path", sorted((SHARED / "newsml-g2").glob("*.xml")), ids=lambda path: path.stem)
def test_the_real_news_items_give_title_day_and_text(path: Path) -> None:
    (document,) = documents_of(path.name, path.read_bytes())

    root = etree.parse(path).getroot()
    headline = " ".join(root.findtext(".//{*}contentMeta/{*}headline").split())
    assert document.title == headline
    assert document.published_at == root.findtext(".//{*}contentCreated")
    paragraphs = [" ".join("".join(p.itertext()).split()) for p in root.iterfind(".//{*}body.content/{*}p")]
    assert all(words in document.text for words in paragraphs)
    players = [name.text for name in root.iterfind(".//{*}player//{*}name[@role='nrol:full']")]
    assert set(players) <= {cell.raw for table in document.tables for row in table.rows for cell in row.cells}
