"""A computation that an answer keeps, carried out again over the stored tables: without a model, to the letter."""

from collections.abc import Iterator, Sequence

from bot.algebra.grid import Grid, rows_in
from bot.algebra.serial import UnreadablePlanError, term_from
from bot.algebra.working import worked
from bot.question.tables import TableHead, TableView
from bot.schema import Answer, Computation
from retriever.store import TableSummary
from retriever.types import Document, ResultTable


def replayed(computation: Computation, answer: Answer, documents: Sequence[Document]) -> Iterator[str]:
    """What is wrong with a kept plan when it is carried out again over the stored tables."""
    if computation.replay is None:
        return
    if not computation.replay.tables:
        yield f"computation {computation.plan!r} names no table to make it again over"
        return
    stored = {table.table_id: (document, table) for document in documents for table in document.tables}
    if missing := [name for name in computation.replay.tables if name not in stored]:
        yield f"computation {computation.plan!r} is over the table {missing[0]!r}, which the library doesn't hold"
        return
    grid = Grid([_view(*stored[name]) for name in computation.replay.tables], unlike=True)
    try:
        working, result, found = worked(grid, term_from(grid, computation.replay.plan))
    except (UnreadablePlanError, IndexError) as error:
        yield f"computation {computation.plan!r} cannot be made again: {error}"
        return
    if result != computation.result:
        yield f"computation {computation.plan!r} does not come out: worked out again it is {result!r}"
    elif working != computation.plan:
        yield f"computation {computation.plan!r} reads otherwise when it is worked out again: {working!r}"
    yield from (f"computation {computation.plan!r} rests on {name!r}, which it does not cite"
                for name in _uncited(answer, grid, found.rows, computation.inputs))  # fmt: skip


def _uncited(answer: Answer, grid: Grid, rows: int, inputs: Sequence[int]) -> Iterator[str]:
    """Rows of the result that none of the citations holds, by name."""
    cited = [citation for citation in answer.citations if citation.n in inputs]
    spans = [(citation.document_id, citation.start, citation.end) for citation in cited]
    for line in (grid.lines[row] for row in rows_in(rows & grid.everything)):
        home = line.view.table.document_id
        if not any(home == name and start <= line.row.start and line.row.end <= end for name, start, end in spans):
            yield line.name


def _view(document: Document, table: ResultTable) -> TableView:
    summary = TableSummary(
        table.table_id, document.document_id, document.title, table.caption, table.section,
        tuple(column.label for column in table.columns), table.competition, table.event, table.round, table.heat,
        table.date, len(table.rows), table.start,
    )  # fmt: skip
    return TableView(TableHead(summary, frozenset()), table)
