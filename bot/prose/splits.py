"""Split times told in reports: listed, subtracted from one another, compared between two editions."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.cite import Span
from bot.draft import Draft, Statement
from bot.phrases import in_quotes
from bot.question.lexicon import Operation
from bot.question.points import Point, Split, is_from_start, points_in, splits_in
from bot.question.question import Question
from bot.question.scope import scope_of_text
from bot.question.tables import lengths_named
from bot.results.editions import Edition, editions_of, with_years
from bot.schema import Support
from retriever.printing import format_value
from retriever.store import Store
from retriever.text import sentence_bounds
from retriever.types import Document, Passage
from retriever.values import ValueType

SPLIT_WORDS = ("split", "splits", "lap", "laps", "bell", "pace")
_SEARCH = "first lap 400 metres 800 metres split time at the bell"
_SURE = 0.5  # share of the best report's score
_DURATION = ("long", "time", "take", "took", "fast", "quick", "duration")

Search = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True)
class Told:
    """A split with the sentence that tells it."""

    split: Split
    span: Span
    sentence: str
    document: Document
    score: float

    @property
    def text(self) -> str:
        """The time as printed, without a word behind it: "54.9" of "54.9-second"."""
        return self.split.figure.value.text.split("-")[0].split(" ")[0]


def split_answer(question: Question, search: Search, store: Store) -> Draft | None:
    """The draft that answers from split times in reports; None where the question isn't about several of them."""
    if not question.said(*SPLIT_WORDS):
        return None
    asked = [point for _, _, point in points_in(question.text, bare=True)]
    titles = [document.title for document in store.documents()]
    editions = tuple(with_years(edition, titles) for edition in editions_of(question))
    found = [_told_of(question, edition, search, store) for edition in editions]
    length = _length(question, [told for one in found for told in one])
    asked = [point for point in asked if point.metres is None or point.metres != length]
    if len(editions) == 2 and asked and question.has(Operation.COMPARE):
        return _compared(question, asked[0], editions, found, length)
    later = next((point for point in asked if (point.lap or 0) > 1), None)
    if later is not None and question.said(*_DURATION):
        return _lap_time(found[0], later, length)
    if question.has(Operation.COMPARE) or question.is_yes_no or (len(asked) < 2 and not _asks_all(question)):
        return None
    return _listed(found[0], asked, length)


def _told_of(question: Question, edition: Edition, search: Search, store: Store) -> list[Told]:
    """Every split that is told, those most surely of the edition first."""
    found: dict[tuple[str, int, str], Told] = {}
    for passage in (*search(f"{question.text} {_SEARCH}"), *search(f"{edition.name} {_SEARCH}")):
        document = store.document(passage.document_id)
        for start, end in sentence_bounds(passage.text):
            text = passage.text[start:end]
            splits = splits_in(text)
            rounds = scope_of_text(text).rounds if splits else ()
            if rounds and question.scope.rounds and not set(rounds) & set(question.scope.rounds):
                continue
            span = Span(passage, passage.start + start, passage.start + end)
            for split in splits:
                told = Told(split, span, text, document, edition.score(text, document))
                found.setdefault((*span.key[:2], split.figure.value.text), told)
    return sorted(found.values(), key=lambda told: (-told.score, told.span.key, told.split.figure.start))


def _length(question: Question, told: Sequence[Told]) -> float | None:
    """Metres of the race: as the question says, else as most of the titles do."""
    named = [length for one in told for length in lengths_named(one.document.title)]
    usual = Counter(named).most_common(1)
    said = [length for length in sorted(question.lengths) if length in named]
    return float(said[0] if said else usual[0][0]) if said or usual else None


def _at(told: Sequence[Told], point: Point, length: float | None) -> Told | None:
    """The likeliest time from the start to the point."""
    first = next(
        (one.split.seconds for one in told if one.split.point.metres_in(length) == Point(lap=1).metres_in(length)), None
    )
    fitting = (one for one in told if one.split.point.is_same(point, length) and is_from_start(one.split, first))
    return next(fitting, None)


