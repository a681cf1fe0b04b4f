"""Plans over the parts of a row: the innings, ends, rounds or events whose figures stand side by side.

"In which inning did they score most?", "What was her best event?", "How many ends did they score in?"
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.question.lexicon import MATCH_PARTS, SCORED, Asked, Operation
from bot.question.question import Question
from bot.question.tables import Line, TableView
from bot.results.columns import is_ranking
from bot.results.glossary import series_of
from bot.results.plan import Plan, PlanKind, make_plan
from bot.results.selection import Selection, distinct
from retriever.values import ValueType

_MIN_PARTS = 3  # two columns that add up may be anything
_ADDING_UP = 0.9  # share of rows whose parts come to the total as printed
_ROUNDED = 0.051
_SUMMED = (ValueType.NUMBER, ValueType.SCORE, ValueType.TIME)
_RACE = re.compile(r"R(?:ace)? ?\d{1,2}")
_KINDS_OF_PART = MATCH_PARTS | {"race"} | {"event", "discipline", "apparatus", "section", "target", "arrow"}


def part_columns(view: TableView) -> list[int]:
    """Columns of the parts of each row: labelled 1, 2, 3 and so on, or adding up to the total; none if neither."""
    numbered = series_of([column.label for column in view.columns])
    if len(numbered) >= _MIN_PARTS:
        return numbered
    return _summands(view) or of_races(view)


def of_races(view: TableView) -> list[int]:
    """Columns called R1, R2 and so on or Race 1, Race 2, of which each ranks the rows."""
    found = [c for c, column in enumerate(view.columns) if _RACE.fullmatch(column.label.strip())]
    return found if len(found) >= _MIN_PARTS and all(is_ranking(view, c) for c in found) else []


def parts(rows: Selection) -> Iterator[Plan]:
    """The best or worst part of one named row, or in how many parts it scored."""
    lines = distinct([line for _, named in rows.subjects for line in named])
    columns = part_columns(rows.group.views[0]) if len(lines) == 1 else []
    kinds = kinds_of_part(rows.question)
    valued = [c for c in columns if lines[0].value(c).number is not None]
    if not valued or not kinds or kinds & rows.question.labelled:
        return  # "in the ninth inning" is one column
    words = frozenset(i for mention, _ in rows.subjects for i in mention.words) | kinds
    words |= rows.words_for(Asked.MARK) | rows.asked_columns_but(lines[0].view)[1]
    ends = rows.question.has(Operation.EXTREME)
    if ends:
        low = lines[0].view.lower_is_better if ends[0].low is None else ends[0].low
        low = not low if rows.question.said("worst", "weakest") else low
        numbers = [lines[0].value(c).number or 0.0 for c in valued]
        best = min(numbers) if low else max(numbers)
        shown = tuple(c for c, number in zip(valued, numbers, strict=True) if number == best)
        yield make_plan(rows, PlanKind.PART, lines, shown, words | {cue.word for cue in ends}, note="end")
    elif (counting := rows.question.has(Operation.COUNT)) and counting[0].word + 1 in kinds:
        won = _won(lines[0], valued) if rows.question.said("win") else None
        shown = tuple(won if won is not None else [c for c in valued if (lines[0].value(c).number or 0) > 0])
        words |= {cue.word for cue in counting} | rows.question.counted_noun
        words |= {i for i, word in enumerate(rows.question.words) if word.text == "win"}
        counted = float(len(shown))
        yield make_plan(rows, PlanKind.PART, lines, shown, words, result=counted, most=won is not None)


def kinds_of_part(question: Question) -> frozenset[int]:
    """Tokens that name a kind of part: "inning", "ends", "event"; runs are scored."""
    words = [(i, word.text) for i, word in enumerate(question.words) if word.text not in SCORED]
    return frozenset(i for i, word in words if word in _KINDS_OF_PART or word.removesuffix("s") in _KINDS_OF_PART)


def _won(line: Line, columns: list[int]) -> list[int]:
    """The parts in which the row has more than every other."""
    if columns == of_races(line.view):
        return [c for c in columns if line.value(c).number == 1]
    others = [other for other in line.view.lines() if other.key != line.key]
    return [c for c in columns if all((line.value(c).number or 0) > (o.value(c).number or 0) for o in others)]


def _summands(view: TableView) -> list[int]:
    """The longest run of columns side by side whose numbers come to the mark in nearly every row."""
    if view.mark is None:
        return []
    free = [c for c, column in enumerate(view.columns) if column.type in _SUMMED and c not in (view.mark, view.rank)]
    runs: list[list[int]] = []
    for before, column in pairwise([-2, *free]):
        if column == before + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    for run in runs:
        for begin in range(len(run) - _MIN_PARTS + 1):
            if _adds_up(view, run[begin:]):
                return run[begin:]
    return []


def _adds_up(view: TableView, columns: list[int]) -> bool:
    told = [
        abs(sum(line.value(c).number or 0.0 for c in columns) - line.mark.number) < _ROUNDED
        for line in view.lines()
        if line.mark is not None and line.mark.number is not None
    ]
    return len(told) > 1 and sum(told) >= _ADDING_UP * len(told)
