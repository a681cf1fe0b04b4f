"""Which rows an answer should tell beside those it reads: every name and figure of the question deserves its row."""

from bot.algebra.candidates import Candidate
from bot.algebra.conditions import Links
from bot.algebra.grid import Grid
from bot.algebra.terms import Check, Condition

_MOST_ROWS = 3  # of one name or figure; a nation or a year that more rows share describes them, it names none
_MOST_TOLD = 8
_TELLING_FIT = 0.5
_NAMING = (Check.IS, Check.SAYS, Check.EQUAL)


def rows_to_tell(links: Links, candidate: Candidate) -> int:
    """The rows of the answer and the few rows that the rest of the question names, as bits."""
    told = candidate.found.rows
    explained = frozenset(i for condition in candidate.conditions for i in condition.words)
    columns = {condition.column for condition in candidate.conditions}
    for condition in sorted(_naming(links), key=lambda c: _order_of(c, columns, links.grid)):
        if condition.words & explained:
            continue
        rows = condition.rows & links.grid.body
        if 0 < rows.bit_count() <= _MOST_ROWS and (told | rows).bit_count() <= _MOST_TOLD:
            told |= rows
            explained |= condition.words
    return told


def _naming(links: Links) -> list[Condition]:
    """Conditions that can name a row: by who it is about, by its place, or by a column that the question names."""
    grid = links.grid
    return [
        condition
        for condition in links.conditions
        if condition.test in _NAMING
        and condition.fit >= _TELLING_FIT
        and (
            condition.column in (grid.label, grid.rank)
            or condition.test is Check.IS
            or links.headings[condition.column].share > 0
        )
    ]


def _order_of(condition: Condition, columns: set[int], grid: Grid) -> tuple[bool, bool, int, float, int]:
    """Where the plan looks first, then names before places, the most words first."""
    home = condition.column in columns
    return (not home, condition.column != grid.label, -len(condition.words), -condition.fit, condition.column)

