"""Plans that read results off: a named row, a place, an extreme, everyone of a nation, those without a mark."""

from collections.abc import Iterator, Sequence

from bot.question.cues import Cue
from bot.question.lexicon import OUTCOMES, OVERCOMING, TIMES, Asked, Operation
from bot.question.scope import counting_number
from bot.question.tables import Line, TableView
from bot.results.columns import asked_columns, is_of_outcome
from bot.results.plan import Plan, PlanKind, asks_for_more, make_plan
from bot.results.premises import credits
from bot.results.selection import Selection, distinct, extremes_of
from bot.results.senses import holds
from retriever.text import terms
from retriever.values import ValueType

_SEVERAL_NATIONS = ("countries", "nations", "teams", "clubs", "nationalities")
_MEASURED = {"valid", "legal", "legitimate", "counting", "successful", "fair"}  # all who have a mark
_MARKS = (Asked.TIME, Asked.RANK, Asked.MARK, Asked.DISTANCE)
_COMPLETING = {"play", "played", "appear", "appeared", "finish", "finished", "complete", "completed"}
_PRIZES = frozenset(terms("prize money winnings earnings purse won"))
_TAKING = {"win", "earn", "earned", "receive", "received", "get", "take", "make", "collect", "collected", "money",
           "prize"}  # fmt: skip
_NONE, _DRAWING = {"no", "never", "not"}, {"draw", "attract", "attracted"}
_ANY = {"a", "an", "any", "some"}
_FEW_DESCRIBED = 3
_PAIR = 2
_ALONE = {"lone", "only", "sole", "single"}
_FINISHING = {"finished", "finishers", "completed", "classified"}
_TAKING_PART = ("run", "ran", "start", "started", "compete", "competed", "contested", "lined", "entered", "take")


def _is_a_round(rows: Selection) -> bool:
    """Whether the tables are those of the one round that the question names."""
    asked = rows.question.scope.rounds
    return bool(asked) and all(view.head.scope.round in asked for view in rows.group.views)


def lookups(rows: Selection) -> Iterator[Plan]:
    """What the rows that the question names hold."""
    if not rows.subjects or (rows.question.asked[0] is Asked.COUNT and not rows.counts_a_column()):
        return
    lines = distinct([line for _, named in rows.subjects for line in named])
    if len(lines) > len(rows.subjects) * len(rows.group.views) or _is_worked_out(rows, lines):
        return
    words = frozenset(i for mention, _ in (*rows.subjects, *rows.filters) for i in mention.words)
    columns, column_words = rows.asked_columns_but(lines[0].view, but=(lines[0].view.label,))
    money, paid = _prize(rows, lines[0].view)
    if money is not None and not columns:
        columns, column_words = (money,), paid
    has_status = any(line.status for line in lines)
    told = not columns or any(line.value(column).text for line in lines for column in columns)
    if not told and (not has_status or any(line.mark for line in lines)):
        return  # the cells asked for are blank: the table doesn't say
    if not columns and not any(line.place or line.mark or line.status for line in lines):
        return
    if rows.question.is_yes_no:
        return  # a row's cells don't confirm what the question asks about it; `bot.results.premises` judges places
    words |= column_words | {cue.word for cue in rows.places if _holds(rows, cue, lines)}
    if len(lines) == 1:  # "the total of assists" of one row is its cell
        words |= {cue.word for cue in rows.question.has(Operation.SUM)}
    per = any(word.text == "per" and i not in column_words for i, word in enumerate(rows.question.words))
    if per or (not columns and (asks_for_more(rows, words) or _asks_manner(rows) or rows.question.asks_money)):
        return  # "who is her coach" asks for something no row holds; a rate is worked out
    yield make_plan(rows, PlanKind.LOOKUP, lines, columns, words)


def _is_worked_out(rows: Selection, lines: Sequence[Line]) -> bool:
    """Whether what lies between two rows is asked: their difference, not what they hold."""
    return len(lines) == _PAIR and rows.question.said("between") and rows.question.said("much", "many")


