"""What a citation can bear: a row of typed cells, or sentences with their words in order, and the headings above."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.question.tables import RANK_LABELS
from bot.schema import Answer, Citation
from bot.trust.said import Word, words_of
from retriever.figures import find_values
from retriever.text import fold, sentence_bounds, tokens
from retriever.values import Value, ValueType, parse_value

# Notes beside marks, as the sports' books print them.
_RECORDS = {
    "WR": "world record", "OR": "olympic record", "NR": "national record", "AR": "area continental record",
    "GR": "games record", "CR": "championship course record", "ER": "european record", "MR": "meeting record",
    "PB": "personal best record", "SB": "season best", "WL": "world lead", "WB": "world best",
}  # fmt: skip
_QUOTATION = re.compile(r"[“\"]([^“”\"]{3,}?)[,.!?]?[”\"]")


@dataclass(frozen=True)
class Context:
    """Title, headings, caption and date: what holds for everything below them."""

    stems: frozenset[str]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class RowGround:
    """One row of a table."""

    numbers: frozenset[int]
    """Citations that must be given for it."""
    context: Context
    name: frozenset[str]
    stems: frozenset[str]
    values: tuple[Value, ...]
    place: int | None
    mark: float | None
    """Time, distance or points as a number; None where the row has none."""
    cells: frozenset[str]
    """Stems of what its cells say, without the labels above them."""
    is_out: bool
    """Whether the row was disqualified, did not finish or the like."""


@dataclass(frozen=True)
class SentenceGround:
    """One sentence, its words in order."""

    numbers: frozenset[int]
    context: Context
    words: tuple[Word, ...]
    text: str
    stems: frozenset[str] = field(default=frozenset())


Ground = RowGround | SentenceGround


def grounds_of(answer: Answer) -> list[Ground]:
    """Everything that a sentence about this answer may rest on: its citations, and its own sentences as they stand."""
    contexts = {citation.n: _context(citation) for citation in answer.citations}
    grounds: list[Ground] = []
    for citation in answer.citations:
        grounds += _grounds_of(citation, contexts[citation.n])
    for segment in answer.segments:
        if segment.citations:
            together = _joined([contexts[n] for n in segment.citations if n in contexts])
            grounds += _sentences(segment.text, frozenset(segment.citations), together)
    return grounds


def quoted_in(text: str) -> list[str]:
    """The words within quotation marks, folded."""
    return [plain(match.group(1)) for match in _QUOTATION.finditer(text)]


def without_quotations(text: str) -> str:
    """The text with blanks where somebody's words stand in quotation marks, so that offsets keep."""
    return _QUOTATION.sub(lambda match: " " * len(match.group()), text)


def plain(text: str) -> str:
    """Folded, each run of blanks one blank: how two prints of the same words are compared."""
    return " ".join(fold(text).split())


def _grounds_of(citation: Citation, context: Context) -> Iterator[Ground]:
    numbers = frozenset({citation.n})
    if citation.table is None:
        yield from _sentences(citation.quote, numbers, context)
        return
    values = dict(citation.table.values)
    typed = [parse_value(cell) for cell in values.values()]
    typed += [figure.value for cell in values.values() for figure in find_values(cell)]
    place = next((cell for label, cell in values.items() if set(_tokens(label)) & RANK_LABELS), "")
    rank = parse_value(place, hint=ValueType.RANK)
    marks = [v.number for v in typed if v.type in (ValueType.TIME, ValueType.DISTANCE) and v.number is not None]
    records = " ".join(_RECORDS.get(word, "") for cell in values.values() for word in cell.split())
    yield RowGround(
        numbers=numbers,
        context=context,
        name=frozenset(_stems(citation.table.row_label or "")),
        stems=frozenset(_stems(" ".join((*values, *values.values(), records)))),
        cells=frozenset(_stems(" ".join(values.values()))),
        values=tuple(typed),
        place=round(rank.number) if rank.type is ValueType.RANK and rank.number is not None else None,
        mark=marks[0] if marks else None,
        is_out=any(value.type is ValueType.STATUS for value in typed),
    )


def _sentences(text: str, numbers: frozenset[int], context: Context) -> Iterator[SentenceGround]:
    for start, end in sentence_bounds(text):
        sentence = text[start:end]
        yield SentenceGround(numbers, context, words_of(sentence), sentence, frozenset(_stems(sentence)))


def _context(citation: Citation) -> Context:
    texts = [citation.title, *citation.section, citation.posted or "", citation.published_at or ""]
    if citation.table is not None:
        texts += [citation.table.caption]
    whole = ". ".join(texts)
    return Context(frozenset(_stems(whole)), tuple(figure.value for figure in find_values(whole)))


def _joined(contexts: Sequence[Context]) -> Context:
    stems = frozenset(found for context in contexts for found in context.stems)
    return Context(stems, tuple(value for context in contexts for value in context.values))


def _tokens(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


def _stems(text: str) -> Iterable[str]:
    """Stems of the words, and those of the nations that codes and peoples among them stand for."""
    for word in words_of(text):
        yield word.stem
        for key in word.nations:
            yield from (other.stem for other in words_of(key))


