"""One page of a PDF: its lines in reading order, and its tables, ruled or told by how their words line up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdfplumber.page import Page

_WORD_GAP = 2.0  # points between words of one line that are still one line
_CELL_GAP = 0.9  # of the line's height: a wider gap parts two cells
_SAME_LINE = 0.5  # of a word's height: words nearer than this stand on one line
_MIN_TABLE_LINES = 3
_GUTTER_WITHIN = (0.3, 0.7)  # of the page's width: where the gap between two columns of text lies
_MIN_COLUMN_WORDS = 4.0  # words of a line in a column of text; cells have fewer


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands, in points from the top left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class PdfLine:
    """Words of one line, left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The line's words, a blank between."""
        return " ".join(word.text for word in self.words)

    @property
    def top(self) -> float:
        """Upper edge of its highest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge of its lowest word."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """Font size of most of it."""
        return median(word.size for word in self.words)


@dataclass(frozen=True, slots=True)
class PdfTable:
    """Rows of cells as they stand on one page."""

    rows: tuple[tuple[str, ...], ...]


Part = PdfLine | PdfTable


def read_page(page: "Page") -> list[Part]:
    """Lines and tables of a page from top to bottom; of two columns of text the left one first."""
    ruled = [(table.bbox, _cells(table.extract())) for table in page.find_tables() if len(table.rows) > 1]
    ruled = [(box, rows) for box, rows in ruled if rows]  # a form's empty boxes are no table
    words = [word for word in _words(page) if not any(_inside(word, box) for box, _ in ruled)]
    placed: list[tuple[float, Part]] = [(box[1], PdfTable(rows)) for box, rows in ruled]
    parts: list[Part] = []
    for column in _columns(words, float(page.width)):
        for part in _with_tables(_lines(column)):
            placed_first = [one for one in placed if one[0] < _top(part)] if isinstance(part, PdfLine) else []
            parts += [table for _, table in placed_first]
            placed = [one for one in placed if one not in placed_first]
            parts.append(part)
    return parts + [table for _, table in placed]


def _top(part: Part) -> float:
    return part.top if isinstance(part, PdfLine) else 0.0


def _words(page: "Page") -> list[Word]:
    found = page.extract_words(extra_attrs=["size"], keep_blank_chars=False, use_text_flow=False)
    return [
        Word(str(w["text"]), float(w["x0"]), float(w["x1"]), float(w["top"]), float(w["bottom"]), float(w["size"]))
        for w in found
    ]


def _inside(word: Word, box: Sequence[float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _cells(rows: Sequence[Sequence[str | None]]) -> tuple[tuple[str, ...], ...]:
    """Rows of a ruled table; a cell that a spanning one covers holds nothing of its own."""
    shown = (tuple(" ".join((cell or "").split()) for cell in row) for row in rows)
    return tuple(row for row in shown if any(row))


def _columns(words: Sequence[Word], width: float) -> list[list[Word]]:
    """The words of each column of text: of two where a gutter parts most lines and both sides hold prose."""
    lines = _lines(words)
    gutter = _gutter(lines, width)
    if gutter is None:
        return [list(words)]
    whole = [line for line in lines if _crosses(line, gutter)]
    if whole and whole[-1].top > min(line.top for line in lines if line not in whole):
        return [list(words)]  # a line across the page below the columns: the order can't be told from here
    above = [word for line in whole for word in line.words]
    rest = [word for line in lines if line not in whole for word in line.words]
    left, right = ([w for w in rest if (w.x0 < gutter) is side] for side in (True, False))
    return [column for column in (above, left, right) if column]


def _gutter(lines: Sequence[PdfLine], width: float) -> float | None:
    candidates = [
        (before.x1 + after.x0) / 2
        for line in lines
        for before, after in zip(line.words, line.words[1:], strict=False)
        if after.x0 - before.x1 > _CELL_GAP * line.size and _is_central((before.x1 + after.x0) / 2, width)
    ]
    if not candidates:
        return None
    middle = median(candidates)
    parted = [line for line in lines if not _crosses(line, middle)]
    both = [line for line in parted if line.words[0].x0 < middle < line.words[-1].x1]
    if len(both) < _MIN_TABLE_LINES * 2 or len(parted) < 0.7 * len(lines):
        return None
    left = sum(word.x0 < middle for line in both for word in line.words) / len(both)
    right = sum(word.x0 > middle for line in both for word in line.words) / len(both)
    return middle if min(left, right) >= _MIN_COLUMN_WORDS else None


def _is_central(x: float, width: float) -> bool:
    return _GUTTER_WITHIN[0] * width < x < _GUTTER_WITHIN[1] * width


def _crosses(line: PdfLine, x: float) -> bool:
    """Whether a word, or a gap no wider than between words, lies over x."""
    if any(word.x0 < x < word.x1 for word in line.words):
        return True
    pairs = zip(line.words, line.words[1:], strict=False)
    return any(a.x1 <= x <= b.x0 and b.x0 - a.x1 < _CELL_GAP * line.size for a, b in pairs)


def _lines(words: Sequence[Word]) -> list[PdfLine]:
    """Lines from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.top, w.x0)):
        last = lines[-1] if lines else None
        if last and abs(last[0].bottom - word.bottom) < _SAME_LINE * max(word.size, 1.0):
            last.append(word)
        else:
            lines.append([word])
    return [PdfLine(tuple(sorted(line, key=lambda w: w.x0))) for line in lines]


def _with_tables(lines: Sequence[PdfLine]) -> Iterator[Part]:
    """The lines with each run of lines whose cells stand under each other made a table."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and len(_segments(lines[end])) > 1 and _follows(lines, at, end):
            end += 1
        table = _aligned(lines[at:end]) if end - at >= _MIN_TABLE_LINES else None
        if table is not None:
            yield table
            at = end
        else:
            yield lines[at]
            at += 1


def _follows(lines: Sequence[PdfLine], start: int, at: int) -> bool:
    """Whether a line stands close enough below the one before to be of the same table."""
    return at == start or lines[at].top - lines[at - 1].bottom < 1.5 * lines[at].size


def _segments(line: PdfLine) -> list[list[Word]]:
    """Words of a line parted where the gap is that between cells."""
    found = [[line.words[0]]]
    for word in line.words[1:]:
        if word.x0 - found[-1][-1].x1 > max(_CELL_GAP * line.size, _WORD_GAP):
            found.append([word])
        else:
            found[-1].append(word)
    return found


def _aligned(lines: Sequence[PdfLine]) -> PdfTable | None:
    """A table whose columns are the stretches of the page that words of its lines cover; None for a single stretch."""
    cells = [[(s[0].x0, s[-1].x1, " ".join(w.text for w in s)) for s in _segments(line)] for line in lines]
    columns: list[tuple[float, float]] = []
    for x0, x1, _ in sorted(cell for row in cells for cell in row):
        if columns and x0 <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    if len(columns) < 2:
        return None
    rows = []
    for row in cells:
        shown = [""] * len(columns)
        for x0, _, text in row:
            at = next(index for index, (left, right) in enumerate(columns) if left <= x0 <= right)
            shown[at] = f"{shown[at]} {text}".strip()
        rows.append(tuple(shown))
    return PdfTable(tuple(rows))
