"""The sample coverage is complete, dated, licensed, well formed, and in our own words."""

import csv
import os
import re
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SHARED = Path(os.environ.get("PRESSBOX_SHARED", ROOT.parent / "shared"))
SHARED_WORDS = 8
NOT_COVERAGE = {"README.md", "sources.toml"}
RESULTS = sorted(CORPUS.glob("*.csv"))
SOURCES = tomllib.loads((CORPUS / "sources.toml").read_text(encoding="utf-8"))

TIME = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d{1,2}(?:\.\d{2})?)")
MARK_COLUMNS = ("Time", "Time (s)", "Distance (m)", "Height (m)", "Points")
TIMED = ("Time", "Time (s)")
NO_MARK = {"DNF", "DNS", "DQ", "NM"}


def rows_of(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def mark_of(row: dict[str, str]) -> str:
    return next(row[column] for column in MARK_COLUMNS if column in row)


def seconds(printed: str) -> float:
    match = TIME.fullmatch(printed)
    assert match, f"{printed!r} is not a time like 9.79, 3:27.65 or 1:18:55"
    hours, minutes, rest = match.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def races_of(path: Path) -> list[list[dict[str, str]]]:
    """Rows of one race each; only the semi-finals file holds two."""
    races: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(path):
        races.setdefault(row.get("Semi-final", ""), []).append(row)
    return list(races.values())


def word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of `length` words of one line; table lines are facts and left out."""
    lines = (line.lower().replace("’", "'") for line in text.splitlines() if "|" not in line)
    words_of_lines = [re.findall(r"[a-z0-9:.']+", line) for line in lines]
    return {tuple(words[at : at + length]) for words in words_of_lines for at in range(len(words) - length + 1)}


def test_every_file_has_a_source_entry_and_every_entry_a_file() -> None:
    assert sorted(SOURCES) == sorted(path.name for path in CORPUS.iterdir() if path.name not in NOT_COVERAGE)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_an_entry_says_title_publisher_date_and_licence_and_guesses_no_address(name: str) -> None:
    entry = SOURCES[name]

    assert sorted(entry) == ["date", "licence", "publisher", "title"]
    assert entry["title"]
    assert (entry["publisher"], entry["licence"]) == ("Pressbox sample", "CC-BY-4.0")
    assert date(2021, 8, 7) <= date.fromisoformat(entry["date"]) <= date(2024, 8, 8)


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_results_have_two_comment_lines_and_full_rows(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    table = list(csv.reader(lines[2:]))

    assert [line.startswith("# ") for line in lines[:3]] == [True, True, False]
    assert re.search(r"(Paris 2024|Tokyo 2020) Olympic Games$", lines[0])
    assert re.search(r"\b\d{1,2} August (2021|2024), ", lines[1])
    assert {len(row) for row in table} == {len(table[0])}


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_places_ascend_and_those_without_a_mark_come_last_with_the_reason(path: Path) -> None:
    for race in races_of(path):
        placed = [row for row in race if row["Place"]]
        places = [int(row["Place"]) for row in placed]

        assert places[0] == 1
        assert places == sorted(places)
        assert race[: len(placed)] == placed
        assert all(mark_of(row) for row in placed)
        assert all(row["Note"] in NO_MARK and not mark_of(row) for row in race[len(placed) :])


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_no_one_is_placed_behind_a_worse_mark(path: Path) -> None:
    for race in races_of(path):
        placed = [row for row in race if row["Place"]]
        timed = any(column in race[0] for column in TIMED)
        marks = [seconds(mark_of(row)) if timed else -float(mark_of(row)) for row in placed]

        assert all(ahead <= behind for ahead, behind in pairwise(marks))


def test_the_page_and_the_results_files_of_the_1500_metres_agree() -> None:
    page = (CORPUS / "paris-2024-mens-1500m.txt").read_text(encoding="utf-8")

    for stem in ("paris-2024-mens-1500m-final", "paris-2024-mens-1500m-semi-finals"):
        for row in rows_of(CORPUS / f"{stem}.csv"):
            assert f"| {row['Place']} | {row['Athlete']} | {row['Nation']} | {row['Time']} |" in page


def test_the_page_holds_every_round_of_the_1500_metres() -> None:
    page = (CORPUS / "paris-2024-mens-1500m.txt").read_text(encoding="utf-8")
    sections = re.split(r"^=+ (.+) =+$", page, flags=re.MULTILINE)[1:]
    bodies = zip(sections[::2], sections[1::2], strict=True)
    runners = [(head, body.count(":")) for head, body in bodies if "| 12 |" in body]

    assert runners == [("Heat 1", 15), ("Heat 2", 15), ("Heat 3", 15), ("Heat 1", 13), ("Heat 2", 14),
                       ("Semi-final 1", 12), ("Semi-final 2", 12), ("Final", 12)]  # fmt: skip


GOLD_REPORT, KERR_REPORT, LIVE_BLOG = (
    "hocker-takes-1500m-gold.txt",
    "kerr-takes-1500m-silver.txt",
    "mens-1500m-final-live.txt",
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((GOLD_REPORT, "the opening 400 metres in 54.9"), (LIVE_BLOG, "54.8 for the first 400")),
        ((KERR_REPORT, "opening lap took 54.9"), (LIVE_BLOG, "54.8 for the first 400")),
        ((GOLD_REPORT, "Kerr 20 metres from the line"), (KERR_REPORT, "Only 10 metres remained")),
        ((KERR_REPORT, "with about 20 metres left"), (LIVE_BLOG, "only 10 metres from the line")),
        (("mens-pole-vault-duplantis.txt", "69,000 people"), ("monday-night-round-up.md", "nearly 80,000")),
    ],
)
def test_two_sources_disagree(one: tuple[str, str], other: tuple[str, str]) -> None:
    for name, words in (one, other):
        assert words in (CORPUS / name).read_text(encoding="utf-8")


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the seed articles are not beside the project")
def test_no_sentence_is_taken_from_the_seed_articles() -> None:
    theirs = set().union(
        *(word_runs(path.read_text(encoding="utf-8"), SHARED_WORDS) for path in (SHARED / "seeds").glob("*.txt"))
    )
    ours = {path.name: word_runs(path.read_text(encoding="utf-8"), SHARED_WORDS) for path in CORPUS.glob("*.[tm]*")}

    assert theirs
    assert {name: sorted(runs & theirs) for name, runs in ours.items() if runs & theirs} == {}
