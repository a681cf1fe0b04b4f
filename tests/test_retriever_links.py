"""Following links: rows to the pages whose titles they say in part, passages to the rows that say theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles import HashEncoder
from newsroom import make_library

from retriever.library import Library
from retriever.search import Retriever
from retriever.types import Filters, Hit

VENUES = """# Venues of the 2031 Harbour Games

## Cluster

| Venue | Sports | Capacity |
|---|---|---|
| Quay Hall | Fencing Judo | 2000 |
| Mole Arena | Rowing | 5000 |
| Pier Dome | Fencing Boxing | 900 |
"""
JUDO = "Judo at the 2031 Harbour Games\n\nJudo was held over three days, in seven weight divisions for either sex.\n"
# With so many judo pages the cell alone means none of them; only its headings tell which.
OTHERS = {f"judo-{year}.txt": f"Judo at the {year} {town} Games\n\nJudoka from {town} took part in a sports hall.\n"
          for year, town in ((2015, "Quarry"), (2019, "Dune"), (2023, "Heath"), (2027, "Marsh"))}  # fmt: skip
BOXING = "Boxing at the 2027 Quarry Games\n\nBoxing took place on two evenings in a tent.\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    files = {"venues.md": VENUES, "judo.txt": JUDO, "boxing.txt": BOXING, **OTHERS}
    opened = make_library(tmp_path_factory.mktemp("games"), files)
    yield opened
    opened.close()


def linked(hit: Hit) -> float:
    return next((value for name, value, _ in hit.reasons if name == "linked"), 0.0)


def rows(hits: list[Hit]) -> dict[str, float]:
    """Venue of each row found → its link."""
    return {h.table.rows[h.row].cells[0].raw: linked(h) for h in hits if h.table is not None and h.row is not None}


def test_a_passage_leads_to_the_row_whose_cell_and_headings_say_its_title(library: Library) -> None:
    hits = Retriever(library, HashEncoder()).search("Where was the sport with seven weight divisions held?", k=20)

    found = rows(hits)
    assert found["Quay Hall"] == 1.0
    assert found["Mole Arena"] == 0.0  # its headings say the rest of the title, but no cell names the sport


def test_a_row_leads_to_the_page_whose_title_it_says_and_not_to_another_games(library: Library) -> None:
    hits = Retriever(library, HashEncoder()).search("Quay Hall capacity", k=20)

    pages = {hit.document_id: linked(hit) for hit in hits if hit.passage is not None}
    assert pages["judo"] == 1.0
    assert max(told for name, told in pages.items() if name != "judo") == 0.5


def test_links_do_not_lead_past_the_filters(library: Library) -> None:
    only = Filters(document_ids=("judo",))

    hits = Retriever(library, HashEncoder()).search("seven weight divisions, Quay Hall", only, k=20)

    assert {hit.document_id for hit in hits} == {"judo"}


def test_a_page_of_tables_is_no_subject_that_a_row_leads_to(tmp_path: Path) -> None:
    table = "# Judo at the 2031 Harbour Games\n\n| Rank | Name |\n|---|---|\n| 1 | Ida Quist |\n"
    opened = make_library(tmp_path, {"venues.md": VENUES, "judo.md": table})

    hits = Retriever(opened, HashEncoder()).search("Quay Hall capacity", k=20)

    assert {linked(hit) for hit in hits if hit.document_id == "judo"} == {0.0}
    opened.close()