def _prize(rows: Selection, view: TableView) -> tuple[int | None, frozenset[int]]:
    """The one column of money where "how much" somebody won is asked, and the tokens that ask."""
    said = [word.text for word in rows.question.words]
    money = [c for c, col in enumerate(view.columns) if col.type is ValueType.MONEY and _PRIZES & set(terms(col.label))]
    asks = said[:2] == ["how", "much"] and not {"by", "than", "more"} & set(said) and bool(_TAKING & set(said))
    if len(money) != 1 or not asks:
        return None, frozenset()
    return money[0], frozenset(i for i, text in enumerate(said) if text in _TAKING) | {1}


def described(rows: Selection) -> Iterator[Plan]:
    """What the few rows hold that a nation or a club picks: "how fast was the runner from Italy"."""
    picked = rows.filters or rows.narrowing
    if rows.subjects or not picked or rows.question.is_yes_no or rows.question.asked[0] is Asked.COUNT:
        return
    kept, words = rows.kept()
    words |= rows.words_for(Asked.NAME)
    lines = [line for line in kept if len(rows.group.views) == 1]
    view = rows.group.views[0]
    columns, column_words = rows.asked_columns_but(view, but=(view.label, view.nation))
    words |= column_words | frozenset(i for asked in _MARKS for i in rows.words_for(asked))
    totals = {cue.word for cue in rows.question.has(Operation.SUM)} if len(lines) == 1 else set()
    words |= totals  # "the total" of one row is its cell
    said = {rows.question.stems[i] for i in totals}
    columns += tuple(c for c, column in enumerate(view.columns) if said & set(terms(column.label)) and c not in columns)
    cues = [cue for cue in rows.question.cues if cue.word not in totals]
    held = any(line.place is not None or line.mark is not None for line in lines)
    asks = bool(columns) or (held and bool(set(_MARKS) & set(rows.question.asked)))
    if asks and 0 < len(lines) <= _FEW_DESCRIBED and not cues and not asks_for_more(rows, words):
        yield make_plan(rows, PlanKind.LOOKUP, lines, columns, words)


def _holds(rows: Selection, cue: Cue, lines: Sequence[Line]) -> bool:
    """Whether the question gives the one subject a place that one of the rows bears out."""
    said = len(rows.subjects) == 1 and credits(rows.question, cue, rows.subjects[0][0].words, rows.finder)
    return said and any(rows.place(line) in cue.places for line in lines)


def _asks_manner(rows: Selection) -> bool:
    """Whether it is asked how somebody won or lost, which a place and a mark don't tell."""
    return (
        rows.question.words[0].text == "how"
        and rows.question.asked[0] is Asked.ANYTHING
        and rows.question.said(*OUTCOMES, *OVERCOMING)
    )


def nth(rows: Selection) -> Iterator[Plan]:
    """The rows at the places that the question names."""
    cues = (*rows.places, *rows.question.has(Operation.LAST))
    among = distinct([line for _, named in rows.subjects for line in named])
    if not cues or len(among) == 1 or rows.question.has(Operation.DIFFERENCE):
        return
    if any((rows.question.before(cue.word) or "") in _NONE for cue in rows.places):
        return  # "won no medal"
    if rows.question.has(Operation.COUNT) and rows.places and not rows.counts_a_column():
        return  # "how many medals did they win" is counted
    kept, words = rows.kept()
    if among:  # "Lions or Bears, who won": the better of those named
        kept, words = among, words | {i for mention, _ in rows.subjects for i in mention.words}
    part = rows.part_of_contest() if kept else None
    lines = rows.at_places(cues, kept) if part is None else rows.at_places_of(cues, kept, part)
    if lines:
        columns, column_words = rows.asked_columns_but(lines[0].view, but=(lines[0].view.rank,))
        words |= column_words | {cue.word for cue in cues} | rows.words_for(Asked.NAME)
        words |= rows.question.sharing if len(lines) > 1 else frozenset()
        words |= {i for i, word in enumerate(rows.question.words) if counting_number(word.text) == len(lines)}
        yield make_plan(rows, PlanKind.NTH, lines, columns, words)