def _compared(
    question: Question, point: Point, editions: Sequence[Edition], found: Sequence[Sequence[Told]], length: float | None
) -> Draft | None:
    pair = [_at(told, point, length) for told in found]
    if None in pair or pair[0] is pair[1]:
        return None
    sides = [(edition, one) for edition, one in zip(editions, pair, strict=True) if one is not None]
    if sides[0][1].span.key == sides[1][1].span.key:
        return None
    cue = question.has(Operation.COMPARE)[0]
    low = cue.low if cue.low is not None else True
    best, other = sorted(sides, key=lambda side: side[1].split.seconds if low else -side[1].split.seconds)
    text = f"{best[0].name}: {best[1].text} against {other[1].text} in {other[0].name}."
    statement = Statement(text, (best[1].span, other[1].span), Support.COMPUTED)
    return Draft(
        (statement, *_quotes([best[1], other[1]])), best[0].name, (best[0].name,),
        reasons=("both times are told in reports",),
    )  # fmt: skip


def _lap_time(told: Sequence[Told], point: Point, length: float | None) -> Draft | None:
    """How long one lap took: the time at its end less that at its beginning, of one report."""
    lap = point.lap or 0
    for document_id in dict.fromkeys(one.document.document_id for one in told):
        here = [one for one in told if one.document.document_id == document_id]
        end, begin = (_at(here, Point(metres=Point(lap=n).metres_in(length)), length) for n in (lap, lap - 1))
        if end is not None and begin is not None and end.split.seconds > begin.split.seconds:
            return _difference(end, begin)
    return None


def _difference(end: Told, begin: Told) -> Draft:
    decimals = max(len(one.text.partition(".")[2]) for one in (end, begin))
    result = format_value(ValueType.TIME, end.split.seconds - begin.split.seconds, decimals, "s")
    said = [one.text if ":" in one.text else f"{one.text} s" for one in (end, begin)]
    text = f"{result}: from {said[1]} to {said[0]}."
    statement = Statement(text, (end.span, begin.span), Support.COMPUTED)
    return Draft(
        (statement, *_quotes([begin, end])), result, (result,), computed=result,
        plan=f"{said[0]} - {said[1]} = {result}", reasons=("both times are told in one report",),
    )  # fmt: skip


def _listed(told: Sequence[Told], asked: Sequence[Point], length: float | None) -> Draft | None:
    """The times at all points asked for, in their order; of all points of the likeliest report where none is named."""
    found = [_at(told, point, length) for point in asked or _points(told, length)]
    known = [one for one in found if one is not None]
    if len(known) < 2 or len(known) < len(found):
        return None
    values = tuple(one.text for one in known)
    return Draft(_quotes(known, first=True), ", ".join(values), values, reasons=("each time is told in a report",))


def _asks_all(question: Question) -> bool:
    """Whether every split is asked for: "the splits", "the split times"."""
    return question.said("splits") or (question.said("split") and question.said("times"))


def _points(told: Sequence[Told], length: float | None) -> list[Point]:
    """The points that the reports surest of the edition tell of, from the start on."""
    sure = [one for one in told if one.score >= _SURE * told[0].score > 0]
    by_metres = {
        metres: one.split.point
        for one in sure[::-1]
        if (metres := one.split.point.metres_in(length)) not in (None, length)
    }
    return [point for _, point in sorted(by_metres.items())]


def _quotes(told: Sequence[Told], *, first: bool = False) -> tuple[Statement, ...]:
    """The sentences that tell the times, each once."""
    spans = {one.span.key: one for one in told}
    blank = ["" if first and index == 0 else " " for index in range(len(spans))]
    return tuple(
        Statement(f"{before}{in_quotes(one.sentence)}", (one.span,), Support.QUOTED)
        for before, one in zip(blank, spans.values(), strict=True)
    )
