"""Questions with known answers over single tables, as candidate plans and which of them give the answer."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.algebra.candidates import candidates
from bot.algebra.conditions import Links
from bot.algebra.grid import Grid
from bot.algebra.traits import Matrix, Reading, numbers_of, parts_of
from bot.question.question import Question
from bot.results.finder import TableFinder
from evals.normalise import normalise
from retriever.library import open_library

MAX_WRONG = 350  # wrong plans kept of one question: more teach nothing new
_BARE = re.compile(r"^(\d+(?:\.\d+)?) (?:years?|points?|goals?|days?|months?|times?|seconds?|games?|laps?)$")


@dataclass(frozen=True)
class Asked:
    """A question over one table."""

    question: str
    answers: tuple[str, ...]
    table: str


@dataclass(frozen=True)
class Example:
    """The plans of one question, as features."""

    table: str
    phrases: tuple[str, ...]
    numbers: Matrix
    parts: list[tuple[str, ...]]
    right: NDArray[np.bool_]
    answers: list[int]
    """For each plan the number of its answer among the question's: equal where two plans answer alike."""


def read_questions(folder: Path) -> list[Asked]:
    """Every question of train.jsonl. ValueError names the line that is not one."""
    found = []
    for number, line in enumerate((folder / "train.jsonl").read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        if not {"question", "answers", "table_id"} <= row.keys():
            raise ValueError(f"{folder}/train.jsonl line {number}: expected question, answers and table_id")
        found.append(Asked(row["question"], tuple(row["answers"]), row["table_id"]))
    return found


def ingest_tables(folder: Path, build: Path) -> Path:
    """A library of the folder's tables.jsonl, each table a document named as it; made in a process of its own."""
    documents, library = build / "docs", build / "library"
    documents.mkdir(parents=True, exist_ok=True)
    for line in (folder / "tables.jsonl").read_text(encoding="utf-8").splitlines():
        table = json.loads(line)
        text = io.StringIO()
        text.write(f"# {table['title']}\n")
        csv.writer(text).writerows([table["header"], *table["rows"]])
        (documents / f"{table['table_id']}.csv").write_text(text.getvalue(), encoding="utf-8")
    command = [sys.executable, "-m", "ingest", str(documents), "--library", str(library)]
    subprocess.run(command, check=True, capture_output=True)
    return library


def examples(library: Path, questions: Sequence[Asked], *, seed: int = 0) -> Iterator[Example]:
    """Those questions that some plan answers rightly."""
    finder = TableFinder(open_library(library).store)
    grids = {document: Grid([finder.view(table)]) for document, table in finder.first_tables().items()}
    random = np.random.default_rng(seed)
    for asked in questions:
        grid = grids.get(asked.table)
        if grid is not None:
            made = _example(asked, grid, random)
            if made is not None:
                yield made


def _example(asked: Asked, grid: Grid, random: np.random.Generator) -> Example | None:
    links = Links(Question(asked.question, _no_idf), grid)
    reading, found = Reading(links), candidates(links)
    gold = _denotation([_BARE.sub(r"\1", answer) for answer in asked.answers])
    right = np.array([_denotation(candidate.found.values) == gold for candidate in found], dtype=bool)
    if not right.any():
        return None
    wrong = np.flatnonzero(~right)
    chosen = random.choice(wrong, min(MAX_WRONG, len(wrong)), replace=False)
    kept = [found[i] for i in sorted([*np.flatnonzero(right), *chosen])]
    numbers: dict[tuple[str, ...], int] = {}
    answers = [numbers.setdefault(_denotation(candidate.found.values), len(numbers)) for candidate in kept]
    right = np.array([_denotation(candidate.found.values) == gold for candidate in kept], dtype=bool)
    parts = [parts_of(reading, candidate) for candidate in kept]
    return Example(asked.table, reading.phrases, numbers_of(reading, kept), parts, right, answers)


def _denotation(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(normalise(value) for value in values))


def _no_idf(_: str) -> float:
    return 0.5  # the plans' features don't look at how rare a word is
