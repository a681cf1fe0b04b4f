"""Lexical search: BM25 by tantivy over our own terms, so that index and query see the same words."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import tantivy

CONTEXT_BOOST = 0.5  # a word in title or heading tells less than the same word in the unit itself
_HEAP_BYTES = 64_000_000


class LexicalUnit(NamedTuple):
    """What is indexed of one unit: its own words (`text.terms`), and those of its title, headings or caption.

    With a space between words: a hundred thousand lists are a burden that as many strings are not.
    """

    document_id: str
    body: str
    context: str


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("context", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("unit", fast=True)
    return builder.build()


def write_lexical_index(folder: Path, units: Iterable[LexicalUnit]) -> None:
    """Index the units in order; their position is their unit number."""
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)  # one thread: same input, same segments
    for number, unit in enumerate(units):
        entry = tantivy.Document(body=unit.body, context=unit.context, document=unit.document_id)
        entry.add_unsigned("unit", number)  # given as an argument it would be signed, which the field refuses
        writer.add_document(entry)
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """A stored index, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index(_schema(), path=str(folder), reuse=True)
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def search(
        self, words: Sequence[str], k: int, documents: Sequence[str] | None = None
    ) -> list[tuple[int, float]]:
        """The `k` best units with their BM25 score, best first, ties by unit; only of `documents` if given."""
        wanted = list(dict.fromkeys(words))
        if not wanted or (documents is not None and not documents):
            return []
        parts = [(tantivy.Occur.Should, query) for term in wanted for query in self._in_fields(term)]
        asked = tantivy.Query.boolean_query(parts)
        if documents is not None:
            within = tantivy.Query.term_set_query(self._schema, "document", list(documents))
            asked = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, asked), (tantivy.Occur.Must, tantivy.Query.const_score_query(within, 0.0))]
            )
        hits = self._searcher.search(asked, k).hits
        units = self._searcher.fast_field_values("unit", [address for _, address in hits])
        found = [(int(unit or 0), float(score)) for unit, (score, _) in zip(units, hits, strict=True)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _in_fields(self, term: str) -> tuple[tantivy.Query, tantivy.Query]:
        # One flat list of terms, for which tantivy passes over units that can't be among the best; nested it can't.
        in_body = tantivy.Query.term_query(self._schema, "body", term)
        in_context = tantivy.Query.term_query(self._schema, "context", term)
        return in_body, tantivy.Query.boost_query(in_context, CONTEXT_BOOST)
