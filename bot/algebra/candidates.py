"""Candidate plans for a question over one grid: every small composition of what the question could mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.algebra.arithmetic import Found, gap, total
from bot.algebra.conditions import Links, ranking_scales
from bot.algebra.evaluate import cells, common, counted, exceeds, longest_run, same
from bot.algebra.grid import Facet, Part, Scale, rows_in
from bot.algebra.rows import alike, beside, best, beyond, compared, nth
from bot.algebra.terms import (
    Alike,
    All,
    Beside,
    Best,
    Beyond,
    Cells,
    Check,
    Common,
    Compared,
    Condition,
    Count,
    Distinct,
    Either,
    Exceeds,
    Exists,
    Gap,
    Leading,
    Nth,
    Posed,
    Rows,
    Run,
    Same,
    Surplus,
    Total,
    Where,
)
from bot.question.lexicon import YES_NO
from bot.question.scope import small_number
from retriever.values import ValueType

MAX_BASES = 26  # selections by conditions alone
MAX_TOGETHER = 3  # conditions of one selection
MAX_RANKED = 12  # selections of which extremes are tried
MAX_SCALES = 7
MAX_CANDIDATES = 3000
_FEW = 4  # rows that a question can mean by a name; their neighbours can be asked for
_LARGEST_PLACE = 12
_DENYING = ("not", "no", "other", "except", "besides", "without", "never", "excluding", "apart", "none", "nor", "didnt",
            "doesnt", "wasnt", "werent", "isnt", "dont", "hasnt", "havent", "different", "another")  # fmt: skip
_POINTS = (Check.SAYS, Check.IS, Check.EQUAL, Check.OUTCOME)
_UNADDABLE = (ValueType.RANK, ValueType.DATE, ValueType.SEASON)


@dataclass(frozen=True, slots=True)
class Picked:
    """Rows with the term that picks them and the conditions it uses."""

    term: Rows
    rows: int
    conditions: tuple[Condition, ...]
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan and what it gives."""

    term: Posed
    found: Found
    conditions: tuple[Condition, ...]
    scale: Scale | None
    """What it ranks or adds up by."""
    column: int | None
    """What it reads off."""


def candidates(links: Links, columns: Sequence[int] | None = None) -> list[Candidate]:
    """Every plan that gives an answer, in a fixed order, at most `MAX_CANDIDATES`; of cells only those in `columns`."""
    found: list[Candidate] = []
    for candidate in _Generator(links, columns).all():
        if candidate.found.values:
            found.append(candidate)
            if len(found) >= MAX_CANDIDATES:
                break
    return found


