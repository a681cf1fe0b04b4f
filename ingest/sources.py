"""sources.toml: what is known of the files of a folder beyond what stands in them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from ingest.files import RefusedError
from ingest.front_matter import metadata_of
from ingest.parsed import Metadata

FILE_NAME = "sources.toml"
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
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Sources(problems=(f"not readable as TOML: {error}",))
    entries: dict[str, Metadata] = {}
    problems: list[str] = []
    for name, entry in tables.items():
        found = _entry_problems(folder, name, entry)
        problems += found
        if not found:
            try:
                entries[name] = metadata_of(_stated(entry), f"entry '{name}'")
            except RefusedError as error:
                problems.append(str(error))
    return Sources(MappingProxyType(entries), tuple(problems))


def _entry_problems(folder: Path, name: str, entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return [f"'{name}' is no table: write [\"<file name>\"] and the fields below it"]
    problems = [] if (folder / name).is_file() else [f"entry '{name}': there is no such file in this folder"]
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
