"""Bytes of a file become text, or a reason why not."""

import hashlib
from pathlib import Path

from charset_normalizer import from_bytes

MAX_BYTES = 50 * 1024 * 1024  # no sports report is longer; parsing needs many times its size in memory
_SAMPLE_BYTES = 64 * 1024  # the encoding is judged on this much
_MAX_CHAOS = 0.15  # share of odd characters above which a guessed encoding is no better than another
_WESTERN = "cp1252"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
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
    """Text of UTF-8, UTF-16 with mark, or an older encoding that fits without doubt; a leading mark is dropped."""
    if content.startswith(_UTF16_MARKS):
        text = _decoded_as("utf-16", content)
    elif _is_binary(content):
        raise RefusedError("binary: not text in any encoding")
    else:
        text = _decoded_as("utf-8-sig", content, otherwise_guess=True)
    if not text.strip():
        raise RefusedError("empty: it has no text")
    return text


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
    fitting = [match for match in from_bytes(content[:_SAMPLE_BYTES]) if match.chaos <= _MAX_CHAOS]
    if not fitting:
        raise RefusedError("neither UTF-8 nor any encoding that fits: save it as UTF-8")
    least = min(match.chaos for match in fitting)
    # A short text fits several encodings alike ("å" is "ĺ" in cp1250): then it is what Western desks write.
    names = [match.encoding for match in fitting if match.chaos == least]
    encoding = _WESTERN if _WESTERN in names else fitting[0].encoding
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(f"looks like {encoding}, but byte {error.start} is not: save it as UTF-8") from error
