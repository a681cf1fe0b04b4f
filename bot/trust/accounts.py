"""Second accounts: what other documents that tell of the same event give for the value that was answered.

The answer stands in a row or a sentence. Wherever else its event is told a figure of the same sort, near the answer's
but not equal to it, is read for the same question; what the trained reader then points at is another account.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.cite import Evidence, RowSpan, Span
from bot.draft import Disagreement, Draft, Side, Statement
from bot.phrases import in_quotes
from bot.prose.claims import Claim, counted, fits, is_bound, may_both_be, owner_of, same_kind
from bot.prose.crowds import asks_crowd
from bot.prose.reader import Sentence
from bot.question.lexicon import MONTHS, WEEKDAYS
from bot.question.question import Question
from bot.question.synonyms import same_as
from bot.schema import Support
from bot.trust.events import Events
from retriever.figures import find_values
from retriever.store import Store
from retriever.text import sentence_bounds, stem, tokens
from retriever.types import Document, Passage
from retriever.values import Value, ValueType, sides

_COMPARED = frozenset({ValueType.NUMBER, ValueType.TIME, ValueType.DISTANCE, ValueType.SCORE})
_WHOLE = 0.5  # share of the short answer that its value must be
_NEAR = 1.7  # accounts of one thing differ by slips of memory, pen and counting, not by a multiple
_SCORE_SHARE = 0.15  # of what the better side scored, by which two accounts of one score may differ
_MIN_SCORE = 0.2  # probability of the other account
_CORRECTING = frozenset(stem(word) for word in "correction corrections corrected clarification clarifications".split())
_BOTH = 2
_ROUND_ZEROS = 2  # at the end of a number, from which it may be rounded
_MARGINS = {ValueType.TIME: "seconds", ValueType.DISTANCE: "metres"}
_DOCUMENTS = 4  # of the documents found, that are looked through
_MAX_QUOTE_CHARS = 400
_TELLING_DIGITS = 3
RESULTS_FIRST = "results come before reports"
CORRECTED = "it is the later correction"

Judge = Callable[[str, Sequence[Passage]], tuple[Question, Sequence[Sentence]]]  # what is asked of which passages


@dataclass(frozen=True)
class Answered:
    """The value that an answer gives, and where."""

    value: Value
    evidence: Evidence
    asks: str
    """The question that it answers, as a report may be asked it."""

    @property
    def document_id(self) -> str:
        """The document that gives it."""
        return self.evidence.key[0]


@dataclass(frozen=True)
class Account:
    """What another document gives instead."""

    value: Value
    span: Span
    words: str
    document: Document


def answered_value(question: Question, draft: Draft | None) -> Answered | None:
    """The one figure that is the answer; None where it is a name, words, several things, or disputed already."""
    if draft is None or draft.disagreements or draft.premise is not None or question.is_yes_no or draft.follow_ups:
        return None
    if len(draft.values) != 1 or not draft.statements or not draft.statements[0].evidence:
        return None
    inside = find_values(draft.values[0])
    if len(inside) != 1 or len(inside[0].value.text) < _WHOLE * len(draft.values[0].strip()):
        return None
    value, evidence = _plain(inside[0].value), draft.statements[0].evidence
    if value.type not in _COMPARED or value.number is None or len({one.key[0] for one in evidence}) != 1:
        return None
    return _margin(draft, evidence) or Answered(value, evidence[0], question.text)


def _margin(draft: Draft, evidence: Sequence[Evidence]) -> Answered | None:
    """What lies between the two rows that were compared; None where they were not."""
    rows = [one.line for one in evidence if isinstance(one, RowSpan)]
    computed = find_values(draft.computed or "")
    if len(rows) != _BOTH or len(evidence) != _BOTH or len(computed) != 1 or any(row.place is None for row in rows):
        return None
    unit = _MARGINS.get(computed[0].value.type)
    ahead, behind = sorted(rows, key=lambda row: row.place or 0)
    asks = f"By how many {unit} did {ahead.name} beat {behind.name}?"
    return None if unit is None else Answered(computed[0].value, evidence[0], asks)


def other_accounts(answered: Answered, documents: Iterable[str], events: Events, judge: Judge) -> list[Account]:
    """What other documents of the answer's event give instead, one value of each.

    A correction tells what was wrong and what is right: where the answer stands in one, both may.
    """
    home, store = answered.document_id, events.store
    telling = (d for d in dict.fromkeys(documents) if d != home and not events.is_results(d))
    others = [document_id for document_id in telling if events.are_one(home, document_id)][:_DOCUMENTS]
    others.insert(0, home)
    found: list[Account] = []
    for document_id in others:
        if (right := _set_right(answered, store.document(document_id))) is not None:
            found.append(right)
            continue
        asks = events.asked_of(answered.asks, document_id) if document_id != home else None
        hopeful = [
            passage
            for passage in (store.passages_of(document_id) if asks is not None else ())
            if any(_differs(answered, figure.value) for figure in find_values(passage.text))
        ]
        if asks is not None and hopeful:
            found += _told_in(answered, *judge(asks, hopeful), store)
    return found


def _set_right(answered: Answered, document: Document) -> Account | None:
    """The value that a correction gives beside or right behind the answer's: "gave it as 8,900. It was 8,212"."""
    for passage in document.passages if is_correction(document.title) else ():
        spans = [Span(passage, passage.start + a, passage.start + b) for a, b in sentence_bounds(passage.text)]
        told = [[_plain(figure.value) for figure in find_values(words_of(span))] for span in spans]
        for at, values in enumerate(told):
            if any(may_both_be(value, answered.value) for value in values):
                for span, near in list(zip(spans, told, strict=True))[at : at + _BOTH]:
                    right = next((value for value in near if _differs(answered, value)), None)
                    if right is not None:
                        return Account(right, span, words_of(span), document)
    return None


