"""The whole flow from question to answer, on one screen: read, find, plan, read prose, decide, write, bind."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from bot.cite import Citations, citation_of, evidence_of
from bot.compose import answer_tables, compose_answer, invitation
from bot.decide import Decision
from bot.hearing import Hearing
from bot.inquiry import READ_HITS, Inquiry
from bot.kept import Asked, KeptAnswers
from bot.prose.reader import Sentence
from bot.prose.rescoring import CloseReader, load_close_reader
from bot.question.conversation import exchanges_of, standalone_after
from bot.question.courtesy import REPLIES, Courtesy, asks_nothing, courtesy_in
from bot.question.focus import Exchange
from bot.question.question import Question
from bot.question.tables import Line
from bot.question.wording import spelled_out
from bot.requests import Requests
from bot.results.plan import Plan
from bot.schema import Answer, AskRequest, Citation, CorpusInfo, Timings, Turn
from bot.service.conversations import Conversations
from retriever.encoder import Encoder, load_encoder
from retriever.fusion import explained
from retriever.library import Library, open_library
from retriever.relative import dated, reported_in
from retriever.search import NO_FILTERS, Retriever
from retriever.types import Filters, Hit

_DAY_CHARS = len("2024-08-06")


class Bot:
    """Answers questions over one library. Safe to call from several threads.

    Without a `close_reader` sentences are scored by their words, and no span is pointed out.
    """

    def __init__(
        self,
        library: Library,
        retriever: Retriever,
        conversations: Conversations | None = None,
        close_reader: CloseReader | None = None,
    ) -> None:
        """`conversations`: the memory of the bots before this one, where there were any."""
        self.library, self._retriever = library, retriever
        self._inquiry = Inquiry(library, retriever, close_reader)
        self._requests = Requests(self._inquiry)
        self._hearing = Hearing(self._inquiry, retriever)
        self._conversations = conversations or Conversations()
        self._kept = KeptAnswers()

    @classmethod
    def open(
        cls,
        library: Path,
        *,
        encoder: Encoder | None = None,
        conversations: Conversations | None = None,
        threads: int = 0,
    ) -> "Bot":
        """A bot over the library at that path; LibraryError when there is none, or one of another encoder.

        `threads` of each network that is run; 0 for as many as there are cores.
        """
        opened = open_library(library)
        loaded = encoder or load_encoder(opened.manifest.encoder.name, threads=threads)
        opened.require_encoder(loaded)
        return cls(opened, Retriever(opened, loaded), conversations, load_close_reader(threads))

    def ask(self, request: AskRequest) -> Answer:
        """The answer to a request, with everything it rests on."""
        started = perf_counter()
        conversation = request.conversation_id or f"cnv_{uuid.uuid4().hex[:12]}"
        history = request.history or self._conversations.turns(conversation)
        exchanges = exchanges_of(history, self._inquiry.known)
        standalone = self._standalone(request, exchanges)
        filters = filters_of(request)
        after = tuple(exchanges[-1:])
        asked = Asked(request.question, standalone, filters, request.top_k, tuple(request.include), after)
        kept = self._kept.get(asked)
        hits = [] if kept else self._retriever.search(spelled_out(standalone), filters, READ_HITS)
        retrieved = perf_counter()
        found = kept or self._decided(request, standalone, hits, exchanges)
        self._kept.keep(asked, found)
        answered = perf_counter()
        answer = found.model_copy(
            update={
                "id": f"ans_{uuid.uuid4().hex[:12]}",
                "created_at": _now(),
                "standalone_question": standalone,
                "conversation_id": conversation,
                "timings": Timings(
                    retrieve_ms=round(1000 * (retrieved - started), 2),
                    answer_ms=round(1000 * (answered - retrieved), 2),
                    total_ms=round(1000 * (answered - started), 2),
                ),
            }
        )
        said = (Turn(role="user", content=request.question), Turn(role="assistant", content=answer.answer))
        self._conversations.keep(conversation, [*history, *said])
        return answer

    def _standalone(self, request: AskRequest, exchanges: Sequence[Exchange]) -> str:
        """The question without what only the turns before it or the day of asking can tell."""
        if courtesy_in(request.question) is not None:
            return request.question
        today = self._inquiry.today(filters_of(request))
        asked = standalone_after(request.question, exchanges, self._inquiry.known)
        return asked if today is None else dated(asked, today)

    def _of_those_days(self, asked: str, filters: Filters) -> tuple[Decision, list[Plan]] | None:
        """The answer of what was published then, where "last night" or "this week" is asked about; None without one."""
        today = self._inquiry.today(filters)
        told = None if today is None or filters.document_ids or filters.published_from else reported_in(asked, today)
        if told is None:
            return None
        rest, first, last = told
        narrow = replace(filters, published_from=first, published_to=last)
        question, hits = self._inquiry.asked(rest, narrow)
        decision, plans = self._requests.decide(question, hits, narrow)
        return None if decision.draft is None else (decision, plans)

    def read(self, text: str) -> Question:
        """A question as this library understands it: rare words weigh more."""
        return self._inquiry.read(text)

    def prose(self, question: Question, filters: Filters = NO_FILTERS) -> list[Sentence]:
        """Sentences found for a question, as scored before the trained reader sees them."""
        return self._inquiry.prose(question, self._retriever.search(question.text, filters, READ_HITS), filters)

    def search(self, query: str, filters: Filters, top_k: int) -> list[Hit]:
        """Passages and rows as found, without an answer."""
        return self._retriever.search(query, filters, top_k)

    def suggestions(self) -> list[str]:
        """First questions a reader might ask of this library, at most four."""
        return self._inquiry.finder.suggestions(4)

    def line(self, hit: Hit) -> Line | None:
        """The table row that a hit is, if it is one."""
        if hit.table is None or hit.row is None:
            return None
        return Line(self._inquiry.finder.view(hit.table.table_id), hit.table.rows[hit.row])

    def citation(self, hit: Hit, number: int) -> Citation:
        """A search hit as a citation."""
        return citation_of(evidence_of(hit, self.line(hit)), number, self.library.store)

    def _decided(
        self, request: AskRequest, standalone: str, hits: Sequence[Hit], exchanges: Sequence[Exchange]
    ) -> Answer:
        """The answer to the first reading of the question that has one."""
        question = self.read(spelled_out(standalone))
        courtesy = courtesy_in(request.question) or (Courtesy.ABOUT_BOT if asks_nothing(question) else None)
        if courtesy is not None:
            refused = self._compose(request, Decision(None, 0.0, ("nothing is asked about the coverage",)), (), ())
            return invitation(refused, REPLIES[courtesy], self.suggestions())
        filters = filters_of(request)
        told = self._hearing.about_source(self.read(request.question), exchanges, filters) if exchanges else None
        if told is not None:
            return self._compose(request, told, hits, ())
        as_said = standalone_after(request.question, exchanges, self._inquiry.known)
        then = self._of_those_days(as_said, filters)
        if then is not None:
            return self._compose(request, then[0], hits, then[1])
        found: list[tuple[Decision, list[Plan]]] = []
        for reading in self._hearing.readings(standalone, exchanges, filters):
            if reading.narrowed:
                found.append(self._inquiry.decide_near(self.read(spelled_out(reading.text)), reading.filters))
            elif reading.text == standalone:
                found.append(self._requests.decide(question, hits, filters))
            else:
                found.append(self._requests.decide(*self._inquiry.asked(spelled_out(reading.text), filters), filters))
            if found[-1][0].draft is not None:
                return self._compose(request, found[-1][0], hits, found[-1][1])
        if request.as_of is None and as_said != standalone:  # a report of last year's race says "last year" itself
            decision, plans = self._requests.decide(*self._inquiry.asked(spelled_out(as_said), filters), filters)
            if decision.draft is not None:
                return self._compose(request, decision, hits, plans)
        return self._compose(request, found[0][0], hits, found[0][1])

    def _compose(self, request: AskRequest, decision: Decision, hits: Sequence[Hit], plans: Sequence[Plan]) -> Answer:
        citations = Citations(self.library.store)
        closest = [self.citation(hit, number) for number, hit in enumerate(hits[:3], start=1)]
        answer = compose_answer(
            question=request.question,
            decision=decision,
            citations=citations,
            closest=closest,
            corpus=CorpusInfo(
                version=self.library.version,
                documents=len(self.library.manifest.sources),
                passages=self.library.manifest.passages,
            ),
        )
        if answer.citations:
            answer.tables = answer_tables(decision.draft, citations)
        if "passages" in request.include:
            answer.passages = [self.citation(h, n) for n, h in enumerate(hits[: request.top_k], start=1)]
        if "plan" in request.include:
            answer.plan = [plan.described() for plan in plans[:10]]
        if "debug" in request.include:
            answer.debug = {**(decision.debug or {}), **_told(hits[: request.top_k])}
        return answer


def filters_of(request: AskRequest) -> Filters:
    """The request's filters; `as_of` is a latest publication date, and undated documents can't be shown to be older."""
    asked = request.filters
    latest = [d for d in (asked.published_to, _day(request.as_of)) if d is not None]
    return Filters(
        document_ids=None if asked.document_ids is None else tuple(asked.document_ids),
        publishers=None if asked.publishers is None else tuple(asked.publishers),
        kinds=None if asked.kinds is None else tuple(asked.kinds),
        published_from=asked.published_from,
        published_to=min(latest) if latest else None,
        published_by=_moment(request.as_of),
        competition=asked.competition,
        event=asked.event,
    )


def _told(hits: Sequence[Hit]) -> dict[str, str]:
    """Why each search result stands where it stands."""
    return {
        f"hit {rank}": f"{hit.document_id}, score {hit.score:.2f}: {explained(hit.reasons)}"
        for rank, hit in enumerate(hits, start=1)
    }


def _day(as_of: str | None) -> date | None:
    return None if as_of is None else datetime.fromisoformat(as_of).date()


def _moment(as_of: str | None) -> datetime | None:
    """The time of day that `as_of` gives; None for a day alone."""
    return None if as_of is None or len(as_of) <= _DAY_CHARS else datetime.fromisoformat(as_of)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
