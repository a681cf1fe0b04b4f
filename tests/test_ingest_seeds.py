"""Real articles and official results, skipped where the shared folder is absent."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from ingest.documents import build_document
from ingest.formats import parse
from retriever.types import BlockKind, Document, DocumentKind
from retriever.values import ValueType

SHARED = Path(os.environ.get("PRESSBOX_SHARED") or Path(__file__).parent.parent.parent / "shared")
SEEDS = SHARED / "seeds"
RESULTS = SHARED / "evalsets" / "paris2024-results" / "files"

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seed articles are not here")
needs_results = pytest.mark.skipif(not RESULTS.is_dir(), reason="the shared results are not here")


def seed(number: int) -> Document:
    path = next(SEEDS.glob(f"{number:03d}_*.txt"))
    return build_document(parse(path.name, path.read_text(encoding="utf-8")), document_id=f"{number:03d}")


@needs_seeds
def test_offsets_of_the_seeds_hold() -> None:
    for number in range(5):
        document = seed(number)
        assert all(p.text == document.text[p.start : p.end] for p in document.passages)
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        assert all(document.text[cell.start : cell.end] == cell.raw for cell in cells)


@needs_seeds
def test_three_heat_ones_are_told_apart_by_their_round() -> None:
    tables = seed(0).tables[2:]

    assert [(t.round, t.heat, t.date, len(t.rows)) for t in tables] == [
        ("Heats", "Heat 1", "2024-08-02", 15),
        ("Heats", "Heat 2", "2024-08-02", 15),
        ("Heats", "Heat 3", "2024-08-02", 15),
        ("Repechage round", "Heat 1", "2024-08-03", 13),
        ("Repechage round", "Heat 2", "2024-08-03", 14),
        ("Semi-finals", "Heat 1", "2024-08-04", 12),
        ("Semi-finals", "Heat 2", "2024-08-04", 12),
        ("Final", None, "2024-08-06", 12),
    ]
    assert {(t.competition, t.event, t.label_column) for t in tables} == {
        ("2024 Summer Olympics", "Men's 1500 metres", 1)
    }
    assert sum(len(table.rows) for table in tables) == 108


@needs_seeds
def test_the_world_leading_row_gets_its_lost_cell_back() -> None:
    records = seed(0).tables[0]

    assert [[cell.value.text for cell in row.cells] for row in records.rows] == [
        ["World record", "", "3:26.00", "Rome, Italy", "14 July 1998"],
        ["Olympic record", "", "3:28.32", "Tokyo, Japan", "7 August 2021"],
        ["World leading", "", "3:26.73", "Fontvieille, Monaco", "12 July 2024"],
    ]
    assert records.caption == "Global records before the 2024 Summer Olympics"
    assert records.flags == ("row 3: cells shifted, moved to fit",)


@needs_seeds
def test_layout_debris_of_the_final_is_raw_only() -> None:
    final = seed(0).tables[-1]

    assert {row.cells[2].raw for row in final.rows} == {"align=left", 'align="left"'}
    assert {row.cells[2].value.type for row in final.rows} == {ValueType.EMPTY}
    assert final.rows[0].cells[4].raw == ","
    assert final.rows[0].cells[4].value.type is ValueType.EMPTY
    assert final.rows[0].cells[3].value.number == pytest.approx(207.65)


@needs_seeds
def test_titles_of_the_seeds_are_headlines_or_first_sentences() -> None:
    assert [seed(number).title for number in range(5)] == [
        "Athletics at the 2024 Summer Olympics – Men's 1500 metres",
        "Great Britain’s Josh Kerr was made to settle for Olympic 1500m silver behind shock champion Cole…",
        "A most excellent Men's 1,500m: considering the Tokyo Men's 1,500m",
        "Josh Kerr claimed 1500 metres silver after the United States’ Cole Hocker stormed to a shock gold…",
        "Josh Kerr privileged to be part of special 1500m Olympic final",
    ]
    assert seed(4).published_at == "2024-08-07"


@needs_seeds
def test_the_cross_head_of_the_agency_report_is_a_heading() -> None:
    document = seed(1)

    assert [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.HEADING] == [
        "Hocker tears up script to stun favourites"
    ]


@needs_seeds
def test_the_live_blog_has_its_posts_and_captions() -> None:
    document = seed(3)
    lines = document.text.split("\n")
    captions = [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.CAPTION]
    stamps = [b for b in document.blocks if b.kind is BlockKind.HEADING and b.posted == document.text[b.start : b.end]]

    assert document.kind is DocumentKind.LIVE_BLOG
    assert len(stamps) == 24
    assert captions == [lines[n - 1] for n in (1, 39, 61, 63, 65, 79, 101, 137, 139, 147, 153, 155)]
    assert [p.posted for p in document.passages if "54.8 for the first lap" in p.text] == ["07:52 PM BST"]


@needs_seeds
@pytest.mark.parametrize(
    ("number", "beginnings"),
    [(2, ["Leave a", "Wake up", "Subscribe", "* indicates"]), (4, ["National Lottery", "Watch every"])],
)
def test_boilerplate_of_the_seeds_is_marked(number: int, beginnings: list[str]) -> None:
    document = seed(number)
    marked = [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.BOILERPLATE]

    assert [text.startswith(start) for text, start in zip(marked, beginnings, strict=True)] == [True] * len(beginnings)


@needs_results
def test_every_cell_of_the_official_results_is_kept_and_typed() -> None:
    types: Counter[tuple[str, bool]] = Counter()
    for path in sorted(RESULTS.glob("*.csv"))[::8]:
        text = path.read_text(encoding="utf-8")
        table = build_document(parse(path.name, text), document_id=path.stem).tables[0]
        printed = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))[1:]
        assert [[cell.raw for cell in row.cells] for row in table.rows] == printed, path.name
        assert table.competition == "Paris 2024 Olympic Games"
        assert table.event is not None
        assert table.date is not None
        for column, label in enumerate(column.label for column in table.columns):
            for row in table.rows:
                raw, kind = row.cells[column].raw, row.cells[column].value.type
                types[label, kind is independently_typed(label, raw, table.caption)] += 1

    assert {label: wrong for (label, right), wrong in types.items() if not right} == {}


def independently_typed(label: str, raw: str, caption: str) -> ValueType:
    """The type of a cell told without the parser under test, from what the official results print."""
    if not raw:
        return ValueType.EMPTY
    if label == "Rank":
        return ValueType.RANK
    if label in ("Name", "Country"):
        return ValueType.TEXT
    if label == "Note":
        return ValueType.STATUS if raw in {"DNF", "DNS", "DQ", "DSQ", "NM", "LAP", "ELM"} else ValueType.TEXT
    if any(word in caption for word in ("Jump", "Throw", "Vault", "Shot")):
        return ValueType.DISTANCE
    return ValueType.TIME if "." in raw or ":" in raw else ValueType.NUMBER
