"""`python -m bot.training.mix MATERIAL LIBRARY`: how far to trust the network, the words found and the rest, together.

Fits the logistic regression of `bot.prose.rescoring` on the questions of the held-out articles, which trained nothing,
asked over the library of all articles (`python -m bot.training.articles MATERIAL FOLDER`, then
`pressbox ingest FOLDER`).
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.answer import Bot
from bot.prose.rescoring import FEATURES, MIX_FILE, NO_SECOND, STANDING, features_of, read_best, standing_of
from bot.prose.spans import WEIGHTS, SpanReader
from bot.training.material import Item, read_material, split_by_article
from retriever.encoder import load_encoder
from retriever.library import open_library
from retriever.search import Retriever

RIDGE = 1e-2  # on standardised features; keeps two that say the same from growing apart
MIN_DECLINED = 0.75  # of the unanswerable questions, at the probability that is enough
STANDING_ENOUGH = 0.2  # declines 60 % of the unanswerable held-out ones; above it fewer are answered rightly


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence read for one question."""

    question: int
    features: tuple[float, ...]
    right: bool


def main() -> None:
    """Writes `mix.json` and prints what it does to the held-out questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    chosen = parser.parse_args()
    library = open_library(chosen.library)
    bot = Bot(library, Retriever(library, load_encoder(library.manifest.encoder.name)))
    spans = SpanReader(chosen.to)
    held = split_by_article(read_material(chosen.material))[1]
    candidates = [c for number, item in enumerate(held) for c in _candidates(bot, spans, number, item)]
    weights, bias = fit(candidates)
    chances = _chances(candidates, weights, bias)
    enough = _enough(held, candidates, chances)
    standing, standing_bias = fit(_best_ones(candidates, chances))
    noted = {
        "weights": dict(zip(FEATURES, (round(float(w), 4) for w in weights), strict=True)),
        "bias": round(bias, 4),
        "enough": enough,
        "standing": {
            "weights": dict(zip(STANDING, (round(float(w), 4) for w in standing), strict=True)),
            "bias": round(standing_bias, 4),
            "enough": STANDING_ENOUGH,
        },
    }
    (chosen.to / MIX_FILE).write_text(json.dumps(noted, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(noted))
    print(report(held, candidates, chances, enough))


def _candidates(bot: Bot, spans: SpanReader, number: int, item: Item) -> list[Candidate]:
    question = bot.read(item.question)
    read = read_best(question, bot.prose(question), spans)
    return [Candidate(number, features_of(question, s, pointed), _is_right(item, s.text)) for s, pointed in read]


def _is_right(item: Item, sentence: str) -> bool:
    """Whether the sentence is one of the text, and overlaps the answer there."""
    at = item.text.find(sentence)
    gold = item.answers or item.sentences
    return at >= 0 and any(at < end and start < at + len(sentence) for start, end in gold)


def fit(candidates: Sequence[Candidate]) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a logistic regression with a small ridge."""
    rows = np.array([c.features for c in candidates])
    right = np.array([c.right for c in candidates], dtype=float)
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - middle) / spread

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = scaled @ at[:-1] + at[-1]
        chance = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        value = float(np.mean(np.logaddexp(0, logits) - right * logits) + RIDGE * at[:-1] @ at[:-1] / 2)
        off = (chance - right) / len(right)
        return value, np.append(scaled.T @ off + RIDGE * at[:-1], off.sum())

    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ middle)


def _chances(candidates: Sequence[Candidate], weights: NDArray[np.float64], bias: float) -> NDArray[np.float64]:
    rows = np.array([c.features for c in candidates])
    chances: NDArray[np.float64] = 1 / (1 + np.exp(-(rows @ weights + bias)))
    return chances


def _best_ones(candidates: Sequence[Candidate], chances: NDArray[np.float64]) -> list[Candidate]:
    """The likeliest sentence of each question, by how far it is ahead of the second."""
    by_question: dict[int, list[tuple[float, Candidate]]] = {}
    for candidate, chance in zip(candidates, chances, strict=True):
        by_question.setdefault(candidate.question, []).append((float(chance), candidate))
    found = []
    for number, read in by_question.items():
        first, *others = sorted(read, key=lambda one: -one[0])
        second = others[0][0] if others else NO_SECOND
        margin = first[1].features[FEATURES.index("margin")]
        found.append(Candidate(number, standing_of(first[0], second, margin), first[1].right))
    return found


def _best(candidates: Sequence[Candidate], chances: NDArray[np.float64]) -> dict[int, tuple[float, bool]]:
    """The likeliest sentence of each question: its probability, and whether it is right."""
    best: dict[int, tuple[float, bool]] = {}
    for candidate, chance in zip(candidates, chances, strict=True):
        if candidate.question not in best or chance > best[candidate.question][0]:
            best[candidate.question] = (float(chance), candidate.right)
    return best


def _enough(held: Sequence[Item], candidates: Sequence[Candidate], chances: NDArray[np.float64]) -> float:
    """The least probability that declines `MIN_DECLINED` of the unanswerable questions."""
    best = _best(candidates, chances)
    wrongly = sorted(best.get(i, (0.0, False))[0] for i, item in enumerate(held) if not item.answerable)
    return round(wrongly[int(MIN_DECLINED * len(wrongly))], 3)


def report(held: Sequence[Item], candidates: Sequence[Candidate], chances: NDArray[np.float64], enough: float) -> str:
    """Shares of the held-out questions: right sentence first, answered rightly, rightly declined."""
    best = _best(candidates, chances)
    answerable = [best.get(i, (0.0, False)) for i, item in enumerate(held) if item.answerable]
    others = [best.get(i, (0.0, False)) for i, item in enumerate(held) if not item.answerable]
    first = sum(right for _, right in answerable) / len(answerable)
    rightly = sum(right and chance >= enough for chance, right in answerable) / len(answerable)
    declined = sum(chance < enough for chance, _ in others) / len(others)
    return f"right sentence first {first:.3f}; answered rightly {rightly:.3f}; rightly declined {declined:.3f}"


if __name__ == "__main__":
    main()
