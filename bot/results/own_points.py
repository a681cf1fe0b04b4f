"""What a side scored or conceded over the matches of a table that names both sides in each row."""

from collections.abc import Iterator
from dataclasses import replace

from bot.question.lexicon import CONCEDING, PER_MATCH, SCORED, SCORING, Asked
from bot.question.tables import Line
from bot.results.columns import asked_columns
from bot.results.meetings import columns_of, meetings_of
from bot.results.plan import Plan, PlanKind, asks_for_more, make_plan
from bot.results.seasons import asks_per_match
from bot.results.selection import Selection
from retriever.values import ValueType, sides

_HAVING = {"have", "had", "has", "get", "got", "win", "won", "earn", "earned", "take", "took", "award", "awarded",
           "given"}  # fmt: skip
_OVER = {"tournament", "competition", "season", "stage", "total", "altogether", "together"}
_OWN = 0.06  # over counting the matches themselves, and over the two sides' numbers together


def own_points(rows: Selection) -> Iterator[Plan]:
    """The named side's own part of the scores, or of another column that tells both, added up or on average."""
    question, view = rows.question, rows.group.views[0]
    if view.sides is None or len(rows.group.views) > 1 or question.asked[0] is not Asked.COUNT or question.is_yes_no:
        return
    kept, words = rows.kept()
    found = meetings_of(view, [line for line in kept if len(line.view.columns) == len(view.columns)])
    named = [mention for mention in rows.mentions if any(columns_of(mention, meeting) for meeting in found)]
    pairs = {c for c, column in enumerate(view.columns) if column.type is ValueType.SCORE}
    asked = [(c, said) for c, said in asked_columns(question, view) if c in pairs and said]
    scoring = frozenset(i for i, word in enumerate(question.words) if word.text in SCORING | CONCEDING)
    if not asked and scoring:
        points = frozenset(i for i, word in enumerate(question.words) if word.text in SCORED)
        asked = [(c, scoring | points) for c in sorted(pairs)[:1]]
    if len(named) != 1 or len(asked) != 1 or rows.limit() is not None:
        return
    column, said = asked[0]
    of_side = [(meeting, own) for meeting in found for own in columns_of(named[0], meeting)[:1]]
    played = [(meeting, own) for meeting, own in of_side if len(sides(meeting.line.value(column).text)) == 1]
    conceding = question.said(*CONCEDING)
    second = tuple(meeting.line for meeting, own in played if (own == meeting.second) is not conceding)
    words |= said | scoring | named[0].words | question.counted_noun | {cue.word for cue in question.cues}
    words |= frozenset(i for i, word in enumerate(question.words) if word.text in _HAVING | PER_MATCH | _OVER)
    if not played or asks_for_more(rows, words):
        return
    mean = asks_per_match(question)
    lines = tuple(meeting.line for meeting, _ in played)
    taken = [_part(line, column, second) for line in lines]
    result = sum(taken) / (len(taken) if mean else 1)
    kind = PlanKind.MEAN if mean else PlanKind.SUM
    plan = make_plan(rows, kind, lines, (column,), words, result=result, counted=lines, second=second)
    yield replace(plan, score=plan.score + _OWN)


def _part(line: Line, column: int, second: tuple[Line, ...]) -> float:
    return float(sides(line.value(column).text)[0][any(line.key == other.key for other in second)])
