"""CSV and TSV results: `#` lines are caption, notes and metadata, every cell is kept as the file has it."""

import csv
import io
from dataclasses import replace
from itertools import islice

from ingest.files import RefusedError
from ingest.front_matter import read_notes
from ingest.parsed import Grid, Parsed
from ingest.pipe_tables import write_rows
from retriever.types import Block, BlockKind, DocumentKind

_DELIMITERS = ",;\t|"
_SNIFFED_LINES = 20
MAX_ROWS = 200_000  # a row in memory takes some three kilobytes, and minutes to embed by the ten thousand


def parse_delimited(text: str) -> Parsed:
    """The file as caption lines, a blank line, and one pipe-table line for each record."""
    notes, body = _split_comments(text)
    records = _records(body)
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


def _delimiter(body: str) -> str:
    """The mark that splits the first lines into the same number of cells most often."""
    lines = list(islice((line for line in io.StringIO(body) if line.strip()), _SNIFFED_LINES))

    def fitness(delimiter: str) -> tuple[int, int]:
        counts = [len(next(csv.reader([line], delimiter=delimiter))) for line in lines]
        return sum(count == counts[0] for count in counts) if counts[0] > 1 else 0, counts[0]

    return max(_DELIMITERS, key=lambda mark: (fitness(mark), -_DELIMITERS.index(mark))) if lines else ","
