"""A parsed piece of coverage becomes a document: typed tables, passages, metadata."""

from ingest.context import read_context
from ingest.parsed import Metadata, Parsed
from ingest.passages import read_passages
from ingest.stamps import with_post_times
from ingest.tables import read_table, tables_in
from retriever.types import Document, ResultTable

PARSER_VERSION = "10"  # part of every digest: raise it when the same bytes would be read differently


def build_document(
    parsed: Parsed, *, document_id: str, source: str = "", digest: str = "", stated: Metadata | None = None
) -> Document:
    """The document; what `stated` says (sources.toml) overrules what the parser found."""
    metadata = parsed.metadata.overridden_by(stated or Metadata())
    title = metadata.title or document_id
    return Document(
        document_id=document_id,
        title=title,
        text=parsed.text,
        kind=metadata.kind or parsed.kind,
        blocks=with_post_times(parsed.blocks, metadata.published_at),
        passages=read_passages(document_id, parsed.text, parsed.blocks),
        tables=_read_tables(parsed, document_id, title),
        url=metadata.url,
        publisher=metadata.publisher,
        published_at=metadata.published_at,
        author=metadata.author,
        licence=metadata.licence,
        source=source,
        digest=digest,
    )


def _read_tables(parsed: Parsed, document_id: str, title: str) -> tuple[ResultTable, ...]:
    return tuple(
        read_table(
            grid,
            table_id=f"{document_id}#t{number}",
            document_id=document_id,
            title=title,
            context=read_context(title, grid.section, grid.caption, grid.notes, parsed.fields),
        )
        for number, grid in enumerate((part for grid in parsed.grids for part in tables_in(grid)), start=1)
    )
