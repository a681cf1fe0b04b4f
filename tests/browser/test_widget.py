"""The widget in a real browser: what a reader sees, reaches and hears."""


import double_bot
import pytest
from double_bot import CONFLICT, HOSTILE, LIVE, PARTIAL, PREMISE, REPORT, THANKS, UNKNOWN, WAITS, WINNER
from open_page import OpenPage
from playwright.sync_api import Locator, Page, expect
from running_service import RunningService


def ask(page: Page, question: str) -> Locator:
    """The turn of an answered question."""
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    turn = page.get_by_role("article", name=question, exact=True).last
    turn.get_by_role("button", name="Copy with sources").wait_for()
    return turn


def marker(turn: Locator, n: int) -> Locator:
    return turn.locator("button.marker", has_text=str(n)).first


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Source", exact=True)


FOCUSED = """() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element.getAttribute('aria-label') ?? element.textContent;
}"""
WITHOUT_BUTTONS = """(paragraph) => {
  const copy = paragraph.cloneNode(true);
  for (const button of copy.querySelectorAll('button')) button.remove();
  return copy.textContent;
}"""


def focused(page: Page) -> str:
    return str(page.evaluate(FOCUSED))


def test_a_first_question_of_the_library_is_asked_with_one_click(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name=WINNER).click()

    turn = page.get_by_role("article", name=WINNER)
    expect(turn.locator(".short")).to_have_text("Cole Hocker, 3:27.65")
    expect(turn.locator(".marker")).to_have_text(["1", "2", "1", "3", "4", "1", "3", "1"])


def test_the_text_without_its_markers_is_the_answer(open_page: OpenPage) -> None:
    turn = ask(open_page(), WINNER)
    text = turn.locator(".prose").evaluate(WITHOUT_BUTTONS)

    assert text == double_bot.winner().answer


def test_a_passage_citation_highlights_exactly_its_quote_and_scrolls_to_it(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, CONFLICT)
    marker(turn, 2).click()

    mark = panel(page).locator("mark")
    assert mark.text_content() == double_bot.conflict().citations[1].quote == "400 metres in 54.8 seconds"
    expect(mark).to_be_in_viewport()
    expect(panel(page).get_by_role("heading", name=LIVE.title)).to_be_focused()


def test_a_quote_over_several_lines_is_highlighted_in_each(open_page: OpenPage) -> None:
    page = open_page()
    start = REPORT.text.index("and never settled.")
    end = REPORT.text.index("and kept coming back")
    marks = page.evaluate(
        """async ([text, start, end]) => {
          const { renderDocument } = await import('/widget/panel.js');
          const parts = renderDocument({ text, title: '', tables: [] }, { start, end, table: null });
          return parts.flatMap((part) => [...part.querySelectorAll('mark')].map((mark) => mark.textContent));
        }""",
        [REPORT.text, start, end],
    )

    assert "\n\n".join(marks) == REPORT.text[start:end]
    assert len(marks) == 2


def test_offsets_count_code_points_even_after_emoji(open_page: OpenPage) -> None:
    page = open_page()
    text = "🔔🥇 Bell! 😀 Gold."
    start = text.index("Gold")
    found = page.evaluate(
        """async ([text, start, end]) => {
          const { utf16Offsets } = await import('/widget/text.js');
          const at = utf16Offsets(text);
          return text.slice(at(start), at(end));
        }""",
        [text, start, start + 4],
    )

    assert found == "Gold"


def test_a_table_citation_marks_its_row_in_the_table(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, WINNER)
    marker(turn, 3).click()

    rows = panel(page).locator("tr.cited")
    expect(rows).to_have_count(1)
    expect(rows.locator("td, th")).to_have_text(["2", "Josh Kerr", "Great Britain", "3:27.79"])


def test_next_and_previous_walk_the_citations_in_a_circle(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, WINNER)
    marker(turn, 4).click()
    expect(panel(page).locator("mark")).to_have_text("The rail opened, and I did not ask twice.")
    page.get_by_role("button", name="Next source").click()
    expect(panel(page).locator("tr.cited")).to_contain_text("Cole Hocker")
    page.get_by_role("button", name="Previous source").click()

    expect(panel(page)).to_contain_text("Source 4 of 4")
    expect(panel(page).locator("mark")).to_have_text("The rail opened, and I did not ask twice.")


def test_a_marker_shows_the_exact_words_on_hover_and_takes_them_away_again(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, WINNER)
    marker(turn, 2).hover()
    card = page.get_by_role("tooltip")

    expect(card.locator("blockquote")).to_have_text("win the Olympic 1500 metres in 3:27.65, an Olympic record")
    expect(card).to_contain_text("Hocker stuns the favourites")
    expect(card).to_contain_text("Pressbox sample · 6 August 2024")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()


def test_the_pointer_may_move_onto_the_card(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, WINNER)
    marker(turn, 2).hover()
    page.get_by_role("tooltip").hover()
    page.wait_for_timeout(400)  # longer than the card waits before it goes

    expect(page.get_by_role("tooltip")).to_be_visible()


