"""One side's matches, a row each, where only the opponents are named: a club's fixtures, a player's season.

Whom it met, when, where and by what score; which matches it won, lost or drew, and how many; whether it did.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.algebra.grid import Facet
from bot.cite import RowSpan
from bot.draft import Draft, Statement
from bot.phrases import where
from bot.question.lexicon import (
    AGAINST,
    CONCEDING,
    MATCH_WORDS,
    MEETING,
    PER_MATCH,
    SCORED,
    SCORING,
    Asked,
    Operation,
)
from bot.question.question import Question
from bot.question.sides import Season
from bot.question.tables import Line
from bot.results.columns import asked_columns
from bot.results.narrowing import LOST, WON, outcome_asked
from bot.results.plan import Plan, PlanKind, asks_for_more, make_plan
from bot.results.selection import Selection, distinct
from bot.schema import Support
from retriever.values import ValueType

_FOR_THE_SIDE = 0.06  # over plans that know nothing of whose matches the rows are
_COUNTED = MATCH_WORDS | {"times", "wins", "defeats", "draws", "losses", "victories"}
_ROLES = MATCH_WORDS | MEETING | AGAINST | {"score", "result", "end", "finish", "side", "team", "opposition", "do"}
_SCORES = {"score", "result", "finish", "end", "fare", "do", "get"}
_LARGE, _SMALL = {"biggest", "largest", "heaviest", "highest", "widest", "best", "worst"}, {
    "narrowest", "smallest", "closest", "tightest"
}  # fmt: skip
_SAID = {WON: "won", LOST: "lost", 0.0: "drew"}
MAX_TOLD = 12  # matches that get a sentence each


def seasons(rows: Selection) -> Iterator[Plan]:
    """What the rows of one side's matches tell."""
    season = rows.group.views[0].season
    if season is None or len(rows.group.views) > 1:
        return
    named = distinct([line for _, lines in rows.subjects for line in lines])
    kept, words = rows.kept()
    kept = [line for line in kept if line in named] if named else kept
    words |= frozenset(i for mention, _ in rows.subjects for i in mention.words) | rows.opponents
    words |= frozenset(i for i, word in enumerate(rows.question.words) if word.text in _ROLES)
    picked = bool(named or rows.narrowing or rows.filters)
    headed = rows.group.explained - rows.group.lead_only
    if not (named or headed or rows.question.days or rows.question.said("we", "our", "us")):
        return  # "which match was tied" may be anybody's
    scored = _scored(rows, season, kept, words)
    if scored is not None:
        yield scored
        return
    for told in (_yes_or_no, _counted, _extreme, _read_off):
        found = told(rows, season, kept, picked)
        if found is None:
            continue
        lines, columns, short, asking = found
        if not asks_for_more(rows, words | asking):
            counted = tuple(rows.entered) if told is _counted else ()
            kind = PlanKind.MEETING
            plan = make_plan(rows, kind, lines, columns, words | asking, note=short, counted=counted)
            yield replace(plan, score=plan.score + _FOR_THE_SIDE)
        return


def _scored(rows: Selection, season: Season, kept: Sequence[Line], words: frozenset[int]) -> Plan | None:
    """What the side scored, or conceded, in the matches meant: in all, or in each of them on average."""
    question = rows.question
    scoring = {i for i, word in enumerate(question.words) if word.text in SCORING}
    conceding = {i for i, word in enumerate(question.words) if word.text in CONCEDING}
    if not (scoring | conceding) or question.asked[0] is not Asked.COUNT:
        return None
    column = season.conceded if conceding else season.scored
    told = {line.key: _own(line, season, column, conceded=bool(conceding)) for line in kept}
    played = [line for line in kept if told[line.key] is not None]
    if not played:
        return None
    words |= scoring | conceding | question.counted_noun | {cue.word for cue in question.cues}
    words |= frozenset(i for i, word in enumerate(question.words) if word.text in (*SCORED, *PER_MATCH))
    numbers = [told[line.key] or 0.0 for line in played]
    mean = asks_per_match(question)
    if asks_for_more(rows, words) or rows.limit() is not None:
        return None
    kind, result = (PlanKind.MEAN, sum(numbers) / len(numbers)) if mean else (PlanKind.SUM, sum(numbers))
    if column is not None and len(played) == 1:
        return make_plan(rows, PlanKind.LOOKUP, played, (column,), words)
    of_both = Facet.SECOND if conceding else Facet.FIRST  # both sides' points are in one cell
    facet, taken = (Facet.VALUE, column) if column is not None else (of_both, season.score or 0)
    plan = make_plan(rows, kind, played, (taken,), words, result=result, counted=tuple(played), facet=facet)
    return replace(plan, score=plan.score + _FOR_THE_SIDE)


def asks_per_match(question: Question) -> bool:
    """Whether a figure for each match is asked for, on average: "per game", "a match"."""
    return question.said(*PER_MATCH) or bool(question.phrase_at(("a", "game")) or question.phrase_at(("a", "match")))


def _own(line: Line, season: Season, column: int | None, *, conceded: bool) -> float | None:
    """What the side scored in a match, or conceded, as a column or one of both in the score tells it."""
    if column is not None:
        return line.value(column).number
    points = season.points(line.row)
    return None if points is None else points[conceded]


_Told = tuple[Sequence[Line], tuple[int, ...], str, frozenset[int]]


def _yes_or_no(rows: Selection, season: Season, kept: Sequence[Line], _: bool) -> _Told | None:
    """Whether some match of those meant came out as asked; None where none of them has been played."""
    asked = outcome_asked(rows.question, rows.owned, rows.met) if rows.question.is_yes_no else None
    played = [line for line in kept if season.result(line.row) is not None]
    if asked is None or not played:
        return None
    word, outcome = asked
    found = [line for line in played if season.result(line.row) == outcome]
    return found or played, (), "Yes" if found else "No", frozenset({word})


