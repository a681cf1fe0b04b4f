"""A difference is called only when it is one, and found when it is there."""

import json
import math
from itertools import pairwise

import numpy as np
import pytest

from evals.diff import NothingToCompareError, compare
from evals.diff_text import as_text, as_values
from evals.results import RunResult
from evals.run import run_set
from evals.statistics import (
    Interval,
    bca_interval,
    detectable_difference,
    flip_test,
    holm,
    permutation_p,
    questions_needed,
    share_interval,
)
from tests.evals_doubles import ask_from, make_answer, make_case

QUESTIONS = 300


def test_mcnemar_is_the_sign_test_of_the_questions_that_changed_sides() -> None:
    before, after = [True] * 9 + [False] * 3, [False] * 8 + [True] * 2 + [False] * 2
    found = flip_test(before, after)

    # 8 lost, 1 gained: P(at least 8 of 9 heads) = (9 + 1) / 512
    assert (found.better, found.worse) == (1, 8)
    assert found.p_worse == pytest.approx(10 / 512)
    assert found.p_different == pytest.approx(20 / 512)
    assert found.p_better == pytest.approx(511 / 512)
    assert (found.regressed, found.improved) == (True, False)


def test_equal_runs_differ_in_nothing() -> None:
    found = flip_test([True, False], [True, False])

    assert (found.p_different, found.regressed, found.improved) == (1, False, False)


def test_the_permutation_test_of_few_differences_counts_all_signs() -> None:
    # 4 positive differences: 2 of the 16 sign patterns have a mean as far from 0.
    assert permutation_p([1.0, 1.0, 1.0, 1.0]) == pytest.approx(2 / 16)
    assert permutation_p([0.0, 0.0, 0.0]) == 1
    assert permutation_p([0.5]) == 1


def test_a_bootstrap_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    values = [0.0] * 60 + [1.0] * 40

    assert bca_interval(values) == bca_interval(values)
    assert bca_interval(values).low < 0.4 < bca_interval(values).high
    assert bca_interval([0.25, 0.25]) == Interval(0.25, 0.25)


def test_wilsons_interval_of_half_of_ten() -> None:
    # (0.5 + z²/20 ± z·√(0.25/10 + z²/400)) / (1 + z²/10) with z = 1.96
    found = share_interval(5, 10)

    assert (found.low, found.high) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))


