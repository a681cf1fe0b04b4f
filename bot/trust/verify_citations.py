"""A saved answer's citations and tables against the stored documents: words, headings and cells, one by one."""

from collections.abc import Iterator, Mapping

from bot.cite import posted_at
from bot.schema import Answer, Citation, CitedRow
from retriever.text import tokens
from retriever.types import Document, ResultTable

Stored = Mapping[str, Document | None]
"""Documents by id; None for an id that the library doesn't hold."""


def misplaced(answer: Answer, documents: Stored) -> Iterator[str]:
    """Every citation that says other than the document does, the closest passages of an abstention among them."""
    closest = answer.abstention.closest if answer.abstention else []
    for citation in (*answer.citations, *closest, *(answer.passages or ())):
        where = f"citation [{citation.n}], document {citation.document_id!r}"
        document = documents[citation.document_id]
        if document is None:
            yield f"{where}: the library has no such document"
            continue
        yield from (f"{where}: {wrong}" for wrong in _differences(citation, document))


def mistold_rows(answer: Answer, documents: Stored) -> Iterator[str]:
    """Rows shown with the answer that no table of the documents it names holds."""
    tables = [table for document in documents.values() if document for table in document.tables]
    held = {tuple(cell.value.text for cell in row.cells) for table in tables for row in table.rows}
    for table in answer.tables:
        for row in table.rows:
            texts = tuple(cell.text for cell in row)
            if texts not in held:
                yield f"table {table.id!r} shows the row {' | '.join(texts)!r}, which no table it comes from holds"


def _differences(citation: Citation, document: Document) -> Iterator[str]:
    found = document.text[max(0, citation.start) : max(0, citation.end)]
    if found != citation.quote:
        yield f"at {citation.start}–{citation.end} stands {found!r}, the answer quotes {citation.quote!r}"
    for name in ("title", "url", "publisher", "published_at"):
        told, stored = getattr(citation, name), getattr(document, name)
        if told != stored:
            yield f"its {name} is {stored!r}, the answer says {told!r}"
    if citation.kind == "passage":
        yield from _passage_differences(citation, document)
    else:
        yield from _table_differences(citation, document)


def _passage_differences(citation: Citation, document: Document) -> Iterator[str]:
    passage = next((p for p in document.passages if p.passage_id == citation.passage_id), None)
    if passage is None:
        yield f"the document has no passage {citation.passage_id!r}"
        return
    # Words may be cited with the heading or the stamp of a post that stands above them.
    begin = max((other.end for other in document.passages if other.end <= passage.start), default=0)
    if not begin <= citation.start <= citation.end <= passage.end:
        yield f"{citation.start}–{citation.end} is not within passage {citation.passage_id!r}"
    if tuple(citation.section) != passage.section or citation.posted != passage.posted:
        yield f"it stands under {passage.section}, the answer says {tuple(citation.section)}"
    written = posted_at(document, citation.start) if passage.posted else None
    if citation.posted_at not in (None, written):  # answers saved before posts had a time give none
        yield f"it was posted at {written}, the answer says {citation.posted_at}"
    if citation.table is not None:
        yield "it is a passage, yet the answer gives it a row"


def _table_differences(citation: Citation, document: Document) -> Iterator[str]:
    table = next((t for t in document.tables if t.start <= citation.start and citation.end <= t.end), None)
    if table is None:
        yield "no table stands there"
        return
    headings = tuple(dict.fromkeys((*table.section, table.caption)))
    if tuple(citation.section) != headings or citation.posted is not None:
        yield f"it stands under {headings}, the answer says {tuple(citation.section)}"
    if citation.table is not None:
        yield from _row_differences(citation.table, table)


def _row_differences(told: CitedRow, table: ResultTable) -> Iterator[str]:
    if told.table_id != table.table_id or told.caption != table.caption or not 0 <= told.row < len(table.rows):
        yield f"the row cited is not row {told.row} of {table.table_id!r}, {table.caption!r}"
        return
    raw = [cell.raw for cell in table.rows[told.row].cells]
    by_label = dict(zip((column.label for column in table.columns), raw, strict=True))
    by_key = dict(zip((column.key for column in table.columns), raw, strict=True))
    stored = by_label if len(by_label) == len(raw) else by_key  # two columns of one label are told apart by key
    for column, cell in told.values.items():
        if stored.get(column) != cell:
            yield f"{column!r} of row {told.row} is {stored.get(column)!r}, the answer says {cell!r}"
    if told.columns != [column.label for column in table.columns]:
        yield f"the columns of {table.table_id!r} are not {told.columns}"
    # A name may be turned round ("HOCKER Cole"); its words stay those of one cell.
    cells = table.rows[told.row].cells  # of "Malia Fonoti [2]" the value is without the mark
    named = [*map(_words, raw), *(_words(cell.value.text) for cell in cells), _words(f"row {told.row + 1}")]
    if told.row_label is not None and _words(told.row_label) not in named:
        yield f"row {told.row} of {table.table_id!r} is not about {told.row_label!r}"


def _words(text: str) -> list[str]:
    return sorted(token.text for token in tokens(text))
