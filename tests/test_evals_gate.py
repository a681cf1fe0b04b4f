"""The gate holds what was reached and lowers nothing by itself."""

import os
from pathlib import Path

import pytest

from bot.schema import Answer
from evals.gate import Baseline, InvalidBaselineError, check, read_baseline, updated, write_baseline
from evals.results import RunResult
from evals.run import run_set
from tests.evals_doubles import ask_from, make_answer, make_case

QUESTIONS = 20


def run_with(right: int, *, questions: int = QUESTIONS, library: str = "v1") -> RunResult:
    """A run of which the first `right` questions are right."""
    cases = [make_case(id=f"q{n:02}", question=f"Question {n}?") for n in range(questions)]

    def answer(text: str) -> Answer:
        plain = make_answer(f"It was {text}.", short=text)
        return plain.model_copy(update={"corpus": plain.corpus.model_copy(update={"version": library})})

    answers = {f"Question {n}?": answer("3:27.65" if n < right else "3:30.00") for n in range(questions)}
    return run_set(cases, ask_from(answers), name="sample").result


BASELINE, _ = updated(run_with(15), Baseline())


def test_the_same_run_passes() -> None:
    assert check(run_with(15), BASELINE).failures == ()


def test_a_better_run_passes() -> None:
    assert check(run_with(18), BASELINE).passed


def test_a_mean_below_its_floor_fails_by_name() -> None:
    assert check(run_with(14), BASELINE).failures == (
        "sample: answer_right 0.7 is below the floor 0.75",
        "sample: right 0.7 is below the floor 0.75",
    )


def test_a_ceiling_breaks_upwards() -> None:
    held = BASELINE.sets["sample"].model_copy(update={"floors": {"unbound_figures": 0.5}})

    assert check(run_with(15), Baseline(sets={"sample": held})).failures == (
        "sample: unbound_figures 1 is above the ceiling 0.5",
    )


def test_a_drop_beyond_chance_fails_even_where_no_floor_breaks() -> None:
    held = BASELINE.sets["sample"].model_copy(update={"floors": {}})
    worse = check(run_with(10), Baseline(sets={"sample": held}))
    chance = check(run_with(11), Baseline(sets={"sample": held}))

    # 5 lost, none gained: 1/32 is under 5 %; 4 lost: 1/16 is not.
    assert worse.failures == ("sample: worse than the baseline (p 0.0312); lost 5: q10, q11, q12, q13, q14",)
    assert chance.passed


def test_a_measure_that_is_no_longer_taken_breaks_its_floor() -> None:
    held = BASELINE.sets["sample"].model_copy(update={"floors": {"mrr": 0.5}})

    assert check(run_with(15), Baseline(sets={"sample": held})).failures == (
        "sample: mrr was not measured; its floor is 0.5",
    )


def test_floors_over_other_questions_or_another_library_say_nothing() -> None:
    other_set, other_library = check(run_with(15, questions=21), BASELINE), check(run_with(15, library="v2"), BASELINE)

    assert other_set.failures[0].startswith("sample: the questions changed since the baseline was made")
    assert "made over library v1, this run over v2" in other_library.failures[0]


def test_a_set_without_baseline_fails_and_names_the_cure() -> None:
    assert "no baseline for this set (known: none). Run: pressbox eval gate --update" in (
        check(run_with(15), Baseline()).failures[0]
    )


def test_an_update_raises_floors_and_lowers_them_only_when_told() -> None:
    raised, _ = updated(run_with(18), BASELINE)
    kept, report = updated(run_with(10), BASELINE)
    lowered, _ = updated(run_with(10), BASELINE, allow_lower=True)

    assert raised.sets["sample"].floors["right"] == 0.9
    assert kept.sets["sample"].floors["right"] == 0.75
    assert report.kept[0] == "sample: right stays at 0.75 though the run reached 0.5"
    assert lowered.sets["sample"].floors["right"] == 0.5


def test_a_baseline_reads_back_as_it_was_written(tmp_path: Path) -> None:
    write_baseline(tmp_path / "deep" / "baseline.json", BASELINE)

    assert read_baseline(tmp_path / "deep" / "baseline.json") == BASELINE
    assert read_baseline(tmp_path / "none.json") == Baseline()


def test_a_write_that_fails_leaves_the_old_file_and_no_scraps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, BASELINE)

    def full_disk(*_paths: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="no space"):
        write_baseline(path, Baseline())

    assert read_baseline(path) == BASELINE
    assert [entry.name for entry in tmp_path.iterdir()] == ["baseline.json"]


def test_a_file_that_is_no_baseline_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_text('{"sets": 3}', encoding="utf-8")

    with pytest.raises(InvalidBaselineError, match=r"baseline.json is not a baseline: sets: Input should be"):
        read_baseline(tmp_path / "baseline.json")
