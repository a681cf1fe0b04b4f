"""Plans that the trained parser composes: for the tables a question may mean, the answers it believes in."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.algebra.candidates import Candidate, candidates
from bot.algebra.conditions import Links
from bot.algebra.grid import Grid, rows_in
from bot.algebra.ranker import Ranked, Ranker, load_ranker
from bot.algebra.said import said_of
from bot.algebra.traits import Reading
from bot.finder import Group, TableFinder
from bot.lexicon import Asked
from bot.plan import Composition, Plan, PlanKind, doubts_of
from bot.question import Question
from bot.tables import Line, TableView

MAX_ANSWERS = 3  # of one group; the others serve `include: ["plan"]`
MAX_ROWS = 400  # of a group: past that, candidates take longer than a reader waits
_CACHED_GRIDS = 512


class Composer:
    """Composes plans over groups of tables; keeps the grids it has built."""

    def __init__(self, finder: TableFinder, ranker: Ranker | None = None) -> None:
        self._finder, self._ranker = finder, ranker or load_ranker()
        self._grid = lru_cache(maxsize=_CACHED_GRIDS)(_grid_of)

    def plans(self, question: Question, groups: Sequence[Group]) -> list[Plan]:
        """The best plans over those groups, best first, ties in the order of groups."""
        found = [plan for group in groups for plan in self._plans_of(question, group)]
        return sorted(found, key=_by_belief, reverse=True)

    def _plans_of(self, question: Question, group: Group) -> Iterator[Plan]:
        if not 0 < sum(len(view.table.rows) for view in group.views) <= MAX_ROWS:
            return
        grid = self._grid(group.views)
        links = Links(question, grid)
        for ranked in self._ranker.rank(Reading(links), candidates(links))[:MAX_ANSWERS]:
            yield self._plan_of(question, group, links, ranked)

    def _plan_of(self, question: Question, group: Group, links: Links, ranked: Ranked) -> Plan:
        candidate, grid = ranked.candidate, links.grid
        explained = group.explained | _explained(question, links, candidate)
        return Plan(
            PlanKind.COMPOSED,
            tuple(_lines(grid, candidate.found.rows)),
            () if candidate.column is None else (candidate.column,),
            explained,
            question.coverage(explained) * doubts_of(question, self._finder, explained),
            result=candidate.found.number,
            counted=tuple(_lines(grid, grid.body)),
            composition=Composition(candidate.term, candidate.found, said_of(grid, candidate.term), ranked.belief),
        )


def _by_belief(plan: Plan) -> float:
    return plan.score * (plan.composition.belief if plan.composition else 0.0)


def _grid_of(views: tuple[TableView, ...]) -> Grid:
    return Grid(views)


def _lines(grid: Grid, rows: int) -> list[Line]:
    return [grid.lines[row] for row in rows_in(rows)]


def _explained(question: Question, links: Links, candidate: Candidate) -> frozenset[int]:
    """Tokens that the plan's conditions and columns account for, and those that only ask."""
    columns = {condition.column for condition in candidate.conditions}
    columns |= {candidate.column} if candidate.column is not None else set()
    columns |= {candidate.scale.column} if candidate.scale is not None else set()
    said = {i for condition in candidate.conditions for i in condition.words}
    headed = {i for column in columns for i in links.headings[column].words}
    return frozenset(said | headed) | question.cue_words | question.achieving | question.words_asking(Asked.NAME)
