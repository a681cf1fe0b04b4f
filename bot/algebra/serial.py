"""Plans as JSON, kept with an answer, and read again over tables as they are by then."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TypeVar

from pydantic import JsonValue

from bot.algebra.conditions import HOLDS
from bot.algebra.grid import Facet, Grid, Part, Scale, bits, rows_in
from bot.algebra.terms import ROWS, TERMS, Check, Condition, Rows, Term
from retriever.values import parse_value

_Named = TypeVar("_Named")
MAX_DEPTH = 24  # far beyond any plan that was ever made
_ROW_FIELDS = ("of", "one", "other", "among", "than")
_KINDS = {kind.__name__: kind for kind in (*ROWS, *TERMS)}


class UnreadablePlanError(ValueError):
    """The JSON is no plan over these tables."""


def term_as_json(grid: Grid, term: Term) -> dict[str, JsonValue]:
    """A whole plan."""
    return {"op": type(term).__name__, **_fields_as_json(grid, term)}


def term_from(grid: Grid, data: JsonValue) -> Term:
    """The plan over the grid. UnreadablePlanError names what is no plan."""
    found = _read(grid, data, 0)
    if not isinstance(found, TERMS):
        raise UnreadablePlanError(f"{data!r} gives rows; expected what is answered from them")
    return found


def _as_json(grid: Grid, part: object) -> JsonValue:
    """A part of a plan. Conditions on cells are kept as what they ask, so that they can be asked again."""
    if isinstance(part, Condition):
        return _condition_as_json(grid, part)
    if isinstance(part, Scale):
        return {"column": part.column, "facet": part.facet.value}
    if isinstance(part, (*ROWS, *TERMS)):
        return {"op": type(part).__name__, **_fields_as_json(grid, part)}
    if isinstance(part, tuple):
        return [_as_json(grid, one) for one in part]
    if part is None or isinstance(part, str | int):
        return part
    raise TypeError(f"{part!r} is no part of a plan")


def _fields_as_json(grid: Grid, part: Rows | Term) -> dict[str, JsonValue]:
    return {field.name: _field(grid, field.name, getattr(part, field.name)) for field in fields(part)}


def _field(grid: Grid, name: str, value: object) -> JsonValue:
    if name == "rows" and isinstance(value, int):
        return list(rows_in(value & grid.everything))
    return _as_json(grid, value)


def _condition_as_json(grid: Grid, condition: Condition) -> JsonValue:
    """A bound as it is said; else the different cells that meet it, in normal form; rows where cells don't tell."""
    own: dict[str, JsonValue] = {
        "column": condition.column, "test": condition.test.value, "said": condition.said,
    }  # fmt: skip
    if condition.negated:
        own["negated"] = True
    if rows_within(grid, condition.column, condition.test, condition.said) == condition.rows & grid.everything:
        return own
    keys = grid.keys[condition.column]
    cells = sorted({keys[row] for row in rows_in(condition.rows & grid.everything)})
    if _holding(grid, condition.column, frozenset(cells)) == condition.rows & grid.everything:
        return {**own, "cells": list(cells)}
    return {**own, "rows": list(rows_in(condition.rows & grid.everything))}


def _holding(grid: Grid, column: int, cells: frozenset[str]) -> int:
    return bits([row for row, key in enumerate(grid.keys[column]) if key in cells])


def rows_within(grid: Grid, column: int, test: Check, said: str) -> int | None:
    """Rows within a bound as it is said: "1:58" on a column of times; None where it is no bound on its numbers."""
    holds = HOLDS.get(test)
    bound = parse_value(said, hint=grid.columns[column].type).number if holds is not None else None
    if holds is None or bound is None or column == grid.rank:
        return None
    numbers = grid.scale(column, Facet.VALUE).numbers
    return bits([row for row, number in enumerate(numbers) if number is not None and holds(number, bound)])


