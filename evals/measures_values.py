"""Answers compared as values: 3:27.65 is 3 min 27.65 s is 207.65 s, "fourteen hundredths" is 0.14; rounded is wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evals.measures_text import answer_tokens
from evals.normalise import normalise

_CLOCK_LIKE = re.compile(r"^(?:(\d+):)?(\d+):(\d{2}(?:\.\d+)?)$")
_PLAIN = re.compile(r"^([+-]?\d+(?:\.\d+)?)(?: ?(s|m|km|kg|cm|%|pts|points?))?$")
_SAME = 1e-9


def same_value(answer: str, gold: str) -> bool:
    """Whether both name the same value to the last printed digit; words compare as normalised words."""
    if answer_tokens(answer) == answer_tokens(gold):
        return True
    said, wanted = _magnitude(answer), _magnitude(gold)
    if said is None or wanted is None or (said[1] and wanted[1] and said[1] != wanted[1]):
        return False
    return abs(said[0] - wanted[0]) < _SAME


def _magnitude(text: str) -> tuple[float, str] | None:
    """Number and unit ("" where none is printed); minutes and hours count as seconds."""
    normal = normalise(text).strip(" .")
    if match := _CLOCK_LIKE.match(normal):
        return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3]), "s"
    if match := _PLAIN.match(normal):
        return float(match[1]), match[2] or ""
    return None


def value_equal(answer: str | None, gold: Sequence[str]) -> float:
    """1 where the answer is the same value as one accepted answer."""
    return float(answer is not None and any(same_value(answer, accepted) for accepted in gold))


@dataclass(frozen=True, slots=True)
class SetScore:
    """Members of a list answer against the gold members, order and repeats aside."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0

    @property
    def equal(self) -> float:
        """1 where nothing is missing and nothing too much."""
        return float(self.precision == 1 and self.recall == 1)


def compare_sets(values: Sequence[str], gold: Sequence[str]) -> SetScore:
    """The answer's `values` as a set against the gold members."""
    said, wanted = _distinct(values), _distinct(gold)
    found = sum(any(same_value(member, value) for value in said) for member in wanted)
    right = sum(any(same_value(value, member) for member in wanted) for value in said)
    return SetScore(right / len(said) if said else 0.0, found / len(wanted) if wanted else 0.0)


def _distinct(values: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for value in values:
        if not any(same_value(value, known) for known in kept):
            kept.append(value)
    return kept
