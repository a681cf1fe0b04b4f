"""The library on disk: immutable generations and one pointer that is swapped atomically.

    LIBRARY/CURRENT                      name of the generation in force
    LIBRARY/generations/NAME/            manifest.json, store.sqlite, forward.sqlite, dense.faiss, lexical/, headings/
    LIBRARY/.lock                        held while a generation is written

A reader that opened a generation keeps it; the next reader gets the next one. Never half of either.
"""

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from pydantic import BaseModel

from retriever.dense import DenseIndex, write_dense_index
from retriever.encoder import Encoder, Vectors
from retriever.forward import ForwardIndex, ForwardWriter
from retriever.generations import LibraryError, full_disk_told, generations, lock, swap
from retriever.kept_words import KeptWords, words_digest
from retriever.lexical import LexicalIndex, LexicalUnit, write_lexical_index
from retriever.store import RowPlace, Store, units_of
from retriever.store_writer import StoreWriter
from retriever.text import terms
from retriever.types import Document, Passage, ResultTable

FORMAT = 2  # of everything below LIBRARY/generations; a reader of another format must refuse
_ENCODE_CHUNK = 256  # units between two reports of progress
_CACHED_HEADINGS = 256  # the rows of a table, and the passages of a section, stand under the same

Progress = Callable[[int, int], None]


class SourceRecord(BaseModel, frozen=True):
    """Which file a document came from, and the digest of what was read."""

    digest: str
    source: str


class EncoderRecord(BaseModel, frozen=True):
    """Which encoder made the vectors."""

    name: str
    dimension: int
    digest: str


class Manifest(BaseModel, frozen=True):
    """What a generation is made of."""

    format: int
    version: str
    encoder: EncoderRecord
    passages: int
    tables: int
    rows: int
    sources: dict[str, SourceRecord]
    words: str = ""
    """Which state of the code told the words of the units (`kept_words.words_digest`)."""


@dataclass(frozen=True, slots=True)
class PublishedCounts:
    """What the new generation holds, and how many of its units had to be embedded."""

    passages: int
    tables: int
    rows: int
    embedded: int


class Library:
    """One generation, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self._path, self.folder = folder.parent.parent, folder
        self.manifest = _read_manifest(folder / "manifest.json", self._path)
        self.version = self.manifest.version
        self.store = Store(folder / "store.sqlite")
        self.dense = DenseIndex(folder / "dense.faiss")
        self.lexical = LexicalIndex(folder / "lexical")
        self.headings = LexicalIndex(folder / "headings")
        self.forward = ForwardIndex(folder / "forward.sqlite")
        self.documents = self.store.documents
        self.document = self.store.document
        self.results = self.store.results

    def require_encoder(self, encoder: Encoder) -> None:
        """LibraryError when `encoder` is not the one that made the vectors."""
        made_by = self.manifest.encoder
        if encoder.digest != made_by.digest:
            self.close()
            raise LibraryError(
                f"{self._path} was built with {made_by.name} ({made_by.dimension}); this is {encoder.name} "
                f"({encoder.dimension}). Rebuild it: remove the folder, then run: "
                f"pressbox ingest PATH --library {self._path}"
            )

    def close(self) -> None:
        """Close the files that need closing."""
        self.store.close()
        self.forward.close()


def open_library(library: Path, encoder: Encoder | None = None) -> Library:
    """The generation in force; LibraryError when there is none or when `encoder` isn't the one that made it."""
    opened = Library(_current(library))
    if encoder is not None:
        opened.require_encoder(encoder)
    return opened


def read_manifest(library: Path) -> Manifest | None:
    """Manifest of the generation in force; None when there is no library yet."""
    if not (library / "CURRENT").exists():
        return None
    return _read_manifest(_current(library) / "manifest.json", library)


def publish(
    library: Path,
    *,
    changed: Sequence[Document],
    removed: Sequence[str],
    encoder: Encoder,
    moved: Mapping[str, str] = MappingProxyType({}),
    progress: Progress | None = None,
) -> PublishedCounts:
    """Write the next generation (what is in force, without `removed`, with `changed`) and swap the pointer to it.

    `moved`: document_id → new source of documents whose file stands elsewhere now and did not change. Vectors of
    documents that did not change are taken over, not computed. Waits while another process publishes. Raises
    LibraryError where it can't be written; what was in force stays.
    """
    library.mkdir(parents=True, exist_ok=True)
    with lock(library):
        previous = Library(_current(library)) if (library / "CURRENT").exists() else None
        try:
            scratch = Path(tempfile.mkdtemp(prefix=".new-", dir=generations(library)))
            try:
                documents = _Merged(previous, {d.document_id: d for d in changed}, set(removed), moved)
                with full_disk_told(library):
                    manifest, embedded = _write_generation(scratch, documents, encoder, progress)
                    swap(library, scratch, manifest.version)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
        finally:
            if previous is not None:
                previous.close()
    return PublishedCounts(manifest.passages, manifest.tables, manifest.rows, embedded)


