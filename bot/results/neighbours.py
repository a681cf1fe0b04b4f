"""Plans that step from a named row to others: to the one ranked before or behind it, or with the same in a cell."""

from collections.abc import Iterator

from bot.question.lexicon import PLACING, Asked, Operation
from bot.results.plan import Plan, PlanKind, make_plan
from bot.results.selection import Selection, distinct

_STEPS = {"behind": 1, "after": 1, "ahead": -1, "before": -1, "above": -1, "below": 1}
_TOGETHER = ("with", "alongside", "beside")
_COMPANY = 8  # rows that share a pair, a heat or a lane; more share a nation or a state
_BESIDE = {"immediately", "directly", "straight", "next", "right", "just", "one"}
_ARRIVING = PLACING | {"come", "came", "be", "was", "cross", "crossed", "end", "ended", "ran", "were"}


def neighbours(rows: Selection) -> Iterator[Plan]:
    """Whoever is ranked right before or behind the one row that is named."""
    question = rows.question
    lines = distinct([line for _, named in rows.subjects for line in named])
    said = [i for i, word in enumerate(question.words) if word.text in _STEPS]
    asks_who = bool(question.words) and question.words[0].text in {"who", "which"}
    if len(lines) != 1 or len(said) != 1 or not asks_who or question.has(Operation.DIFFERENCE):
        return
    near = {word.text for word in question.words[max(0, said[0] - 3) : said[0]]}
    place = rows.place(lines[0])
    if place is None or not near & (_ARRIVING | _BESIDE):
        return
    wanted = place + _STEPS[question.words[said[0]].text]
    found = [line for line in rows.lines_of(lines[0].view) if rows.place(line) == wanted]
    if found:
        words = frozenset(i for mention, _ in rows.subjects for i in mention.words) | frozenset(said)
        words |= rows.words_for(Asked.NAME) | {i for i, w in enumerate(question.words) if w.text in _BESIDE}
        words |= {cue.word for cue in question.has(Operation.COMPARE)}
        yield make_plan(rows, PlanKind.NTH, found, (), words)


def conquerors(rows: Selection) -> Iterator[Plan]:
    """Everybody ranked before the one row that is named: "who beat Lind?"."""
    question = rows.question
    lines = distinct([line for _, named in rows.subjects for line in named])
    if len(lines) != 1 or [word.text for word in question.words[:2]] != ["who", "beat"]:
        return
    place = rows.place(lines[0])
    ranked = [(line, rows.place(line)) for line in rows.lines_of(lines[0].view)] if place is not None else []
    found = [line for line, other in ranked if place is not None and other is not None and other < place]
    if found:
        words = frozenset(i for mention, _ in rows.subjects for i in mention.words) | {0, 1}
        yield make_plan(rows, PlanKind.NTH if len(found) == 1 else PlanKind.LIST, found, (), words)


def companions(rows: Selection) -> Iterator[Plan]:
    """Who has the same as a named row in the column that the question names: "who was paired with Lund?"."""
    lines = distinct([line for _, named in rows.subjects for line in named])
    if len(lines) != 1 or not rows.question.wants_name or rows.question.cues or not rows.question.said(*_TOGETHER):
        return
    columns, words = rows.asked_columns_but(lines[0].view, but=(lines[0].view.label, lines[0].view.mark))
    printed = lines[0].value(columns[0]).text if len(columns) == 1 else ""
    others = [line for line in rows.lines_of(lines[0].view) if line.key != lines[0].key]
    found = [line for line in others if printed and line.value(columns[0]).text == printed]
    if found and len(found) <= _COMPANY:
        words |= rows.words_for(Asked.NAME) | frozenset(i for mention, _ in rows.subjects for i in mention.words)
        yield make_plan(rows, PlanKind.LIST, found, (), words)
