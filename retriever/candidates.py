"""Which units may answer a query: what both indexes find, and what stands under fitting headings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retriever.asked import AskedWords
from retriever.dense import Units
from retriever.encoder import Vectors
from retriever.features import Evidence
from retriever.forward import Run, UnitWords
from retriever.library import Library

FOUND = 60  # of each index: well past the hits that are read
# A term of more than this share of the units finds none that the others don't, and takes most of the time: at 300,013
# units a lexical search takes 4.8 ms with all terms, 1.3 with those of at most half. With those of at most a quarter
# (0.8 ms) .017 of paris2024's rows are candidates no more.
_TOLD_BY_MOST = 0.5
_OPENED = 6  # best headings, whose units are looked at
_ROWS_OPENED = 40  # of one heading


@dataclass(frozen=True, slots=True)
class Candidates:
    """The units to be scored, by number, and what is known of them."""

    units: tuple[UnitWords, ...]
    evidence: Evidence


def find_candidates(
    library: Library,
    asked: AskedWords,
    vector: Vectors,
    *,
    k: int,
    documents: Sequence[str] | None,
    allowed: Units | None,
) -> Candidates:
    """What dense search, lexical search and the headings find; only in `documents`, whose units are `allowed`."""
    wanted = max(k, FOUND)
    dense = library.dense.search(vector, wanted, allowed)
    telling = _telling(library, asked.terms)
    lexical = library.lexical.search(telling, wanted, documents)
    headings = library.headings.search(telling, _OPENED, documents)
    opened = library.forward.runs(run for run, _ in headings)
    units = {*(u for u, _ in dense), *(u for u, _ in lexical), *units_of_runs(opened, _ROWS_OPENED)}
    evidence = Evidence(
        lexical_ranks={unit: rank for rank, (unit, _) in enumerate(lexical, start=1)},
        dense_ranks={unit: rank for rank, (unit, _) in enumerate(dense, start=1)},
        cosines=dict(dense),
        partners={},
    )
    return with_cosines(library, vector, library.forward.read(sorted(units)), evidence)


def _telling(library: Library, terms: Sequence[str]) -> Sequence[str]:
    """The terms that not every other unit says; all where there are none but such."""
    most = _TOLD_BY_MOST * library.forward.units
    return [term for term in terms if library.store.unit_frequency(term) <= most] or terms


def with_cosines(
    library: Library, vector: Vectors, units: Iterable[UnitWords], evidence: Evidence
) -> Candidates:
    """The units in order of number, and a cosine for each."""
    ordered = tuple(sorted(units, key=lambda unit: unit.unit))
    missing = np.array([u.unit for u in ordered if u.unit not in evidence.cosines], dtype=np.int64)
    cosines = dict(zip(missing.tolist(), library.dense.cosines(vector, missing), strict=True))
    return Candidates(ordered, replace(evidence, cosines={**evidence.cosines, **cosines}))


def units_of_runs(runs: Iterable[Run], limit: int) -> list[int]:
    """Numbers of the first units of each run, at most `limit` of each."""
    return [unit for run in runs for unit in range(run.first, run.first + min(run.units, limit))]
