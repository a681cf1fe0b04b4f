"""Matches that a table tells one to a row: who met whom, who won, and what a question asks of such rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.cite import RowSpan
from bot.draft import Draft, Statement
from bot.phrases import where_all
from bot.question.lexicon import AGAINST, LOSING, MATCH_WORDS, MEETING, OVERCOMING, Asked, Operation
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.scope import FINAL, scope_of_text
from bot.question.sides import winner_of
from bot.question.tables import Line, TableView
from bot.results.columns import asked_columns, duration_column
from bot.results.narrowing import tells_rounds, tells_years
from bot.results.plan import Grouped, Plan, PlanKind, asks_for_more, make_plan
from bot.results.selection import Selection, distinct
from bot.schema import Support
from retriever.values import ValueType, sides

_BEATING = OVERCOMING | {"eliminated", "knocked"}
# For the row of a match between the two that are named, over what a league table says of each; against counting rows
# where such a table gives the number.
_MET = 0.05
_COUNTED = MATCH_WORDS | {"times", "finals", "meetings", "wins", "defeats"}
_HOLDING = {"hold", "held", "stage", "staged", "host", "hosted", "take", "took", "place", "contested"}
_MET_EACH_OTHER = {"play", "played", "meet", "met", "face", "faced"}
_BEFORE = {"already", "earlier", "before", "tournament", "competition", "season", "once"}  # "had they met before"
_TAKING = {"last", "lasted", "take", "took", "go", "went", "on"}  # "how long did it go on"
_TOLD_OF = {"win", "winner", "final", "score", "result", "last", "lasted"}
_ROLES = _HOLDING | _BEATING | LOSING | MEETING | MATCH_WORDS | _TOLD_OF


@dataclass(frozen=True)
class Meeting:
    """One row as a match; names as printed."""

    line: Line
    first: int
    second: int
    """Columns of the two sides."""
    winner: int | None
    """Which of the two columns won; None for a draw or where the row doesn't tell."""
    ordered: bool
    """Whether the first side always won."""

    def name(self, column: int) -> str:
        """Who stands in that column."""
        return self.line.value(column).text

    def other(self, column: int) -> int:
        """The column of the other side."""
        return self.second if column == self.first else self.first


def meetings_of(view: TableView, lines: Sequence[Line]) -> list[Meeting]:
    """The lines as matches; none where the table has no two columns for sides."""
    pair = view.sides
    if pair is None:
        return []
    first, second, ordered = pair
    score = next((c for c, column in enumerate(view.columns) if column.type is ValueType.SCORE), None)
    winner = winner_of(tuple(column.label for column in view.columns))
    found = []
    for line in lines:
        if line.value(first).text and line.value(second).text:
            named = None if winner is None else _named(line, winner, first, second)
            won = first if ordered else named or _in_words(line, first, second) or _by_score(line, score, first, second)
            found.append(Meeting(line, first, second, won, ordered))
    return found


def _named(line: Line, winner: int, first: int, second: int) -> int | None:
    """The side whose name the winner's column repeats; None for a draw."""
    won = line.value(winner).text.casefold()
    return next((column for column in (first, second) if line.value(column).text.casefold() == won), None)


def _in_words(line: Line, first: int, second: int) -> int | None:
    """The side that a cell says won: "Seaton won by 7 wickets"."""
    texts = [cell.value.text.casefold() for cell in line.row.cells if cell.value.type is ValueType.TEXT]
    names = {c: line.value(c).text.casefold() for c in (first, second)}
    return next((c for c, name in names.items() if any(text.startswith(f"{name} won") for text in texts)), None)


def _by_score(line: Line, score: int | None, first: int, second: int) -> int | None:
    for one, other in sides(line.value(score).text) if score is not None else ():
        if one != other:  # a draw after which penalties were taken is told by the second pair
            return first if one > other else second
    return None


