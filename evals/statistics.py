"""Whether a difference between two runs of the same questions is more than chance. scipy does the arithmetic."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.stats import binomtest, bootstrap, norm, permutation_test

ALPHA = 0.05
POWER = 0.8
_RESAMPLES = 9_999
_SEED = 20_240_806  # any fixed number: the same runs must give the same report
_MIN_RESAMPLED = 2  # a single difference can't be resampled


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FlipTest:
    """McNemar's exact test (McNemar 1947, Psychometrika 12(2)): only questions on which the runs differ count."""

    better: int
    worse: int
    p_different: float
    """Two-sided."""
    p_worse: float
    """One-sided: how likely at least so many losses are when the new run is no worse."""
    p_better: float
    """One-sided, the other way round."""

    @property
    def regressed(self) -> bool:
        """Whether "no worse" is excluded at the 5 % level."""
        return self.p_worse <= ALPHA

    @property
    def improved(self) -> bool:
        """Whether "no better" is excluded at the 5 % level."""
        return self.p_better <= ALPHA


def flip_test(before: Sequence[bool], after: Sequence[bool]) -> FlipTest:
    """Compares right and wrong of the same questions, in the same order."""
    better = sum(now and not then for then, now in zip(before, after, strict=True))
    worse = sum(then and not now for then, now in zip(before, after, strict=True))
    return _flip_test(better, worse)


@lru_cache(maxsize=10_000)
def _flip_test(better: int, worse: int) -> FlipTest:
    if better + worse == 0:
        return FlipTest(0, 0, 1.0, 1.0, 1.0)
    sides = ("two-sided", "greater", "less")
    p_different, p_worse, p_better = (
        min(1.0, float(binomtest(worse, better + worse, 0.5, alternative=side).pvalue)) for side in sides
    )
    return FlipTest(better, worse, p_different, p_worse, p_better)


def permutation_p(differences: Sequence[float]) -> float:
    """Two-sided p of the mean paired difference when signs are exchangeable (Fisher 1935; Edgington 1995)."""
    if len(differences) < _MIN_RESAMPLED or not any(differences):
        return 1.0
    outcome = permutation_test(
        (np.asarray(differences),), np.mean, permutation_type="samples", vectorized=True,
        n_resamples=_RESAMPLES, rng=np.random.default_rng(_SEED),
    )  # fmt: skip
    return float(outcome.pvalue)


def bca_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Bias-corrected and accelerated bootstrap interval of the mean (Efron 1987, JASA 82); a point if all are equal."""
    if len(values) < _MIN_RESAMPLED or len(set(values)) == 1:
        mean = float(np.mean(values)) if values else 0.0
        return Interval(mean, mean)
    outcome = bootstrap(
        (np.asarray(values),), np.mean, confidence_level=confidence, method="BCa", vectorized=True,
        n_resamples=_RESAMPLES, rng=np.random.default_rng(_SEED),
    )  # fmt: skip
    return Interval(float(outcome.confidence_interval.low), float(outcome.confidence_interval.high))


def share_interval(successes: int, total: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a share (Wilson 1927, JASA 22)."""
    if total == 0:
        return Interval(0.0, 1.0)
    found = binomtest(successes, total).proportion_ci(confidence_level=confidence, method="wilson")
    return Interval(float(found.low), float(found.high))


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment (Holm 1979, Scand. J. Statist. 6), in the order given."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for place, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[i]))
        adjusted[i] = highest
    return adjusted


def questions_needed(difference: float, discordant: float) -> float:
    """Questions for an 80 % chance to see `difference` in the share of right answers, one-sided at 5 %.

    `discordant` is the share of questions on which the runs differ; infinite where there is no difference. Connor 1987,
    "Sample size for testing differences in proportions for the paired-sample design" (Biometrics 43).
    """
    if difference == 0:
        return math.inf
    spread = max(discordant, abs(difference))  # the runs differ at least on as many as the difference says
    z_alpha, z_power = norm.ppf(1 - ALPHA), norm.ppf(POWER)
    numerator = z_alpha * math.sqrt(spread) + z_power * math.sqrt(spread - difference**2)
    return float(numerator**2 / difference**2)


def detectable_difference(questions: int, discordant: float) -> float:
    """The smallest difference that `questions` questions show with an 80 % chance; 1 where even all would not do."""
    low, high = 0.0, 1.0
    for _ in range(50):  # halving: 2**-50 is far below what anyone prints
        middle = (low + high) / 2
        if questions_needed(middle, discordant) <= questions:
            high = middle
        else:
            low = middle
    return high
