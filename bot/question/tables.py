"""A results table as a question sees it: which round it holds, what it is about, and what its columns are for."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from bot.question.reading_order import given_name_first, in_capitals
from bot.question.scope import Scope, scope_of_path
from bot.question.sides import Season, season_of, sides_by_winner, sides_of
from retriever.figures import find_values
from retriever.nations import is_nation
from retriever.store import TableSummary
from retriever.text import stem, terms, tokens
from retriever.types import Cell, Column, ResultTable, Row
from retriever.values import Value, ValueType

_TEAM_MATES = re.compile(r"[^\s/][^/]*[^\s/]|[^\s/]")
_NUMBERING = {"no", "#", "nr"}
_BODILY = {"height", "weight"}
_NO_COUNTS = {*_BODILY, *_NUMBERING, "year", "season", "born", "age", "bib", "shirt", "lane", "draw", "seed"}
_OF_PEOPLE = {"born", "birth", "dob", "age", "nationality", "position", "caps"}
_RANKED_ROWS = 3  # by which a column may show that the ranking rests on it
_IN_ORDER = 0.9  # a place lost to a ruling leaves its mark out of order
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_NAMING_COLUMNS = 3  # season, club, league: any of them may say that the row is a total
_SUMS_UP = frozenset({"total", "totals", "sum", "average"})
_YEARS_FROM_TO = re.compile(r"(?<![\d-])((?:1[89]|20)\d\d)\s?(?:[-–—/]|to)\s?((?:1[89]|20)\d\d|\d\d)(?![\d–-])")
_LONGEST_RUN = 150  # years that a list of winners may cover
RANK_LABELS = frozenset({"rank", "pos", "position", "place", "pl", "rk", "#", "no", "plc", "standing"})
_LENGTH_UNITS = frozenset({"m", "km", "mile", "miles", "yards"})
_NATION_LABELS = frozenset({"nation", "country", "nationality", "noc", "nat", "team", "club", "federation", "flag"})
NEAREST = "›"  # between all words of the headings and those of the nearest
_CLASS = re.compile(r"\b([WMF])-?\d{2}(?!\d)")  # of an age
_SEXES = {"W": terms("women")[0], "F": terms("women")[0], "M": terms("men")[0]}
_GAPS = frozenset(terms("gap behind diff difference deficit"))  # to the first: no mark of one's own
_KILOMETRES = re.compile(r"\b(\d{1,3}\.\d{1,3}) ?km\b")
_SAMPLE = 20  # rows that show what a column holds
_MAX_CLUB_INITIALS = 4  # FC, RB, PSV, CSKA
_MOST_NAMES = 0.8  # some lines of a start list carry remarks
_MARK_LABELS = ("time", "result", "mark", "distance", "height", "points", "pts", "score", "total", "performance",
                "goals", "runs")  # fmt: skip

_RECORDS = frozenset(stem(word) for word in ("record", "records", "best", "bests"))
_WON = stem(tokens("won")[0].text)
_MARK_STEMS = frozenset(stem(label) for label in _MARK_LABELS)


def year_words(text: str) -> frozenset[str]:
    """Four-digit years named in a text: "2020" of "Tokyo 2020", both of "2004–2005"."""
    return frozenset(_YEAR.findall(text))


@lru_cache(maxsize=10_000)  # headings, for every question
def years_covered(text: str) -> frozenset[str]:
    """Years named in a text and those between: "finals, 2019-2022" and "season 2030-31" cover all of theirs."""
    covered = set(year_words(text))
    for first, last in _YEARS_FROM_TO.findall(text):
        end = int(last) if len(last) == len(first) else int(first[:2] + last)
        covered |= {str(year) for year in range(int(first), min(end, int(first) + _LONGEST_RUN) + 1)}
    return frozenset(covered)


@lru_cache(maxsize=10_000)  # headings, for every question
def lengths_named(text: str) -> frozenset[str]:
    """Figures before a unit of length: "800" of "the 800 metres", "400" of "4 x 400 m"; never a mark such as 8.36 m."""
    words = tokens(text)
    whole = {a.text for a, b in pairwise(words) if a.text.isdigit() and b.text in _LENGTH_UNITS}
    parts = {f"{float(figure):g}" for figure in _KILOMETRES.findall(text)} if "." in text else set()
    return frozenset(whole | parts)


@dataclass(frozen=True)
class TableHead:
    """What is known of a table before its cells are read; enough to tell whether a question may mean it."""

    summary: TableSummary
    lead: frozenset[str]
    """Stems of the first words of its document: the venue or the year that its headings leave out."""

    @cached_property
    def path(self) -> tuple[str, ...]:
        """Headings and caption, outermost first, each once."""
        return tuple(dict.fromkeys((*self.summary.section, self.summary.caption)))

    @cached_property
    def scope(self) -> Scope:
        """Round and marks; the document's title counts last."""
        return scope_of_path((self.summary.title, *self.path))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of title, headings, caption, event and date."""
        parts = (self.summary.title, *self.path, self.summary.competition or "", self.summary.event or "")
        classes = {_SEXES[letter] for part in parts for letter in _CLASS.findall(part)}  # W21, M40
        return frozenset(terms(" ".join(parts))) | frozenset((self.summary.date or "").split("-")) | classes

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring stems in title, headings and caption: "mixed relay" is not "relay mixed"."""
        found = [terms(part) for part in (self.summary.title, *self.path)]
        return frozenset(pair for stems in found for pair in pairwise(stems))

    @cached_property
    def label_stems(self) -> frozenset[str]:
        """Stems of the column labels."""
        return frozenset(terms(" ".join(self.summary.labels)))

    @cached_property
    def years(self) -> frozenset[str]:
        """Years that title, headings, caption or date name."""
        return years_covered(" ".join((self.summary.title, *self.path, self.summary.date or "")))

    @cached_property
    def lengths(self) -> frozenset[str]:
        """Lengths of race that title, headings and caption name."""
        return lengths_named(" ".join((self.summary.title, *self.path)))

    @cached_property
    def day(self) -> int | None:
        """Ordinal of the day the results are of; None where neither the table nor its headings say."""
        stated = [self.summary.date] if self.summary.date else [*reversed(self.path), self.summary.title]
        for text in stated:
            for figure in find_values(text):
                if figure.value.type is ValueType.DATE and figure.value.number is not None:
                    return round(figure.value.number) if figure.value.precision < 1 else None
        return None

    @cached_property
    def group(self) -> tuple[str, ...]:
        """Equal for the tables of one round: everything the headings say but the marks that number heats."""
        marks = self.scope.marks
        words = sorted({w.text for part in (self.summary.title, *self.path) for w in tokens(part)} - marks)
        nearest = sorted({w.text for part in self.path[-1:] for w in tokens(part)} - marks)
        return (self.scope.round or "", *words, NEAREST, *nearest)

    def called(self, *, numbered: bool = True) -> str:
        """What a person would call the table: the headings under the title that carry meaning."""
        parts = [part for part in self.path if part != self.summary.title] or [self.summary.title]
        return ", ".join(parts[-2:] if numbered else parts[-2:-1] or parts[-1:])


