"""Words for rows: places and marks, what a table is called, one sentence about a row."""

from collections.abc import Sequence

from bot.cite import RowSpan
from bot.question.tables import Line
from retriever.values import ValueType


def ordinal(place: int) -> str:
    """"1st", "12th", "23rd"."""
    if 10 <= place % 100 <= 20:
        return f"{place}th"
    return f"{place}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th') }"


def in_quotes(text: str) -> str:
    """The words between quotation marks; as they are where they begin with one."""
    return text if text[:1] in "“\"" else f"“{text}”"


def rows_of(lines: Sequence[Line]) -> tuple[RowSpan, ...]:
    return tuple(RowSpan(line) for line in lines)


def where(line: Line) -> str:
    """What a person would call the row's table."""
    return line.view.head.called()


def where_all(lines: Sequence[Line], *, numbered: bool = True) -> str:
    """What a person would call the table of the rows; the document, for matches of several rounds."""
    views = {line.view.table.table_id: line.view for line in lines}
    heads = {view.head.called() for view in views.values()}
    if len(heads) > 1 and all(view.sides is not None for view in views.values()):
        return lines[0].view.head.summary.title
    return lines[0].view.head.called(numbered=numbered)


def where_apart(lines: Sequence[Line]) -> list[str]:
    """What a person would call the table of each row, with its document's title where two differ."""
    documents = {line.view.table.document_id for line in lines}
    called = [where(line) for line in lines]
    if len(documents) == 1:
        return called
    titles = [line.view.head.summary.title for line in lines]
    return [name if title in name else f"{title}, {name}" for name, title in zip(called, titles, strict=True)]


def result_of(line: Line) -> str:
    """"2nd in 3:27.79", "1st with 8.36 m", "(DNF)"."""
    parts = [ordinal(line.place)] if line.place is not None else []
    if line.mark is not None:
        parts.append(("in " if line.mark.type is ValueType.TIME else "with ") + line.mark.text)
    if line.status and line.mark is None:
        parts.append(f"({line.status})")
    return " ".join(parts)


def achieved(line: Line) -> str:
    """The result as it follows the name: " was 2nd in 3:27.79", ": 27", ": DNF"; "" for a row without one."""
    result = result_of(line)
    if line.place is not None:
        return f" was {result}"
    return f": {result.removeprefix('with ').removeprefix('in ').strip('()')}" if result else ""


def bare_result(line: Line) -> str:
    """Rank and mark, or the mark alone where rows are not ranked."""
    return line.mark.text if line.place is None and line.mark is not None else result_of(line).strip("()")


def cell_said(line: Line, column: int) -> str:
    """A cell as it is said: ranks as ordinals, names in reading order."""
    if column == line.view.rank and line.place is not None:
        return ordinal(line.place)
    if column == line.view.label:
        return line.name
    return line.value(column).text


def _head(line: Line, column: int) -> str:
    """The column's label before a value; a number that is a label is set off from the value."""
    label = line.view.columns[column].label
    return f"{label}:" if label.isdigit() else label


def line_sentence(line: Line, asked: Sequence[int]) -> str:
    """What a row says: rank and mark always, other columns by their label."""
    said = {line.view.rank, line.view.mark, line.view.label}
    others = [f"{_head(line, c)} {cell_said(line, c)}" for c in asked if c not in said]
    result = achieved(line) if not others or said & set(asked) else ""
    told = f"{line.name}{result}{':' if others and not result else ',' if others else ''}"
    return f"{' '.join((told, ', '.join(others))).rstrip()} ({where(line)})."


def row_sentence(line: Line, asked: Sequence[int], *, bare: bool = False) -> str:
    """What a row says; without the table's name if `bare`, as one of several of a table."""
    said = {line.view.rank, line.view.mark, line.view.label}
    filled = [c for c in asked if c not in said and line.value(c).text]
    others = [f"{line.view.columns[c].label} {cell_said(line, c)}" for c in filled]
    nation = line.view.nation
    if nation is not None and nation != line.view.label and nation not in asked and line.value(nation).text:
        others.insert(0, line.value(nation).text)
    aside = f" ({', '.join(others)})" if others else ""
    told = f"{line.name}{aside}{achieved(line)}"
    return f"{told}." if bare else f"{told} ({where(line)})."


def decimals_of(text: str) -> int:
    digits = "".join(char if char.isdigit() or char == "." else " " for char in text).split()
    return max((len(part.partition(".")[2]) for part in digits), default=0)


def join(index: int, sentence: str) -> str:
    return sentence if index == 0 else f" {sentence}"
