"""A bound that a question sets: "under 3:30", "20 or more", "faster than the record"."""

from dataclasses import dataclass

from bot.algebra.terms import Check
from bot.question.tables import Line
from retriever.values import Value


@dataclass(frozen=True)
class Limit:
    """A bound on the values that are counted."""

    value: Value
    below: bool
    inclusive: bool
    words: frozenset[int]
    measure: Line | None = None
    """The row that the bound is read off, where the question names it: "faster than the Olympic record"."""

    @property
    def said(self) -> str:
        """The bound in words."""
        if self.measure is not None:
            return f"{'under' if self.below else 'over'} {self.measure.name} {self.value.text}"
        if self.inclusive:
            return f"at {'most' if self.below else 'least'} {self.value.text}"
        return f"{'under' if self.below else 'over'} {self.value.text}"

    @property
    def check(self) -> Check:
        """How it is compared."""
        if self.below:
            return Check.AT_MOST if self.inclusive else Check.UNDER
        return Check.AT_LEAST if self.inclusive else Check.OVER

    def allows(self, value: Value) -> bool:
        """Whether a value is within the bound; a row without a number never is."""
        if value.number is None or self.value.number is None:
            return False
        if value.number == self.value.number:
            return self.inclusive
        return value.number < self.value.number if self.below else value.number > self.value.number
