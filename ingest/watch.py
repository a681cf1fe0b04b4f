"""Follows folders: after every burst of changes the library is brought up to date again."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ingest.pipeline import IngestReport
from retriever.library import LibraryError

logger = logging.getLogger(__name__)

_SETTLED_MS = 1000  # an editor writes a file in several steps; a burst is over when nothing happened for so long


def follow(
    bursts: Iterable[object], ingest: Callable[[], IngestReport], tell: Callable[[IngestReport | Exception], None]
) -> None:
    """Run `ingest` once at the start and once after each burst; what goes wrong is told and followed on."""
    for _ in _from_the_start(bursts):
        try:
            report = ingest()
        except (LibraryError, OSError) as error:
            tell(error)
        else:
            tell(report)


def bursts_of_changes(paths: Sequence[Path], library: Path) -> Iterator[set[Path]]:
    """The files that changed in each burst, for ever; ends on Ctrl-C. The library's own files are none."""
    from watchfiles import watch

    within = library.resolve()
    found = [path.resolve() for path in paths if path.exists()]
    for changes in watch(*found, step=_SETTLED_MS, debounce=10 * _SETTLED_MS, raise_interrupt=False):
        files = {Path(name) for _, name in changes}
        if outside := {path for path in files if within not in (path, *path.parents) and not path.name.startswith(".")}:
            yield outside


def _from_the_start(bursts: Iterable[object]) -> Iterator[None]:
    yield None
    for burst in bursts:
        logger.info("changed: %s", burst)
        yield None
