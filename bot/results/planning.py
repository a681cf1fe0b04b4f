"""Every plan that a question's words allow over the tables it may mean."""

from collections.abc import Sequence
from itertools import pairwise

from bot.algebra.grid import Facet
from bot.question.lexicon import DIFFERENCE
from bot.question.links import Mention
from bot.question.part_labels import part_label
from bot.question.question import Question
from bot.results.across import across, joined, told_apart
from bot.results.arithmetic import comparisons, counts, differences, gaps, means, ratios, shares
from bot.results.crosstables import crossed
from bot.results.every_part import between_parts, discarded, every_part, level, summed_parts
from bot.results.finder import TableFinder
from bot.results.gathered import Group
from bot.results.grouping import groupings
from bot.results.leaders import changed, held_apart, leaders
from bot.results.lookups import (
    described,
    extremes,
    finished,
    had_any,
    lists,
    lookups,
    not_started,
    nth,
    statuses,
)
from bot.results.meetings import meetings
from bot.results.neighbours import companions, conquerors, neighbours
from bot.results.own_points import own_points
from bot.results.parts import parts
from bot.results.plan import Plan, PlanKind
from bot.results.podiums import podiums
from bot.results.rates import rates
from bot.results.rounds import absences, rounds
from bot.results.seasons import seasons
from bot.results.segments import segments, within_row
from bot.results.selection import Selection
from bot.results.titles import titles
from bot.results.tries import attempts, heights
from retriever.values import ValueType

# In this order: of plans with equal scores the first is taken.
_MAKERS = (
    meetings, own_points, seasons, podiums, crossed, attempts, heights, rates, leaders, held_apart, changed, every_part,
    between_parts, summed_parts, discarded, level, neighbours, conquerors, companions,
    lookups, described, nth, groupings, extremes, counts, differences, ratios, means, shares, comparisons, rounds, gaps,
    absences, statuses, not_started, finished, had_any, lists, segments, within_row, parts,
)  # fmt: skip
_PART_DIGITS = 3  # "run 2024" is a year's
_COMPUTED = {PlanKind.SUM, PlanKind.MEAN, PlanKind.MEDIAN, PlanKind.DIFFERENCE, PlanKind.RATIO}
_MARGINS = {"margins", "differences", "win", "won", "beat", "winning", "lead", "lost", "lose"}


def plans_for(
    question: Question, mentions: Sequence[Mention], groups: Sequence[Group], finder: TableFinder
) -> list[Plan]:
    """Every plan the question's words allow over the given groups, best first; ties keep the groups' order."""
    found: list[Plan] = []
    for group in groups:
        rows = Selection(question, mentions, group, finder)
        if _lacks_part(rows):
            continue
        found += [plan for make in _MAKERS for plan in make(rows)]
    found += titles(question, mentions, finder)
    for one, other in told_apart(question, groups):
        found += across(Selection(question, mentions, joined(one, other), finder), one)
    return sorted((plan for plan in found if not _adds_scores(question, plan)), key=lambda plan: -plan.score)


def _lacks_part(rows: Selection) -> bool:
    """Whether the question asks for a part that the table, which numbers such parts, does not have: "control 7"."""
    labels = [part_label(column.label) for column in rows.group.views[0].columns]
    numbers: dict[str, set[int]] = {}
    for label in labels:
        if label is not None and len(label.kind) > 1:
            numbers.setdefault(label.kind, set()).add(label.number)
    words = [word.text for word in rows.question.words]
    for kind, known in numbers.items():
        asked = {int(b) for a, b in pairwise(words) if a == kind and b.isdigit() and len(b) < _PART_DIGITS}
        if len(known) > 1 and asked and not asked & known:
            return True
    return False


def _adds_scores(question: Question, plan: Plan) -> bool:
    """Whether the plan computes over scores of two sides ("61-54"), whose number is the margin, where none is asked."""
    of_side = plan.facet is not Facet.VALUE or plan.second is not None
    if plan.kind not in _COMPUTED or of_side or question.said(*DIFFERENCE, *_MARGINS):
        return False
    cells = [line.row.cells for line in plan.lines]
    values = [some[column].value for some in cells for column in plan.columns if column < len(some)]
    return len(values) > 1 and all(value.type is ValueType.SCORE for value in values)
