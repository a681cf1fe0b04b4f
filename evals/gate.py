"""Holds what was reached: floors per measure and set, and no set may get worse by more than chance.

The idea of pinned floors beside a digest of the corpus, which an update refuses to lower, is trafilatura's.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.results import RunResult
from evals.score import LOWER_IS_BETTER
from evals.statistics import flip_test

FORMAT = "pressbox-baseline/1"
GATED = (
    "right", "answer_right", "citations_right", "citation_precision", "cell_recall", "abstained_rightly",
    "premise_detected", "premise_restored", "both_values", "recall@5", "mrr",
    "over_abstained", "unbound_figures", "invalid_citations", "premise_false_alarm", "no_answer",
)  # fmt: skip
# Vectors differ in their last digits between processors, which turns near ties: in the sample set about two questions.
NOISE = 0.01
_DECIMALS = 6  # as in the results


class _Saved(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SetBaseline(_Saved):
    """What one set reached, and over what."""

    set_digest: str
    library_version: str | None
    floors: dict[str, float]
    """Lowest allowed mean by measure; for measures of failure the highest."""
    right: dict[str, bool]
    """Which questions were right, by id: what the next run is paired with."""


class Baseline(_Saved):
    """The baseline file: every gated set by name."""

    format: str = FORMAT
    sets: dict[str, SetBaseline] = {}


class InvalidBaselineError(ValueError):
    """A file that is not a baseline."""


@dataclass(frozen=True, slots=True)
class GateReport:
    """What the gate found; it passes when nothing failed."""

    failures: tuple[str, ...]
    kept: tuple[str, ...] = ()
    """Floors that an update left where they were although the run is below them."""

    @property
    def passed(self) -> bool:
        """Whether everything held."""
        return not self.failures


def read_baseline(path: Path) -> Baseline:
    """The baseline file; an empty baseline where there is none. Raises `InvalidBaselineError`."""
    if not path.exists():
        return Baseline()
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InvalidBaselineError(f"{path} is not a baseline: {where}: {first['msg']}") from error


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Writes the file whole or not at all."""
    text = json.dumps(baseline.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, indent=1) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}-{os.getpid()}")  # beside it: a rename across disks is not atomic
    try:
        scratch.write_text(text, encoding="utf-8")
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)


def check(run: RunResult, baseline: Baseline) -> GateReport:
    """Every way in which the run falls short of the baseline of its set."""
    held = baseline.sets.get(run.name)
    if held is None:
        known = ", ".join(sorted(baseline.sets)) or "none"
        return GateReport((f"{run.name}: no baseline for this set (known: {known}). Run: pressbox eval gate --update",))
    moved = _moved(run, held)
    if moved:
        return GateReport(tuple(moved))
    return GateReport((*_broken_floors(run, held), *_worse_than_before(run, held)))


def updated(run: RunResult, baseline: Baseline, *, allow_lower: bool = False) -> tuple[Baseline, GateReport]:
    """The baseline with this run's set renewed. A floor rises to what was reached; it falls only with `allow_lower`."""
    held = baseline.sets.get(run.name)
    reached = {name: run.summary[name].mean for name in GATED if name in run.summary}
    floors, kept = dict(held.floors) if held else {}, []
    for name, mean in reached.items():
        if name in floors and _falls_short(name, mean, floors[name]) and not allow_lower:
            kept.append(f"{run.name}: {name} stays at {floors[name]:g} though the run reached {mean:g}")
        else:
            floors[name] = round(mean, _DECIMALS)
    renewed = SetBaseline(
        set_digest=run.set_digest,
        library_version=run.library_version,
        floors={name: floors[name] for name in sorted(floors)},
        right={question.id: question.right for question in run.questions},
    )
    return Baseline(sets={**baseline.sets, run.name: renewed}), GateReport((), tuple(kept))


def _moved(run: RunResult, held: SetBaseline) -> list[str]:
    """Floors over other questions or other articles say nothing about this run."""
    cure = "Look at the difference, then run: pressbox eval gate --update"
    problems = []
    if run.set_digest != held.set_digest:
        problems.append(f"{run.name}: the questions changed since the baseline was made. {cure}")
    if run.library_version != held.library_version:
        was, now = held.library_version, run.library_version
        problems.append(f"{run.name}: the baseline was made over library {was}, this run over {now}. {cure}")
    return problems


def _broken_floors(run: RunResult, held: SetBaseline) -> list[str]:
    broken = []
    for name, floor in held.floors.items():
        mean = run.summary.get(name)
        side = "above the ceiling" if name in LOWER_IS_BETTER else "below the floor"
        if mean is None:
            broken.append(f"{run.name}: {name} was not measured; its floor is {floor:g}")
        elif _breaks(name, mean.mean, floor):
            broken.append(f"{run.name}: {name} {mean.mean:g} is {side} {floor:g}")
    return broken


def _breaks(measure: str, mean: float, floor: float) -> bool:
    """Whether the mean is past the floor by more than another processor's arithmetic explains."""
    tolerance = NOISE if 0 < floor < 1 else 0.0  # what never or always happened must stay so
    return _falls_short(measure, mean + (-tolerance if measure in LOWER_IS_BETTER else tolerance), floor)


def _falls_short(measure: str, mean: float, floor: float) -> bool:
    return mean > floor if measure in LOWER_IS_BETTER else mean < floor


def _worse_than_before(run: RunResult, held: SetBaseline) -> list[str]:
    """The exact one-sided 95 % interval for the share of losses among changed questions lies above one half."""
    now = {question.id: question.right for question in run.questions}
    common = [name for name in held.right if name in now]
    found = flip_test([held.right[name] for name in common], [now[name] for name in common])
    if not found.regressed:
        return []
    lost = [name for name in common if held.right[name] and not now[name]]
    return [f"{run.name}: worse than the baseline (p {found.p_worse:.4f}); lost {len(lost)}: {', '.join(lost)}"]
