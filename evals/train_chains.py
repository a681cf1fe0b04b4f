"""Fits how far answers along chains of rows and pages are believed, on questions with answers.

`python -m evals.train_chains QUESTIONS.jsonl LIBRARY`: the questions of a set (as `eval run` takes them) and the
library that was made of its documents. A conditional logit (McFadden 1974): given what all chains of a question offer,
the odds of an offer are exp(weights · numbers); whatever agrees with an accepted answer counts as right, and "none of
them" where nothing does. The check fits on four fifths and answers the rest.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from bot.chains.belief import WEIGHTS, most_believed
from bot.chains.offers import NAMES, NOTHING, Offer
from bot.inquiry import READ_HITS, Inquiry
from bot.prose.rescoring import load_close_reader
from evals.cases import Case, Expect, load_cases
from evals.measures_text import token_f1
from retriever.encoder import load_encoder
from retriever.library import open_library
from retriever.search import Retriever
from retriever.types import Filters

PENALTY = 0.003  # of the squared weights
FOLDS = 5
RIGHT = 0.6  # token F1 from which an answer counts as right
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """What the chains of one question offer."""

    case: Case
    offers: list[Offer]
    agreement: Array
    """Of each offer with the accepted answers, 0 to 1."""


def examples(cases: Sequence[Case], inquiry: Inquiry, retriever: Retriever) -> Iterator[Example]:
    """The questions for which chains offer anything."""
    for case in cases:
        filters = Filters(document_ids=tuple(case.documents) if case.documents else None)
        offers = _offers(case, inquiry, retriever, filters) if case.expect is Expect.ANSWER else []
        if offers:
            found = [token_f1(offer.text, case.answers) for offer in offers]
            yield Example(case, offers, np.array(found))


def fit(learnt: Sequence[Example]) -> dict[str, float]:
    """The likeliest weights; convex, so the same questions give the same weights."""
    from scipy.optimize import minimize  # here, because scipy takes a second to load

    sizes = [len(example.offers) + 1 for example in learnt]
    numbers = np.concatenate([_numbers(example.offers) for example in learnt])
    right = np.concatenate([_right(example) for example in learnt])
    starts, group = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    spread = numbers.std(axis=0) + 1e-9
    scaled = numbers / spread

    def loss(weights: Array) -> tuple[float, Array]:
        scores = scaled @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        every, among = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        slope = (odds / every[group] - odds * right / among[group]) / len(learnt)
        value = float(np.log(every / among).mean() + PENALTY * (weights @ weights))
        return value, scaled.T @ slope + 2 * PENALTY * weights

    found = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B").x / spread
    return {name: round(float(weight), 4) for name, weight in zip(NAMES, found, strict=True)}


def held_out(known: Sequence[Example]) -> list[tuple[float, float]]:
    """(belief, agreement) of the answer to each question by weights that it did not help to fit."""
    answered = []
    for fold in range(FOLDS):
        weights = fit([e for at, e in enumerate(known) if at % FOLDS != fold])
        for example in known[fold::FOLDS]:
            best = most_believed(example.offers, weights)
            if best is not None:
                answered.append((best.belief, token_f1(best.offer.text, example.case.answers)))
    return answered


def main(questions: Annotated[Path, typer.Argument()], library: Annotated[Path, typer.Argument()]) -> None:
    """Fits the weights, prints what they reach on questions held out, and writes them."""
    opened = open_library(library)
    retriever = Retriever(opened, load_encoder(opened.manifest.encoder.name))
    inquiry = Inquiry(opened, retriever, load_close_reader())
    known = list(examples(load_cases(questions), inquiry, retriever))
    answered = sorted(held_out(known), reverse=True)
    for least in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8):
        kept = [agreement for belief, agreement in answered if belief >= least]
        typer.echo(f"belief >= {least:.1f}: {len(kept)} answered, F1 {np.mean(kept) if kept else 0.0:.3f}")
    card = {"questions": len(known), "f1_held_out": round(float(np.mean([f for _, f in answered])), 3)}
    WEIGHTS.write_text(json.dumps({**card, "weights": fit(known)}, indent=1) + "\n", encoding="utf-8")


def _offers(case: Case, inquiry: Inquiry, retriever: Retriever, filters: Filters) -> list[Offer]:
    question = inquiry.read(case.question)
    hits = retriever.search(question.text, filters, READ_HITS)
    within = None if case.documents is None else frozenset(case.documents)
    groups = inquiry.meant(question, filters)
    return inquiry.joiner.chains.offers(question, groups, hits, within) if inquiry.joiner is not None else []


def _numbers(offers: Sequence[Offer]) -> Array:
    """`(n + 1, numbers)`: one row for each offer, the last for none of them."""
    every = [*(offer.numbers for offer in offers), {NOTHING: 1.0}]
    return np.array([[numbers.get(name, 0.0) for name in NAMES] for numbers in every])


def _right(example: Example) -> Array:
    right = example.agreement >= RIGHT
    return np.append(right, not right.any()).astype(np.float64)


if __name__ == "__main__":
    typer.run(main)
