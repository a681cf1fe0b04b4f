"""What stands in brackets behind a cell's text, as a column of its own: a nation, a record, the place at a split."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.parsed import LocatedCell, LocatedRow
from retriever.nations import is_nation
from retriever.text import fold
from retriever.values import clean_cell

RECORD = "Record"
_BEHIND = re.compile(r"(?P<own>\S.*?)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]")
_LABEL = re.compile(r"(?P<own>[^\W\d].*?)\s*\((?P<inside>[^()]+)\)")  # "Score (HT)"
_RECORD = re.compile(r"(?:[WLS],? )?\d{1,3}[-–]\d{1,3}(?:[-–]\d{1,3})?")
_PLACE = re.compile(r"=?\d{1,3}")
_TIME = re.compile(r"(?=.*[:.])[\d:.]+")
_SCORE = re.compile(r"\d{1,3}\s?[-–:]\s?\d{1,3}")
_SCORES = re.compile(r"\b(?:score|result|ft|goals)\b")
_NATIONS = re.compile(r"\b(?:nat|nation|nationality|noc|nf|country|team)\b")
_MOSTLY = 0.6  # of the filled cells; the others are printed without brackets
_MIN_CELLS = 2
_MIN_WORDS = 0.9


def with_brackets(labels: Sequence[str], rows: Sequence[LocatedRow]) -> tuple[tuple[str, ...], tuple[LocatedRow, ...]]:
    """Labels and rows with a column for what a column's brackets hold; the cells themselves stay as they are."""
    heads, found = list(labels), list(rows)
    for at, label in enumerate(labels):
        pairs = [_parted(row.cells[at]) if at < len(row.cells) else None for row in rows]
        filled = sum(at < len(row.cells) and bool(clean_cell(row.cells[at].raw)) for row in rows)
        inside = [pair for pair in pairs if pair is not None]
        if len(inside) < max(_MIN_CELLS, _MOSTLY * filled):
            continue
        name = _name(label, inside, labels)
        if name and name not in heads:
            heads.append(name)
            found = [row.wider(None if pair is None else [pair[1]], 1) for row, pair in zip(found, pairs, strict=True)]
            if name == RECORD:  # which is no part of the side's name
                found = [_named(row, at, pair) for row, pair in zip(found, pairs, strict=True)]
    return tuple(heads), tuple(found)


def _parted(cell: LocatedCell) -> tuple[str, LocatedCell] | None:
    """The text before the brackets, and what they hold as a cell that stands there."""
    match = _BEHIND.fullmatch(cell.raw)
    if match is None or cell.end - cell.start != len(cell.raw):
        return None
    start, end = match.span("inside")
    return match["own"], LocatedCell(match["inside"], cell.start + start, cell.start + end)


def _name(label: str, pairs: Sequence[tuple[str, LocatedCell]], labels: Sequence[str]) -> str | None:
    """What heads the column of the brackets; None where they hold nothing that is asked for by itself."""
    owns, insides = [own for own, _ in pairs], [cell.raw for _, cell in pairs]
    named = all(any(map(str.isalpha, own)) for own in owns)
    if named and _mostly(insides, is_nation):
        return None if any(_NATIONS.search(fold(other)) for other in labels if other != label) else "Nation"
    if named and _mostly(insides, _is_record):
        return RECORD
    if _mostly(owns, lambda text: bool(_TIME.fullmatch(text))) and _mostly(insides, _is_place):
        return f"{label} place"
    parts = _LABEL.fullmatch(label)
    if parts and _mostly(owns, _is_score) and _mostly(insides, _is_score):
        return parts["inside"]
    is_earlier = all(map(_is_earlier, owns, insides))
    return "HT" if is_earlier and _SCORES.search(fold(label)) else None


def _is_earlier(whole: str, part: str) -> bool:
    """Whether a score in brackets may be the one at the interval: "15-11 (8-5)"; a draw has one of penalties."""
    pairs = [[int(figure) for figure in re.findall(r"\d+", text)] for text in (whole, part)]
    if not (_is_score(whole) and _is_score(part)):
        return False
    (a, b), (c, d) = pairs
    return a != b and c <= a and d <= b and (c, d) != (a, b)


def _is_record(text: str) -> bool:
    return bool(_RECORD.fullmatch(text))


def _is_place(text: str) -> bool:
    return bool(_PLACE.fullmatch(text))


def _is_score(text: str) -> bool:
    return bool(_SCORE.fullmatch(text))


def _mostly(texts: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, texts)) >= _MIN_WORDS * len(texts)


def _named(row: LocatedRow, at: int, pair: tuple[str, LocatedCell] | None) -> LocatedRow:
    """The row with only the name where a record stands behind it."""
    if pair is None:
        return row
    cell = row.cells[at]
    begin = cell.start + cell.raw.index(pair[0])
    short = replace(cell, raw=pair[0], start=begin, end=begin + len(pair[0]))
    return replace(row, cells=(*row.cells[:at], short, *row.cells[at + 1 :]))
