"""What one row comes to: made of tried, so many a game, and medals of all colours together."""

from collections.abc import Iterator, Sequence

from bot.algebra.arithmetic import per_cent, rate_said, sum_said
from bot.cite import RowSpan
from bot.draft import Draft, Statement
from bot.phrases import where
from bot.question.lexicon import SCORED, Asked, Operation
from bot.question.question import Question
from bot.question.tables import Line, TableView
from bot.results.columns import asked_columns
from bot.results.plan import Plan, PlanKind, asks_for_more, make_plan
from bot.results.selection import Selection, distinct
from bot.schema import Support
from retriever.text import terms, tokens
from retriever.values import ValueType, sides

_SHARES = {"percentage", "percent", "accuracy", "rate", "proportion", "share"}
_PLAYED = {"p", "pld", "gp", "mp", "g", "m", "played", "games", "matches", "apps", "appearances", "games played",
           "matches played", "bouts", "innings", "gms"}  # fmt: skip
_TRIED = frozenset(terms("attempts attempted faced taken tried"))
_SHOOTING = {"shots", "shooting"}
_EACH = {"per", "a", "each", "every"}
_OCCASIONS = {"game", "match", "appearance", "outing", "bout", "innings"}
_MADE = {"score", "scores", "average", "averages", "make", "made", "take", "took", "get", "got", "have", "has"}
MADE, ADDED, HUNDRED = "%", "+", "100"  # notes of plans: made of tried, cells added up, for a hundred of the other
_COLOURS = ("gold", "silver", "bronze")
_BY_BALLS = ({"runs", "r"}, {"balls", "b", "bf", "balls faced"})
MAX_TOLD = 6


def rates(rows: Selection) -> Iterator[Plan]:
    """The share of what was tried that was made, what a row has per match, or all its medals."""
    lines = distinct([line for _, named in rows.subjects for line in named])
    if len(lines) == 1 and not rows.question.is_yes_no:
        yield from _made_of_tried(rows, lines[0])
        yield from _of_tried(rows, lines[0])
        yield from _per_match(rows, lines[0])
        yield from _by_balls(rows, lines[0])
    yield from _medals(rows, lines)


def _named(rows: Selection) -> frozenset[int]:
    names = frozenset(i for mention, _ in rows.subjects for i in mention.words)
    return names | {cue.word for cue in rows.question.cues}


def _made_of_tried(rows: Selection, line: Line) -> Iterator[Plan]:
    """ "His field goal percentage" where the cell prints 7-16."""
    asking = frozenset(i for i, word in enumerate(rows.question.words) if word.text in _SHARES)
    if not asking:
        return
    shooting = frozenset(i for i, word in enumerate(rows.question.words) if word.text in _SHOOTING)
    for column, said in asked_columns(rows.question, line.view):
        made = _pair(line.value(column).text)
        words = said | asking | _named(rows) | shooting
        if made is not None and made[1] and made[0] <= made[1] and not asks_for_more(rows, words):
            result = 100 * made[0] / made[1]
            yield make_plan(rows, PlanKind.RATE, [line], (column,), words, result=result, note=MADE)
            return


def _of_tried(rows: Selection, line: Line) -> Iterator[Plan]:
    """ "Her save percentage" where one column counts saves and another the shots faced."""
    asking = frozenset(i for i, word in enumerate(rows.question.words) if word.text in _SHARES)
    named = [(c, w) for c, w in asked_columns(rows.question, line.view) if _counts(line, c)]
    tried = [c for c, column in enumerate(line.view.columns) if _TRIED & set(terms(column.label)) and _counts(line, c)]
    if not asking or len(named) != 1 or len(tried) != 1 or tried[0] == named[0][0]:
        return
    (column, said), whole = named[0], line.value(tried[0]).number or 0.0
    part, words = line.value(column).number or 0.0, said | asking | _named(rows)
    if 0 < whole >= part and not asks_for_more(rows, words):
        columns = (column, tried[0])
        yield make_plan(rows, PlanKind.SEGMENT, [line], columns, words, result=100 * part / whole, note="share")


def _counts(line: Line, column: int) -> bool:
    return line.view.columns[column].type is ValueType.NUMBER and line.value(column).number is not None


def _pair(text: str) -> tuple[int, int] | None:
    pairs = sides(text.replace("/", "-"))
    return pairs[0] if len(pairs) == 1 else None


