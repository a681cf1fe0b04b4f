"""Saved HTML pages: main text, tables with spans, stated metadata."""

import json

import pytest

from ingest.documents import build_document
from ingest.files import RefusedError
from ingest.formats import parse
from retriever.types import BlockKind, Document, DocumentKind

ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Harriers win the cup",
    "datePublished": "2030-05-02T20:15:00+01:00",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Ray"}],
    "publisher": {"@type": "Organization", "name": "The Gazette"},
}
PROSE = "The Harriers won the cup on Tuesday evening after a long and wet match that nobody will forget."
SECOND = "The visitors began better and led at half-time, but the Harriers came back with three goals in ten minutes."
TABLE = (
    "<table><caption>Scorers</caption><tr><th rowspan=2>Player</th><th colspan=2>Goals</th></tr>"
    "<tr><th>Home</th><th>Away</th></tr><tr><td>Smith</td><td>2</td><td>0</td></tr>"
    "<tr><td>Jones</td><td colspan='2'>1</td></tr></table>"
)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Cup | Site</title>{head}</head><body>{body}</body></html>"


def article(inner: str = "", json_ld: object = ARTICLE) -> str:
    script = f'<script type="application/ld+json">{json.dumps({"@graph": [json_ld]})}</script>'
    menu = "<nav><a href='/'>Home</a><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></nav>"
    prose = f"<h1>Harriers win the cup</h1><p>{PROSE}</p><h2>How it happened</h2><p>{SECOND}</p>"
    return page(f"{menu}<article>{prose}{inner}</article><footer><p>All rights reserved.</p></footer>", script)


def read(text: str, name: str = "page.html") -> Document:
    return build_document(parse(name, text), document_id="d")


def test_a_page_gives_its_article_and_what_it_states_about_itself() -> None:
    document = read(article())

    assert (document.title, document.author, document.publisher, document.published_at) == (
        "Harriers win the cup", "Ann Lee, Bo Ray", "The Gazette", "2030-05-02T20:15:00+01:00",
    )  # fmt: skip
    assert [(p.text, p.section) for p in document.passages] == [(PROSE, ()), (SECOND, ("How it happened",))]
    assert all(p.text == document.text[p.start : p.end] for p in document.passages)
    assert document.tables == ()


def test_spanning_cells_stand_in_every_row_and_column_they_cover() -> None:
    table = read(article(TABLE)).tables[0]

    assert (table.caption, table.section) == ("Scorers", ("How it happened",))
    assert [column.label for column in table.columns] == ["Player", "Goals Home", "Goals Away"]
    assert [[cell.raw for cell in row.cells] for row in table.rows] == [["Smith", "2", "0"], ["Jones", "1", "1"]]


def test_cells_of_a_page_stand_in_its_text() -> None:
    document = read(article(TABLE))

    for row in document.tables[0].rows:
        assert [document.text[cell.start : cell.end] for cell in row.cells] == [cell.raw for cell in row.cells]


def test_metadata_that_is_not_stated_is_unknown() -> None:
    document = read(page(f"<article><h1>Cup final</h1><p>{PROSE}</p><p>{SECOND}</p></article>"))

    assert document.title == "Cup final"
    assert (document.author, document.publisher, document.published_at, document.url) == (None, None, None, None)


def test_open_graph_serves_where_json_ld_is_broken() -> None:
    head = (
        '<script type="application/ld+json">{broken</script><meta property="og:site_name" content="The Gazette">'
        '<meta property="article:published_time" content="2030-05-02"><link rel="canonical" href="https://g.example/c">'
    )
    document = read(page(f"<article><h1>Cup final</h1><p>{PROSE}</p></article>", head))

    assert (document.publisher, document.published_at, document.url) == (
        "The Gazette", "2030-05-02", "https://g.example/c",
    )  # fmt: skip


def test_a_stated_live_blog_keeps_its_posts_in_order_of_time() -> None:
    posts = [
        {"headline": "GOAL!", "articleBody": "Smith scores.\nTwo now.", "datePublished": "2030-05-02T20:40Z"},
        {"articleBody": "They are off.", "datePublished": "2030-05-02T20:00Z"},
    ]
    document = read(article(json_ld={"@type": "LiveBlogPosting", "headline": "Cup: live", "liveBlogUpdate": posts}))

    assert document.kind is DocumentKind.LIVE_BLOG
    assert [(p.posted, p.section, p.text) for p in document.passages] == [
        ("2030-05-02T20:00Z", (), "They are off."),
        ("2030-05-02T20:40Z", ("GOAL!",), "Smith scores.\n\nTwo now."),
    ]


def test_html_is_told_by_its_content_too() -> None:
    document = read(article(), "saved.txt")

    assert [b.kind for b in document.blocks][:2] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


@pytest.mark.parametrize("text", ["<html><body></body></html>", "<html><body><nav>Home</nav></body></html>"])
def test_a_page_without_an_article_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="no main text and no table"):
        read(text)


def test_an_endless_span_and_deep_nesting_are_survived() -> None:
    wild = "<table><tr><td colspan=999999999 rowspan=-3>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
    nested = "<div>" * 10_000

    assert len(read(article(wild)).tables[0].columns) == 51
    with pytest.raises(RefusedError, match="no main text"):
        read(page(nested + "x"))
