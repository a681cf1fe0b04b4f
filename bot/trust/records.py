"""The record that stands: a list of records made before an event may be out of date by what was reported of it.

Records only get better, so of two marks that are each called the same record the better one is the later one.
"""

from collections.abc import Sequence

from bot.cite import RowSpan
from bot.draft import Disagreement, Draft, Side, Statement
from bot.phrases import achieved, in_quotes, where
from bot.prose.claims import Claim, value_claims
from bot.prose.reader import Sentence
from bot.question.lexicon import Asked
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.plan import Plan
from bot.schema import Support
from retriever.store import Store
from retriever.text import stem, tokens
from retriever.values import ValueType

RULE = "a record only gets better: the better mark is the one that stands"
_RECORD = "record"
_KINDS = (Asked.ANYTHING, Asked.TIME, Asked.DISTANCE, Asked.MARK)
_MEASURED = (ValueType.TIME, ValueType.DISTANCE)
# Questions with these ask for a record that was, or for how one fell.
_EARLIER = frozenset("before previous old former earlier until prior then break broke broken beat set list".split())


def outdated_record(question: Question, plan: Plan) -> Line | None:
    """The row of a record that the plan answers with, where the question asks for the one that stands."""
    asks = _RECORD in question.stems and question.asked[0] in _KINDS and not question.is_yes_no
    if not asks or question.years or question.scope.rounds or question.said(*_EARLIER) or len(plan.lines) != 1:
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
