"""How well a search finds what the development sets ask for, without any answering."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.results import percentile
from evals.retrieval_sets import Ranked, SearchSet, Sought, key_of
from retriever.features import NAMES, Features
from retriever.search import Retriever

CUTS = (1, 5, 10, 20)
_DEPTH = 60  # ranks looked at
_NEVER = 10**6  # rank of what was not found

Ranks = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Searched:
    """What one set gave: the rank of the first relevant item by question, and how long each search took."""

    name: str
    ranks: tuple[int, ...]
    milliseconds: tuple[float, ...]

    def recall(self, cut: int) -> float:
        """Share of the questions with something relevant among the first `cut`."""
        return sum(rank <= cut for rank in self.ranks) / len(self.ranks) if self.ranks else 0.0

    @property
    def mrr(self) -> float:
        """Mean reciprocal rank."""
        return sum(1 / rank for rank in self.ranks if rank < _NEVER) / len(self.ranks) if self.ranks else 0.0


@dataclass(frozen=True, slots=True)
class Compared:
    """The candidates of one question as the scorer sees them."""

    features: Features
    keys: tuple[str | None, ...]
    """Key of each candidate; None where it is passed over."""
    relevant: NDArray[np.bool_]


def measure(searched: SearchSet, retriever: Retriever) -> Searched:
    """Asks every question of a set."""
    ranks, milliseconds = [], []
    for sought in searched.questions:
        started = time.perf_counter()
        hits = retriever.search(sought.question, k=_DEPTH)
        milliseconds.append(1000 * (time.perf_counter() - started))
        ranks.append(_rank([key_of(hit, searched.ranked) for hit in hits], sought.relevant))
    return Searched(searched.name, tuple(ranks), tuple(milliseconds))


def compare(sought: Sought, ranked: Ranked, retriever: Retriever) -> Compared:
    """The candidates of one question, with their features and which of them are relevant."""
    candidates, features = retriever.compared(sought.question)
    keys = tuple(key_of(retriever.hit(unit.unit), ranked) for unit in candidates.units)
    return Compared(features, keys, np.array([key in sought.relevant for key in keys], dtype=np.bool_))


def ranks_under(weights: NDArray[np.float64], compared: Sequence[Compared]) -> tuple[int, ...]:
    """Ranks that a scorer with these weights gives, without the step that puts repeats last."""
    found = []
    for one in compared:
        order = np.argsort(-(one.features @ weights), kind="stable")
        relevant = frozenset(key for i, key in enumerate(one.keys) if key is not None and one.relevant[i])
        found.append(_rank([one.keys[i] for i in order], relevant))
    return tuple(found)


def _rank(keys: Sequence[str | None], relevant: frozenset[str]) -> int:
    distinct = [key for key in dict.fromkeys(keys) if key is not None]
    return next((rank for rank, key in enumerate(distinct, start=1) if key in relevant), _NEVER)


def searched_text(results: Sequence[Searched]) -> str:
    """One line a set: recall at the cuts, reciprocal rank, and the median time of a search."""
    lines = [["set", "n", *(f"R@{cut}" for cut in CUTS), "mrr", "p50 ms"]]
    for result in results:
        figures = [f"{result.recall(cut):.3f}" for cut in CUTS]
        median = f"{percentile(result.milliseconds, 0.5):.1f}" if result.milliseconds else ""
        lines.append([result.name, str(len(result.ranks)), *figures, f"{result.mrr:.3f}", median])
    return _aligned(lines)


def weights_text(weights: Mapping[str, float]) -> str:
    """The weights, one a line, in the order of the features."""
    return _aligned([["feature", "weight"], *([name, f"{weights[name]:+.3f}"] for name in NAMES)])


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(line[1:], widths[1:], strict=True))])
        for line in lines
    )
