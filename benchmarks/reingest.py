"""How long a second ingest of unchanged documents takes, against the first, and what memory a large first one needs.

    python -m benchmarks.reingest

The encoder here costs nothing, so the first ingest is parsing and writing only: with a real one it takes many times as
long, and the ratio is that much smaller.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.pipeline import ingest_paths
from retriever.encoder import Vectors

DOCUMENTS, PARAGRAPHS = 10_000, 10
_SETTLED_S = 2.5  # files younger than that when they are read are read again
_DIMENSION = 384


class _NoEncoder:
    """Vectors of the real size that cost nothing: each text's place in a fixed table."""

    name, dimension, digest = "none", _DIMENSION, "0" * 64

    def __init__(self) -> None:
        dice = np.random.default_rng(1)
        table = dice.standard_normal((1024, _DIMENSION)).astype(np.float32)
        self._table = table / np.linalg.norm(table, axis=1, keepdims=True)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._table[[len(text) * 31 % 1024 for text in texts]]


def write_coverage(folder: Path, documents: int) -> None:
    """Made-up reports, a file each, whose every paragraph is a passage of its own."""
    folder.mkdir()
    for number in range(documents):
        paragraphs = (
            f"Paragraph {lap} of report {number}: runner {number * lap} came home in 3:{25 + lap}.{number % 100:02d} "
            f"{'on a wet evening in front of a full house, and that nobody there had quite expected it ' * 3}."
            for lap in range(PARAGRAPHS)
        )
        page = "\n\n".join([f"Harriers win number {number}", *paragraphs])
        (folder / f"report-{number:05d}.txt").write_text(page + "\n", encoding="utf-8")


def main() -> None:
    """Print the ratio of both ingests' processor time and the peak memory of the first."""
    with tempfile.TemporaryDirectory() as scratch:
        coverage, library = Path(scratch) / "coverage", Path(scratch) / "library"
        write_coverage(coverage, DOCUMENTS)
        time.sleep(_SETTLED_S)
        began = time.process_time()
        first = ingest_paths([coverage], library, encoder=_NoEncoder())
        between = time.process_time()
        peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
        again = ingest_paths([coverage], library, encoder=_NoEncoder())
        ended = time.process_time()
    assert len(again.unchanged) == DOCUMENTS
    print(f"first ingest: {DOCUMENTS:,} documents, {first.passages:,} passages, {between - began:.1f} s")
    print(f"again: {ended - between:.2f} s, {(ended - between) / (between - began):.2%} of that")
    print(f"peak memory at {first.passages:,} passages: {peak_mib:,.0f} MiB")


if __name__ == "__main__":
    main()
