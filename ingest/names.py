"""Document ids: the file's stem, longer where two files share it, and the same again on every run."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from retriever.text import fold

_MAX_NAME_CHARS = 60
_UNSAFE = re.compile(r"[\s#?/\\]+")  # "#" parts the document's id from the passage's number


def document_ids(sources: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Id of every source. `known` maps the sources that the library already holds to their ids, which they keep."""
    ids = {source: known[source] for source in sources if source in known}
    taken = set(known.values())
    waiting = [source for source in sources if source not in ids]
    level = 0
    while waiting:
        wanted = {source: _candidate(source, level) for source in waiting}
        asked = Counter(wanted.values())
        for source in waiting:
            if wanted[source] not in taken and asked[wanted[source]] == 1:
                ids[source] = wanted[source]
        taken |= {ids[source] for source in waiting if source in ids}
        waiting = [source for source in waiting if source not in ids]
        level += 1
    return ids


def first_choice(source: str) -> str:
    """The id that a new source gets unless another has it or wants it too."""
    return _candidate(source, 0)


def _candidate(source: str, level: int) -> str:
    """ "final", then "final-csv", then "heats-final-csv" with the folder, then with the folder above it …"""
    path = PurePath(source)
    stem = path.stem if level == 0 else f"{path.stem}-{path.suffix.lstrip('.')}".rstrip("-")
    folders = [part for part in path.parent.parts if part != path.anchor]
    above = folders[len(folders) - (level - 1) :] if 1 < level <= len(folders) + 1 else folders if level > 1 else []
    beyond = [str(level - len(folders))] if level > len(folders) + 1 else []
    return _UNSAFE.sub("-", "-".join([*above, stem, *beyond])).strip("-") or "document"


def item_name(address: str, title: str | None) -> str:
    """A short name for one item of a feed or collection: the end of its address, its title where that has no words."""
    for words in (re.split(r"[/:#?=&]", address.rstrip("/"))[-1], address, title or ""):
        bare = fold(re.sub(r"\.\w{3,5}$", "", words))
        if name := re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[-_MAX_NAME_CHARS:].strip("-"):
            return name
    return "item"


def told_apart(names: Sequence[str]) -> list[str]:
    """The names with a number behind those that occurred before: "final", "final-2"."""
    taken: set[str] = set()
    found = []
    for name in names:
        number, wanted = 2, name
        while wanted in taken:
            wanted, number = f"{name}-{number}", number + 1
        taken.add(wanted)
        found.append(wanted)
    return found
