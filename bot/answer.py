"""The whole flow from question to answer, on one screen: read, find, plan, read prose, decide, write, bind."""

import math
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from bot.cite import Citations, citation_of, evidence_of
from bot.compose import answer_tables, compose_answer
from bot.composed import Composer
from bot.conversation import standalone_question
from bot.conversations import Conversations
from bot.decide import MIN_PLAN_SCORE, PROSE_KINDS, Decision, decide
from bot.finder import Group, TableFinder
from bot.lexicon import Asked
from bot.links import Linker, Mention
from bot.plan import Plan, plans_for
from bot.question import Question
from bot.reader import Reader
from bot.schema import Answer, AskRequest, Citation, CorpusInfo, Timings, Turn
from bot.tables import Line
from retriever.encoder import Encoder, load_encoder
from retriever.fusion import explained
from retriever.library import Library, open_library
from retriever.search import Retriever
from retriever.spelling import Speller
from retriever.types import Filters, Hit

READ_HITS = 24  # hits whose sentences are judged; each costs a fraction of a millisecond
# Groups of tables, the best first, over which plans are composed, if headings and names account for this share.
COMPOSED_GROUPS, COMPOSED_COVERAGE = 2, 0.5
PODIUM_COVERAGE = 0.5  # share of a summary's question that headings must account for before results open it
PODIUM_ROWS = 4  # the medals, and who just missed them


