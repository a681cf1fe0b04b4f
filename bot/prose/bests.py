"""Marks in results held against bests and records that reports tell: "by how much did she beat her previous best?"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.cite import RowSpan, Span
from bot.draft import Draft, Statement
from bot.phrases import in_quotes, where
from bot.question.lexicon import Operation
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.finder import TableFinder
from bot.results.gathered import Group
from bot.results.selection import Selection, distinct
from bot.schema import Support
from retriever.figures import FoundValue, find_values
from retriever.printing import format_value
from retriever.store import Store
from retriever.text import sentence_bounds, stem, terms, tokens
from retriever.types import Passage
from retriever.values import Value, ValueType

_YARDSTICKS = ("best", "record")
_KINDS = {"world", "olympic", "games", "european", "national", "area", "course", "meeting", "championship", "british"}
_BYGONE = re.compile(r"\b(?:old|previous(?:ly)?|former(?:ly)?|before|earlier|until|had|stood|since)\b", re.I)
_NEAR_CHARS = 40  # between the value and the word that says what it is
_CLOSE = 0.2  # share of the mark that a best may be off it; beyond that it is of another event
_MOST_GROUPS = 3
_IN_SENTENCE, _IN_DOCUMENT = 2.0, 0.5

Search = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True)
class ToldBest:
    """A best or a record that a sentence tells."""

    value: Value
    span: Span
    sentence: str
    score: float


def best_answer(
    question: Question, mentions: Sequence[Mention], groups: Sequence[Group], finder: TableFinder,
    *, search: Search, store: Store,
) -> Draft | None:  # fmt: skip
    """The draft that gives by how much a row's mark and a told best differ; None where either is missing."""
    kinds = [word for word in _YARDSTICKS if question.said(word, f"{word}s")]
    if not kinds or not question.has(Operation.DIFFERENCE):
        return None
    for group in groups[:_MOST_GROUPS]:
        line = _line_meant(Selection(question, mentions, group, finder))
        if line is not None and line.mark is not None:
            told = sorted(_told(question, line, kinds[0], search, store), key=lambda one: _order_of(one, line))
            if told:
                return _written(line, line.mark, told[0])
    return None


def _line_meant(rows: Selection) -> Line | None:
    """The one row that is named, or at the place that is."""
    named = distinct([lines[0] for _, lines in rows.sides if len(lines) == 1])
    placed = rows.at_places(rows.places, rows.lines)
    found = named or placed
    return found[0] if len(found) == 1 and not found[0].view.holds_records else None


def _told(question: Question, line: Line, kind: str, search: Search, store: Store) -> Iterator[ToldBest]:
    surname = [token.text for token in tokens(line.name)][-1:]
    event = {found for found in line.view.head.stems if not found.isdigit()}
    for passage in search(f"{line.name} {question.text} previous {kind}"):
        document = store.document(passage.document_id)
        about = len(event & set(terms(document.title))) * _IN_DOCUMENT
        about += _IN_DOCUMENT * (line.mark is not None and line.mark.text in document.text)
        for start, end in sentence_bounds(passage.text):
            text = passage.text[start:end]
            said = {token.text for token in tokens(text)}
            whose = bool(surname) and surname[0] in said
            if kind == "best" and not whose:
                continue
            for figure in find_values(text):
                if _is_yardstick(text, figure, kind, line) and not _of_other_kind(question, said):
                    score = about + _IN_SENTENCE * whose + bool(_BYGONE.search(text))
                    span = Span(passage, passage.start + start, passage.start + end)
                    yield ToldBest(figure.value, span, text, score)


def _is_yardstick(text: str, figure: FoundValue, kind: str, line: Line) -> bool:
    """Whether the figure is told as a best or a record, and can be one of the row's event."""
    mark, value = line.mark, figure.value
    if mark is None or mark.number is None or not value.number or not _is_like(value, mark):
        return False
    around = text[max(0, figure.start - _NEAR_CHARS) : figure.end + _NEAR_CHARS]
    apart = abs(value.number - mark.number)
    return kind in {stem(token.text) for token in tokens(around)} and 0 < apart <= _CLOSE * mark.number


def _of_other_kind(question: Question, said: set[str]) -> bool:
    """Whether the sentence tells of another kind of record: the Olympic one where the world's is asked for."""
    asked = _KINDS & {word.text for word in question.words}
    return bool(asked and said & _KINDS and not asked & said)


def _is_like(value: Value, mark: Value) -> bool:
    """Whether both measure alike; lengths are told without a unit."""
    sizes = (ValueType.DISTANCE, ValueType.NUMBER)
    return value.type is mark.type or (value.type in sizes and mark.type in sizes and "." in value.text)


def _order_of(told: ToldBest, line: Line) -> tuple[float, float, tuple[str, int, int]]:
    """The surest first, then the one nearest to the mark: of two bests the better."""
    mark = (line.mark.number if line.mark is not None else None) or 0.0
    return (-told.score, abs((told.value.number or 0.0) - mark), told.span.key)


def _written(line: Line, mark: Value, told: ToldBest) -> Draft:
    numbers = mark.number or 0.0, told.value.number or 0.0
    texts = [mark.text, told.value.text]
    decimals = max(len(text.partition(".")[2].split(" ")[0]) for text in texts)
    column = line.view.columns[line.view.mark or 0]
    result = format_value(mark.type, abs(numbers[0] - numbers[1]), decimals, column.unit)
    larger, smaller = texts if numbers[0] > numbers[1] else texts[::-1]
    said = f"{result}: {line.name} {texts[0]} ({where(line)}), before that {texts[1]}."
    row = RowSpan(line)
    return Draft(
        (
            Statement(said, (row, told.span), Support.COMPUTED),
            Statement(f" {in_quotes(told.sentence)}", (told.span,), Support.QUOTED),
        ),
        result, (result,), (line,), (line,), computed=result, plan=f"{larger} - {smaller} = {result}",
        reasons=("a mark of the results and a best that reports tell",),
    )  # fmt: skip
