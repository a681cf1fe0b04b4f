"""XLSX workbooks: every sheet a section, every block of filled cells a table; values as a reader sees them."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from ingest.files import RefusedError
from ingest.parsed import Metadata, Parsed
from ingest.writer import Writer
from retriever.types import DocumentKind

if TYPE_CHECKING:  # openpyxl takes a sixth of the time in which the service starts, and that reads no workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_ZIP = b"PK\x03\x04"
_BOOK = "xl/workbook.xml"
_MAX_CELLS = 5_000_000
_MAX_UNPACKED_BYTES = 512 * 1024 * 1024
_MAX_TITLE_CELLS = 1  # a row with one filled cell above a table is its caption
_BROKEN = (zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError,
           IndexError, OSError, EOFError, RuntimeError, SyntaxError, zlib.error)  # fmt: skip

_Rows = list[list[str]]


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are an XLSX workbook."""
    if not content.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _BOOK in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):  # the last of an archive of a later version
        return False


def parse_workbook(content: bytes) -> Parsed:
    """All visible sheets in order; formulas count with the values that were saved with them."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _require_size(content)
    try:
        book = load_workbook(BytesIO(content), data_only=True)
        sheets = [(sheet.title, _grid(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]
        title = (book.properties.title or "").strip() or None
        author = (book.properties.creator or "").strip()
    except RefusedError:
        raise
    except (*_BROKEN, InvalidFileException) as error:
        raise RefusedError(f"not readable as a workbook: {error}") from error
    writer = Writer()
    if title:
        writer.title(title)
    for name, rows in sheets:
        _write_sheet(writer, name, rows, with_heading=len(sheets) > 1)
    if not writer.outline.blocks:
        raise RefusedError("a workbook without a filled cell on any visible sheet")
    known_author = author if author and author.lower() != "openpyxl" else None
    return writer.parsed(DocumentKind.RESULTS, Metadata(title=title or _first_caption(writer), author=known_author))


def _require_size(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if size > _MAX_UNPACKED_BYTES:
        raise RefusedError(f"{size:,} bytes unpacked, more than the {_MAX_UNPACKED_BYTES:,} of one workbook: split it")


def _first_caption(writer: Writer) -> str | None:
    grids = writer.outline.grids
    return next((grid.caption for grid in grids if grid.caption), None)


def _grid(sheet: "Worksheet") -> _Rows:
    """Every cell as it is shown; a merged cell stands wherever it spans."""
    if sheet.max_row * sheet.max_column > _MAX_CELLS:
        raise RefusedError(f"sheet '{sheet.title}' spans more than {_MAX_CELLS:,} cells: split it")
    rows = [[_shown(cell) for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        words = rows[area.min_row - 1][area.min_col - 1]
        for row in range(area.min_row - 1, min(area.max_row, len(rows))):
            for column in range(area.min_col - 1, min(area.max_col, len(rows[row]))):
                rows[row][column] = words
    return rows


def _shown(cell: "Cell") -> str:
    """The cell's value in the notation of sport: a time of day or a duration as such, a whole number without ".0"."""
    value, form = cell.value, cell.number_format or ""
    if isinstance(value, date | time | timedelta):
        return _shown_time(value, form)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(float(value), form)
    return " ".join(str("" if value is None else value).split())


def _shown_time(value: date | time | timedelta, form: str) -> str:
    if isinstance(value, timedelta):
        return _duration(value.total_seconds(), form)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        shown = value.isoformat("auto" if value.second else "minutes")
        return _duration(seconds, form) if _is_race_time(form) else shown
    return value.isoformat()


def _is_race_time(form: str) -> bool:
    """Whether a time format counts minutes or parts of a second: "mm:ss.00", "[h]:mm:ss", not "hh:mm"."""
    from openpyxl.styles.numbers import is_timedelta_format

    plain = form.lower()
    return is_timedelta_format(form) or "0" in plain.rpartition("s")[2] or ("h" not in plain and "s" in plain)


def _duration(seconds: float, form: str) -> str:
    """ "3:27.65": as many decimals as the format shows."""
    decimals = form.lower().rpartition("s")[2].count("0")
    units = round(abs(seconds) * 10**decimals)
    whole, rest = divmod(units, 10**decimals)
    fraction = f".{rest:0{decimals}d}" if decimals else ""
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours}:{minute:02d}:{second:02d}{fraction}" if hours else f"{sign}{minute}:{second:02d}{fraction}"


def _number(value: float, form: str) -> str:
    """The number with the decimals that its format shows; a percentage as one."""
    section = form.partition(";")[0]
    if "%" in section:
        return f"{value * 100:.{section.partition('.')[2].count('0')}f}%"
    if value.is_integer() and "." not in section:
        return f"{value:.0f}"
    decimals = section.partition(".")[2].count("0")
    return f"{value:.{decimals}f}" if decimals else f"{round(value, 10):.10f}".rstrip("0").rstrip(".")


def _write_sheet(writer: Writer, name: str, rows: _Rows, *, with_heading: bool) -> None:
    blocks = list(_blocks(rows))
    if not blocks:
        return
    writer.outline.close(1)
    if with_heading:
        writer.heading(name)
    caption = None
    for block in blocks:
        captions, table = _parted(block)
        notes = captions[1:] if captions else []
        caption = captions[0] if captions else caption
        if len(table) < 2 or max(map(len, table)) < 2:
            for record in (*([[words] for words in captions]), *table):
                writer.paragraph(" ".join(cell for cell in record if cell))
            continue
        for note in notes:
            writer.paragraph(note)
        writer.table(table, header_rows=None, caption=caption, notes=tuple(notes))
        caption = None


def _blocks(rows: _Rows) -> Iterator[_Rows]:
    """Blocks of neighbouring filled cells: blank rows part them, and inside of those blank columns do."""
    for band in _bands(rows):
        width = max(map(len, band))
        filled = [any(column < len(row) and row[column] for row in band) for column in range(width)]
        for start, end in _runs(filled):
            part = [row[start:end] for row in band]
            yield [row for row in part if any(row)]


def _bands(rows: _Rows) -> Iterator[_Rows]:
    for start, end in _runs([any(row) for row in rows]):
        yield rows[start:end]


def _runs(filled: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for at, is_filled in enumerate([*filled, False]):
        if is_filled and start is None:
            start = at
        elif not is_filled and start is not None:
            yield start, at
            start = None


def _parted(block: _Rows) -> tuple[list[str], _Rows]:
    """Caption lines above a table, told by holding one text only, and the table."""
    at = 0
    while at < len(block) and len({cell for cell in block[at] if cell}) <= _MAX_TITLE_CELLS:
        at += 1
    captions = [next(cell for cell in row if cell) for row in block[:at]]
    return captions, block[at:]
