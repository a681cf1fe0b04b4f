"""The rows of a table that a question means by what stands in a column: those of "the semi-final" or "period 2"."""

from collections.abc import Sequence
from functools import lru_cache

from bot.question.question import Question
from bot.question.scope import scope_of_text, small_number
from bot.question.tables import Line, TableView
from retriever.text import stem, terms

ROUND_STEMS = frozenset(stem(word) for word in ("round", "stage", "phase"))


def tells_rounds(labels: Sequence[str]) -> bool:
    """Whether a column says of each row which round it belongs to."""
    return any(map(_is_of_rounds, labels))


@lru_cache(maxsize=10_000)
def _is_of_rounds(label: str) -> bool:
    stems = set(terms(label))
    return bool(stems) and stems <= ROUND_STEMS


def narrowed(question: Question, lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """The lines that the question's round or numbered label leaves, with its tokens; all where it names none."""
    kept, words = list(lines), frozenset[int]()
    if not kept:
        return kept, words
    view = kept[0].view
    for column in (c for c in range(len(view.columns)) if c not in (view.label, view.rank)):
        said, found = _of_column(question, view, column, kept)
        if found and len(found) < len(kept):
            kept, words = found, words | said
    return kept, words


def _of_column(
    question: Question, view: TableView, column: int, lines: Sequence[Line]
) -> tuple[frozenset[int], list[Line]]:
    label = view.columns[column].label
    if tells_rounds([label]) and question.scope.rounds:
        rounds = set(question.scope.rounds)
        return question.scope.words, [line for line in lines if rounds & set(_rounds_in(line, column))]
    stems = terms(label)
    if len(stems) != 1 or stems[0] not in question.stems:
        return frozenset(), []
    at = question.stems.index(stems[0])
    for beside in (at - 1, at + 1):
        number = small_number(question.words[beside].text) if 0 <= beside < len(question.words) else None
        if number is not None:
            return frozenset({at, beside}), [line for line in lines if _is_numbered(line, column, number)]
    return frozenset(), []


def _rounds_in(line: Line, column: int) -> tuple[str, ...]:
    return scope_of_text(line.value(column).text).rounds if column < len(line.row.cells) else ()


def _is_numbered(line: Line, column: int, number: int) -> bool:
    text = line.value(column).text.lower() if column < len(line.row.cells) else ""
    return small_number(text) == number