def meetings(rows: Selection) -> Iterator[Plan]:
    """What the rows of matches tell: whom somebody beat, who won, the score, the day."""
    view = rows.group.views[0]
    kept, words = rows.kept()
    found = meetings_of(view, [line for line in kept if len(line.view.columns) == len(view.columns)])
    named = [mention for mention in rows.mentions if any(columns_of(mention, meeting) for meeting in found)]
    found = [meeting for meeting in found if all(columns_of(mention, meeting) for mention in named)]
    found = _on_the_day_meant(rows.question, found)
    picked = bool(named or rows.narrowing or words)
    words |= frozenset(i for mention in named for i in mention.words) | _role_words(rows.question)
    if not found or rows.question.has(Operation.EXTREME):
        yield from _most_wins(rows, found, words, {cue.word for cue in rows.question.has(Operation.EXTREME)})
        return
    is_only = len(found) == 1 and view.head.scope.round in rows.question.scope.rounds  # "the final" is one match
    if not (picked or is_only or _listed(rows.question)):
        return
    if len(named) == 1 and not rows.question.is_yes_no:
        found = [meeting for meeting in found if _plays_role(rows.question, named[0], meeting)]
    words |= {cue.word for cue in rows.question.has(Operation.NTH) if 1 in cue.places} | rows.opponents
    words |= {cue.word for cue in rows.question.has(Operation.COMPARE)} | rows.words_for(Asked.NAME)
    if (last := rows.question.has(Operation.LAST)) and not rows.question.phrase_at(("how", "long")):
        found, words = _latest(view, found), words | {cue.word for cue in last}
    if found and (told := _told(rows, found, named)) is not None:
        columns, short, asking = told
        if asks_for_more(rows, words | asking):
            return  # "who was the umpire" asks for something no row holds
        lines = distinct([meeting.line for meeting in found])
        counted = tuple(rows.lines) if rows.question.asked[0] is Asked.COUNT and not columns else ()
        plan = make_plan(rows, PlanKind.MEETING, lines, columns, words | asking, note=short, counted=counted)
        met = len(named) > 1 or (rows.question.now is not None and rows.question.now.step != 0)
        yield replace(plan, score=plan.score + (_MET if met else -_MET if counted else 0.0))


def _on_the_day_meant(question: Question, found: list[Meeting]) -> list[Meeting]:
    """Those of the next day of play, or of the last; all where neither is asked for or no row tells its day."""
    step = 0 if question.now is None else question.now.step
    if question.now is None or not step:
        return found
    today, days = question.now.today.toordinal(), [_day_of(meeting.line) for meeting in found]
    ahead = [step * (day - today) for day in days if day is not None and step * (day - today) >= 0]
    return [
        m
        for m, day in zip(found, days, strict=True)
        if day is not None and step * (day - today) == min(ahead, default=-1)
    ]


def _day_of(line: Line) -> int | None:
    """Ordinal of the day that a row gives."""
    dated = (cell.value for cell in line.row.cells if cell.value.type is ValueType.DATE)
    return next((round(value.number) for value in dated if value.number is not None and value.precision < 1), None)


def _most_wins(rows: Selection, found: Sequence[Meeting], words: frozenset[int], ends: set[int]) -> Iterator[Plan]:
    """Who won, or lost, most of the matches: every side at that end, with its matches."""
    most = [i for i in ends if rows.question.words[i].text == "most"]
    counted = _said(rows.question, _COUNTED | {"titles", "times", "win", "trophies", "often", "crowns"})
    if not most or not counted or not rows.question.wants_name:
        return
    lost = rows.question.said(*LOSING, "defeats", "losses")
    of_side: dict[str, list[Meeting]] = {}
    for meeting in found:
        if meeting.winner is not None:
            side = meeting.other(meeting.winner) if lost else meeting.winner
            of_side.setdefault(meeting.name(side), []).append(meeting)
    best = max(map(len, of_side.values()), default=0)
    names = [name for name, own in of_side.items() if len(own) == best]
    lines = [meeting.line for name in names for meeting in of_side[name]]
    words |= frozenset(most) | counted | rows.words_for(Asked.NAME)
    if lines and not asks_for_more(rows, words):
        groups = [Grouped(name, tuple(m.line for m in of_side[name]), float(best)) for name in names]
        column = found[0].other(found[0].first) if lost else found[0].first
        plan = make_plan(rows, PlanKind.GROUP, lines, (column,), words, counted=tuple(rows.lines), most=True,
                         grouped=tuple(groups))  # fmt: skip
        yield replace(plan, score=plan.score + _MET)


def _latest(view: TableView, found: Sequence[Meeting]) -> list[Meeting]:
    """The latest of the matches by the column of days or years; where there is none, in the order of the rows."""
    days = (c for c, column in enumerate(view.columns) if column.type is ValueType.DATE or tells_years([column.label]))
    at = next(days, None)
    numbers = [meeting.line.value(at).number for meeting in found] if at is not None else []
    if not numbers or None in numbers:
        return list(found[-1:])
    latest = max(number or 0.0 for number in numbers)
    return [meeting for meeting, number in zip(found, numbers, strict=True) if number == latest]


def _listed(question: Question) -> bool:
    """Whether matches are asked for by how they came out: "which home teams won"."""
    return question.words[0].text == "which" and question.said("win", "lose", "draw", "beat")