def test_the_whole_way_works_with_the_keyboard_and_escape_closes_the_innermost(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, WINNER)
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.press("Shift+Tab")  # back from the field through the answer
    for _ in range(40):
        if focused(page) == "Source 2: Hocker stuns the favourites":
            break
        page.keyboard.press("Shift+Tab")
    card = page.get_by_role("tooltip")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert focused(page) == "Source 2: Hocker stuns the favourites"
    page.keyboard.press("Enter")
    expect(panel(page).locator("mark")).to_be_visible()
    page.keyboard.press("Escape")

    expect(panel(page)).to_be_hidden()
    expect(card).to_be_hidden()  # the reader comes from the source: its card would only cover the answer
    assert focused(page) == "Source 2: Hocker stuns the favourites"


def test_a_screen_reader_hears_searching_and_then_the_answer_once(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate("""() => {
      const root = document.querySelector('pressbox-chat').shadowRoot;
      window.heard = [];
      new MutationObserver(() => window.heard.push(root.querySelector('[role=status]').textContent))
        .observe(root.querySelector('[role=status]'), { childList: true, characterData: true, subtree: true });
    }""")
    ask(page, WINNER)

    assert page.evaluate("window.heard") == [
        "Searching the coverage…",
        "Answer ready. Cole Hocker, 3:27.65 4 sources.",
    ]
    assert page.get_by_role("log").get_attribute("aria-live") == "off"


@pytest.mark.parametrize(
    ("question", "badge", "words"),
    [
        (PARTIAL, "Partly answered", "The sources give no splits for him."),
        (CONFLICT, "Sources disagree", "The report was written after the race"),
        (PREMISE, "Not what the sources say", "Jakob Ingebrigtsen won the final."),
        (UNKNOWN, "Not in the sources", "The coverage does not say what the weather was like."),
    ],
)
def test_an_answer_that_is_not_plain_says_so(open_page: OpenPage, question: str, badge: str, words: str) -> None:
    turn = ask(open_page(), question)

    expect(turn.locator(".badge")).to_have_text(badge)
    expect(turn.locator(".reply")).to_contain_text(words)


def test_thanks_get_a_word_back_and_are_not_called_a_wrong_question(open_page: OpenPage) -> None:
    turn = ask(open_page(), THANKS)

    expect(turn.locator(".reply")).to_contain_text("You're welcome.")
    expect(turn.locator(".badge")).to_have_count(0)
    expect(turn.locator(".reply")).not_to_contain_text("Did you mean")


def test_disagreeing_values_stand_side_by_side_each_with_its_source(open_page: OpenPage) -> None:
    turn = ask(open_page(), CONFLICT)
    values = turn.locator(".versus li")

    expect(values.nth(0)).to_contain_text("54.9 s1")
    expect(values.nth(0)).to_contain_text("Hocker stuns the favourites")
    expect(values.nth(0)).to_contain_text("Used in the answer")
    expect(values.nth(1)).to_contain_text("54.8 s2")
    expect(values.nth(1)).to_contain_text("Live: the men's 1500 metres final")


def test_the_closest_passages_of_an_abstention_open_in_the_panel(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, UNKNOWN)
    turn.get_by_role("button", name="Source 1: Live").click()

    expect(panel(page).locator("mark")).to_have_text("The stadium fills, block by block, for the last race.")
    page.get_by_role("button", name="Close").click()
    turn.get_by_role("button", name=WINNER).click()
    expect(page.get_by_role("article", name=WINNER).locator(".short")).to_have_text("Cole Hocker, 3:27.65")


def test_a_results_table_sorts_by_its_values_both_ways(open_page: OpenPage) -> None:
    turn = ask(open_page(), WINNER)
    turn.get_by_text("Results: Men's 1500 m final").click()
    turn.get_by_role("button", name="Sort by Time").click()
    turn.get_by_role("button", name="Sort by Time").click()

    names = turn.locator("tbody tr td:nth-child(2)")
    expect(names).to_have_text([entry[1] for entry in reversed(double_bot.FINAL)])
    expect(turn.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")


def test_the_chart_of_times_tells_how_far_each_was_behind(open_page: OpenPage) -> None:
    turn = ask(open_page(), WINNER)
    turn.get_by_text("Results: Men's 1500 m final").click()

    marks = turn.get_by_role("img", name="Time by Athlete").locator("g text:last-child").all_text_contents()
    best = min(seconds for *_, seconds in double_bot.FINAL)
    gaps = [f" +{seconds - best:.2f}" if seconds > best else "" for *_, seconds in double_bot.FINAL]
    assert marks == [entry[3] + gap for entry, gap in zip(double_bot.FINAL, gaps, strict=True)]


def test_the_computation_is_shown_on_demand(open_page: OpenPage) -> None:
    turn = ask(open_page(), WINNER)
    turn.get_by_text("How it was worked out").click()

    expect(turn.get_by_text("Time of Josh Kerr (3:27.79)")).to_be_visible()
    expect(turn.locator(".workings strong")).to_have_text("0.14 s")


def test_stopping_keeps_the_question_and_offers_to_try_again(open_page: OpenPage, service: RunningService) -> None:
    service.bot.release.clear()
    page = open_page()
    page.get_by_label("Your question").fill(WAITS)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop").click()
    turn = page.get_by_role("article", name=WAITS)
    expect(turn).to_contain_text("Stopped before the answer was complete.")
    service.bot.release.set()
    turn.get_by_role("button", name="Try again").click()

    expect(turn.locator(".short")).to_have_text("Cole Hocker, 3:27.65")


def test_an_answer_that_takes_too_long_is_given_up(open_page: OpenPage, service: RunningService) -> None:
    service.bot.release.clear()
    page = open_page()
    page.evaluate("document.querySelector('pressbox-chat').setAttribute('timeout', '0.2')")
    page.get_by_label("Your question").fill(WAITS)
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_have_text("This is taking too long. Try again, or ask something simpler.")
    service.bot.release.set()


def test_without_a_connection_the_reader_is_told_and_can_try_again(open_page: OpenPage) -> None:
    page = open_page(may_log="ERR_INTERNET_DISCONNECTED")
    page.get_by_role("button", name=WINNER).wait_for()
    page.context.set_offline(True)
    page.get_by_label("Your question").fill(WINNER)
    page.keyboard.press("Enter")
    turn = page.get_by_role("article", name=WINNER)
    expect(turn).to_contain_text("You are offline.")
    page.context.set_offline(False)
    turn.get_by_role("button", name="Try again").click()

    expect(turn.locator(".short")).to_have_text("Cole Hocker, 3:27.65")


def test_copy_takes_the_markers_and_the_numbered_sources(open_page: OpenPage) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask(page, CONFLICT)
    turn.get_by_role("button", name="Copy with sources").click()
    expect(turn.get_by_role("button", name="Copied")).to_be_visible()

    assert page.evaluate("navigator.clipboard.readText()") == (
        "The first lap took 54.9 seconds[1]; the live report says 54.8 seconds.[2]\n\n"
        "Sources:\n"
        "[1] Hocker stuns the favourites, Pressbox sample · 6 August 2024: “the first lap in 54.9 seconds” "
        "https://news.example/hocker-report\n"
        "[2] Live: the men's 1500 metres final, Pressbox sample · 6 August 2024: “400 metres in 54.8 seconds” "
        "https://news.example/live-blog\n"
    )


def test_a_conversation_survives_a_reload_and_ends_with_a_new_one(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, WINNER)
    page.reload()
    expect(page.get_by_role("article", name=WINNER).locator(".short")).to_have_text("Cole Hocker, 3:27.65")
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("article")).to_have_count(0)
    page.reload()

    expect(page.get_by_role("button", name=WINNER)).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)


