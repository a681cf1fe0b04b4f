"""Live blogs in layouts that desks use: minutes and halves, moments in a page's markup, markup in the data."""

import json

from ingest_samples import cells, documents_of

from retriever.types import BlockKind, Document, DocumentKind

MINUTES = """Harbour Cup final live

Full time

Harriers win the Cup.

88'

GOAL! Harriers 2-1 Lions

Di Moss from two yards.

65'

Cy Ray is booked.

HT

Level at the break, and that is fair.

12'

Bo Holm heads wide.
"""
PAGE = """<!doctype html><html><head><title>Marathon live</title></head><body><main><h1>City Marathon live</h1>
<p>Follow it all here, as 40,000 people run.</p><div>
<article><time datetime="2031-04-20T10:12:00-04:00">10:12 AM ET</time><h2>Abebe wins</h2>
<p>Tola Abebe takes it alone, in 2:06:26.</p></article>
<article><time datetime="2031-04-20T09:50:00-04:00">22 min ago</time>
<p>Abebe has gone, and nobody answers.</p></article>
<article><time datetime="2031-04-20T09:02:00-04:00">1 hr ago</time><h2>Halfway</h2><p>Eleven men are together.</p>
<table><tr><th>Split</th><th>Time</th></tr><tr><td>Half</td><td>1:03:40</td></tr></table></article></div></main>{}</body></html>"""
COMMENTS = "".join(
    f'<li class="comment"><time datetime="2031-04-20T1{n}:00:00Z">{n}</time><p>What a race that was, I say.</p></li>'
    for n in range(5)
)


def told(document: Document) -> list[tuple[str | None, tuple[str, ...], str]]:
    return [
        (block.posted, block.section, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
    ]


def test_the_break_between_two_halves_is_a_post_of_its_own() -> None:
    (document,) = documents_of("live.txt", MINUTES)

    assert told(document) == [
        ("Full time", (), "Harriers win the Cup."),
        ("88'", ("GOAL! Harriers 2-1 Lions",), "Di Moss from two yards."),
        ("65'", (), "Cy Ray is booked."),
        ("HT", (), "Level at the break, and that is fair."),
        ("12'", (), "Bo Holm heads wide."),
    ]


def test_a_report_with_a_cross_head_at_half_time_is_no_live_blog() -> None:
    halves = "Harriers win\n\nHarriers won on Friday.\n\nHalf-time\n\nIt was level.\n\nFull-time\n\nIt was over.\n"

    (document,) = documents_of("report.txt", halves)

    assert document.kind is DocumentKind.ARTICLE


def test_moments_in_a_pages_markup_head_its_posts_earliest_first() -> None:
    (document,) = documents_of("live.html", PAGE.format(""))

    assert (document.kind, document.title) == (DocumentKind.LIVE_BLOG, "City Marathon live")
    assert told(document) == [
        (None, (), "Follow it all here, as 40,000 people run."),
        ("2031-04-20T09:02:00-04:00", ("Halfway",), "Eleven men are together."),
        ("2031-04-20T09:50:00-04:00", (), "Abebe has gone, and nobody answers."),
        ("2031-04-20T10:12:00-04:00", ("Abebe wins",), "Tola Abebe takes it alone, in 2:06:26."),
    ]
    (table,) = document.tables
    assert (cells(table), table.section) == ([["Split", "Time"], ["Half", "1:03:40"]], ("Halfway",))
    assert [b.posted_at for b in document.blocks if b.kind is BlockKind.TABLE] == ["2031-04-20T13:02:00+00:00"]


def test_what_readers_say_below_an_article_makes_no_live_blog() -> None:
    story = "<article><h1>City Marathon</h1><p>Abebe won it alone, in 2:06:26.</p></article>"

    (document,) = documents_of("story.html", f"<html><body>{story}<ul>{COMMENTS}</ul></body></html>")

    assert document.kind is DocumentKind.ARTICLE


def test_markup_in_the_data_of_a_live_blog_is_read_as_markup() -> None:
    body = '<p>Ana Silva wins, <b>116-112</b>.</p><p>"I was hurt," she said.</p>'
    posts = [{"datePublished": "2031-02-01T23:58:00", "headline": "It is over", "articleBody": body}]
    blog = {"@type": "LiveBlogPosting", "headline": "Title night", "liveBlogUpdate": posts}

    (document,) = documents_of("blog.json", json.dumps(blog))

    assert told(document) == [
        ("2031-02-01T23:58:00", ("It is over",), "Ana Silva wins, 116-112."),
        ("2031-02-01T23:58:00", ("It is over",), '"I was hurt," she said.'),
    ]
    assert all(block.posted_at is None for block in document.blocks), "no time zone is stated"
