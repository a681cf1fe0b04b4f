"""Files become the library's next generation: what changed is parsed and embedded, the rest is taken over."""

import fcntl
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest.ahead import EncoderAhead
from ingest.folders import Found, file_of, find_files, lies_in
from ingest.moves import moved_sources
from ingest.reading import Reader, Records, Refused
from ingest.repeats import with_repeats_marked
from ingest.seen import Seen
from retriever.encoder import Encoder, load_encoder
from retriever.library import Manifest, PublishedCounts, open_library, publish, read_manifest
from retriever.refusals import Refusal, keep_refusals, read_refusals
from retriever.types import Document

logger = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingest did (document ids) and what the library holds after it."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    passages: int = 0
    tables: int = 0
    embedded: int = 0
    """Units that had to be embedded; 0 when nothing changed."""


def ingest_paths(
    paths: Sequence[Path], library: Path, *, encoder: Encoder | None = None, progress: Progress | None = None
) -> IngestReport:
    """Bring the library up to date with files and folders; raises LibraryError where it can't be written.

    A document whose file vanished from one of the folders is removed; files named one by one are only added or updated.
    `progress` gets what is being done and how far it is: ("reading", 3, 20), ("embedding", 256, 900).
    """
    found = find_files(paths, library)
    if not found.files and not library.exists():
        return IngestReport(refused=tuple(_missing(found)))
    with _alone(library):
        return _bring_up_to_date(paths, found, library, encoder=encoder, progress=progress)


def _bring_up_to_date(
    paths: Sequence[Path], found: Found, library: Path, *, encoder: Encoder | None, progress: Progress | None
) -> IngestReport:
    manifest = read_manifest(library)
    held: Records = manifest.sources if manifest else {}
    seen = Seen(library)
    with _Ahead(encoder, progress) as ahead:
        reader = Reader(found.files, seen, progress=partial(progress, "reading") if progress else None, ahead=ahead)
        records = moved_sources(held, found.files, reader.digest)
        vanished = _vanished(found, records)
        reading = reader.read({name: record for name, record in records.items() if name not in vanished})
        # A file that moved takes its id along: that id is changed, not removed.
        read_ids = {document.document_id for document in reading.documents}
        removed = (*(name for name in vanished if name not in read_ids), *reading.gone)
        moved = {name: records[name].source for name in reading.unchanged if records[name] is not held[name]}
        counts = _held_counts(manifest)
        if reading.documents or removed or moved:
            counts = publish(
                library,
                changed=_with_repeats_marked(library, manifest, reading.documents, removed),
                removed=removed,
                moved=moved,
                encoder=ahead.encoder(),
                progress=partial(progress, "embedding") if progress else None,
            )
    seen.keep(found.files)
    added = tuple(document.document_id for document in reading.documents if document.document_id not in records)
    changed = tuple(document.document_id for document in reading.documents if document.document_id in records)
    logger.info("ingested %d new, %d changed, %d removed", len(added), len(changed), len(removed))
    refused = (*_missing(found), *reading.refused, *_still_refused(library, found, records, reading.unchanged))
    keep_refusals(library, paths, (Refusal(source=one.source, reason=one.reason) for one in refused))
    return IngestReport(
        added, changed, reading.unchanged, removed, refused, counts.passages, counts.tables, counts.embedded
    )


class _Ahead:
    """The encoder of one ingest, loaded when the first document needs it; set to work on what is new at once."""

    def __init__(self, encoder: Encoder | None, progress: Progress | None) -> None:
        self._given, self._progress = encoder, progress
        self._ahead: EncoderAhead | None = None

    def __enter__(self) -> "_Ahead":
        return self

    def __exit__(self, *_: object) -> None:
        if self._ahead is not None:
            self._ahead.stop()

    def __call__(self, document: Document) -> None:
        self.encoder().offer(document)

    def encoder(self) -> EncoderAhead:
        if self._ahead is None:
            told = partial(self._progress, "embedding") if self._progress else None
            self._ahead = EncoderAhead(self._given or load_encoder(), told)
        return self._ahead


def _with_repeats_marked(
    library: Path, manifest: Manifest | None, documents: Sequence[Document], removed: Sequence[str]
) -> Sequence[Document]:
    """The documents, and those held in which a line has become a repeated one by them, or is none any more."""
    if manifest is None:
        return with_repeats_marked(documents, (), _no_other)
    gone = {*removed, *(document.document_id for document in documents)}
    held = open_library(library)
    try:
        kept = (document for document in held.store.bare_documents() if document.document_id not in gone)
        return with_repeats_marked(documents, kept, held.document)
    finally:
        held.close()


def _no_other(document_id: str) -> Document:
    raise KeyError(document_id)


def _missing(found: Found) -> Iterator[Refused]:
    yield from (Refused(path, "there is no such file or folder") for path in found.missing)
    yield from (Refused(path, reason) for path, reason in found.unreadable.items())


def _still_refused(library: Path, found: Found, records: Records, unchanged: Sequence[str]) -> Iterator[Refused]:
    """What was refused inside an archive or a feed that did not change, and so was not read again."""
    inside = [refusal for refusal in read_refusals(library) if refusal.source not in found.files]
    same = {file_of(records[name].source, found.files) for name in unchanged} if inside else set()
    for refusal in inside:
        if file_of(refusal.source, found.files) in same - {None}:
            yield Refused(refusal.source, refusal.reason)


@contextmanager
def _alone(library: Path) -> Iterator[None]:
    """Hold off other ingests into this library: ids and removals are worked out from what it holds.

    Readers and their searches are not held off. The lock goes with the process, however that ends.
    """
    library.mkdir(parents=True, exist_ok=True)
    with (library / ".ingest.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            logger.warning("another ingest into %s is running: waiting until it is done", library)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _held_counts(manifest: Manifest | None) -> PublishedCounts:
    if manifest is None:
        return PublishedCounts(0, 0, 0, 0)
    return PublishedCounts(manifest.passages, manifest.tables, manifest.rows, 0)


def _vanished(found: Found, records: Records) -> tuple[str, ...]:
    """Documents whose source lay in one of the folders and is no longer there."""
    return tuple(
        document_id
        for document_id, record in sorted(records.items())
        if file_of(record.source, found.files) is None
        and any(lies_in(record.source, folder) for folder in found.folders)
        and not any(lies_in(record.source, folder) for folder in found.unreadable)
    )
