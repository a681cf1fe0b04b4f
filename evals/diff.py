"""Two runs of one set compared question by question: is the new one worse, where, and is that more than chance?"""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.results import QuestionResult, RunResult
from evals.statistics import (
    FlipTest,
    Interval,
    bca_interval,
    detectable_difference,
    flip_test,
    holm,
    permutation_p,
    questions_needed,
)

COMPARED = (
    "f1", "value_equal", "citation_recall", "citation_precision", "recall@5", "mrr", "ndcg@10", "unbound_figures",
)  # fmt: skip


class NothingToCompareError(ValueError):
    """Two runs without a common question."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that one run had right and the other not."""

    before: QuestionResult
    after: QuestionResult

    @property
    def lost(self) -> bool:
        """Whether it was right before."""
        return self.before.right


@dataclass(frozen=True, slots=True)
class SliceDifference:
    """Right and wrong within one type of question."""

    type: str
    questions: int
    difference: float
    """Share right after less before."""
    test: FlipTest
    p_holm: float
    """One-sided p for "worse", corrected for the number of slices."""


@dataclass(frozen=True, slots=True)
class ScoreDifference:
    """One graded measure over the questions that both runs scored."""

    measure: str
    questions: int
    before: float
    after: float
    interval: Interval
    """95 % BCa interval of the mean paired difference."""
    p: float
    p_holm: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything `eval diff` shows."""

    before: RunResult
    after: RunResult
    questions: int
    """Questions in both runs with the same wording and gold."""
    unpaired: tuple[str, ...]
    """Ids in one run only, or with another wording or gold."""
    share_before: float
    share_after: float
    interval: Interval
    """95 % BCa interval of the difference in the share right."""
    test: FlipTest
    detectable: float
    needed: float
    """Questions needed to show the observed difference; infinite where there is none."""
    slices: tuple[SliceDifference, ...]
    scores: tuple[ScoreDifference, ...]
    flips: tuple[Flip, ...]
    """Losses first, then gains, each in the set's order."""

    @property
    def verdict(self) -> str:
        """One line for a person."""
        if self.test.regressed:
            return "worse: the drop is more than chance"
        if self.test.improved:
            return "better: the gain is more than chance"
        return f"no difference shown; {len(self.flips)} of {self.questions} questions changed sides"


def compare(before: RunResult, after: RunResult) -> Comparison:
    """Pairs the questions of two runs by id and tests every difference. Raises `NothingToCompareError`."""
    pairs, unpaired = _paired(before, after)
    if not pairs:
        raise NothingToCompareError(f"runs {before.name!r} and {after.name!r} have no question in common")
    gains = [float(b.right) - float(a.right) for a, b in pairs]
    test = _flips_of(pairs)
    difference, discordant = sum(gains) / len(pairs), (test.better + test.worse) / len(pairs)
    flips = [Flip(a, b) for a, b in pairs if a.right != b.right]
    return Comparison(
        before=before,
        after=after,
        questions=len(pairs),
        unpaired=tuple(unpaired),
        share_before=_mean([float(a.right) for a, _ in pairs]),
        share_after=_mean([float(b.right) for _, b in pairs]),
        interval=bca_interval(gains),
        test=test,
        detectable=detectable_difference(len(pairs), discordant),
        needed=questions_needed(difference, discordant),
        slices=_slices(pairs),
        scores=_scores(pairs),
        flips=tuple(sorted(flips, key=lambda flip: not flip.lost)),
    )


_Pairs = Sequence[tuple[QuestionResult, QuestionResult]]


def _paired(before: RunResult, after: RunResult) -> tuple[_Pairs, list[str]]:
    first = {q.id: q for q in before.questions}
    second = {q.id: q for q in after.questions}
    pairs = [(a, second[name]) for name, a in first.items() if name in second and _same_gold(a, second[name])]
    kept = {a.id for a, _ in pairs}
    return pairs, [name for name in dict.fromkeys([*first, *second]) if name not in kept]


def _same_gold(a: QuestionResult, b: QuestionResult) -> bool:
    return (a.question, a.conversation, a.expect, a.required, a.evidence) == (
        b.question, b.conversation, b.expect, b.required, b.evidence
    )  # fmt: skip


def _flips_of(pairs: _Pairs) -> FlipTest:
    return flip_test([a.right for a, _ in pairs], [b.right for _, b in pairs])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _slices(pairs: _Pairs) -> tuple[SliceDifference, ...]:
    types = sorted({a.type for a, _ in pairs})
    parts = {name: [(a, b) for a, b in pairs if a.type == name] for name in types}
    tests = {name: _flips_of(part) for name, part in parts.items()}
    gains = {name: (tests[name].better - tests[name].worse) / len(parts[name]) for name in types}
    corrected = holm([tests[name].p_worse for name in types])
    return tuple(
        SliceDifference(name, len(parts[name]), gains[name], tests[name], p)
        for name, p in zip(types, corrected, strict=True)
    )


def _scores(pairs: _Pairs) -> tuple[ScoreDifference, ...]:
    scored = {name: _both_scored(pairs, name) for name in COMPARED}
    names = [name for name in COMPARED if scored[name]]
    differences = {name: [b - a for a, b in scored[name]] for name in names}
    p_values = [permutation_p(differences[name]) for name in names]
    return tuple(
        ScoreDifference(
            measure=name,
            questions=len(scored[name]),
            before=_mean([a for a, _ in scored[name]]),
            after=_mean([b for _, b in scored[name]]),
            interval=bca_interval(differences[name]),
            p=p,
            p_holm=corrected,
        )
        for name, p, corrected in zip(names, p_values, holm(p_values), strict=True)
    )


def _both_scored(pairs: _Pairs, measure: str) -> list[tuple[float, float]]:
    values = ((a.measures.get(measure), b.measures.get(measure)) for a, b in pairs)
    return [(a, b) for a, b in values if a is not None and b is not None]
