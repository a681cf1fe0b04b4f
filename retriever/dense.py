"""Dense search: FAISS over the units' vectors, by inner product of unit vectors."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retriever.encoder import Vectors

Units = NDArray[np.int64]


class DenseIndex:
    """An exact index whose row numbers are unit numbers."""

    def __init__(self, path: Path) -> None:
        import faiss

        self._faiss = faiss
        faiss.omp_set_num_threads(1)  # measured: two threads gain nothing on one query, and wait for each other
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)

    def search(self, vector: Vectors, k: int, allowed: Units | None = None) -> list[tuple[int, float]]:
        """The `k` units nearest to `vector` (shape `(dim,)`) with their cosine, best first; only `allowed` if given."""
        if self._index.ntotal == 0 or (allowed is not None and allowed.size == 0):
            return []
        parameters = None
        if allowed is not None:
            parameters = self._faiss.SearchParameters()
            parameters.sel = self._faiss.IDSelectorBatch(allowed)
        cosines, units = self._index.search(vector[None, :], min(k, self._index.ntotal), params=parameters)
        found = [(int(u), float(c)) for u, c in zip(units[0], cosines[0], strict=True) if u >= 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def cosines(self, vector: Vectors, units: Units) -> list[float]:
        """Cosine of `vector` with each of the units, in their order."""
        stored: Vectors = self._index.reconstruct_batch(units) if units.size else np.zeros((0, vector.size), np.float32)
        return [float(cosine) for cosine in stored @ vector]

    def vectors(self) -> Vectors:
        """All stored vectors, `(n, dim)` float32, in unit order."""
        stored: Vectors = self._index.reconstruct_n(0, self._index.ntotal)
        return stored


def write_dense_index(path: Path, vectors: Vectors) -> None:
    """Write the vectors (`(n, dim)` float32) as an index at `path`: fp16, exact enough and half the size.

    Measured with real vectors at 100,000 units: recall@10 .9996 of fp32, 3.4 ms against 6.9 ms a query.
    """
    import faiss

    index = faiss.IndexScalarQuantizer(
        vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    if len(vectors):
        index.train(vectors)
        index.add(vectors)
    faiss.write_index(index, str(path))
