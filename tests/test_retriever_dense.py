"""FAISS against the same search in numpy."""

from pathlib import Path

import numpy as np
import pytest

from retriever.dense import DenseIndex, write_dense_index
from retriever.encoder import Vectors

UNITS, DIMENSION = 500, 24


def unit_rows(count: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    scaled: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


@pytest.fixture
def stored() -> Vectors:
    return unit_rows(UNITS, seed=1)


@pytest.fixture
def index(tmp_path: Path, stored: Vectors) -> DenseIndex:
    write_dense_index(tmp_path / "dense.faiss", stored)
    return DenseIndex(tmp_path / "dense.faiss")


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_the_nearest_units_are_those_of_an_exact_search_in_numpy(
    index: DenseIndex, stored: Vectors, seed: int
) -> None:
    query = unit_rows(1, seed)[0]
    exact = stored.astype(np.float16).astype(np.float32) @ query

    found = index.search(query, 10)

    assert [unit for unit, _ in found] == np.argsort(-exact, kind="stable")[:10].tolist()
    assert [cosine for _, cosine in found] == pytest.approx(np.sort(exact)[::-1][:10].tolist(), abs=1e-5)


def test_a_filtered_search_is_the_exact_search_among_the_allowed(index: DenseIndex, stored: Vectors) -> None:
    query, allowed = unit_rows(1, seed=5)[0], np.arange(100, 140, dtype=np.int64)
    exact = stored @ query

    found = index.search(query, 5, allowed)

    assert [unit for unit, _ in found] == (100 + np.argsort(-exact[100:140])[:5]).tolist()


def test_more_units_asked_for_than_there_are_gives_all_of_them_once(tmp_path: Path) -> None:
    write_dense_index(tmp_path / "few.faiss", unit_rows(3, seed=6))

    found = DenseIndex(tmp_path / "few.faiss").search(unit_rows(1, seed=7)[0], 10)

    assert sorted(unit for unit, _ in found) == [0, 1, 2]


def test_fewer_allowed_than_asked_for_gives_only_the_allowed(index: DenseIndex) -> None:
    found = index.search(unit_rows(1, seed=8)[0], 10, np.array([4, 2], dtype=np.int64))

    assert sorted(unit for unit, _ in found) == [2, 4]


def test_equal_vectors_come_in_the_order_of_their_units(tmp_path: Path) -> None:
    same = np.repeat(unit_rows(1, seed=9), 4, axis=0)
    write_dense_index(tmp_path / "same.faiss", same)

    assert [unit for unit, _ in DenseIndex(tmp_path / "same.faiss").search(same[0], 4)] == [0, 1, 2, 3]


def test_nothing_allowed_and_nothing_stored_find_nothing(tmp_path: Path, index: DenseIndex) -> None:
    write_dense_index(tmp_path / "empty.faiss", np.zeros((0, DIMENSION), dtype=np.float32))
    query = unit_rows(1, seed=10)[0]

    assert index.search(query, 5, np.zeros(0, dtype=np.int64)) == []
    assert DenseIndex(tmp_path / "empty.faiss").search(query, 5) == []


def test_stored_vectors_are_read_back_to_half_precision(index: DenseIndex, stored: Vectors) -> None:
    # One step of fp16 below 1 is 2**-11; FAISS rounds ties its own way.
    assert np.abs(index.vectors() - stored).max() <= 2**-11


def clustered(count: int, seed: int) -> Vectors:
    """Rows of 384 numbers around a hundred centres, as texts on a hundred subjects are."""
    draw = np.random.default_rng(seed)
    centres = draw.standard_normal((100, 384)).astype(np.float32)
    rows = centres[draw.integers(0, 100, count)] + draw.standard_normal((count, 384)).astype(np.float32)
    scaled: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


def test_a_large_index_finds_nearly_all_that_an_exact_one_finds_with_exact_cosines(tmp_path: Path) -> None:
    stored = clustered(4000, seed=11)
    write_dense_index(tmp_path / "large.faiss", stored, coarse_from=4000)
    index = DenseIndex(tmp_path / "large.faiss")
    queries = clustered(4020, seed=11)[4000:]

    found = [index.search(query, 10) for query in queries]

    exact = [set(np.argsort(-(stored @ query))[:10].tolist()) for query in queries]
    assert (tmp_path / "large-coarse.faiss").exists()
    assert np.mean([len(e & {u for u, _ in f}) / 10 for e, f in zip(exact, found, strict=True)]) >= 0.97
    assert [c for _, c in found[0]] == pytest.approx([float(stored[u] @ queries[0]) for u, _ in found[0]], abs=1e-3)
    assert [c for _, c in found[0]] == sorted((c for _, c in found[0]), reverse=True)


def test_a_filtered_search_of_a_large_index_is_exact(tmp_path: Path) -> None:
    stored = clustered(3000, seed=12)
    write_dense_index(tmp_path / "large.faiss", stored, coarse_from=3000)
    query, allowed = stored[5], np.arange(2000, 2100, dtype=np.int64)

    found = DenseIndex(tmp_path / "large.faiss").search(query, 5, allowed)

    assert [unit for unit, _ in found] == (2000 + np.argsort(-(stored[2000:2100] @ query))[:5]).tolist()


def test_a_small_index_has_no_coarse_one_beside_it(tmp_path: Path) -> None:
    write_dense_index(tmp_path / "small.faiss", unit_rows(50, seed=13))

    assert [path.name for path in tmp_path.iterdir()] == ["small.faiss"]


def test_the_same_vectors_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_dense_index(tmp_path / f"{name}.faiss", clustered(2000, seed=14), coarse_from=2000)

    assert (tmp_path / "one-coarse.faiss").read_bytes() == (tmp_path / "two-coarse.faiss").read_bytes()
