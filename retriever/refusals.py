"""Which files ingest left out of a library and why, kept beside its generations for the people who look after it."""

import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

FILE_NAME = "refused.json"


class Refusal(BaseModel, frozen=True):
    """A file that was left out, and why."""

    source: str
    reason: str


_refusals = TypeAdapter(list[Refusal])


def read_refusals(library: Path) -> list[Refusal]:
    """The files left out, by name; none where nothing was, or where an older version made the library."""
    try:
        return _refusals.validate_json((library / FILE_NAME).read_bytes())
    except (FileNotFoundError, ValueError):
        return []


def keep_refusals(library: Path, looked_at: Iterable[Path], refused: Iterable[Refusal]) -> None:
    """Remember what was left out this time; what was left out elsewhere before stays, what was mended goes."""
    if not library.is_dir():
        return
    roots = [path.resolve() for path in looked_at]
    before = read_refusals(library)
    kept = [r for r in before if not any(Path(r.source).is_relative_to(root) for root in roots)]
    merged = sorted({*kept, *refused}, key=lambda refusal: (refusal.source, refusal.reason))
    if merged == before:
        return
    pending = library / f".{FILE_NAME}.new"
    pending.write_bytes(_refusals.dump_json(merged, indent=1))
    os.replace(pending, library / FILE_NAME)
