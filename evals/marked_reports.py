"""Reports in which people marked every error, checked against their tables: does the check find what they marked?

    python -m evals.marked_reports FOLDER --library DIR

FOLDER holds devset_texts.jsonl (text, tokens, box_docs, errors with doc_token_start and doc_token_end, counted from 1),
as made from the accuracy shared task on basketball reports (Thomson and Reiter 2021). Precision: share of the marks of
the check that lie on an error that people marked. Recall: share of those errors that it marked, the ones that no table
could show among them. Reports whose tables the library lacks are left out and counted.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.algebra.grid import Grid
from bot.question.question import Question
from bot.results.finder import TableFinder
from bot.statements.cells import Standing
from bot.statements.sentence import check_sentence
from retriever.library import open_library
from retriever.text import sentence_bounds

_PLAIN = 0.5  # weight of every word: the check doesn't look at how rare one is


@dataclass(frozen=True)
class Report:
    """A report with the places of the errors in it."""

    text: str
    documents: tuple[str, ...]
    errors: tuple[tuple[int, int, str], ...]
    """(start, end, kind), offsets into the text."""


@dataclass(frozen=True)
class Mark:
    """Something that the check doesn't let stand: "figure denied", "name unknown"."""

    kind: str
    start: int
    end: int


def read_reports(folder: Path) -> list[Report]:
    """Every report of devset_texts.jsonl. ValueError where a token isn't in its text."""
    lines = (folder / "devset_texts.jsonl").read_text(encoding="utf-8").splitlines()
    return [_report(json.loads(line)) for line in lines]


def marks_in(text: str, grids: Sequence[Grid]) -> Iterator[Mark]:
    """What the check doesn't let stand of a text, sentence by sentence."""
    for start, end in sentence_bounds(text):
        for found in check_sentence(Question(text[start:end], lambda _: _PLAIN), grids):
            if found.standing is not Standing.HELD:
                yield Mark(f"{found.part} {found.standing}", start + found.start, start + found.end)


def _report(row: Mapping[str, list[dict[str, str | int]]]) -> Report:
    text, places, at = str(row["text"]), [], 0
    for token in row["tokens"]:
        start = text.find(str(token), at)
        if start < 0:
            raise ValueError(f"{row['doc_id']}: token {token!r} is not in the text after character {at}")
        at = start + len(str(token))
        places.append((start, at))
    errors = tuple(
        (places[int(e["doc_token_start"]) - 1][0], places[int(e["doc_token_end"]) - 1][1], str(e["type"]))
        for e in row["errors"]
    )
    return Report(text, tuple(_stem(str(name)) for name in row["box_docs"]), errors)


def _stem(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def main(
    folder: Annotated[Path, typer.Argument(help="Holds devset_texts.jsonl.")],
    *,
    library: Annotated[Path, typer.Option(help="Library that holds the reports' tables.")] = Path("library"),
) -> None:
    """Print precision by kind of mark, and recall by kind of error."""
    store = open_library(library).store
    finder, tables = TableFinder(store), defaultdict(list)
    for summary in store.table_summaries():
        tables[summary.document_id].append(summary.table_id)
    marked, right, errors, found, left_out = Counter[str](), Counter[str](), Counter[str](), Counter[str](), 0
    for report in read_reports(folder):
        if not all(name in tables for name in report.documents):
            left_out += 1
            continue
        grids = [Grid([finder.view(table)]) for name in report.documents for table in tables[name]]
        marks = list(marks_in(report.text, grids))
        for mark in marks:
            marked[mark.kind] += 1
            right[mark.kind] += any(start < mark.end and mark.start < end for start, end, _ in report.errors)
        for start, end, kind in report.errors:
            errors[kind] += 1
            found[kind] += any(start < mark.end and mark.start < end for mark in marks)
    for kind in sorted(marked):
        typer.echo(f"{kind:16} {marked[kind]:4} marks, precision {right[kind] / marked[kind]:.3f}")
    for kind in sorted(errors):
        typer.echo(f"{kind:16} {errors[kind]:4} errors, recall {found[kind] / errors[kind]:.3f}")
    typer.echo(
        f"precision {right.total() / max(1, marked.total()):.3f}, recall {found.total() / max(1, errors.total()):.3f}; "
        f"{left_out} reports without tables"
    )


if __name__ == "__main__":
    typer.run(main)
