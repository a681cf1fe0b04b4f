"""Plans that the trained parser composes: for the tables a question may mean, the answers it believes in."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.algebra.asking import asks_for_rows, by_headings_alone, fullest_first, is_asked, tells_rows
from bot.algebra.beside import rows_to_tell
from bot.algebra.candidates import Candidate, candidates
from bot.algebra.conditions import Links
from bot.algebra.grid import Grid, rows_in
from bot.algebra.ranker import Ranked, Ranker, load_ranker
from bot.algebra.said import said_of
from bot.algebra.terms import Cells, Check, Count, Exceeds, Same
from bot.algebra.traits import Reading
from bot.question.lexicon import Asked, Operation
from bot.question.question import Question
from bot.question.tables import Line, TableView
from bot.results.finder import TableFinder
from bot.results.gathered import Group
from bot.results.plan import TELLING, Composition, Plan, PlanKind, doubts_of, led_elsewhere
from retriever.values import ValueType

MAX_ANSWERS = 3  # of one group; the others serve `include: ["plan"]`
MAX_ROWS = 400  # of a group: past that, candidates take longer than a reader waits
_CACHED_GRIDS = 512
_TYPES = {
    Asked.TIME: (ValueType.TIME,),
    Asked.DISTANCE: (ValueType.DISTANCE,),
    Asked.DATE: (ValueType.DATE, ValueType.SEASON, ValueType.NUMBER),
}


class Composer:
    """Composes plans over groups of tables; keeps the grids it has built."""

    def __init__(self, finder: TableFinder, ranker: Ranker | None = None) -> None:
        self._finder, self.ranker = finder, ranker or load_ranker()
        self._grid_of = lru_cache(maxsize=_CACHED_GRIDS)(_grid_of)

    def grid(self, group: Group) -> Grid | None:
        """The group's rows as plans see them; None where there are none, or too many to answer in time."""
        rows = sum(len(view.table.rows) for view in group.views)
        return self._grid_of(group.views) if 0 < rows <= MAX_ROWS else None

    def plans(self, question: Question, groups: Sequence[Group]) -> list[Plan]:
        """The best plans over those groups, best first, ties in the order of groups."""
        found = [plan for group in groups for plan in self._plans_of(question, group)]
        return sorted(found, key=_by_belief, reverse=True)

    def _plans_of(self, question: Question, group: Group) -> Iterator[Plan]:
        grid = self.grid(group)
        if grid is None:
            return
        links = Links(question, grid)
        headed = (group.explained - group.lead_only) | question.scope.words
        found = [c for c in candidates(links) if is_asked(question, c) and not by_headings_alone(question, headed, c)]
        reading = Reading(links)
        if asks_for_rows(links):
            found = [candidate for candidate in found if tells_rows(links, candidate)] or found
            believed = fullest_first(self.ranker.rank(reading, found, lambda candidate: candidate.found.rows))
        else:
            believed = self.ranker.rank(reading, found)
        for ranked in believed[:MAX_ANSWERS]:
            yield self.plan_of(question, group, links, ranked)

    def plan_of(self, question: Question, group: Group, links: Links, ranked: Ranked) -> Plan:
        """A composed plan as one among the others."""
        candidate, grid = ranked.candidate, links.grid
        explained = group.explained | _explained(question, links, candidate)
        led = led_elsewhere(question, group.lead_only, self._finder)
        told = rows_to_tell(links, candidate) & ~candidate.found.rows if isinstance(candidate.term, Cells) else 0
        return Plan(
            PlanKind.COMPOSED,
            tuple(_lines(grid, candidate.found.rows)),
            () if candidate.column is None else (candidate.column,),
            explained,
            question.coverage(explained) * doubts_of(question, self._finder, explained) * led,
            result=candidate.found.number,
            counted=tuple(_lines(grid, grid.body)),
            composition=Composition(
                candidate.term,
                candidate.found,
                grid,
                said_of(grid, candidate.term),
                ranked.belief,
                is_weak=_is_weak(question, links, candidate, explained - _told_above(question, group)),
                conditions=candidate.conditions,
                beside=tuple(_lines(grid, told)),
            ),
        )


def _told_above(question: Question, group: Group) -> frozenset[int]:
    """Words that only a report's first lines hold, but names and figures: what it tells of the day no row bears out."""
    return frozenset(i for i in group.lead_only if not question.is_specific(i))


def _by_belief(plan: Plan) -> float:
    return plan.score * (plan.composition.belief if plan.composition else 0.0)


def _grid_of(views: tuple[TableView, ...]) -> Grid:
    return Grid(views)


def _lines(grid: Grid, rows: int) -> list[Line]:
    return [grid.lines[row] for row in rows_in(rows)]


def _is_weak(question: Question, links: Links, candidate: Candidate, explained: frozenset[int]) -> bool:
    grid, used = links.grid, {i for condition in candidate.conditions for i in condition.words}
    if any(condition.test is Check.IS and not condition.words & used for condition in links.said):
        return True  # it passes over a name
    placed = {i for condition in candidate.conditions if condition.column == grid.rank for i in condition.words}
    unplaced = [cue for cue in question.has(Operation.NTH) if cue.word not in placed]
    if unplaced and (grid.rank is not None or any(len(cue.places) > 1 for cue in unplaced)):
        return True  # the rows are ranked, or medallists are asked for, and it takes a place for something else
    if any(weight >= TELLING and i not in explained for i, weight in enumerate(question.weights)):
        return True
    if not all(_suits(kind, grid, candidate) for kind in question.asked):
        return True
    names_row = any(condition.column == grid.label for condition in candidate.conditions)
    is_one = isinstance(candidate.term, Count) and candidate.found.number == 1
    return names_row and is_one


def _explained(question: Question, links: Links, candidate: Candidate) -> frozenset[int]:
    """Tokens that the plan's conditions and columns account for, and those that only ask."""
    columns = {condition.column for condition in candidate.conditions}
    columns |= {candidate.column} if candidate.column is not None else set()
    columns |= {candidate.scale.column} if candidate.scale is not None else set()
    said = {i for condition in candidate.conditions for i in condition.words}
    headed = {i for column in columns for i in links.headings[column].words}
    asking = {i for kind in question.asked if _suits(kind, links.grid, candidate) for i in question.words_asking(kind)}
    cues = {cue.word for cue in question.cues}
    return frozenset(said | headed | asking | cues) | question.achieving | question.words_asking(Asked.NAME)


def _suits(asked: Asked, grid: Grid, candidate: Candidate) -> bool:
    """Whether what is read off is of the kind asked for; a computed answer is what its scale is."""
    if asked is Asked.NATION:
        return candidate.column is not None and candidate.column == grid.views[0].nation
    if asked is Asked.YES_NO:
        return isinstance(candidate.term, Exceeds | Same)
    if asked not in _TYPES or candidate.column is None:
        return asked not in _TYPES
    return grid.columns[candidate.column].type in _TYPES[asked]
