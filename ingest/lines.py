"""Lines of a text with their offsets, and what a line looks like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retriever.dates import parse_date


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its surrounding blanks; `text == document[start:end]`."""

    text: str
    start: int
    end: int
    indent: int = 0


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_STAMP = re.compile(
    r"(?:\d{1,2}[:.][0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?)"
    r"(?:\s?(?:[A-Z]{2,5}|\(?(?:UTC|GMT)[+-−]\d{1,2}\)?))?|\d{1,3}(?:\+\d{1,2})?['’′]",
    re.I,
)


def lines_of(text: str) -> list[Line]:
    """Every line in order, blank ones too."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        whole = match.group()
        if match.start() == len(text) and whole == "":
            return
        body = whole.strip()
        indent = len(whole) - len(whole.lstrip())
        start = match.start() + (indent if body else 0)
        yield Line(body, start, start + len(body), indent if body else 0)


def has_words(text: str) -> bool:
    """Whether there is anything to read: not in "---" or "* * *"."""
    return any(char.isalnum() for char in text)


def ends_sentence(text: str) -> bool:
    """Whether the last mark is a stop, a closing quote or bracket after it allowed."""
    return bool(_TERMINAL.search(text))


def is_stamp(text: str) -> bool:
    """Whether a line is nothing but the time of a live-blog post: "07:51 PM BST", "19:51", "67'"."""
    return bool(_STAMP.fullmatch(text))


def iso_day(text: str) -> str | None:
    """ISO date of a line that is nothing but a date, else None."""
    found = parse_date(text)
    return found.iso() if found else None