class TableView:
    """A table with the roles of its columns."""

    def __init__(self, head: TableHead, table: ResultTable) -> None:
        self.head, self.table = head, table
        self.columns = table.columns
        self.label = table.label_column if table.label_column is not None else _first_text(table.columns)
        by_type = _find(table.columns, lambda c: c.type is ValueType.RANK)
        by_label = _labelled(table.columns, RANK_LABELS)
        if by_label is not None and table.columns[by_label].type is ValueType.TEXT:
            by_label = None  # "Pos" of a box score is where a player plays
        if by_label is not None and by_type is None and not _counts_up(table, by_label):
            by_label = None  # numbers on shirts are no ranking
        self.rank = by_type if by_type is not None else by_label
        self.mark = self._mark_column()
        labelled = _labelled(table.columns, _NATION_LABELS)
        self.nation = labelled if labelled is not None else _of_nations(table, self.label)

    def _mark_column(self) -> int | None:
        """The column that the ranking rests on: of those that may hold marks the first by which the rows are in order.

        Where no column or no rank tells, the first by label; of split times without a label the last.
        """
        candidates = self._mark_columns()
        ranked = [(row.cells[self.rank].value.number, row) for row in self.table.rows] if self.rank is not None else []
        in_order = [row for _, row in sorted(((n, r) for n, r in ranked if n is not None), key=lambda pair: pair[0])]
        if len(in_order) < _RANKED_ROWS:
            return next(iter(candidates), None)
        counts = [] if candidates else self._counts()
        return next((c for c in (*candidates, *counts) if _is_sorted_by(in_order, c)), next(iter(candidates), None))

    def _counts(self) -> list[int]:
        """Columns of plain numbers that may be what a ranking counts, whatever they are called: votes, caps, wins."""
        numbers = [c for c, column in enumerate(self.columns) if column.type is ValueType.NUMBER and c != self.rank]
        return [c for c in numbers if not {w.text for w in tokens(self.columns[c].label)} & _NO_COUNTS]

    def _mark_columns(self) -> list[int]:
        """Columns that may hold the marks, likeliest first; nobody ranks by a body's height."""
        taken = {self.label, self.rank}
        if any({word.text for word in tokens(column.label)} & _OF_PEOPLE for column in self.columns):
            taken |= {c for c, col in enumerate(self.columns) if {w.text for w in tokens(col.label)} & _BODILY}
        labelled = [
            index
            for kinds in ({ValueType.TIME}, {ValueType.DISTANCE}, {ValueType.NUMBER, ValueType.SCORE})
            for name in _MARK_LABELS
            for index, column in enumerate(self.columns)
            if index not in taken
            and column.type in kinds
            and stem(name) in (said := terms(column.label))
            and _WON not in said  # "Break points won" rank nobody
        ]
        kinds_of_mark = (ValueType.TIME, ValueType.DISTANCE)
        typed = [c for c, column in enumerate(self.columns) if c not in taken and column.type in kinds_of_mark]
        typed = [c for c in typed if not set(terms(self.columns[c].label)) & _GAPS] or typed
        splits = [c for c in typed if self.columns[c].type is ValueType.TIME]
        if len(splits) > 1 and all(_grows(row, splits) for row in self.table.rows):
            typed.reverse()
        return list(dict.fromkeys((*labelled, *typed)))

    def lines(self) -> "list[Line]":
        """Every body row."""
        return [Line(self, row) for row in self.table.rows]

    @cached_property
    def totals(self) -> frozenset[int]:
        """Rows about the others."""
        return frozenset(row.index for row in self.table.rows if _sums_up(row))

    @cached_property
    def family_names_first(self) -> bool:
        """Whether the label column prints "HOCKER Cole": nearly all of its names do, and not only short ones.

        One name alone cannot tell: "LA Lakers", "FC Porto", "JJ Watt" begin with capitals, too.
        """
        if self.label is None:
            return False
        names = [row.cells[self.label].value.text.split() for row in self.table.rows]
        whole = [words for words in names if len(words) > 1]
        turned = [words for words in whole if given_name_first(" ".join(words)) != " ".join(words)]
        long_names = any(len(w) > _MAX_CLUB_INITIALS and in_capitals(w) for words in turned for w in words)
        return long_names and len(turned) >= _MOST_NAMES * len(whole)

    @cached_property
    def kind_stems(self) -> frozenset[str]:
        """Stems of what its rows are, by the label of their names: "driver"."""
        return frozenset() if self.label is None else frozenset(terms(self.columns[self.label].label))

    @cached_property
    def is_contest(self) -> bool:
        """Whether its rows met in one contest: ranked, or with a column called time, points or the like."""
        labelled = self.mark is not None and bool(set(terms(self.columns[self.mark].label)) & _MARK_STEMS)
        return self.rank is not None or labelled

    @cached_property
    def is_league(self) -> bool:
        """Whether its rows are what sides won and lost against all others: it does not tell who beat whom."""
        heads = {column.label.strip().rstrip(".").lower().removeprefix("matches ") for column in self.columns}
        return {"w", "l"} <= heads or {"won", "lost"} <= heads

    @cached_property
    def holds_records(self) -> bool:
        """Whether its rows are records or bests of different days, by its headings or labels; never of ranked rows."""
        said = {stem for part in (*self.head.path, *(c.label for c in self.columns)) for stem in terms(part)}
        return self.rank is None and bool(said & _RECORDS)

    @cached_property
    def sides(self) -> tuple[int, int, bool] | None:
        """The columns of the two sides where each row is a match of its own, and whether the first side always won."""
        columns = tuple((column.label, column.type) for column in self.columns)
        found = sides_of(columns) or sides_by_winner(columns, self.table.rows)
        return found if found is None or self._names_sides(found[0]) else None

    def _names_sides(self, column: int) -> bool:
        """Whether the cells of that column are names: "5-1-0" under Home is a record, "405B" a dive."""
        texts = [row.cells[column].value.text for row in self.table.rows if row.cells[column].value.text]
        return sum(any(map(str.isalpha, text)) and not text[0].isdigit() for text in texts) * 2 > len(texts)

    @cached_property
    def season(self) -> Season | None:
        """The columns of a list of one side's matches; None for any other table."""
        columns = [(column.label, column.type) for column in self.columns]
        return None if self.sides is not None else season_of(columns, self.table.rows)

    @property
    def lower_is_better(self) -> bool:
        """Whether the smaller mark wins: it does for times."""
        return self.mark is not None and self.columns[self.mark].type is ValueType.TIME


