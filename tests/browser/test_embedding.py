"""The widget on somebody else's page: another origin, a narrow place, other languages, a service in trouble."""

import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from double_bot import CONFLICT, WINNER, DoubleBot
from open_page import OpenPage
from playwright.sync_api import Page, Route, expect
from running_service import RunningService

from bot.settings import Settings

HOST_PAGE = """<!doctype html><html lang="en"><title>News</title><style>button {{ display: none !important }} p {{ color: red }}</style>
<main><h1>News</h1><p>A page of its own.</p>
<script type="module" src="{service}widget/pressbox.js"></script><pressbox-chat></pressbox-chat></main></html>"""  # noqa: E501


class HostSite:
    """A news site on an origin of its own ("localhost" is another origin than 127.0.0.1)."""

    def __init__(self) -> None:
        site = self
        self.body = b""

        class Pages(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(site.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.origin = f"http://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture(scope="module")
def host_site() -> Iterator[HostSite]:
    site = HostSite()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def open_service(host_site: HostSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    library = tmp_path_factory.mktemp("embedded") / "library"
    running = RunningService(Settings(library=library, cors_origins=[host_site.origin]), DoubleBot())
    host_site.body = HOST_PAGE.format(service=running.url).encode()
    yield running
    running.stop()


def shown(page: Page) -> None:
    page.get_by_role("button", name="Ask the coverage").click()


def test_two_lines_put_the_widget_on_a_page_of_another_origin(
    open_page: OpenPage, host_site: HostSite, open_service: RunningService
) -> None:
    page = open_page(host_site.origin + "/", allowed=(host_site.origin, open_service.url))
    shown(page)
    expect(page.get_by_label("Your question")).to_be_focused()
    page.get_by_role("button", name=WINNER).click()

    dialog = page.get_by_role("dialog", name="Pressbox")
    expect(dialog.locator(".short")).to_have_text("Cole Hocker, 3:27.65")
    dialog.locator("button.marker").first.click()
    expect(dialog.locator(".panel tr.cited")).to_contain_text("Cole Hocker")


def test_escape_closes_the_source_then_the_dialog_and_returns_to_the_button(
    open_page: OpenPage, host_site: HostSite, open_service: RunningService
) -> None:
    page = open_page(host_site.origin + "/", allowed=(host_site.origin, open_service.url))
    shown(page)
    page.get_by_role("button", name=WINNER).click()
    page.locator("button.marker").first.click()
    page.locator(".panel tr.cited").wait_for()
    page.mouse.move(5, 5)  # away: a card under the pointer would be the innermost thing
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Ask the coverage")).to_be_focused()


def test_on_a_phone_the_dialog_fills_the_screen(
    open_page: OpenPage, host_site: HostSite, open_service: RunningService
) -> None:
    page = open_page(host_site.origin + "/", allowed=(host_site.origin, open_service.url), width=390, height=700)
    shown(page)

    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 700}


def test_the_embedding_page_shows_the_code_for_what_is_chosen(open_page: OpenPage, service: RunningService) -> None:
    page = open_page("embed")
    page.get_by_label("inside the page").check()
    page.get_by_label("Accent", exact=True).fill("#aa0011")
    page.get_by_label("Theme").select_option("dark")

    code = page.locator("#snippet").text_content() or ""
    assert f'src="{service.url}widget/pressbox.js"' in code
    assert '<pressbox-chat mode="inline" theme="dark"></pressbox-chat>' in code
    assert "--pressbox-accent: #aa0011;" in code
    send = page.get_by_role("button", name="Ask", exact=True)
    expect(send).to_have_css("background-color", "rgb(170, 0, 17)")


@pytest.mark.parametrize("path", ["embed", "admin"])
def test_the_pages_about_the_widget_fit_a_narrow_screen(open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=320)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_every_variable_of_the_styles_is_explained_on_the_embedding_page(open_page: OpenPage) -> None:
    styles = (Path(__file__).parent.parent.parent / "bot" / "widget" / "styles.js").read_text(encoding="utf-8")
    page = open_page("embed")

    listed = page.locator("#variables dt").all_text_contents()
    assert sorted(listed) == sorted(set(re.findall(r"var\((--pressbox-[a-z-]+)", styles)))


def test_a_page_may_bring_its_own_words_and_direction(open_page: OpenPage) -> None:
    page = open_page("embed")
    page.evaluate("""async () => {
      const { PressboxChat } = await import('/widget/pressbox.js');
      PressboxChat.messages.ar = { ask: 'اسأل', label: 'سؤالك', welcome: 'اسأل عن التغطية' };
      const chat = document.createElement('pressbox-chat');
      for (const [name, value] of [['mode', 'inline'], ['lang', 'ar'], ['dir', 'rtl']]) chat.setAttribute(name, value);
      document.querySelector('#place').replaceChildren(chat);
    }""")
    page.get_by_label("سؤالك").fill(CONFLICT)
    page.get_by_role("button", name="اسأل", exact=True).click()
    page.locator(".versus").wait_for()

    send = page.get_by_role("button", name="اسأل", exact=True).bounding_box()
    field = page.get_by_label("سؤالك").bounding_box()
    assert send is not None
    assert field is not None
    assert send["x"] < field["x"]


def refuse_first(page: Page, times: int, status: int, code: str, retry_after_s: int) -> None:
    """The first `times` questions are refused as a starting or a busy service does."""
    refused = []

    def answer(route: Route) -> None:
        if len(refused) >= times:
            route.fallback()
            return
        refused.append(route)
        route.fulfill(
            status=status,
            content_type="application/problem+json",
            headers={"Retry-After": str(retry_after_s)},
            body=f'{{"code": "{code}", "title": "No."}}',
        )

    page.route("**/ask", answer)


def test_a_starting_service_is_asked_again_until_it_answers(open_page: OpenPage) -> None:
    page = open_page(may_log="503")
    refuse_first(page, 1, 503, "starting", 1)
    page.get_by_role("button", name=WINNER).click()
    expect(page.get_by_role("article")).to_contain_text("The service is starting.")

    expect(page.locator(".short")).to_have_text("Cole Hocker, 3:27.65")


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (429, "rate-limited", "Too many questions. Try again in 12 seconds."),
        (503, "busy", "Many questions are waiting. Try again in 12 seconds."),
        (503, "library-unavailable", "The coverage is not available at the moment."),
        (504, "timeout", "This is taking too long."),
    ],
)
def test_a_reader_who_is_turned_away_is_told_why_and_can_try_again(
    open_page: OpenPage, status: int, code: str, words: str
) -> None:
    page = open_page(may_log=str(status))
    refuse_first(page, 1, status, code, 12)
    page.get_by_role("button", name=WINNER).click()
    expect(page.get_by_role("article")).to_contain_text(words)
    page.get_by_role("button", name="Try again").click()

    expect(page.locator(".short")).to_have_text("Cole Hocker, 3:27.65")


