"""Plans that compute over results: counts, differences, means and sums, comparisons, steps between neighbours."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mean, median

from bot.question.lexicon import APART, ASKED, COMPETITORS, MATCH_WORDS, OVERCOMING, PERSONS, PLACED, Asked, Operation
from bot.question.scope import counting_number
from bot.question.tables import Line, TableView
from bot.results.contests import of_one_contest
from bot.results.plan import Plan, PlanKind, make_plan
from bot.results.selection import AGAINST_RECORDS, Selection, by_mark, distinct, valued
from retriever.text import terms
from retriever.values import ValueType

_SIZES = (ValueType.NUMBER, ValueType.TIME, ValueType.DISTANCE, ValueType.MONEY, ValueType.PERCENT)
_AGENTS = ("er", "or", "ist", "ian", "man", "men", "people")  # skater, sailor, cyclist
_SIDES = 2  # rows of a match's statistics
_NONE = 0.05  # against a count of none where other tables have some
_NEIGHBOURS = frozenset(terms("consecutive next neighbouring adjacent successive finishers two where occur"))


# Labels of columns that say how far each is behind the first.
_GAP_LABELS = frozenset(terms("gap behind deficit diff difference margin back"))
_BEHIND = ("behind", "gap", "back", "deficit", "down")
_AHEAD_SIGNS = ("+", "−")

_SUMMARIES: tuple[tuple[PlanKind, Operation, Callable[[list[float]], float]], ...] = (
    (PlanKind.MEAN, Operation.MEAN, mean), (PlanKind.SUM, Operation.SUM, sum),
    (PlanKind.MEDIAN, Operation.MEDIAN, median),
)  # fmt: skip


def counts(rows: Selection) -> Iterator[Plan]:
    """How many rows meet what the question says."""
    cues = rows.question.has(Operation.COUNT)
    if not cues or rows.subjects or (rows.counts_a_column() and rows.limit() is None):
        return
    kept, words = rows.kept()
    words |= {cue.word for cue in cues} | rows.words_for(Asked.NAME) | _counted(rows)
    if rows.places and rows.filters and all(rows.place(line) is None for line in rows.lines):
        return  # "how many home games did they win" of fixtures: no row has a place
    placed = rows.at_places(rows.places, kept)  # "how many tied for third", "how many medals did they win"
    if rows.places and rows.question.sharing and len(placed) == 1:
        return  # nobody shares that place here
    if rows.places and (placed or rows.filters):
        kept = placed
        words |= {cue.word for cue in rows.places} | rows.question.sharing
    status_words, codes = rows.question.statuses
    placing = {i for i, word in enumerate(rows.question.words) if word.text in PLACED}
    if placing and not codes and any(line.place is not None for line in kept):
        kept, words = [line for line in kept if line.place is not None], words | placing
    if codes:
        kept, words = [line for line in rows.entered if line.status in codes], words | status_words
    limit = rows.limit()
    if limit is None and rows.counts_tables():
        first = [Line(view, view.table.rows[0]) for view in rows.group.views if view.table.rows]
        yield make_plan(rows, PlanKind.TABLES, first, (), words, result=float(len(first)))
        return
    if limit is not None:
        kept = rows.within(limit, kept)
        words |= limit.words | rows.asked_columns_but(rows.group.views[0])[1]
    note = limit.said if limit is not None else ""
    if rows.lines:
        counted = tuple(rows.lines)
        plan = make_plan(rows, PlanKind.COUNT, kept, (), words, result=float(len(kept)), counted=counted, note=note,
                         measure=limit.measure if limit else None, bound=rows.bound(limit))  # fmt: skip
        yield plan if kept else replace(plan, score=plan.score - _NONE)


def _counted(rows: Selection) -> frozenset[int]:
    """The noun that is counted, where rows may be called so; beside a name that they lack, labels must say it."""
    head = rows.group.views[0].head
    named = any(rows.question.is_specific(i) for i in rows.group.lead_only)
    noun, stems = rows.question.counted_noun, rows.question.stems
    called = {i for i in noun if stems[i] in head.stems | head.label_stems}
    here = {view.table.table_id for view in rows.group.views}
    # "How many caps", "how many goalkeepers": a column of another table, or what only its rows hold.
    elsewhere = {i for m in rows.mentions if not any(p.table_id in here for p in m.places) for i in m.words}
    elsewhere |= {i for i in noun if rows.finder.heads_column(stems[i])}
    picked = rows.limit() is not None or rows.places or rows.advance or rows.question.statuses[1]
    if not picked:  # all rows: the noun must be one for who or what they are; nobody lists dunks
        elsewhere |= {i for i in noun if not _may_be_row(rows, i)}
    return frozenset(called) if named else frozenset(called | (noun - elsewhere))


def _may_be_row(rows: Selection, noun: int) -> bool:
    """Whether a noun may be said of rows: it names people or matches, or what the headings and labels speak of."""
    word, view = rows.question.words[noun].text, rows.group.views[0]
    called = word in PERSONS | COMPETITORS | MATCH_WORDS | ASKED[Asked.NATION]
    is_person = called or word.removesuffix("s").endswith(_AGENTS)
    known = view.head.stems | view.head.label_stems | view.kind_stems
    return is_person or rows.question.stems[noun] in known or rows.question.weights[noun] == 0


def differences(rows: Selection) -> Iterator[Plan]:
    """By how much two rows differ."""
    between = [i for i, word in enumerate(rows.question.words) if word.text == "between"]
    asks_between = bool(between) and rows.question.said("much", "many") and len(rows.sides) > 1
    cues = rows.question.has(Operation.DIFFERENCE)
    view = rows.group.views[0]
    across_rounds = len(rows.question.scope.rounds) > 1 and len(rows.subjects) == 1
    if not (cues or asks_between) or across_rounds:
        return
    columns, column_words = rows.asked_columns_but(view, but=(view.label, view.rank))
    column = next((c for c in columns if view.columns[c].type is not ValueType.TEXT), view.mark)
    if column is None:
        return
    pair, words = _pair_with_record(rows) if rows.yardsticks else rows.pair()
    words |= column_words | {cue.word for cue in cues} | ({*between} if asks_between else set())
    words |= {cue.word for cue in rows.question.has(Operation.COMPARE)} | rows.words_for(Asked.TIME)
    words |= rows.words_for(Asked.DISTANCE) | {i for i, w in enumerate(rows.question.words) if w.text in APART}
    printed = _printed_gap(rows, pair, column)
    if printed is not None:
        behind = max(pair, key=lambda line: rows.place(line) or 0)
        yield make_plan(rows, PlanKind.LOOKUP, [behind], (printed,), words)
        return
    numbers = [_number(line, column, view) for line in pair]
    if len(pair) == 2 and None not in numbers:
        gap = abs((numbers[0] or 0.0) - (numbers[1] or 0.0))
        yield make_plan(rows, PlanKind.DIFFERENCE, pair, (column,), words, result=gap)


def ratios(rows: Selection) -> Iterator[Plan]:
    """How many times as many one named row has as another."""
    words = _times_as(rows)
    view = rows.group.views[0]
    pair = distinct([lines[0] for _, lines in rows.sides if len(lines) == 1])
    if not words or len(pair) != 2:
        return
    columns, column_words = rows.asked_columns_but(view, but=(view.label, view.rank))
    column = next((c for c in columns if view.columns[c].type in _SIZES), view.mark)
    numbers = [] if column is None else [_number(line, column, view) or 0.0 for line in pair]
    if column is not None and min(numbers) > 0:
        words |= column_words | frozenset(i for mention, _ in rows.sides for i in mention.words)
        words |= {cue.word for cue in rows.question.cues}
        result = max(numbers) / min(numbers)
        yield make_plan(rows, PlanKind.RATIO, pair, (column,), words, result=result)


def _times_as(rows: Selection) -> frozenset[int]:
    """The words of "how many times as many", "the ratio of"."""
    texts = [word.text for word in rows.question.words]
    found = {i for i, text in enumerate(texts) if text == "ratio"}
    for i, text in enumerate(texts[1:-1], start=1):
        if text == "times" and texts[i - 1] == "many" and texts[i + 1] in ("as", "more", "the"):
            found |= {i, i + 1, i + 2} & set(range(len(texts)))
    return frozenset(found)


def _printed_gap(rows: Selection, pair: Sequence[Line], column: int) -> int | None:
    """The column that prints how far the second of the pair is behind the winner: "Gap", or times like "+0:14"."""
    if len(pair) != 2 or pair[0].view is not pair[1].view or rows.yardsticks:
        return None
    first, behind = sorted(pair, key=lambda line: rows.place(line) or 0)
    if rows.place(first) != 1 or rows.place(behind) in (None, 1):
        return None
    if behind.value(column).text.startswith(_AHEAD_SIGNS) and not first.value(column).text.startswith(_AHEAD_SIGNS):
        return column
    if not rows.question.said(*_BEHIND):
        return None  # "the winning margin" is worked out from both marks
    mark = first.view.mark
    asks_mark = mark is None or column == mark
    gaps = (c for c, label in enumerate(first.view.columns) if set(terms(label.label)) & _GAP_LABELS)
    return next((c for c in gaps if (asks_mark or c == column) and behind.value(c).number is not None), None)


def _number(line: Line, column: int, home: TableView) -> float | None:
    """The number in a column of `home`; of a row of records its mark."""
    if line.view.holds_records and line.view is not home and line.mark is not None:
        return line.mark.number
    return line.value(column).number if column < len(line.row.cells) else None


def _pair_with_record(rows: Selection) -> tuple[list[Line], frozenset[int]]:
    """A row (named, at a place, or else the winner's) and the record that it is held against."""
    mention, record = rows.yardsticks[0]
    named = distinct([lines[0] for _, lines in rows.sides if len(lines) == 1])
    placed = rows.at_places(rows.places, rows.lines) or [line for line in rows.lines if rows.place(line) == 1]
    words = mention.words | {cue.word for cue in rows.places} | {i for m, _ in rows.sides for i in m.words}
    told = {i for i, word in enumerate(rows.question.words) if word.text in AGAINST_RECORDS}
    where = {i for m in rows.mentions for p in m.places if (p.table_id, p.row) == record.key for i in m.words}
    return [*(named or placed)[:1], record], frozenset(words | told | where)


def means(rows: Selection) -> Iterator[Plan]:
    """The mean or the sum of the rows that the question means."""
    for kind, operation, summarise in _SUMMARIES:
        cues = rows.question.has(operation)
        if not cues:
            continue
        view = rows.group.views[0]
        columns, column_words = rows.asked_columns_but(view, but=(view.label, view.rank))
        column = next((c for c in columns if view.columns[c].type is not ValueType.TEXT), view.mark)
        kept, words = rows.kept()
        named = distinct([line for _, lines in rows.subjects for line in lines])
        lines = named or rows.at_places(rows.places, kept) or kept
        marked = valued(lines, column) if column is not None else []
        without = [line for line in lines if line not in marked]
        known = [line.value(column).number or 0.0 for line in marked] if column is not None else []
        behind = {line.value(column).text.startswith(_AHEAD_SIGNS) for line in marked} if column is not None else set()
        # A winner's time and what the others were behind it have no sum.
        is_whole = all(_is_out(line, column) for line in without) if column is not None else False
        if column is not None and len(known) > 1 and len(behind) == 1 and is_whole:
            words |= column_words | {cue.word for cue in (*cues, *rows.places)} | rows.words_for(Asked.TIME)
            words |= frozenset(i for mention, _ in rows.subjects for i in mention.words)
            words |= {i for i, word in enumerate(rows.question.words) if counting_number(word.text) == len(marked)}
            words |= {cue.word for cue in rows.question.has(Operation.COUNT)}
            note = ", ".join(f"{line.name} ({line.status})" for line in without if line.status)
            result = summarise(known)
            yield make_plan(rows, kind, marked, (column,), words, result=result, counted=tuple(lines), note=note)


def _is_out(line: Line, column: int) -> bool:
    """Whether a row without a number has none to have: a code in its place, or a match that is still to come."""
    return bool(line.status) or (line.value(column).type is ValueType.EMPTY and line.mark is None)


def shares(rows: Selection) -> Iterator[Plan]:
    """Which part of the rows meets what the question says, in per cent."""
    cues = rows.question.has(Operation.SHARE)
    limit = rows.limit()
    if not cues or rows.subjects or not (limit or rows.filters or rows.advance) or not rows.lines:
        return
    kept, words = rows.kept()
    words |= {cue.word for cue in cues} | rows.words_for(Asked.NAME)
    if limit is not None:
        kept = rows.within(limit, kept)
        words |= limit.words | rows.asked_columns_but(rows.group.views[0])[1]
    note = limit.said if limit is not None else ""
    result = 100 * len(kept) / len(rows.lines)
    counted, bound = tuple(rows.lines), rows.bound(limit)
    yield make_plan(rows, PlanKind.SHARE, kept, (), words, result=result, counted=counted, note=note, bound=bound)


def comparisons(rows: Selection) -> Iterator[Plan]:
    """Two named rows, or the rows at one place of two tables ("which semi-final had the faster winner")."""
    cues = rows.question.has(Operation.COMPARE)
    here = of_one_contest(rows.lines, [found for _, found in rows.sides]) or rows.lines
    lines = distinct([next((line for line in found if line in here), found[0]) for _, found in rows.sides])
    words = frozenset(i for mention, _ in rows.sides for i in mention.words)
    if not rows.sides and len(rows.places) == 1 and len(rows.places[0].places) == 1:
        lines = rows.at_places(rows.places, rows.lines)
        words = frozenset({rows.places[0].word})
    elif not rows.sides and not rows.filters and len(rows.entered) == _SIDES and rows.asked_words:
        lines = rows.lines  # "who hit more aces" of the two who met
    if not cues or len(lines) != 2:
        return
    view = lines[0].view
    if view.sides is not None:
        return  # scores of two matches say nothing of who is better
    if view.is_league and rows.question.said(*OVERCOMING):
        return
    column = rows.scale_column(cues[0])
    if column is None:
        column = view.mark if view.mark is not None else view.rank
    if column is None:
        return
    numbers = [line.value(line.column_like(view, column)).number for line in lines]
    if None in numbers:
        return
    low = cues[0].low if cues[0].low is not None else view.lower_is_better or column == view.rank
    low = low is not rows.is_turned(cues[0], column)
    one, other = (number or 0.0 for number in numbers)
    ordered = lines if (one <= other if low else one >= other) else lines[::-1]
    words |= {cue.word for cue in cues} | rows.asked_columns_but(view)[1] | rows.words_for(Asked.NAME)
    yield make_plan(rows, PlanKind.COMPARE, ordered, (column,), words)


def gaps(rows: Selection) -> Iterator[Plan]:
    """The smallest or largest step from one row to the next in rank."""
    cues = rows.question.has(Operation.EXTREME)
    view = rows.group.views[0]
    if not cues or not rows.question.has(Operation.DIFFERENCE) or view.mark is None or rows.subjects:
        return
    column = view.mark
    steps = [
        (round(abs((after.value(column).number or 0.0) - (before.value(column).number or 0.0)), 6), before, after)
        for one in rows.group.views
        for before, after in pairwise(sorted(valued(rows.lines_of(one), column), key=by_mark))
    ]
    if steps:
        numbers = [gap for gap, _, _ in steps]
        best = min(numbers) if cues[0].low or cues[0].low is None else max(numbers)
        pairs = [line for gap, before, after in steps if gap == best for line in (before, after)]
        words = frozenset(cue.word for cue in rows.question.cues) | rows.words_for(Asked.NAME)
        words |= {i for i, found in enumerate(rows.question.stems) if found in _NEIGHBOURS}
        counted, most = tuple(rows.lines), best != min(numbers)
        yield make_plan(rows, PlanKind.GAP, pairs, (column,), words, result=best, counted=counted, most=most)