def _sums_up(row: Row) -> bool:
    cells = [cell.value.text.strip(" :*").lower() for cell in row.cells[:_NAMING_COLUMNS]]
    return any(text in _SUMS_UP or text.removeprefix("career ") in _SUMS_UP for text in cells)


@dataclass(frozen=True)
class Line:
    """One row of one table."""

    view: TableView
    row: Row

    def cell(self, column: int) -> Cell:
        """The cell of that column."""
        return self.row.cells[column]

    def value(self, column: int) -> Value:
        """The typed value of that column."""
        return self.row.cells[column].value

    @property
    def sums_up(self) -> bool:
        """Whether the row is about the others: their total, or their average."""
        return self.row.index in self.view.totals

    def column_like(self, home: TableView, column: int) -> int:
        """The column that holds what `column` holds in another table: of the same label, else the row's own mark."""
        if self.view is home or self.view.mark is None:
            return min(column, len(self.view.columns) - 1)
        label = home.columns[column].label
        same = (at for at, own in enumerate(self.view.columns) if own.label == label)
        return next(same, self.view.mark)

    @property
    def name(self) -> str:
        """Who or what the row is about, a person's given name first."""
        label = self.view.label
        if label is None or not self.value(label).text:
            texts = (cell.value.text for cell in self.row.cells if cell.value.type is ValueType.TEXT)
            return next(texts, f"row {self.row.index + 1}")
        text = self.value(label).text
        if not self.view.family_names_first:
            return text
        return _TEAM_MATES.sub(lambda found: given_name_first(found[0]), text)  # each of "FISHER Aimee / HALL Lucy"

    @property
    def place(self) -> int | None:
        """The rank printed in the row."""
        if self.view.rank is None:
            return None
        number = self.value(self.view.rank).number
        return None if number is None else round(number)

    @property
    def mark(self) -> Value | None:
        """Time, distance or points that the ranking rests on; None where the row has none."""
        if self.view.mark is None:
            return None
        value = self.value(self.view.mark)
        return value if value.number is not None else None

    @property
    def status(self) -> str | None:
        """The code printed in place of a rank or mark, in capitals: DNF; a failed attempt beside a mark is none."""
        printed = [(c, cell.value.text) for c, cell in enumerate(self.row.cells) if cell.value.type is ValueType.STATUS]
        own = [text for c, text in printed if c in (self.view.mark, self.view.rank)]
        codes = own or ([text for _, text in printed] if self.mark is None else [])
        return min(codes, key=lambda text: not text.isalpha()).upper().rstrip(".") if codes else None

    @property
    def key(self) -> tuple[str, int]:
        """Tells this row from every other."""
        return (self.view.table.table_id, self.row.index)


