"""`pressbox`: the one place that wires everything together."""

import csv
import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from bot.answer import Bot, filters_of
from bot.llm import endpoint_of
from bot.llm_writer import ModelWriter
from bot.schema import Answer, AskRequest, Status, Turn
from bot.settings import Settings, settings_table
from bot.trust.verify import verify_answer
from retriever.fusion import explained
from retriever.library import LibraryError, open_library
from retriever.types import DocumentKind, Hit, ResultTable, Row


class _Commands(TyperGroup):
    """The commands below and those of the other packages.

    Those are imported when one of them is called: parsers and measures are an eighth of what a service would load.
    """

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # typer's own class under it
        self._add_others()
        return super().list_commands(ctx)

    def get_command(self, ctx: typer.Context, cmd_name: str):  # type: ignore[override,no-untyped-def]  # noqa: ANN202
        """The command of that name; its type is typer's own, under no public name."""
        if cmd_name not in self.commands:
            self._add_others()
        return super().get_command(ctx, cmd_name)

    def _add_others(self) -> None:
        if "ingest" in self.commands:
            return
        from evals.command import app as eval_app
        from ingest.command import ingest

        others = typer.Typer(rich_markup_mode=None, add_completion=False)
        others.command()(ingest)
        others.add_typer(eval_app, name="eval")
        made = typer.main.get_group(others).commands
        self.commands = {"ingest": made["ingest"], **self.commands, "eval": made["eval"]}


app = typer.Typer(
    name="pressbox",
    cls=_Commands,
    help="Ask your sports coverage; get the answer, and the words and cells it rests on.",
    epilog="\n\n".join(["Settings (environment variables):", *(f"{n} — {m}" for n, _, m in settings_table())]),
    no_args_is_help=True,
    rich_markup_mode=None,
)

LibraryOption = Annotated[Path, typer.Option(envvar="PRESSBOX_LIBRARY", help="Folder of the library.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value and nothing else.")]
# The filters of `POST /ask`, for every command that searches.
DocumentsOption = Annotated[list[str] | None, typer.Option("--document", help="Only this document; may be repeated.")]
PublishersOption = Annotated[list[str] | None, typer.Option("--publisher", help="Only its coverage; may be repeated.")]
KindsOption = Annotated[list[DocumentKind] | None, typer.Option("--kind", help="Only this kind; may be repeated.")]
FromOption = Annotated[str | None, typer.Option(help="ISO date: only what was published then or later.")]
ToOption = Annotated[str | None, typer.Option(help="ISO date: only what was published then or earlier.")]
CompetitionOption = Annotated[str | None, typer.Option(help="Part of the competition's name.")]
EventOption = Annotated[str | None, typer.Option(help="Part of the event's name.")]
DEFAULT_LIBRARY = Path("library")


def main() -> None:
    """Run the command line."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    app(prog_name="pressbox")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    *,
    library: LibraryOption = DEFAULT_LIBRARY,
    as_of: Annotated[str | None, typer.Option(help="ISO date: evidence published later is not used.")] = None,
    documents: DocumentsOption = None,
    publishers: PublishersOption = None,
    kinds: KindsOption = None,
    published_from: FromOption = None,
    published_to: ToOption = None,
    competition: CompetitionOption = None,
    event: EventOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question."""
    filters = {
        "document_ids": documents, "publishers": publishers, "kinds": kinds, "published_from": published_from,
        "published_to": published_to, "competition": competition, "event": event,
    }  # fmt: skip
    with _failing_in_words("ask"):
        request = _request(question, as_of=as_of, filters=filters)
        answer = _worded(Bot.open(library).ask(request))
        typer.echo(answer.model_dump_json(indent=1) if as_json else told(answer))


