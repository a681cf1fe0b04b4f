"""How far the confidence score can be trusted: the risk–coverage curve and the reliability of its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.results import QuestionResult

_BINS = 10


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """What answering only down to some confidence would give."""

    coverage: float
    """Share of all questions that would be answered."""
    risk: float
    """Share of those that would be answered wrongly."""
    confidence: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers whose confidence lies in one tenth of the scale."""

    confidence: float
    """Mean confidence."""
    right: float
    """Share that is right."""
    answers: int


def risk_coverage(questions: Sequence[QuestionResult]) -> list[CoveragePoint]:
    """The curve from the surest answer to all answers given; equal confidences enter together.

    Geifman & El-Yaniv 2017, "Selective Classification for Deep Neural Networks" (arXiv 1705.08500).
    """
    answered = sorted(_answered(questions), key=lambda pair: -pair[0])
    points, wrong = [], 0
    for number, (confidence, right) in enumerate(answered, start=1):
        wrong += not right
        if number == len(answered) or answered[number][0] < confidence:
            points.append(CoveragePoint(number / len(questions), wrong / number, confidence))
    return points


def area_under_risk(points: Sequence[CoveragePoint]) -> float:
    """Mean risk over the coverage reached (AURC): 0 is perfect."""
    edges = [0.0, *(point.coverage for point in points)]
    if edges[-1] == 0:
        return 0.0
    steps = [point.risk * (point.coverage - edges[i]) for i, point in enumerate(points)]
    return sum(steps) / edges[-1]


def reliability(questions: Sequence[QuestionResult]) -> list[ReliabilityBin]:
    """Stated against actual success in ten equal bins of confidence, empty ones left out."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for confidence, right in _answered(questions):
        bins[min(_BINS - 1, max(0, int(confidence * _BINS)))].append((confidence, right))
    return [
        ReliabilityBin(sum(c for c, _ in held) / len(held), sum(r for _, r in held) / len(held), len(held))
        for held in bins
        if held
    ]


def calibration_error(bins: Sequence[ReliabilityBin]) -> float:
    """Expected calibration error (Guo et al. 2017, arXiv 1706.04599): mean gap of stated and actual success."""
    answers = sum(part.answers for part in bins)
    return sum(part.answers * abs(part.confidence - part.right) for part in bins) / answers if answers else 0.0


def _answered(questions: Sequence[QuestionResult]) -> list[tuple[float, bool]]:
    """(confidence, right) of every answer that commits itself; abstentions and failures make no claim."""
    return [(q.confidence, q.right) for q in questions if q.confidence is not None and q.status != "abstained"]
