"""Bounds that a question sets to values: "under 3:30", "20 or more", "a negative difference", "double figures"."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from bot.algebra.terms import Check
from bot.question.question import Question
from bot.question.scope import counting_number
from bot.question.tables import Line, TableView
from retriever.text import terms
from retriever.values import Value, ValueType, parse_value

_UNDER = {"under", "below", "sub", "inside", "broke", "break", "beat", "less", "fewer", "faster", "quicker", "within"}
_OVER = {
    "over",
    "above",
    "more",
    "passed",
    "pass",
    "topped",
    "reached",
    "reach",
    "cleared",
    "clear",
    "slower",
    "exceed",
    "exceeded",
    "least",
    "beyond",
    "past",
    "longer",
    "higher",
}
_OR_BEYOND = {"more", "fewer", "less", "better"}
_INCLUSIVE = {"least", "most", "reached", "reach", "cleared", "clear"}
_SIGNED = {"negative": True, "positive": False}  # is it below nought?
_NONE = {"no", "without"}
_UNBEATEN = {"unbeaten": ("l", "lost"), "undefeated": ("l", "lost"), "winless": ("w", "won")}
_HAVING = {"had", "have", "has", "win", "won", "lost", "lose", "score", "scored", "take", "took", "make", "made",
           "with", "got", "get", "hit", "concede", "conceded", "earned", "collected", "played"}  # fmt: skip
_SOME = {"a", "an", "any"}
_DIGITS = {"double": "10", "triple": "100"}


@dataclass(frozen=True)
class Limit:
    """A bound on the values that are counted."""

    value: Value
    below: bool
    inclusive: bool
    words: frozenset[int]
    column: int | None = None
    """The column that it bounds, where its words name one; None: the one asked for, or the first of its type."""
    exact: bool = False
    """Whether only the value itself is within it."""
    measure: Line | None = None
    """The row that the bound is read off, where the question names it: "faster than the Olympic record"."""

    @property
    def said(self) -> str:
        """The bound in words."""
        if self.measure is not None:
            return f"{'under' if self.below else 'over'} {self.measure.name} {self.value.text}"
        if self.exact:
            return ""
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
        if self.exact:
            return False
        return value.number < self.value.number if self.below else value.number > self.value.number


def figure_limit(question: Question, view: TableView, asking: Collection[int]) -> Limit | None:
    """A figure with the words that make it a bound; `asking`: tokens that ask for some column."""
    types = {column.type for column in view.columns}
    texts = [word.text for word in question.words]
    for figure in question.figures:
        inside = [i for i, w in enumerate(question.words) if figure.start <= w.start < figure.end]
        if not inside:
            continue
        first, last = min(inside), max(inside)
        of_noun = _counts_a_noun(question, last)
        value = figure.value if of_noun else _as_mark(figure.value, view)
        if value.type not in types or value.number is None or (of_noun and last + 1 not in asking):
            continue
        end = question.words[last].end
        if of_noun and question.text[end : end + 1] == "-":  # "20-point scorers" have as many or more
            return Limit(value, below=False, inclusive=True, words=frozenset((*inside, last + 1)))
        for at in (last + 1, last + 2):  # "30 or more", "30 points or more"
            if texts[at : at + 1] == ["or"] and texts[at + 1 : at + 2] and texts[at + 1] in _OR_BEYOND:
                below = texts[at + 1] in {"fewer", "less"}
                return Limit(value, below=below, inclusive=True, words=frozenset((*inside, at, at + 1)))
        before = range(max(0, first - 4), first)
        for sense, below in ((_UNDER, True), (_OVER, False)):
            said = [i for i in before if texts[i] in sense]
            if said:
                inclusive = any(texts[i] in _INCLUSIVE for i in said)
                return Limit(value, below=below, inclusive=inclusive, words=frozenset((*inside, *said)))
    return None


def signed_limit(question: Question, view: TableView) -> Limit | None:
    """Below or above nought: "a negative goal difference"."""
    said = [i for i, word in enumerate(question.words) if word.text in _SIGNED]
    if not said or ValueType.NUMBER not in {column.type for column in view.columns}:
        return None
    below = _SIGNED[question.words[said[0]].text]
    return Limit(parse_value("0"), below=below, inclusive=False, words=frozenset(said))


def par_limit(question: Question, view: TableView) -> Limit | None:
    """Under or over par, where a column counts to par."""
    numbers = [c for c, column in enumerate(view.columns) if column.type is ValueType.NUMBER]
    columns = [c for c in numbers if "par" in terms(view.columns[c].label)]
    at = next((i for i, word in enumerate(question.words) if word.text == "par"), 0)
    before = question.before(at) if at else None
    if not columns or before not in (*_UNDER, *_OVER):
        return None
    said = frozenset({at - 1, at})
    return Limit(parse_value("0"), below=before in _UNDER, inclusive=False, words=said, column=columns[0])


def none_limit(question: Question, view: TableView, asking: Collection[int]) -> Limit | None:
    """None of what a column counts: "which club won no gold medal"."""
    at = next((i for i, word in enumerate(question.words) if word.text in _NONE and i + 1 in asking), None)
    if at is None or ValueType.NUMBER not in {column.type for column in view.columns}:
        return None
    return Limit(parse_value("0"), below=True, inclusive=True, words=frozenset({at}))


def unbeaten_limit(question: Question, view: TableView) -> Limit | None:
    """No defeat, or no win, of a league's table: "which teams went unbeaten"."""
    for at, word in enumerate(question.words):
        letters = _UNBEATEN.get(word.text)
        column = next((c for c, col in enumerate(view.columns) if letters and col.label.split()[-1:] and
                       col.label.split()[-1].lower() in letters and col.type is ValueType.NUMBER), None)  # fmt: skip
        if column is not None:
            return Limit(parse_value("0"), below=True, inclusive=True, words=frozenset({at}), column=column)
    return None


