"""Plans that count over the events of one document: how many of the races somebody won."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.question.lexicon import Asked, Operation
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.finder import TableFinder
from bot.results.plan import Plan, PlanKind, make_plan
from bot.results.selection import Selection

_EVENTS = {"event", "events", "race", "races", "title", "titles", "discipline", "disciplines", "competitions", "finals",
           "contests", "classes", "categories", "times", "gold", "golds", "medal", "medals"}  # fmt: skip
_WHOLE = 0.03  # over a count in one event alone
_LEAST = 2  # events of which some may be won


def titles(question: Question, mentions: Sequence[Mention], finder: TableFinder) -> Iterator[Plan]:
    """In how many events of one document somebody, or a club or nation, came in at the place that is named."""
    cues = question.has(Operation.NTH)
    counted = {i for i, word in enumerate(question.words) if word.text in _EVENTS}
    if question.asked[0] is not Asked.COUNT or not cues or not counted or question.scope.rounds:
        return
    for mention in mentions:
        rows = _rows_of(mention, finder)
        for document in sorted(rows):
            tables = finder.ranked_tables(question, document)
            own = [line for line in rows[document] if line.view.table.table_id in tables]
            if len(tables) < _LEAST or not own:
                continue
            selection = Selection(question, mentions, finder.as_one(question, mentions, tables), finder)
            wanted = {place for cue in cues for place in cue.places}
            lines = [line for line in own if line.place in wanted]
            beside = {
                i - 1 for i in counted if i and question.stems[i - 1] in selection.group.views[0].head.label_stems
            }
            words = frozenset(
                mention.words | counted | beside | {cue.word for cue in question.cues} | question.counted_noun
            )
            plan = make_plan(selection, PlanKind.COUNT, lines, (), words, result=float(len(lines)), counted=tuple(own))
            yield replace(plan, score=plan.score + _WHOLE)


def _rows_of(mention: Mention, finder: TableFinder) -> dict[str, list[Line]]:
    """The rows that bear a name in the column of names, nations or clubs, by document."""
    found: dict[str, list[Line]] = defaultdict(list)
    for place in mention.places:
        view = finder.view(place.table_id)
        if place.column in (view.label, view.nation):
            found[finder.document_of(place.table_id)].append(Line(view, view.table.rows[place.row]))
    return found
