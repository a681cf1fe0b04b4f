"""Citations: the span's own words, numbered by first use, linked into the publisher's page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from doubles import HashEncoder
from ingest_samples import documents_of
from newsroom import RESULTS, line_of, make_library, view_of

from bot.cite import CONTEXT_CHARS, Citations, RowSpan, Span, TableSpan, citation_of, deep_link, evidence_of
from retriever.library import Library, open_library, publish
from retriever.types import Document, DocumentKind, Hit


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.close()


def test_a_cited_row_is_the_line_of_the_file_with_its_cells(library: Library) -> None:
    line = line_of(view_of(library, "Final"), "Bea Okoro")

    cited = citation_of(RowSpan(line), 1, library.store)

    assert cited.quote == "| 2 | Bea Okoro | Nigeria | 1:57.24 |"
    assert RESULTS[cited.start : cited.end] == cited.quote
    assert (cited.kind, cited.passage_id, cited.section) == ("table", None, ["Final"])
    assert cited.table is not None
    assert (cited.table.caption, cited.table.row, cited.table.row_label) == ("Final", 1, "Bea Okoro")
    assert cited.table.values == {"Rank": "2", "Athlete": "Bea Okoro", "Nation": "Nigeria", "Time": "1:57.24"}


def test_prefix_and_suffix_are_what_stands_around_the_quote(library: Library) -> None:
    passage = library.store.passages_of("lind-gold")[0]
    text = library.document("lind-gold").text
    start = text.index("Ada Lind went past")

    cited = citation_of(Span(passage, start, start + 8), 1, library.store)

    assert cited.quote == "Ada Lind"
    assert cited.prefix == text[start - CONTEXT_CHARS : start]
    assert cited.suffix == text[start + 8 : start + 8 + CONTEXT_CHARS]
    assert cited.passage_id == passage.passage_id


def test_what_a_source_does_not_say_is_null(library: Library) -> None:
    cited = citation_of(TableSpan(view_of(library, "Final")), 1, library.store)

    assert (cited.url, cited.publisher, cited.published_at, cited.deep_link, cited.posted) == (None,) * 5
    assert cited.table is None  # a whole table is no row


def test_numbers_follow_first_use_one_for_each_span(library: Library) -> None:
    final = view_of(library, "Final")
    first, second = RowSpan(line_of(final, "Ada Lind")), RowSpan(line_of(final, "Bea Okoro"))
    citations = Citations(library.store)

    assert citations.cite([second, first]) == [1, 2]
    assert citations.cite([first, first, TableSpan(final)]) == [2, 3]
    assert [cited.n for cited in citations.cited] == [1, 2, 3]
    assert [cited.quote.split(" | ")[1] for cited in citations.cited[:2]] == ["Bea Okoro", "Ada Lind"]


def test_a_hit_on_a_row_needs_its_line(library: Library) -> None:
    final = view_of(library, "Final")
    hit = Hit(None, final.table, 0, 1.0)

    assert evidence_of(hit, final.lines()[0]) == RowSpan(final.lines()[0])
    with pytest.raises(ValueError, match="needs its line"):
        evidence_of(hit, None)


def page(text: str, url: str | None = "https://news.example/1") -> Document:
    return Document("page", "Page", text, DocumentKind.ARTICLE, url=url)


def link(text: str, quote: str) -> str:
    start = text.index(quote)
    made = deep_link(page(text), start, start + len(quote))
    assert made is not None
    return made.removeprefix("https://news.example/1#:~:text=")


def test_a_deep_link_names_words_before_and_after_from_the_same_line() -> None:
    text = "First line.\nAt the bell Ada Lind was third of all.\nLast line."

    assert link(text, "Ada Lind was third") == "At%20the%20bell-,Ada%20Lind%20was%20third,-of%20all."


def test_a_quote_that_fills_its_line_has_no_context() -> None:
    assert link("One.\nLind won.\nTwo.", "Lind won.") == "Lind%20won."


def test_a_line_that_the_page_had_before_is_told_from_it_by_the_end_of_the_line_above() -> None:
    text = "Lind won. And how!\n\n## Her heat\n\nLind won.\n"
    start = text.rindex("Lind won.")

    made = deep_link(page(text), start, start + len("Lind won."))
    assert made == "https://news.example/1#:~:text=Her%20heat-,Lind%20won."


def test_a_hyphen_behind_the_quote_is_no_mark_of_a_list() -> None:
    assert link("Lind, Sweden - 3min 33sec", "Lind, Sweden") == "Lind%2C%20Sweden,-%2D%203min%2033sec"


def test_hyphens_commas_and_ampersands_are_percent_encoded() -> None:
    made = link("A semi-final, with Lind & Co – 3-2.", "semi-final, with Lind & Co – 3-2.")

    target = made.split("-,")[1]
    assert not set(target) & set("-,&")
    assert unquote(target) == "semi-final, with Lind & Co – 3-2."


def test_a_long_quote_is_linked_by_its_ends() -> None:
    words = [f"word{n}" for n in range(80)]

    start, end = link(" ".join(words), " ".join(words)).split(",")

    assert unquote(start).split() == words[:8]
    assert unquote(end).split() == words[-8:]


def test_no_address_no_link() -> None:
    assert deep_link(replace(page("Lind won."), url=None), 0, 4) is None


def test_a_deep_link_over_several_lines_names_the_two_ends() -> None:
    text = "Lind won from the front, as she had in every race since May.\n\nOkoro was second. It rained."

    assert link(text, text[:-11]) == (
        "Lind%20won%20from%20the%20front%2C%20as%20she%20had,Okoro%20was%20second.,-It%20rained."
    )


def test_a_deep_link_leaves_out_the_marks_that_no_page_prints() -> None:
    assert link("- **Ada Lind** (*Sweden*) won.", "**Ada Lind** (*Sweden*) won.") == "Ada%20Lind%20%28Sweden%29%20won."


def test_posts_of_a_live_blog_can_be_put_in_order_of_time_whatever_the_page_order(tmp_path: Path) -> None:
    page = "Night two, live\n\n2030-08-06\n\n" + "\n\n".join(
        f"{stamp}\n\nThen {what} of the final was run." for stamp, what in (
            ("00:10 AM BST", "the last lap"), ("11:58 PM BST", "the third lap"), ("11:51 PM BST", "the first lap"),
        )
    )  # fmt: skip
    blog = documents_of("live.txt", page)[0]
    publish(tmp_path, changed=[blog], removed=[], encoder=HashEncoder())
    store = open_library(tmp_path).store

    cited = [citation_of(Span(p, p.start, p.end), 1, store) for p in store.passages_of(blog.document_id)]

    in_time = sorted((c for c in cited if c.posted_at), key=lambda c: c.posted_at or "")
    assert [(c.posted_at, c.quote.split()[2]) for c in in_time] == [
        ("2030-08-06T22:51:00+00:00", "first"),
        ("2030-08-06T22:58:00+00:00", "third"),
        ("2030-08-06T23:10:00+00:00", "last"),
    ]


def test_a_passage_that_is_no_post_has_no_time(library: Library) -> None:
    passage = library.store.passages_of("lind-gold")[0]

    assert citation_of(Span(passage, passage.start, passage.end), 1, library.store).posted_at is None
