"""The commands of `pressbox eval`: run, diff, gate, report, make."""

import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from bot.schema import Answer, AskRequest
from evals.ask_url import asker_of
from evals.cases import Case, InvalidSetError, load_cases, read_texts
from evals.results import RunResult, percentile, save_run
from evals.run import Run, run_set
from evals.texts import FetchedTexts, texts_of_service
from retriever.library import Library, LibraryError, open_library

app = typer.Typer(name="eval", help="Measure the bot on questions with known answers.", no_args_is_help=True)

_SHOWN = ("right", "answer_right", "citations_right", "citation_recall", "citation_precision", "exact", "f1",
          "value_equal", "recall@5", "mrr", "abstained_rightly", "over_abstained", "unbound_figures")  # fmt: skip
_FIRST_COLUMNS = ("right", "answer_right", "citations_right", "exact", "f1", "recall@5", "mrr")

LibraryOption = Annotated[Path, typer.Option("--library", envvar="PRESSBOX_LIBRARY", help="The library's folder.")]


@app.callback()
def _group() -> None:
    """Keeps `run` a subcommand while it is the only one."""


@app.command()
def run(
    set_file: Annotated[Path, typer.Argument(metavar="SET.jsonl", help="Questions with their gold.")],
    *,
    library: LibraryOption = Path("library"),
    url: Annotated[str | None, typer.Option(help="Ask this address (http://…/ask) instead of a library.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for results.json and timings.json.")] = None,
    documents: Annotated[Path | None, typer.Option(help="Folder of the articles: checks the set's quotes.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N questions.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Questions asked at the same time.")] = 2,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds allowed for one answer.")] = 30.0,
    standalone: Annotated[bool, typer.Option("--standalone", help="Ask follow-ups resolved, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the means as one JSON value.")] = False,
) -> None:
    """Answer every question of a set and score the answers."""
    known = read_texts(documents) if documents else None
    cases = _load(set_file, known)[:limit]
    ask, texts = _connect(library, url, timeout)
    done = run_set(cases, ask, name=set_file.stem, texts=known or texts, workers=workers, timeout_s=timeout,
                   standalone=standalone, progress=sys.stderr.isatty())  # fmt: skip
    folder = out or Path("runs") / set_file.stem
    path = save_run(folder, done.result, done.timings_ms)
    if as_json:
        print(json.dumps({name: mean.model_dump() for name, mean in done.result.summary.items()}, sort_keys=True))
    else:
        _print_run(done)
    typer.echo(f"wrote {path}", err=True)


def _load(set_file: Path, documents: Mapping[str, str] | None) -> list[Case]:
    if not set_file.is_file():
        _stop(f"{set_file} does not exist; expected a question set in JSON lines", code=2)
    try:
        return load_cases(set_file, documents)
    except InvalidSetError as error:
        _stop(str(error), code=1)


def _connect(library: Path, url: str | None, timeout_s: float) -> tuple[Callable[[AskRequest], Answer], FetchedTexts]:
    """How to ask, and where the documents' texts come from."""
    if url:
        try:
            return asker_of(url, timeout_s=timeout_s), texts_of_service(url, timeout_s=timeout_s)
        except ValueError as error:
            _stop(str(error), code=2)
    try:
        opened = open_library(library)
        # Imported when it is needed: opening a bot loads an encoder, which `diff` and `report` never use.
        return import_module("bot.answer").Bot.open(library).ask, FetchedTexts(_text_by_id(opened))
    except LibraryError as error:
        _stop(str(error), code=1)


def _text_by_id(library: Library) -> Callable[[str], str | None]:
    def fetch(document_id: str) -> str | None:
        try:
            return library.document(document_id).text
        except KeyError:
            return None

    return fetch


def _stop(message: str, *, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _print_run(done: Run) -> None:
    console = Console()
    console.print(_table_of(done.result))
    shown = [(name, done.result.summary[name]) for name in _SHOWN if name in done.result.summary]
    console.print("  ".join(f"{name} {mean.mean:.3f} (n {mean.n})" for name, mean in shown), highlight=False)
    times = done.timings_ms.values()
    console.print(f"latency ms p50 {percentile(times, 0.5):.1f} p95 {percentile(times, 0.95):.1f}", highlight=False)


def _table_of(result: RunResult) -> Table:
    table = Table(title=f"{result.name}: {len(result.questions)} questions")
    for heading in ("type", "n", *_FIRST_COLUMNS):
        table.add_column(heading, justify="left" if heading == "type" else "right")
    for name, means in [*result.by_type.items(), ("all", result.summary)]:
        cells = [f"{means[measure].mean:.3f}" if measure in means else "" for measure in _FIRST_COLUMNS]
        table.add_row(name, str(means["right"].n), *cells)
    return table
