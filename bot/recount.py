"""A count in a saved answer made again: the rows it names, one by one, each held against the limit it gives."""

import operator
import re
from collections.abc import Callable, Iterator, Sequence

from bot.schema import Answer, CitedRow
from retriever.figures import find_values
from retriever.text import tokens
from retriever.values import parse_value

COUNTED = ", counted: "  # between what is counted and the names of the rows, which " + " joins
_LIMIT = re.compile(r"^rows (under|over|at least|at most) (.+?) of ")
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "under": operator.lt, "over": operator.gt, "at least": operator.ge, "at most": operator.le,
}  # fmt: skip


def counted_plan(head: str, names: Sequence[str], answer: str) -> str:
    """The working of a count over rows that are all named."""
    return f"{head}{COUNTED}{' + '.join(names)} = {answer}"


def is_counted(answer: Answer) -> bool:
    """Whether the answer's computation is a count that names its rows."""
    return answer.computation is not None and COUNTED in answer.computation.plan


def miscounted(answer: Answer) -> Iterator[str]:
    """What is wrong with a count: another number of rows, a row that is not cited, one outside the limit."""
    if answer.computation is None or not is_counted(answer):
        return
    head, _, rest = answer.computation.plan.partition(COUNTED)
    listed, _, result = rest.rpartition(" = ")
    names = listed.split(" + ")
    if str(len(names)) != result or result != answer.computation.result:
        yield f"count {result!r}: the working names {len(names)} rows"
    cited = [c.table for c in answer.citations if c.n in answer.computation.inputs and c.table is not None]
    left = list(cited)
    for name in names:
        row = next((row for row in left if _is_about(row, name)), None)
        if row is None:
            yield f"count {result!r}: no row that is cited is about {name!r}"
            continue
        left.remove(row)
        if not _is_within(row, head):
            yield f"count {result!r}: the row of {name!r} is not among {head!r}"


def _is_about(row: CitedRow, name: str) -> bool:
    texts = [*row.values.values(), *([row.row_label] if row.row_label else [])]
    return _words(name) in [_words(text) for text in texts] or name == f"row {row.row + 1}"


def _is_within(row: CitedRow, head: str) -> bool:
    """Whether some cell of the row is within the limit; a count without one has nothing to check here."""
    limit = _LIMIT.match(head)
    found = find_values(limit.group(2)) if limit else []
    if limit is None or not found or found[-1].value.number is None:
        return True
    bound, holds = found[-1].value, _HOLDS[limit.group(1)]
    marks = [text for text in row.values.values() if parse_value(text).type is bound.type or "." in text]  # no ranks
    values = [parse_value(text, hint=bound.type) for text in marks]
    numbers = [value.number for value in values if value.type is bound.type and value.number is not None]
    return any(holds(number, bound.number or 0.0) for number in numbers)


def _words(text: str) -> list[str]:
    return sorted(token.text for token in tokens(text))
