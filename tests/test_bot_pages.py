"""The widget as it is served: small, without the comments of its modules, and with every line of their code."""

import gzip
import re
from pathlib import Path

import pytest
from double_bot import DoubleBot
from fastapi.testclient import TestClient

from bot.service.api import create_app
from bot.settings import Settings

WIDGET = Path(__file__).parent.parent / "bot" / "widget"
MAX_GZIPPED_BYTES = 25_000
MODULES = sorted(path.name for path in WIDGET.glob("*.js"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return TestClient(create_app(DoubleBot, Settings(library=tmp_path_factory.mktemp("library") / "library")))


def loaded_by(name: str) -> set[str]:
    """A module of the widget and everything it imports, by reading its import lines."""
    imported = re.findall(r"from '\./([a-z0-9]+\.js)'", (WIDGET / name).read_text(encoding="utf-8"))
    return {name}.union(*(loaded_by(other) for other in imported))


def code_of(lines: list[str]) -> list[str]:
    """The lines outside comments, told by walking through them."""
    code, inside = [], False
    for line in lines:
        inside = inside or (line.strip().startswith("/**") and not re.search(r"\*/.", line))
        if not inside and not line.strip().startswith("//"):
            code.append(line)
        inside = inside and not line.endswith("*/")
    return code


def test_the_widget_is_small(client: TestClient) -> None:
    files = loaded_by("pressbox.js")

    assert {"styles.js", "answer.js", "panel.js", "card.js", "client.js", "thread.js"} <= files
    assert sum(len(gzip.compress(client.get(f"/widget/{name}").content)) for name in files) <= MAX_GZIPPED_BYTES


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_served_with_all_its_code_and_none_of_its_comments(client: TestClient, name: str) -> None:
    written = (WIDGET / name).read_text(encoding="utf-8").splitlines()

    assert client.get(f"/widget/{name}").text.splitlines() == code_of(written)