def unit_texts(document: Document) -> list[tuple[str, str]]:
    """(body, context) of every unit of a document, in unit order: what is indexed, and under which headings."""
    tables = {table.table_id: table for table in document.tables}
    return [
        (unit.text, " › ".join((document.title, *unit.section)))
        if isinstance(unit, Passage)
        else (row_text(tables[unit.table_id], unit.row), table_context(document.title, tables[unit.table_id]))
        for unit in units_of(document)
    ]


def encoded_texts(document: Document) -> list[str]:
    """What the encoder reads of every unit of a document, in unit order: its headings, then what it says."""
    return [f"{context}\n{body}" for body, context in unit_texts(document)]


def row_text(table: ResultTable, row: int) -> str:
    """A row in words: "Athlete Cole Hocker, Time 3:27.65"."""
    cells = zip(table.columns, table.rows[row].cells, strict=True)
    return ", ".join(f"{column.label} {cell.value.text}" for column, cell in cells if cell.value.text)


def table_context(title: str, table: ResultTable) -> str:
    """Title, headings and caption of a table, each once."""
    return " › ".join(dict.fromkeys((title, *table.section, table.caption)))


def _write_generation(
    scratch: Path, documents: "_Merged", encoder: Encoder, progress: Progress | None
) -> tuple[Manifest, int]:
    store, forward = documents.writers(scratch, encoder)
    heading_terms = lru_cache(maxsize=_CACHED_HEADINGS)(terms)
    lexical: list[LexicalUnit] = []
    headings: list[LexicalUnit] = []
    embedded_texts: list[tuple[str, str]] = []
    for document_id in documents.ids:
        taken = documents.take_over(document_id, store, forward)
        if taken is None:
            document = documents[document_id]
            texts = unit_texts(document)
            units = documents.kept_units(document_id) or [
                LexicalUnit(document_id, terms(body), heading_terms(context)) for body, context in texts
            ]
            runs = forward.add(document, units, store.units)
            store.add(document)
            embedded_texts += [(document_id, f"{context}\n{body}") for body, context in texts]
        else:
            units, runs = taken
            embedded_texts += [(document_id, "")] * len(units)  # its vectors are known
        headings += [LexicalUnit(document_id, words, []) for _, words in runs]
        lexical += units
    counts = store.counts()
    store.add_frequencies(Counter(term for unit in lexical for term in {*unit.body, *unit.context}))
    store.close()
    forward.add_aliases()
    forward.close()
    write_lexical_index(scratch / "lexical", lexical)
    write_lexical_index(scratch / "headings", headings)
    vectors, embedded = _vectors(documents, embedded_texts, encoder, progress)
    write_dense_index(scratch / "dense.faiss", vectors)
    sources = {d: documents.record(d) for d in documents.ids}
    made_by = EncoderRecord(name=encoder.name, dimension=encoder.dimension, digest=encoder.digest)
    version = _version(sources, made_by)
    if documents.previous and documents.previous.version == version and documents.previous.manifest.sources != sources:
        version = _version(sources, made_by, version)  # the same coverage in another place: readers must see where
    manifest = Manifest(
        format=FORMAT, version=version, encoder=made_by, sources=sources, words=words_digest(), **counts
    )
    (scratch / "manifest.json").write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return manifest, embedded


class _Merged:
    """The documents of the next generation by id: changed ones as given, the others from the previous generation."""

    def __init__(
        self, previous: Library | None, changed: Mapping[str, Document], removed: set[str], moved: Mapping[str, str]
    ) -> None:
        self.previous, self._changed, self._moved = previous, changed, moved
        kept = previous.manifest.sources.keys() - removed - changed.keys() if previous else set()
        self.ids = sorted({*kept, *changed})
        self._of_next = frozenset(self.ids)
        alike = previous is not None and bool(kept) and previous.manifest.words == words_digest()
        self._words = KeptWords(previous.store, previous.forward) if previous is not None and alike else None
        self._copied = False

    def __getitem__(self, document_id: str) -> Document:
        return self._changed.get(document_id) or self._kept(document_id)

    def writers(self, scratch: Path, encoder: Encoder) -> tuple[StoreWriter, ForwardWriter]:
        """The writers of the next generation, which copy from the last what stays, where it was made alike."""
        store, forward = scratch / "store.sqlite", scratch / "forward.sqlite"
        if self._words is None or self.previous is None or self.previous.manifest.encoder.digest != encoder.digest:
            return StoreWriter(store), ForwardWriter(forward)
        self._copied, before = True, self.previous.folder
        gone = [d for d in self.previous.manifest.sources if d in self._changed or d not in self._of_next]
        return StoreWriter(store, before / "store.sqlite", gone), ForwardWriter(forward, before / "forward.sqlite")

    def take_over(
        self, document_id: str, store: StoreWriter, forward: ForwardWriter
    ) -> tuple[list[LexicalUnit], list[tuple[int, list[str]]]] | None:
        """The units and runs of a document that was copied from the last generation; None where it must be read."""
        units = self.kept_units(document_id) if self._copied else None
        if units is None or self._words is None:
            return None
        try:
            runs = forward.take_over(self._words.held(document_id), units, self._words.names, store.units)
        except KeyError:  # a name whose words only the table tells
            return None
        store.take_over(document_id, self.record(document_id).source)
        return units, runs

    def record(self, document_id: str) -> SourceRecord:
        if document_id in self._changed:
            document = self._changed[document_id]
            return SourceRecord(digest=document.digest, source=document.source)
        assert self.previous is not None  # ids that are not changed come from there
        record = self.previous.manifest.sources[document_id]
        return record.model_copy(update={"source": self._moved.get(document_id, record.source)})

    def kept_units(self, document_id: str) -> list[LexicalUnit] | None:
        """The words of a document that did not change, where the generation before can tell them."""
        return self._words.units(document_id) if self._words is not None and self.is_kept(document_id) else None

    def is_kept(self, document_id: str) -> bool:
        return document_id not in self._changed

    def _kept(self, document_id: str) -> Document:
        assert self.previous is not None
        document = self.previous.document(document_id)
        return replace(document, source=self._moved[document_id]) if document_id in self._moved else document


