"""What a report says somebody was beside the others: a starter or not, the best reserve, one of two in double figures.

And what a side cannot be: its own opponent, or the host of a match that its tables say was played elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.algebra.conditions import Links
from bot.algebra.grid import Facet, Grid, Scale, rows_in
from bot.algebra.terms import Check, Condition
from bot.statements.cells import Checked, Part, Sheet, Standing, subject_rows

_DOUBLES = re.compile(r"\b(?P<many>double|triple|quadruple)-doubles?\b", re.I)
_WANTED = {"double": 2, "triple": 3, "quadruple": 4}
_MISSED = re.compile(r"\b(?:miss\w*|shy|short|near|nearly|almost|flirt\w*|without)\b[^.]{0,30}$", re.I)
_COUNTED = frozenset({"pts", "points", "reb", "trb", "rebounds", "ast", "assists", "stl", "steals", "blk", "blocks"})
_DOUBLE_FIGURES = 10
_RESERVE = re.compile(r"\b(?:off|from) the bench\b|\bin a reserve role\b|\bas a reserve\b", re.I)
_BEST_RESERVE = re.compile(
    r"\b(?:led|paced|topped|headlined) the (?:bench|second unit|reserves)\b|\bbench-leading\b", re.I
)
_ONLY_OTHER = re.compile(r"\bonly other\b(?P<what>[^,.]{0,40}?)\b(?:in|reach|score|with|to)\b[^,.]*\bdouble", re.I)
_SECOND = re.compile(r"\bsecond on the team\b", re.I)
_SECOND_BEST, _TWO_OF_THEM = 2, 2
_OPPOSING = re.compile(
    r"\b(?:defeat\w*|beat\w*|out-?scor\w*|out-?rebound\w*|over|hosts?|hosting|play host|against|limit\w*|forc\w*|held|"
    r"hold\w*|past|topp\w*|edg\w*|keep up with|compared to|face|facing|downed|outlast\w*)\b",
    re.I,
)
_BREAK = re.compile(r"[.;:]|\b(?:while|but|however|as|and|who|which|where)\b", re.I)
_OWNER = re.compile(r"\s?(?:'|’)s?\b|\s?'\s")
_HOST = re.compile(r"\bthe host (?=[A-Z])")
_AT = re.compile(r"\bat\b")
_SIDES = 2


def check_roles(sheet: Sheet) -> Iterator[Checked]:
    """Everything of the sentence that says what somebody was beside the others, or against whom."""
    for number, links in enumerate(sheet.links):
        if len(links.grid.lines) > _SIDES:
            yield from _doubles(links, number)
            yield from _reserves(links, number)
            yield from _among_few(links, number)
            yield from _led_by(links, number)
        else:
            yield from _own_opponents(links, number)
            yield from _hosts(links, number)


def _doubles(links: Links, number: int) -> Iterator[Checked]:
    """Doubles: ten or more of as many things as are said."""
    scales = [s for s in _values(links.grid) if links.grid.columns[s.column].label.lower() in _COUNTED]
    text = links.question.text
    for match in _DOUBLES.finditer(text) if len(scales) > 1 else ():
        row = _one_row(links, match.start())
        if row is None or _MISSED.search(text[: match.start()]):
            continue
        reached = [s.column for s in scales if (s.numbers[row] or 0) >= _DOUBLE_FIGURES]
        held = len(reached) >= _WANTED[match["many"].lower()]
        cells = tuple((number, row, column) for column in reached or [scales[0].column])
        yield _role(match.start(), match.end(), held, cells)


def _reserves(links: Links, number: int) -> Iterator[Checked]:
    """Who came off the bench, and who did most of those who did."""
    column, points = _starting(links.grid), _points(links.grid)
    if column is None:
        return
    text = links.question.text
    for pattern, best in ((_RESERVE, False), (_BEST_RESERVE, True)):
        for match in pattern.finditer(text):
            row = _one_row(links, match.start())
            if row is None:
                continue
            starts = bool(links.grid.texts[column][row])
            others = [r for r in _side(links.grid, row) if not links.grid.texts[column][r]]
            most = max((points.numbers[r] or 0 for r in others), default=0) if points is not None else None
            held = not starts and (not best or points is None or points.numbers[row] == most)
            yield _role(match.start(), match.end(), held, ((number, row, column),))


def _among_few(links: Links, number: int) -> Iterator[Checked]:
    """The only other one in double figures; the second on the team."""
    text, points, column = links.question.text, _points(links.grid), _starting(links.grid)
    if points is None:
        return
    for match in _ONLY_OTHER.finditer(text):
        row = _one_row(links, match.start())
        if row is None:
            continue
        among = _side(links.grid, row)
        if "starter" in match["what"].lower() and column is not None:
            among = [r for r in among if links.grid.texts[column][r]]
        reached = [r for r in among if (points.numbers[r] or 0) >= _DOUBLE_FIGURES]
        held = row in reached and len(reached) == _TWO_OF_THEM
        end = match.start() + len("only other")
        yield _role(match.start(), end, held, ((number, row, points.column),))
    for match in _SECOND.finditer(text):
        row = _one_row(links, match.start())
        if row is not None:
            ahead = sum((points.numbers[r] or 0) > (points.numbers[row] or 0) for r in _side(links.grid, row))
            yield _role(match.start(), match.end(), ahead == _SECOND_BEST - 1, ((number, row, points.column),))


def _led_by(links: Links, number: int) -> Iterator[Checked]:
    """The side that was led by somebody is the side beside the name."""
    team = links.grid.views[0].nation
    words = links.question.words
    if team is None or team == links.grid.label:
        return
    for index, word in enumerate(words[:-1]):
        if word.text not in ("led", "lead", "pace", "paced") or words[index + 1].text != "by":
            continue
        named = [c for c in _named(links, team) if max(c.words) < index]
        people = [c for c in _named(links, links.grid.label) if min(c.words) > index and c.rows.bit_count() == 1]
        if named and people:
            side = max(named, key=lambda c: max(c.words))
            row = rows_in(min(people, key=lambda c: min(c.words)).rows)[0]
            at = words[min(side.words)]
            yield _role(at.start, at.end, bool(side.rows >> row & 1), ((number, row, team),))


def _own_opponents(links: Links, number: int) -> Iterator[Checked]:
    """A side that is named as its own opponent."""
    label, text, words = links.grid.label, links.question.text, links.question.words
    named = [c for c in _named(links, label) if c.rows.bit_count() == 1]
    for one, other in pairwise(_runs(sorted(named, key=lambda c: (min(c.words), -len(c.words))))):
        end, start, last = words[max(one.words)].end, words[min(other.words)].start, words[max(other.words)].end
        between = text[end:start]
        opposed = _OPPOSING.search(between) is not None and _BREAK.search(between) is None
        if one.rows == other.rows and opposed and not _OWNER.match(text[last:]) and label is not None:
            yield _role(start, last, False, ((number, rows_in(one.rows)[0], label),))


def _runs(named: Sequence[Condition]) -> list[Condition]:
    """The conditions that don't overlap, in order."""
    kept: list[Condition] = []
    for condition in named:
        if not kept or min(condition.words) > max(kept[-1].words):
            kept.append(condition)
    return kept


