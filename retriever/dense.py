"""Dense search: FAISS over the units' vectors, by inner product of unit vectors.

Every vector is kept in half precision. Past a measured number of units a second, coarse index of a seventh of the size
draws up a short list first, which the exact vectors then put in order.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retriever.coarse import DIMENSIONS_A_BYTE, write_coarse_index
from retriever.encoder import Vectors

Units = NDArray[np.int64]
Halves = NDArray[np.float16]  # vectors as they are stored

# Measured at 300,000 units (evals/large_library.py's vectors), processor time of a query and recall@10 of the exact
# search: exact 10 ms; the coarse index with a short list of 200 1.2 ms and .916, of 400 .980, of 800 1.3 ms and .996.
COARSE_FROM = 100_000
_SHORT_LIST = 800


class DenseIndex:
    """An index whose row numbers are unit numbers; exact, but for unfiltered searches of very many units."""

    def __init__(self, path: Path) -> None:
        import faiss

        self._faiss = faiss
        faiss.omp_set_num_threads(1)  # measured: two threads gain nothing on one query, and wait for each other
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
        coarse = _coarse_path(path)
        self._coarse = faiss.read_index(str(coarse), faiss.IO_FLAG_MMAP) if coarse.exists() else None
        self._listed = faiss.IndexRefine(self._coarse, self._index) if self._coarse is not None else None

    def search(self, vector: Vectors, k: int, allowed: Units | None = None) -> list[tuple[int, float]]:
        """The `k` units nearest to `vector` (shape `(dim,)`) with their cosine, best first; only `allowed` if given."""
        if self._index.ntotal == 0 or (allowed is not None and allowed.size == 0):
            return []
        index, parameters, wanted = self._index, None, min(k, self._index.ntotal)
        if allowed is not None:
            parameters = self._faiss.SearchParameters()
            parameters.sel = self._faiss.IDSelectorBatch(allowed)
        elif self._listed is not None:
            index, parameters = self._listed, self._faiss.IndexRefineSearchParameters()
            parameters.k_factor = max(1.0, _SHORT_LIST / wanted)
        cosines, units = index.search(vector[None, :], wanted, params=parameters)
        found = [(u, c) for u, c in zip(units[0].tolist(), cosines[0].tolist(), strict=True) if u >= 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def cosines(self, vector: Vectors, units: Units) -> list[float]:
        """Cosine of `vector` with each of the units, in their order."""
        stored: Vectors = self._index.reconstruct_batch(units) if units.size else np.zeros((0, vector.size), np.float32)
        found: list[float] = (stored @ vector).tolist()
        return found

    def halves(self) -> Halves:
        """All stored vectors, `(n, dim)`, in unit order, as a view of the file."""
        index: Any = self._index  # whose type as read tells nothing of codes
        codes = self._faiss.rev_swig_ptr(index.codes.data(), index.ntotal * index.code_size)
        stored: Halves = codes.view(np.float16).reshape(self._index.ntotal, self._index.d)
        return stored

    def vectors(self) -> Vectors:
        """All stored vectors, `(n, dim)` float32, in unit order."""
        stored: Vectors = self._index.reconstruct_n(0, self._index.ntotal)
        return stored


def write_dense_index(path: Path, vectors: Vectors | Halves, *, coarse_from: int = COARSE_FROM) -> None:
    """Write the vectors (`(n, dim)`) as an index at `path`: fp16, exact enough and half the size.

    From `coarse_from` units on, a coarse index is written beside it.

    Measured with real vectors at 100,000 units: recall@10 .9996 of fp32, 3.4 ms against 6.9 ms a query.
    """
    import faiss

    index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    stored = np.ascontiguousarray(vectors, dtype=np.float16)
    if len(stored):
        index.train(stored[:1].astype(np.float32))  # asked for, though half precision learns nothing
        index.add_sa_codes(stored.view(np.uint8))
    faiss.write_index(index, str(path))
    if len(vectors) >= coarse_from and vectors.shape[1] % DIMENSIONS_A_BYTE == 0:
        write_coarse_index(_coarse_path(path), stored)


def _coarse_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}-coarse{path.suffix}")