def _counted(rows: Selection, season: Season, kept: Sequence[Line], picked: bool) -> _Told | None:
    """How many matches the words leave; none where no row came out as asked."""
    question = rows.question
    cues = frozenset(cue.word for cue in question.has(Operation.COUNT))
    nouns = frozenset(i for i in question.counted_noun | {c + 1 for c in cues} if question.words[i].text in _COUNTED)
    if not cues or not nouns:
        return None
    asked = outcome_asked(question, rows.owned, rows.met)
    if asked is not None:
        word, outcome = asked
        kept = [line for line in kept if season.result(line.row) == outcome]
        return kept, (), str(len(kept)), cues | nouns | {word}
    return (kept, (), str(len(kept)), cues | nouns) if picked else None


def _extreme(rows: Selection, season: Season, kept: Sequence[Line], _: bool) -> _Told | None:
    """The biggest or narrowest win or defeat, by how far the sides were apart."""
    question, asked = rows.question, outcome_asked(rows.question, rows.owned, rows.met)
    ends = [i for i, word in enumerate(question.words) if word.text in _LARGE | _SMALL]
    if not ends or asked is None or question.is_yes_no or asked[0] not in (ends[0] + 1, ends[0] + 2):
        return None
    margins = {line.key: abs(season.margin(line.row) or 0.0) for line in kept if season.result(line.row) == asked[1]}
    if not margins:
        return None
    end = (max if question.words[ends[0]].text in _LARGE else min)(margins.values())
    found = [line for line in kept if margins.get(line.key) == end]
    return found, (), ", ".join(line.value(season.opponent).text for line in found), frozenset({ends[0], asked[0]})


def _read_off(rows: Selection, season: Season, kept: Sequence[Line], picked: bool) -> _Told | None:
    """The cells asked for, the score, or whom the side met."""
    question, view = rows.question, rows.group.views[0]
    others = {cue.operation for cue in question.cues} - {Operation.LIST, Operation.NTH}
    if not picked or not kept or others or question.is_yes_no or question.asked[0] in (Asked.COUNT, Asked.AGE):
        return None
    own = {season.opponent, season.scored, season.conceded, season.score, season.outcome}
    asked = [(c, words) for c, words in asked_columns(question, view) if c not in own and words]
    if season.ground is not None and {"home", "away"} <= {word.text for word in question.words}:
        both = frozenset(i for i, word in enumerate(question.words) if word.text in ("home", "away"))
        asked.append((season.ground, both))
    asking = frozenset(i for _, words in asked for i in words) | rows.words_for(Asked.NAME)
    columns = tuple(c for c, _ in asked)
    scores = question.said("score", "result", "scoreline") and not question.wants_name
    if columns and not scores:
        values = [line.value(c).text for line in kept for c in columns if line.value(c).text]
        return (kept, columns, ", ".join(values), asking) if values else None
    if scores or (question.said(*_SCORES) and not question.wants_name):
        values = [told for line in kept if (told := season.told_score(line.row))]
        return (kept, (), ", ".join(values), asking | rows.words_for(Asked.MARK)) if values else None
    if question.wants_name or question.said("which", "what", "opponent", "opponents") or question.has(Operation.LIST):
        lists = {cue.word for cue in question.has(Operation.LIST)}
        return kept, (), ", ".join(dict.fromkeys(line.name for line in kept)), asking | lists
    return None


def write_season(_: Question, plan: Plan) -> Draft:
    """"12 September, Leeds Foxes, away: lost 39-47 (Harrow Swifts: season 2030-31)."."""
    season = (plan.lines or plan.counted)[0].view.season
    called = where((plan.lines or plan.counted)[0])
    sentences = [_sentence(line, season, plan.columns, called) for line in plan.lines[:MAX_TOLD]] if season else []
    statements = [
        Statement(f"{' ' if index else ''}{text}", (RowSpan(line),), Support.STATED)
        for index, (text, line) in enumerate(zip(sentences, plan.lines, strict=False))
    ]
    if plan.note in ("Yes", "No") and statements:
        statements[0] = replace(statements[0], text=f"{plan.note}: {statements[0].text}")
    if plan.counted:
        evidence = tuple(RowSpan(line) for line in (plan.lines or plan.counted)[:MAX_TOLD])
        names = ", ".join(line.name for line in plan.lines)
        text = f"{plan.note} in {called}{f': {names}' if names else ''}."
        more = [replace(one, text=f" {one.text.strip()}") for one in statements]
        statements = [Statement(text, evidence, Support.COMPUTED), *more]
    values = (plan.note,) if plan.counted or plan.note in ("Yes", "No") else tuple(plan.note.split(", "))
    computed = plan.note if plan.counted else None
    shown = plan.lines or plan.counted[:50]
    return Draft(tuple(statements), plan.note, values, shown, plan.lines, computed=computed, plan=plan.described())


def _sentence(line: Line, season: Season, columns: Sequence[int], called: str) -> str:
    view = line.view
    date = next((c for c, column in enumerate(view.columns) if column.type is ValueType.DATE), None)
    away = season.is_away(line.row)
    head = [line.value(date).text] if date is not None and line.value(date).text else []
    head.append(line.name)
    head += [] if away is None else ["away" if away else "at home"]
    result = season.result(line.row)
    outcome = _SAID.get(result, "") if result is not None else ""
    told = f"{outcome} {season.told_score(line.row)}".strip()
    more = [f"{view.columns[c].label} {line.value(c).text}" for c in columns if line.value(c).text]
    aside = ", ".join([*more, called])
    return f"{', '.join(head)}{f': {told}' if told else ''} ({aside})."