class _Generator:
    def __init__(self, links: Links, read: Sequence[int] | None = None) -> None:
        self.links, self.grid, self.question = links, links.grid, links.question
        self.columns = range(len(self.grid.columns))
        named = links.headings
        usual = (Facet.VALUE, Facet.YEAR)
        self.scales = sorted(ranking_scales(self.grid), key=lambda s: (-named[s.column].share, s.facet not in usual))
        self.scales = self.scales[:MAX_SCALES]
        self.places = self._places()
        self.repeating = [c for c in self.columns if len(set(self.grid.keys[c])) < len(self.grid.lines)]
        self.read: dict[tuple[int, int, Part], Found] = {}
        wanted = self.columns if read is None else read
        self.parts = [*((c, Part.WHOLE) for c in wanted), *(p for p in self.grid.parted if p[0] in wanted)]
        self.is_yes_no = bool(self.question.words) and self.question.words[0].text in YES_NO

    def all(self) -> Iterator[Candidate]:
        """Plans from simple to composed."""
        bases = self._bases()
        single = [p for p in bases if len(p.conditions) == 1]
        named = [p for p in single if p.rows.bit_count() <= _FEW and p.conditions[0].test in _POINTS]
        related = list(self._related(named, bases))
        for picked in bases:
            yield from self._read(picked)
        for picked in (*bases, *related):
            yield from self._counts(picked)
        yield from self._gaps(named, bases)
        for picked in self._ordered(bases):
            yield from self._read(picked)
        for picked in related:
            yield from self._read(picked)
        for picked in self._ranked(bases):
            yield from self._read(picked)
        for picked in bases:
            yield from self._summaries(picked)
        for picked in self._leading(bases):
            yield from self._totals(picked)
            yield from self._read(picked)

    def _places(self) -> tuple[int, ...]:
        """Small numbers of the question that may be places: "second", "3"."""
        found = [small_number(word.text) for word in self.question.words]
        return tuple(dict.fromkeys(n for n in found if n is not None and 1 < n <= _LARGEST_PLACE))

    def _bases(self) -> list[Picked]:
        """All rows, and rows by one, two or three conditions, by their negation, by one of two."""
        conditions = self.links.conditions
        single = [self._where((c,)) for c in conditions]
        denied = conditions if self.question.said(*_DENYING) else ()
        negated = [self._where((_negated(c),)) for c in denied if c.test in (Check.SAYS, Check.IS, Check.OUTCOME)]
        pairs = [self._where(pair) for pair in combinations(conditions, 2) if _independent(pair)]
        pairs += [self._where((one, other)) for n in negated for one in conditions[:8]
                  for other in n.conditions if _independent((one, other))]  # fmt: skip
        triples = [self._where(t) for t in combinations(conditions[:9], MAX_TOGETHER) if _independent(t)]
        either = [
            Picked(Either(one, other), one.rows | other.rows, (one, other))
            for one, other in combinations((*self.links.said, *self.links.numbered), 2)
            if one.column == other.column and one.test in _POINTS and other.test in _POINTS
            if not one.words & other.words
        ]
        joined = sorted((*pairs, *triples), key=lambda p: -sum(len(c.words) for c in p.conditions))
        everything = Picked(All(), self.grid.body, ())
        return [everything, *single[:MAX_BASES // 2], *either[:4], *[p for p in joined if p.rows][:MAX_BASES // 3],
                *[p for p in negated if p.rows][:4]]  # fmt: skip

    def _where(self, conditions: Sequence[Condition]) -> Picked:
        term: Rows = All()
        rows = self.grid.everything
        for condition in conditions:
            term = Where(term, condition)
            rows &= (self.grid.body & ~condition.rows) if condition.negated else condition.rows
        return Picked(term, rows, tuple(conditions))

    def _ordered(self, bases: Sequence[Picked]) -> Iterator[Picked]:
        """The first, the last and the n-th of each selection."""
        for base in bases:
            if base.rows.bit_count() < 2:
                continue
            for last in (False, True):
                for place in (1, *self.places):
                    rows = nth(base.rows, place, last=last)
                    if rows:
                        yield Picked(Nth(base.term, place, last), rows, base.conditions)

    def _related(self, named: Sequence[Picked], bases: Sequence[Picked]) -> Iterator[Picked]:
        """Rows beside, beyond, like and compared with the rows that the question names."""
        among = [bases[0], *[p for p in bases if len(p.conditions) == 1]]
        for picked in named:
            for step in (1, -1):
                yield Picked(Beside(picked.term, step), beside(self.grid, picked.rows, step), picked.conditions)
                reach = beyond(picked.rows, after=step > 0)
                for other in among:
                    yield from self._beyond(picked, other, reach, after=step > 0)
            for column in self.repeating:
                rows = alike(self.grid, picked.rows, column)
                if rows and column != picked.conditions[0].column:
                    yield Picked(Alike(picked.term, column), rows, picked.conditions)
            for scale in self.scales:
                for over in (True, False):
                    rows = compared(self.grid, picked.rows, scale, over=over)
                    if rows:
                        yield Picked(Compared(picked.term, scale, over), rows, picked.conditions, scale)

    def _beyond(self, picked: Picked, other: Picked, reach: int, *, after: bool) -> Iterator[Picked]:
        if any(a.words & b.words for a in picked.conditions for b in other.conditions):
            return
        conditions = (*picked.conditions, *other.conditions)
        term, rows = Beyond(picked.term, after, other.term), reach & other.rows
        if rows:
            yield Picked(term, rows, conditions)
            if other.conditions:  # the next one of those, not just the next row
                yield Picked(Nth(term, 1, not after), nth(rows, 1, last=not after), conditions)

    def _ranked(self, bases: Sequence[Picked]) -> Iterator[Picked]:
        """The best and worst of each selection by each scale."""
        for index, base in enumerate(bases[:MAX_RANKED]):
            if base.rows.bit_count() < 2:
                continue
            places = (1, *self.places[:1]) if index < _FEW else (1,)
            for scale in self.scales:
                for high in (True, False):
                    for place in places:
                        rows = best(scale, base.rows, high=high, place=place)
                        if rows and rows != base.rows:
                            yield Picked(Best(base.term, scale, high, place), rows, base.conditions, scale)

    def _leading(self, bases: Sequence[Picked]) -> Iterator[Picked]:
        for base in bases[:3]:
            for place in self.places:
                inside = rows_in(base.rows)
                if place < len(inside):
                    for last in (False, True):
                        chosen = inside[-place:] if last else inside[:place]
                        yield Picked(Leading(base.term, place, last), sum(1 << r for r in chosen), base.conditions)

    def _read(self, picked: Picked) -> Iterator[Candidate]:
        """What each column says of the rows."""
        fixed = {c.column for c in picked.conditions if c.test is Check.IS and not c.negated}
        free = isinstance(picked.term, Where) and len(fixed) == len(picked.conditions)
        for column, part in self.parts:
            if free and column in fixed:
                continue  # it would only repeat the question
            key = (picked.rows, column, part)
            if key not in self.read:
                self.read[key] = cells(self.grid, *key)
            found = self.read[key]
            if part is Part.WHOLE or found.values != self.read[picked.rows, column, Part.WHOLE].values:
                yield Candidate(Cells(picked.term, column, part), found, picked.conditions, picked.scale, column)

    def _counts(self, picked: Picked) -> Iterator[Candidate]:
        rows = picked.rows & self.grid.body  # a total is not one more of what it adds up
        count = counted(rows.bit_count(), rows)
        yield Candidate(Count(picked.term), count, picked.conditions, picked.scale, None)
        if self.is_yes_no:
            found = Found(("yes" if picked.rows else "no",), picked.rows)
            yield Candidate(Exists(picked.term), found, picked.conditions, picked.scale, None)

    def _summaries(self, picked: Picked) -> Iterator[Candidate]:
        """Distinct values, the most common value, totals, the longest run."""
        conditions = picked.conditions
        for column in self.repeating:
            kept = picked.rows & ~self.grid.blank[column]
            number = len({self.grid.keys[column][row] for row in rows_in(kept)})
            yield Candidate(Distinct(picked.term, column), counted(number, kept), conditions, None, column)
            for most in (True, False):
                found = common(self.grid, picked.rows, column, most=most)
                yield Candidate(Common(picked.term, column, most), found, conditions, None, column)
        for column, part in self.grid.parted:
            found = common(self.grid, picked.rows, column, most=True, part=part)
            yield Candidate(Common(picked.term, column, True, part), found, conditions, None, column)
        yield from self._totals(picked)
        if len(conditions) == 1:
            yield Candidate(Run(picked.term), longest_run(picked.rows), conditions, None, None)

    def _totals(self, picked: Picked) -> Iterator[Candidate]:
        if picked.rows.bit_count() < 2:
            return
        for scale in self.scales:
            if self.grid.columns[scale.column].type not in _UNADDABLE and scale.facet is not Facet.YEAR:
                for mean in (False, True):
                    found = total(self.grid, picked.rows, scale, mean=mean)
                    yield Candidate(Total(picked.term, scale, mean), found, picked.conditions, scale, scale.column)

    def _gaps(self, named: Sequence[Picked], bases: Sequence[Picked]) -> Iterator[Candidate]:
        for one, other in combinations(named, 2):
            if not one.conditions[0].words & other.conditions[0].words:
                yield from self._gap_of(one, other, self.scales)
                if self.is_yes_no:
                    yield from self._yes_or_no(one, other)
        for base in bases[:4]:
            for scale in self.scales:
                high, low = (
                    Picked(Best(base.term, scale, is_high), best(scale, base.rows, high=is_high), base.conditions)
                    for is_high in (True, False)
                )
                yield from self._gap_of(high, low, [scale])
        for one, other in combinations([p for p in bases if len(p.conditions) == 1][:8], 2):
            if not one.conditions[0].words & other.conditions[0].words:
                found = counted(abs(one.rows.bit_count() - other.rows.bit_count()), one.rows | other.rows)
                conditions = (*one.conditions, *other.conditions)
                yield Candidate(Surplus(one.term, other.term), found, conditions, None, None)

    def _yes_or_no(self, one: Picked, other: Picked) -> Iterator[Candidate]:
        """How two named rows compare, the one that is named first before."""
        first, second = sorted((one, other), key=lambda picked: min(picked.conditions[0].words))
        conditions = (*first.conditions, *second.conditions)
        for scale in self.scales:
            for over in (True, False):
                found = exceeds(first.rows, second.rows, scale, over=over)
                yield Candidate(Exceeds(first.term, second.term, scale, over), found, conditions, scale, scale.column)
        for column in self.columns:
            found = same(self.grid, first.rows, second.rows, column)
            yield Candidate(Same(first.term, second.term, column), found, conditions, None, column)

    def _gap_of(self, one: Picked, other: Picked, scales: Sequence[Scale]) -> Iterator[Candidate]:
        conditions = tuple(dict.fromkeys((*one.conditions, *other.conditions)))
        for scale in scales:
            found = gap(self.grid, one.rows, other.rows, scale)
            yield Candidate(Gap(one.term, other.term, scale), found, conditions, scale, scale.column)


def _negated(condition: Condition) -> Condition:
    return Condition(condition.column, condition.test, condition.said, condition.rows, condition.words, condition.fit,
                     negated=True)  # fmt: skip


def _independent(conditions: Sequence[Condition]) -> bool:
    """Whether each is said by words of its own."""
    return all(not a.words & b.words for a, b in combinations(conditions, 2))
