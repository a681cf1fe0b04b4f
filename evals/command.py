"""The commands of `pressbox eval`."""

import json
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from evals.case_readers import read_any
from evals.cases import Case, InvalidSetError, read_texts
from evals.connect import connect
from evals.results import InvalidRunError, RunResult, load_run, load_timings, save_run
from evals.retrieval_command import fit_fusion, retrieval
from evals.run import Run, run_set
from evals.show import run_text, runs_text
from retriever.library import LibraryError, open_library

app = typer.Typer(name="eval", help="Measure the bot on questions with known answers.", no_args_is_help=True)

app.command("retrieval")(retrieval)
app.command("fit")(fit_fusion)

_RUNS = Path("runs")
_BASELINE = Path("evals/baseline.json")

LibraryOption = Annotated[Path, typer.Option("--library", envvar="PRESSBOX_LIBRARY", help="The library's folder.")]
UrlOption = Annotated[str | None, typer.Option("--url", help="Ask this address (http://…/ask) instead of a library.")]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, help="Questions asked at the same time.")]
TimeoutOption = Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds allowed for one answer.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value and nothing else.")]
RunArgument = Annotated[Path, typer.Argument(help="Folder of a run, or its results.json.")]


class ReportFormat(StrEnum):
    """What `report` writes."""

    HTML = "html"
    MARKDOWN = "md"
    JUNIT = "xml"


