"""The real samples of the field's standards, each compared with an independent read of the same file."""

import json
import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from ingest_samples import documents_of

from retriever.types import Document, Row
from retriever.values import Value, ValueType

SHARED = Path(os.environ.get("PRESSBOX_SHARED") or Path(__file__).parent.parent.parent / "shared") / "formats"
RACE = {"number": 1, "wind": "+0.4", "date": "2030-05-02", "startTime": "10:00:54"}
LEE = {"athleteId": 1, "result": "13.43", "placeInRace": 2, "placeInRound": 5, "reactionTime": "0.141"}


def load(path: Path) -> object:
    """JSON in which lines end with comments: a quote before and after // tells an address from a comment."""
    kept = [re.sub(r"//(?=[^\"]*$).*", "", line) for line in path.read_text(encoding="utf-8").splitlines()]
    return json.loads("\n".join(kept))


def facts_of(race: dict, athletes: dict) -> Iterator[dict[str, str]]:  # type: ignore[type-arg]  # whatever JSON holds
    """Label → text of every fact that a race states of each of its results, by the standard's own names."""
    for result in race["results"]:
        athlete = athletes[result["athleteId"]]
        facts = {
            "Athlete": f"{athlete['firstName']} {athlete['lastName']}",
            "Country": athlete["country"],
            "Born": athlete["birthdate"],
            "Place": result.get("placeInRace", ""),
            "Place in round": result.get("placeInRound", ""),
            "Result": result.get("result", ""),
            "Wind": result.get("wind", ""),
            "Qualified": result.get("qualified", ""),
        }
        for number, tried in enumerate(result.get("detail", ()), start=1):
            if "height" in tried:
                facts[f"Height {tried['height']}"] = tried["attempts"]
            else:
                facts[f"Attempt {number}"] = tried["result"]
                facts[f"Attempt {number} wind"] = tried.get("wind", "")
        yield {label: str(text) for label, text in facts.items() if text != ""}


def in_cells(document: Document, row: Row, number: int) -> dict[str, tuple[str, Value]]:
    columns = document.tables[number].columns
    return {c.label: (cell.raw, cell.value) for c, cell in zip(columns, row.cells, strict=True) if cell.raw}


@pytest.mark.parametrize("path", sorted((SHARED / "opentrack").glob("*.json")), ids=lambda path: path.stem)
def test_real_opentrack_results_are_all_there_and_typed(path: Path) -> None:
    stated = load(path)
    assert isinstance(stated, dict)
    athletes = {athlete["id"]: athlete for athlete in stated["athletes"]}
    races = [(u, r, race) for u in stated["units"] for r in u["rounds"] for race in r["races"]]

    (document,) = documents_of(path.name, path.read_bytes())

    assert len(document.tables) == len(races)
    for number, (unit, one, race) in enumerate(races):
        table = document.tables[number]
        assert (table.event, table.round, table.date) == (unit["title"], one["type"], race["date"])
        wanted = list(facts_of(race, athletes))
        found = [in_cells(document, row, number) for row in table.rows]
        assert [{label: raw for label, (raw, _) in row.items()} for row in found] == wanted
        for row in found:
            assert_typed(row)
        assert all(venue["name"] in document.text for venue in stated["venues"])
        assert all(str(race[key]) in document.text for key in ("wind", "startTime", "endTime"))


def assert_typed(row: dict[str, tuple[str, Value]]) -> None:
    """What standard and event say each value is: ranks, metres, metres a second, days, failures."""
    for label, (raw, value) in row.items():
        if label.startswith("Place"):
            assert (value.type, value.number) == (ValueType.RANK, float(raw))
        elif label == "Born":
            assert (value.type, value.text) == (ValueType.DATE, raw)
        elif label == "Result" or label.startswith("Attempt"):
            number = float(raw) if re.fullmatch(r"[+-]?[\d.]+", raw) else None
            kind = ValueType.NUMBER if label.endswith("wind") else ValueType.DISTANCE
            assert value.number == number, label
            assert value.type is (kind if number is not None else value.type), label
            assert raw not in ("DQ", "x") or value.number is None
        elif label == "Wind" and raw != "NWI":
            assert (value.type, value.number) == (ValueType.NUMBER, float(raw))


