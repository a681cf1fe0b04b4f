"""Bytes of a file become text, or a reason why not."""

import hashlib
import re
from pathlib import Path

from ingest.encodings import guess_encoding

MAX_BYTES = 50 * 1024 * 1024  # no sports report is longer; parsing needs many times its size in memory
_SAMPLE_BYTES = 64 * 1024  # the encoding is judged by this much
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_ISO_2022_JP = re.compile(rb"\x1b\$[@B]")  # escapes that are seven-bit, and so would pass for UTF-8
_MIN_ZEROS = 0.5  # share of characters below U+0100 in UTF-16 without a mark; anything written in Latin letters
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}
_MAX_CONTROL_SHARE = 0.01


class RefusedError(ValueError):
    """A file that can't be ingested; the message says why, without naming the file."""


def read_bytes(path: Path) -> bytes:
    """The file's bytes; raises RefusedError where it can't be read, is empty or too large."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise RefusedError(f"{size:,} bytes, more than the {MAX_BYTES:,} that one file may have: split it")
        content = path.read_bytes()
    except OSError as error:
        raise RefusedError(f"can't be read: {error.strerror or error}") from error
    if not content.strip():
        raise RefusedError("empty: it has no text")
    return content


def decode(content: bytes) -> str:
    """Text of UTF-8, of UTF-16 or 32, or of an older encoding that fits without doubt; a leading mark is dropped."""
    if told := _told_encoding(content):
        text = _decoded_as(told, content).removeprefix("\ufeff")
    elif _is_binary(content):
        raise RefusedError("binary: not text in any encoding")
    else:
        text = _decoded_as("utf-8-sig", content, otherwise_guess=True)
    if not text.strip():
        raise RefusedError("empty: it has no text")
    return text


def _told_encoding(content: bytes) -> str | None:
    """The encoding that a mark, an escape or the place of the zeros tells, where one does."""
    if content.startswith(_UTF32_MARKS):
        return "utf-32"
    if content.startswith(_UTF16_MARKS):
        return "utf-16"
    if _ISO_2022_JP.search(content[:_SAMPLE_BYTES]):
        return "iso2022_jp"
    sample = content[: _SAMPLE_BYTES // 2 * 2]
    zeros = sample[::2].count(0), sample[1::2].count(0)
    for here, elsewhere, name in ((zeros[1], zeros[0], "utf-16-le"), (zeros[0], zeros[1], "utf-16-be")):
        if not elsewhere and here > _MIN_ZEROS * len(sample) / 2:
            return name
    return None


def content_digest(content: bytes) -> str:
    """SHA-256 of the bytes, hex."""
    return hashlib.sha256(content).hexdigest()


def reading_digest(content: str, *further: str) -> str:
    """SHA-256 of the content's digest and of whatever else decides what is read from it, hex."""
    return hashlib.sha256("\0".join((content, *further)).encode()).hexdigest()


def _is_binary(content: bytes) -> bool:
    sample = content[:_SAMPLE_BYTES]
    controls = sum(byte in _CONTROL for byte in sample)
    return b"\0" in sample or controls > _MAX_CONTROL_SHARE * len(sample)


def _decoded_as(encoding: str, content: bytes, *, otherwise_guess: bool = False) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if otherwise_guess:
            return _guessed(content)
        reason = f"not the {encoding} that its first bytes promise: {error.reason} at byte {error.start}"
        raise RefusedError(reason) from error


def _guessed(content: bytes) -> str:
    encoding = guess_encoding(content[:_SAMPLE_BYTES])
    if encoding is None:
        raise RefusedError("neither UTF-8 nor any encoding that fits: save it as UTF-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(f"looks like {encoding}, but byte {error.start} is not: save it as UTF-8") from error
