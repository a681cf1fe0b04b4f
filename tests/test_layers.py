"""Imports run one way: evals over bot, ingest and bot over retriever; only bot/cli.py wires everything together."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "retriever": {"retriever"},
    "ingest": {"ingest", "retriever"},
    "bot": {"bot", "retriever"},
    "evals": {"evals", "bot", "retriever"},
}
# Inside `bot` what is asked comes first, then results and prose, then what holds them against one another.
BENEATH = {
    "question": ["question"],
    "results": ["question", "results", "algebra"],
    "algebra": ["question", "results", "algebra"],
    "chains": ["question", "results", "algebra", "prose", "chains"],
    "prose": ["question", "results", "prose"],
    "trust": ["question", "results", "prose", "trust"],
}
SHARED_BY_ALL = {"schema", "draft", "cite", "phrases"}  # the only modules beside the folders that those may import
WIRING = ROOT / "bot" / "cli.py"


def imported_packages(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {name.split(".")[0] for name in names}


def imported_modules(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {f"{node.module}.{alias.name}" for node in nodes for alias in node.names} | {str(n.module) for n in nodes}


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_a_package_imports_only_packages_below_it(package: str) -> None:
    ours = set(MAY_IMPORT)
    modules = [path for path in sorted((ROOT / package).rglob("*.py")) if path != WIRING]

    assert modules
    for path in modules:
        assert imported_packages(path) & ours <= MAY_IMPORT[package], path


@pytest.mark.parametrize("folder", sorted(BENEATH))
def test_a_part_of_the_bot_imports_only_parts_below_it(folder: str) -> None:
    modules = sorted((ROOT / "bot" / folder).glob("*.py"))

    assert modules
    for path in modules:
        parts = {name.split(".")[1] for name in imported_modules(path) if name.startswith("bot.")}
        assert parts <= {*BENEATH[folder], *SHARED_BY_ALL}, path


def test_nothing_imports_the_wiring() -> None:
    # bot/__main__.py is the same door: `python -m bot` is `pressbox`.
    importers = [
        path
        for package in MAY_IMPORT
        for path in (ROOT / package).rglob("*.py")
        if "bot.cli" in imported_modules(path) and path != ROOT / "bot" / "__main__.py"
    ]

    assert importers == []
