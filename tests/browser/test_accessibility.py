"""axe-core over every state of the widget in both themes."""

import re
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from double_bot import CONFLICT, FAILS, HOSTILE, PARTIAL, PREMISE, UNKNOWN, WINNER
from open_page import OpenPage
from playwright.sync_api import Page

WIDGET = Path(__file__).parent.parent.parent / "bot" / "widget"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    run = "(rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })"
    found = page.evaluate(run, RULES)["violations"]
    return [f"{entry['id']}: {[node['target'] for node in entry['nodes']]}" for entry in found]


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    page.get_by_role("article", name=question, exact=True).get_by_role("button", name="Copy with sources").wait_for()


def open_details(page: Page) -> None:
    for summary in page.locator("summary").all():
        summary.click()


def start_again(page: Page) -> None:
    page.get_by_role("button", name="New conversation").click()


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
    "conflict": [start_again, lambda page: ask(page, CONFLICT)],
    "premise": [lambda page: ask(page, PREMISE)],
    "partial": [lambda page: ask(page, PARTIAL)],
    "not in the sources": [lambda page: ask(page, UNKNOWN)],
    "hostile": [start_again, lambda page: ask(page, HOSTILE)],
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
def test_no_rule_is_broken_on_an_embedding_page(open_page: OpenPage, theme: str) -> None:
    page = open_page("embed", theme=theme)
    page.get_by_role("button", name="Ask the coverage").wait_for()
    broken = {"closed": violations(page)}
    page.get_by_role("button", name="Ask the coverage").click()
    ask(page, WINNER)
    page.get_by_role("button", name="Bad answer").click()
    page.get_by_role("button", name="Out of date").wait_for()
    broken["rated"] = violations(page)
    open_source(page, 1)
    broken["source open"] = violations(page)

    assert broken == {"closed": [], "rated": [], "source open": []}


PAIRS = [  # text on ground; 4.5 to 1 is what WCAG asks of text, and axe can't see every overlap
    ("ink", "paper"), ("ink", "tint"), ("muted", "paper"), ("muted", "tint"), ("accent", "paper"), ("accent", "tint"),
    ("accent", "wash"), ("on-accent", "accent"), ("on-mark", "mark"), ("warn", "paper"), ("bad", "paper"),
]  # fmt: skip


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_stands_out_from_its_ground(theme: int, text: str, ground: str) -> None:
    styles = (WIDGET / "styles.js").read_text(encoding="utf-8")
    colours = {
        name: (light, dark)
        for name, light, dark in re.findall(r"--pressbox-([a-z-]+), light-dark\((#\w{6}), (#\w{6})\)", styles)
    }
    bright, dim = sorted((luminance(colours[text][theme]), luminance(colours[ground][theme])), reverse=True)

    assert (bright + 0.05) / (dim + 0.05) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_rule_is_broken_on_a_phone_with_the_source_open(open_page: OpenPage, theme: str) -> None:
    page = open_page(width=390, height=844, theme=theme)
    ask(page, WINNER)
    open_source(page, 2)

    assert violations(page) == []
