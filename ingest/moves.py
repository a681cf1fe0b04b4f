"""Folders that moved: documents keep their ids when their files turn up elsewhere under the same names."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath

from ingest.folders import file_of, lies_in
from retriever.library import SourceRecord

_TRIED = 3  # files of a folder that are read to tell whether it is the one that moved

Records = Mapping[str, SourceRecord]


def moved_sources(records: Records, files: Mapping[str, object], digest_of: Callable[[str], str | None]) -> Records:
    """The records with their sources where they are now.

    A folder has moved where none of its files is left in its old place and a file of the same name and digest
    (`digest_of`) stands in the new one. Then all below it has moved, what changed on the way included.
    """
    held = {file for record in records.values() if (file := file_of(record.source, files))}
    unknown = [file for file in files if file not in held]
    lost = {name: record for name, record in records.items() if not _exists(record.source)} if unknown else {}
    if not lost:
        return records
    roots = list(_roots(lost, unknown, digest_of))
    moved = {name: _moved(record, roots, files) for name, record in lost.items()}
    return {name: moved.get(name, record) for name, record in records.items()}


def _moved(record: SourceRecord, roots: list[tuple[str, str]], files: Mapping[str, object]) -> SourceRecord:
    """The record where its folder went; where several did, where it is found again."""
    at = [os.path.join(new, os.path.relpath(record.source, old)) for old, new in roots if lies_in(record.source, old)]
    place = next((source for source in at if file_of(source, files)), at[0] if at else record.source)
    return record.model_copy(update={"source": place})


def _roots(lost: Records, unknown: list[str], digest_of: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """(old folder, new folder) of what moved, told by a file of the same name and content in both."""
    places = defaultdict(list)
    for name, record in sorted(lost.items()):
        parts = PurePath(record.source).parts
        for at, part in enumerate(parts[1:], start=1):
            places[part].append((name, parts[: at + 1]))
    tried: defaultdict[tuple[str, str], int] = defaultdict(int)
    known: set[tuple[str, str]] = set()
    for file in unknown:
        for name, place in places.get(os.path.basename(file), ()):
            pair = _parted(place, PurePath(file).parts)
            if pair in known or tried[pair] >= _TRIED:
                continue
            tried[pair] += 1
            if digest_of(file) == lost[name].digest:
                known.add(pair)
                yield pair


def _parted(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str]:
    """Two paths without the names that both end in."""
    same = 0
    while same < min(len(one), len(other)) - 1 and one[-1 - same] == other[-1 - same]:
        same += 1
    return str(PurePath(*one[: len(one) - same])), str(PurePath(*other[: len(other) - same]))


def _exists(source: str) -> bool:
    """Whether a source, or the file that it is a piece of, is still in its place."""
    place = source
    while not os.path.lexists(place):
        above = os.path.dirname(place)
        if above == place:
            return False
        place = above
    return not os.path.isdir(place)