def _told_in(answered: Answered, question: Question, sentences: Sequence[Sentence], store: Store) -> list[Account]:
    """The value that one document gives instead; none where it gives the answer's."""
    likely = [sentence for sentence in sentences if sentence.score >= _MIN_SCORE]
    claims = [claim for sentence in likely if (claim := _claim_of(sentence, answered, store)) is not None]
    if any(_agrees(answered, claim) for claim in claims):
        return []
    rivals = [claim for claim in claims if _is_rival(question, answered, claim)]
    return [Account(c.value, c.sentence.span, c.sentence.text, c.document) for c in rivals[:1]]


def _agrees(answered: Answered, claim: Claim) -> bool:
    """Whether both may be true: equal, one a bound that the other keeps, or one the other rounded."""
    told = [figure.value for figure in find_values(claim.sentence.text)]  # "19 aces to Vos's 23" tells her 23, too
    if any(may_both_be(_plain(value), answered.value) for value in (claim.value, *told)):
        return True
    if is_bound(claim.sentence.text, claim.figure, answered.value) or _is_of_another_cell(answered, claim):
        return True
    evidence = answered.evidence
    text = words_of(evidence) if isinstance(evidence, Span) else ""
    own = [figure for figure in find_values(text) if may_both_be(_plain(figure.value), answered.value)]
    if any(is_bound(text, figure, claim.value) for figure in own):
        return True
    one, other = answered.value.number or 0.0, claim.value.number or 0.0
    return _is_rounded(one, other) or _is_rounded(other, one)


def _is_of_another_cell(answered: Answered, claim: Claim) -> bool:
    """Whether the results that answer print the other value as well: it is somebody else's mark, or another of hers."""
    is_small = sum(char.isdigit() for char in claim.value.text) < _TELLING_DIGITS  # three goals stand in many a cell
    if is_small or not isinstance(answered.evidence, RowSpan):
        return False
    cells = (cell.value for row in answered.evidence.line.view.table.rows for cell in row.cells)
    return any(may_both_be(_plain(claim.value), _plain(value)) for value in cells if value.type is claim.value.type)


def _is_rounded(round_: float, exact: float) -> bool:
    """Whether a round number is the nearest one to the other: 3,000 of 3,120."""
    digits = f"{round_:.0f}"
    zeros = len(digits) - len(digits.rstrip("0"))
    return zeros >= _ROUND_ZEROS and round_ == int(round_) and round(exact, -zeros) == round_


def with_accounts(draft: Draft, answered: Answered, accounts: Sequence[Account], subject: str) -> Draft:
    """The draft with what other documents give instead."""
    corrected = next((account for account in accounts if is_correction(account.document.title)), None)
    first = Side(answered.value.text, draft.statements[0].text, draft.statements[0].evidence)
    sides = [first, *(Side(_plain(a.value).text, a.words, (a.span,)) for a in _unlike(accounts))]
    preferred = sides.index(next(s for s in sides if corrected is not None and s.value == corrected.value.text)) \
        if corrected is not None else 0  # fmt: skip
    rule = CORRECTED if corrected is not None else _rule(answered)
    sides.insert(0, sides.pop(preferred))
    values = tuple(side.value for side in sides)
    everything = tuple(evidence for side in sides for evidence in side.evidence)
    listed = f"{', '.join(values[:-1])} and {values[-1]}"
    support = Support.COMPUTED if draft.computed is not None else Support.STATED
    statements = [Statement(f"The sources disagree: {listed}.", everything, support)]
    home = draft.statements[0].evidence
    statements += [replace(s, text=f" {s.text.lstrip()}") for s in draft.statements if set(s.evidence) <= set(home)]
    statements += [
        Statement(f" {in_quotes(side.words)}", side.evidence, Support.QUOTED)
        for side in sides
        if side is not first and len(side.words) <= _MAX_QUOTE_CHARS
    ]
    found = Disagreement(subject, tuple(sides), 0, rule)
    return replace(
        draft, statements=tuple(statements), short_answer="; ".join(values), values=values, disagreements=(found,)
    )


