"""CSV and TSV results: `#` lines are caption, notes and metadata, every cell is kept as the file has it."""

import csv
import io
from collections import Counter
from dataclasses import replace
from itertools import islice

from ingest.files import RefusedError
from ingest.front_matter import read_notes
from ingest.parsed import Grid, Parsed
from ingest.pipe_tables import write_rows
from retriever.types import Block, BlockKind, DocumentKind

_DELIMITERS = ",;\t|"
_SNIFFED_LINES = 20
_MIN_COLUMNS = 3  # above a narrower table a line of its own may be a row
_MAX_TITLES = 5
MAX_ROWS = 200_000  # a row in memory takes some three kilobytes, and minutes to embed by the ten thousand


def parse_delimited(text: str) -> Parsed:
    """The file as caption lines, a blank line, and one pipe-table line for each record."""
    notes, body = _split_comments(text)
    records = _records(body)
    titles = _titles(records)
    notes, records = [*notes, *titles], records[len(titles) :]
    if not records:
        raise RefusedError("no records: it holds comment lines only")
    if len(records) > MAX_ROWS:
        raise RefusedError(
            f"more than the {MAX_ROWS:,} rows that one table may have: split it by event or year into several files"
        )
    written, blocks = "", []
    for note in notes:
        blocks.append(Block(BlockKind.CAPTION, len(written), len(written) + len(note)))
        written += note + "\n"
    written += "\n" if notes else ""
    rows, table = write_rows(records, len(written))
    metadata, told = read_notes(notes)
    if metadata.title is None and told:
        metadata, told = replace(metadata, title=told[0]), told[1:]
    grid = Grid(rows, caption=metadata.title, notes=tuple(told))
    blocks.append(Block(BlockKind.TABLE, grid.start, grid.end))
    return Parsed(written + table, DocumentKind.RESULTS, tuple(blocks), (grid,), metadata)


def _split_comments(text: str) -> tuple[list[str], str]:
    """Comment lines without their `#`, and the rest; a `#` further down may be a column or a squad number."""
    lines = text.splitlines(keepends=True)
    count = 0
    while count < len(lines) and (lines[count].startswith("#") or not lines[count].strip()):
        # "#,Athlete,Time" heads the ranks: it is no comment if it splits like the next line.
        if lines[count].startswith("#") and _heads_ranks(lines[count], lines[count + 1 : count + 2]):
            break
        count += 1
    comments = [line.lstrip("#").strip() for line in lines[:count]]
    return [comment for comment in comments if comment], "".join(lines[count:])


def _heads_ranks(line: str, following: list[str]) -> bool:
    delimiter = line[1:2]
    return delimiter in tuple(_DELIMITERS) and bool(following) and delimiter in following[0]


def _records(body: str) -> list[list[str]]:
    try:
        read = csv.reader(io.StringIO(body, newline=""), delimiter=_delimiter(body), strict=False)
        # One more than may be tells that there are too many: the rest of a million need not be held.
        return list(islice(filter(None, read), MAX_ROWS + 1))
    except csv.Error as error:
        raise RefusedError(f"not a table of values: {error}") from error


def _titles(records: list[list[str]]) -> list[str]:
    """Lines above the header that hold one text and nothing else, as spreadsheets print what the table is."""
    usual = Counter(len(record) for record in records[:_SNIFFED_LINES]).most_common(1)[0][0] if records else 0
    count = next((at for at, record in enumerate(records[: _MAX_TITLES + 1]) if not _is_title(record, usual)), 0)
    if not 0 < count < len(records) - 1 or usual < _MIN_COLUMNS:
        return []
    return [", ".join(filter(None, (" ".join(cell.split()) for cell in record))) for record in records[:count]]


def _is_title(record: list[str], usual: int) -> bool:
    """Whether a line holds one text, which a comma in it may have parted, where others hold `usual` cells."""
    filled = sum(bool(cell.strip()) for cell in record)
    return filled == 1 or (len(record) < usual and filled * 2 <= usual)


def _delimiter(body: str) -> str:
    """The mark that splits most of the first lines into the same number of cells."""
    lines = list(islice((line for line in io.StringIO(body) if line.strip()), _SNIFFED_LINES))

    def fitness(delimiter: str) -> tuple[int, int]:
        counts = Counter(len(next(csv.reader([line], delimiter=delimiter))) for line in lines)
        width, lines_so = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        return (lines_so, width) if width > 1 else (0, width)

    return max(_DELIMITERS, key=lambda mark: (fitness(mark), -_DELIMITERS.index(mark))) if lines else ","
