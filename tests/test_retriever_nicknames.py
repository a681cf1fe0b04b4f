"""Other names that prose gives people and teams, and cells that are found by them."""

from pathlib import Path

import pytest

from ingest.contents import read_contents
from ingest.documents import build_document
from retriever.nicknames import nicknames
from retriever.store import Store
from retriever.store_writer import StoreWriter

SEASON = (
    "# The season in names\n\nGuro Maria Dahl, known as “Rakett”, scored most. Siv Lunde left in May. The Wall, as "
    "goalkeeper Ingrid Moe is called, let in none.\n\n"
    "| Player | Goals |\n|---|---|\n| Guro Dahl | 21 |\n| MOE Ingrid | 0 |\n"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Guro Maria Dahl, known as \"Rakett\", won.", [("Guro Maria Dahl", ("rakett",))]),
        ("In May. The Wall, as goalkeeper Ingrid Moe is called, won.", [("Ingrid Moe", ("wall",))]),
        ("Cole \"Rocket\" Hocker won.", [("Cole Hocker", ("rocket",))]),
        ("Tola Abebe, who is known to fans as the Philosopher, ran.", [("Tola Abebe", ("philosopher",))]),
        ("Bo Holm, also better known as Big Blue, lost.", [("Bo Holm", ("big", "blue"))]),
        ("West Harbour Football Club (WHFC) won.", [("West Harbour Football Club", ("whfc",))]),
        ("The Federation of West Harbour (FWH) met.", [("Federation of West Harbour", ("fwh",))]),
        ("Josh Kerr (GBR) beat Cole Hocker (USA).", []),  # a nation is no abbreviation of a name
        ("Ann Lee, known as Rocket, has the rocket start of a sprinter.", []),  # an ordinary word names nobody
        ("Ann Lee is called for travelling. He, known as Bob, ran.", []),
        ("The meeting known as Harbour Games was in Oslo.", []),
    ],
)
def test_who_else_a_name_is_called_is_read_from_prose(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert list(nicknames(text)) == found


def test_a_nickname_leads_to_the_cells_of_the_name_however_it_is_printed_there(tmp_path: Path) -> None:
    writer = StoreWriter(tmp_path / "store.sqlite")
    writer.add(build_document(read_contents("a.md", SEASON.encode()).pieces[0].parsed, document_id="d"))
    writer.close()

    store = Store(tmp_path / "store.sqlite")
    found = {word: [name.text for name in store.names_with_word(word)] for word in ("rakett", "wall", "dahl", "lunde")}
    store.close()
    assert found == {"rakett": ["Guro Dahl"], "wall": ["MOE Ingrid"], "dahl": ["Guro Dahl"], "lunde": []}
