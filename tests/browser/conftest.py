"""A real service over the double bot."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from double_bot import DoubleBot
from open_page import OpenPage
from playwright.sync_api import Browser, ConsoleMessage, Page
from running_service import RunningService

from bot.settings import Settings

ACTION_TIMEOUT_MS = 5000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    running = RunningService(Settings(library=tmp_path_factory.mktemp("library") / "library"), DoubleBot())
    yield running
    running.stop()


@pytest.fixture
def open_page(browser: Browser, service: RunningService) -> Iterator[OpenPage]:
    """Opens pages that may only talk to the service and may not complain on the console."""
    contexts = []
    complaints: list[str] = []

    def open_one(
        path: str = "",
        *,
        width: int = 1200,
        height: int = 800,
        theme: str = "light",
        allowed: tuple[str, ...] = (),
        may_log: str | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce", locale="en-GB"
        )
        context.set_default_timeout(ACTION_TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        own = (service.url, *allowed)

        def note_error(said: ConsoleMessage) -> None:
            if said.type == "error" and not (may_log and may_log in said.text):
                complaints.append(said.text)

        page.on("request", lambda request: request.url.startswith(own) or complaints.append(f"foreign: {request.url}"))
        page.on("console", note_error)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path if path.startswith("http") else service.url + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []
