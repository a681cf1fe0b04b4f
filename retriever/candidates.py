"""Which units may answer a query: what both indexes find, what stands under fitting headings, what those lead to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retriever.asked import AskedWords
from retriever.dense import Units
from retriever.encoder import Vectors
from retriever.features import Evidence
from retriever.forward import Run, UnitWords
from retriever.library import Library

FOUND = 60  # of each index: well past the hits that are read
_OPENED = 6  # best headings, whose units are looked at
_ROWS_OPENED, _LINKED_UNITS, _LINKED_ROWS = 40, 3, 30  # of one heading, one document, one name


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
    lexical = library.lexical.search(asked.terms, wanted, documents)
    headings = library.headings.search(asked.terms, _OPENED, documents)
    opened = library.forward.runs(run for run, _ in headings)
    units = {*(u for u, _ in dense), *(u for u, _ in lexical), *_units_of(opened, _ROWS_OPENED)}
    evidence = Evidence(
        lexical_ranks={unit: rank for rank, (unit, _) in enumerate(lexical, start=1)},
        dense_ranks={unit: rank for rank, (unit, _) in enumerate(dense, start=1)},
        cosines=dict(dense),
        partners={},
    )
    return _completed(library, vector, units, evidence)


def follow_links(
    library: Library,
    vector: Vectors,
    found: Candidates,
    likely: Mapping[int, float],
    within: Collection[str] | None,
) -> Candidates:
    """The candidates with what the `likely` ones (unit → how likely) lead to, and how likely that makes each.

    A row leads to the documents called like a name in its cells; a passage to the rows that name its document.
    """
    sources = [unit for unit in found.units if unit.unit in likely]
    partners: dict[int, dict[int, float]] = defaultdict(dict)
    for unit, source in (*_from_rows(library, sources, within), *_from_passages(library, sources)):
        partners[unit][source] = likely[source]
    new = partners.keys() - {unit.unit for unit in found.units}
    added = _completed(library, vector, new, replace(found.evidence, partners=dict(partners)))
    allowed = [unit for unit in added.units if within is None or unit.document_id in within]
    return Candidates(tuple(sorted((*found.units, *allowed))), added.evidence)


def _from_rows(
    library: Library, sources: Sequence[UnitWords], within: Collection[str] | None
) -> Iterable[tuple[int, int]]:
    """(unit, the row that names what its document is about)."""
    rows = [unit for unit in sources if unit.is_row]
    titled: dict[int, list[Run]] = defaultdict(list)
    for key, document_id, run in library.forward.titled(key for row in rows for key in row.names):
        if within is None or document_id in within:
            titled[key].append(run)
    for row in rows:
        for unit in _units_of((run for key in row.names for run in titled[key]), _LINKED_UNITS):
            yield unit, row.unit


def _from_passages(library: Library, sources: Sequence[UnitWords]) -> Iterable[tuple[int, int]]:
    """(row, the passage whose document is called like a name in the row)."""
    passages = [unit for unit in sources if not unit.is_row]
    keys = dict(library.forward.title_keys(unit.document_id for unit in passages))
    rows: dict[int, list[int]] = defaultdict(list)
    for key, row in library.forward.rows_saying(keys.values(), _LINKED_ROWS):
        rows[key].append(row)
    for passage in passages:
        for row in rows.get(keys.get(passage.document_id, -1), ()):
            yield row, passage.unit


def _completed(library: Library, vector: Vectors, units: Iterable[int], evidence: Evidence) -> Candidates:
    """The units read, and a cosine for each."""
    numbers = sorted(units)
    missing = np.array([unit for unit in numbers if unit not in evidence.cosines], dtype=np.int64)
    cosines = dict(zip(missing.tolist(), library.dense.cosines(vector, missing), strict=True))
    known = replace(evidence, cosines={**evidence.cosines, **cosines})
    return Candidates(tuple(library.forward.read(numbers)), known)


def _units_of(runs: Iterable[Run], limit: int) -> list[int]:
    return [unit for run in runs for unit in range(run.first, run.first + min(run.units, limit))]
