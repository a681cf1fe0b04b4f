"""A count in a saved answer made again: the rows it names, one by one, each held against the limit it gives."""

import operator
import re
from collections.abc import Callable, Iterator, Sequence

from bot.schema import Answer, CitedRow
from retriever.figures import find_values
from retriever.text import tokens
from retriever.values import parse_value

COUNTED = ", counted: "  # between what is counted and the names of the rows, which " + " joins
_PART, _OF, _PLUS = "; ", " of ", " + "
_GROUPED = re.compile(r"^(?P<kind>total|average|rows) by [^:]+: (?P<parts>.+)$", re.DOTALL)
_ROUNDED = 0.0501  # an average is printed to a tenth
_LIMIT = re.compile(r"^rows (under|over|at least|at most) (.+?) of ")
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "under": operator.lt, "over": operator.gt, "at least": operator.ge, "at most": operator.le,
}  # fmt: skip


def counted_plan(head: str, names: Sequence[str], answer: str) -> str:
    """The working of a count over rows that are all named."""
    return f"{head}{COUNTED}{' + '.join(names)} = {answer}"


def grouped_plan(kind: str, label: str, parts: Sequence[tuple[str, Sequence[str], str]]) -> str:
    """The working of rows put together: "total by Team: Vantage 25 + 15 = 40; Kestrel 18 + 10 = 28"."""
    worked = (f"{name}{_OF}{_PLUS.join(terms)} = {number}" for name, terms, number in parts)
    return f"{kind} by {label}: {_PART.join(worked)}"


def is_counted(answer: Answer) -> bool:
    """Whether the answer's computation is a count that names its rows, or rows put together."""
    plan = answer.computation.plan if answer.computation is not None else ""
    return COUNTED in plan or bool(_GROUPED.match(plan))


def miscounted_groups(answer: Answer) -> Iterator[str]:
    """What is wrong with rows put together: a group that doesn't come out, or holds what no cited row does."""
    plan = answer.computation.plan if answer.computation is not None else ""
    found = _GROUPED.match(plan)
    if answer.computation is None or found is None:
        return
    cited = [c for c in answer.citations if c.n in answer.computation.inputs]
    held = " ".join(f"{c.quote} {' '.join(c.table.values.values()) if c.table else ''}" for c in cited)
    said = {token.text for token in tokens(held)}
    for part in found["parts"].split(_PART):
        name, _, rest = part.partition(_OF)
        listed, _, number = rest.rpartition(" = ")
        terms = listed.split(_PLUS)
        if not {token.text for token in tokens(f"{name} {listed}")} <= said:
            yield f"group {name!r}: {listed!r} is not in what is cited"
        if abs(_come_to(found["kind"], terms) - float(number.replace(",", "") or "nan")) > _ROUNDED:
            yield f"group {name!r}: {listed} does not come to {number}"


def _come_to(kind: str, terms: Sequence[str]) -> float:
    """What the terms of a group come to: their number, total or average; nan where one is no number."""
    if kind == "rows":
        return float(len(terms))
    numbers = [parse_value(term).number for term in terms]
    total = sum(float("nan") if number is None else number for number in numbers)
    return total / len(terms) if kind == "average" else total


def miscounted(answer: Answer) -> Iterator[str]:
    """What is wrong with a count: another number of rows, a row that is not cited, one outside the limit."""
    if answer.computation is None or COUNTED not in answer.computation.plan:
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
