"""Documents that stay are copied, not read, and the library is as if it were made of all of them at once."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from doubles import HashEncoder
from newsroom import COVERAGE

from ingest.pipeline import ingest_paths
from retriever.library import open_library
from retriever.store import Store

TABLES = {
    "heat.csv": "# Pier Games: mile, heat\nRank,Name,Time\n1,ZUREK Ida,4:20.0\n2,Bea Okoro,4:21.1\n3,Dora Ek,4:22.0\n",
    "mile.csv": "# Pier Games: mile\nRank,Name,Time\n1,Ida Zurek,4:20.0\n2,Bea Okoro,4:21.1\n3,Cleo Marsh,4:25.2\n",
      # A name of nine words, some of them twice: too long for the store, not for the forward index.
    "relay.csv": "# Pier Games: relay\nRank,Team,Time\n"
    "1,Lind and Ek and Okoro and Marsh of Pier,9:01\n2,Quay,9:04\n3,Bay,9:09\n",
    "lind.txt": "Ada Lind\n\nAda Lind, known as “The Rocket”, won the mile at the Pier Games.\n",
}
CASES: Mapping[str, dict[str, str | None]] = {
    "a table before the others": {"again.csv": "# Quay Cup\nRank,Name,Time\n1,ada lind,4:19.0\n2,Ida Bo,4:30.0\n"},
    "a table gone that printed a name first": {"heat.csv": None},
    "a table changed that printed a name first": {
        "heat.csv": "# Pier Games: mile, heat\nRank,Name,Time\n1,Ida Bo,4:20.0\n2,Bea Okoro,4:21.1\n"
    },
    "a story changed": {"lind.txt": "Lind wins\n\nAda Lind won the mile at the Pier Games.\n"},
}  # fmt: skip


def ingested(folder: Path, files: Mapping[str, str]) -> Path:
    coverage = folder / "coverage"
    coverage.mkdir(parents=True, exist_ok=True)
    (coverage / "away").mkdir(exist_ok=True)
    for path in coverage.rglob("*.*"):
        if str(path.relative_to(coverage)) not in files:
            path.unlink()
    for name, text in files.items():
        (coverage / name).write_text(text, encoding="utf-8")
    ingest_paths([coverage], folder / "library", encoder=HashEncoder())
    return folder / "library"


def contents(library: Path) -> dict[str, bytes]:
    """The stores of the generation in force; sources lie in different folders."""
    generation = library / "generations" / (library / "CURRENT").read_text(encoding="utf-8").strip()
    return {name: (generation / name).read_bytes() for name in ("store.sqlite", "forward.sqlite", "dense.faiss")}


@pytest.mark.parametrize("case", CASES)
def test_a_library_brought_up_to_date_has_the_bytes_of_one_made_at_once(tmp_path: Path, case: str) -> None:
    before = {**COVERAGE, **TABLES}
    edits = CASES[case]
    after = {name: text for name, text in {**before, **edits}.items() if text is not None}

    ingested(tmp_path / "grown", before)
    grown = contents(ingested(tmp_path / "grown", after))
    made = contents(ingested(tmp_path / "madea", after))

    assert {name: len(grown[name]) for name in grown} == {name: len(made[name]) for name in made}
    for name in grown:
        assert grown[name].replace(b"/grown/", b"/madea/") == made[name]


def random_coverage(dice: random.Random, before: Mapping[str, str]) -> dict[str, str]:
    """The files with some gone, some rewritten, some new and some in another folder; some have no words at all."""
    after = {name: text for name, text in before.items() if dice.random() > 0.2}
    people = ["Ida Zurek", "ZUREK Ida", "Bea Okoro", "Cleo Marsh", "Ann-Lee Bo", "Dora Ek (NOR)", "Dora Ek (SWE)"]
    for name in [name for name in after if dice.random() < 0.1]:
        after[f"away/{name.removeprefix('away/')}"] = after.pop(name)
    for number in dice.sample(range(30), 4):
        rows = "".join(f"{place},{who},{dice.randint(1, 9)}\n" for place, who in enumerate(dice.sample(people, 3), 1))
        story = f"{dice.choice(people)}, known as “Rocket{number % 3}”, ran.\n"
        after[f"cup{number}.csv"] = f"# Cup {dice.randint(1, 3)}\nRank,Name,Points\n{rows}"
        title = dice.choice(["Cup", dice.choice(people), "Plumless buckeroo"])
        after[f"story{number}.txt"] = f"{title}\n\n{story}"
        after[f"empty{number}.md"] = "---\ntitle: Empty\n---\n"
    return {name: text for name, text in after.items() if f"away/{name}" not in after}


def test_whatever_comes_goes_changes_or_moves_the_bytes_are_those_of_a_library_made_at_once(tmp_path: Path) -> None:
    dice, files = random.Random(5), dict(COVERAGE)
    for turn in range(6):
        files = random_coverage(dice, files)
        grown = contents(ingested(tmp_path / "grown", files))
        made = contents(ingested(tmp_path / f"made{turn}", files))
        for name in grown:
            assert grown[name].replace(b"/grown/", f"/made{turn}/".encode()) == made[name], (turn, name)


def test_what_stays_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = ingested(tmp_path, TABLES)
    read: list[str] = []
    whole = Store._read_document
    monkeypatch.setattr(Store, "_read_document", lambda store, name: read.append(name) or whole(store, name))

    ingested(tmp_path, {**TABLES, "quay.txt": "Quay\n\nA quiet evening at the quay.\n"})

    assert read == []
    assert open_library(library).document("mile").tables[0].rows[0].cells[1].value.text == "Ida Zurek"
