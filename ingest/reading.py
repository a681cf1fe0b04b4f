"""Files become documents: each is read once, told unchanged by its digest, or refused by name and reason."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.contents import read_contents
from ingest.documents import PARSER_VERSION, build_document
from ingest.files import RefusedError, digest, read_bytes
from ingest.names import document_ids
from ingest.parsed import Metadata, Piece
from ingest.sources import FILE_NAME, Sources, read_sources
from retriever.library import SourceRecord
from retriever.types import Document

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
Records = Mapping[str, SourceRecord]


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a piece of one, that was left out, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that reading the files gave, before anything is published."""

    documents: tuple[Document, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    """Documents whose piece is no longer in its file, though the file is there."""
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A piece that was read, where it comes from, and the digest of its whole file."""

    piece: Piece
    source: Path
    digest: str
    stated: Metadata


def read_files(files: Sequence[Path], records: Records, progress: Progress | None = None) -> Reading:
    """The documents of all files; `records` are those that the library holds of them or of other files."""
    held = _held(files, records)
    sources = {folder: read_sources(folder) for folder in sorted({path.parent for path in files})}
    refused = list(_sources_problems(sources))
    pieces: list[_Read] = []
    unchanged: list[str] = []
    gone: list[str] = []
    for number, path in enumerate(files, start=1):
        stated = sources[path.parent].entries.get(path.name) or Metadata()
        known = held.get(path, {})
        try:
            found = _read_file(path, stated, {records[name].digest for name in known.values()}, refused)
        except RefusedError as error:
            refused.append(Refused(str(path), str(error)))
        except Exception as error:  # a parser's fault must not cost the files after this one
            logger.exception("parser failed on %s", path)
            reason = f"the parser failed on it ({type(error).__name__}); please report this file"
            refused.append(Refused(str(path), reason))
        else:
            if found is None:
                unchanged += known.values()
            else:
                pieces += found
                here = {str(read.source) for read in found}
                gone += [name for source, name in known.items() if source not in here]
        if progress:
            progress(number, len(files))
    documents = _documents(pieces, {name: record for name, record in records.items() if name not in gone})
    kept = {document.document_id for document in documents}  # a piece that moved takes its id along
    left = tuple(name for name in gone if name not in kept)
    return Reading(documents, tuple(unchanged), left, tuple(refused))


def file_of(source: Path, files: Mapping[Path, object]) -> Path | None:
    """The file among `files` that a document's source is, or is a piece of."""
    return next((path for path in (source, *source.parents) if path in files), None)


def _held(files: Sequence[Path], records: Records) -> dict[Path, dict[str, str]]:
    """file → source → id of every document that the library holds of it."""
    known = dict.fromkeys(files)
    held: dict[Path, dict[str, str]] = {}
    for name, record in sorted(records.items()):
        if path := file_of(Path(record.source), known):
            held.setdefault(path, {})[record.source] = name
    return held


def _read_file(path: Path, stated: Metadata, known: set[str], refused: list[Refused]) -> list[_Read] | None:
    """The pieces of a file; None where the library already holds all of it as it is."""
    content = read_bytes(path)
    read = digest(content, repr(stated), PARSER_VERSION)
    if known == {read}:
        return None
    contents = read_contents(path.name, content)
    refused += [Refused(str(path / place), reason) for place, reason in contents.refused]
    for_each = stated.of_every_piece()
    return [
        _Read(piece, path / piece.name, read, piece.stated.overridden_by(for_each if piece.name else stated))
        for piece in contents.pieces
    ]


def _documents(pieces: list[_Read], records: Records) -> tuple[Document, ...]:
    ids = document_ids([read.source for read in pieces], {record.source: name for name, record in records.items()})
    documents = []
    while pieces:  # what was parsed is let go as soon as it is a document
        read = pieces.pop(0)
        documents.append(
            build_document(
                read.piece.parsed,
                document_id=ids[read.source],
                source=str(read.source),
                digest=read.digest,
                stated=read.stated,
            )
        )
    return tuple(documents)


def _sources_problems(sources: Mapping[Path, Sources]) -> Iterable[Refused]:
    for folder, read in sources.items():
        if read.problems:
            yield Refused(str(folder / FILE_NAME), "; ".join(read.problems))
