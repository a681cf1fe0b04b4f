"""The page of the people who run the service."""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import httpx
import pytest
from double_bot import HOSTILE, UNKNOWN, WINNER, DoubleBot
from open_page import OpenPage
from playwright.sync_api import expect
from running_service import RunningService

from bot.service.access import key_digest
from bot.settings import Settings

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
DESK = {"Authorization": "Bearer pbs_desk"}


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[RunningService]:
    keys = tmp_path / "keys.toml"
    keys.write_text(
        f'[[key]]\nname = "desk"\nkind = "secret"\nsha256 = "{key_digest("pbs_desk")}"\n', encoding="utf-8"
    )
    settings = Settings(library=tmp_path / "library", keys=keys, journal_db=tmp_path / "journal.sqlite")
    running = RunningService(settings, DoubleBot())
    yield running
    running.stop()


def test_the_chat_page_of_a_locked_service_answers_who_brings_a_key(
    open_page: OpenPage, locked: RunningService
) -> None:
    page = open_page(locked.url, allowed=(locked.url,), may_log="401")
    page.get_by_label("Your question").fill(WINNER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("This page may not ask this service.")
    page.goto(locked.url + "#key=pbs_desk")
    page.reload()
    page.get_by_role("button", name=WINNER).click()

    expect(page.locator(".short")).to_have_text("Cole Hocker, 3:27.65")


def test_the_page_shows_questions_and_ratings_to_who_has_the_key(open_page: OpenPage, locked: RunningService) -> None:
    with httpx.Client(base_url=locked.url, headers=DESK) as client:
        for question in (WINNER, UNKNOWN, "<img src=x onerror=alert(1)>"):
            client.post("/ask", json={"question": question})
        client.post("/feedback", json={"answer_id": "ans_1", "rating": "down", "comment": HOSTILE})
    page = open_page(locked.url + "admin", allowed=(locked.url,), may_log="401")
    page.get_by_label("Secret key").fill("pbs_wrong")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("status")).to_contain_text("A key is needed.")
    page.get_by_label("Secret key").fill("pbs_desk")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("region", name="Not answered").locator("tbody tr")).to_have_count(2)
    expect(page.get_by_role("region", name="Asked")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.get_by_role("region", name="Ratings")).to_contain_text(HOSTILE)
    expect(page.get_by_role("region", name="In the library").locator("tbody tr")).to_have_count(3)
    page.evaluate(AXE)
    assert page.evaluate("() => axe.run(document).then((found) => found.violations.map((entry) => entry.id))") == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Questions as CSV").click()
    assert saved.value.suggested_filename == "pressbox-asked.csv"
    assert WINNER in Path(saved.value.path()).read_text(encoding="utf-8")
