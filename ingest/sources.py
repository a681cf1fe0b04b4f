"""sources.toml: what is known of the files of a folder beyond what stands in them."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from ingest.files import RefusedError
from ingest.front_matter import metadata_of
from ingest.parsed import Metadata

FILE_NAME = "sources.toml"
NO_COVERAGE = frozenset({FILE_NAME, "readme.md", "readme.txt", "readme"})  # they speak about the folder
_SPELLINGS = {"date": "published_at", "published": "published_at", "license": "licence"}
_FIELDS = {name: name for name in ("title", "publisher", "url", "licence", "author", "kind")} | _SPELLINGS


@dataclass(frozen=True, slots=True)
class Sources:
    """Metadata by file name, and everything that is wrong with the file they come from."""

    entries: Mapping[str, Metadata] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[str, ...] = ()


def read_sources(folder: Path) -> Sources:
    """What `folder`/sources.toml states; entries with a problem are left out and named."""
    path = folder / FILE_NAME
    if not path.is_file():
        return Sources()
    try:
        content = path.read_bytes()
    except OSError as error:
        return Sources(problems=(f"can't be read: {error.strerror or error}",))
    return parse_sources(content, lambda name: (folder / name).is_file())


def parse_sources(content: bytes, has_file: Callable[[str], bool]) -> Sources:
    """What these bytes of a sources.toml state; `has_file` knows the files beside it by name."""
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Sources(problems=(f"not readable as TOML: {error}",))
    entries: dict[str, Metadata] = {}
    problems: list[str] = []
    for name, entry in tables.items():
        found = _entry_problems(name, entry, is_there=has_file(name))
        problems += found
        if not found:
            try:
                entries[name] = metadata_of(_stated(entry), f"entry '{name}'")
            except RefusedError as error:
                problems.append(str(error))
    return Sources(MappingProxyType(entries), tuple(problems))


def _entry_problems(name: str, entry: object, *, is_there: bool) -> list[str]:
    if not isinstance(entry, dict):
        return [f"'{name}' is no table: write [\"<file name>\"] and the fields below it"]
    problems = [] if is_there else [f"entry '{name}': there is no such file in this folder"]
    known = ", ".join(sorted(_FIELDS))
    for key, value in entry.items():
        if key not in _FIELDS:
            problems.append(f"entry '{name}': field '{key}' is not one of {known}")
        elif not isinstance(value, str | date):
            problems.append(f"entry '{name}': {key} {value!r} is not a string")
    return problems


def _stated(entry: Mapping[str, object]) -> dict[str, str]:
    filled = {_FIELDS[key]: value for key, value in entry.items() if value}
    return {key: value.isoformat() if isinstance(value, date) else str(value) for key, value in filled.items()}