def _vectors(
    documents: _Merged, units: Sequence[tuple[str, str]], encoder: Encoder, progress: Progress | None
) -> tuple[Vectors, int]:
    """Vectors of (document, text) in order, and how many of them were computed rather than taken over."""
    vectors = np.zeros((len(units), encoder.dimension), dtype=np.float32)
    known = _known_vectors(documents, encoder)
    unedited = _unedited_vectors(documents, encoder)
    missing: list[int] = []
    at = 0
    while at < len(units):
        document_id = units[at][0]
        end = at
        while end < len(units) and units[end][0] == document_id:
            end += 1
        if document_id in known:
            vectors[at:end] = known[document_id]
        else:
            for number in range(at, end):
                if (vector := unedited.get(units[number][1])) is None:
                    missing.append(number)
                else:
                    vectors[number] = vector
        at = end
    for done in range(0, len(missing), _ENCODE_CHUNK):
        chunk = missing[done : done + _ENCODE_CHUNK]
        vectors[chunk] = encoder.encode([units[i][1] for i in chunk])
        if progress is not None:
            progress(min(done + _ENCODE_CHUNK, len(missing)), len(missing))
    return vectors, len(missing)


def _known_vectors(documents: _Merged, encoder: Encoder) -> dict[str, Vectors]:
    previous = documents.previous
    if previous is None or previous.manifest.encoder.digest != encoder.digest:
        return {}
    stored = previous.dense.vectors()
    ranges = previous.store.unit_ranges()
    return {d: stored[ranges[d][0] : sum(ranges[d])] for d in documents.ids if documents.is_kept(d)}


def _unedited_vectors(documents: _Merged, encoder: Encoder) -> dict[str, Vectors]:
    """Encoded text → its vector, for every unit that a changed document had in the previous generation."""
    previous = documents.previous
    if previous is None or previous.manifest.encoder.digest != encoder.digest:
        return {}
    edited = [d for d in documents.ids if not documents.is_kept(d) and d in previous.manifest.sources]
    if not edited:
        return {}
    stored, ranges = previous.dense.vectors(), previous.store.unit_ranges()
    return {
        text: stored[ranges[document_id][0] + number]
        for document_id in edited
        for number, text in enumerate(encoded_texts(previous.document(document_id)))
    }


def _version(sources: Mapping[str, SourceRecord], made_by: EncoderRecord, *before: str) -> str:
    """Names a generation by its content: the same coverage under the same encoder is the same version."""
    content = json.dumps([FORMAT, made_by.digest, sorted((d, r.digest) for d, r in sources.items()), *before])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _current(library: Path) -> Path:
    pointer = library / "CURRENT"
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise LibraryError(
            f"{library}: there is no library here. Make one: pressbox ingest PATH --library {library}"
        ) from None
    folder = library / "generations" / name
    if not (folder / "manifest.json").is_file():
        raise LibraryError(
            f"{library}: CURRENT names generation {name!r}, which is not there. "
            f"Rebuild it: remove the folder, then run: pressbox ingest PATH --library {library}"
        )
    return folder


def _read_manifest(path: Path, library: Path) -> Manifest:
    rebuild = f"Rebuild it: remove the folder, then run: pressbox ingest PATH --library {library}"
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        found = fields.get("format") if isinstance(fields, dict) else None
        if found != FORMAT:
            raise LibraryError(f"{library} has format {found}, this version reads format {FORMAT}. {rebuild}")
        return Manifest.model_validate(fields)
    except LibraryError:
        raise
    except ValueError as error:
        raise LibraryError(f"{path} is not a manifest this version can read. {rebuild}") from error


__all__ = [
    "Library", "LibraryError", "Manifest", "PublishedCounts", "RowPlace", "SourceRecord", "open_library", "publish",
    "read_manifest", "row_text", "table_context",
]  # fmt: skip
