"""Who went on from a round and who did not: by the marks in its rows, else by who is in the next round's results."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.question.question import Question
from bot.question.scope import REPECHAGE
from bot.question.tables import Line, TableView
from bot.results.finder import TableFinder
from retriever.text import fold, tokens

_ON = {"advance", "advanced", "advances", "qualify", "qualified", "qualifies", "qualifier", "qualifiers", "progress",
       "progressed", "through"}  # fmt: skip
_REACHING = {"reach", "reached", "reaches", "make", "get", "go", "move", "moved", "book", "booked"}  # of a named round
_OUT = {"miss", "missed", "misses", "fail", "failed", "eliminated", "knocked", "exit", "exited", "bow", "bowed", "out"}
_DENIED = {"not", "didnt", "never", "nobody", "none"}
_SOURCE = {"from", "in", "out", "of", "at", "after"}  # "qualified from the semi-final" went on from it
_MARKS = {"q"}  # Q by place, q by time
_NAMED_WITHIN = 4  # words between "reached" and the round


@dataclass(frozen=True)
class Advance:
    """What a question says of going on from the rows of one round."""

    keys: frozenset[tuple[str, int]]
    """Rows that it means: of those who went on, or of those who did not."""
    words: frozenset[int]
    went_on: bool
    views: tuple[TableView, ...]
    """Tables of the next round; empty where the rows' own marks tell."""

    def rows_there(self, lines: Sequence[Line]) -> list[Line]:
        """The rows of the next round that are about the same people as `lines`, in their order."""
        there = {_name(line): line for view in self.views for line in view.lines()}
        return [there[_name(line)] for line in lines if _name(line) in there]


def advance_of(question: Question, lines: Sequence[Line], finder: TableFinder) -> Advance | None:
    """The rows that a question means by who went on or missed out; None where it says nothing of that or none shows."""
    said = _words_of_going_on(question)
    if not said or not lines or words_of_being_there(question, lines[0].view.head.scope.round):
        return None
    texts = [word.text for word in question.words]
    out = {i for i, text in enumerate(texts) if text in _OUT} | {i for i, text in enumerate(texts) if text in _DENIED}
    marked = [line for line in lines if _is_marked(line)]
    target = () if marked else _next_round(question, lines, finder)
    if not marked and not target:
        return None
    gone = {_name(line) for view in target for line in view.lines()} - _through_second_chance(lines, target, finder)
    went_on = {line.key for line in marked} or {line.key for line in lines if _name(line) in gone}
    meant = frozenset(line.key for line in lines) - went_on if out else frozenset(went_on)
    return Advance(meant, frozenset(said | out), not out, tuple(target))


def words_of_being_there(question: Question, here: str | None) -> frozenset[int]:
    """Tokens by which the question means those who are in this round: "reached the final", asked of the final."""
    texts = [word.text for word in question.words]
    if question.scope.rounds != (here,) or set(texts) & (_OUT | _DENIED):
        return frozenset()
    said = _words_of_going_on(question)
    return frozenset(i for i in said if _leads_to_round(question, i))


def _leads_to_round(question: Question, index: int) -> bool:
    """Whether the round stands right behind the word, as its goal: "reached the final"."""
    ahead = range(index + 1, min(len(question.words), index + 1 + _NAMED_WITHIN))
    goal = next((i for i in ahead if i in question.scope.words), None)
    between = [question.words[i].text for i in range(index + 1, goal)] if goal is not None else ["from"]
    passed = "through" in (question.words[index].text, *between) and "to" not in between  # "through the first heat"
    return not set(between) & _SOURCE and not passed


def _words_of_going_on(question: Question) -> set[int]:
    """Tokens that speak of going on: "advanced", "through", or "reached" before a round that is named."""
    texts = [word.text for word in question.words]
    found = {i for i, text in enumerate(texts) if text in _ON}
    for i, text in enumerate(texts):
        if text in _REACHING | _OUT:
            ahead = range(i + 1, min(len(texts), i + 1 + _NAMED_WITHIN))
            if any(j in question.scope.words or j in found for j in ahead):
                found.add(i)
    return found


def _next_round(question: Question, lines: Sequence[Line], finder: TableFinder) -> list[TableView]:
    """Tables of the round that is asked about, else of the first later one that some of these people are in."""
    own = {line.view.table.table_id for line in lines}
    here = lines[0].view.head.scope.round
    last = max(line.view.table.start for line in lines)
    document = lines[0].view.head.summary.document_id
    later = [
        view
        for view in finder.siblings(lines[0].view)
        if view.table.table_id not in own
        and view.head.scope.round not in (None, here)
        and (view.head.summary.document_id != document or view.table.start > last)
    ]
    named = [view for view in later if view.head.scope.round in question.scope.rounds]
    names = {_name(line) for line in lines}
    sharing = [v for v in named or later if any(_name(line) in names for line in v.lines())]
    sharing = [v for v in sharing if named or v.head.scope.round != REPECHAGE]
    first = min(sharing, key=lambda v: v.table.start, default=None)
    return [v for v in named or later if first is not None and v.head.scope.round == first.head.scope.round]


def _through_second_chance(lines: Sequence[Line], target: Sequence[TableView], finder: TableFinder) -> set[str]:
    """Names in a repechage between the two rounds: they did not go through from here."""
    rounds = {lines[0].view.head.scope.round, *(view.head.scope.round for view in target)}
    if not target or REPECHAGE in rounds:
        return set()
    between = [v for v in finder.siblings(lines[0].view) if v.head.scope.round == REPECHAGE]
    return {_name(line) for view in between if view.table.start < target[0].table.start for line in view.lines()}


def _is_marked(line: Line) -> bool:
    """Whether a cell beside the name says Q or q."""
    others = [c for c in range(len(line.row.cells)) if c not in (line.view.label, line.view.nation)]
    return any(token.text in _MARKS for c in others for token in tokens(line.value(c).text))


def _name(line: Line) -> str:
    return fold(line.name)