def _per_match(rows: Selection, line: Line) -> Iterator[Plan]:
    """ "How many points per game did they score": a column by the one that counts matches."""
    texts = [word.text for word in rows.question.words]
    at = next((i for i in range(1, len(texts)) if texts[i] in _OCCASIONS and texts[i - 1] in _EACH), None)
    played = _labelled(line.view, _PLAYED)
    if at is None or played is None:
        return
    named = [(c, w) for c, w in asked_columns(rows.question, line.view) if c != played]
    named = [(c, w) for c, w in named if line.view.columns[c].type is ValueType.NUMBER]
    matches = line.value(played).number
    if not named or not matches:
        return
    column, words = named[0]
    words |= _named(rows) | {at, at - 1} | frozenset(i for i, text in enumerate(texts) if text in (*SCORED, *_MADE))
    number = line.value(column).number
    if number is not None and not asks_for_more(rows, words):
        yield make_plan(rows, PlanKind.RATE, [line], (column, played), words, result=number / matches)


def _by_balls(rows: Selection, line: Line) -> Iterator[Plan]:
    """A batter's strike rate: runs for a hundred balls."""
    said = rows.question.phrase_at(("strike", "rate"))
    runs, balls = (_labelled(line.view, labels) for labels in _BY_BALLS)
    if not said or runs is None or balls is None:
        return
    made, faced = line.value(runs).number, line.value(balls).number
    if made is not None and faced:
        words = said | _named(rows)
        yield make_plan(rows, PlanKind.RATE, [line], (runs, balls), words, result=100 * made / faced, note=HUNDRED)


def _medals(rows: Selection, lines: Sequence[Line]) -> Iterator[Plan]:
    """All the medals of a row, or the row with most of them, where no column adds them up."""
    view, question = rows.group.views[0], rows.question
    labels = [column.label.strip().lower() for column in view.columns]
    medals = frozenset(i for i, word in enumerate(question.words) if word.text in ("medal", "medals"))
    coloured = any(word.text.removesuffix("s") in _COLOURS for word in question.words)
    if not set(_COLOURS) <= set(labels) or "total" in labels or not medals or coloured:
        return
    columns = tuple(labels.index(colour) for colour in _COLOURS)
    if any(view.columns[c].type is not ValueType.NUMBER for c in columns):
        return
    sums = {line.key: sum(line.value(c).number or 0.0 for c in columns) for line in rows.lines}
    ends = question.has(Operation.EXTREME)
    words = medals | _named(rows) | rows.words_for(Asked.NAME)
    if len(lines) == 1 and question.asked[0] is Asked.COUNT:
        yield make_plan(rows, PlanKind.RATE, lines, columns, words, result=sums[lines[0].key], note=ADDED)
    elif ends and not lines and sums:
        best = min(sums.values()) if ends[0].low else max(sums.values())
        top = [line for line in rows.lines if sums[line.key] == best]
        yield make_plan(rows, PlanKind.RATE, top, columns, words, result=best, note=ADDED, counted=tuple(rows.lines))


def _labelled(view: TableView, labels: set[str]) -> int | None:
    said = [" ".join(token.text for token in tokens(column.label)) for column in view.columns]
    numbers = (c for c, label in enumerate(said) if label in labels and view.columns[c].type is ValueType.NUMBER)
    return next(numbers, None)


def write_rate(_: Question, plan: Plan) -> Draft:
    """ "43.8 %: Gil Santoro, FG 7-16 (Tigers 68, Rockets 61)."."""
    result = plan.result or 0.0
    said = per_cent(result) if plan.note == MADE else rate_said(result)
    if plan.note == ADDED:
        said = sum_said(result, [line.value(c).text for line in plan.lines for c in plan.columns])
    told = []
    for line in plan.lines[:MAX_TOLD]:
        cells = ", ".join(f"{line.view.columns[c].label} {line.value(c).text}" for c in plan.columns)
        told.append(f"{line.name}, {cells}")
    text = f"{said}: {'; '.join(told)} ({where(plan.lines[0])})."
    evidence = tuple(RowSpan(line) for line in plan.lines[:MAX_TOLD])
    names = tuple(line.name for line in plan.lines) if plan.counted else (said,)
    statement = Statement(text, evidence, Support.COMPUTED)
    return Draft((statement,), ", ".join(names), names, plan.counted[:50] or plan.lines, plan.lines, computed=said)
