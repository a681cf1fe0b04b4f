"""Features become one score by the fitted weights, and every score can be told apart into what made it."""

import numpy as np
import pytest

from retriever.features import NAMES
from retriever.fusion import explained, fitted_weights, reasons_of, scores_of, weights_from


def test_a_score_is_the_weighted_sum_of_the_features() -> None:
    weights = weights_from({name: float(place) for place, name in enumerate(NAMES)})
    features = np.zeros((2, len(NAMES)), dtype=np.float32)
    features[0, 1], features[1, 2], features[1, 3] = 0.5, 1.0, 0.25

    assert scores_of(features, weights).tolist() == [0.5, 2.75]


def test_the_reasons_add_up_to_the_score_and_come_largest_first() -> None:
    weights = weights_from({name: -2.0 if name == "pairs" else 1.0 for name in NAMES})
    features = np.array([0.25 if name in {"said", "pairs"} else 0.0 for name in NAMES], dtype=np.float32)

    assert reasons_of(features, weights) == (("pairs", 0.25, -0.5), ("said", 0.25, 0.25))
    assert explained(reasons_of(features, weights)) == "pairs 0.25 adds -0.50, said 0.25 adds 0.25"


def test_weights_that_do_not_fit_the_features_are_refused_by_name() -> None:
    named = dict.fromkeys(NAMES, 1.0) | {"luck": 1.0}
    del named["cosine"]

    with pytest.raises(ValueError, match="cosine, luck; expected one weight for each feature"):
        weights_from(named)


def test_every_sign_speaks_for_a_candidate_and_none_against_it() -> None:
    assert (fitted_weights() > 0).all()
