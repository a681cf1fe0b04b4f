"""A coarse index of very many vectors, two bits a number, that draws up a short list faster than the exact one finds.

Every dimension has four levels of its own, set where they stand for the dimension's numbers with the least error
(Lloyd 1982). Two dimensions together are sixteen codewords, as FAISS scans them with tables in registers
(`IndexPQFastScan`). Codewords learnt for two dimensions at once find no more and take five times as long to make.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_SAMPLED = 10_000  # vectors that the levels are set by; more change nothing
_STEPS = 4
_NORMAL = (-1.5104, -0.4528, 0.4528, 1.5104)  # the levels for normally distributed numbers, to begin with
_CHUNK = 20_000  # vectors that are coded at once, for the sake of memory
DIMENSIONS_A_BYTE = 4

Stored = NDArray[np.float16] | NDArray[np.float32]
_Floats = NDArray[np.float32]
_Codes = NDArray[np.uint8]


class _Levels(NamedTuple):
    """Four levels of every dimension, `(dim, 4)`, and the bounds between them, `(dim, 3)`."""

    levels: _Floats
    bounds: _Floats


def write_coarse_index(path: Path, vectors: Stored) -> None:
    """Write the coarse index of vectors (`(n, dim)`, the dimension divisible by four)."""
    import faiss

    dimension = vectors.shape[1]
    levels = _levels(vectors[:: max(1, len(vectors) // _SAMPLED)].astype(np.float32))
    plain = faiss.IndexPQ(dimension, dimension // 2, 4, faiss.METRIC_INNER_PRODUCT)
    faiss.copy_array_to_vector(_codewords(levels.levels).ravel(), plain.pq.centroids)
    plain.is_trained = True
    for first in range(0, len(vectors), _CHUNK):
        plain.add_sa_codes(_codes(vectors[first : first + _CHUNK].astype(np.float32), levels.bounds))
    faiss.write_index(faiss.IndexPQFastScan(plain), str(path))  # type: ignore[arg-type]  # it takes both


def _levels(sample: _Floats) -> _Levels:
    normal, mean, spread = np.array(_NORMAL, dtype=np.float32), sample.mean(axis=0), sample.std(axis=0)
    levels: _Floats = mean[:, None] + spread[:, None] * normal
    for _ in range(_STEPS):
        nearest = _nearest(sample, _between(levels))
        for level in range(len(_NORMAL)):
            at = nearest == level
            held = at.sum(axis=0)
            sums = np.where(at, sample, np.float32(0)).sum(axis=0)
            np.divide(sums, held, out=levels[:, level], where=held > 0, casting="same_kind")
    return _Levels(levels, _between(levels))


def _between(levels: _Floats) -> _Floats:
    middles: _Floats = np.float32(0.5) * (levels[:, 1:] + levels[:, :-1])
    return middles


def _nearest(vectors: _Floats, bounds: _Floats) -> _Codes:
    """Number of the level nearest to each number."""
    found: _Codes = (vectors > bounds[:, 0]).astype(np.uint8)
    for bound in range(1, bounds.shape[1]):
        found += vectors > bounds[:, bound]
    return found


def _codewords(levels: _Floats) -> _Floats:
    """`(dim / 2, 16, 2)`: every pair of levels of each two neighbouring dimensions, the first's running fastest."""
    one, other = levels[0::2], levels[1::2]
    pairs = np.stack([np.tile(one, (1, len(_NORMAL))), np.repeat(other, len(_NORMAL), axis=1)], axis=2)
    return np.ascontiguousarray(pairs, dtype=np.float32)


def _codes(vectors: _Floats, bounds: _Floats) -> _Codes:
    """`(n, dim / 4)`: four dimensions to a byte, two bits each, the first lowest."""
    nearest = _nearest(vectors, bounds)
    return np.ascontiguousarray(
        nearest[:, 0::4] | nearest[:, 1::4] << 2 | nearest[:, 2::4] << 4 | nearest[:, 3::4] << 6
    )
