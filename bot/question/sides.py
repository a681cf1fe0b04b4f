"""Tables that tell a match in each row: which two columns hold the sides."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from retriever.text import tokens
from retriever.types import Row
from retriever.values import ValueType

_WON, _LOST = {"winner", "winners", "champion", "champions"}, {"loser", "losers", "runner-up", "runners-up", "finalist"}
_FIRST, _SECOND = {"home", "host", "hosts", "red"}, {"away", "visitor", "visitors", "guest", "guests", "blue"}
_TOLD = 0.9  # a name may be misspelt in one of the columns
_NUMBERS = (("1", "2"), ("a", "b"))


def winner_of(labels: tuple[str, ...]) -> int | None:
    """The column that names who won; None where no label says so."""
    return next((c for c, label in enumerate(labels) if label.strip().lower() in _WON), None)


@lru_cache(maxsize=1000)
def sides_of(columns: tuple[tuple[str, ValueType], ...]) -> tuple[int, int, bool] | None:
    """(one side, the other, whether the one always won) of a table's columns: Winner and Loser, Home and Away."""
    words = {
        c: frozenset((*(w.text for w in tokens(label)), label.strip().lower()))
        for c, (label, kind) in enumerate(columns)
        if kind is ValueType.TEXT
    }
    for ones, others, ordered in ((_WON, _LOST, True), (_FIRST, _SECOND, False)):
        one = next((c for c, said in words.items() if said & ones), None)
        other = next((c for c, said in words.items() if said & others), None)
        if one is not None and other is not None and one != other:
            return one, other, ordered
    for first, second in _NUMBERS:
        for column, said in words.items():
            rival = next((c for c, also in words.items() if c != column and _numbered(said, also, first, second)), None)
            if rival is not None:
                return column, rival, False
    return None


def sides_by_winner(columns: Sequence[tuple[str, ValueType]], rows: Sequence[Row]) -> tuple[int, int, bool] | None:
    """The two columns of which one or the other holds what the winner's column repeats, in nearly every row.

    Whatever they are called: White and Blue, Challenger and Champion.
    """
    winner = winner_of(tuple(label for label, _ in columns))
    if winner is None:
        return None
    names = [[cell.value.text.casefold() for cell in row.cells] for row in rows]
    decided = [row for row in names if row[winner]]
    texts = [c for c, (_, kind) in enumerate(columns) if kind is ValueType.TEXT and c != winner]
    for one, other in combinations(texts, 2):
        told = [row[winner] in (row[one], row[other]) and row[one] != row[other] for row in decided]
        each = {row[winner] == row[one] for row in decided}
        if len(decided) > 1 and sum(told) >= _TOLD * len(decided) and len(each) > 1:
            return one, other, False
    return None


def _numbered(said: frozenset[str], also: frozenset[str], one: str, other: str) -> bool:
    """Whether two labels are "Player 1" and "Player 2"."""
    plain = {word for word in said if " " not in word}
    return one in plain and plain - {one} == {word for word in also if " " not in word} - {other} != set()
