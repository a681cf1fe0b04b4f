"""Tables that tell a match in each row: which two columns hold the sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from retriever.text import tokens
from retriever.types import Row
from retriever.values import ValueType, sides

_WON, _LOST = {"winner", "winners", "champion", "champions"}, {"loser", "losers", "runner-up", "runners-up", "finalist"}
_FIRST, _SECOND = {"home", "host", "hosts", "red"}, {"away", "visitor", "visitors", "guest", "guests", "blue"}
_TOLD = 0.9  # a name may be misspelt in one of the columns
_NUMBERS = (("1", "2"), ("a", "b"))
_OPPONENTS = {"opponent", "opponents", "opposition", "opposing team", "opp", "rival", "rivals"}
_AT_HOME, _AWAY = ("h", "home"), ("a", "away", "@", "road")
_GROUNDS = {*_AT_HOME, *_AWAY, "n", "neutral"}
_SCORED = {"for", "f", "gf", "pf", "goals for", "points for", "scored", "us"}
_CONCEDED = {"against", "a", "ga", "pa", "goals against", "points against", "conceded", "them"}
_OUTCOMES = {
    **dict.fromkeys(("w", "won", "win", "victory"), 1.0), **dict.fromkeys(("l", "lost", "loss", "lose"), -1.0),
    **dict.fromkeys(("d", "t", "draw", "drew", "tie", "tied", "drawn"), 0.0),
}  # fmt: skip


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


@dataclass(frozen=True)
class Season:
    """The columns of a list of one side's matches, which only names whom it met."""

    opponent: int
    outcome: int | None
    """Won, drawn or lost, in a word or a letter."""
    scored: int | None
    conceded: int | None
    score: int | None
    """Both in one cell, its own first."""
    ground: int | None
    """Home or away."""

    def result(self, row: Row) -> float | None:
        """1 for a match that the side won, 0 for a draw, -1 for one it lost; None where the row doesn't tell."""
        if self.outcome is not None and (told := outcome_said(row.cells[self.outcome].value.text)) is not None:
            return told
        margin = self.margin(row)
        return None if margin is None else float((margin > 0) - (margin < 0))

    def margin(self, row: Row) -> float | None:
        """By how much it won, below nought where it lost; None where the row doesn't tell."""
        if self.scored is not None and self.conceded is not None:
            own, other = (row.cells[c].value.number for c in (self.scored, self.conceded))
            return None if own is None or other is None else own - other
        return None if self.score is None else row.cells[self.score].value.number

    def points(self, row: Row) -> tuple[float, float] | None:
        """Its own and the other's, from one cell; None where that tells no pair or several."""
        pairs = sides(row.cells[self.score].value.text) if self.score is not None else []
        return None if len(pairs) != 1 else (float(pairs[0][0]), float(pairs[0][1]))

    def told_score(self, row: Row) -> str:
        """Its own points and the other's as printed; "" where the row has none."""
        if self.score is not None:
            return row.cells[self.score].value.text
        pair = [row.cells[c].value.text for c in (self.scored, self.conceded) if c is not None]
        return "-".join(pair) if len(pair) == 2 and all(pair) else ""

    def is_away(self, row: Row) -> bool | None:
        """Whether the match was away; None where the row doesn't say, or it was at neither side's."""
        said = "" if self.ground is None else row.cells[self.ground].value.text.strip(" .").lower()
        return {**dict.fromkeys(_AT_HOME, False), **dict.fromkeys(_AWAY, True)}.get(said)


def season_of(columns: Sequence[tuple[str, ValueType]], rows: Sequence[Row]) -> Season | None:
    """The columns of a table of one side's matches; None for any other."""
    labels = [label.strip(" .:").lower() for label, _ in columns]
    texts = [c for c, (_, kind) in enumerate(columns) if kind in (ValueType.TEXT, ValueType.STATUS)]
    numbers = [c for c, (_, kind) in enumerate(columns) if kind is ValueType.NUMBER]
    opponent = next((c for c in texts if labels[c] in _OPPONENTS), None)
    if opponent is None:
        return None
    cells = {c: [row.cells[c].value.text for row in rows if row.cells[c].value.text] for c in texts}
    ground = next((c for c in texts if cells[c] and all(t.strip(" .").lower() in _GROUNDS for t in cells[c])), None)
    outcome = next((c for c in texts if cells[c] and all(outcome_said(t) is not None for t in cells[c])), None)
    scored = next((c for c in numbers if labels[c] in _SCORED), None)
    conceded = next((c for c in numbers if labels[c] in _CONCEDED), None)
    score = next((c for c, (_, kind) in enumerate(columns) if kind is ValueType.SCORE), None)
    told = outcome is not None or score is not None or (scored is not None and conceded is not None)
    return Season(opponent, outcome, scored, conceded, score, ground) if told else None


def outcome_said(text: str) -> float | None:
    """Won 1, drawn 0, lost -1 by the first word of a cell: "W", "Lost 2-1"; None for any other word."""
    return _OUTCOMES.get((text.split() or [""])[0].strip(",.:").lower())
