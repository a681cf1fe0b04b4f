"""ZIP archives: every file inside is read like a file of a folder, within limits that no honest archive meets."""

import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from ingest.files import MAX_BYTES, RefusedError
from ingest.parsed import Contents, Metadata, Piece
from ingest.sources import FILE_NAME, NO_COVERAGE, Sources, parse_sources

MAX_MEMBERS = 10_000
MAX_TOTAL_BYTES = 256 * 1024 * 1024  # all members together, unpacked
_MAX_RATIO = 250  # the most repetitive results tables shrink to a hundredth
_RATIO_FROM_BYTES = 1024 * 1024  # below this even a perfect ratio harms nobody
_CHUNK_BYTES = 256 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|\\|\0|(?:^|/)\.\.(?:/|$)")
_ENCRYPTED = 0x1

Reader = Callable[[str, bytes], Contents]


def parse_archive(content: bytes, read: Reader) -> Contents:
    """Pieces of all files inside, named by their paths; raises RefusedError for a broken archive or a bomb."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except _BROKEN as error:
        raise RefusedError(f"not readable as a ZIP archive: {error}") from error
    members = [member for member in archive.infolist() if not member.is_dir() and _is_coverage(member.filename)]
    if len(members) > MAX_MEMBERS:
        raise RefusedError(f"{len(members):,} files, more than the {MAX_MEMBERS:,} that one archive may have: split it")
    pieces: list[Piece] = []
    refused: list[tuple[str, str]] = []
    sources = _sources(archive, members, refused)
    total, seen = 0, set[str]()
    for member in members:
        name = member.filename
        if posixpath.basename(name) == FILE_NAME:
            continue
        try:
            _require_safe(member, seen)
            unpacked = _unpack(archive, member, MAX_TOTAL_BYTES - total)
            total += len(unpacked)
            found = read(posixpath.basename(name), unpacked)
        except RefusedError as error:
            refused.append((name, str(error)))
            continue
        stated = sources.get(posixpath.dirname(name), Sources()).entries.get(posixpath.basename(name), Metadata())
        pieces += [_placed(piece, name, stated) for piece in found.pieces]
        refused += [(posixpath.join(name, inner), reason) for inner, reason in found.refused]
    if not pieces and not refused:
        raise RefusedError("an archive without files")
    return Contents(tuple(pieces), tuple(refused))


def _is_coverage(name: str) -> bool:
    parts = name.split("/")
    hidden = any(part.startswith(".") and part != ".." for part in parts) or parts[0] == "__MACOSX"
    return not hidden and (parts[-1].lower() not in NO_COVERAGE or parts[-1] == FILE_NAME)


def _require_safe(member: zipfile.ZipInfo, seen: set[str]) -> None:
    if _UNSAFE.search(member.filename):
        raise RefusedError("its name leads out of the archive: pack it again with plain relative names")
    if member.filename in seen:
        raise RefusedError("the archive has another file of this name: only the first was read")
    if member.flag_bits & _ENCRYPTED:
        raise RefusedError("encrypted: unpack it with its password first")
    seen.add(member.filename)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, allowed: int) -> bytes:
    """The member's bytes, read no further than the limits allow whatever size the archive claims."""
    parts, size = list[bytes](), 0
    try:
        with archive.open(member) as file:
            while part := file.read(_CHUNK_BYTES):
                size += len(part)
                _require_within_limits(size, member.compress_size, allowed)
                parts.append(part)
    except RefusedError:
        raise
    except _BROKEN as error:
        raise RefusedError(f"can't be unpacked: {error}") from error
    if not size:
        raise RefusedError("empty: it has no text")
    return b"".join(parts)


def _require_within_limits(size: int, packed: int, allowed: int) -> None:
    if size > MAX_BYTES:
        raise RefusedError(f"more than the {MAX_BYTES:,} bytes that one file may have: split it")
    if size > allowed:
        raise RefusedError(f"with it the archive holds more than {MAX_TOTAL_BYTES:,} bytes: split it")
    if size > _RATIO_FROM_BYTES and size > _MAX_RATIO * max(packed, 1):
        raise RefusedError(f"a decompression bomb: {packed:,} bytes unpack to more than {_MAX_RATIO} times as many")


def _sources(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], refused: list[tuple[str, str]]
) -> dict[str, Sources]:
    """Folder inside the archive → what its sources.toml states."""
    names = {member.filename for member in members}
    found: dict[str, Sources] = {}
    for member in members:
        folder, base = posixpath.split(member.filename)
        if base != FILE_NAME or folder in found:
            continue
        try:
            content = _unpack(archive, member, MAX_BYTES)
        except RefusedError as error:
            refused.append((member.filename, str(error)))
            continue
        beside = {posixpath.basename(name) for name in names if posixpath.dirname(name) == folder}
        found[folder] = parse_sources(content, beside.__contains__)
        if found[folder].problems:
            refused.append((member.filename, "; ".join(found[folder].problems)))
    return found


def _placed(piece: Piece, member: str, stated: Metadata) -> Piece:
    """The piece at its member's place. A title or address stated of a file of several pieces is none of theirs."""
    if not piece.name:
        return Piece(member, piece.parsed, stated)
    return Piece(posixpath.join(member, piece.name), piece.parsed, stated.of_every_piece().overridden_by(piece.stated))