@app.command()
def chat(library: LibraryOption = DEFAULT_LIBRARY) -> None:
    """Talk with the coverage; an empty line ends."""
    with _failing_in_words("chat"):
        bot = Bot.open(library)
        history: list[Turn] = []
        for question in iter(lambda: _prompted("you> "), ""):
            try:
                answer = _worded(bot.ask(_request(question, history=history)))
            except typer.BadParameter as error:
                typer.echo(error.message, err=True)
                continue
            typer.echo(told(answer) + "\n")
            history += [Turn(role="user", content=question), Turn(role="assistant", content=answer.answer)]


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    *,
    library: LibraryOption = DEFAULT_LIBRARY,
    top_k: Annotated[int, typer.Option(min=1, max=1000, help="How many results.")] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each result stands where it stands.")] = False,
    documents: DocumentsOption = None,
    publishers: PublishersOption = None,
    kinds: KindsOption = None,
    published_from: FromOption = None,
    published_to: ToOption = None,
    competition: CompetitionOption = None,
    event: EventOption = None,
    as_json: JsonOption = False,
) -> None:
    """Passages and table rows as found, without an answer."""
    filters = {
        "document_ids": documents, "publishers": publishers, "kinds": kinds, "published_from": published_from,
        "published_to": published_to, "competition": competition, "event": event,
    }  # fmt: skip
    with _failing_in_words("search"):
        request = _request(query, filters=filters)
        bot = Bot.open(library)
        hits = bot.search(query, filters_of(request), top_k)
        found = [bot.citation(hit, number) for number, hit in enumerate(hits, start=1)]
        if as_json:
            pairs = zip(found, hits, strict=True)
            shown = [{**c.model_dump(), "score": h.score, "ranks": dict(h.ranks), **_why(h, explain)} for c, h in pairs]
            typer.echo(json.dumps(shown, ensure_ascii=False))
            return
        for citation, hit in zip(found, hits, strict=True):
            ranks = ", ".join(f"{name} {rank}" for name, rank in hit.ranks)
            place = " › ".join(dict.fromkeys((citation.title, *citation.section)))
            typer.echo(f"{citation.n}. {place} [{ranks}]\n   {citation.quote}")
            if explain:
                typer.echo(f"   score {hit.score:.2f}: {explained(hit.reasons)}")


def _why(hit: Hit, explain: bool) -> dict[str, object]:
    if not explain:
        return {}
    return {"reasons": {name: {"value": value, "adds": adds} for name, value, adds in hit.reasons}}


