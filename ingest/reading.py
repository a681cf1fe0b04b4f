"""Files become documents: each is read once, told unchanged by its digest, or refused by name and reason."""

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.contents import read_contents
from ingest.documents import PARSER_VERSION, build_document
from ingest.files import RefusedError, content_digest, read_bytes, reading_digest
from ingest.folders import Stamp, file_of
from ingest.names import document_ids, first_choice
from ingest.parsed import Metadata, Piece
from ingest.seen import Seen
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
    source: str
    digest: str
    stated: Metadata
    built: Document | None = None
    """The document, under the id that it gets unless another has it."""


class Reader:
    """Reads files of one ingest; gathers what is new and what was refused."""

    def __init__(
        self,
        files: Mapping[str, Stamp],
        seen: Seen,
        *,
        progress: Progress | None = None,
        ahead: Callable[[Document], None] | None = None,
    ) -> None:
        """`ahead` gets the documents of files that are new as soon as they are read; their ids may still change."""
        self._files, self._seen, self._progress, self._ahead = files, seen, progress, ahead
        self._sources = {folder: read_sources(Path(folder)) for folder in sorted({*map(os.path.dirname, files)})}
        self._refused = list(_sources_problems(self._sources))

    def digest(self, file: str) -> str | None:
        """Digest of what would be read from a file; None where it can't be read."""
        try:
            content = self._seen.digest(file, self._files[file]) or self._content(file)[1]
        except RefusedError:
            return None
        return self._reading_digest(file, content)

    def read(self, records: Records) -> Reading:
        """The documents of all files; `records` are those that the library holds of them or of other files."""
        held = _held(self._files, records)
        pieces: list[_Read] = []
        unchanged: list[str] = []
        gone: list[str] = []
        for number, file in enumerate(self._files, start=1):
            known = held.get(file, {})
            found = self._read_or_refuse(file, {records[name].digest for name in known.values()})
            if found is None:
                unchanged += known.values()
            else:
                pieces += found
                here = {read.source for read in found}
                gone += [name for source, name in known.items() if found and source not in here]
            if self._progress:
                self._progress(number, len(self._files))
        documents = _documents(pieces, {name: record for name, record in records.items() if name not in gone})
        kept = {document.document_id for document in documents}  # a piece that moved takes its id along
        left = tuple(name for name in gone if name not in kept)
        return Reading(documents, tuple(unchanged), left, tuple(self._refused))

    def _read_or_refuse(self, file: str, known: set[str]) -> list[_Read] | None:
        """The pieces of a file, none where it is refused; None where the library already holds all of it as it is."""
        try:
            found = self._read_file(file, known)
        except RefusedError as error:
            self._refused.append(Refused(file, str(error)))
            return []
        except Exception as error:  # a parser's fault must not cost the files after this one
            logger.exception("parser failed on %s", file)
            reason = f"the parser failed on it ({type(error).__name__}); please report this file"
            self._refused.append(Refused(file, reason))
            return []
        return found

    def _read_file(self, file: str, known: set[str]) -> list[_Read] | None:
        stamped = self._seen.digest(file, self._files[file])
        if stamped and known == {self._reading_digest(file, stamped)}:
            return None
        content, digest = self._content(file)
        read = self._reading_digest(file, digest)
        if known == {read}:
            return None
        contents = read_contents(os.path.basename(file), content)
        self._refused += [Refused(os.path.join(file, place), reason) for place, reason in contents.refused]
        return [self._placed(piece, file, read, is_new=not known) for piece in contents.pieces]

    def _placed(self, piece: Piece, file: str, digest: str, *, is_new: bool) -> _Read:
        of_file = self._stated(file)
        stated = piece.stated.overridden_by(of_file.of_every_piece() if piece.name else of_file)
        source = os.path.join(file, piece.name) if piece.name else file
        read = _Read(piece, source, digest, stated)
        if self._ahead is None or not is_new:
            return read
        built = _document(read, first_choice(source))
        self._ahead(built)
        return _Read(piece, source, digest, stated, built)

    def _content(self, file: str) -> tuple[bytes, str]:
        """A file's bytes and their digest."""
        content = read_bytes(Path(file))
        digest = content_digest(content)
        self._seen.read(file, self._files[file], digest)
        return content, digest

    def _reading_digest(self, file: str, content: str) -> str:
        return reading_digest(content, repr(self._stated(file)), PARSER_VERSION)

    def _stated(self, file: str) -> Metadata:
        return self._sources[os.path.dirname(file)].entries.get(os.path.basename(file)) or Metadata()


def _held(files: Mapping[str, object], records: Records) -> dict[str, dict[str, str]]:
    """file → source → id of every document that the library holds of it."""
    held: dict[str, dict[str, str]] = {}
    for name, record in sorted(records.items()):
        if file := file_of(record.source, files):
            held.setdefault(file, {})[record.source] = name
    return held


def _documents(pieces: list[_Read], records: Records) -> tuple[Document, ...]:
    ids = document_ids([read.source for read in pieces], {record.source: name for name, record in records.items()})
    documents = []
    while pieces:  # what was parsed is let go as soon as it is a document
        read = pieces.pop(0)
        wanted = ids[read.source]
        is_built = read.built is not None and read.built.document_id == wanted
        documents.append(read.built if read.built and is_built else _document(read, wanted))
    return tuple(documents)


def _document(read: _Read, document_id: str) -> Document:
    return build_document(
        read.piece.parsed, document_id=document_id, source=read.source, digest=read.digest, stated=read.stated
    )


def _sources_problems(sources: Mapping[str, Sources]) -> Iterable[Refused]:
    for folder, read in sources.items():
        if read.problems:
            yield Refused(os.path.join(folder, FILE_NAME), "; ".join(read.problems))
