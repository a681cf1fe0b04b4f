"""What somebody sends, over one library: a telling, a statement to check, two questions in one, or one question."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.decide import SUMMED, Decision
from bot.inquiry import Inquiry
from bot.joined import may_be_joined
from bot.question.conversation import standalone_question
from bot.question.lexicon import Asked
from bot.question.question import Question
from bot.question.telling import Request, Telling, telling_in
from bot.results.plan import Plan
from bot.schema import Turn
from bot.statements.asking import Stated, statement_in
from bot.tellings import telling
from bot.trust.who_else import SURE_WHO, YES_OR_NO, verdict_of, who_did
from bot.two_parts import answers_both, in_one, questions_in
from retriever.types import Filters, Hit


class Requests:
    """Answers whatever is sent by what the inquiry finds for each question in it. Safe to call from several threads."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._inquiry = inquiry

    def decide(self, question: Question, hits: Sequence[Hit], filters: Filters) -> tuple[Decision, list[Plan]]:
        """The answer as a draft, and the plans that were considered."""
        request = telling_in(question.text)
        if request is not None or question.asked[0] is Asked.SUMMARY:
            return self._tell(request, question, hits, filters)
        stated = statement_in(question.text)
        checked = None if stated is None else self._check(stated, filters)
        if checked is not None:
            return checked, []
        decision, plans = self._inquiry.decide(question, hits, filters)
        decision = self._by_whom(question, decision, filters)
        decision = self._joined(question, decision, hits, filters)
        parts = questions_in(question.text)
        if not parts or (decision.draft is not None and answers_both(decision.draft, self._inquiry.read(parts[-1]))):
            return decision, plans
        return self._in_parts(parts, filters) or decision, plans

    def _in_parts(self, parts: Sequence[str], filters: Filters) -> Decision | None:
        """Several questions answered one after the other, each heard after those before it; None without a first."""
        said: list[Turn] = []
        found: Decision | None = None
        for part in parts:
            alone = standalone_question(part, said, self._inquiry.known)
            answered = self._answered(alone, filters)
            if found is None and answered.draft is None:
                return None
            found = answered if found is None else in_one(found, answered) or found
            told = " ".join(s.text.strip() for s in answered.draft.statements) if answered.draft is not None else ""
            said += [Turn(role="user", content=part), Turn(role="assistant", content=told)]
        return found

    def _tell(
        self, told: Request | None, question: Question, hits: Sequence[Hit], filters: Filters
    ) -> tuple[Decision, list[Plan]]:
        """A telling: of some days' articles, of a live blog's moments, else a summary."""
        as_asked = question, hits
        if told is not None:
            newest = "the latest " if told.kind is Telling.NEWS else ""  # "what's the latest on her injury"
            question, hits = self._inquiry.asked(f"Summarise {newest}{told.topic}", filters)
        sentences = cache(lambda: self._inquiry.prose(question, hits, filters))
        draft = telling(told, question, sentences, self._inquiry.library.store)
        if draft is not None:
            return Decision(draft, SUMMED, ("what live blogs and articles tell, in order",)), []
        if told is not None and told.kind is Telling.ENDING:
            result = self._answered(f"What was the result of {told.topic}?", filters)
            if result.draft is not None:
                return result, []
        if told is not None and told.kind is Telling.PART:  # no live blog: a report's words on that part
            question, hits = as_asked
        return self._inquiry.decide(question, hits, filters)

    def _check(self, stated: Stated, filters: Filters) -> Decision | None:
        """What the sources say of a statement; None for what may be meant as key words and is no verdict."""
        plain = self._inquiry.read(stated.positive)
        mentions = self._inquiry.mentions(plain, filters)
        given = filters.document_ids is not None
        groups = self._inquiry.groups(plain, mentions, filters) if given else []
        return self._inquiry.checker.check(
            stated, plain, mentions, groups, lambda text: self._answered(text, filters), given=given
        )

    def _by_whom(self, question: Question, decision: Decision, filters: Filters) -> Decision:
        """Yes or no by who did what is asked of somebody, where nothing says it of him."""
        asked = who_did(question) if decision.draft is None or decision.draft.short_answer not in YES_OR_NO else None
        other = self._answered(asked[0], filters) if asked is not None else None
        if asked is None or other is None or other.draft is None or other.score < SURE_WHO:
            return decision
        told = verdict_of(other.draft, asked[1], self._inquiry.library.store)
        return decision if told is None else replace(other, draft=told)

    def _answered(self, text: str, filters: Filters) -> Decision:
        question, hits = self._inquiry.asked(text, filters)
        return self._inquiry.decide(question, hits, filters)[0]

    def _joined(self, question: Question, decision: Decision, hits: Sequence[Hit], filters: Filters) -> Decision:
        """The decision, or a row and a page together where that is the better answer."""
        joiner = self._inquiry.joiner
        chosen = filters.document_ids is not None
        if joiner is None or not may_be_joined(question, decision, given=chosen):
            return decision
        mentions, within = self._inquiry.mentions(question, filters), self._inquiry.within(filters)
        named = any(mention.whole and self._inquiry.linker.names_rows(mention) for mention in mentions)
        groups = self._inquiry.groups(question, mentions, filters)
        return joiner.better(question, decision, groups, hits, within, names_row=named)
