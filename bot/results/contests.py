"""Several contests in one table, told by the place that starts again at 1: a difference is of rows of one of them."""

from collections.abc import Sequence
from itertools import accumulate

from bot.question.tables import Line, TableView


def contests_in(view: TableView) -> dict[tuple[str, int], int]:
    """Row → number of the contest that it stands in, in order; empty where the table prints one, or no places."""
    lines = view.lines() if view.rank is not None else []
    places = [line.place for line in lines]
    starts = [place == 1 and (i == 0 or places[i - 1] != 1) for i, place in enumerate(places)]
    if not lines or not starts[0] or sum(starts) < 2:
        return {}
    numbers = list(accumulate(starts))
    return {line.key: number for line, number in zip(lines, numbers, strict=True)}


def of_one_contest(lines: Sequence[Line], named: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of the contest that holds all who are named, the last one; all where the tables print no more.

    None where nothing tells which contest is meant.
    """
    numbers = {
        key: number for view in dict.fromkeys(line.view for line in lines) for key, number in contests_in(view).items()
    }
    held = [{numbers.get(line.key) for line in some} for some in named]
    common = set.intersection(*held) if held else {numbers.get(line.key) for line in lines}
    if not numbers or None in common:
        return list(lines)
    if not common or (not held and len(common) > 1):
        return []
    last = max(number for number in common if number is not None)
    return [line for line in lines if numbers.get(line.key) == last]
