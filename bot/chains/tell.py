"""The answer along a chain in sentences: the row, and the words of the page, each cited."""

from collections.abc import Callable

from bot.chains.offers import Offer
from bot.chains.pages import Page
from bot.cite import RowSpan, Span
from bot.draft import Draft, Statement
from bot.phrases import cell_said, in_quotes, line_sentence
from bot.question.question import Question
from bot.schema import Support
from retriever.text import sentence_bounds, terms
from retriever.types import Passage


def write_chain(question: Question, offer: Offer, read: Callable[[Page], Passage]) -> Draft:
    """What the row says and what its page says, that which answers first."""
    line, signs = offer.line, offer.signs
    row = Statement(line_sentence(line, _columns(question, offer)), (RowSpan(line),), Support.STATED)
    if offer.span is not None:
        told = _quoted(_sentence_around(offer.span))
        return _draft((told, _after(row)), offer.text, offer)
    new = signs.by_page - signs.known
    if signs.describing is None or not question.coverage(new):
        return _draft((row,), cell_said(line, offer.column), offer)
    described = _quoted(_sentence_saying(question, read(signs.describing), new))
    return _draft((row, _after(described)), cell_said(line, offer.column), offer)


def _draft(statements: tuple[Statement, ...], short: str, offer: Offer) -> Draft:
    return Draft(statements, short, (short,), (offer.line,), (offer.line,), plan=_said(offer))


def _said(offer: Offer) -> str:
    grid = offer.meaning.links.grid
    label = grid.columns[offer.column].label
    return f"{label} of {offer.line.name}" if offer.span is None else f"the page of {label} of {offer.line.name}"


def _columns(question: Question, offer: Offer) -> list[int]:
    """The column of the chain and those whose cells the question speaks of, in the order of the table."""
    grid, asked = offer.meaning.links.grid, set(question.stems)
    said = {
        column
        for column in range(len(grid.columns))
        if not asked.isdisjoint(terms(grid.texts[column][offer.signs.row]))
    }
    return sorted({offer.column, *said})


def _quoted(span: Span) -> Statement:
    words = span.passage.text[span.start - span.passage.start : span.end - span.passage.start]
    return Statement(in_quotes(words), (span,), Support.QUOTED)


def _after(statement: Statement) -> Statement:
    return Statement(f" {statement.text}", statement.evidence, statement.support)


def _sentence_around(span: Span) -> Span:
    """The sentences that the span stands in."""
    passage = span.passage
    first, last = span.start - passage.start, span.end - passage.start
    inside = [(s, e) for s, e in sentence_bounds(passage.text) if s < last and first < e]
    return Span(passage, passage.start + inside[0][0], passage.start + inside[-1][1])


def _sentence_saying(question: Question, passage: Passage, tokens: frozenset[int]) -> Span:
    """The sentence of the passage that says most of those tokens, the first of equals."""

    def said(bounds: tuple[int, int]) -> float:
        words = set(terms(passage.text[slice(*bounds)]))
        return sum(question.weights[i] for i in sorted(tokens) if question.stems[i] in words)

    start, end = max(sentence_bounds(passage.text), key=said)
    return Span(passage, passage.start + start, passage.start + end)
