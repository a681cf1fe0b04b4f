"""Several rankings become one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

# Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods",
# SIGIR 2009: score = sum over rankings of 1 / (60 + rank).
RRF_K = 60


def fuse_rankings(rankings: Mapping[str, Sequence[int]]) -> list[tuple[int, float, tuple[tuple[str, int], ...]]]:
    """(unit, score, rank under each ranking that holds it) for every unit of `rankings`, best first, ties by unit."""
    scores: dict[int, float] = defaultdict(float)
    ranks: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for name in sorted(rankings):
        for rank, unit in enumerate(rankings[name], start=1):
            scores[unit] += 1 / (RRF_K + rank)
            ranks[unit].append((name, rank))
    order = sorted(scores, key=lambda unit: (-scores[unit], unit))
    return [(unit, scores[unit], tuple(ranks[unit])) for unit in order]
