"""Files become the library's next generation: what changed is parsed and embedded, the rest is taken over."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.reading import Records, Refused, file_of, read_files
from ingest.sources import NO_COVERAGE
from retriever.encoder import Encoder, load_encoder
from retriever.library import open_library, publish, source_digests
from retriever.refusals import Refusal, keep_refusals

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
    records = source_digests(library)
    files, missing = _files(paths, library)
    vanished = _vanished(paths, files, records)
    still_there = {name: record for name, record in records.items() if name not in vanished}
    reading = read_files(files, still_there, (lambda *at: progress("reading", *at)) if progress else None)
    # A file that moved takes its id along: that id is changed, not removed.
    read_ids = {document.document_id for document in reading.documents}
    removed = (*(name for name in vanished if name not in read_ids), *reading.gone)
    added = tuple(document.document_id for document in reading.documents if document.document_id not in records)
    changed = tuple(document.document_id for document in reading.documents if document.document_id in records)
    passages, tables, embedded = 0, 0, 0
    if reading.documents or removed:
        counts = publish(
            library,
            changed=reading.documents,
            removed=removed,
            encoder=encoder or load_encoder(),
            progress=(lambda done, total: progress("embedding", done, total)) if progress else None,
        )
        passages, tables, embedded = counts.passages, counts.tables, counts.embedded
    elif records:
        passages, tables = _held(library)
    logger.info("ingested %d new, %d changed, %d removed", len(added), len(changed), len(removed))
    refused = (*missing, *reading.refused)
    keep_refusals(library, paths, (Refusal(source=one.source, reason=one.reason) for one in refused))
    return IngestReport(added, changed, reading.unchanged, removed, refused, passages, tables, embedded)


def _held(library: Path) -> tuple[int, int]:
    opened = open_library(library)
    try:
        return opened.manifest.passages, opened.manifest.tables
    finally:
        opened.close()


def _files(paths: Sequence[Path], library: Path) -> tuple[list[Path], list[Refused]]:
    """Absolute paths of all files, each once, and the paths that don't exist."""
    found: dict[Path, None] = {}
    refused = []
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_coverage(path.resolve(), library.resolve())))
        elif path.exists():
            found[path.resolve()] = None
        else:
            refused.append(Refused(str(path), "there is no such file or folder"))
    return list(found), refused


def _coverage(folder: Path, library: Path) -> Iterable[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name.lower() not in NO_COVERAGE and library not in path.parents:
            yield path


def _vanished(paths: Sequence[Path], files: Sequence[Path], records: Records) -> tuple[str, ...]:
    """Documents whose source lay in one of the folders and is no longer there."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    here = dict.fromkeys(files)
    return tuple(
        document_id
        for document_id, record in sorted(records.items())
        if any(folder in Path(record.source).parents for folder in folders)
        and file_of(Path(record.source), here) is None
    )
