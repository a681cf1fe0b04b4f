"""A follow-up heard in its conversation: what it may mean, likeliest first, and questions about the last answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cite import Evidence, evidence_of
from bot.decide import SETTLED, Decision
from bot.draft import Draft, Statement
from bot.inquiry import Inquiry
from bot.known import words_of
from bot.question.context import is_adrift, without_context
from bot.question.focus import Exchange
from bot.question.given import WRITING, asks_for_source
from bot.question.question import Question
from bot.question.tables import Line
from bot.schema import Support
from retriever.search import Retriever
from retriever.store import Store
from retriever.text import terms
from retriever.types import Filters, Hit

_FOCUS_HITS, _NEAR, _MOST_DOCUMENTS = 12, 0.7, 4
_ANSWER_WEIGHT = 2  # words of the answer tell its source better than those of the question


@dataclass(frozen=True)
class Reading:
    """One thing that a question may mean, and the documents in which it is looked for."""

    text: str
    filters: Filters
    narrowed: bool = False
    """Whether the conversation chose the documents; the reader did not."""


class Hearing:
    """Hears follow-ups over one library. Safe to call from several threads."""

    def __init__(self, inquiry: Inquiry, retriever: Retriever) -> None:
        self._inquiry, self._retriever = inquiry, retriever

    def readings(self, standalone: str, exchanges: Sequence[Exchange], filters: Filters) -> list[Reading]:
        """What a follow-up may mean: as made standalone, and asked of the documents that the last answer rests on.

        Where nothing in it says what it is about, those documents come first.
        """
        whole = Reading(standalone, filters)
        if not exchanges or filters.document_ids is not None:
            return [whole]
        plain, adrift = without_context(standalone), is_adrift(standalone, self._inquiry.known)
        if plain == standalone and not adrift:
            return [whole]
        documents = tuple(hit.document_id for hit in self._grounds(exchanges, filters))
        near = [Reading(plain, replace(filters, document_ids=documents), narrowed=True)] if documents else []
        asked = self._inquiry.read(plain)
        if near and adrift and asked.is_yes_no:  # "was anyone hurt?" is meant of what is talked of
            return near
        if adrift:
            return [*near, whole]
        if not any(plain[word.start].isupper() for word in asked.words[1:]):
            return [whole, *near]
        # Of somebody named, the event in brackets tells rows apart; what reports tell of him needs not name it.
        anywhere = Reading(plain, filters)
        return [whole, *near, anywhere]

    def about_source(self, question: Question, exchanges: Sequence[Exchange], filters: Filters) -> Decision | None:
        """Where the last answer was published, when or by whom; None for any other question."""
        if not exchanges or not asks_for_source(question):
            return None
        best = next(iter(self._grounds(exchanges, filters)), None)
        return None if best is None else _source_told(question, self._evidence(best), self._inquiry.library.store)

    def _grounds(self, exchanges: Sequence[Exchange], filters: Filters) -> list[Hit]:
        """The best passage or row of each document that holds most of what was last answered, best first."""
        last = exchanges[-1]
        asked, told = set(terms(last.question)), set(terms(last.answer))
        best: dict[str, tuple[int, Hit]] = {}
        for hit in self._retriever.search(f"{last.question} {last.answer}", filters, _FOCUS_HITS):
            said = set(terms(words_of(hit)))
            worth = _ANSWER_WEIGHT * len(told & said) + len(asked & said)
            if worth > best.get(hit.document_id, (0, hit))[0]:
                best[hit.document_id] = (worth, hit)
        most = max((worth for worth, _ in best.values()), default=0)
        near = sorted((-worth, document_id) for document_id, (worth, _) in best.items() if worth >= _NEAR * most)
        return [best[document_id][1] for _, document_id in near[:_MOST_DOCUMENTS]]

    def _evidence(self, hit: Hit) -> Evidence:
        if hit.table is None or hit.row is None:
            return evidence_of(hit, None)
        return evidence_of(hit, Line(self._inquiry.finder.view(hit.table.table_id), hit.table.rows[hit.row]))


def _source_told(question: Question, evidence: Evidence, store: Store) -> Decision | None:
    document = store.document(evidence.key[0])
    day = None if document.published_at is None else _day_said(document.published_at)
    by_whom = question.said("who", "whose", "whom") and bool(WRITING & set(question.stems))
    short = document.author if by_whom else day if question.said("when", "date") else document.publisher
    if short is None and question.said("who", "when", "whose", "whom", "date"):
        return None
    told = ", ".join(part for part in (document.publisher, document.author and f"by {document.author}", day) if part)
    text = f"“{document.title}”{f' ({told})' if told else ''}."
    short = short or document.title
    draft = Draft((Statement(text, (evidence,), Support.STATED),), short, (short,))
    return Decision(draft, SETTLED, ("the article that the last answer rests on",))


def _day_said(published_at: str) -> str:
    day = datetime.fromisoformat(published_at)
    return f"{day.day} {day:%B %Y}"
