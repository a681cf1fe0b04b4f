"""Fit of how sure answers from prose are: stated confidence against what was right, over saved runs.

    python -m evals.fit_confidence RUN…

Each RUN is the folder of an `eval run` by a bot whose confidence is not calibrated yet (`SLOPE` 1, `INTERCEPT` 0 in
`bot.trust.sureness`). Prints slope and intercept, and for each run the mean gap of stated and actual success without
and with them, fitted on the other runs.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from bot.trust.sureness import calibrated, log_odds
from evals.calibration import calibration_error, reliability
from evals.results import QuestionResult, load_run

_STEPS, _RATE = 4000, 0.5  # of plain gradient descent on two numbers
_QUOTED = ("“", '"')


def fit(questions: Sequence[QuestionResult]) -> tuple[float, float]:
    """Slope and intercept of the logistic regression of right answers on the log-odds stated."""
    odds = np.array([log_odds(q.confidence or 0.0) for q in questions])
    right = np.array([float(q.right) for q in questions])
    slope, intercept = 1.0, 0.0
    for _ in range(_STEPS):
        error = right - 1 / (1 + np.exp(-(slope * odds + intercept)))
        slope += _RATE * float(np.mean(error * odds))
        intercept += _RATE * float(np.mean(error))
    return slope, intercept


def from_prose(questions: Sequence[QuestionResult]) -> list[QuestionResult]:
    """Answers that quote a report, disputed ones left out."""
    return [
        q for q in questions
        if q.status != "abstained" and any(mark in (q.answer or "") for mark in _QUOTED)
        and "sources disagree" not in (q.answer or "")
    ]  # fmt: skip


def main(runs: Annotated[list[Path], typer.Argument(help="Folders of eval runs.")]) -> None:
    """Print slope and intercept, and what they are worth on each run when fitted on the others."""
    by_run = {run: from_prose(load_run(run).questions) for run in runs}
    for run, questions in by_run.items():
        slope, intercept = fit([q for other, some in by_run.items() if other != run for q in some])
        stated = [calibrated(q.confidence or 0.0, slope, intercept) for q in questions]
        moved = [q.model_copy(update={"confidence": c}) for q, c in zip(questions, stated, strict=True)]
        before, after = (calibration_error(reliability(some)) for some in (questions, moved))
        typer.echo(f"{run.name:28} {len(questions):4} answers, gap {before:.3f} -> {after:.3f}")
    slope, intercept = fit([q for some in by_run.values() for q in some])
    typer.echo(f"slope {slope:.2f}, intercept {intercept:.2f}")


if __name__ == "__main__":
    typer.run(main)
