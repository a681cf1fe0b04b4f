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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel

from retriever.dense import DenseIndex
from retriever.encoder import Encoder
from retriever.forward import ForwardIndex
from retriever.forward_writer import ForwardWriter
from retriever.generations import LibraryError, full_disk_told, generations, lock, swap
from retriever.kept_words import Kept, kept_documents, words_digest
from retriever.lexical import LexicalIndex, LexicalUnit, write_lexical_index
from retriever.store import RowPlace, Store, units_of
from retriever.store_writer import StoreWriter
from retriever.text import terms
from retriever.types import Document, Passage, ResultTable
from retriever.vectors import Progress, VectorWriter

FORMAT = 2  # of everything below LIBRARY/generations; a reader of another format must refuse
_STORE, _FORWARD = "store.sqlite", "forward.sqlite"


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
        self.store = Store(folder / _STORE)
        self.dense = DenseIndex(folder / "dense.faiss")
        self.lexical = LexicalIndex(folder / "lexical")
        self.headings = LexicalIndex(folder / "headings")
        self.forward = ForwardIndex(folder / _FORWARD)
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
                documents = _Merged(previous, {d.document_id: d for d in changed}, set(removed), moved, encoder)
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
    store, forward = documents.writers(scratch)
    lexical: list[LexicalUnit] = []
    headings: list[LexicalUnit] = []
    frequencies = documents.frequencies()
    vectors = documents.vectors()
    for document_id in documents.ids:
        kept = documents.kept.get(document_id)
        if kept is None:
            document = documents[document_id]
            units = _read_units(document)
            runs = forward.add(document, units)
            store.add(document)
            vectors.add(encoded_texts(document))
            frequencies.update(_terms_of(units))
        else:
            _, units, runs = kept
            forward.take_over(kept.held)
            store.take_over(kept.held, documents.moved.get(document_id))
            vectors.take_over(kept.held)
        headings += [LexicalUnit(document_id, words, "") for words in runs]
        lexical += units
    store.add_frequencies(+frequencies)
    counts = store.close()
    forward.close()
    write_lexical_index(scratch / "lexical", lexical)
    write_lexical_index(scratch / "headings", headings)
    embedded = vectors.write(scratch / "dense.faiss", progress)
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


def _terms_of(units: Iterable[LexicalUnit]) -> Iterator[str]:
    """The terms of each unit, once a unit."""
    return (term for unit in units for term in {*unit.body.split(), *unit.context.split()})


class _Merged:
    """The documents of the next generation by id: changed ones as given, the others from the previous generation."""

    def __init__(
        self, previous: Library | None, changed: Mapping[str, Document], removed: set[str], moved: Mapping[str, str],
        encoder: Encoder,
    ) -> None:  # fmt: skip
        self.previous, self._changed, self.moved, self._encoder = previous, changed, moved, encoder
        stay = previous.manifest.sources.keys() - removed - changed.keys() if previous else set()
        self.ids = sorted({*stay, *changed})
        self._known: dict[str, Kept] = {}
        alike = previous is not None and previous.manifest.words == words_digest()
        if previous is not None and alike and stay and previous.manifest.encoder.digest == encoder.digest:
            self._known = kept_documents(previous.store, previous.forward)
        self.kept = {document_id: kept for document_id, kept in self._known.items() if document_id in stay}
        """Those that are copied as they are."""

    def __getitem__(self, document_id: str) -> Document:
        if document_id in self._changed:
            return self._changed[document_id]
        assert self.previous is not None  # ids that are not changed come from there
        document = self.previous.document(document_id)
        return replace(document, source=self.moved.get(document_id, document.source))

    def writers(self, scratch: Path) -> tuple[StoreWriter, ForwardWriter]:
        """The writers of the next generation, which copy from the last what stays."""
        before = self.previous.folder if self.previous is not None and self.kept else None
        named = (scratch / name for name in (_STORE, _FORWARD))
        store, forward = ((path, before and before / path.name) for path in named)
        return StoreWriter(*store), ForwardWriter(*forward)

    def frequencies(self) -> Counter[str]:
        """In how many of the kept units each term occurs."""
        if self.previous is None or not self.kept:
            return Counter()
        gone = [d for d in self.previous.manifest.sources if d not in self.kept]
        counted = Counter(self.previous.store.frequencies())
        for document_id in gone:
            known = self._known.get(document_id)
            counted.subtract(_terms_of(known.units if known else _read_units(self.previous.document(document_id))))
        return counted

    def vectors(self) -> VectorWriter:
        """The writer of the next generation's vectors, which takes over those that the same encoder made before."""
        before, encoder = self.previous, self._encoder
        if before is None or before.manifest.encoder.digest != encoder.digest:
            return VectorWriter(encoder)
        edited = [d for d in self.ids if d not in self.kept and d in before.manifest.sources]
        ranges = before.store.unit_ranges()
        known = {
            text: ranges[document_id][0] + number
            for document_id in edited
            for number, text in enumerate(encoded_texts(before.document(document_id)))
        }
        return VectorWriter(encoder, before.dense.halves(), known)

    def record(self, document_id: str) -> SourceRecord:
        if document_id in self._changed:
            document = self._changed[document_id]
            return SourceRecord(digest=document.digest, source=document.source)
        assert self.previous is not None  # ids that are not changed come from there
        record = self.previous.manifest.sources[document_id]
        return record.model_copy(update={"source": self.moved.get(document_id, record.source)})


def _read_units(document: Document) -> list[LexicalUnit]:
    name, texts = document.document_id, unit_texts(document)
    return [LexicalUnit(name, " ".join(terms(body)), _heading_terms(context)) for body, context in texts]


@lru_cache(maxsize=256)  # the rows of a table, and the passages of a section, stand under the same
def _heading_terms(context: str) -> str:
    return " ".join(terms(context))


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