def test_an_opentrack_result_keeps_every_fact_that_the_standard_lets_it_state() -> None:
    tried = [{"result": "x", "wind": "+1.1"}, {"result": "13.43", "wind": "-0.2"}]
    race = RACE | {"results": [LEE | {"detail": tried}]}
    named = {"firstName": "Ann", "lastName": "Lee", "country": "NOR", "birthdate": "2001-02-03"}
    athletes = [{"id": 1, "waId": 7} | named]
    unit = {"title": "Women's Triple Jump", "rounds": [{"type": "Final", "races": [race]}]}

    (document,) = documents_of("tj.json", json.dumps({"athletes": athletes, "units": [unit]}))

    (row,) = document.tables[0].rows
    assert {label: (raw, value.type, value.number) for label, (raw, value) in in_cells(document, row, 0).items()} == {
        "Place": ("2", ValueType.RANK, 2.0),
        "Athlete": ("Ann Lee", ValueType.TEXT, None),
        "Country": ("NOR", ValueType.TEXT, None),
        "Result": ("13.43", ValueType.DISTANCE, 13.43),
        "Attempt 1": ("x", ValueType.TEXT, None),
        "Attempt 1 wind": ("+1.1", ValueType.NUMBER, 1.1),
        "Attempt 2": ("13.43", ValueType.DISTANCE, 13.43),
        "Attempt 2 wind": ("-0.2", ValueType.NUMBER, -0.2),
        "Place in round": ("5", ValueType.RANK, 5.0),
        "Reaction time": ("0.141", ValueType.TIME, 0.141),
        "Born": ("2001-02-03", ValueType.DATE, row.cells[-1].value.number),
    }
    fields = [document.text[b.start : b.end] for b in document.blocks if b.kind == "field"]
    assert fields == ["Wind: +0.4", "Start: 10:00:54"]


@pytest.mark.parametrize("path", sorted((SHARED / "ninjs").glob("*.json")), ids=lambda path: path.stem)
def test_real_ninjs_items_give_their_headline_day_and_every_word_of_a_body(path: Path) -> None:
    stated = load(path)
    items = stated if isinstance(stated, list) else [stated]

    documents = documents_of(path.name, path.read_bytes())

    assert len(documents) == len(items)
    for item, document in zip(items, documents, strict=True):
        assert document.published_at in {None, *moments(item)}
        assert (document.published_at is None) == (not moments(item))
        heads = [one["value"] for one in item.get("headlines", ())] + [item.get("headline"), item.get("title")]
        if any(heads):
            assert document.title in {" ".join(head.split()) for head in heads if head}
        assert [] in [missing(words, document.text) for words in words_of(item)] or not words_of(item)


def moments(item: dict) -> set[str]:  # type: ignore[type-arg]  # whatever JSON holds
    keys = ("firstcreated", "firstCreated", "versioncreated", "versionCreated")
    return {item[key].replace("Z", "+00:00") for key in keys if key in item}


def words_of(item: dict) -> list[list[str]]:  # type: ignore[type-arg]  # whatever JSON holds
    """Words of each body, tags dropped: one of them is read, they tell the same story."""
    bodies = [one["value"] for one in item.get("bodies", ())]
    bodies += [item[key] for key in ("body_text", "body_xhtml", "body_html") if key in item]
    return [re.findall(r"\w+", unescape(re.sub(r"<head>.*?</head>|<[^>]*>", " ", body, flags=re.S))) for body in bodies]


def missing(words: list[str], text: str) -> list[str]:
    return sorted({word for word in words if word not in text})
