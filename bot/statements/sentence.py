"""A sentence about contests held against their tables: figures, names, days, who won, who did best."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.algebra.conditions import Links
from bot.algebra.grid import Facet, Grid, Scale, bits, rows_in
from bot.algebra.terms import Check, Condition
from bot.question.lexicon import LOSING, MONTHS, OVERCOMING, WEEKDAYS
from bot.question.question import Question
from bot.statements.cells import Checked, Part, Sheet, Standing, columns_named, subject_rows
from bot.statements.roles import check_roles
from bot.trust.said import Claim, Word, words_of
from retriever.text import Token

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LEADING = frozenset("led lead leads leading pace paced top topped".split())
_JOINING = (" ", " of ")
_AFTER_PLACE = re.compile(r"\b(?:at|in)(?: the)? $")
_TEAM_WITHIN = 6  # words from "led" to the team: "led the way for the Hawks"
_SIDE_BY_SIDE = 4  # words between a name and "led" that are marked together
_NAMING = (Check.IS, Check.SAYS)
_PARTS = frozenset("bench unit reserves half quarter period break interval halftime".split())
_HIGHS = frozenset("high best".split())
_DOWN = LOSING | {"lost"}


def check_sentence(question: Question, grids: Sequence[Grid]) -> list[Checked]:
    """Everything of the sentence that tables may tell, in order of its words."""
    sheet = Sheet(question, grids)
    found = [
        *sheet.checked(),
        *_days(question, grids),
        *_names(question, grids),
        *_results(sheet),
        *_bests(sheet),
        *_teams(sheet),
        *check_roles(sheet),
    ]
    return sorted(found, key=lambda one: (one.start, one.end))


def _days(question: Question, grids: Sequence[Grid]) -> Iterator[Checked]:
    """Days of the week: that of the results, or one of which they don't tell."""
    days = {day for grid in grids for view in grid.views if (day := view.head.day) is not None}
    known = {_DAYS[date.fromordinal(day).weekday()] for day in days}
    for word in question.words:
        if word.text in WEEKDAYS and known:
            yield _told(word, Standing.HELD if word.text in known else Standing.UNKNOWN, Part.DAY)


def _names(question: Question, grids: Sequence[Grid]) -> Iterator[Checked]:
    """Names that stand nowhere in the tables or above them, words that follow each other as one.

    Where something took place ("at the Garden") tables of results don't print.
    """
    known = {s for grid in grids for column in grid.stems for s in column}
    known |= {s for grid in grids for view in grid.views for s in view.head.stems}
    labels = [column.label.lower() for grid in grids for column in grid.columns]
    names = [word for word in words_of(question.text) if _may_name(question.text, word, labels)]
    runs: list[list[Word]] = []
    for word in names:
        if runs and question.text[runs[-1][-1].end : word.start] in _JOINING:
            runs[-1].append(word)
        else:
            runs.append([word])
    for run in runs:
        if not _AFTER_PLACE.search(question.text[: run[0].start]):
            held = all(word.stem in known for word in run)
            yield Checked(run[0].start, run[-1].end, Standing.HELD if held else Standing.UNKNOWN, part=Part.NAME)


def _may_name(text: str, word: Word, labels: Sequence[str]) -> bool:
    """Whether the word is a name: no day, no month, and not short for a column ("FG" of FG%)."""
    said = text[word.start : word.end].lower().removesuffix("'s").removesuffix("’s")
    if word.claim is not Claim.NAME or said in WEEKDAYS | MONTHS or not text[word.start].isupper():
        return False
    starts = re.match(r"^\W*$", text[: word.start]) is not None
    return not starts and not any(label.lstrip("0123456789").startswith(said) for label in labels)


def _results(sheet: Sheet) -> Iterator[Checked]:
    """Who beat whom, by the marks of the two that are named."""
    for number, links in enumerate(sheet.links):
        scale = _mark(links.grid)
        if scale is None or len(links.grid.lines) != 2:
            continue
        for index, word in enumerate(sheet.question.words):
            if word.text not in OVERCOMING | _DOWN:
                continue
            before = _named_rows(links, range(index))
            after = _named_rows(links, range(index + 1, len(sheet.question.words)))
            if len(before) < 1 or len(after) < 1 or before[-1] == after[0]:
                continue
            one, other = scale.numbers[before[-1]], scale.numbers[after[0]]
            if one is not None and other is not None and one != other:
                held = (one > other) == (word.text in OVERCOMING)
                cells = tuple((number, row, scale.column) for row in (before[-1], after[0]))
                yield _told(word, Standing.HELD if held else Standing.DENIED, Part.RESULT, cells)


