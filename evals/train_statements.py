"""Fits the model that tells whether a table bears a statement out, from statements marked true or false.

`python -m evals.train_statements FOLDER`: FOLDER holds tables.jsonl (table_id, title, header, rows) and pairs.jsonl
(table_id, supported, refuted: one statement each). No plan is given: what a statement says is tried as the answer to a
question, and the weights say what agreement is worth. The check splits by table.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.algebra.conditions import Links
from bot.algebra.grid import Grid
from bot.algebra.ranker import load_ranker
from bot.question.question import Question
from bot.results.finder import TableFinder
from bot.statements.judge import WEIGHTS, Weights
from bot.statements.traits import NAMES, numbers_of, tried
from evals.plan_examples import ingest_tables
from retriever.library import open_library

FOLDS = 10
PENALTY = 20.0  # on squared weights of standardised numbers; 10 to 100 differ by less than the folds do
_PLAIN = 0.5  # weight of every word: the numbers don't look at how rare one is

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Marked:
    """A statement over one table, and whether it is true of it."""

    text: str
    table: str
    is_true: bool


def read_pairs(folder: Path) -> list[Marked]:
    """Both statements of every line of pairs.jsonl. ValueError names the line that has none."""
    found: list[Marked] = []
    for number, line in enumerate((folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        if not {"supported", "refuted", "table_id"} <= row.keys():
            raise ValueError(f"{folder}/pairs.jsonl line {number}: expected supported, refuted and table_id")
        found += [Marked(row["supported"], row["table_id"], True), Marked(row["refuted"], row["table_id"], False)]
    return found


def drawn(statements: Sequence[Marked], limit: int | None) -> list[Marked]:
    """At most `limit` statements, the same every time."""
    order = np.random.default_rng(0).permutation(len(statements))
    return [statements[i] for i in order[:limit]]


def numbers_for(library: Path, statements: Sequence[Marked]) -> Iterator[tuple[Marked, list[float]]]:
    """Those statements that their table has something of, with their numbers."""
    finder, ranker = TableFinder(open_library(library).store), load_ranker()
    tables = finder.first_tables()
    grids: dict[str, Grid] = {}
    for marked in statements:
        if marked.table not in tables:
            continue
        grid = grids.setdefault(marked.table, Grid([finder.view(tables[marked.table])]))
        question = Question(marked.text, lambda _: _PLAIN)
        links = Links(question, grid)
        found = tried(question, links, ranker)
        if found:
            yield marked, numbers_of(links, found)


def fit(numbers: Numbers, labels: NDArray[np.bool_]) -> Weights:
    """Logistic regression with a penalty on the squares of weights, of numbers brought to one spread."""
    mean, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
    inputs, signs = (numbers - mean) / spread, np.where(labels, 1.0, -1.0)

    def loss(parameters: Numbers) -> tuple[float, Numbers]:
        margins = signs * (inputs @ parameters[:-1] + parameters[-1])
        pull = -signs / (1 + np.exp(margins))
        slope = np.append(inputs.T @ pull + 2 * PENALTY * parameters[:-1], pull.sum())
        return float(np.logaddexp(0, -margins).sum() + PENALTY * (parameters[:-1] ** 2).sum()), slope

    found = minimize(loss, np.zeros(inputs.shape[1] + 1), jac=True, method="L-BFGS-B").x
    weights = found[:-1] / spread
    return Weights(tuple(float(w) for w in weights.round(5)), round(float(found[-1] - weights @ mean), 5))


def cross_check(statements: Sequence[Marked], numbers: Numbers) -> float:
    """Share of statements judged rightly by weights that were fitted to other tables."""
    labels = np.array([marked.is_true for marked in statements])
    tables = sorted({marked.table for marked in statements})
    np.random.default_rng(0).shuffle(tables)
    fold_of = {table: i % FOLDS for i, table in enumerate(tables)}
    folds = np.array([fold_of[marked.table] for marked in statements])
    right = 0
    for fold in range(FOLDS):
        model, held = fit(numbers[folds != fold], labels[folds != fold]), numbers[folds == fold]
        judged = np.array([model.probability(list(row)) >= 0.5 for row in held])
        right += int((judged == labels[folds == fold]).sum())
    return right / len(statements)


def write_weights(path: Path, weights: Weights) -> None:
    """One line for each number that there is a weight for."""
    card = {"bias": weights.bias, "weights": dict(zip(NAMES, weights.weights, strict=True))}
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main(
    folder: Annotated[Path, typer.Argument(help="Holds tables.jsonl and pairs.jsonl.")],
    *,
    limit: Annotated[int | None, typer.Option(help="Statements to learn from, drawn by lot; all unless given.")] = None,
    build: Annotated[Path, typer.Option(help="Where documents and library are made.")] = Path("build/statements"),
    out: Annotated[Path, typer.Option(help="The weights to write.")] = WEIGHTS,
) -> None:
    """Fit the weights, check them on held-out tables, and write them."""
    statements = drawn(read_pairs(folder), limit)
    told = list(numbers_for(ingest_tables(folder, build), statements))
    marked, numbers = [one for one, _ in told], np.array([found for _, found in told])
    typer.echo(f"{len(statements)} statements, {len(marked)} of which the table has something")
    typer.echo(f"held-out tables: {cross_check(marked, numbers):.3f} right; most frequent label .500")
    write_weights(out, fit(numbers, np.array([one.is_true for one in marked])))
    typer.echo(f"wrote {out}")


if __name__ == "__main__":
    typer.run(main)
