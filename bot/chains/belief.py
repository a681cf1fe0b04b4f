"""How far each offered answer is believed: a conditional logit over the numbers of `bot.chains.offers`."""

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.chains.offers import NAMES, NOTHING, Offer
from retriever.text import terms

WEIGHTS = Path(__file__).parent.parent / "weights" / "chains.json"


class WrongChainWeightsError(ValueError):
    """The file of weights is not one that this version can use."""


@dataclass(frozen=True)
class Believed:
    """The offer with the most believed answer."""

    offer: Offer
    belief: float
    """Share of the belief that this answer has, along whichever chains; 0 to 1."""


def most_believed(offers: Sequence[Offer], weights: Mapping[str, float]) -> Believed | None:
    """The answer that most speaks for, by its best chain; None where nothing is offered."""
    if not offers:
        return None
    scores = np.array([sum(weights[name] * number for name, number in offer.numbers.items()) for offer in offers])
    most = max(float(scores.max()), weights[NOTHING])
    odds, of_nothing = np.exp(scores - most), math.exp(weights[NOTHING] - most)
    shares: dict[str, float] = defaultdict(float)
    best: dict[str, int] = {}
    for index, offer in enumerate(offers):
        key = " ".join(terms(offer.text)) or offer.text
        shares[key] += float(odds[index])
        if key not in best or scores[index] > scores[best[key]]:
            best[key] = index
    key = max(shares, key=lambda found: (shares[found], -best[found]))
    return Believed(offers[best[key]], shares[key] / (float(odds.sum()) + of_nothing))


@lru_cache(maxsize=1)
def load_weights(path: Path = WEIGHTS) -> Mapping[str, float]:
    """One weight for each number. WrongChainWeightsError where the file is of other numbers."""
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["weights"]
    if set(weights) != set(NAMES):
        wrong = ", ".join(sorted(set(weights) ^ set(NAMES)))
        raise WrongChainWeightsError(
            f"{path} and the numbers of a chain differ in {wrong}; expected one weight for each. "
            "Fit them again: python -m evals.train_chains QUESTIONS LIBRARY"
        )
    return weights