def _bests(sheet: Sheet) -> Iterator[Checked]:
    """Who is said to have led: nobody beside them has more in the column that is named."""
    words = sheet.question.words
    for index, word in enumerate(words):
        is_high = word.text in _HIGHS and index > 0 and sheet.question.text[word.start - 1] == "-"
        near = {other.text for other in words[index + 1 : index + 1 + _TEAM_WITHIN]}
        if (word.text not in _LEADING or near & _PARTS) and not is_high:
            continue
        for number, links in enumerate(sheet.links):
            who = _leader(links, index)
            columns = next((c for i in range(index + 1, len(words)) if (c := columns_named(links, i))), [])
            if who is None or not columns or len(links.grid.lines) <= 2:
                continue
            row = rows_in(who.rows)[0]
            scale = next(s for s in links.grid.scales_of(columns[0]) if s.facet is Facet.VALUE)
            among = _beside(links.grid, row, whole=is_high and words[index - 1].text == "game")
            best = max((n for other in rows_in(among) if (n := scale.numbers[other]) is not None), default=None)
            standing = Standing.HELD if scale.numbers[row] == best else Standing.DENIED
            said = {index, *who.words} if _distance(who.words, index) <= _SIDE_BY_SIDE else {index}
            start, end = words[min(said)].start, words[max(said)].end
            yield Checked(start, end, standing, ((number, row, columns[0]),), Part.BEST)
            break


def _leader(links: Links, index: int) -> Condition | None:
    """Whose row is meant by the word that says who led: the name before it, after it where it says "led by"."""
    words = links.question.words
    passive = index + 1 < len(words) and words[index + 1].text == "by"
    named = [c for c in links.said if c.column == links.grid.label and c.rows.bit_count() == 1 and c.test in _NAMING]
    side = [c for c in named if (min(c.words) > index if passive else max(c.words) < index)]
    return min(side, key=lambda c: (_distance(c.words, index), -len(c.words)), default=None)


def _distance(words: frozenset[int], index: int) -> int:
    return min(abs(word - index) for word in words)


def _teams(sheet: Sheet) -> Iterator[Checked]:
    """The team that somebody is said to have led: it is the one beside their name."""
    words = sheet.question.words
    for index, word in enumerate(words):
        for number, links in enumerate(sheet.links):
            team, rows = links.grid.views[0].nation, rows_in(subject_rows(links, word.start))
            if word.text not in _LEADING or team in (None, links.grid.label) or len(rows) != 1:
                continue
            near = range(index + 1, index + 1 + _TEAM_WITHIN)
            named = [c for c in links.said if c.column == team and c.words <= set(near)]
            for condition in named[:1]:
                held = bool(condition.rows >> rows[0] & 1)
                at = words[min(condition.words)]
                standing = Standing.HELD if held else Standing.DENIED
                yield _told(at, standing, Part.NAME, ((number, rows[0], condition.column),))


def _beside(grid: Grid, row: int, *, whole: bool) -> int:
    """The rows of the same team, or all of them."""
    team = grid.views[0].nation
    if whole or team is None:
        return grid.body
    return bits([other for other, key in enumerate(grid.keys[team]) if key == grid.keys[team][row]])


def _named_rows(links: Links, among: range) -> list[int]:
    """Rows whose names stand among those words, in order."""
    label, inside = links.grid.label, set(among)
    named = [c for c in links.said if c.column == label and c.test in _NAMING and c.words <= inside]
    return [rows_in(c.rows)[0] for c in sorted(named, key=lambda c: min(c.words)) if c.rows.bit_count() == 1]


def _mark(grid: Grid) -> Scale | None:
    scales = [] if grid.mark is None else [s for s in grid.scales_of(grid.mark) if s.facet is Facet.VALUE]
    return next(iter(scales), None)


def _told(word: Token, standing: Standing, part: Part, cells: tuple[tuple[int, int, int], ...] = ()) -> Checked:
    return Checked(word.start, word.end, standing, cells, part)
