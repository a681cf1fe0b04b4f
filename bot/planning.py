"""Every plan that a question's words allow over the tables it may mean."""

from collections.abc import Sequence

from bot.arithmetic import comparisons, counts, differences, gaps, means, shares
from bot.finder import Group, TableFinder
from bot.links import Mention
from bot.lookups import extremes, lists, lookups, nth, statuses
from bot.meetings import meetings
from bot.plan import Plan
from bot.question import Question
from bot.rounds import absences, rounds
from bot.selection import Selection

# In this order: of plans with equal scores the first is taken.
_MAKERS = (
    meetings, lookups, nth, extremes, counts, differences, means, shares, comparisons, rounds, gaps, absences, statuses,
    lists,
)  # fmt: skip



def plans_for(
    question: Question, mentions: Sequence[Mention], groups: Sequence[Group], finder: TableFinder
) -> list[Plan]:
    """Every plan the question's words allow over the given groups, best first; ties keep the groups' order."""
    found: list[Plan] = []
    for group in groups:
        rows = Selection(question, mentions, group, finder)
        found += [plan for make in _MAKERS for plan in make(rows)]
    return sorted(found, key=lambda plan: -plan.score)
