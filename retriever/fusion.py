"""Many signs become one score: a sum of features, weighted as the development sets taught (`pressbox eval fit`)."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from retriever.features import NAMES, Features

WEIGHTS_FILE = "fusion.json"

Weights = NDArray[np.float32]


@lru_cache(maxsize=1)
def fitted_weights() -> Weights:
    """The weights in the order of `features.NAMES`."""
    return weights_from(json.loads((files("retriever") / WEIGHTS_FILE).read_text(encoding="utf-8"))["weights"])


def weights_from(named: Mapping[str, float]) -> Weights:
    """The weights in the order of `features.NAMES`. ValueError when the names are not those of the features."""
    if set(named) != set(NAMES):
        wrong = sorted(set(named) ^ set(NAMES))
        raise ValueError(
            f"{WEIGHTS_FILE} and the features differ in {', '.join(wrong)}; expected one weight for each feature. "
            "Fit them again: pressbox eval fit SHARED"
        )
    return np.array([named[name] for name in NAMES], dtype=np.float32)


def scores_of(features: Features, weights: Weights) -> NDArray[np.float32]:
    """One score for each row of `features`; differences between them are logarithms of odds."""
    scores: NDArray[np.float32] = features @ weights
    return scores


def reasons_of(features: NDArray[np.float32], weights: Weights) -> tuple[tuple[str, float, float], ...]:
    """(feature, value, what it adds to the score) of one candidate, largest effect first, without what adds nothing."""
    adds = (features * weights).tolist()
    found = [
        (name, round(value, 4), round(added, 4))
        for name, value, added in zip(NAMES, features.tolist(), adds, strict=True)
        if added
    ]
    return tuple(sorted((r for r in found if r[2]), key=lambda reason: (-abs(reason[2]), reason[0])))


def explained(reasons: Sequence[tuple[str, float, float]]) -> str:
    """The reasons in one line: "said 0.82 adds 5.93, cosine 0.61 adds 3.73"."""
    return ", ".join(f"{name} {value:.2f} adds {adds:.2f}" for name, value, adds in reasons)
