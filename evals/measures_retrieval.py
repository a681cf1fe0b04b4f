"""How well the evidence was found: recall@k, reciprocal rank and nDCG@k, with the gold as denominator.

Recall and MRR as in TREC; nDCG after Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques"
(ACM TOIS 20(4)), in the form of trec_eval: gain / log2(rank + 1).
"""

import math
from collections.abc import Mapping, Sequence


def recall_at(ranking: Sequence[str], gains: Mapping[str, int], k: int) -> float:
    """Share of the relevant items (gain > 0) among the first `k`; an item never returned still counts as missed."""
    relevant = {item for item, gain in gains.items() if gain > 0}
    return len(relevant & set(ranking[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], gains: Mapping[str, int]) -> float:
    """1 / rank of the first relevant item, 0 where none was returned."""
    ranks = (rank for rank, item in enumerate(ranking, start=1) if gains.get(item, 0) > 0)
    return 1 / next(ranks, math.inf)


def ndcg_at(ranking: Sequence[str], gains: Mapping[str, int], k: int) -> float:
    """Discounted gain of the first `k` over that of the best order of all relevant items."""
    ideal = sorted((gain for gain in gains.values() if gain > 0), reverse=True)
    found = [max(0, gains.get(item, 0)) for item in ranking]
    return _discounted(found[:k]) / _discounted(ideal[:k]) if ideal else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def evidence_ranking(hits: Sequence[frozenset[int]]) -> list[str]:
    """Turns the evidence groups that each retrieved passage holds into a ranking to be measured by group.

    A group counts where it is first held. A passage that repeats known groups, or holds none, is an item without gain;
    one that holds several new groups takes as many places in a row, which never flatters the passages behind it.
    """
    seen: set[int] = set()
    ranking: list[str] = []
    for position, groups in enumerate(hits):
        new = sorted(groups - seen)
        seen |= groups
        ranking += [f"group {group}" for group in new] or [f"other {position}"]
    return ranking
