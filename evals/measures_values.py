"""Answers compared as values: 3:27.65 is 3 min 27.65 s is 207.65 s, "fourteen hundredths" is 0.14; rounded is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.measures_text import answer_tokens
from evals.normalise import normalise
from retriever.values import Value, ValueType, parse_value, sides

_SAME = 1e-6  # canonical numbers carry rounding errors of their conversion; no source prints a millionth
_MAY_BE_BARE = frozenset({ValueType.NUMBER, ValueType.TIME, ValueType.DISTANCE, ValueType.PERCENT, ValueType.MONEY})


def same_value(answer: str, gold: str) -> bool:
    """Whether both name the same value; words compare as normalised words.

    Stricter than `values_agree`: there 54.9 s and a "54-second" lap can both be true, here only one was asked for.
    """
    if answer_tokens(answer) == answer_tokens(gold):
        return True
    said, wanted = parse_value(normalise(answer).strip(" .")), parse_value(normalise(gold).strip(" ."))
    if said.number is None or wanted.number is None or not _comparable(said, wanted):
        return False
    if said.type is ValueType.SCORE:  # its number is only the margin
        return sides(said.text) == sides(wanted.text)
    return abs(said.number - wanted.number) < _SAME


def _comparable(a: Value, b: Value) -> bool:
    """The same type and unit; a bare number may be anything that is measured ("0.14" for 0.14 s), but no rank."""
    if a.unit and b.unit and a.unit != b.unit:
        return False
    return a.type is b.type or (ValueType.NUMBER in {a.type, b.type} and {a.type, b.type} <= _MAY_BE_BARE)


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
