"""Which cells hold two sides, and which only look so."""

import pytest

from ingest.fixtures import with_sides
from ingest.parsed import LocatedCell, LocatedRow


def row(*texts: str) -> LocatedRow:
    cells, at = [], 0
    for text in texts:
        cells.append(LocatedCell(text, at, at + len(text)))
        at += len(text) + 1
    return LocatedRow(tuple(cells), 0, at)


@pytest.mark.parametrize(
    ("label", "cells", "labels", "parts"),
    [
        ("Match", ("Aldgate v Inver", "Moss Vale vs. Ellery"), ("Side 1", "Side 2"), ("Moss Vale", "Ellery")),
        ("Result", ("Aldgate 3-1 Inver", "Ellery 2 – 2 (4-3 so) Kirk"), ("Side 1", "Side 2", "Score"),
         ("Ellery", "Kirk", "2 – 2 (4-3 so)")),
        ("Bout", ("Ana Ruiz def. Li Wei", "Mo Said beat Jon Ek"), ("Winner", "Loser"), ("Mo Said", "Jon Ek")),
        ("Fixture", ("Aldgate – Inver", "Ellery – Kirk"), ("Side 1", "Side 2"), ("Ellery", "Kirk")),
    ],
)  # fmt: skip
def test_sides_get_columns_of_their_own(
    label: str, cells: tuple[str, str], labels: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    heads, rows = with_sides(("Day", label), [row("9 May", cells[0]), row("16 May", cells[1])])

    assert heads == ("Day", label, *labels)
    assert tuple(cell.raw for cell in rows[1].cells[2:]) == parts
    first = rows[1].cells[2]
    assert cells[1][first.start - len("16 May ") : first.end - len("16 May ")] == parts[0]


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("Stage", ("Turin – Pinerolo", "Cuneo – Sestriere")),
        ("Match", ("Aldgate v Inver", "postponed")),
        ("Club", ("Aldgate", "Inver")),
        ("Time", ("3-1", "2-2")),
    ],
)
def test_towns_of_a_stage_and_single_names_are_left_alone(label: str, cells: tuple[str, str]) -> None:
    heads, rows = with_sides((label,), [row(cells[0]), row(cells[1])])

    assert heads == (label,)
    assert [len(one.cells) for one in rows] == [1, 1]