def _rule(answered: Answered) -> str:
    if isinstance(answered.evidence, Span):
        return "nothing decides between the sources; the closest match is first"
    return RESULTS_FIRST


def _unlike(accounts: Sequence[Account]) -> list[Account]:
    """The accounts, of those that agree the first."""
    kept: list[Account] = []
    for account in accounts:
        if not any(may_both_be(account.value, other.value) for other in kept):
            kept.append(account)
    return kept


def _plain(value: Value) -> Value:
    """The value without the unit that an age may have or lack: "28", "28-year-old"."""
    return replace(value, unit=None, text=f"{value.number:.0f}") if value.unit == "year" else value


def is_correction(title: str) -> bool:
    """Whether a document of this title sets right what another one said."""
    return not _CORRECTING.isdisjoint(stem(token.text) for token in tokens(title))


def _differs(answered: Answered, value: Value) -> bool:
    """Whether the value is of the answer's sort, near it and not it."""
    value = _plain(value)
    if not same_kind(answered.value, value) or may_both_be(answered.value, value):
        return False
    if value.type is ValueType.SCORE:
        return _is_near_score(answered.value, value)
    one, other = abs(answered.value.number or 0.0), abs(value.number or 0.0)
    return min(one, other) > 0 and max(one, other) <= _NEAR * min(one, other)


def _is_near_score(one: Value, other: Value) -> bool:
    """Whether the scores may be meant for one match: one side's is the same, the other's differs by little."""
    ours, theirs = sides(one.text), sides(other.text)
    if len(ours) != 1 or len(theirs) != 1:
        return False
    apart = sorted(abs(a - b) for a, b in zip(ours[0], theirs[0], strict=True))
    return apart[0] == 0 and 0 < apart[1] <= max(1.0, _SCORE_SHARE * max(*ours[0], *theirs[0]))


def _claim_of(sentence: Sentence, answered: Answered, store: Store) -> Claim | None:
    """The value that was pointed at, if it is the answer or differs from it."""
    if sentence.answer is None or sentence.of_another:
        return None
    start, end = sentence.answer
    inside = [f for f in find_values(sentence.text) if f.start < end and f.end > start]
    inside = [f for f in inside if same_kind(answered.value, _plain(f.value))]
    if len(inside) != 1 or len(inside[0].value.text) < _WHOLE * (end - start):
        return None
    document = store.document(sentence.span.passage.document_id)
    return Claim(inside[0], sentence, document, frozenset(), 0.0)


def _is_rival(question: Question, answered: Answered, claim: Claim) -> bool:
    """Whether the value is given for what is asked: of the same things, nobody else's, and no record of before."""
    if not _differs(answered, claim.value) or not fits(question, claim) or claim.is_bygone:
        return False
    return _counts_same(question, claim) and not _is_of_somebody_else(question, answered, claim)


def _counts_same(question: Question, claim: Claim) -> bool:
    """Whether the noun behind a count is the one that the question counts."""
    noun = counted(claim)
    asked = {word for i in question.counted_noun for word in same_as(question.words[i].text)}
    return noun is None or not asked or noun in asked or claim.value.type is not ValueType.NUMBER


def _is_of_somebody_else(question: Question, answered: Answered, claim: Claim) -> bool:
    owner = owner_of(claim.sentence.text, claim.figure)
    if owner is None or owner in MONTHS | WEEKDAYS or asks_crowd(question):  # a crowd is the ground's, not a person's
        return False
    known = {word.text for word in question.words} | _words_of(answered.evidence)
    return owner not in known | {token.text for token in tokens(claim.document.title)}


def _words_of(evidence: Evidence) -> frozenset[str]:
    """Words of the sentence or the row that gives the answer."""
    if isinstance(evidence, RowSpan):
        return frozenset(token.text for cell in evidence.line.row.cells for token in tokens(cell.raw))
    if isinstance(evidence, Span):
        return frozenset(token.text for token in tokens(words_of(evidence)))
    return frozenset()


def words_of(span: Span) -> str:
    return span.passage.text[span.start - span.passage.start : span.end - span.passage.start]