def extremes(rows: Selection) -> Iterator[Plan]:
    """The rows with the smallest or largest value."""
    for cue in rows.question.has(Operation.EXTREME):
        kept, words = rows.kept()
        if rows.subjects:
            return
        column = rows.scale_column(cue)
        if column is None or not kept or (rows.places and all(rows.place(line) is None for line in kept)):
            continue  # the biggest win is of rows that tell who won
        low = cue.low if cue.low is not None else rows.best_is_low(cue)
        if cue.kinds == TIMES and kept[0].view.columns[column].type is not ValueType.TIME:
            low = not low  # the fastest serve is the one of most km/h
        low = low is not rows.is_turned(cue, column)
        best = extremes_of(kept, column, low=low)
        if not best:  # a column of dashes has no extreme
            continue
        shown, column_words = rows.asked_columns_but(kept[0].view)
        words |= column_words | {cue.word} | rows.words_for(Asked.NAME)
        words |= {i for i, word in enumerate(rows.question.words) if word.text in _MEASURED | _FINISHING}
        if kept[0].view.is_league and kept[0].view.columns[column].label in ("W", "Won"):
            words |= {i for i, word in enumerate(rows.question.words) if word.text == "record"}
        told = _told_apart_by(rows)
        if told is not None:
            shown, words = (told[0], column), words | {told[1]}
        if holds(kept[0].view.columns[column].label, "crowd"):
            words |= {i for i, word in enumerate(rows.question.words) if word.text in _DRAWING}
        counted = tuple(kept)
        yield make_plan(rows, PlanKind.EXTREME, best, shown or (column,), words, counted=counted, scale=column)


def _told_apart_by(rows: Selection) -> tuple[int, int] | None:
    """(column, token) of what numbers the rows where that is asked for: "which was the fastest heat"."""
    question, view = rows.question, rows.group.views[0]
    if not question.words or question.words[0].text not in ("which", "what"):
        return None
    numbering = [c for c in range(len(view.columns)) if c not in (view.label, view.rank)]
    labels = [(c, terms(view.columns[c].label)) for c in numbering]
    said = ((c, question.stems.index(one[0])) for c, one in labels if len(one) == 1 and one[0] in question.stems)
    return next(((c, at) for c, at in said if at in question.scope.words), None)


def lists(rows: Selection) -> Iterator[Plan]:
    """Everyone of a nation, a club or a category ("the Jamaicans in the final")."""
    others = (Operation.EXTREME, Operation.COUNT, Operation.DIFFERENCE, Operation.MEAN, Operation.SUM,
              Operation.MEDIAN, Operation.SHARE)  # fmt: skip
    asks = rows.question.has(Operation.LIST) or rows.question.said("which", "who", "what")
    limit = rows.limit()
    other = bool(rows.places) or any(rows.question.has(operation) for operation in others)
    several = rows.question.said(*_SEVERAL_NATIONS) and rows.group.views[0].nation is not None
    all_of = bool(rows.question.has(Operation.LIST) or rows.question.said(*_TAKING_PART)) or several
    whole_round = all_of and _is_a_round(rows)
    picked = rows.filters or limit or rows.advance or rows.outside or whole_round or rows.narrowing
    if rows.subjects or not picked or not asks or other:
        return
    kept, words = rows.kept()
    if limit is not None:
        kept, words = rows.within(limit, kept), words | limit.words
    if kept:
        columns, column_words = rows.asked_columns_but(kept[0].view)
        if Asked.NATION in rows.question.asked and not any(line.value(c).text for line in kept for c in columns):
            return  # "which countries had a runner in the final" is not answered by who ran
        words |= column_words | rows.words_for(Asked.NAME) | {cue.word for cue in rows.question.has(Operation.LIST)}
        words |= {i for i, word in enumerate(rows.question.words) if counting_number(word.text) == len(kept)}
        words |= {i for i, word in enumerate(rows.question.words) if word.text in _ALONE and len(kept) == 1}
        if asks_for_more(rows, words):
            return  # "who trains the Kenyans" asks for nobody whom rows list
        measure = limit.measure if limit is not None else None
        yield make_plan(rows, PlanKind.LIST, kept, columns, words, measure=measure)