@app.command()
def results(
    *,
    library: LibraryOption = DEFAULT_LIBRARY,
    competition: CompetitionOption = None,
    event: EventOption = None,
    round_name: Annotated[str | None, typer.Option("--round", help="Part of the round's name.")] = None,
    heat: Annotated[str | None, typer.Option(help="Part of the heat's name.")] = None,
    name: Annotated[str | None, typer.Option(help="Words of an athlete, a team or a nation.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many rows at most.")] = 100,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """The structured results: rows by competition, event, round, heat or name."""
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv exclude each other; name one.")
    with _failing_in_words("results"):
        store = Bot.open(library).library
        found = store.results(
            competition=competition, event=event, round=round_name, heat=heat, name=name, limit=limit
        )
        rows = [_flat_row(table, row) for table, row in found]
        if as_json:
            typer.echo(json.dumps(rows, ensure_ascii=False))
        elif as_csv:
            _print_csv(rows)
        else:
            for row in rows:
                typer.echo(" | ".join(value for value in row.values() if value))


@app.command()
def serve(
    library: LibraryOption = DEFAULT_LIBRARY,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 picks a free one.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes that answer.")] = None,
) -> None:
    """Serve the chat page, the widget and the HTTP API."""
    from bot.service.serving import run_service

    options = {"library": library, "host": host, "port": port, "workers": workers}
    with _failing_in_words("serve"):
        settings = Settings().model_copy(update={name: value for name, value in options.items() if value is not None})
        open_library(settings.library).close()  # a missing library is told now, not on the first question
        typer.echo(f"Pressbox answers at http://{settings.host}:{settings.port}/", err=True)
        run_service(settings)


@app.command()
def mcp() -> None:
    """Serve the tools search, fetch, ask and results over MCP, on standard input and output."""
    try:
        from bot.service.mcp_server import main as serve_mcp
    except ModuleNotFoundError as error:
        typer.echo(f"pressbox mcp: {error.name} is not installed. Run: pip install 'pressbox[mcp]'", err=True)
        raise typer.Exit(1) from error
    with _failing_in_words("mcp"):
        serve_mcp()


@app.command()
def verify(
    answer_file: Annotated[
        Path, typer.Argument(metavar="ANSWER.json", help="A saved answer.", exists=True, dir_okay=False)
    ],
    library: LibraryOption = DEFAULT_LIBRARY,
    as_json: JsonOption = False,
) -> None:
    """Check every citation and figure of a saved answer against the library, without any model."""
    with _failing_in_words("verify"):
        report = verify_answer(_saved_answer(answer_file), library)
        lines = [problem.detail for problem in report.problems] or ["verified: every citation and figure holds"]
        typer.echo(report.model_dump_json() if as_json else "\n".join(lines))
        if not report.verified:
            raise typer.Exit(1)


def told(answer: Answer) -> str:
    """An answer for the terminal: text with markers, then the numbered sources."""
    marked = (segment.text + "".join(f" [{n}]" for n in segment.citations) for segment in answer.segments)
    lines = ["".join(marked)]
    for citation in answer.citations:
        place = " › ".join(dict.fromkeys((citation.title, *citation.section)))
        lines.append(f"  [{citation.n}] {place}\n      {citation.quote}")
    if answer.status is Status.ABSTAINED and answer.abstention is not None:
        lines += [f"  closest: {c.title}: {c.quote[:160]}" for c in answer.abstention.closest]
    return "\n".join(lines)


def _worded(answer: Answer) -> Answer:
    """The answer in the language model's words, where one is set up."""
    endpoint = endpoint_of(Settings())
    return ModelWriter(endpoint).reword(answer) if endpoint else answer


def _request(
    question: str,
    *,
    as_of: str | None = None,
    history: Sequence[Turn] = (),
    filters: Mapping[str, object] = MappingProxyType({}),
) -> AskRequest:
    """The request; what is wrong with it is wrong usage, told without pydantic's vocabulary."""
    given = {"question": question, "as_of": as_of, "history": history, "filters": dict(filters)}
    try:
        return AskRequest.model_validate(given)
    except ValidationError as error:
        problems = (f"{problem['loc'][-1]}: {problem['msg']}" for problem in error.errors())
        raise typer.BadParameter("; ".join(problems)) from error


def _saved_answer(path: Path) -> Answer:
    try:
        return Answer.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(
            f"{path} is not a saved answer ({where + ': ' if where else ''}{first['msg']}). "
            'Save one: pressbox ask "QUESTION" --json > ANSWER.json'
        ) from error


def _flat_row(table: ResultTable, row: Row) -> dict[str, str]:
    context = {"document_id": table.document_id, "event": table.event or "", "round": table.round or "",
               "heat": table.heat or "", "table": table.caption}  # fmt: skip
    return {**context, **{column.label: cell.raw for column, cell in zip(table.columns, row.cells, strict=True)}}


def _print_csv(rows: list[dict[str, str]]) -> None:
    fields = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(sys.stdout, fields, restval="")
    writer.writeheader()
    writer.writerows(rows)


def _prompted(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        return ""


@contextmanager
def _failing_in_words(command: str) -> Iterator[None]:
    """Expected failures end with their message on stderr and exit code 1, without a traceback."""
    try:
        yield
    except (LibraryError, OSError, ValueError) as error:
        typer.echo(f"pressbox {command}: {error}", err=True)
        raise typer.Exit(1) from error