def _read(grid: Grid, data: JsonValue, depth: int) -> Rows | Term:
    if not isinstance(data, Mapping) or data.get("op") not in _KINDS or depth > MAX_DEPTH:
        raise UnreadablePlanError(f"{str(data)[:80]!r} is no step of a plan; expected one of {', '.join(_KINDS)}")
    kind = _KINDS[str(data["op"])]
    own = {name: value for name, value in data.items() if name != "op"}
    if own.keys() != {field.name for field in fields(kind)}:
        raise UnreadablePlanError(f"step {kind.__name__} has {sorted(own)}; expected {[f.name for f in fields(kind)]}")
    read = {name: _read_field(grid, name, value, depth) for name, value in own.items()}
    make: Callable[..., Rows | Term] = kind
    return make(**read)


def _read_field(grid: Grid, name: str, value: JsonValue, depth: int) -> object:
    if isinstance(value, Mapping) and (name in _ROW_FIELDS or "op" in value) and "test" not in value:
        rows = _read(grid, value, depth + 1)
        if not isinstance(rows, ROWS):
            raise UnreadablePlanError(f"{name!r} is {value.get('op')!r}; expected rows")
        return rows
    if name == "rows":
        return _rows(grid, value)
    if name in ("condition", "one", "other") and isinstance(value, Mapping):
        return _condition(grid, value)
    return _plain(grid, name, value)


def _plain(grid: Grid, name: str, value: JsonValue) -> object:
    """A field that is neither rows nor a condition."""
    if name in ("scale", "less", "whole", "per", "second"):
        return None if value is None and name == "scale" else _scale(grid, value)
    if name == "part":
        return _one_of(Part, value)
    if name == "column":
        return _column(grid, value)
    if name == "columns" and isinstance(value, list):
        return tuple(_column(grid, one) for one in value)
    if name in ("place", "count", "step") and isinstance(value, int) and abs(value) <= len(grid.lines) + 1:
        return value
    if isinstance(value, bool) or (name == "most" and value is None):
        return value
    raise UnreadablePlanError(f"{name!r} is {str(value)[:80]!r}, which no step of a plan has there")


def _scale(grid: Grid, value: JsonValue) -> Scale:
    if not isinstance(value, Mapping):
        raise UnreadablePlanError(f"the scale is {str(value)[:80]!r}; expected a column and a facet")
    facet = _one_of(Facet, value.get("facet"))
    try:
        return grid.scale(_column(grid, value.get("column")), facet)
    except KeyError:
        raise UnreadablePlanError(f"the column {value.get('column')!r} has no {facet.value!r} to compare by") from None


def _condition(grid: Grid, data: Mapping[str, JsonValue]) -> Condition:
    column, test, said = _column(grid, data.get("column")), _one_of(Check, data.get("test")), str(data.get("said"))
    if "cells" in data:
        cells = data["cells"]
        rows = _holding(grid, column, frozenset(str(c) for c in cells) if isinstance(cells, list) else frozenset())
    elif "rows" in data:
        rows = _rows(grid, data["rows"])
    else:
        rows = rows_within(grid, column, test, said) or 0
    return Condition(column, test, said, rows, frozenset(), 1.0, negated=data.get("negated") is True)


def _rows(grid: Grid, value: JsonValue) -> int:
    known = range(len(grid.lines))
    if not isinstance(value, list) or any(isinstance(row, bool) or row not in known for row in value):
        raise UnreadablePlanError(f"rows are {str(value)[:80]!r}; expected numbers of rows below {len(grid.lines)}")
    return bits([row for row in value if isinstance(row, int)])


def _column(grid: Grid, value: JsonValue) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < len(grid.columns):
        raise UnreadablePlanError(f"the column is {str(value)[:80]!r}; expected a number below {len(grid.columns)}")
    return value


def _one_of(names: Callable[[str], _Named], value: JsonValue) -> _Named:
    try:
        return names(str(value))
    except ValueError:
        raise UnreadablePlanError(f"{str(value)[:80]!r} is none of {names}") from None