def test_holm_multiplies_the_smallest_most_and_keeps_the_order() -> None:
    assert holm([0.03, 0.01, 0.04]) == pytest.approx([0.06, 0.03, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_the_questions_needed_follow_connors_formula() -> None:
    # (1.6449 √0.1 + 0.8416 √(0.1 − 0.0025))² / 0.0025
    assert questions_needed(0.05, 0.1) == pytest.approx(244.9, abs=0.5)
    assert math.isinf(questions_needed(0, 0.1))


def test_what_n_questions_detect_needs_n_questions() -> None:
    for questions in (50, 300, 2000):
        assert questions_needed(detectable_difference(questions, 0.1), 0.1) == pytest.approx(questions, rel=1e-6)
    sizes = [detectable_difference(n, 0.1) for n in (50, 300, 2000)]
    assert all(one > other for one, other in pairwise(sizes))


def simulated(draw: np.random.Generator, lost: float, gained: float) -> tuple[list[bool], list[bool]]:
    """A run with 60 % right and a second that repeats it but for some losses and gains: builds are mostly alike."""
    before = draw.random(QUESTIONS) < 0.6
    after = np.where(before, draw.random(QUESTIONS) >= lost, draw.random(QUESTIONS) < gained)
    return before.tolist(), after.tolist()


def test_of_1000_comparisons_of_equal_builds_at_most_5_in_100_are_called_a_regression() -> None:
    draw = np.random.default_rng(1)
    # lost 0.6 × 0.06 = gained 0.4 × 0.09: the true difference is 0, 7 % of the questions change sides.
    called = sum(flip_test(*simulated(draw, lost=0.06, gained=0.09)).regressed for _ in range(1000))

    assert 0 < called <= 50


def test_of_1000_drops_of_5_points_on_300_questions_at_least_80_in_100_are_found() -> None:
    draw = np.random.default_rng(2)
    # 0.6 × 0.11 lost − 0.4 × 0.04 gained = 0.05; 8 % of the questions change sides.
    found = sum(flip_test(*simulated(draw, lost=0.11, gained=0.04)).regressed for _ in range(1000))

    assert found >= 800


def run_of(right: list[bool], *, name: str = "build") -> RunResult:
    cases = [make_case(id=f"q{n}", question=f"Question {n}?", type="ab"[n % 2]) for n in range(len(right))]
    good, bad = make_answer("It was 3:27.65.", short="3:27.65"), make_answer("It was 3:30.00.", short="3:30.00")
    answers = {f"Question {n}?": good if r else bad for n, r in enumerate(right)}
    return run_set(cases, ask_from(answers), name=name).result


def test_two_runs_are_paired_tested_by_slice_and_their_flips_listed() -> None:
    before = run_of([True] * 10 + [False] * 2, name="old")
    after = run_of([False, True] * 5 + [False, True], name="new")
    found = compare(before, after)

    assert (found.questions, found.unpaired) == (12, ())
    assert (found.share_before, found.share_after) == (pytest.approx(10 / 12), 0.5)
    counts = [(s.type, s.questions, s.test.better, s.test.worse) for s in found.slices]
    assert counts == [("a", 6, 0, 5), ("b", 6, 1, 0)]
    assert found.slices[0].p_holm == pytest.approx(2 / 32)  # (1/2)^5, doubled for two slices
    assert [flip.before.id for flip in found.flips] == ["q0", "q2", "q4", "q6", "q8", "q11"]
    assert [flip.lost for flip in found.flips] == [True] * 5 + [False]
    assert found.verdict == "no difference shown; 6 of 12 questions changed sides"


def test_the_text_shows_both_answers_of_a_flip() -> None:
    shown = as_text(compare(run_of([True]), run_of([False]))).splitlines()

    assert shown[-4:] == [
        "LOST q0 [a] Question 0?",
        "  gold:   3:27.65",
        "  before: It was 3:27.65.",
        "  after:  It was 3:30.00.  [missing: 3:27.65]",
    ]


def test_losses_are_listed_before_gains() -> None:
    found = compare(run_of([False, True]), run_of([True, False]))

    assert [(flip.before.id, flip.lost) for flip in found.flips] == [("q1", True), ("q0", False)]


def test_a_clear_drop_is_called_worse_and_its_mirror_better() -> None:
    good, bad = run_of([True] * 20), run_of([True] * 10 + [False] * 10)

    assert compare(good, bad).verdict == "worse: the drop is more than chance"
    assert compare(bad, good).verdict == "better: the gain is more than chance"
    assert compare(good, good).verdict == "no difference shown; 0 of 20 questions changed sides"


def test_a_question_whose_gold_changed_is_not_paired() -> None:
    before = run_of([True, True])
    regraded = before.questions[1].model_copy(update={"required": (("3:30.00",),)})
    after = before.model_copy(update={"questions": (before.questions[0], regraded)})

    assert compare(before, after).unpaired == ("q1",)


def test_runs_of_different_sets_are_refused() -> None:
    before = run_of([True])

    with pytest.raises(NothingToCompareError, match="no question in common"):
        compare(before, before.model_copy(update={"questions": ()}))


def test_the_values_for_a_program_can_be_written_as_json() -> None:
    right, wrong = run_of([True]), run_of([False])
    equal, dropped = as_values(compare(right, right)), as_values(compare(right, wrong))

    assert json.loads(json.dumps(equal)) == equal
    assert (equal["needed"], equal["flips"]) == (None, [])
    assert dropped["flips"] == [
        {"id": "q0", "lost": True, "before": "It was 3:27.65.", "after": "It was 3:30.00."},
    ]
