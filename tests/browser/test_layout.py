"""What a reader sees of rows, sums and corrections: each thing once, and the bar stays where it is."""

import double_bot
from double_bot import PREMISE, WAITS, WINNER
from open_page import OpenPage
from playwright.sync_api import Locator, Page, expect
from running_service import RunningService


def ask(page: Page, question: str) -> Locator:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    turn = page.get_by_role("article", name=question, exact=True).last
    turn.get_by_role("button", name="Copy with sources").wait_for()
    return turn


def rendered(page: Page, answer: dict[str, object]) -> str:
    """The text of an answer as the widget renders it, markers in brackets."""
    return str(
        page.evaluate(
            """async (answer) => {
              const { renderAnswer } = await import('/widget/answer.js');
              const say = (key) => key;
              const context = { say, locale: 'en', open() {}, describe() {}, ask() {} };
              const parts = renderAnswer(answer, context).filter(Boolean);
              const body = document.createElement('div');
              body.append(...parts);
              for (const marker of body.querySelectorAll('.marker')) marker.textContent = `[${marker.textContent}]`;
              const shown = [...body.querySelectorAll('tbody tr, .workings, .short, .aside')];
              return shown.map((part) => part.textContent).join('\\n');
            }""",
            answer,
        )
    )


def test_the_citation_of_a_whole_row_is_marked_once(open_page: OpenPage) -> None:
    answer = double_bot.winner()
    for cell in answer.tables[0].rows[0]:
        cell.citation = 1
    shown = rendered(open_page(), answer.model_dump(mode="json"))

    assert "1Cole Hocker[1]3:27.65" in shown


def test_a_sum_that_ends_with_its_result_says_it_once(open_page: OpenPage) -> None:
    answer = double_bot.winner()
    assert answer.computation is not None
    answer.computation.plan = "3:27.79 - 3:27.65 = 0.14 s"
    shown = rendered(open_page(), answer.model_dump(mode="json"))

    assert "3:27.79 - 3:27.65[1][3]\n= 0.14 s" in shown


def test_a_correction_that_is_the_whole_answer_is_said_once(open_page: OpenPage) -> None:
    answer = double_bot.premise()
    assert answer.premise is not None
    answer.premise.correction, answer.short_answer = answer.answer, answer.segments[0].text
    shown = rendered(open_page(), answer.model_dump(mode="json"))

    assert "finished fourth" not in shown  # neither large above the text nor again below the claim
    assert "Jakob Ingebrigtsen won the final." in shown


def test_the_bar_stays_in_view_however_long_the_conversation(open_page: OpenPage) -> None:
    page = open_page(height=600)
    for question in (WINNER, PREMISE, WINNER):
        ask(page, question)

    bar = page.locator(".bar").bounding_box()
    assert bar is not None
    assert bar["y"] == 0
    expect(page.get_by_label("Your question")).to_be_in_viewport()


def test_figures_stand_under_their_heading_whichever_way_the_page_runs(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate("document.documentElement.dir = 'rtl'")
    turn = ask(page, WINNER)
    turn.get_by_text("Results: Men's 1500 m final").click()

    heading = turn.get_by_role("columnheader").nth(2)
    cell = turn.locator("tbody tr").nth(1).locator("td").nth(2)
    edges = "(element) => { const r = document.createRange(); r.selectNodeContents(element); return r.getBoundingClientRect().left; }"  # noqa: E501
    assert abs(heading.evaluate(edges) - cell.evaluate(edges)) < 24  # the arrow for sorting is as wide


def test_forced_colours_keep_the_markers_outlined_and_the_quote_highlighted(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name=WINNER).click()
    marker = page.locator("button.marker").nth(1)
    marker.click()
    mark = page.locator(".document mark").first
    page.emulate_media(forced_colors="active")

    assert marker.locator("span").evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"
    grounds = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e.parentElement).backgroundColor]"
    highlighted, around = mark.evaluate(grounds)
    assert highlighted not in {around, "rgba(0, 0, 0, 0)"}


def test_who_wants_less_motion_sees_none(open_page: OpenPage, service: RunningService) -> None:
    service.bot.release.clear()
    page = open_page()
    page.get_by_label("Your question").fill(WAITS)
    page.keyboard.press("Enter")
    waiting = page.locator(".waiting")
    waiting.wait_for()
    motion = "e => getComputedStyle(e, '::before').animationName"
    still = waiting.evaluate(motion)
    page.emulate_media(reduced_motion="no-preference")
    moving = waiting.evaluate(motion)
    service.bot.release.set()

    assert (still, moving) == ("none", "breathe")
