"""JSON files: ninjs news items, OpenTrack results, plain records."""

import json

import pytest

from ingest.documents import build_document
from ingest.files import RefusedError
from ingest.json_file import parse_json
from retriever.types import BlockKind, Document, DocumentKind
from retriever.values import ValueType

ITEM = {
    "uri": "https://agency.example/1",
    "headlines": [{"role": "sub", "value": "Other"}, {"role": "main", "value": "Harriers win"}],
    "bodies": [
        {"contenttype": "text/html", "value": "<h2>Harriers win</h2><p>They won.</p><h3>How</h3><p>Late.</p>"},
    ],
    "by": "Ann Lee",
    "versioncreated": "2030-05-02T20:15:00+01:00",
    "copyrightholder": "Agency",
    "associations": [{"type": "picture", "descriptions": [{"value": "Smith in the rain."}]}],
}
TRACK = """{
  // comments stand in these files
  "athletes": [{"id": 1, "firstName": "Ann", "lastName": "Lee", "country": "NOR"}, {"id": 2, "lastName": "Ray"}],
  "venues": [{"name": "City Park"}],
  "units": [{"title": "Women's Long Jump", "rounds": [{"type": "Final", "races": [{"number": 1, "date": "2030-05-02",
    "results": [
      {"athleteId": 1, "result": "6.83", "placeInRace": 1, "detail": [{"result": "x"}, {"result": "6.83"}]},
      {"athleteId": 2, "result": "NM"}
    ]}]}]}]
}"""


def read(text: str) -> Document:
    pieces = parse_json(text)
    assert [piece.name for piece in pieces] == [""]
    return build_document(pieces[0].parsed, document_id="d")


def test_a_news_item_gives_headline_body_and_metadata() -> None:
    document = read(json.dumps(ITEM))

    assert (document.title, document.author, document.publisher, document.published_at, document.url) == (
        "Harriers win", "Ann Lee", "Agency", "2030-05-02T20:15:00+01:00", "https://agency.example/1",
    )  # fmt: skip
    assert [(p.text, p.section, p.kind) for p in document.passages] == [
        ("They won.", (), BlockKind.PARAGRAPH),
        ("Late.", ("How",), BlockKind.PARAGRAPH),
        ("Smith in the rain.", ("How",), BlockKind.CAPTION),
    ]


def test_an_item_of_the_first_version_has_plain_text() -> None:
    item = {"uri": "x:1", "headline": "Harriers win", "body_text": "One.\n\nTwo.", "byline": "Ann"}
    document = read(json.dumps(item))

    assert (document.title, document.author, document.url) == ("Harriers win", "Ann", None)
    assert [p.text for p in document.passages] == ["One.\n\nTwo."]


def test_items_of_a_collection_are_pieces_named_by_their_addresses() -> None:
    first = {"uri": "https://x.example/news/1?id=final", "title": "First", "descriptions": [{"value": "One."}]}
    items = [first, {"uri": "x:2", "headline": "Second"}, {"uri": "y:2", "headline": "Third"}]
    pieces = parse_json(json.dumps({"items": items}))

    assert [(piece.name, piece.parsed.metadata.title) for piece in pieces] == [
        ("final", "First"), ("2", "Second"), ("2-2", "Third"),
    ]  # fmt: skip


def test_results_of_a_competition_have_event_round_and_date() -> None:
    table = read(TRACK).tables[0]

    assert (table.event, table.round, table.date, table.label_column) == ("Women's Long Jump", "Final", "2030-05-02", 1)
    assert [[cell.raw for cell in row.cells] for row in table.rows] == [
        ["1", "Ann Lee", "NOR", "6.83", "x", "6.83"],
        ["", "Ray", "", "NM", "", ""],
    ]
    assert [table.rows[0].cells[3].value.type, table.rows[1].cells[3].value.type] == [
        ValueType.DISTANCE,
        ValueType.STATUS,
    ]


def test_a_list_of_records_is_a_table() -> None:
    document = read('[{"athlete": {"name": "Ann Lee"}, "time": 9.79}, {"time": 9.81, "note": null}]')

    assert document.kind is DocumentKind.RESULTS
    assert [column.label for column in document.tables[0].columns] == ["athlete name", "time", "note"]
    assert [[cell.raw for cell in row.cells] for row in document.tables[0].rows] == [
        ["Ann Lee", "9.79", ""],
        ["", "9.81", ""],
    ]


def test_what_stands_beside_the_records_is_kept() -> None:
    stated = {"title": "City Games: Men's 100m, Final", "date": "2030-05-02"}
    document = read(json.dumps(stated | {"rows": [{"name": "Ann", "result": 9.79}]}))
    table = document.tables[0]

    assert [p.text for p in document.passages] == ["date: 2030-05-02"]
    assert (document.title, table.round, table.date) == ("City Games: Men's 100m, Final", "Final", "2030-05-02")
    assert table.columns[1].type is ValueType.TIME


@pytest.mark.parametrize("text", ["{broken", '{"a": 1}', "[]", "3", "[1, 2]", "[" * 100_000])
def test_json_without_coverage_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match=r"not readable as JSON|JSON without results"):
        read(text)