@app.command()
def run(
    set_file: Annotated[
        Path, typer.Argument(metavar="SET.jsonl", help="Questions with their gold; also SQuAD's JSON or a BEIR folder.")
    ],
    *,
    library: LibraryOption = Path("library"),
    url: UrlOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the result; runs/SET if not given.")] = None,
    documents: Annotated[Path | None, typer.Option(help="Folder of the articles: checks the set's quotes.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N questions.")] = None,
    workers: WorkersOption = 2,
    timeout: TimeoutOption = 30.0,
    standalone: Annotated[bool, typer.Option("--standalone", help="Ask follow-ups resolved, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Answer every question of a set and score the answers."""
    cases = _load(set_file, documents)[:limit]
    done = _measure(cases, set_file.stem, library, url, workers=workers, timeout_s=timeout, standalone=standalone)
    path = save_run(out or _RUNS / set_file.stem, done.result, done.timings_ms)
    if as_json:
        means = {name: mean.model_dump() for name, mean in done.result.summary.items()}
        typer.echo(json.dumps({"name": done.result.name, "digest": done.result.digest, "summary": means}))
    else:
        typer.echo(run_text(done.result, done.timings_ms))
    typer.echo(f"wrote {path}", err=True)


@app.command()
def diff(before: RunArgument, after: RunArgument, *, as_json: JsonOption = False) -> None:
    """Compare two runs of one set: what changed, and whether it is more than chance."""
    from evals.diff import NothingToCompareError, compare  # here, because scipy takes a second to load
    from evals.diff_text import as_text, as_values

    try:
        found = compare(_read_run(before), _read_run(after))
    except NothingToCompareError as error:
        _stop(f"{before} and {after}: {error}")
    typer.echo(json.dumps(as_values(found), ensure_ascii=False) if as_json else as_text(found))


@app.command()
def gate(
    runs: Annotated[list[Path] | None, typer.Argument(help="Folders of runs; all in ./runs if none.")] = None,
    *,
    baseline: Annotated[Path, typer.Option(help="File with floors and earlier verdicts.")] = _BASELINE,
    update: Annotated[bool, typer.Option("--update", help="Renew the baseline from these runs.")] = False,
    allow_lower: Annotated[bool, typer.Option("--allow-lower", help="Let --update lower floors.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Fail when a run breaks a floor or is worse than its baseline by more than chance."""
    from evals.gate import InvalidBaselineError, check, read_baseline, updated, write_baseline

    results = [_read_run(path) for path in runs or sorted(path.parent for path in _RUNS.glob("*/results.json"))]
    if not results:
        _stop(f"there are no runs in {_RUNS}. Run: pressbox eval run SET.jsonl", code=2)
    try:
        held = read_baseline(baseline)
    except InvalidBaselineError as error:
        _stop(str(error))
    reports = []
    for result in results:
        if update:
            held, report = updated(result, held, allow_lower=allow_lower)
        else:
            report = check(result, held)
        reports.append(report)
    if update:
        write_baseline(baseline, held)
    failures = [line for report in reports for line in report.failures]
    kept = [line for report in reports for line in report.kept]
    typer.echo("\n".join(kept + failures), err=True, nl=bool(kept + failures))
    done = f"{baseline} renewed" if update else f"{len(results)} run(s) checked, {len(failures)} failure(s)"
    typer.echo(json.dumps({"failures": failures, "kept": kept}, ensure_ascii=False) if as_json else done)
    if failures:
        raise typer.Exit(1)


@app.command()
def report(
    saved: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, or its results.json.")],
    *,
    form: Annotated[ReportFormat, typer.Option("--format", help="A page, a comment, or for a build server.")] = (
        ReportFormat.HTML
    ),
    out: Annotated[Path | None, typer.Option(help="The file to write; report.FORMAT in the run's folder.")] = None,
) -> None:
    """Write a run as one page for people, as Markdown, or as JUnit XML."""
    from evals.report import as_html
    from evals.report_text import as_junit, as_markdown

    write = {ReportFormat.HTML: as_html, ReportFormat.MARKDOWN: as_markdown, ReportFormat.JUNIT: as_junit}[form]
    folder = saved if saved.is_dir() else saved.parent
    path = out or folder / f"report.{form.value}"
    path.write_text(write(_read_run(saved), load_timings(saved)), encoding="utf-8")
    typer.echo(str(path))


@app.command()
def make(
    *,
    library: LibraryOption = Path("library"),
    out: Annotated[Path, typer.Option(help="The set to write.")] = Path("made.jsonl"),
    per_table: Annotated[int, typer.Option(min=1, help="Plain facts asked of each table.")] = 4,
    seed: Annotated[int, typer.Option(help="Another number, other questions.")] = 0,
    shuffled: Annotated[
        Path | None,
        typer.Option(help="Write the tables here as CSV instead: as they are, shuffled, with renamed columns."),
    ] = None,
) -> None:
    """Generate questions from the results tables of a library."""
    from evals.make import make_cases, write_cases, write_shuffled

    try:
        opened = open_library(library)
    except LibraryError as error:
        _stop(str(error))
    documents = [opened.document(summary.document_id) for summary in opened.documents()]
    if shuffled:
        tables = write_shuffled(shuffled, documents, seed=seed)
        kinds = "ingest plain/, shuffled/ and renamed/ apart, run questions.jsonl on each"
        typer.echo(f"{tables} tables in {shuffled}: {kinds}")
        return
    cases = make_cases(documents, per_table=per_table, seed=seed)
    if not cases:
        _stop(f"{library} holds no results table that can be asked about; nothing was written")
    write_cases(out, cases)
    typer.echo(f"{len(cases)} questions in {out}")


@app.command()
def dev(
    shared: Annotated[Path, typer.Argument(help="Folder that holds evalsets/ and seeds/.")],
    *,
    sets: Annotated[list[str] | None, typer.Option("--set", help="Only this set; may be repeated.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="At most N questions of each set.")] = None,
    build: Annotated[Path, typer.Option(help="Where documents, libraries and runs are made.")] = Path("build/dev"),
    url: Annotated[list[str] | None, typer.Option(metavar="SET=URL", help="Ask this address for a set.")] = None,
    workers: WorkersOption = 2,
    timeout: TimeoutOption = 30.0,
) -> None:
    """Prepare and measure the development sets, and print one table."""
    from evals.devsets import DevSetError, ingest, names, prepare
    from evals.devsets import sample as sampled

    addresses = _addresses(url or [])
    done = []
    for name in sets or names():
        try:
            devset = prepare(name, shared, build)
            library = build / name / "library"
            if name not in addresses:
                ingest(devset, library)
        except (DevSetError, InvalidSetError) as error:
            _stop(str(error))
        cases = sampled(devset.cases, sample)
        asked = addresses.get(name)
        run = _measure(cases, name, library, asked, workers=workers, timeout_s=timeout, standalone=False)
        typer.echo(f"wrote {save_run(build / 'runs' / name, run.result, run.timings_ms)}", err=True)
        done.append((run.result, run.timings_ms))
    typer.echo(runs_text(done))


def _addresses(entries: list[str]) -> dict[str, str]:
    """Addresses by set."""
    wrong = [entry for entry in entries if "=" not in entry]
    if wrong:
        _stop(f"--url {wrong[0]!r}: expected SET=URL, as in seeds=http://127.0.0.1:8000/ask", code=2)
    return dict(entry.split("=", 1) for entry in entries)


def _measure(
    cases: list[Case], name: str, library: Path, url: str | None, *, workers: int, timeout_s: float, standalone: bool
) -> Run:
    try:
        ask, texts = connect(library, url, timeout_s=timeout_s)
    except LibraryError as error:
        _stop(str(error))
    except ValueError as error:
        _stop(str(error), code=2)
    done = run_set(cases, ask, name=name, texts=texts, workers=workers, timeout_s=timeout_s,
                   standalone=standalone, progress=sys.stderr.isatty())  # fmt: skip
    errors = [question.error for question in done.result.questions if question.error]
    if len(errors) == len(cases):
        _stop(f"{name}: none of the {len(cases)} questions was answered; the first: {errors[0]}")
    return done


def _load(set_file: Path, documents: Path | None) -> list[Case]:
    if not set_file.exists():
        _stop(f"{set_file} does not exist; expected a question set in JSON lines", code=2)
    known: Mapping[str, str] | None = read_texts(documents) if documents else None
    try:
        return read_any(set_file, known)
    except InvalidSetError as error:
        _stop(str(error))


def _read_run(path: Path) -> RunResult:
    try:
        return load_run(path)
    except InvalidRunError as error:
        _stop(str(error))


def _stop(message: str, *, code: int = 1) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)
