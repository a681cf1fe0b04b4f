"""Single facts of results tables, each asked in several ways, with the cell that holds it as gold."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.cases import Case, Expect, GoldEvidence
from evals.normalise import normalise
from retriever.types import Cell, Document, ResultTable, Row
from retriever.values import ValueType

_MIN_ROWS = 3  # smaller tables are mostly boxes of facts about one thing
_MAX_TEXT_CHARS = 40  # longer text cells are remarks, not values
_ASKED_TYPES = frozenset(ValueType) - {ValueType.EMPTY, ValueType.STATUS}


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A table that can be asked about: it has a name of its own and a subject in every row."""

    document: Document
    table: ResultTable
    name: str
    """How a person would refer to the table; no other table of the library has this name."""

    @property
    def subjects(self) -> list[str]:
        """What every row is about, in row order."""
        return [self.subject_of(row) for row in self.table.rows]

    def subject_of(self, row: Row) -> str:
        """What a row is about."""
        return row.cells[self.table.label_column or 0].value.text

    @property
    def rank_column(self) -> int | None:
        """Index of the column that holds places; None where there is none."""
        return next((i for i, column in enumerate(self.table.columns) if column.type is ValueType.RANK), None)


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell: the value of one column for one subject."""

    where: NamedTable
    row: Row
    column: int

    @property
    def subject(self) -> str:
        """What the row is about."""
        return self.where.subject_of(self.row)

    @property
    def label(self) -> str:
        """The column's label as it is used in a sentence: "Time (s)" is the time."""
        printed = self.where.table.columns[self.column].label.strip()
        label = re.sub(r"\s*\([^)]*\)$", "", printed) or printed
        return label if label.isupper() else label.lower()

    @property
    def cell(self) -> Cell:
        """The cell itself."""
        return self.row.cells[self.column]

    @property
    def evidence(self) -> GoldEvidence:
        """The row as gold, with the cell named."""
        label = self.where.table.columns[self.column].label
        text = self.where.document.text[self.row.start : self.row.end]
        return GoldEvidence(doc=self.where.document.document_id, quote=text, column=label, value=self.cell.raw.strip())

    @property
    def answers(self) -> tuple[str, ...]:
        """Accepted answers: the value as printed, a place with and without its ending."""
        return tuple(dict.fromkeys([self.cell.value.text, *([ordinal_of(self.cell)] if self.is_rank else [])]))

    @property
    def is_measured(self) -> bool:
        """Whether the value belongs to this event alone, as a time or a place does and a nation doesn't."""
        return self.cell.value.number is not None

    @property
    def is_rank(self) -> bool:
        """Whether the cell holds a place."""
        return self.column == self.where.rank_column and self.cell.value.number is not None


def named_tables(documents: Iterable[Document]) -> list[NamedTable]:
    """Tables that can be asked about without ambiguity, in the library's order."""
    named = [NamedTable(d, t, table_name(d, t)) for d in documents for t in d.tables]
    counts = Counter(normalise(table.name) for table in named)
    alone = [table for table in named if counts[normalise(table.name)] == 1]
    return [table for table in alone if _has_subjects(table.table) and _all_differ(table.subjects)]


def table_name(document: Document, table: ResultTable) -> str:
    """Event, heat, round and competition where the source gives them, else title, headings and caption.

    The narrower comes first, so that "Semi-Final" is left out after "Semi-Final 2".
    """
    known = [table.event, table.heat, table.round, table.competition]
    parts = [part for part in known if part] if table.event else [document.title, *table.section, table.caption]
    kept: list[str] = []
    for part in parts:
        said = normalise(" ".join(kept))
        if normalise(part) and normalise(part) not in said:
            kept.append(part.strip())
    return ("the " if table.event else "") + ", ".join(kept)


def facts_of(table: NamedTable) -> list[Fact]:
    """Every cell of the table that can be asked for, row by row."""
    columns = [i for i in range(len(table.table.columns)) if i != table.table.label_column]
    return [Fact(table, row, i) for row in table.table.rows for i in columns if _can_be_asked(row.cells[i])]


def ordinal_of(cell: Cell) -> str:
    """A place with its ending: "2nd"."""
    number = int(cell.value.number or 0)
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def question_of(fact: Fact, phrasing: int = 0) -> str:
    """One of the ways of asking for the fact; a higher number starts over."""
    forms = _phrasings(fact)
    return forms[phrasing % len(forms)]


def fact_cases(table: NamedTable, *, per_table: int, draw: random.Random) -> Iterator[Case]:
    """Questions for some facts of the table, the phrasing changing from one to the next."""
    for number, fact in enumerate(_some(facts_of(table), per_table, draw)):
        yield as_case(fact, question_of(fact, number), name=f"fact-{number}")
    for number, fact in enumerate(_some([f for f in facts_of(table) if f.is_rank and _is_only(f)], 1, draw)):
        holder = fact.evidence.model_copy(update={"column": _label_of_subjects(table), "value": fact.subject})
        question = f"Who was {ordinal_of(fact.cell)} in {table.name}?"
        yield as_case(fact, question, name=f"who-{number}").model_copy(
            update={"answers": (fact.subject,), "evidence": (holder,)}
        )


def as_case(fact: Fact, question: str, *, name: str) -> Case:
    """A look-up with the fact's cell as gold."""
    return Case.model_validate(
        {
            "id": f"{fact.where.table.table_id}/{name}",
            "question": question,
            "answers": fact.answers,
            "type": "lookup-table",
            "expect": Expect.ANSWER,
            "evidence": [fact.evidence],
            "style": "generated",
        }
    )


def _phrasings(fact: Fact) -> tuple[str, ...]:
    subject, name, label = fact.subject, fact.where.name, fact.label
    if fact.is_rank:
        return (
            f"Where did {subject} finish in {name}?",
            f"What place did {subject} take in {name}?",
            f"{name}: {subject}, which place?",
        )
    return (
        f"What was the {label} of {subject} in {name}?",
        f"{subject} {label} {name}",
        f"In {name}, what {label} is given for {subject}?",
        f"Can you tell me {_possessive(subject)} {label} in {name}?",
    )


def _possessive(subject: str) -> str:
    return f"{subject}'" if subject.endswith("s") else f"{subject}'s"


def _label_of_subjects(table: NamedTable) -> str:
    return table.table.columns[table.table.label_column or 0].label


def _has_subjects(table: ResultTable) -> bool:
    if table.label_column is None or len(table.rows) < _MIN_ROWS:
        return False
    labels = [row.cells[table.label_column].value for row in table.rows]
    return all(v.type is not ValueType.EMPTY and re.search(r"[^\W\d_]{2}", v.text) for v in labels)


def _all_differ(subjects: Sequence[str]) -> bool:
    return len({normalise(subject) for subject in subjects}) == len(subjects)


def _can_be_asked(cell: Cell) -> bool:
    return cell.value.type in _ASKED_TYPES and len(cell.value.text) <= _MAX_TEXT_CHARS and bool(cell.value.text.strip())


def _is_only(fact: Fact) -> bool:
    """Whether no other row has the same place: after a tie "who was second" has two answers."""
    column = [row.cells[fact.column].value.number for row in fact.where.table.rows]
    return column.count(fact.cell.value.number) == 1


def _some(facts: Sequence[Fact], most: int, draw: random.Random) -> list[Fact]:
    chosen = sorted(draw.sample(range(len(facts)), min(most, len(facts))))
    return [facts[i] for i in chosen]
