"""What the files were when they were last read, so that those whose stamp has not moved need no reading.

Only a cache: without it every file is read again and told unchanged by its digest.
"""

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from time import time_ns

from ingest.folders import Stamp

logger = logging.getLogger(__name__)

FILE_NAME = "seen.json"
_SETTLED_NS = (
    2_000_000_000  # coarse clocks step by up to 2 s: a change within one step leaves the stamp as it is
)


class Seen:
    """File → its stamp and the digest of its bytes, as they were and as they are to be kept."""

    def __init__(self, library: Path) -> None:
        self._path = library / FILE_NAME
        self._before = _read(self._path)
        self._now: dict[str, list[int | str]] = {}

    def digest(self, file: str, stamp: Stamp) -> str | None:
        """Digest of a file's bytes, if its stamp is still the one under which they were read."""
        kept = self._before.get(file)
        if not kept or kept[:-1] != list(stamp):
            return None
        self._now[file] = kept
        return str(kept[-1])

    def read(self, file: str, stamp: Stamp, digest: str) -> None:
        """Remember a file that was read just now; not one so young that the same stamp may cover a later change."""
        if time_ns() - max(stamp.modified_ns, stamp.inode_changed_ns) > _SETTLED_NS:
            self._now[file] = [*stamp, digest]

    def keep(self, files: Mapping[str, object]) -> None:
        """Write what was seen of `files`, and what was known of others before."""
        now = {file: kept for file, kept in self._before.items() if file not in files} | self._now
        if now == self._before:
            return
        pending = self._path.with_name(f".{FILE_NAME}.new")
        try:
            pending.write_text(json.dumps(now, ensure_ascii=False), encoding="utf-8")
            os.replace(pending, self._path)
        except (OSError, UnicodeEncodeError) as error:  # no more is lost than the time to read the files again
            logger.warning("could not keep %s: %s", self._path, error)


def _read(path: Path) -> dict[str, list[int | str]]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and all(isinstance(kept, list) for kept in found.values()) else {}
