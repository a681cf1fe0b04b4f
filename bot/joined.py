"""Where neither results nor prose answers well by itself: a row and a page together, when those are believed enough."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.chains.belief import Believed, load_weights, most_believed
from bot.chains.chain import Chains
from bot.chains.tell import write_chain
from bot.decide import Decision
from bot.prose.spans import SpanReader
from bot.question.lexicon import Asked
from bot.question.question import Question
from bot.results.composed import Composer
from bot.results.gathered import Group
from bot.results.plan import TELLING
from retriever.search import Retriever
from retriever.text import tokens
from retriever.types import Hit

# Least belief in a chain where nothing else answers; and where documents were chosen, or an answer leaves words out.
MIN_BELIEF, MIN_BELIEF_INSTEAD = 0.2, 0.1
# With one table and its pages chosen there is no other place to look; and instead of what leaves nothing out there.
MIN_BELIEF_GIVEN, MIN_BELIEF_GIVEN_INSTEAD = 0.05, 0.2
SURE = 0.5  # confidence from which an answer that leaves nothing out is not asked again
MIN_BELIEF_TOLD = 0.4  # where the row's name only stands in a report, which tells of others too
MIN_PICKED = 0.3  # parser's belief in a row that no word of the question stands in
_NOT_JOINED = (Asked.QUOTE, Asked.SPEAKER, Asked.SUMMARY, Asked.REASON, Asked.YES_NO)


def may_be_joined(question: Question, decision: Decision, *, given: bool) -> bool:
    """Whether a chain may answer better: nothing answers, or it leaves words out, or is likelier wrong than right.

    `given`: the reader chose the documents; then a row's own words are seldom all that is asked for.
    """
    if question.asked[0] in _NOT_JOINED or question.is_yes_no:
        return False
    return given or decision.draft is None or decision.leaves_out or decision.score < SURE


class Joiner:
    """Answers from rows and the pages that they lead to."""

    def __init__(self, retriever: Retriever, composer: Composer, reader: SpanReader) -> None:
        self.chains = Chains(retriever, composer, reader)

    def better(
        self,
        question: Question,
        decision: Decision,
        groups: Sequence[Group],
        hits: Sequence[Hit],
        within: Collection[str] | None,
        *,
        names_row: bool,
    ) -> Decision:
        """The answer along a chain where that is believed enough; else the decision.

        `names_row`: whether the question names in full whom a row is about; then prose is asked, and has been.
        """
        by_reports = decision.draft is None and not names_row
        offers = self.chains.offers(question, groups, hits, within, by_reports=by_reports)
        offers = [offer for offer in offers if decision.whom in ("", offer.line.name)]
        best = most_believed(offers, load_weights()) if offers else None
        given = within is not None and len({group.views[0].table.document_id for group in groups}) == 1
        least = _least(decision, within, given=given)
        if best is None or best.belief < least or not _accounts(question, best, decision):
            return decision
        draft = write_chain(question, best.offer, self.chains.passage)
        return replace(
            decision, draft=draft, score=best.belief, reasons=("a row and the page that it leads to",), missing=()
        )


def _least(decision: Decision, within: Collection[str] | None, *, given: bool) -> float:
    """Belief from which a chain answers instead; `given`: over one table that the reader chose."""
    if given:
        return MIN_BELIEF_GIVEN if decision.draft is None or decision.leaves_out else MIN_BELIEF_GIVEN_INSTEAD
    if decision.draft is None:
        return MIN_BELIEF if within is None else MIN_BELIEF_INSTEAD
    return MIN_BELIEF_INSTEAD if decision.leaves_out else max(MIN_BELIEF_INSTEAD, decision.score)


def _accounts(question: Question, best: Believed, decision: Decision) -> bool:
    """Whether the chain may be believed: by a page always, by a report where both tell all that counts."""
    if best.offer.is_of_page or decision.whom:  # of whom is known reports have been asked by name
        return best.offer.is_of_page
    sure = decision.draft is None and best.belief >= MIN_BELIEF_TOLD and question.asked[0] is not Asked.AGE
    return sure and not _names_row(question, best) and _joins(question, best)


def _joins(question: Question, best: Believed) -> bool:
    """Whether the table and the report each say something telling that the other doesn't, and together all of it.

    Where a cell answers, its column is asked for and the report picks the row; where the report does, the table picks.
    """
    offer, signs = best.offer, best.offer.signs
    headings = offer.meaning.links.headings
    column = headings[offer.column].words
    labels = frozenset().union(*(heading.words for heading in headings)) if signs.sure >= MIN_PICKED else column
    said = signs.known | signs.by_page | offer.said | labels
    telling = frozenset(i for i, weight in enumerate(question.weights) if weight >= TELLING)
    if not telling <= said | question.cue_words | question.achieving | _asked(question):
        return False
    told = (signs.by_page if offer.span is None else offer.said) - signs.known
    own = column if offer.span is None else (signs.known - offer.meaning.headed) or signs.sure >= MIN_PICKED
    return bool(own) and not telling.isdisjoint(told)


def _asked(question: Question) -> frozenset[int]:
    """The noun behind "which" or "what": the answer is one, and need not be called so."""
    words = question.words
    after = (range(i + 1, len(words)) for i, word in enumerate(words) if word.text in {"which", "what"})
    return frozenset(next((i for i in behind if question.weights[i] > 0), behind.start) for behind in after)


def _names_row(question: Question, best: Believed) -> bool:
    """Whether the question names whom the row is about: then prose is asked, and has been."""
    said = {word.text for word in question.words}
    return bool(said & {token.text for token in tokens(best.offer.line.name)[-1:]})