def _told(
    rows: Selection, found: Sequence[Meeting], named: Sequence[Mention]
) -> tuple[tuple[int, ...], str, frozenset[int]] | None:
    """(columns shown, short answer, tokens that ask) of the matches; None where they don't hold what is asked."""
    question, one = rows.question, found[0]
    if question.asked[0] is Asked.COUNT and question.counted_noun & _said(question, _COUNTED):
        cues = frozenset(cue.word for cue in question.has(Operation.COUNT))
        return (), str(len(found)), cues | question.counted_noun
    if question.is_yes_no:
        return _yes_or_no(question, found, named)
    asked = [(c, words) for c, words in asked_columns(question, one.line.view) if c not in (one.first, one.second)]
    asked = [(c, words) for c, words in asked if one.line.value(c).text]
    if not asked and question.said("score", "result", "scoreline") and not question.wants_name:
        score = next((c for c, column in enumerate(one.line.view.columns) if column.type is ValueType.SCORE), None)
        asked = [] if score is None or not one.line.value(score).text else [(score, rows.words_for(Asked.MARK))]
    long = question.phrase_at(("how", "long"))
    took = duration_column(one.line.view) if long and not asked else None
    if took is not None and one.line.value(took).text:
        asked = [(took, frozenset(long) | frozenset(i for i, w in enumerate(question.words) if w.text in _TAKING))]
    asking = frozenset(i for _, words in asked for i in words)
    # "Who coaches her" asks for no opponent.
    met = bool(_said(question, _BEATING | LOSING | MEETING | {"win", "winner"}))
    listed = bool(question.has(Operation.LIST)) and question.said("winners", "losers")
    if question.asked[0] is not Asked.COUNT and _asks_matches(question) and len(named) < 2 and not asked:
        pairs = [f"{meeting.name(meeting.first)} v {meeting.name(meeting.second)}" for meeting in found]
        return (), ", ".join(pairs), asking
    wants_side = question.wants_name or listed
    wants_side = wants_side or (question.said("opponent", "opponents", "which") and not asked)
    if wants_side and (met or len(named) != 1):
        who = [_who(question, named, meeting) for meeting in found]
        names = [meeting.name(c) for meeting, c in zip(found, who, strict=True) if c is not None]
        return ((), ", ".join(dict.fromkeys(names)), asking) if names else None
    if len(named) > 1 or asked:
        columns = tuple(c for c, _ in asked)
        values = [meeting.line.value(c).text for meeting in found for c in columns]
        return (columns, ", ".join(values), asking) if values else None
    return None


def _asks_matches(question: Question) -> bool:
    """Whether matches themselves are asked for: "which matches were played on"."""
    words = [word.text for word in question.words[:3]]
    return words[0] in {"which", "what", "list", "name"} and bool(set(words) & MATCH_WORDS)


def _yes_or_no(
    question: Question, found: Sequence[Meeting], named: Sequence[Mention]
) -> tuple[tuple[int, ...], str, frozenset[int]] | None:
    if len(named) == 1 and question.said("win") and not question.said(*LOSING) and not question.scope.rounds:
        rounds = [c for c, column in enumerate(found[0].line.view.columns) if tells_rounds([column.label])]
        finals = [m for m in found if rounds and scope_of_text(m.line.value(rounds[0]).text).rounds == (FINAL,)]
        if rounds:  # of a draw only the final wins the title
            won = any(m.winner in columns_of(named[0], m) for m in finals)
            return (), "Yes" if won else "No", frozenset()
    if len(named) == 1 and question.said(*_BEATING, *LOSING, "win") and len(found) == 1:
        won = found[0].winner in columns_of(named[0], found[0])
        return (), "Yes" if won is not question.said(*LOSING) else "No", frozenset()
    if len(named) == 2 and question.said(*_MET_EACH_OTHER) and not question.said(*_BEATING, *LOSING, "win", "draw"):
        return (), "Yes", _said(question, _MET_EACH_OTHER | _BEFORE)
    if len(named) != 2 or not question.said(*_BEATING, *LOSING):
        return None
    subject = min(named, key=lambda mention: min(mention.words))
    won = any(meeting.winner in columns_of(subject, meeting) for meeting in found)
    return (), "Yes" if won is not question.said(*LOSING) else "No", frozenset()


def _who(question: Question, named: Sequence[Mention], meeting: Meeting) -> int | None:
    """The column that holds who is asked for: the other side, or with both sides or none named the winner."""
    if len(named) == 1:
        own = columns_of(named[0], meeting)
        return meeting.other(own[0]) if own else None
    if question.said(*LOSING):
        return None if meeting.winner is None else meeting.other(meeting.winner)
    return meeting.winner


