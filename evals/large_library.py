"""A library of any size from one at hand, by repetition with changed names, and how fast a search of it is.

    python -m evals.large_library LIBRARY UNITS FOLDER

Documents are copied with every capitalised word changed for another of the same length, and get vectors of real units
moved at random by as much as those of a sentence and its paraphrase differ.
"""

import json
import re
import resource
import string
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np

from evals.results import percentile
from retriever.encoder import Encoder, Vectors, load_encoder
from retriever.library import Library, open_library, publish
from retriever.search import Retriever
from retriever.types import Cell, Document

_MOVED = 0.35  # length of the random step on the unit sphere: cosine of about .94 with the original
_QUERIES = 200
_CAPITALISED = re.compile(r"\b[A-Z][a-z]{3,}\b")
_LETTERS = string.ascii_lowercase
_SHIFTS = [str.maketrans(_LETTERS, _LETTERS[turn:] + _LETTERS[:turn]) for turn in range(len(_LETTERS))]


class _Moved:
    """Stands in for the encoder while a large library is written: encoding 300,000 units would take an hour."""

    def __init__(self, encoder: Encoder, stored: Vectors) -> None:
        self.name, self.dimension, self.digest = encoder.name, encoder.dimension, encoder.digest
        self._stored, self._draw = stored, np.random.default_rng(7)

    def encode(self, texts: Sequence[str]) -> Vectors:
        chosen = self._stored[self._draw.integers(0, len(self._stored), len(texts))]
        steps = self._draw.standard_normal(chosen.shape).astype(np.float32)
        moved = chosen + _MOVED * steps / np.linalg.norm(steps, axis=1, keepdims=True)
        scaled: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return scaled


def copies(library: Library, units: int) -> Iterator[Document]:
    """Documents of the library, again and again under other names, until they hold so many units."""
    held = 0
    for turn in count():
        for summary in library.documents():
            document = _renamed(library.document(summary.document_id), turn)
            held += summary.passages + sum(len(table.rows) for table in document.tables)
            yield document
            if held >= units:
                return


def _renamed(document: Document, turn: int) -> Document:
    name = f"{document.document_id}-{turn}"
    passages = tuple(
        replace(p, document_id=name, passage_id=f"{p.passage_id}-{turn}", text=_other_names(p.text, turn))
        for p in document.passages
    )
    tables = tuple(
        replace(
            t,
            document_id=name,
            table_id=f"{t.table_id}-{turn}",
            caption=_other_names(t.caption, turn),
            rows=tuple(replace(row, cells=tuple(_renamed_cell(cell, turn) for cell in row.cells)) for row in t.rows),
        )
        for t in document.tables
    )
    text, title = _other_names(document.text, turn), _other_names(document.title, turn)
    return replace(
        document, document_id=name, digest=name, text=text, title=title, passages=passages, tables=tables
    )


def _renamed_cell(cell: Cell, turn: int) -> Cell:
    value = replace(cell.value, text=_other_names(cell.value.text, turn))
    return replace(cell, raw=_other_names(cell.raw, turn), value=value)


def _other_names(text: str, turn: int) -> str:
    """The text with other letters in every capitalised word, as many as before, so that offsets hold."""
    return _CAPITALISED.sub(lambda match: match.group().translate(_SHIFTS[turn % len(_SHIFTS)]), text) if turn else text


def measure(folder: Path, questions: Iterable[str]) -> dict[str, float]:
    """Milliseconds of a search by the clock and of the processor, and megabytes of the process that searched."""
    encoder = load_encoder()
    opened = time.perf_counter()
    retriever = Retriever(open_library(folder, encoder), encoder)
    started = time.perf_counter()
    times, worked = [], []
    for question in questions:
        begun, working = time.perf_counter(), time.process_time()
        retriever.search(question, k=24)
        times.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - working))
    return {
        "units": retriever.library.forward.units,
        "open_ms": round(1000 * (started - opened), 1),
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
        "processor_p50_ms": round(percentile(worked, 0.5), 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main(source: Path, units: int, folder: Path) -> None:
    """Build the library, or measure the one that is there: building takes memory that searching doesn't."""
    library, encoder = open_library(source), load_encoder()
    if not (folder / "CURRENT").exists():
        moved = _Moved(encoder, library.dense.vectors())
        publish(folder, changed=list(copies(library, units)), removed=[], encoder=moved)
        print(f"built {folder}; run again to measure it")
        return
    summaries = library.documents()
    asked = [f"{s.title} result and date" for s in summaries[:: max(1, len(summaries) // _QUERIES)]]
    print(json.dumps(measure(folder, asked)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
