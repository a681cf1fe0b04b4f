"""Tables in which every competitor has a row and a column: round robins of chess, pools of fencing."""

from collections.abc import Iterator
from dataclasses import replace

from bot.cite import RowSpan
from bot.draft import Draft, Statement
from bot.phrases import where
from bot.question.lexicon import LOSING, MATCH_WORDS, MEETING, OVERCOMING, Asked
from bot.question.question import Question
from bot.question.tables import Line, TableView
from bot.results.glossary import series_of
from bot.results.plan import Plan, PlanKind, asks_for_more, make_plan
from bot.results.selection import Selection, distinct
from bot.schema import Support
from retriever.text import fold
from retriever.values import ValueType, sides

_BLANK = {"", "*", "x", "-", "–", "—", "•", "■", "\\"}
_LEAST = 3  # competitors
_CROSSED = 0.1  # over places of the two in the table
_WHOLE, _HALF = {"1", "+", "w"}, {"½", "0.5", "=", "d½", "1/2"}
_ASKING = OVERCOMING | LOSING | MEETING | MATCH_WORDS | {"result", "score", "win", "draw", "against", "between", "end"}


def crossing(view: TableView) -> list[int]:
    """The column of each row's competitor, in the order of the rows; none where the table is no crosstable."""
    lines = view.lines()
    if len(lines) < _LEAST:
        return []
    numbered = series_of([column.label for column in view.columns])
    named = [fold(column.label) for column in view.columns]
    short = [next((c for c, label in enumerate(named) if label and _stands_for(label, line)), -1) for line in lines]
    for columns in (numbered, short):
        if len(columns) == len(lines) == len(set(columns)) and -1 not in columns:
            own = [line.cell(c).value.text.strip().lower() in _BLANK for line, c in zip(lines, columns, strict=True)]
            if all(own):
                return columns
    return []


def _stands_for(label: str, line: Line) -> bool:
    """Whether a column's label is the row's name, or begins it: "ARS" over the column of Arsenal."""
    name = fold(line.name)
    return label == name or (len(label) >= _LEAST and (name.startswith(label) or label in name.split()))


def crossed(rows: Selection) -> Iterator[Plan]:
    """How one of two named rows fared against the other, by the cell where the row of one meets the other's column."""
    view, question = rows.group.views[0], rows.question
    named = sorted(rows.sides, key=lambda side: min(side[0].words))
    lines = distinct([found[0] for _, found in named if len(found) == 1])
    if len(lines) != 2 or not question.said(*_ASKING) or not (columns := crossing(view)):
        return
    one, other = lines
    column = columns[other.row.index]
    words = frozenset(i for mention, _ in named for i in mention.words) | rows.opponents
    words |= frozenset(i for i, word in enumerate(question.words) if word.text in _ASKING)
    words |= {cue.word for cue in question.cues} | rows.words_for(Asked.MARK) | rows.words_for(Asked.NAME)
    if not one.value(column).text or asks_for_more(rows, words):
        return
    won = outcome_of(one.value(column).text, one.view.columns[column].type)
    note = one.value(column).text
    if question.is_yes_no:
        if won is None:
            return
        asked = -1.0 if question.said(*LOSING) else 0.0 if question.said("draw", "tie") else 1.0
        note = "Yes" if won == asked else "No"
    elif question.wants_name and won:
        note = one.name if won > 0 else other.name
    plan = make_plan(rows, PlanKind.CROSSED, [one, other], (column, columns[one.row.index]), words, note=note)
    yield replace(plan, score=plan.score + _CROSSED)


def outcome_of(text: str, kind: ValueType) -> float | None:
    """1 for a win, 0 for a draw, -1 for a defeat by what a cell of a crosstable prints; None where it doesn't tell."""
    said = text.strip().lower()
    if said in _HALF:
        return 0.0
    if said[:1] in ("v", "w") or said in _WHOLE:
        return 1.0
    if said[:1] in ("d", "l") or said == "0":
        return -1.0
    pairs = sides(text) if kind is not ValueType.DATE else ()
    if len(pairs) == 1:
        return float((pairs[0][0] > pairs[0][1]) - (pairs[0][0] < pairs[0][1]))
    return None


def write_crossed(_: Question, plan: Plan) -> Draft:
    """ "Ilse Vandamme 1 against Ragnar Holm, who has 0 (Lochside Masters)."."""
    one, other = plan.lines
    own, back = (line.value(c).text for line, c in zip(plan.lines, plan.columns, strict=True))
    lead = f"{plan.note}: " if plan.note in ("Yes", "No") else ""
    text = f"{lead}{one.name} {own} against {other.name}{f', {back} the other way' if back else ''} ({where(one)})."
    statement = Statement(text, (RowSpan(one), RowSpan(other)), Support.STATED)
    return Draft((statement,), plan.note, (plan.note,), plan.lines, (one,), plan=plan.described())