def _plays_role(question: Question, mention: Mention, meeting: Meeting) -> bool:
    """Whether the one named won or lost as the question says: "whom did she beat", "who beat her"."""
    (own, *_) = columns_of(mention, meeting)
    beat, lost = _said(question, _BEATING), _said(question, LOSING)
    won = _said(question, {"win"})
    if not (beat or lost or won) or question.is_yes_no:
        return True
    if beat:
        passive = question.said("by") and max(beat) > max(mention.words)
        wins = min(mention.words) < min(beat) and not passive
    else:
        wins = not lost
    return meeting.winner == own if wins else meeting.winner == meeting.other(own)


def columns_of(mention: Mention, meeting: Meeting) -> list[int]:
    key = meeting.line.key
    here = {place.column for place in mention.places if (place.table_id, place.row) == key}
    return [column for column in (meeting.first, meeting.second) if column in here]


def _role_words(question: Question) -> frozenset[int]:
    return _said(question, _ROLES | AGAINST)


def _said(question: Question, words: set[str]) -> frozenset[int]:
    return frozenset(i for i, word in enumerate(question.words) if word.text in words)


def write_meetings(_: Question, plan: Plan) -> Draft:
    """"Semi-final: Kim Alder beat Sal Wren 6-4, 4-6, 6-1 (Ashby Cup)."."""
    found = meetings_of(plan.lines[0].view, plan.lines)
    statements = _sentences(found, plan)
    if plan.note in ("Yes", "No"):
        lead = statements[0]
        statements = (Statement(f"{plan.note}: {lead.text}", lead.evidence, lead.support), *statements[1:])
    if plan.counted:
        called = where_all(plan.lines)
        rows = tuple(RowSpan(meeting.line) for meeting in found)
        count = Statement(f"{plan.note} in {called}.", rows, Support.COMPUTED)
        statements = (count, *(Statement(f" {s.text.strip()}", s.evidence, s.support) for s in statements))
        return Draft(statements, plan.note, (plan.note,), plan.lines, plan.lines, computed=plan.note)
    return Draft(statements, plan.note, tuple(plan.note.split(", ")), plan.lines, plan.lines, plan=plan.described())


def write_matches(question: Question, plan: Plan) -> Draft:
    """Rows of matches that something else than their sides picked out: the longest, those of a day."""
    found = meetings_of(plan.lines[0].view, plan.lines)
    by_name = question.wants_name and not question.said("match", "game", "tie")
    names = [
        meeting.name(meeting.winner)
        if by_name and meeting.winner is not None
        else f"{meeting.name(meeting.first)} v {meeting.name(meeting.second)}"
        for meeting in found
    ]
    statements = _sentences(found, plan)
    return Draft(statements, ", ".join(names), tuple(names), plan.counted[:50], plan.lines, plan=plan.described())


def _sentences(found: Sequence[Meeting], plan: Plan) -> tuple[Statement, ...]:
    return tuple(
        Statement(f"{' ' if index else ''}{_sentence(meeting, plan.columns)}", (RowSpan(meeting.line),), Support.STATED)
        for index, meeting in enumerate(found)
    )


def _when(view: TableView, shown: Sequence[int]) -> list[int]:
    """The columns of the day, the year or the round, that tell one match from another."""
    labels = [(c, column.label) for c, column in enumerate(view.columns) if c not in shown]
    dated = [c for c, _ in labels if view.columns[c].type is ValueType.DATE]
    return [c for c, label in labels if c in dated or tells_years([label]) or tells_rounds([label])]


def _sentence(meeting: Meeting, columns: Sequence[int]) -> str:
    view = meeting.line.view
    score = next((c for c, column in enumerate(view.columns) if column.type is ValueType.SCORE), None)
    printed = meeting.line.value(score).text if score is not None else ""
    one, other = meeting.name(meeting.first), meeting.name(meeting.second)
    if meeting.winner is not None and not printed:
        one, other = meeting.name(meeting.winner), meeting.name(meeting.other(meeting.winner))
    beat = meeting.ordered or (meeting.winner is not None and not printed)
    told = f"{one} beat {other} {printed}".rstrip() if beat else f"{one} {printed or 'v'} {other}"
    told_also = [c for c in (*_when(view, columns), *columns) if c != score]
    more = [f"{view.columns[c].label} {meeting.line.value(c).text}" for c in told_also]
    return f"{told} ({', '.join([*more, view.head.called()])})."
