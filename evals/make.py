"""A question set from the results tables of any library, without a language model.

Facts with their cells as gold, false twins, near misses, follow-ups and respelled pairs; for shuffled rows and renamed
columns folders of CSV files and one set, to be ingested and run apart and compared with `eval diff`: no answer may
change.
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evals.cases import Case
from evals.make_facts import NamedTable, as_case, fact_cases, facts_of, named_tables, question_of
from evals.make_twins import false_twin_cases, near_miss_cases, other_year_cases
from evals.make_variants import follow_up_cases, respelled_cases, shuffled_csv
from retriever.types import Document

_FACTS_PER_TABLE = 4
_NEIGHBOURS = 12  # tables from which a near miss borrows a name or a column; all of them would be quadratic
_DEFAULTS = ("conversation", "documents", "gold_docs", "under", "standalone", "as_of", "pair", "must_not_include",
             "answer_is_list", "must_include_all", "must_include")  # fmt: skip


def make_cases(documents: Iterable[Document], *, per_table: int = _FACTS_PER_TABLE, seed: int = 0) -> list[Case]:
    """Questions about every table that can be asked about, in the library's order; the same seed, the same set."""
    library = list(documents)
    tables = named_tables(library)
    cases: list[Case] = []
    for table in tables:
        cases += _cases_of(table, tables, library, per_table=per_table, seed=seed)
    return cases


def write_cases(path: Path, cases: Iterable[Case]) -> None:
    """Saves a set as JSON lines, without fields that say nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{_as_line(case)}\n" for case in cases), encoding="utf-8")


def write_shuffled(folder: Path, documents: Iterable[Document], *, seed: int = 0) -> int:
    """`plain/`, `shuffled/` and `renamed/` with every table as CSV, and `questions.jsonl` for all; how many tables."""
    tables = named_tables(documents)
    cases: list[Case] = []
    for number, table in enumerate(tables):
        name = f"table-{number:04}"
        draw = random.Random(f"{seed} {table.table.table_id}")
        for kind, shuffler in (("plain", None), ("shuffled", draw), ("renamed", None)):
            file = folder / kind / f"{name}.csv"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(shuffled_csv(table, draw=shuffler, renamed=kind == "renamed"), encoding="utf-8")
        facts = facts_of(table)
        for fact in draw.sample(facts, min(_FACTS_PER_TABLE, len(facts))):
            case = as_case(fact, question_of(fact), name=f"{fact.row.index}-{fact.column}")
            cases.append(case.model_copy(update={"evidence": (), "gold_docs": (name,)}))
    write_cases(folder / "questions.jsonl", cases)
    return len(tables)


def _cases_of(
    table: NamedTable,
    tables: Sequence[NamedTable],
    documents: Sequence[Document],
    *,
    per_table: int,
    seed: int,
) -> Iterator[Case]:
    def draw(kind: str) -> random.Random:
        """A generator for each table and kind: what is asked of one doesn't change when another is added."""
        return random.Random(f"{seed} {table.table.table_id} {kind}")

    others = [other for other in tables if other.table.table_id != table.table.table_id]
    neighbours = draw("neighbours").sample(others, min(_NEIGHBOURS, len(others)))
    facts = list(fact_cases(table, per_table=per_table, draw=draw("facts")))
    yield from facts
    yield from false_twin_cases(table, draw=draw("twins"))
    yield from near_miss_cases(table, neighbours, draw=draw("misses"))
    yield from other_year_cases(table, documents, draw=draw("years"))
    same_event = [other for other in others if other.table.event == table.table.event]
    yield from follow_up_cases(table, same_event, draw=draw("follow-ups"))
    for case in facts[:1]:
        asked = [subject for subject in table.subjects if subject in case.question]
        yield from respelled_cases(case, asked[0], draw=draw("spellings")) if asked else ()


def _as_line(case: Case) -> str:
    fields = case.model_dump(mode="json", exclude_none=True)
    return json.dumps({k: v for k, v in fields.items() if v or k not in _DEFAULTS}, ensure_ascii=False)
