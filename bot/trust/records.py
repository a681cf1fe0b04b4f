"""The record that stands: a list of records made before an event may be out of date by what was reported of it.

Records only get better, so of two marks that are each called the same record the better one is the later one.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.cite import RowSpan
from bot.draft import Disagreement, Draft, Side, Statement
from bot.phrases import achieved, in_quotes, where
from bot.prose.claims import Claim, value_claims
from bot.prose.reader import MIN_COVERAGE, Sentence
from bot.question.lexicon import Asked
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.plan import Plan
from bot.schema import Support
from bot.trust.events import DAYS, day_of
from retriever.figures import find_values
from retriever.store import Store
from retriever.text import stem, terms, tokens
from retriever.values import Value, ValueType, values_agree

RULE = "a record only gets better: the better mark is the one that stands"
_RECORD = "record"
_KINDS = (Asked.ANYTHING, Asked.TIME, Asked.DISTANCE, Asked.MARK)
_MEASURED = (ValueType.TIME, ValueType.DISTANCE)
_HOLDING = ("hold", "holds", "holder", "holders", "held", "owns")
_LIKE = 0.15  # share by which two records of one event may differ
_MARGIN_BEFORE = re.compile(r"\b(?:by|took|taking|knocked|only|just)\s+$", re.I)
_MARGIN_BEHIND = re.compile(r"\s*(?:off|inside|outside|faster|quicker|behind|ahead|clear|better|longer|from)\b", re.I)
# Questions with these ask for a record that was, or for how one fell.
_EARLIER = frozenset("before previous old former earlier until prior then break broke broken beat set list".split())


def since_record(question: Question, sentences: Sequence[Sentence], store: Store) -> Sequence[Sentence]:
    """The sentences, where the record that stands is asked for without those of reports older than the best mark.

    A record that fell is no second account of the one that stands.
    """
    holder = question.asked[0] is Asked.NAME and question.said(*_HOLDING)
    if not (_asks_standing(question) or holder) or not sentences:
        return sentences
    told = [told for s in sentences if s.coverage >= MIN_COVERAGE and not s.of_another for told in _marks(s, question)]
    near = [(mark, s) for mark, s in told if _is_like(mark, told[0][0])]
    if not near:
        return sentences
    sign = 1 if near[0][0].type is ValueType.TIME else -1
    best = min(near, key=lambda each: (sign * (each[0].number or 0.0), each[1].span.key))[1]
    days = {s.span.passage.document_id: day_of(store.document(s.span.passage.document_id)) for s in sentences}
    first = days[best.span.passage.document_id]
    if first is None:
        return sentences
    since = [d for d, day in days.items() if day is not None and day >= first - timedelta(days=DAYS)]
    return [s for s in sentences if s.span.passage.document_id in since]


def _marks(sentence: Sentence, question: Question) -> Iterator[tuple[Value, Sentence]]:
    """Marks told in the sentence where it or its passage speaks of a record; by how much one fell is none."""
    passage = sentence.span.passage
    if _RECORD not in terms(f"{sentence.title} {passage.text}"):
        return
    stated = [figure.value for figure in question.figures]
    for figure in find_values(sentence.text):
        before, behind = sentence.text[: figure.start], sentence.text[figure.end :]
        is_margin = _MARGIN_BEFORE.search(before) or _MARGIN_BEHIND.match(behind)
        known = figure.value.type in _MEASURED and figure.value.number and not is_margin
        if known and not any(values_agree(figure.value, value) for value in stated):
            yield figure.value, sentence


def _is_like(one: Value, other: Value) -> bool:
    """Whether both may be marks of one event: a split is less than half of one."""
    return one.type is other.type and abs((one.number or 0.0) - (other.number or 0.0)) <= _LIKE * (other.number or 0.0)


def _asks_standing(question: Question) -> bool:
    """Whether the mark of the record that stands is asked for, and none of before or of some year."""
    asks = _RECORD in question.stems and question.asked[0] in _KINDS and not question.is_yes_no
    return asks and not question.years and not question.scope.rounds and not question.said(*_EARLIER)


def outdated_record(question: Question, plan: Plan) -> Line | None:
    """The row of a record that the plan answers with, where the question asks for the one that stands."""
    if not _asks_standing(question) or len(plan.lines) != 1:
        return None
    line = plan.lines[0]
    listed = _RECORD in {stem(token.text) for token in tokens(f"{line.name} {line.view.head.called()}")}
    return line if listed and line.mark is not None and line.mark.type in _MEASURED else None


def better_claim(question: Question, line: Line, sentences: Sequence[Sentence], store: Store) -> Claim | None:
    """The best mark that a sentence calls by the record's name and that is better than the row's; else None."""
    mark = line.mark
    if mark is None or mark.number is None:
        return None
    name = _name_of_record(question)
    sign = 1 if mark.type is ValueType.TIME else -1
    found = [
        claim
        for claim in value_claims(question, [s for s in sentences if not s.of_another], store, mark.type)
        if name and _holds(claim.near, name) and claim.value.type is mark.type and not claim.is_bygone
        and claim.value.number is not None and sign * claim.value.number < sign * mark.number
    ]  # fmt: skip
    return min(found, key=lambda claim: (sign * (claim.value.number or 0.0), claim.sentence.span.key), default=None)


def write_record(question: Question, claim: Claim, line: Line) -> Draft:
    """The mark that stands and the one that was listed before, each with its source."""
    listed = line.mark.text if line.mark is not None else ""
    row = RowSpan(line)
    sides = (
        Side(claim.value.text, claim.sentence.text, (claim.sentence.span,)),
        Side(listed, line.name, (row,)),
    )
    statements = (
        Statement(in_quotes(claim.sentence.text), sides[0].evidence, Support.QUOTED),
        Statement(f" Listed before: {line.name}{achieved(line)} ({where(line)}).", (row,), Support.STATED),
    )
    values = (claim.value.text, listed)
    found = Disagreement(" ".join(_name_of_record(question)), sides, 0, RULE)
    return Draft(statements, "; ".join(values), values, disagreements=(found,))


def _name_of_record(question: Question) -> tuple[str, ...]:
    """The word before "record" and "record" itself: "Olympic record"; empty where no word stands before it."""
    at = question.stems.index(_RECORD) if _RECORD in question.stems else 0
    return (question.stems[at - 1], _RECORD) if at and question.weights[at - 1] > 0 else ()


def _holds(text: str, name: tuple[str, ...]) -> bool:
    stems = [stem(token.text) for token in tokens(text)]
    return any(tuple(stems[i : i + len(name)]) == name for i in range(len(stems)))
