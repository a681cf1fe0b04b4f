"""`pressbox eval retrieval` and `pressbox eval fit`: measuring search alone, and fitting its score."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from evals.retrieval import CUTS, Compared, Searched, compare, measure, searched_text, weights_text
from evals.retrieval_fit import ablated, fit, fitted, held_out
from evals.retrieval_sets import SearchSet, Sought, names, search_sets
from retriever.encoder import load_encoder
from retriever.features import NAMES
from retriever.fusion import WEIGHTS_FILE, weights_from
from retriever.library import LibraryError, open_library
from retriever.search import Retriever

_ROUNDS = 2  # the first scoring decides which links are followed, so the weights are fitted again with their own
_WEIGHTS = Path("retriever") / WEIGHTS_FILE

SharedArgument = Annotated[Path, typer.Argument(help="Folder that holds evalsets/ and seeds/.")]
SetsOption = Annotated[list[str] | None, typer.Option("--set", help="Only this set; may be repeated.")]
SampleOption = Annotated[int, typer.Option(min=1, help="At most N questions of each set.")]
BuildOption = Annotated[Path, typer.Option(help="Where `eval dev` made the libraries.")]


def retrieval(
    shared: SharedArgument,
    *,
    sets: SetsOption = None,
    sample: SampleOption = 300,
    build: BuildOption = Path("build/dev"),
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON value and nothing else.")] = False,
) -> None:
    """Measure search alone on the development sets: is the gold among the first 1, 5, 10, 20?"""
    results = [measure(searched, retriever) for searched, retriever in _opened(shared, build, sets, sample)]
    if as_json:
        table = {r.name: {f"R@{cut}": round(r.recall(cut), 4) for cut in CUTS} | {"mrr": r.mrr} for r in results}
        typer.echo(json.dumps(table))
    else:
        typer.echo(searched_text(results))


def fit_fusion(
    shared: SharedArgument,
    *,
    sets: SetsOption = None,
    sample: SampleOption = 300,
    build: BuildOption = Path("build/dev"),
    out: Annotated[Path, typer.Option(help="File for the weights.")] = _WEIGHTS,
    ablations: Annotated[bool, typer.Option("--ablations", help="Also fit without each group of features.")] = False,
) -> None:
    """Fit the weights of the search's score on the development sets, and write them."""
    opened = list(_opened(shared, build, sets, sample))
    found: dict[str, list[Compared]] = {}
    for _ in range(_ROUNDS):
        found = {s.name: [compare(q, s.ranked, r) for q in s.questions] for s, r in opened}
        named = {name: round(float(weight), 3) for name, weight in zip(NAMES, fit(found), strict=True)}
        opened = [(s, Retriever(r.library, r.encoder, weights_from(named))) for s, r in opened]
    out.write_text(json.dumps({"weights": named}, indent=1) + "\n", encoding="utf-8")
    typer.echo(weights_text(named))
    _print("fitted on all sets", fitted(found))
    _print("fitted without the set itself", held_out(found))
    for group, results in (ablated(found) if ablations else {}).items():
        _print(f"without {group}", results)
    typer.echo(f"wrote {out}", err=True)


def _print(title: str, results: Sequence[Searched]) -> None:
    typer.echo(f"\n{title}\n{searched_text(results)}")


def _opened(
    shared: Path, build: Path, sets: Iterable[str] | None, sample: int
) -> Iterable[tuple[SearchSet, Retriever]]:
    """Every search set with a retriever over its documents."""
    encoder = load_encoder()
    for name in sets or names():
        try:
            library = open_library(build / name / "library", encoder)
        except LibraryError as error:
            typer.echo(f"{name}: {error}\nThe sets' libraries are made by: pressbox eval dev {shared}", err=True)
            raise typer.Exit(1) from error
        retriever = Retriever(library, encoder)
        for searched in search_sets(name, shared, library):
            yield replace(searched, questions=_sampled(searched, sample)), retriever


def _sampled(searched: SearchSet, size: int) -> tuple[Sought, ...]:
    by_hash = sorted(searched.questions, key=lambda sought: sha256(sought.id.encode()).hexdigest())
    return tuple(by_hash[:size])