def _hosts(links: Links, number: int) -> Iterator[Checked]:
    """The host of a match is the second of "Lions at Tigers"."""
    text, label = links.question.text, links.grid.label
    head = _AT.split(links.grid.views[0].head.called())
    if len(head) != _SIDES or label is None:
        return
    for match in _HOST.finditer(text):
        named = [c for c in _named(links, label) if links.question.words[min(c.words)].start == match.end()]
        if named and named[0].rows.bit_count() == 1:
            row = rows_in(named[0].rows)[0]
            name = links.grid.texts[label][row]
            last = name.split()[-1] if name.split() else name
            if (last in head[0]) is not (last in head[1]):
                yield _role(match.start(), match.end() - 1, last in head[1], ((number, row, label),))


def _named(links: Links, column: int | None) -> list[Condition]:
    return [c for c in links.said if c.column == column and c.test in (Check.IS, Check.SAYS)]


def _one_row(links: Links, before: int) -> int | None:
    """The row of the one whom the sentence names last before that place, else first behind it."""
    rows = rows_in(subject_rows(links, before))
    return rows[0] if len(rows) == 1 else None


def _side(grid: Grid, row: int) -> list[int]:
    """The rows of the same side."""
    team = grid.views[0].nation
    every = rows_in(grid.body)
    return every if team is None else [r for r in every if grid.keys[team][r] == grid.keys[team][row]]


def _starting(grid: Grid) -> int | None:
    """The column of positions that only those who started have."""
    for column, held in enumerate(grid.columns):
        texts = grid.texts[column]
        if held.label.lower().startswith(("pos", "start")) and any(texts) and not all(texts):
            return column
    return None


def _points(grid: Grid) -> Scale | None:
    return next((s for s in _values(grid) if grid.columns[s.column].label.lower() in ("pts", "points")), None)


def _values(grid: Grid) -> list[Scale]:
    return [scale for scale in grid.scales if scale.facet is Facet.VALUE]


def _role(start: int, end: int, held: bool, cells: tuple[tuple[int, int, int], ...]) -> Checked:
    return Checked(start, end, Standing.HELD if held else Standing.DENIED, cells, Part.ROLE)
