"""Tables that name in each row who came first, second and third: heats of speedway, medallists of many events."""

from collections.abc import Iterator, Sequence

from bot.cite import RowSpan
from bot.draft import Draft, Statement
from bot.phrases import where
from bot.question.lexicon import MATCH_PARTS, Asked, Operation
from bot.question.question import Question
from bot.question.tables import Line, TableView
from bot.results.plan import Plan, PlanKind, asks_for_more, make_plan
from bot.results.selection import Selection
from bot.schema import Support
from retriever.text import terms
from retriever.values import ValueType

_PLACES = {
    1: {"1st", "first", "gold", "winner", "gold medal", "champion", "1st place"},
    2: {"2nd", "second", "silver", "runner-up", "silver medal", "2nd place"},
    3: {"3rd", "third", "bronze", "bronze medal", "3rd place"}, 4: {"4th", "fourth"}, 5: {"5th", "fifth"},
    6: {"6th", "sixth"},
}  # fmt: skip
_MEDALS = {"gold", "silver", "bronze"}
_WINNERS = frozenset(terms("winner winners champion champions"))
_LEAST = 3  # columns of places; winner and runner-up alone are the sides of a match
_ROWS = MATCH_PARTS | {"heat", "heats", "event", "events", "race", "races", "final", "times", "gold", "golds", "medal",
                       "medals", "year", "years", "edition", "editions"}  # fmt: skip
_ROWS |= {f"{word}s" for word in MATCH_PARTS}
MAX_TOLD = 12  # rows that get a sentence each


def place_columns(view: TableView) -> dict[int, int]:
    """The column that names who came there, by place; empty where the table has none."""
    labels = {c: col.label.strip().lower() for c, col in enumerate(view.columns) if col.type is ValueType.TEXT}
    found = {place: c for place, said in _PLACES.items() for c, label in labels.items() if label in said}
    return found if len(found) >= _LEAST and 1 in found else {}


def winners(view: TableView, question: Question) -> dict[int, int]:
    """The columns that name who won, by minus their number: one alone, or those of men and of women if that is said."""
    if view.sides is not None:
        return {}
    stems = [frozenset(terms(column.label)) for column in view.columns]
    found = [c for c, said in enumerate(stems) if said & _WINNERS and view.columns[c].type is ValueType.TEXT]
    if len(found) > 1:
        meant = [c for c in found if stems[c] - _WINNERS <= set(question.stems)]
        found = meant or found
    return {-number: c for number, c in enumerate(found)}


def podiums(rows: Selection) -> Iterator[Plan]:
    """Who came where in a row, whether somebody did, in which rows and in how many."""
    view, question = rows.group.views[0], rows.question.beside(frozenset())
    wanted, used = _wanted(view, question) if len(rows.group.views) == 1 else ([], frozenset())
    if not wanted:
        return
    columns = {**place_columns(view), **winners(view, question)}
    table = view.table.table_id
    named = {m.words: {(p.row, p.column) for p in m.places if p.table_id == table} for m in rows.mentions}
    people = {words: held for words, held in named.items() if any(column in columns.values() for _, column in held)}
    others = [{row for row, _ in held} for words, held in named.items() if held and words not in people]
    kept = [line for line in rows.lines if all(line.row.index in held for held in others)]
    words = frozenset(i for one, held in named.items() if held for i in one) | used
    words |= rows.words_for(Asked.NAME) | frozenset(i for i, w in enumerate(question.words) if w.text in _ROWS)
    words |= {cue.word for cue in question.cues if cue.operation in (Operation.COUNT, Operation.LIST)}
    found = _told(rows, kept, wanted, list(people.values()), picked=bool(others or rows.narrowing))
    if found is not None and not asks_for_more(rows, words):
        lines, short = found
        counted = tuple(kept) if question.asked[0] is Asked.COUNT else ()
        yield make_plan(rows, PlanKind.PODIUM, lines, tuple(dict.fromkeys(wanted)), words, note=short, counted=counted)


def _wanted(view: TableView, question: Question) -> tuple[list[int], frozenset[int]]:
    """The columns of the places that are asked for, a medal's colour before "won", and the tokens that ask."""
    places = place_columns(view)
    colours = {i: place for i, word in enumerate(question.words) for place, said in _PLACES.items()
               if word.text.removesuffix("s") in said & _MEDALS}  # fmt: skip
    cues = question.has(Operation.NTH)
    used = frozenset({*colours, *(cue.word for cue in cues)})
    if colours and places:
        return [places[place] for place in colours.values() if place in places], used
    found = [places[place] for cue in cues for place in cue.places if place in places]
    if not places and any(1 in cue.places for cue in cues):
        found = list(winners(view, question).values())
        labels = {found_ for c in found for found_ in terms(view.columns[c].label)}
        used |= {i for i, found_ in enumerate(question.stems) if found_ in labels}
    return found, used


def _told(
    rows: Selection,
    kept: Sequence[Line],
    wanted: Sequence[int],
    people: Sequence[set[tuple[int, int]]],
    *,
    picked: bool,
) -> tuple[list[Line], str] | None:
    """The rows that carry the answer and the answer; None where they don't tell it."""
    question = rows.question
    if len(people) > 1:
        return None
    if not people:
        names = [line.value(c).text for line in kept for c in dict.fromkeys(wanted) if line.value(c).text]
        several = len(kept) > 1 and not question.has(Operation.LIST)
        return (list(kept), ", ".join(names)) if picked and names and not (question.is_yes_no or several) else None
    came = [line for line in kept if any((line.row.index, c) in people[0] for c in wanted)]
    if question.asked[0] is Asked.COUNT:
        return came, str(len(came))
    if question.is_yes_no:
        there = [line for line in kept if any(row == line.row.index for row, _ in people[0])]
        return (came or there, "Yes" if came else "No") if came or there else None
    label = _row_label(rows.group.views[0], wanted)
    return (came, ", ".join(line.value(label).text for line in came)) if came else None


def _row_label(view: TableView, but: Sequence[int]) -> int:
    """The column that tells one row from another: the first that names nobody's place."""
    places = [*place_columns(view).values(), *but]
    return next((c for c in range(len(view.columns)) if c not in places), but[0])


def write_podium_rows(_: Question, plan: Plan) -> Draft:
    """"Heat 5: 1st Lewis Odell (F) (Kestrels hold on)."."""
    lines = plan.lines or plan.counted
    view, called = lines[0].view, where(lines[0])
    label = _row_label(view, plan.columns)
    statements = []
    for index, line in enumerate(plan.lines[:MAX_TOLD]):
        who = ", ".join(f"{view.columns[c].label} {line.value(c).text}" for c in plan.columns if line.value(c).text)
        text = f"{view.columns[label].label} {line.value(label).text}: {who} ({called})."
        statements.append(Statement(f" {text}" if index else text, (RowSpan(line),), Support.STATED))
    if plan.note in ("Yes", "No"):
        statements[0] = Statement(f"{plan.note}: {statements[0].text}", statements[0].evidence, Support.STATED)
    if plan.counted:
        evidence = tuple(RowSpan(line) for line in lines[:MAX_TOLD])
        told = [Statement(f" {s.text.strip()}", s.evidence, s.support) for s in statements]
        statements = [Statement(f"{plan.note} in {called}.", evidence, Support.COMPUTED), *told]
    values = (plan.note,) if plan.counted or plan.note in ("Yes", "No") else tuple(plan.note.split(", "))
    computed = plan.note if plan.counted else None
    return Draft(tuple(statements), plan.note, values, lines, plan.lines, computed=computed, plan=plan.described())
