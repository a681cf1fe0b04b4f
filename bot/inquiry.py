"""One question answered over one library: whom it describes, what results and reports say, and which is the answer."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from bot.decide import DISPUTED, MIN_PLAN_SCORE, PROSE_KINDS, SETTLED, Decision, decide
from bot.draft import Disagreement, Draft
from bot.hops import Asking, in_two_places, may_leave_asked, unanswered
from bot.joined import SURE, Joiner
from bot.known import known_by
from bot.moments import moment_told
from bot.prose.claims import Claim
from bot.prose.following import with_following
from bot.prose.likeness import Likeness
from bot.prose.nationals import National, as_mention, is_of_people, nationals, nations_asked, with_nationals
from bot.prose.posts import post_time
from bot.prose.reader import Reader, Sentence, unfound
from bot.prose.reasons import by_reason
from bot.prose.rescoring import CloseReader
from bot.prose.speech import Utterance
from bot.prose.told_figures import worked_answer
from bot.question.lexicon import Asked
from bot.question.links import Linker, Mention
from bot.question.question import Question
from bot.question.sources_meant import source_meant
from bot.results.composed import Composer
from bot.results.finder import TableFinder
from bot.results.gathered import Group
from bot.results.plan import Plan, PlanKind
from bot.results.planning import plans_for
from bot.results.selection import Selection
from bot.statements.check import Checker
from bot.summary import home_of, podium_of, summarise
from bot.trust.absentees import ABSENCE_WORDS, absentee, write_absentee
from bot.trust.accounts import answered_value, other_accounts, with_accounts
from bot.trust.alternatives import alternatives_in, both_told
from bot.trust.conflicts import subject_of
from bot.trust.events import Events
from bot.trust.limits import judge_limit
from bot.trust.mouths import words_of_another
from bot.trust.presumed import nation_or_tally, victory_or_place
from bot.trust.verdicts import judge_claims
from retriever.lately import Now, lately_in, newest_day
from retriever.library import Library
from retriever.search import Retriever
from retriever.spelling import Speller
from retriever.text import stem
from retriever.types import Filters, Hit, Passage

REREAD_HITS = 200  # looked through for other sources of a value; most are rows, which are not read
ALIKE_HITS = 40  # the same for words like those of a claim alone
NATION_HITS = 60  # looked through for people of a nation
READ_HITS = 24  # hits whose sentences are judged; each costs a fraction of a millisecond
# Groups of tables, the best first, over which plans are composed, if headings and names account for this share.
COMPOSED_GROUPS, COMPOSED_COVERAGE = 2, 0.5
_OF_CELLS = (PlanKind.MEETING, PlanKind.CROSSED, PlanKind.PODIUM, PlanKind.CELL)  # yes or no by what a row tells
# What no span answers: somebody's words and whose they are, and several sentences. The trained reader leaves them.
_UNREAD = (Asked.QUOTE, Asked.SPEAKER, Asked.SUMMARY)


class Inquiry:
    """Finds the answer to a question as a draft. Safe to call from several threads."""

    def __init__(self, library: Library, retriever: Retriever, close_reader: CloseReader | None = None) -> None:
        self.library, self._retriever = library, retriever
        self.linker, self.finder = Linker(library.store), TableFinder(library.store)
        self.composer = Composer(self.finder)
        self.checker = Checker(self.composer)
        self._close_reader, self._speller = close_reader, Speller(library.store)
        self.reader, self._likeness = Reader(library.store), Likeness(retriever.encoder)
        self.joiner = Joiner(retriever, self.composer, close_reader.spans) if close_reader else None
        self._units = max(1, library.manifest.passages + library.manifest.rows)
        self._events = Events(library.store)
        self._asking = Asking(
            self.read, self._decide_plain, self._closely_read, self.linker, self.finder, library.store
        )
        self.known = known_by(library.store, retriever, self.read, self.linker, self.finder)

    def asked(self, text: str, filters: Filters) -> tuple[Question, list[Hit]]:
        """A question and what the search finds for it."""
        question = self.read(text)
        return question, self._search(question, filters)

    def decide(self, question: Question, hits: Sequence[Hit], filters: Filters) -> tuple[Decision, list[Plan]]:
        """The answer to a question as a draft, from the source that it names if that tells.

        Whom it only describes is found first.
        """
        source = source_meant(question.text, self.library.store.documents) if filters.document_ids is None else None
        if source is not None:
            question = self.read(source.question)
            narrow = replace(filters, document_ids=source.document_ids)
            posted = post_time(question, source.document_ids, self.library.store) if source.is_live else None
            if posted is not None:
                return Decision(posted, SETTLED, ("the stamp of the post that tells it",)), []
            hits = self._search(question, narrow)
            decision, plans = self._decide_direct(question, hits, narrow, chosen=False)
            if decision.draft is not None:
                return decision, plans
            hits = self._search(question, filters)
        hop = in_two_places(question, filters, self._asking, at_first=True)
        if hop.answered is not None:
            return hop.answered
        decision, plans = self._decide_now(question, hits, filters)
        if decision.draft is not None and not may_leave_asked(question, decision):
            return decision, plans
        if hop.whom is None:
            hop = in_two_places(question, filters, self._asking, at_first=False)
        if hop.answered is not None:
            return hop.answered
        lacks = decision.draft is None or decision.leaves_out or decision.score < SURE
        return (unanswered(hop.whom) if lacks and hop.whom is not None and hop.whom.line else decision), plans

    def read(self, text: str) -> Question:
        """A question as this library understands it: rare words weigh more, names are written as names."""
        plain = self._speller.respaced(text.lower() if text.isupper() else text)
        question = Question(plain, self._idf, self._speller.correct)
        if any(plain[word.start].isupper() for word in question.words[1:]):
            return question
        named = (m for m in self.linker.mentions(question) if m.whole and self.linker.names_rows(m))
        starts = {question.words[i].start for mention in named for i in mention.words}
        cased = "".join(char.upper() if at in starts else char for at, char in enumerate(plain))
        return question if cased == plain else Question(cased, self._idf, self._speller.correct)

    def today(self, filters: Filters) -> date | None:
        """The day from which "now" and "yesterday" count: the filters' last one, else the newest document's."""
        return filters.published_to or newest_day(self.library.store.published)

    def _as_now(self, question: Question, filters: Filters) -> Question | None:
        """The question without the words that ask for the latest state; None where it has none, or nothing is dated."""
        asked, today = lately_in(question.text), self.today(filters)
        if asked is None or today is None or filters.document_ids is not None:
            return None
        return replace(self.read(asked.rest), now=Now(today, asked.step))

    def prose(self, question: Question, hits: Sequence[Hit], filters: Filters) -> list[Sentence]:
        """Sentences of the hits, as scored before the trained reader sees them."""
        return self.reader.sentences(question, hits, self.mentions(question, filters))

    def _read_closely(self, question: Question, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
        """The sentences as the trained reader scores them; what was said, and by whom, is not for it."""
        if question.asked[0] is Asked.REASON:
            return by_reason(sentences)
        if self._close_reader is None or question.asked[0] in _UNREAD or any(s.answer for s in sentences):
            return sentences
        read = self._close_reader.rescored(question, sentences)
        return with_following(question, read, self._close_reader.mix.enough, self.library.store)

    def _closely_read(self, question: Question, filters: Filters) -> Sequence[Sentence]:
        """The likeliest sentences on a question, as the trained reader scores them."""
        return self._read_closely(question, self.prose(question, self._search(question, filters), filters))

    def _decide_plain(self, question: Question, filters: Filters, chosen: bool) -> tuple[Decision, list[Plan]]:
        """The answer to a question that describes nobody."""
        return self._decide_now(question, self._search(question, filters), filters, chosen=chosen)

    def _decide_now(
        self, question: Question, hits: Sequence[Hit], filters: Filters, *, chosen: bool = True
    ) -> tuple[Decision, list[Plan]]:
        """The newest state where the question asks for it and one is known; else what answers it whenever it was."""
        now = self._as_now(question, filters)
        if now is not None:
            decision, plans = self._decide_direct(now, hits, filters)
            if decision.draft is not None:
                return decision, plans
        return self._decide_direct(question, hits, filters, chosen=chosen)

    def decide_near(self, question: Question, filters: Filters) -> tuple[Decision, list[Plan]]:
        """The answer to a question from documents that its conversation is about."""
        return self._decide_direct(question, self._search(question, filters), filters, chosen=False)

    def _search(self, question: Question, filters: Filters) -> list[Hit]:
        return self._retriever.search(question.text, filters, READ_HITS)

    def _decide_direct(
        self, question: Question, hits: Sequence[Hit], filters: Filters, *, chosen: bool = True
    ) -> tuple[Decision, list[Plan]]:
        """`chosen`: whether the reader picked the documents of the filters, so that the question need not name them."""
        mentions = self.mentions(question, filters)
        people = self._nationals(question, mentions, filters)
        mentions = [*mentions, *(mention for mention, _ in people)]
        groups = self.groups(question, mentions, filters)
        given = chosen and filters.document_ids is not None and len(groups) == 1
        plans = self._plans(question, mentions, groups, table_given=given)
        met = _met(question, plans)
        as_read = Selection(question, mentions, groups[0], self.finder).question if groups else question
        verdict = None if met else judge_claims(as_read, mentions, groups, self.finder)
        bounded = judge_limit(question, mentions, groups, self.finder)
        read = self._reading(question, hits, mentions, filters)

        def said(words: str) -> Sequence[Utterance]:
            found = [*self._retriever.search(words, filters, READ_HITS), *hits]
            return self.reader.said_in(list(dict.fromkeys(h.document_id for h in found if h.passage is not None)))

        wrong = nation_or_tally(question, mentions, self.finder, read, self.reader.stems_of)
        wrong = wrong or words_of_another(question, said)
        if wrong is not None:
            return Decision(wrong, SETTLED, ("results or reports tell it otherwise",)), plans
        if not (met or verdict or bounded):
            judged = self._judged(question, mentions, read, groups[0] if given else None)
            if judged is not None:
                return judged, plans
        decision = decide(
            question,
            plans,
            cache(lambda: self.reader.sentences(question, hits, mentions)),
            self.library.store,
            table_given=given,
            summarised=lambda sentences: self._summary(question, sentences, hits, mentions, groups),
            reread=lambda near: self._resembling(question, near, mentions, filters),
            similar=self._likeness.cosines,
            read_closely=lambda sentences: self._read_closely(question, sentences),
            worked=lambda: self._worked(question, mentions, groups, filters),
            absentee=lambda: self._absentee(question, mentions, groups, filters),
            either=lambda: self._either(question, filters),
            verdict=verdict,
            bounded=bounded,
        )
        decision = self._held_against_others(question, decision, hits, mentions)
        known = [one for _, found in people for one in found]
        draft = decision.draft
        return (decision if draft is None else replace(decision, draft=with_nationals(draft, known))), plans

    def _held_against_others(
        self, question: Question, decision: Decision, hits: Sequence[Hit], mentions: Sequence[Mention]
    ) -> Decision:
        """The decision with what other documents of the same event give instead."""
        answered = answered_value(question, decision.draft)
        if answered is None or decision.draft is None or not hits:
            return decision

        def judge(asks: str, passages: Sequence[Passage]) -> tuple[Question, Sequence[Sentence]]:
            asked = question if asks == question.text else self.read(asks)
            known = {hit.passage.passage_id: hit for hit in hits if hit.passage is not None}
            found = [known.get(p.passage_id) or unfound(p, hits[0], 0.0) for p in passages]
            told = mentions if asked is question else self.linker.mentions(asked)
            return asked, self._read_closely(asked, self.reader.sentences(asked, found, told))

        claims = other_accounts(answered, [hit.document_id for hit in hits], self._events, judge)
        if not claims:
            return decision
        draft = with_accounts(decision.draft, answered, claims, subject_of(question))
        return Decision(draft, min(decision.score, DISPUTED), (f"{len(draft.values)} values are given",))

    def _judged(
        self, question: Question, mentions: Sequence[Mention], read: Callable[[str], list[Sentence]], home: Group | None
    ) -> Decision | None:
        """Yes or no from the one table that is given, or what reports say of a place that no results hold."""
        if home is not None:
            return self.checker.yes_or_no(question, home)

        told = victory_or_place(question, mentions, self.finder, read, self.reader.stems_of)
        return None if told is None else Decision(told, SETTLED, ("results or reports tell it otherwise",))

    def _reading(
        self, question: Question, hits: Sequence[Hit], mentions: Sequence[Mention], filters: Filters
    ) -> Callable[[str], list[Sentence]]:
        """What gives the sentences found for a query and for the question, by their words."""

        def read(query: str) -> list[Sentence]:
            more = self._retriever.search(query, filters, READ_HITS)
            passages = {h.passage.passage_id: h for h in (*hits, *more) if h.passage is not None}
            return self.reader.written(question, list(passages.values()), mentions)

        return read

    def _worked(
        self, question: Question, mentions: Sequence[Mention], groups: Sequence[Group], filters: Filters
    ) -> Draft | None:
        """What is worked out from figures that reports tell."""

        def search(text: str) -> list[Passage]:
            hits = self._retriever.search(text, filters, READ_HITS)
            return [hit.passage for hit in hits if hit.passage is not None]

        return worked_answer(question, mentions, groups, self.finder, search=search, store=self.library.store)

    def _nationals(
        self, question: Question, mentions: Sequence[Mention], filters: Filters
    ) -> list[tuple[Mention, list[National]]]:
        """Nations that the question names and no cell does: everyone whom reports say to be of them."""
        known = {i for mention in mentions if mention.places for i in mention.words}
        found: list[tuple[Mention, list[National]]] = []
        for words, keys in nations_asked(question):
            if words & known or not is_of_people(question, words):
                continue
            said = " ".join((*(question.words[i].text for i in sorted(words)), *keys[:1]))
            hits = self._retriever.search(said, filters, NATION_HITS)
            people = nationals(keys, [hit.passage for hit in hits if hit.passage is not None], self.linker)
            if people:
                found.append((as_mention(keys[0], words, people, self.finder, self.within(filters)), people))
        return found

    def _either(self, question: Question, filters: Filters) -> Disagreement | None:
        """Both of two answers that the question offers, where the sources tell both."""
        pair = alternatives_in(question)

        def read(text: str) -> list[Sentence]:
            asked = self.read(text)
            return self.prose(asked, self._search(asked, filters), filters)

        return None if pair is None else both_told(pair, read, self.library.store)

    def _resembling(
        self, question: Question, near: Claim, mentions: Sequence[Mention], filters: Filters
    ) -> list[Sentence]:
        """Sentences of all documents that are about what the claim and the question are about.

        The claim's clause is searched for by itself too: beside a long sentence its meaning is lost.
        """
        wide = self._retriever.search(f"{question.text} {near.sentence.text}", filters, REREAD_HITS)
        close = self._retriever.search(near.clause, filters, ALIKE_HITS)
        passages = {hit.passage.passage_id: hit for hit in (*close, *wide) if hit.passage is not None}
        return self.reader.sentences(question, list(passages.values()), mentions)

    def _summary(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        hits: Sequence[Hit],
        mentions: Sequence[Mention],
        groups: Sequence[Group],
    ) -> Draft | None:
        """The summary of the document that the question is most about, opened by what results say."""
        home = home_of(question, sentences, self.library.store)
        if home is None:
            return None
        whole = self.reader.of_document(question, home, hits, mentions)
        keys = {sentence.span.key for sentence in whole}
        known = [*whole, *(s for s in sentences if s.span.key not in keys)]
        moment = moment_told(question, home, known, self.library.store)
        if moment is not None:
            return moment
        podium = podium_of(question, groups, home, self.library.store)
        named = frozenset(stem(w) for m in mentions if self.linker.names_rows(m) for w in m.name.key.split())
        return summarise(question, known, podium, self._likeness.cosines, self.library.store, named=named)

    def _absentee(
        self, question: Question, mentions: Sequence[Mention], groups: Sequence[Group], filters: Filters
    ) -> Draft | None:
        """What is told of somebody whom the results that are meant don't list; None where nobody is."""
        named = absentee(question, mentions, groups)
        if not named:
            return None
        name = question.text[question.words[min(named)].start : question.words[max(named)].end]
        hits = self._retriever.search(f"{name} {ABSENCE_WORDS}", filters, READ_HITS)
        sentences = self.reader.sentences(question, hits, mentions)
        return write_absentee(question, named, groups[0], sentences, self.library.store)

    def mentions(self, question: Question, filters: Filters) -> list[Mention]:
        """Names in the question, in the cells of the documents that the filters allow."""
        within = self.within(filters)
        found = self.linker.mentions(question)
        if within is None:
            return found
        return [
            replace(m, places=tuple(p for p in m.places if self.finder.document_of(p.table_id) in within))
            for m in found
        ]

    def meant(self, question: Question, filters: Filters) -> list[Group]:
        """The groups of tables that a question may mean, best first."""
        return self.groups(question, self.mentions(question, filters), filters)

    def groups(self, question: Question, mentions: Sequence[Mention], filters: Filters) -> list[Group]:
        return self.finder.groups(question, mentions, self.within(filters))

    def _plans(
        self, question: Question, mentions: Sequence[Mention], groups: Sequence[Group], *, table_given: bool
    ) -> list[Plan]:
        """Plans in the order in which they are considered.

        Over one given table composed plans come first. Else they come behind the others, and only where none of those
        accounts for the question: to compose over several tables takes tens of milliseconds.
        """
        plain = plans_for(question, mentions, groups, self.finder)
        if table_given:
            return [*self.composer.plans(question, groups), *plain]
        if (plain and plain[0].score >= MIN_PLAN_SCORE) or question.asked[0] in PROSE_KINDS:
            return plain
        meant = [group for group in groups if question.coverage(group.accounted(mentions)) >= COMPOSED_COVERAGE]
        return [*plain, *self.composer.plans(question, meant[:COMPOSED_GROUPS])]

    def within(self, filters: Filters) -> frozenset[str] | None:
        allowed = self.library.store.allowed_documents(filters)
        return None if allowed is None else frozenset(allowed)

    def _idf(self, term: str) -> float:
        """1 for a word of no unit, towards 0 for a word of all: BM25's idf (Robertson and Zaragoza 2009), scaled."""
        holding = self.library.store.unit_frequency(term)
        return math.log(1 + (self._units - holding + 0.5) / (holding + 0.5)) / math.log(1 + 2 * self._units + 1)


def _met(question: Question, plans: Sequence[Plan]) -> bool:
    """Whether the row of a match answers yes or no: then places in a league have no say."""
    return bool(plans) and plans[0].kind in _OF_CELLS and question.is_yes_no
