"""One question answered along a chain of a row and a page that it leads to, where one is believed enough."""

from collections.abc import Collection, Sequence

import numpy as np

from bot.algebra.conditions import Links
from bot.chains.offers import Offer, offers_of
from bot.chains.pages import Page, PageFinder, Pages
from bot.chains.rows import meaning_of
from bot.prose.spans import SpanReader
from bot.question.question import Question
from bot.results.composed import Composer
from bot.results.gathered import Group
from retriever.encoder import Vectors
from retriever.search import Retriever
from retriever.types import Hit, Passage

_TABLES = 3  # that a question may mean; the right one is among them 19 times in 20 on hybridqa-sports


class Chains:
    """Finds chains in one library. Safe to call from several threads."""

    def __init__(self, retriever: Retriever, composer: Composer, reader: SpanReader) -> None:
        self._library, self._encode = retriever.library, retriever.encode
        self._composer, self._reader = composer, reader
        self._pages = PageFinder(retriever.library)
        self._titles = {document.document_id: document.title for document in retriever.library.documents()}

    def offers(
        self,
        question: Question,
        groups: Sequence[Group],
        hits: Sequence[Hit],
        within: Collection[str] | None,
        *,
        by_reports: bool = True,
    ) -> list[Offer]:
        """Every answer that the chains offer; none where no row of the tables meant leads to a page.

        `by_reports`: what reports say where they name a row is a page, too.
        """
        given = within is not None and len({group.views[0].table.document_id for group in groups}) == 1
        reports = hits if by_reports else ()
        led = [
            (group, grid, pages)
            for group in _meant(groups, hits)[:_TABLES]
            if (grid := self._composer.grid(group)) is not None
            and (pages := self._pages.pages(grid, reports, within)).pages
        ]
        if not led:
            return []
        vector = self._encode(question.text)
        meanings = [
            meaning_of(
                group, Links(question, grid), pages, self._cosines(pages, vector), self._composer.ranker, given=given
            )
            for group, grid, pages in led
        ]
        return offers_of(question, meanings, self._reader, self.passage, self._titles.__getitem__)

    def _cosines(self, pages: Pages, vector: Vectors) -> dict[int, float]:
        """Likeness of each page to the question, by the page's number."""
        units = [page.unit for page in pages.pages if page.passage is None]
        known = dict(zip(units, self._library.dense.cosines(vector, np.array(units, dtype=np.int64)), strict=True))
        return {page.number: known.get(page.unit, page.cosine) for page in pages.pages}

    def passage(self, page: Page) -> Passage:
        """The passage that a page is, or is part of."""
        found = page.passage or self._library.store.unit(page.unit)
        assert isinstance(found, Passage)  # pages hold no rows
        return found


def _meant(groups: Sequence[Group], hits: Sequence[Hit]) -> list[Group]:
    """The groups, one for each document: whose rows were found first and who fits best take turns."""
    by_fit: dict[str, Group] = {}
    for group in groups:
        by_fit.setdefault(group.views[0].table.document_id, group)
    found = dict.fromkeys(hit.document_id for hit in hits if hit.table is not None and hit.document_id in by_fit)
    places = {document: 2 * at + 1 for at, document in reversed(list(enumerate(by_fit)))}
    for at, document in enumerate(found):
        places[document] = min(places[document], 2 * at)
    return [by_fit[document] for document in sorted(by_fit, key=lambda document: places[document])]
