"""How much of a question each row of a grid accounts for, by itself and with a page that it leads to."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.algebra.candidates import Candidate, candidates
from bot.algebra.conditions import Links
from bot.algebra.grid import rows_in
from bot.algebra.ranker import Ranked, Ranker
from bot.algebra.terms import Cells, Check
from bot.algebra.traits import Reading
from bot.chains.pages import Page, Pages
from bot.results.gathered import Group
from retriever.forward import word_key

# What the parser's belief in a row, and the share of the question that the table's headings hold, count beside words.
_BELIEF_SHARE, _HEADED_SHARE = 2.0, 3.0
_PLANS = 40  # sets of rows, the most believed first, that are looked at


@dataclass(frozen=True)
class Signs:
    """One row, and what of the question it accounts for."""

    row: int
    score: float
    """Higher is better; of rows of one question's tables, whichever."""
    told: float
    """What the words that the describing page adds are worth, with its likeness to the question."""
    describing: Page | None
    """The page that accounts for most of what the row leaves."""
    known: frozenset[int]
    """Tokens that headings and the row's cells account for."""
    by_page: frozenset[int]
    """Tokens that the describing page accounts for."""
    sure: float
    """How far the parser believes that this row is meant."""


@dataclass(frozen=True)
class Meaning:
    """A question against one grid and its pages."""

    group: Group
    links: Links
    pages: Pages
    said: Mapping[int, frozenset[int]]
    """Page → tokens that it says."""
    rarity: tuple[float, ...]
    """Of each token: how far it tells these pages apart, times its weight."""
    cosines: Mapping[int, float]
    rows: tuple[Signs, ...]
    """Best first, ties in the table's order."""
    beliefs: Mapping[tuple[int, int], float]
    """(row, column) → how far the parser believes that this cell alone is asked for."""

    @property
    def headed(self) -> frozenset[int]:
        """Tokens that the table's headings account for."""
        return self.group.explained

    def told_by(self, signs: Signs) -> frozenset[int]:
        """Tokens that headings, the row, or any page that it leads to account for, and those that only ask."""
        pages = (self.said[page.number] for page, _ in self.pages.of_row(signs.row))
        return signs.known.union(*pages) | self.links.question.cue_words


def meaning_of(
    group: Group, links: Links, pages: Pages, cosines: Mapping[int, float], ranker: Ranker, *, given: bool
) -> Meaning:
    """The rows of a group by how much of the question they account for. `given`: the table was chosen by the reader."""
    said = _said(links, pages.pages)
    rarity = _rarity(links, [frozenset(tokens) for tokens in said.values()])
    held = _held(links)
    row_rarity = _rarity(links, held)
    plans = _row_plans(links, ranker)
    sure: dict[int, float] = {}
    for plan in plans:
        inside = rows_in(plan.candidate.found.rows)
        for row in inside:
            sure[row] = max(sure.get(row, 0.0), plan.belief / len(inside))
    headings = 0.0 if given else _HEADED_SHARE * links.question.coverage(group.explained)
    found = []
    for row in range(len(links.grid.lines)):
        told, describing = 0.0, None
        for page, _ in pages.of_row(row):
            new = said[page.number] - held[row] - group.explained
            worth = math.fsum(rarity[i] for i in sorted(new)) + cosines[page.number]
            if worth > told:
                told, describing = worth, page
        own = math.fsum(row_rarity[i] for i in sorted(held[row]))
        score = own + told + _BELIEF_SHARE * sure.get(row, 0.0) + headings
        by_page = frozenset[int]() if describing is None else said[describing.number]
        found.append(Signs(row, score, told, describing, group.explained | held[row], by_page, sure.get(row, 0.0)))
    found.sort(key=lambda signs: -signs.score)
    return Meaning(group, links, pages, said, rarity, cosines, tuple(found), _cell_beliefs(plans))


def _said(links: Links, pages: Sequence[Page]) -> dict[int, frozenset[int]]:
    keys = [word_key(stem) for stem in links.question.stems]
    return {page.number: frozenset(i for i, key in enumerate(keys) if key in page.words) for page in pages}


def _held(links: Links) -> list[frozenset[int]]:
    """For each row the tokens that its cells say, or whose figure they hold."""
    grid = links.grid
    rows: list[set[int]] = [set() for _ in grid.lines]
    for token, stem in enumerate(links.question.stems):
        holding = 0
        for column in grid.stems:
            holding |= column.get(stem, 0)
        for row in rows_in(holding):
            rows[row].add(token)
    for condition in links.numbered:
        if condition.test is Check.EQUAL:
            for row in rows_in(condition.rows):
                rows[row] |= condition.words
    return [frozenset(tokens) for tokens in rows]


def _rarity(links: Links, holding: Sequence[frozenset[int]]) -> tuple[float, ...]:
    """Weight of each token times how few of the holders hold it: 1 for none of many, about 0 for all."""
    count = Counter(token for tokens in holding for token in tokens)
    many = max(1, len(holding))
    return tuple(
        weight * math.log((1 + many) / (0.5 + count[token])) / math.log(2 + many)
        for token, weight in enumerate(links.question.weights)
    )


def _row_plans(links: Links, ranker: Ranker) -> list[Ranked]:
    """Plans that read cells, the best of each set of rows, the most believed first."""
    cells: list[Candidate] = [c for c in candidates(links) if isinstance(c.term, Cells)]
    return ranker.rank(Reading(links), cells, lambda candidate: candidate.found.rows)[:_PLANS]


def _cell_beliefs(plans: Sequence[Ranked]) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for plan in plans:
        inside, column = rows_in(plan.candidate.found.rows), plan.candidate.column
        if len(inside) == 1 and column is not None:
            found[inside[0], column] = max(found.get((inside[0], column), 0.0), plan.belief)
    return found