class Bot:
    """Answers questions over one library. Safe to call from several threads."""

    def __init__(self, library: Library, retriever: Retriever, conversations: Conversations | None = None) -> None:
        """`conversations`: the memory of the bots before this one, where there were any."""
        self.library, self._retriever = library, retriever
        self._linker, self._finder = Linker(library.store), TableFinder(library.store)
        self._composer = Composer(self._finder)
        self._reader, self._speller = Reader(library.store), Speller(library.store)
        self._units = max(1, library.manifest.passages + library.manifest.rows)
        self._conversations = conversations or Conversations()

    @classmethod
    def open(
        cls, library: Path, *, encoder: Encoder | None = None, conversations: Conversations | None = None
    ) -> "Bot":
        """A bot over the library at that path; LibraryError when there is none, or one of another encoder."""
        opened = open_library(library)
        loaded = encoder or load_encoder(opened.manifest.encoder.name)
        opened.require_encoder(loaded)
        return cls(opened, Retriever(opened, loaded), conversations)

    def ask(self, request: AskRequest) -> Answer:
        """The answer to a request, with everything it rests on."""
        started = perf_counter()
        conversation = request.conversation_id or f"cnv_{uuid.uuid4().hex[:12]}"
        history = request.history or self._conversations.turns(conversation)
        standalone = standalone_question(
            request.question, history, self.read, self._linker, names_event=self._finder.names_events
        )
        question = self.read(standalone)
        filters = filters_of(request)
        hits = self._retriever.search(standalone, filters, READ_HITS)
        retrieved = perf_counter()
        mentions = self._mentions(question, filters)
        groups = self._groups(question, mentions, filters)
        given = filters.document_ids is not None and len(groups) == 1
        plans = self._plans(question, mentions, groups, table_given=given)
        decision = decide(
            question,
            plans,
            lambda: self._reader.sentences(question, hits, mentions),
            self.library.store,
            table_given=given,
            podium=self._podium(question, groups),
        )
        answer = self._compose(request, decision, hits, plans)
        answered = perf_counter()
        answer.standalone_question, answer.conversation_id = standalone, conversation
        answer.timings = Timings(
            retrieve_ms=round(1000 * (retrieved - started), 2),
            answer_ms=round(1000 * (answered - retrieved), 2),
            total_ms=round(1000 * (answered - started), 2),
        )
        said = (Turn(role="user", content=request.question), Turn(role="assistant", content=answer.answer))
        self._conversations.keep(conversation, [*history, *said])
        return answer

    def read(self, text: str) -> Question:
        """A question as this library understands it: rare words weigh more."""
        return Question(text, self._idf, self._speller.correct)

    def search(self, query: str, filters: Filters, top_k: int) -> list[Hit]:
        """Passages and rows as found, without an answer."""
        return self._retriever.search(query, filters, top_k)

    def suggestions(self) -> list[str]:
        """First questions a reader might ask of this library, at most four."""
        return self._finder.suggestions(4)

    def line(self, hit: Hit) -> Line | None:
        """The table row that a hit is, if it is one."""
        if hit.table is None or hit.row is None:
            return None
        return Line(self._finder.view(hit.table.table_id), hit.table.rows[hit.row])

    def citation(self, hit: Hit, number: int) -> Citation:
        """A search hit as a citation."""
        return citation_of(evidence_of(hit, self.line(hit)), number, self.library.store)

    @staticmethod
    def _podium(question: Question, groups: Sequence[Group]) -> list[Line]:
        """The first places of the results that a summary is about, if it names their event."""
        if Asked.SUMMARY not in question.asked or not groups:
            return []
        if question.coverage(groups[0].explained) < PODIUM_COVERAGE or len(groups[0].views) > 1:
            return []
        lines = [line for line in groups[0].views[0].lines() if line.place is not None]
        return sorted(lines, key=lambda line: line.place or 0)[:PODIUM_ROWS]

    def _mentions(self, question: Question, filters: Filters) -> list[Mention]:
        """Names in the question, in the cells of the documents that the filters allow."""
        within = self._within(filters)
        found = self._linker.mentions(question)
        if within is None:
            return found
        return [
            replace(m, places=tuple(p for p in m.places if self._finder.document_of(p.table_id) in within))
            for m in found
        ]

    def _groups(self, question: Question, mentions: Sequence[Mention], filters: Filters) -> list[Group]:
        return self._finder.groups(question, mentions, self._within(filters))

    def _plans(
        self, question: Question, mentions: Sequence[Mention], groups: Sequence[Group], *, table_given: bool
    ) -> list[Plan]:
        """Plans in the order in which they are considered.

        Over one given table composed plans come first. Else they come behind the others, and only where none of those
        accounts for the question: to compose over several tables takes tens of milliseconds.
        """
        plain = plans_for(question, mentions, groups, self._finder)
        if table_given:
            return [*self._composer.plans(question, groups), *plain]
        if (plain and plain[0].score >= MIN_PLAN_SCORE) or question.asked[0] in PROSE_KINDS:
            return plain
        meant = [group for group in groups if question.coverage(_accounted(group, mentions)) >= COMPOSED_COVERAGE]
        return [*plain, *self._composer.plans(question, meant[:COMPOSED_GROUPS])]

    def _within(self, filters: Filters) -> frozenset[str] | None:
        allowed = self.library.store.allowed_documents(filters)
        return None if allowed is None else frozenset(allowed)

    def _compose(
        self, request: AskRequest, decision: Decision, hits: Sequence[Hit], plans: Sequence[Plan]
    ) -> Answer:
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
        answer.id, answer.created_at = f"ans_{uuid.uuid4().hex[:12]}", _now()
        if answer.citations:
            answer.tables = answer_tables(decision.draft, citations)
        if "passages" in request.include:
            answer.passages = [self.citation(h, n) for n, h in enumerate(hits[: request.top_k], start=1)]
        if "plan" in request.include:
            answer.plan = [plan.described() for plan in plans[:10]]
        if "debug" in request.include:
            answer.debug = {**(decision.debug or {}), **_told(hits[: request.top_k])}
        return answer

    def _idf(self, term: str) -> float:
        """1 for a word of no unit, towards 0 for a word of all: BM25's idf (Robertson and Zaragoza 2009), scaled."""
        holding = self.library.store.unit_frequency(term)
        return math.log(1 + (self._units - holding + 0.5) / (holding + 0.5)) / math.log(1 + 2 * self._units + 1)


def _accounted(group: Group, mentions: Sequence[Mention]) -> frozenset[int]:
    """Tokens that a group's headings, or names in its tables, account for."""
    tables = {view.table.table_id for view in group.views}
    here = [mention for mention in mentions if any(place.table_id in tables for place in mention.places)]
    return group.explained | frozenset(i for mention in here for i in mention.words)


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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