def test_a_follow_up_carries_the_conversation(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, WINNER)
    with page.expect_request("**/ask") as asked:
        page.get_by_role("button", name="Who finished fourth?").click()

    body = asked.value.post_data_json
    assert body["conversation_id"] == "cnv_1"
    assert body["history"] == [
        {"role": "user", "content": WINNER},
        {"role": "assistant", "content": double_bot.winner().answer},
    ]


def test_a_follow_up_shows_the_question_that_was_answered(open_page: OpenPage) -> None:
    page = open_page()
    first = ask(page, WINNER)
    page.get_by_role("button", name="Who finished fourth?").click()

    turn = page.get_by_role("article", name="Who finished fourth?")
    expect(turn.locator(".understood")).to_have_text("Understood as: Who finished fourth? (men's 1500 metres)")
    expect(first.locator(".understood")).to_have_count(0)


def test_hostile_text_stays_text_everywhere(open_page: OpenPage) -> None:
    page = open_page()
    turn = ask(page, HOSTILE)
    for summary in turn.locator("summary").all():
        summary.click()
    marker(turn, 1).hover()
    marker(turn, 1).click()
    expect(panel(page).locator("mark")).to_have_text(double_bot.hostile().citations[0].quote)

    assert page.evaluate("window.hacked") is None
    assert page.locator("img, script:not([type=module])").count() == 0
    expect(panel(page).get_by_role("link")).to_have_count(0)
    expect(turn.locator(".short")).to_have_text(double_bot.HOSTILE_TEXT)


def test_a_new_answer_starts_at_the_top_of_the_view(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, WINNER)
    turn = ask(page, CONFLICT)

    top = page.get_by_role("log").bounding_box()["y"]
    assert abs(turn.bounding_box()["y"] - top) < 2


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_cut_off_on_a_narrow_screen(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width, height=700)
    for question in (WINNER, CONFLICT, UNKNOWN):
        turn = ask(page, question)
        for summary in turn.locator("summary").all():
            summary.click()

    thread = page.get_by_role("log")
    assert thread.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    assert page.evaluate("document.documentElement.scrollWidth") == width
    marker(page.get_by_role("article", name=CONFLICT), 1).click()
    assert panel(page).bounding_box()["width"] == width
    page.get_by_role("button", name="Close").click()
    expect(marker(page.get_by_role("article", name=CONFLICT), 1)).to_be_focused()
