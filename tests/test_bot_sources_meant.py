"""The article that a question names as its source."""

import pytest

from bot.question.sources_meant import source_meant
from retriever.store import DocumentSummary
from retriever.types import DocumentKind


def document(
    name: str, kind: DocumentKind, published_at: str | None = None, publisher: str | None = None
) -> DocumentSummary:
    return DocumentSummary(name, name, kind, None, publisher, published_at, 3, 0)


DOCUMENTS = (
    document("live", DocumentKind.LIVE_BLOG, "2031-05-06"),
    document("report", DocumentKind.ARTICLE, "2031-05-07"),
    document("courier", DocumentKind.ARTICLE, "2031-05-08T10:00:00+00:00", "Courier"),
    document("table", DocumentKind.RESULTS, "2031-05-07"),
)


@pytest.mark.parametrize(
    ("question", "ids", "rest"),
    [
        ("According to the live blog, who led at the turn?", ("live",), ", who led at the turn?"),
        ("At what time did the blog report the goal?", ("live",), "At what time did report the goal?"),
        ("How did she react, according to the 7 May article?", ("report",), "How did she react ?"),
        ("What does the May 7th report say of the wind?", ("report",), "What does say of the wind?"),
        ("Who won in the Courier's report?", ("courier",), "Who won ?"),
    ],
)
def test_a_source_is_told_by_kind_date_or_publisher(question: str, ids: tuple[str, ...], rest: str) -> None:
    found = source_meant(question, lambda: DOCUMENTS)

    assert found is not None
    assert (found.document_ids, found.question) == (ids, rest)


@pytest.mark.parametrize(
    "question", ["Who won the final on 7 May?", "What does the 9 May article say?", "Who wrote the Herald report?"]
)
def test_a_question_that_names_no_source_of_ours_is_asked_of_all(question: str) -> None:
    assert source_meant(question, lambda: DOCUMENTS) is None
