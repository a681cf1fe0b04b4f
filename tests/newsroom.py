"""A small newsroom's coverage, made by hand: what a question must find can be read off this page."""

from collections.abc import Mapping
from pathlib import Path

from doubles import HashEncoder

from bot.answer import Bot
from bot.question.question import Question
from bot.question.tables import Line, TableHead, TableView
from ingest.pipeline import ingest_paths
from retriever.library import Library, open_library
from retriever.search import Retriever

RESULTS = """# Harbour Games 2031: women's 800 metres

## Heats

### Heat 1

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Bea Okoro | Nigeria | 1:59.50 |
| 2 | Cleo Marsh | Great Britain | 1:59.61 |

### Heat 2

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Ada Lind | Sweden | 2:00.02 |
| 2 | Dora Ek | Sweden | 2:00.40 |

## Final

| Rank | Athlete | Nation | Time |
|---|---|---|---|
| 1 | Ada Lind | Sweden | 1:57.10 |
| 2 | Bea Okoro | Nigeria | 1:57.24 |
| 3 | Cleo Marsh | Great Britain | 1:58.00 |
|  | Dora Ek | Sweden | DNF |
"""

REPORT = """Lind comes through late for Harbour Games gold

Bea Okoro led the women's 800 metres for 600 metres before Ada Lind went past on the home straight.

“I heard the crowd and just kept going,” Lind said. “My coach told me to wait.”

Okoro blamed a strained calf because it had troubled her since the heats.
"""

COVERAGE = {"harbour-800.md": RESULTS, "lind-gold.txt": REPORT}


def make_library(folder: Path, files: Mapping[str, str] = COVERAGE) -> Library:
    """A library over these files, embedded by the hash encoder."""
    written = folder / "coverage"
    written.mkdir(parents=True)
    for name, text in files.items():
        (written / name).write_text(text, encoding="utf-8")
    encoder = HashEncoder()
    ingest_paths([written], folder / "library", encoder=encoder)
    return open_library(folder / "library", encoder)


def make_bot(folder: Path, files: Mapping[str, str] = COVERAGE) -> Bot:
    """A bot over these files."""
    library = make_library(folder, files)
    return Bot(library, Retriever(library, HashEncoder()))


def read(text: str) -> Question:
    """A question to which every word is equally rare."""
    return Question(text, lambda _: 1.0)


def view_of(library: Library, section: str) -> TableView:
    """The table that stands under the heading."""
    summary = next(s for s in library.store.table_summaries() if s.section[-1:] == (section,))
    return TableView(TableHead(summary, frozenset()), library.store.table(summary.table_id))


def line_of(view: TableView, name: str) -> Line:
    """The row about that athlete."""
    return next(line for line in view.lines() if line.name == name)
