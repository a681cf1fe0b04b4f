"""Every citation of the sample questions: what the panel highlights is the quote, and links land on its words.

    PRESSBOX_CITED=LIBRARY:QUESTIONS.jsonl pytest tests/browser/test_sample_citations.py     # the same of another set
"""

import html
import http.server
import json
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from open_page import OpenPage
from playwright.sync_api import Browser

from bot.answer import Bot
from bot.cite import deep_link
from bot.schema import AskRequest, Citation, Turn
from bot.service.coverage_api import document_view
from retriever.types import Document
from retriever.values import ValueType

QUESTIONS = Path(__file__).parent.parent.parent / "evals" / "sets" / "sample.jsonl"
LANDED = 0.98
EACH = 6  # of the spans is followed as a link; all 170 take a minute

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def cited(sample_library: Path) -> tuple[Path, Path]:
    """The library and the questions."""
    library, _, questions = os.environ.get("PRESSBOX_CITED", "").rpartition(":")
    return (Path(library), Path(questions)) if library else (sample_library, QUESTIONS)


@pytest.fixture(scope="module")
def bot(cited: tuple[Path, Path]) -> Bot:
    return Bot.open(cited[0])


@pytest.fixture(scope="module")
def citations(bot: Bot, cited: tuple[Path, Path]) -> list[Citation]:
    """Each span cited in an answer to a question, once."""
    found = {}
    for line in cited[1].read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        history = [Turn(**turn) for turn in case.get("conversation") or ()]
        answer = bot.ask(AskRequest(question=case["question"], history=history))
        for citation in (*answer.citations, *(answer.abstention.closest if answer.abstention else ())):
            found[citation.document_id, citation.start, citation.end] = citation
    return [found[key] for key in sorted(found)]


HIGHLIGHTED = """async ([stored, citations]) => {
  const { renderDocument } = await import('/widget/panel.js');
  return citations.map((citation) => {
    const body = document.createElement('div');
    body.append(...renderDocument(stored, citation));
    const rows = [...body.querySelectorAll('tr.cited')].map((row) => [...row.children].map((cell) => cell.textContent));
    return { marked: [...body.querySelectorAll('mark')].map((mark) => mark.textContent), rows };
  });
}"""


def test_the_panel_highlights_exactly_what_is_quoted(
    bot: Bot, citations: list[Citation], open_page: OpenPage
) -> None:
    page = open_page()
    wrong = []
    for document_id in sorted({citation.document_id for citation in citations}):
        document = bot.library.document(document_id)
        cited = [citation for citation in citations if citation.document_id == document_id]
        stored = document_view(document).model_dump(mode="json")
        shown = page.evaluate(HIGHLIGHTED, [stored, [citation.model_dump(mode="json") for citation in cited]])
        wrong += [
            (citation.quote, seen)
            for citation, seen in zip(cited, shown, strict=True)
            if not is_shown(citation, document, seen["marked"], seen["rows"])
        ]

    assert len(citations) > 100
    assert wrong == []


def is_shown(citation: Citation, document: Document, marked: list[str], rows: list[list[str]]) -> bool:
    """Whether the marks join to the quote, line by line, or the rows marked are those that it touches."""
    if citation.kind == "passage":
        quoted = citation.quote.split("\n")
        return [line for line in marked if line.strip()] == [line for line in quoted if line.strip()]
    touched = [
        ["" if cell.value.type is ValueType.EMPTY else cell.raw for cell in row.cells]  # a bare comma is no value
        for table in document.tables
        for row in table.rows
        if row.start < citation.end and citation.start < row.end
    ]
    return bool(touched) and rows == touched


class Articles:
    """The documents as a publisher's pages: a paragraph a line, so far apart that only one is in view."""

    def __init__(self, documents: dict[str, Document]) -> None:
        class Pages(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                document = documents.get(self.path.strip("/"))
                self.wfile.write((page_of(document) if document else "").encode())

            def log_message(self, *_: object) -> None:
                """Say nothing on stderr."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def page_of(document: Document) -> str:
    """The article as it would be printed, Markdown's marks turned into what they mean."""
    lines = []
    start = 0
    for line in document.text.split("\n"):
        words = html.escape(re.sub(r"^(?:[-#=]+ )", "", line))
        shown = re.sub(r"\*\*(.+?)\*\*|(?<!\*)\*([^*]+)\*", r"<b>\1\2</b>", words)
        lines.append(f'<p style="margin: 0 0 150vh" data-start="{start}" data-end="{start + len(line)}">{shown}</p>')
        start += len(line) + 1
    return f"<!doctype html><meta charset=utf-8><title>x</title><body>{''.join(lines)}"


@pytest.fixture
def articles(bot: Bot) -> Iterator[Articles]:
    documents = {d.document_id: bot.library.document(d.document_id) for d in bot.library.documents()}
    served = Articles(documents)
    yield served
    served.stop()


IN_VIEW = """() => [...document.querySelectorAll('p')].filter((p) => {
  const box = p.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && p.textContent.trim();
}).map((p) => [Number(p.dataset.start), Number(p.dataset.end)])"""


def test_links_land_on_the_words_they_quote(
    bot: Bot, citations: list[Citation], articles: Articles, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 900, "height": 700})
    followed = [citation for citation in citations if citation.kind == "passage"][::EACH]
    missed = []
    for citation in followed:
        document = replace(
            bot.library.document(citation.document_id), url=f"{articles.origin}/{citation.document_id}"
        )
        link = deep_link(document, citation.start, citation.end)
        assert link is not None
        page = context.new_page()  # a fragment is only followed on a fresh page
        page.goto(link)
        if not any(start <= citation.start <= end for start, end in page.evaluate(IN_VIEW)):
            missed.append((citation.quote[:80], link.partition("#")[2]))
        page.close()
    context.close()

    assert len(missed) <= (1 - LANDED) * len(followed), missed
