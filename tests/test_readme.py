"""The README is true: its commands exist, its settings are the code's, its files are there."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.service.api import create_app
from bot.settings import Settings, settings_table
from ingest.formats import READABLE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")}
MAX_PICTURE_BYTES = 150_000


def shell_lines() -> list[str]:
    """Every line of the README's and CONTRIBUTING's shell blocks, continued lines joined."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGES["README.md"] + PAGES["CONTRIBUTING.md"], re.S)
    return [line.split(" #")[0].strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def help_of(*command: str) -> str:
    done = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"})
    assert done.exit_code == 0, command
    return done.stdout


def test_every_make_target_the_pages_name_exists() -> None:
    named = {match for line in shell_lines() for match in re.findall(r"^make (\w+)", line)}

    assert {"run", "test", "lint", "eval"} <= named
    assert named <= make_targets()


def test_every_pressbox_command_and_option_the_pages_name_exists() -> None:
    lines = [line.split("pressbox ", 1)[1].split() for line in shell_lines() if "pressbox " in line]

    assert len(lines) >= 10
    for words in lines:
        shown = help_of(*words[: 2 if words[0] == "eval" else 1])
        assert all(f"{word} " in shown for word in words if word.startswith("--")), words


def test_the_settings_table_is_the_one_of_the_code() -> None:
    rows = re.findall(r"^\| `(PRESSBOX_\w+)` \| (?:`(.*?)`)? *\| (.*) \|$", README, re.M)

    assert rows == settings_table()


def test_every_setting_has_a_meaning() -> None:
    assert all(meaning for _, _, meaning in settings_table())


def test_the_formats_named_are_those_that_are_read() -> None:
    named = set(re.findall(r"\(`(\.\w+)`\)", README))

    assert {".txt", ".md", ".html"} <= named
    assert named <= READABLE


def test_every_endpoint_named_is_served(tmp_path: Path) -> None:
    def never() -> None:
        raise AssertionError

    served = set(create_app(never, Settings(library=tmp_path / "library")).openapi()["paths"])  # type: ignore[arg-type]
    named = set(re.findall(r"`(/(?:ask|search|results|documents|verify|feedback|metrics|v1/[\w/]+))`", README))

    assert len(named) >= 6
    assert named <= served


def test_every_file_named_in_backticks_or_links_is_there() -> None:
    for name, text in PAGES.items():
        named = re.findall(r"`((?:bot|retriever|ingest|evals|corpus|tests)/[\w./-]*)`", text)
        named += re.findall(r"\]\(([\w./-]+)\)", text)
        missing = [path for path in named if not (ROOT / path).exists()]
        assert missing == [], name


def test_the_picture_is_small_enough_for_a_page() -> None:
    assert 0 < (ROOT / "page.png").stat().st_size <= MAX_PICTURE_BYTES


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_page_speaks_of_somebodys_machine(name: str) -> None:
    assert re.findall(r"(?:/home/|/root|/tmp|/work|C:\\)\S*", PAGES[name]) == []


def test_the_changelog_has_unreleased_on_top() -> None:
    headings = re.findall(r"^## (.*)$", PAGES["CHANGELOG.md"], re.M)

    assert headings[0] == "Unreleased"