def test_a_bad_answer_is_rated_with_its_reason(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("button", name=WINNER).click()
    page.get_by_role("button", name="Bad answer").click()
    with page.expect_request("**/feedback") as sent:
        page.get_by_role("button", name="Out of date").click()

    assert sent.value.post_data_json == {"answer_id": "ans_1", "rating": "down", "reason": "outdated"}
    expect(page.get_by_role("article")).to_contain_text("Thank you. Noted.")
    expect(page.get_by_role("button", name="Bad answer")).to_be_focused()


def test_events_are_read_however_the_network_cuts_them(open_page: OpenPage) -> None:
    page = open_page()
    read = page.evaluate("""async () => {
      const { readEvents } = await import('/widget/client.js');
      const bytes = new TextEncoder().encode(
        ': ping\\n\\nid: 1\\r\\nevent: a\\r\\ndata: {"x":"é😀"}\\r\\n\\r\\n' +
        'data:{"y":\\rdata: 2}\\r\\rdata: {"z":3}\\n\\n');
      const found = [];
      for (let size = 1; size <= bytes.length; size += 1) {
        const body = new ReadableStream({ start(controller) {
          for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
          controller.close();
        } });
        const events = [];
        for await (const event of readEvents(body)) events.push(event);
        found.push(JSON.stringify(events));
      }
      return [...new Set(found)];
    }""")

    assert read == ['[{"x":"é😀"},{"y":2},{"z":3}]']
