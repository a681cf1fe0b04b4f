"""Which rows an answer should tell beside those it reads: every name and figure of the question deserves its row."""

from bot.algebra.candidates import Candidate
from bot.algebra.conditions import Links
from bot.algebra.grid import Grid, bits, rows_in
from bot.algebra.terms import Check, Condition

_MOST_ROWS = 3  # of one name or figure; a nation or a year that more rows share describes them, it names none
_MOST_TOLD = 8
AROUND = ("ahead", "behind", "beat", "beaten", "defeat", "defeated", "lead", "margin", "closest", "close", "runner",
           "overtook", "edged")  # fmt: skip
_WHOLE = ("overall", "total", "altogether", "record", "career", "all")
_TELLING_FIT = 0.5
_NAMING = (Check.IS, Check.SAYS, Check.EQUAL)


def rows_to_tell(links: Links, candidate: Candidate) -> int:
    """The rows of the answer and the few rows that the rest of the question names, as bits."""
    told = candidate.found.rows
    used = [condition for condition in candidate.conditions if condition.rows & told]
    explained = frozenset(i for condition in used for i in condition.words)
    columns = {condition.column for condition in candidate.conditions}
    for condition in sorted(_naming(links), key=lambda c: _order_of(c, columns, links.grid)):
        if condition.words & explained:
            continue
        rows = condition.rows & links.grid.body
        if 0 < rows.bit_count() <= _MOST_ROWS and (told | rows).bit_count() <= _MOST_TOLD:
            told |= rows
            explained |= condition.words
    return told | _neighbours(links, told) | _sums(links, told)


def _neighbours(links: Links, told: int) -> int:
    """The rows before and after the only one told, where the question asks whom it was ahead of or behind."""
    if told.bit_count() != 1 or not links.question.said(*AROUND):
        return 0
    return (told << 1 | told >> 1) & links.grid.body


def _sums(links: Links, told: int) -> int:
    """The totals of what is told, where the question asks for the whole: of its section if there are any."""
    grid = links.grid
    if not links.question.said(*_WHOLE):
        return 0
    sums = rows_in(grid.everything & ~grid.body & ~bits(sorted(grid.headings)))
    sections = {grid.texts[-1][row] for row in rows_in(told)}
    return bits([row for row in sums if grid.texts[-1][row] in sections]) or bits(sums)


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
