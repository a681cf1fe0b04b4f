"""The file a run leaves behind: every question with its answer, verdict and measures, and the means over them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases import Expect, GoldEvidence
from evals.verdict import Outcome

FORMAT = "pressbox-run/1"
RESULTS_NAME, TIMINGS_NAME = "results.json", "timings.json"


class _Saved(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CitedSpan(_Saved):
    """What a citation points at, without what is only for show."""

    n: int
    document_id: str
    start: int
    end: int
    quote: str
    url: str | None
    row: dict[str, str] | None = None


class QuestionResult(_Saved):
    """One question: gold, answer, verdict, measures."""

    id: str
    type: str
    expect: Expect
    question: str
    conversation: tuple[str, ...] = ()
    gold: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    evidence: tuple[GoldEvidence, ...] = ()
    error: str | None = None
    """Why no answer came; None where one did."""
    status: str | None = None
    short_answer: str | None = None
    values: tuple[str, ...] = ()
    answer: str | None = None
    citations: tuple[CitedSpan, ...] = ()
    premise: str | None = None
    """Correction of a false premise, or its verdict where no correction is known."""
    confidence: float | None = None
    plan: str | None = None
    """How a computed answer was computed."""
    unbound_figures: tuple[str, ...] = ()
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    measures: dict[str, float | None]

    @property
    def right(self) -> bool:
        """Whether answer and citations are both right."""
        return self.measures["right"] == 1.0


class Mean(_Saved):
    """Mean of one measure over the `n` questions it applies to."""

    mean: float
    n: int


class RunResult(_Saved):
    """A whole run, as saved; without anything that changes from run to run."""

    format: str = FORMAT
    name: str
    set_digest: str
    library_version: str | None
    """Version of the library that answered; None where no answer named one."""
    package_version: str
    digest: str
    """SHA-256 over set, library version and package version: equal digests, comparable runs."""
    summary: dict[str, Mean]
    by_type: dict[str, dict[str, Mean]]
    questions: tuple[QuestionResult, ...]

    def as_json(self) -> str:
        """The bytes that are saved: sorted keys, one trailing line break."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


class InvalidRunError(ValueError):
    """A file that is not a saved run."""


def run_digest(set_digest: str, library_version: str | None, package_version: str) -> str:
    """SHA-256 over what decides the answers, hex."""
    return hashlib.sha256(json.dumps([set_digest, library_version, package_version]).encode()).hexdigest()


def summarise(questions: Sequence[QuestionResult]) -> dict[str, Mean]:
    """Mean of every measure over the questions that have gold for it, by measure name."""
    names = sorted({name for question in questions for name in question.measures})
    values = {name: [v for q in questions if (v := q.measures.get(name)) is not None] for name in names}
    return {name: Mean(mean=round(sum(v) / len(v), 6), n=len(v)) for name, v in values.items() if v}


def summarise_types(questions: Sequence[QuestionResult]) -> dict[str, dict[str, Mean]]:
    """The same by type of question, types in alphabetical order."""
    types = sorted({question.type for question in questions})
    return {name: summarise([q for q in questions if q.type == name]) for name in types}


def save_run(folder: Path, result: RunResult, timings_ms: dict[str, float]) -> Path:
    """Writes `results.json` and, apart from it, `timings.json`; the path of the former."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TIMINGS_NAME).write_text(json.dumps(timings_ms, sort_keys=True, indent=1) + "\n", encoding="utf-8")
    path = folder / RESULTS_NAME
    path.write_text(result.as_json(), encoding="utf-8")
    return path


def load_run(path: Path) -> RunResult:
    """A saved run, from its folder or its `results.json`. Raises `InvalidRunError` naming file and fault."""
    file = path / RESULTS_NAME if path.is_dir() else path
    if not file.is_file():
        raise InvalidRunError(f"{file} does not exist; expected the folder that `pressbox eval run … --out` wrote")
    try:
        return RunResult.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InvalidRunError(f"{file} is not a saved run: {where}: {first['msg']}. Run: pressbox eval run") from error


def load_timings(path: Path) -> dict[str, float]:
    """Milliseconds by question id of a saved run; empty where they were not kept."""
    file = (path if path.is_dir() else path.parent) / TIMINGS_NAME
    if not file.is_file():
        return {}
    return {str(name): float(value) for name, value in json.loads(file.read_text(encoding="utf-8")).items()}


def percentile(values: Iterable[float], share: float) -> float:
    """Nearest-rank percentile of at least one value."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
