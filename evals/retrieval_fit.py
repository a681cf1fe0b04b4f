"""Fits the weights of the fused score on the development sets, and tells what each feature and each set is worth.

The model is a conditional logit (McFadden 1974, "Conditional logit analysis of qualitative choice behavior"): given
the candidates of a question, the odds that one is relevant are exp(weights · features). Every set weighs the same,
however many questions it has. Fitting is convex, so the same questions give the same weights.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.retrieval import Compared, Searched, ranks_under
from retriever.features import NAMES

PENALTY = 0.001  # of the squared weights: the least that keeps weights of rare features from running away

Sets = Mapping[str, Sequence[Compared]]
Weights = NDArray[np.float64]
# Features that are one idea: left out together in an ablation.
GROUPS: dict[str, tuple[str, ...]] = {
    "cosine": ("cosine",),
    "coverage": ("said", "said_above"),
    "pairs": ("pairs",),
    "figures": ("figures",),
    "places": ("place",),
    "extremes": ("extreme",),
    "rows": ("as_row",),
    "joined": ("joined",),
    "links": ("linked",),
}


def fit(sets: Sets, without: Collection[str] = ()) -> Weights:
    """The likeliest weights in the order of `features.NAMES`; 0 for the features left out."""
    from scipy.optimize import minimize  # here, because scipy takes a second to load

    kept = np.array([name not in without for name in NAMES])
    found = [(name, *_choices(one)) for name, compared in sets.items() for one in compared]
    choices = [(name, features[:, kept], relevant) for name, features, relevant in found if relevant.any()]
    counts = {name: sum(other == name for other, _, _ in choices) for name in sets}
    shares = np.array([1 / counts[name] for name, _, _ in choices]) / len(sets)
    sizes = [len(relevant) for _, _, relevant in choices]
    features = np.concatenate([f for _, f, _ in choices]).astype(np.float64)
    relevant = np.concatenate([r for _, _, r in choices]).astype(np.float64)
    starts, group = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Weights) -> tuple[float, Weights]:
        scores = features @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        every, right = np.add.reduceat(odds, starts), np.add.reduceat(odds * relevant, starts)
        slope = shares[group] * (odds / every[group] - odds * relevant / right[group])
        value = float((shares * np.log(every / right)).sum() + PENALTY * (weights @ weights) / 2)
        return value, features.T @ slope + PENALTY * weights

    weights = np.zeros(len(NAMES))
    weights[kept] = minimize(loss, np.zeros(int(kept.sum())), jac=True, method="L-BFGS-B").x
    return weights


def _choices(one: Compared) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    counted = np.array([key is not None for key in one.keys], dtype=np.bool_)
    return one.features[counted], one.relevant[counted]


def fitted(sets: Sets) -> list[Searched]:
    """Every set ranked by the weights that all sets together give."""
    weights = fit(sets)
    return [Searched(name, ranks_under(weights, compared), ()) for name, compared in sets.items()]


def held_out(sets: Sets) -> list[Searched]:
    """Every set ranked by weights that it didn't help to fit."""
    results = []
    for name, compared in sets.items():
        others = {other: found for other, found in sets.items() if other != name}
        if others:
            results.append(Searched(name, ranks_under(fit(others), compared), ()))
    return results


def ablated(sets: Sets) -> dict[str, list[Searched]]:
    """Group of features → every set ranked by weights fitted without it."""
    results = {}
    for group, names in GROUPS.items():
        weights = fit(sets, names)
        results[group] = [Searched(name, ranks_under(weights, compared), ()) for name, compared in sets.items()]
    return results
