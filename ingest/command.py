"""`pressbox ingest`: files and folders into the library, told what was done with each."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.text import Text

from ingest.pipeline import IngestReport, ingest_paths
from ingest.watch import bursts_of_changes, follow
from retriever.encoder import Encoder, load_encoder
from retriever.library import LibraryError


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of coverage.", metavar="PATH...")],
    library: Annotated[
        Path, typer.Option(envvar="PRESSBOX_LIBRARY", help="Folder of the library; made if it isn't there.")
    ] = Path("library"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON value, on one line.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on following the files and folders until Ctrl-C.")] = False,
) -> None:
    """Read coverage into the library: reports, live blogs, pages, feeds, PDF, workbooks, results; see the README."""

    def tell(outcome: IngestReport | Exception) -> None:
        if isinstance(outcome, Exception):
            typer.echo(f"pressbox ingest: {outcome}", err=True)
            return
        for refused in outcome.refused:
            typer.echo(f"refused {refused.source}: {refused.reason}", err=True)
        typer.echo(json.dumps(asdict(outcome), ensure_ascii=False) if as_json else _summary(outcome, library))

    if watch:
        encoder = load_encoder()
        changes = bursts_of_changes(paths, library)
        follow(changes, lambda: _ingest_with_bar(paths, library, encoder), tell)
        return
    try:
        report = _ingest_with_bar(paths, library)
    except (LibraryError, OSError) as error:
        tell(error)
        raise typer.Exit(1) from error
    tell(report)
    if not (report.added or report.changed or report.unchanged or report.removed):
        raise typer.Exit(1)


class _Rate(ProgressColumn):
    """How many are done in a second; nothing before the first are."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


def progress_bar(console: Console) -> ProgressBar:
    """A line for each step: how much is done, how fast it goes and how long the rest will take."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(compact=True)
    )  # fmt: skip
    return ProgressBar(*columns, console=console, transient=True, disable=not console.is_terminal)


def _ingest_with_bar(paths: list[Path], library: Path, encoder: Encoder | None = None) -> IngestReport:
    bar = progress_bar(Console(stderr=True))
    tasks = {step: bar.add_task(step, total=None, visible=False) for step in ("reading", "embedding")}

    def show(step: str, done: int, total: int) -> None:
        bar.update(tasks[step], completed=done, total=total, visible=True)

    with bar:
        return ingest_paths(paths, library, encoder=encoder, progress=show)


def _summary(report: IngestReport, library: Path) -> str:
    lines = []
    for what in ("added", "changed", "removed"):
        lines += [f"{what} {document_id}" for document_id in getattr(report, what)]
    counts = ", ".join(
        f"{len(getattr(report, what))} {what}" for what in ("added", "changed", "unchanged", "removed", "refused")
    )
    held = f"{library}: {report.passages} passages and {report.tables} tables, {report.embedded} units embedded"
    return "\n".join([*lines, counts, held])
