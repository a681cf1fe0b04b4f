"""Whether a table bears a statement out: the things it says, each tried as an answer, weighed by a trained model."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.algebra.conditions import Links
from bot.algebra.grid import Grid
from bot.algebra.ranker import Ranker, load_ranker
from bot.question.question import Question
from bot.statements.traits import NAMES, Tried, numbers_of, tried

WEIGHTS = Path(__file__).parent.parent / "weights" / "statements.json"


class WrongWeightsError(ValueError):
    """The file of weights is not one that this version can use."""


@dataclass(frozen=True)
class Judgement:
    """How likely a table bears the statement out, and what it was judged by."""

    likely: float
    """Probability that the statement is true of the table; None is told where the table has nothing of it."""
    tried: tuple[Tried, ...]

    @property
    def deciding(self) -> tuple[Tried, int]:
        """What speaks most for the verdict, and which of its plans: the one that agrees, or the one that doesn't."""
        holds = self.likely >= 0.5
        found = [
            (next((i for i, share in enumerate(one.agrees) if (share > 0) == holds), -1), one) for one in self.tried
        ]
        telling = [(one.ranked[i].belief, -at, one, i) for at, (i, one) in enumerate(found) if i >= 0]
        if not telling:
            return self.tried[0], 0
        _, _, best, plan = max(telling, key=lambda told: told[:2])
        return best, plan


@dataclass(frozen=True)
class Weights:
    """A logistic model over `NAMES`."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, numbers: Sequence[float]) -> float:
        """Of the statement being true."""
        score = self.bias + sum(w * n for w, n in zip(self.weights, numbers, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


class Judge:
    """Judges statements over single grids."""

    def __init__(self, weights: Weights | None = None, ranker: Ranker | None = None) -> None:
        self._weights, self._ranker = weights or load_weights(), ranker or load_ranker()

    def judge(self, question: Question, grid: Grid) -> Judgement | None:
        """The judgement on a statement; None where the grid has nothing that it speaks of."""
        links = Links(question, grid)
        found = tried(question, links, self._ranker)
        if not found:
            return None
        return Judgement(self._weights.probability(numbers_of(links, found)), tuple(found))


@lru_cache(maxsize=1)
def load_weights(path: Path = WEIGHTS) -> Weights:
    """The weights in that file. WrongWeightsError where they were fitted to other numbers."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    if list(stored["weights"]) != list(NAMES):
        raise WrongWeightsError(
            f"{path} has weights for other numbers ({len(stored['weights'])}) than this version computes "
            f"({len(NAMES)}). Run: python -m evals.train_statements FOLDER"
        )
    return Weights(tuple(stored["weights"].values()), stored["bias"])
