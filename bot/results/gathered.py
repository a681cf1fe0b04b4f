"""Tables that a question means together: those of one round, all rounds of a draw, the players of both sides."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.question.links import Mention
from bot.question.question import Question
from bot.question.tables import TableView
from retriever.text import terms

_SIDES = 2


@dataclass(frozen=True)
class Group:
    """The tables of one round of one event: three heats are one group, the final another."""

    views: tuple[TableView, ...]
    explained: frozenset[int]
    """Question tokens that headings, dates and rounds account for."""
    lead_only: frozenset[int]
    """Those of them that only the first lines of a document account for: a report of Paris also mentions Tokyo."""
    fit: float
    """How well the headings fit, for ranking groups of one question."""

    def accounted(self, mentions: Sequence[Mention]) -> frozenset[int]:
        """Question tokens that the headings, or names in the tables, account for."""
        tables = {view.table.table_id for view in self.views}
        here = [mention for mention in mentions if any(place.table_id in tables for place in mention.places)]
        return self.explained | frozenset(i for mention in here for i in mention.words)


def whole_draws(groups: Sequence[Group]) -> list[Group]:
    """The groups, those of one document that list matches of several rounds in the same columns as one.

    The longest match of a tournament is that of all its rounds; a race is asked of its final.
    """
    found: dict[tuple[str, ...], list[Group]] = defaultdict(list)
    for group in groups:
        head = group.views[0].head
        matches = all(view.sides is not None for view in group.views)
        key = (head.summary.document_id, *head.summary.labels) if matches else (head.summary.table_id,)
        found[key].append(group)
    return [some[0] if len(some) == 1 else _as_one(some) for some in found.values()]


def both_sides(question: Question, groups: Sequence[Group]) -> list[Group]:
    """The groups, those of one document that list players of two sides in the same columns as one.

    Unless the question names one of the sides: who took the most of a match may be of either.
    """
    found: dict[tuple[str, ...], list[Group]] = defaultdict(list)
    for group in groups:
        head = group.views[0].head
        is_squad = all(
            view.rank is None and view.sides is None and view.head.scope.round is None for view in group.views
        )
        key = (head.summary.document_id, *head.summary.labels) if is_squad else (head.summary.table_id,)
        found[key].append(group)
    merged: list[Group] = []
    for some in found.values():
        named = [bool(set(terms(group.views[0].head.path[-1])) & set(question.stems)) for group in some]
        merged += [_as_one(some)] if len(some) == _SIDES and len(set(named)) == 1 else some
    return merged


def _as_one(groups: Sequence[Group]) -> Group:
    views = sorted((view for group in groups for view in group.views), key=lambda view: view.table.start)
    explained = frozenset.intersection(*(group.explained for group in groups))
    lead_only = explained & frozenset.intersection(*(group.lead_only for group in groups))
    return Group(tuple(views), explained, lead_only, max(group.fit for group in groups))