def exact_limit(question: Question, view: TableView, asking: Collection[int]) -> Limit | None:
    """Just so many of what a column counts: "which teams won two games", "who had four points"."""
    if ValueType.NUMBER not in {column.type for column in view.columns}:
        return None
    for at, word in enumerate(question.words[:-1]):
        number = counting_number(word.text)
        if number is not None and at + 1 in asking and (question.before(at) or "") in _HAVING:
            said = frozenset({at, at - 1, at + 1})
            return Limit(parse_value(str(number)), below=False, inclusive=True, words=said, exact=True)
    return None


def some_limit(question: Question, view: TableView, asking: Collection[int]) -> Limit | None:
    """At least one of what a column counts: "how many players scored a goal"."""
    at = next((i for i, word in enumerate(question.words) if word.text in _SOME and i + 1 in asking), None)
    noun = question.words[at + 1].text if at is not None else ""
    singular = bool(noun) and not noun.endswith("s")
    if not singular or ValueType.NUMBER not in {column.type for column in view.columns}:
        return None
    return Limit(parse_value("0"), below=False, inclusive=False, words=frozenset({at or 0}))


def digits_limit(question: Question) -> Limit | None:
    """As many digits as are named: "in double figures" is 10 or more."""
    for at, (first, second) in enumerate(pairwise(word.text for word in question.words)):
        if first in _DIGITS and second in {"figures", "digits"}:
            return Limit(parse_value(_DIGITS[first]), below=False, inclusive=True, words=frozenset({at, at + 1}))
    return None


def _counts_a_noun(question: Question, last: int) -> bool:
    """Whether a noun behind the figure says what it counts: "60 goals" are no seconds."""
    at = last + 1
    return at < len(question.words) and question.weights[at] > 0 and not question.is_specific(at)


def _as_mark(value: Value, view: TableView) -> Value:
    """A bare figure as the marks of these rows are typed: "50.75" is a time among times."""
    kind = view.columns[view.mark].type if view.mark is not None else None
    if value.type is ValueType.NUMBER and kind in (ValueType.TIME, ValueType.DISTANCE):
        return parse_value(value.text, hint=kind)
    return value
