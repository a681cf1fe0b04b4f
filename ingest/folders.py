"""The files of coverage under what was named, each with the stamp that tells it unchanged without reading it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ingest.sources import NO_COVERAGE


class Stamp(NamedTuple):
    """What the file system says of a file. The inode's own time can't be set back, so a touched file shows."""

    size: int
    modified_ns: int
    inode_changed_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Found:
    """Absolute paths of all files with their stamps, and the paths that don't exist."""

    files: Mapping[str, Stamp]
    folders: tuple[str, ...]
    """Absolute paths of the folders among what was named."""
    missing: tuple[str, ...]
    unreadable: Mapping[str, str]
    """Folders below those that could not be looked into, and why; what the library holds of them may still be there."""


def find_files(paths: Sequence[Path], library: Path) -> Found:
    """The files that `paths` name and hold, in the order of their names; nothing hidden, and not the library's own."""
    files: dict[str, Stamp] = {}
    folders, missing = [], []
    unreadable: dict[str, str] = {}
    for path in paths:
        if path.is_dir():
            folders.append(str(path.resolve()))
            files.update(_files_in(folders[-1], str(library.resolve()), unreadable))
        elif path.exists():
            files[str(path.resolve())] = _stamp(path.stat())
        else:
            missing.append(str(path))
    return Found(files, tuple(folders), tuple(missing), unreadable)


def file_of(source: str, files: Mapping[str, object]) -> str | None:
    """The file among `files` that a document's source is, or is a piece of."""
    while source not in files:
        above = os.path.dirname(source)
        if above == source:
            return None
        source = above
    return source


def lies_in(path: str, folder: str) -> bool:
    """Whether a path stands somewhere below a folder."""
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _files_in(folder: str, library: str, unreadable: dict[str, str]) -> Iterator[tuple[str, Stamp]]:
    """Files below a folder: an entry's own files stand where its name stands among the others."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        unreadable[folder] = f"this folder can't be read: {error.strerror or error}"
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.path != library:
                yield from _files_in(entry.path, library, unreadable)
        elif entry.is_file() and entry.name.lower() not in NO_COVERAGE:
            with suppress(FileNotFoundError):  # gone since the folder was listed
                yield entry.path, _stamp(entry.stat())


def _stamp(stat: os.stat_result) -> Stamp:
    return Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
