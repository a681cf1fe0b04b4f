"""Numbers about a statement and a table from which a trained model tells whether the table bears it out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.algebra.candidates import candidates
from bot.algebra.conditions import Links
from bot.algebra.grid import rows_in
from bot.algebra.ranker import Ranked, Ranker
from bot.algebra.terms import Check
from bot.algebra.traits import Reading
from bot.question.question import Question
from bot.statements.slots import Slot, agreement, columns_of, is_like, masked, slots_of
from retriever.text import STOPWORDS

# Words that turn what a statement says of its table, by kind; each kind is one number.
CUES = {
    "denied": "not no never none neither nor without nt didnt except zero 0",
    "only": "only single sole alone just",
    "all": "all every each both entire always",
    "more": "more higher greater larger longer better above over most",
    "less": "less lower fewer smaller shorter below under least",
    "superlative": "most highest lowest largest smallest fewest least best worst biggest first last latest earliest "
                   "longest shortest top fastest slowest oldest youngest",
    "summed": "average mean total combined sum",
    "same": "same different equal identical tie tied",
    "ordered": "before after prior later earlier",
    "quantified": "majority half most many several few multiple",
}  # fmt: skip
_CUES = {name: frozenset(words.split()) for name, words in CUES.items()}
_OF_SLOTS = ("agree least", "agree mean", "agree surest", "borne", "first agrees", "first belief", "number")
NAMES = (
    *(f"{kind} {name}" for kind in ("slots", "figures", "names") for name in _OF_SLOTS),
    "one row", "words beside", "two rows", "names in a row", "figures in it", "linked", "covered", "words",
    "rows", "ands",
    *CUES, "denied borne", "denied agree",
)  # fmt: skip
_NAMED = (Check.IS, Check.SAYS, Check.EQUAL, Check.OUTCOME)
_MIN_FIT = 0.4  # of a cell that words must cover to be told of its row
_FEW_ROWS = 8  # rows that are tried as one of two
_WORDS, _LOG_ROWS, _BESIDE = 20, 4, 4  # about the most there is of each, so that numbers stay near 1


@dataclass(frozen=True)
class Tried:
    """One thing that the statement says, and what plans give in its place."""

    slot: Slot
    links: Links
    """Of the question whose answer it would be."""
    ranked: tuple[Ranked, ...]
    """The most believed first."""
    agrees: tuple[float, ...]
    """For each the share of it that the statement says."""

    @property
    def agreeing(self) -> float:
        """Share of the belief that is in plans that give what the statement says, among others or alone."""
        whole = sum(one.belief for one in self.ranked)
        held = sum(one.belief for one, share in zip(self.ranked, self.agrees, strict=True) if share > 0)
        return held / whole if whole > 0 else 0.0

    @property
    def first(self) -> float:
        """Share of the belief that the best plan has."""
        whole = sum(one.belief for one in self.ranked)
        return self.ranked[0].belief / whole if whole > 0 else 0.0


def tried(question: Question, links: Links, ranker: Ranker) -> list[Tried]:
    """Each thing that the statement says, with the plans for it; none for one that no plan can give."""
    found = []
    for slot in slots_of(links):
        asked = Links(Question(masked(links, slot), question.idf, question.spell), links.grid)
        plans = [c for c in candidates(asked, columns_of(slot, links.grid)) if is_like(slot, c)]
        ranked = ranker.rank(Reading(asked), plans)
        if ranked:
            agrees = tuple(agreement(slot, one.candidate, links.grid) for one in ranked)
            found.append(Tried(slot, asked, tuple(ranked), agrees))
    return found


def numbers_of(links: Links, found: Sequence[Tried]) -> list[float]:
    """One number for each of `NAMES`."""
    names = [one for one in found if one.slot.condition is not None]
    figures = [one for one in found if one.slot.condition is None]
    slots = [number for kind in (found, figures, names) for number in _slot_numbers(kind)]
    said = {word.text for word in links.question.words}
    cues = [float(bool(said & words)) for words in _CUES.values()]
    borne, least = slots[_OF_SLOTS.index("borne")], slots[0]
    return [*slots, *_row_numbers(links), *cues, cues[0] * borne, cues[0] * least]


def _slot_numbers(found: Sequence[Tried]) -> list[float]:
    if not found:
        return [0.0] * len(_OF_SLOTS)
    agreeing = [one.agreeing for one in found]
    sure = [one.first for one in found]
    surest = max(range(len(found)), key=lambda i: (sure[i], -i))
    return [
        min(agreeing),
        sum(agreeing) / len(found),
        agreeing[surest],
        sum((2 * held - 1) * weight for held, weight in zip(agreeing, sure, strict=True)) / len(found),
        sum(one.agrees[0] > 0 for one in found) / len(found),
        sure[surest],
        len(found) / 3,
    ]


def _row_numbers(links: Links) -> list[float]:
    """How much of what the statement names stands in one row together, or in two."""
    named = [c for c in links.conditions if c.test in _NAMED and c.fit >= _MIN_FIT and not c.negated]
    by_row: dict[int, set[int]] = {}
    for condition in named:
        for row in rows_in(condition.rows):
            by_row.setdefault(row, set()).update(condition.words)
    told = {i for condition in named for i in condition.words}
    names = {i for c in named if c.test in (Check.IS, Check.SAYS) for i in c.words}
    figures = {i for c in named if c.test is Check.EQUAL for i in c.words}
    most = max((len(words) for words in by_row.values()), default=0)
    fullest = sorted(by_row.values(), key=len, reverse=True)[:_FEW_ROWS]
    pair = max((len(one | other) for one in fullest for other in by_row.values()), default=0)
    of_names = max((len(words & names) for words in by_row.values()), default=0)
    beside = max((len(w & figures) for w in by_row.values() if len(w & names) == of_names), default=0)
    return [
        most / max(1, len(told)),
        (len(told) - most) / _BESIDE,
        pair / max(1, len(told)),
        of_names / max(1, len(names)),
        beside / max(1, len(figures)),
        *_covered(links),
    ]


def _covered(links: Links) -> list[float]:
    words = links.question.words
    content = {i for i, word in enumerate(words) if word.text not in STOPWORDS}
    headed = {i for heading in links.headings for i in heading.words}
    return [
        len(links.linked & content) / max(1, len(content)),
        len((links.linked | headed) & content) / max(1, len(content)),
        len(words) / _WORDS,
        math.log1p(links.grid.body.bit_count()) / _LOG_ROWS,
        sum(word.text == "and" for word in words) / 2,
    ]
