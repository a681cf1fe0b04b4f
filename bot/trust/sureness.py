"""How sure an answer read in prose is, as a share of such answers that are right."""

from math import exp, log

# A logistic regression on the log-odds that the trained reader gives, fitted by `python -m evals.fit_confidence` on 847
# answers to the questions of nine sets; the mean gap between stated and actual success is smaller on seven of the nine
# held out. Uncalibrated, answers said to be right in 46 of 100 cases were so in 58.
SLOPE, INTERCEPT = 0.67, 0.69
_LEAST = 0.01
# Of 647 answers that results gave outright to the questions of eighteen sets 96 in 100 were right: none is surer.
MOST = 0.96


def calibrated(chance: float, slope: float = SLOPE, intercept: float = INTERCEPT) -> float:
    """The share right among answers of that probability."""
    return 1 / (1 + exp(-(slope * log_odds(chance) + intercept)))


def log_odds(chance: float) -> float:
    """Log-odds, of probabilities not nearer than a hundredth to 0 or 1."""
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return log(kept / (1 - kept))
