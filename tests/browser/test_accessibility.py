"""axe-core over every state of the widget in both themes."""

from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from double_bot import CONFLICT, FAILS, HOSTILE, PARTIAL, PREMISE, UNKNOWN, WINNER
from open_page import OpenPage
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)["violations"]
    return [f"{entry['id']}: {[node['target'] for node in entry['nodes']]}" for entry in found]


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    page.get_by_role("article", name=question, exact=True).get_by_role("button", name="Copy with sources").wait_for()


def open_details(page: Page) -> None:
    for summary in page.locator("summary").all():
        summary.click()


def open_source(page: Page, n: int) -> None:
    page.locator("button.marker", has_text=str(n)).first.click()
    page.locator(".document mark, .document tr.cited").first.wait_for()


# In this order on one page: each state is reached from the one before.
STATES: dict[str, list[Callable[[Page], object]]] = {
    "welcome": [lambda page: page.get_by_role("button", name=WINNER).wait_for()],
    "answered": [lambda page: ask(page, WINNER)],
    "card": [lambda page: page.locator("button.marker").first.hover()],
    "panel with a row": [lambda page: open_source(page, 1)],
    "panel with a passage": [lambda page: page.get_by_role("button", name="Next source").click()],
    "details": [lambda page: page.keyboard.press("Escape"), open_details],
    "conflict": [lambda page: ask(page, CONFLICT)],
    "premise": [lambda page: ask(page, PREMISE)],
    "partial": [lambda page: ask(page, PARTIAL)],
    "not in the sources": [lambda page: ask(page, UNKNOWN)],
    "hostile": [lambda page: ask(page, HOSTILE)],
    "failed": [lambda page: page.get_by_label("Your question").fill(FAILS), lambda page: page.keyboard.press("Enter"),
               lambda page: page.get_by_text("Something went wrong on our side").first.wait_for()],
}  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_rule_is_broken_in_any_state(open_page: OpenPage, theme: str) -> None:
    page = open_page(theme=theme)
    broken = {}
    for state, steps in STATES.items():
        for step in steps:
            step(page)
        broken[state] = violations(page)

    assert broken == {state: [] for state in STATES}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_rule_is_broken_on_a_phone_with_the_source_open(open_page: OpenPage, theme: str) -> None:
    page = open_page(width=390, height=844, theme=theme)
    ask(page, WINNER)
    open_source(page, 2)

    assert violations(page) == []
