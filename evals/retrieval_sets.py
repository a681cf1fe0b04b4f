"""The development sets as questions to a search: which passages, rows or documents each has to find."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from evals.cases import load_cases, possible_ids
from evals.measures_citations import AGGREGATES
from retriever.library import Library
from retriever.store import units_of
from retriever.types import Document, Hit, Passage

_RULED = re.compile(r".*\n[ |:-]+\n")  # a table's header and the rule below it, as Markdown has them


class Ranked(StrEnum):
    """What is counted down a ranking to find the rank of the gold."""

    UNITS = "units"  # passages and rows alike
    ROWS = "rows"  # rows; passages between them are passed over
    DOCUMENTS = "documents"  # each once, where its first unit stands


@dataclass(frozen=True, slots=True)
class Sought:
    """A question and the keys (`key_of`) any one of which it should find."""

    id: str
    question: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class SearchSet:
    """One line of the table."""

    name: str
    library: str
    """Development set whose documents are searched."""
    ranked: Ranked
    questions: tuple[Sought, ...]


def search_sets(name: str, shared: Path, library: Library) -> list[SearchSet]:
    """The searches that a development set makes; none where its gold names no place in a document."""
    makers = _MAKERS.get(name)
    return makers(shared / "evalsets" / name, library) if makers else []


def names() -> list[str]:
    """Development sets that name places."""
    return sorted(_MAKERS)


def key_of(hit: Hit, ranked: Ranked) -> str | None:
    """The key under which a hit counts; None where it is passed over."""
    if ranked is Ranked.DOCUMENTS:
        return hit.document_id
    if hit.passage is not None:
        return _key(hit.document_id, hit.passage.start) if ranked is Ranked.UNITS else None
    if hit.table is None or hit.row is None:
        return None
    return _key(hit.document_id, hit.table.rows[hit.row].start)


def _key(document_id: str, start: int) -> str:
    return f"{document_id}@{start}"


def _row_keys(library: Library, cells: Iterable[tuple[str, int]]) -> frozenset[str]:
    """Keys of rows given as (document, number of the row in its first table, as the set prints it)."""
    starts = ((document_id, _printed_rows(library.document(document_id)).get(row)) for document_id, row in cells)
    return frozenset(_key(document_id, start) for document_id, start in starts if start is not None)


def _printed_rows(document: Document) -> dict[int, int]:
    """Number of each row of the first table, counted in lines below its header, and where the row begins.

    The sets count lines; headings among the rows, and second header lines, are no rows of ours.
    """
    if not document.tables:
        return {}
    table = document.tables[0]
    header = 2 if _RULED.match(document.text, table.start) else 1
    return {document.text.count("\n", table.start, row.start) - header: row.start for row in table.rows}


def _cell_set(source: Path, library: Library) -> list[SearchSet]:
    """Sets whose gold is [file, row, column]."""
    questions = []
    for row in _rows(source / "devset.jsonl"):
        cells = row.get("gold_cells") or []
        if row.get("in_core", True) and row["answerable"] and cells:
            keys = _row_keys(library, ((_slug(doc), number) for doc, number, _ in cells))
            questions.append(Sought(row["qid"], row["question"], keys))
    return _made(f"{source.name} rows", source.name, Ranked.ROWS, questions)


def _fetaqa(source: Path, library: Library) -> list[SearchSet]:
    questions = []
    for row in _rows(source / "devset.jsonl"):
        keys = _row_keys(library, ((_slug(row["table_id"]), number) for number in row["gold_rows"] if number >= 0))
        questions.append(Sought(row["qid"], row["question"], keys))
    return _made("fetaqa-sports rows", source.name, Ranked.ROWS, questions)


def _wtq(source: Path, _: Library) -> list[SearchSet]:
    found = [
        Sought(row["qid"], row["question"], frozenset({_slug(row["table_id"])}))
        for row in _rows(source / "devset.jsonl")
    ]
    return _made("wtq-sports tables", source.name, Ranked.DOCUMENTS, found)


def _bbc(source: Path, _: Library) -> list[SearchSet]:
    found = [
        Sought(row["qid"], row["question"], frozenset(row["gold_docs"]))
        for row in _rows(source / "devset.jsonl")
        if row["answerable"]
    ]
    return _made("bbc-athletics stories", source.name, Ranked.DOCUMENTS, found)


def _hybridqa(source: Path, library: Library) -> list[SearchSet]:
    """Two lines: HybridQA's questions expect a known table, OTT-QA's stand alone. Both are asked of everything."""
    questions: dict[str, list[Sought]] = {"hybridqa-dev": [], "ottqa-dev": []}
    known = {summary.document_id for summary in library.documents()}
    for row in _rows(source / "devset.jsonl"):
        keys: set[str] = set()
        for unit in row["gold_units"]:
            if unit.startswith("p:"):
                document_id = _slug(unit.removeprefix("p:/wiki/"))[:90]
                keys |= _keys_of(library.document(document_id)) if document_id in known else set()
            else:
                table_id, number = unit.removeprefix("r:").rsplit("#", 1)
                keys |= _row_keys(library, [(f"table-{_slug(table_id)}", int(number))])
        questions[row["source"]].append(Sought(row["qid"], row["question"], frozenset(keys)))
    return [
        found
        for name, asked in questions.items()
        for found in _made(f"{name} units", source.name, Ranked.UNITS, asked)
    ]


def _squad(source: Path, library: Library) -> list[SearchSet]:
    """Any passage of the gold paragraph counts."""
    paragraphs = {row["passage_id"]: row["text"] for row in _rows(source / "passages.jsonl")}
    questions = []
    for row in _rows(source / "devset.jsonl"):
        keys: set[str] = set()
        for unit in row["gold_units"]:
            document = library.document(_slug(unit[2:].split("#")[0]))
            keys |= _keys_within(document, paragraphs.get(unit, ""))
        questions.append(Sought(row["qid"], row["question"], frozenset(keys)))
    return _made("squad-sports paragraphs", source.name, Ranked.UNITS, questions)


def _seeds(source: Path, library: Library) -> list[SearchSet]:
    """Every group of evidence is a search of its own, so that a question which needs two places counts twice.

    Where a question is about a whole table any of its rows will do, as when citations are judged.
    """
    documents = {d: library.document(d) for d in (summary.document_id for summary in library.documents())}
    questions = []
    for case in load_cases(source / "dev.jsonl"):
        if case.conversation and not case.standalone:
            continue
        for number, group in case.groups.items():
            keys: set[str] = set()
            for evidence in group:
                for document_id in possible_ids(evidence.doc) & documents.keys():
                    whole = bool({case.type, case.plain_type} & AGGREGATES)
                    keys |= _keys_within(documents[document_id], evidence.quote, whole_table=whole)
            questions.append(Sought(f"{case.id}/{number}", case.standalone or case.question, frozenset(keys)))
    return _made("seeds evidence", "seeds", Ranked.UNITS, questions)


def _keys_of(document: Document) -> set[str]:
    return {_key(document.document_id, start) for start, _ in _spans(document)}


def _keys_within(document: Document, quote: str, *, whole_table: bool = False) -> set[str]:
    """Units that share characters with the quote wherever it stands, or with the table it stands in."""
    places = [(m.start(), m.end()) for m in re.finditer(re.escape(quote), document.text)] if quote else []
    if whole_table:
        places = [(t.start, t.end) for s, e in places for t in document.tables if t.start <= s < t.end] or places
    return {
        _key(document.document_id, start)
        for start, end in _spans(document)
        if any(start < last and first < end for first, last in places)
    }


def _spans(document: Document) -> list[tuple[int, int]]:
    tables = {table.table_id: table for table in document.tables}
    spans: list[tuple[int, int]] = []
    for unit in units_of(document):
        place = unit if isinstance(unit, Passage) else tables[unit.table_id].rows[unit.row]
        spans.append((place.start, place.end))
    return spans


def _made(name: str, library: str, ranked: Ranked, questions: Iterable[Sought]) -> list[SearchSet]:
    return [SearchSet(name, library, ranked, tuple(q for q in questions if q.relevant))]


def _rows(path: Path) -> list[Mapping[str, Any]]:  # Any: the sets' fields differ in type
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _slug(text: str) -> str:
    """File name that the sets' recipe gives to a title."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


_MAKERS: dict[str, Callable[[Path, Library], list[SearchSet]]] = {
    "rotowire": _cell_set,
    "paris2024-results": _cell_set,
    "fetaqa-sports": _fetaqa,
    "wtq-sports": _wtq,
    "bbc-athletics": _bbc,
    "hybridqa-sports": _hybridqa,
    "squad-sports": _squad,
    "seeds": _seeds,
}
