"""The trained model that ranks plans: which operators and columns the phrases of a question ask for.

score = numbers·(W·h + b) + mlp(numbers) + sum over the plan's parts of (U·h + c), where h = tanh(sum of the phrases'
vectors). Features in the manner of Pasupat and Liang (2015), "Compositional semantic parsing on semi-structured
tables"; the weights are learnt by `evals.train_plans` from questions and answers alone.
"""

import hashlib
import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.algebra.candidates import Candidate
from bot.algebra.traits import NAMES, Matrix, Reading, numbers_of, parts_of

MODEL = Path(__file__).with_name("plans.npz")
ARRAYS = ("phrases", "parts", "part_bias", "numbers", "number_bias", "hidden", "hidden_bias", "output")


class WrongModelError(ValueError):
    """The file of weights is not one that this version can use."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and the share of the model's belief that its answer has."""

    candidate: Candidate
    score: float
    belief: float
    """Probability that the answer is right, of all plans that give this answer together; 0 to 1."""


def answer_of(candidate: Candidate) -> Hashable:
    """What a plan answers, in any order."""
    return tuple(sorted(candidate.found.values))


class Ranker:
    """Scores candidates; numpy only."""

    def __init__(self, arrays: dict[str, NDArray[np.float32]], phrases: Sequence[str], parts: Sequence[str],
                 temperature: float) -> None:  # fmt: skip
        self._arrays = arrays
        self._phrases = {phrase: index for index, phrase in enumerate(phrases)}
        self._parts = {part: index for index, part in enumerate(parts)}
        self._temperature = temperature

    def rank(
        self, reading: Reading, candidates: Sequence[Candidate], outcome_of: Callable[[Candidate], Hashable] = answer_of
    ) -> list[Ranked]:
        """The best plan of every different outcome, the most believed outcome first, ties by order.

        `outcome_of` tells which plans come to the same: those with one answer, or those that look at the same rows.
        """
        if not candidates:
            return []
        scores = self.scores(reading, candidates)
        weights = np.exp((scores - scores.max()) / self._temperature)
        belief: dict[Hashable, float] = {}
        best: dict[Hashable, int] = {}
        for index, candidate in enumerate(candidates):
            outcome = outcome_of(candidate)
            belief[outcome] = belief.get(outcome, 0.0) + float(weights[index])
            if outcome not in best or scores[index] > scores[best[outcome]]:
                best[outcome] = index
        whole = float(weights.sum())
        ranked = [Ranked(candidates[i], float(scores[i]), belief[outcome] / whole) for outcome, i in best.items()]
        return sorted(ranked, key=lambda one: -one.belief)

    def scores(self, reading: Reading, candidates: Sequence[Candidate]) -> Matrix:
        """`(n,)` float32, higher is better."""
        part_rows = [[self._parts[p] for p in parts_of(reading, c) if p in self._parts] for c in candidates]
        phrases = [self._phrases[phrase] for phrase in reading.phrases if phrase in self._phrases]
        return self.score_arrays(phrases, numbers_of(reading, candidates), part_rows)

    def score_arrays(self, phrases: Sequence[int], numbers: Matrix, parts: Sequence[Sequence[int]]) -> Matrix:
        """Scores from the indices of a question's phrases and of each plan's parts, and the plans' numbers."""
        a = self._arrays
        meaning = np.tanh(a["phrases"][list(phrases)].sum(axis=0))
        of_parts = a["parts"] @ meaning + a["part_bias"]
        of_numbers = a["numbers"] @ meaning + a["number_bias"]
        hidden = np.maximum(numbers @ a["hidden"] + a["hidden_bias"], 0.0)
        summed = np.array([of_parts[list(found)].sum() for found in parts], dtype=np.float32)
        scores: Matrix = (numbers @ of_numbers + hidden @ a["output"] + summed).astype(np.float32)
        return scores


@lru_cache(maxsize=1)
def load_ranker(path: Path = MODEL) -> Ranker:
    """The model in that file. WrongModelError where it was made for other features."""
    with np.load(path) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in ARRAYS}
        card = json.loads(bytes(stored["card"]).decode())
    if card["numbers"] != list(NAMES):
        raise WrongModelError(
            f"{path} was trained on other features ({len(card['numbers'])}) than this version computes ({len(NAMES)}). "
            "Run: python -m evals.train_plans FOLDER"
        )
    return Ranker(arrays, card["phrases"], card["parts"], card["temperature"])


def save_model(
    path: Path, arrays: dict[str, NDArray[np.float32]], *, phrases: Sequence[str], parts: Sequence[str],
    temperature: float,
) -> str:  # fmt: skip
    """Writes the model in half precision; its digest, hex."""
    card = {"numbers": list(NAMES), "phrases": list(phrases), "parts": list(parts), "temperature": temperature}
    halved = {name: arrays[name].astype(np.float16) for name in ARRAYS}
    text = np.frombuffer(json.dumps(card, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez_compressed(path, card=text, **halved)  # type: ignore[arg-type]  # numpy types the flag after **arrays
    return hashlib.sha256(path.read_bytes()).hexdigest()
