"""Generations on disk: written beside each other, swapped by one pointer, the ones out of force dropped."""

import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_KEPT_GENERATIONS = 2  # the one in force, and the one that running readers may still be opening
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_BELOW_BYTES = 65_536  # with less free, whatever went wrong was for want of room


class LibraryError(ValueError):
    """The library is missing, foreign or of another make; the message names the command that mends it."""


def swap(library: Path, scratch: Path, version: str) -> None:
    """Put the generation written at `scratch` in force under the name `version`."""
    target = generations(library) / version
    old = (library / "CURRENT").read_text(encoding="utf-8").strip() if (library / "CURRENT").exists() else ""
    if version == old and (target / "manifest.json").is_file():
        return  # the same content again: what is in force must never be taken away, not even to be put back
    for path in sorted(scratch.rglob("*")):
        if path.is_file():
            _flush(path)
    if target.exists():  # left behind by an interrupted publish; nobody reads it
        shutil.rmtree(target)
    scratch.rename(target)
    _flush(target.parent)
    pointer = library / ".CURRENT.new"
    pointer.write_text(version + "\n", encoding="utf-8")
    _flush(pointer)
    os.replace(pointer, library / "CURRENT")
    _flush(library)
    _drop_generations(library, keep=(version, old))


def _drop_generations(library: Path, keep: tuple[str, ...]) -> None:
    for folder in generations(library).iterdir():
        if folder.name not in keep[:_KEPT_GENERATIONS]:
            shutil.rmtree(folder, ignore_errors=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def generations(library: Path) -> Path:
    """The folder of the generations, made if it isn't there."""
    folder = library / "generations"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def full_disk_told(library: Path) -> Iterator[None]:
    """LibraryError for the several errors in which SQLite, FAISS, tantivy and the system say that a disk is full."""
    try:
        yield
    except (OSError, sqlite3.Error, RuntimeError, ValueError) as error:
        free = shutil.disk_usage(library).free
        if not _says_full(error) and free > _FULL_BELOW_BYTES:
            raise
        raise LibraryError(
            f"{library}: no room to write the next generation ({free:,} bytes free: {error}). What was there before is "
            "whole and still in force. Free some space, or name a folder on a larger disk with --library, and ingest "
            "again."
        ) from error


@contextmanager
def lock(library: Path) -> Iterator[None]:
    """Hold off other publishers; the lock goes with the process, however that ends."""
    with (library / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _says_full(error: Exception) -> bool:
    words = str(error).lower()
    numbered = getattr(error, "errno", None) in _FULL or any(os.strerror(number).lower() in words for number in _FULL)
    return numbered or "disk is full" in words