def finished(rows: Selection) -> Iterator[Plan]:
    """Yes or no to "did she finish?": by the place or mark of her row, or the code in place of one."""
    lines = distinct([line for _, named in rows.subjects for line in named])
    verbs = frozenset(i for i, word in enumerate(rows.question.words) if word.text in _COMPLETING)
    if not rows.question.is_yes_no or len(lines) != 1 or not verbs or rows.places or rows.limit() is not None:
        return
    code, has_result = lines[0].status, lines[0].place is not None or lines[0].mark is not None
    words = verbs | frozenset(i for mention, _ in rows.subjects for i in mention.words)
    if (code or has_result) and not asks_for_more(rows, words):
        holds = (code is None) is not rows.question.said("not", "fail")
        yield make_plan(rows, PlanKind.STATUS, lines, (), words, note="Yes" if holds else "No")


def not_started(rows: Selection) -> Iterator[Plan]:
    """That somebody did not start, where the question asks for a figure of him as of one who did."""
    entered = {line.key: line for line in rows.entered}
    here = {line.key for line in rows.lines}
    for mention in rows.mentions:
        named = [
            line for p in mention.places if (line := entered.get((p.table_id, p.row))) and p.column == line.view.label
        ]
        absent = distinct([line for line in named if line.key not in here and line.status])
        if len(absent) != 1 or rows.question.is_yes_no:
            continue
        columns, asked = rows.asked_columns_but(rows.group.views[0])
        measured = bool(columns) or bool(set(_MARKS) & set(rows.question.asked))
        if measured:
            words = mention.words | asked | frozenset(i for kind in _MARKS for i in rows.words_for(kind))
            if not asks_for_more(rows, words):
                yield make_plan(rows, PlanKind.STATUS, absent, (), words)


def had_any(rows: Selection) -> Iterator[Plan]:
    """Yes or no to "did they win a gold medal?": whether the one column that is named holds more than none."""
    question = rows.question
    lines = distinct([line for _, named in rows.subjects for line in named])
    if not question.is_yes_no or len(lines) != 1 or rows.limit() is not None:
        return
    view = lines[0].view
    won = any(is_of_outcome(view.columns[c].label) for c, _ in asked_columns(question, view))
    if not (question.said(*_ANY) or won):
        return
    named = [(c, w) for c, w in asked_columns(question, view) if view.columns[c].type is ValueType.NUMBER and w]
    counts = [(c, w) for c, w in named if c != view.rank and all(_is_count(line, c) for line in view.lines())]
    number = lines[0].value(counts[0][0]).number if len(counts) == 1 else None
    if number is None:
        return
    words = counts[0][1] | frozenset(i for mention, _ in rows.subjects for i in mention.words)
    words |= {cue.word for cue in question.cues}
    if not asks_for_more(rows, words):
        note = "Yes" if number > 0 else "No"
        yield make_plan(rows, PlanKind.CELL, lines, (counts[0][0],), words, note=note)


def _is_count(line: Line, column: int) -> bool:
    number = line.value(column).number
    return number is None or (number >= 0 and number == int(number))


def _code(line: Line, column: int) -> str | None:
    """The code that stands in one column of the row."""
    value = line.value(column)
    return value.text.strip("()[].").upper() if value.type is ValueType.STATUS else None


def statuses(rows: Selection) -> Iterator[Plan]:
    """Who did not start or finish, or was disqualified: the rows with that code in place of a mark."""
    words, codes = rows.question.statuses
    if not codes or rows.subjects or rows.question.has(Operation.COUNT):
        return
    view = rows.group.views[0]
    columns, asked = rows.asked_columns_but(view, but=(view.label, view.rank, view.mark))
    if columns and asked:  # "who failed to finish at Borrow Beck" of a series
        columns = tuple(c for c in columns if any(_code(line, c) in codes for line in rows.entered))[:1]
        there = [line for line in rows.entered if columns and _code(line, columns[0]) in codes]
        if there:
            words |= rows.words_for(Asked.NAME) | asked
            yield make_plan(rows, PlanKind.STATUS, there, columns, words)
            return
    found = [line for line in rows.entered if line.status in codes]
    if found:
        words |= rows.words_for(Asked.NAME)
        yield make_plan(rows, PlanKind.STATUS, found, (), words)
