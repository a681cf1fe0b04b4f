"""Files become the library's next generation: what changed is parsed and embedded, the rest is taken over."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.documents import PARSER_VERSION, build_document
from ingest.files import RefusedError, decode, digest, read_bytes
from ingest.formats import parse
from ingest.names import document_ids
from ingest.parsed import Metadata
from ingest.sources import FILE_NAME, Sources, read_sources
from retriever.encoder import Encoder, load_encoder
from retriever.library import SourceRecord, open_library, publish, source_digests
from retriever.refusals import Refusal, keep_refusals
from retriever.types import Document

logger = logging.getLogger(__name__)

_NO_COVERAGE = frozenset({FILE_NAME, "readme.md", "readme.txt", "readme"})  # they speak about the folder

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was left out, and why."""

    source: str
    reason: str


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


@dataclass(frozen=True, slots=True)
class _Reading:
    """Everything that reading the files gave, before anything is published."""

    documents: tuple[Document, ...]
    unchanged: tuple[str, ...]
    refused: tuple[Refused, ...]


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
    reading = _read(files, {name: record for name, record in records.items() if name not in vanished}, progress)
    # A file that moved takes its id along: that id is changed, not removed.
    read_ids = {document.document_id for document in reading.documents}
    removed = tuple(name for name in vanished if name not in read_ids)
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
        if path.is_file() and not hidden and path.name.lower() not in _NO_COVERAGE and library not in path.parents:
            yield path


def _read(files: Sequence[Path], records: Mapping[str, SourceRecord], progress: Progress | None) -> _Reading:
    ids = document_ids(files, {record.source: document_id for document_id, record in records.items()})
    sources = {folder: read_sources(folder) for folder in sorted({path.parent for path in files})}
    documents, unchanged, refused = [], [], list(_sources_problems(sources))
    for number, path in enumerate(files, start=1):
        stated = sources[path.parent].entries.get(path.name)
        known = records.get(ids[path])
        try:
            document = _read_file(path, ids[path], stated, known.digest if known else None)
        except RefusedError as error:
            refused.append(Refused(str(path), str(error)))
        except Exception as error:  # a parser's fault must not cost the files after this one
            logger.exception("parser failed on %s", path)
            reason = f"the parser failed on it ({type(error).__name__}); please report this file"
            refused.append(Refused(str(path), reason))
        else:
            if document is None:
                unchanged.append(ids[path])
            else:
                documents.append(document)
        if progress:
            progress("reading", number, len(files))
    return _Reading(tuple(documents), tuple(unchanged), tuple(refused))


def _sources_problems(sources: Mapping[Path, Sources]) -> Iterable[Refused]:
    for folder, read in sources.items():
        if read.problems:
            yield Refused(str(folder / FILE_NAME), "; ".join(read.problems))


def _read_file(path: Path, document_id: str, stated: Metadata | None, known_digest: str | None) -> Document | None:
    """The document of a file; None where the library already holds it as it is."""
    content = read_bytes(path)
    read = digest(content, repr(stated), PARSER_VERSION)
    if read == known_digest:
        return None
    parsed = parse(path.name, decode(content))
    return build_document(parsed, document_id=document_id, source=str(path), digest=read, stated=stated)


def _vanished(paths: Sequence[Path], files: Sequence[Path], records: Mapping[str, SourceRecord]) -> tuple[str, ...]:
    """Documents whose source lay in one of the folders and is no longer there."""
    folders = [path.resolve() for path in paths if path.is_dir()]
    here = {str(path) for path in files}
    return tuple(
        document_id
        for document_id, record in sorted(records.items())
        if record.source not in here and any(folder in Path(record.source).parents for folder in folders)
    )
