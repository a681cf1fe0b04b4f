"""The commands write what they promise, and fail in words."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from evals.command import app
from evals.results import RunResult, save_run
from evals.run import Run, run_set
from evals.show import run_text, runs_text
from ingest.pipeline import ingest_paths
from tests.doubles import HashEncoder
from tests.evals_doubles import ask_from, make_answer, make_case

RESULTS_CSV = """# Town Games 2031, Women's 800m, Final
Rank,Athlete,Time
1,Ada Berg,1:56.10
2,Eva Lind,1:56.40
3,Mia Kast,1:57.00
"""


def run_with(right: int, *, name: str = "sample", questions: int = 20) -> Run:
    """A run of which the first `right` questions are right."""
    cases = [make_case(id=f"q{n:02}", question=f"Question {n}?") for n in range(questions)]
    good, bad = make_answer("It was 3:27.65.", short="3:27.65"), make_answer("It was 3:30.00.", short="3:30.00")
    answers = {f"Question {n}?": good if n < right else bad for n in range(questions)}
    return run_set(cases, ask_from(answers), name=name)


def saved(folder: Path, right: int) -> str:
    """Folder of such a run, saved."""
    run = run_with(right)
    save_run(folder, run.result, run.timings_ms)
    return str(folder)


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_diff_prints_the_verdict_and_as_json_its_figures(tmp_path: Path) -> None:
    before, after = saved(tmp_path / "a", 20), saved(tmp_path / "b", 10)

    assert invoke("diff", before, after).stdout.startswith("sample → sample: worse: the drop is more than chance\n")
    figures = json.loads(invoke("diff", before, after, "--json").stdout)
    assert (figures["before"], figures["after"], figures["mcnemar"]["worse"]) == (1.0, 0.5, 10)


def test_diff_of_something_that_is_no_run_fails_by_name(tmp_path: Path) -> None:
    done = invoke("diff", saved(tmp_path / "a", 1), str(tmp_path / "b"))

    assert done.exit_code == 1
    assert f"{tmp_path / 'b'} does not exist; expected the folder that `pressbox eval run" in done.stderr


def test_the_gate_is_set_holds_and_is_not_lowered_by_accident(tmp_path: Path) -> None:
    baseline, good, bad = str(tmp_path / "baseline.json"), saved(tmp_path / "good", 15), saved(tmp_path / "bad", 8)

    without = invoke("gate", good, "--baseline", baseline)
    made = invoke("gate", good, "--baseline", baseline, "--update")
    held = invoke("gate", good, "--baseline", baseline)
    broken = invoke("gate", bad, "--baseline", baseline)
    kept = invoke("gate", bad, "--baseline", baseline, "--update")
    lowered = invoke("gate", bad, "--baseline", baseline, "--update", "--allow-lower")

    assert [done.exit_code for done in (without, made, held, broken, kept, lowered)] == [1, 0, 0, 1, 0, 0]
    assert "no baseline for this set" in without.stderr
    assert held.stdout == "1 run(s) checked, 0 failure(s)\n"
    assert "right 0.4 is below the floor 0.75" in broken.stderr
    assert "right stays at 0.75 though the run reached 0.4" in kept.stderr
    assert json.loads((tmp_path / "baseline.json").read_text())["sets"]["sample"]["floors"]["right"] == 0.4


def test_the_gate_looks_at_all_runs_where_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    nothing = invoke("gate")
    saved(tmp_path / "runs" / "sample", 15)

    assert (nothing.exit_code, "pressbox eval run" in nothing.stderr) == (2, True)
    assert "no baseline for this set" in invoke("gate").stderr


@pytest.mark.parametrize(("form", "begins"), [("html", "<!doctype html>"), ("md", "# sample"), ("xml", "<?xml")])
def test_report_writes_the_form_asked_for_beside_the_run(tmp_path: Path, form: str, begins: str) -> None:
    done = invoke("report", saved(tmp_path / "a", 15), "--format", form)

    assert done.stdout == f"{tmp_path / 'a' / f'report.{form}'}\n"
    assert (tmp_path / "a" / f"report.{form}").read_text(encoding="utf-8").startswith(begins)


def test_make_writes_questions_about_the_tables_of_a_library(tmp_path: Path) -> None:
    (tmp_path / "final.csv").write_text(RESULTS_CSV, encoding="utf-8")
    ingest_paths([tmp_path / "final.csv"], tmp_path / "library", encoder=HashEncoder())
    library, out = str(tmp_path / "library"), tmp_path / "made.jsonl"

    done = invoke("make", "--library", library, "--out", str(out), "--per-table", "2")
    shuffled = invoke("make", "--library", library, "--shuffled", str(tmp_path / "orders"))

    questions = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert done.stdout == f"{len(questions)} questions in {out}\n"
    assert {"lookup-table", "false-premise", "unanswerable", "followup"} <= {q["type"] for q in questions}
    assert shuffled.stdout.startswith("1 tables in ")
    assert (tmp_path / "orders" / "plain" / "table-0000.csv").is_file()


def test_make_without_a_library_names_the_command_that_makes_one(tmp_path: Path) -> None:
    done = invoke("make", "--library", str(tmp_path / "none"))

    assert done.exit_code == 1
    assert "pressbox ingest" in done.stderr


def test_a_run_is_shown_as_a_table_by_type() -> None:
    run = run_with(1, questions=2)
    lines = run_text(run.result, {"q00": 5.0, "q01": 7.0}).splitlines()

    assert lines[:4] == [
        "sample",
        "type          n  right  answer  cited  exact     f1  recall@5  mrr",
        "lookup-table  2  0.500   0.500         0.500  0.500               ",
        "all           2  0.500   0.500         0.500  0.500               ",
    ]
    assert lines[-1] == "latency p50 7.0 ms  p95 7.0 ms"


def test_runs_of_several_sets_make_one_table() -> None:
    runs: list[tuple[RunResult, dict[str, float]]] = [
        (run_with(n, name=name, questions=2).result, {"q": 5.0}) for n, name in ((1, "first"), (2, "second"))
    ]

    assert [line.split()[:3] for line in runs_text(runs).splitlines()] == [
        ["set", "n", "right"], ["first", "2", "0.500"], ["second", "2", "1.000"],
    ]  # fmt: skip