def _counts_up(table: ResultTable, column: int) -> bool:
    """Whether the figures of a column called "No." may be places: from 1 on without a gap but for ties."""
    numbers = [n for row in table.rows if (n := row.cells[column].value.number) is not None]
    label = table.columns[column].label.strip().rstrip(".").lower()
    return label not in _NUMBERING or not numbers or (min(numbers) == 1 and max(numbers) <= len(table.rows))


def _is_sorted_by(rows: Sequence[Row], column: int) -> bool:
    """Whether rows in order of rank rise or fall by this column, nearly throughout."""
    numbers = [n for row in rows if (n := row.cells[column].value.number) is not None]
    steps = [b - a for a, b in pairwise(numbers) if a != b]
    most = max(sum(step > 0 for step in steps), sum(step < 0 for step in steps)) if steps else 0
    return len(numbers) >= _RANKED_ROWS and bool(steps) and most >= _IN_ORDER * len(steps)


def _of_nations(table: ResultTable, but: int | None) -> int | None:
    """The column of words that are nations' names or codes, whatever it is called: "NF"."""
    texts = [c for c, column in enumerate(table.columns) if column.type is ValueType.TEXT and c != but]
    for column in texts:
        printed = [text for row in table.rows[:_SAMPLE] if (text := row.cells[column].value.text)]
        if printed and all(map(is_nation, printed)):
            return column
    return None


def _grows(row: Row, columns: Sequence[int]) -> bool:
    """Whether the numbers of a row grow from column to column, as times up to points of a race do."""
    numbers = [n for column in columns if (n := row.cells[column].value.number) is not None]
    return all(a < b for a, b in pairwise(numbers))


def _find(columns: Sequence[Column], wanted: Callable[[Column], bool]) -> int | None:
    return next((index for index, column in enumerate(columns) if wanted(column)), None)


def _labelled(columns: Sequence[Column], labels: Iterable[str]) -> int | None:
    wanted = set(labels)
    return _find(columns, lambda column: bool({w.text for w in tokens(column.label)} & wanted))


def _first_text(columns: Sequence[Column]) -> int | None:
    return _find(columns, lambda column: column.type is ValueType.TEXT)
