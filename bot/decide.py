"""Which of the candidates is the answer, if any: results, prose, or an honest "not in the sources"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.algebra.terms import Cells
from bot.cite import Span
from bot.draft import Disagreement, Draft, Statement
from bot.phrases import in_quotes
from bot.prose.claims import Claim, asks_measure, value_claims
from bot.prose.kinds import asks_absence, new_names, new_values
from bot.prose.lately import newest_first
from bot.prose.likeness import Similar
from bot.prose.reader import MIN_COVERAGE, Sentence
from bot.prose.spoken import wants_several, write_speech
from bot.question.akin import akin_to
from bot.question.lexicon import MATCH_WORDS, MEETING, NUMBER_WORDS, Asked
from bot.question.question import Question
from bot.results.left_open import readings, with_readings
from bot.results.plan import TELLING, Plan, PlanKind
from bot.schema import Support
from bot.trust.coming import yet_to_come
from bot.trust.conflicts import disagreement, write_disagreement
from bot.trust.corrections import write_verdict
from bot.trust.offices import holds_no_such_office, officials_first
from bot.trust.polarity import happening_told, polarity, undone
from bot.trust.records import better_claim, outdated_record, since_record, write_record
from bot.trust.retold import retold
from bot.trust.rivals import pointed_claim, rival_answers
from bot.trust.stated import stated, tells_nothing
from bot.trust.verdicts import Verdict
from bot.trust.vetoes import is_anothers, is_no_name, is_of_others, is_unrelated
from bot.writer import write_plan, write_quote
from retriever.store import Store
from retriever.text import terms, tokens

# Share of the question's weight that results must account for; below it, a row answers another question than asked.
MIN_PLAN_SCORE = 0.72
MIN_PLAN_SCORE_TABLE_GIVEN = 0.50
# Belief of the trained parser from which its plan answers; with the table given there is no other place to look.
MIN_BELIEF, MIN_BELIEF_TABLE_GIVEN, MIN_BELIEF_NAMED_ROWS = 0.5, 0.1, 0.03
PROSE_KINDS = (Asked.QUOTE, Asked.SPEAKER, Asked.REASON, Asked.AGE)  # no cell holds what somebody said, or why
READ_CLAIMS = 40  # sentences whose values are compared
DISPUTED = 0.6  # confidence where sources disagree
SUMMED = 0.75  # confidence in a summary: each of its sentences stands in the sources
TOLD_FIGURES = 0.8  # confidence in what is worked out from figures of reports
SETTLED = 0.9  # confidence in what a row says of a place
HIGH, MEDIUM = 0.85, 0.70
_SLIGHT = 0.1  # weight of a word that nearly every unit has; "born" of a library of biographies has little more
_SECOND_SOURCE = 0.93  # share of the best sentence's score at which another document's sentence is quoted beside it
_SECOND_SOURCE_READ = 0.6  # the same where scores are probabilities, which lie further apart
_QUOTE_MARKS = frozenset('"“”„»«‘')
_SHORT_QUOTE_CHARS = 420
_LIKELIEST = 3  # sentences, one of which may say yes or no
# Plans that read what rows say; those that count or compute are what prose seldom says.
_PLAIN_KINDS = (PlanKind.LOOKUP, PlanKind.NTH, PlanKind.EXTREME, PlanKind.COUNT, PlanKind.LIST)


@dataclass(frozen=True)
class Decision:
    """The draft that won, or None to abstain, with how sure and why."""

    draft: Draft | None
    score: float
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """Words of the question that nothing found accounts for."""
    debug: dict[str, str] | None = None
    was_read: bool = False
    """Whether the score is the reader's probability of a sentence."""
    leaves_out: bool = False
    """Whether results or a sentence answer that leave telling words of the question unaccounted for."""
    whom: str = ""
    """Whom the question only describes, where a row told; nobody else's row answers it."""


def decide(  # noqa: PLR0911 - one for each kind of evidence
    question: Question,
    plans: Sequence[Plan],
    read: Callable[[], Sequence[Sentence]],
    store: Store,
    *,
    table_given: bool = False,
    summarised: Callable[[Sequence[Sentence]], Draft | None] = lambda _: None,
    verdict: Verdict | None = None,
    bounded: Draft | None = None,
    worked: Callable[[], Draft | None] = lambda: None,
    absentee: Callable[[], Draft | None] = lambda: None,
    either: Callable[[], Disagreement | None] = lambda: None,
    reread: Callable[[Claim], Sequence[Sentence]] = lambda _: (),
    similar: Similar = lambda texts: [[0.0] * len(texts)] * len(texts),
    read_closely: Callable[[Sequence[Sentence]], Sequence[Sentence]] = lambda sentences: sentences,
) -> Decision:
    """The better of the best plan and the best sentence, if it is good enough.

    `read` is called only when results don't answer. `table_given`: the reader chose the only table there is, so the
    question need not describe it. `summarised` sums up what the question names. `verdict`: what results say of a place
    that the question gives somebody. `bounded`: yes or no to a bound that it sets. `worked`: what is worked out from
    figures that reports tell, called where no plan answers. `absentee`: what is said of somebody whom the results that
    are meant don't list, called there too. `either`: both of two answers that the question offers, where both are told.
    `reread` finds sentences that resemble a claim's, `similar` gives the cosines of texts. `read_closely` scores
    sentences again and points out the words that answer.
    """
    plan = next((p for p in plans if _is_enough(p, table_given=table_given)), plans[0] if plans else None)
    debug = {"plan": plan.described() if plan else "none", "asked": ", ".join(question.asked)}
    if verdict is not None and _settles(question, verdict, table_given=table_given):
        bounded = write_verdict(question, verdict)
    if bounded is not None:
        shown = verdict.lines if verdict is not None else bounded.lines
        return Decision(bounded, SETTLED, (f"stands in the results: {shown[0].view.head.called()}",), debug=debug)
    trusted = plan is not None and _is_enough(plan, table_given=table_given) and _has_values(question, plan)
    trusted = trusted and (table_given or _is_of_round(question, plan)) and not _misses_now(question, plan)
    if plan is not None and trusted and not _needs_prose(question, plan):
        told = _newer_record(question, plan, read, store) or _told_better(question, plan, read, read_closely)
        return _from_results(question, plan, plans, debug) if told is None else replace(told, debug=debug)
    computed = worked()
    if computed is not None:
        return Decision(computed, TOLD_FIGURES, computed.reasons, debug=debug)
    unlisted = absentee()
    if unlisted is not None:
        return Decision(unlisted, SETTLED, ("the results that are meant don't list the one asked about",), debug=debug)
    sentences = read()
    best = sentences[0] if sentences else None
    if best is not None:
        debug["sentence"] = f"{best.score:.3f} coverage {best.coverage:.3f} cosine {best.cosine:.3f}"
    if question.asked[0] is Asked.SUMMARY:
        summary = summarised(sentences)
        from_prose = None if summary is None else Decision(summary, SUMMED, ("the sentences that tell most",))
    else:
        from_prose = _from_prose(
            question, sentences, store, either=either, reread=reread, similar=similar, read_closely=read_closely
        )
    if from_prose is not None:
        return replace(from_prose, debug=debug)
    if plan is not None and trusted and table_given:  # the table may tell what its document's prose doesn't
        return _from_results(question, plan, plans, debug)
    missing = tuple(word for word in (best.missing if best else ()) if not _is_mentioned(word, store))
    return Decision(None, best.score if best else 0.0, ("nothing found accounts for the question",), missing, debug)


def _both(found: Disagreement) -> Decision:
    return Decision(write_disagreement(found), DISPUTED, (f"{len(found.sides)} values are given",))


def _told(question: Question, sentences: Sequence[Sentence], written: Sequence[Sentence] = ()) -> Decision | None:
    """The best sentence, where it is good enough; `written` are all, as scored before they were read closely."""
    if not sentences or _is_nobodys_words(question, sentences[0]):
        return None
    # What undoes or excludes it is told in other words than the question: it need not be as likely.
    if question.is_yes_no and question.asked[0] is Asked.YES_NO:
        ends = undone(question, sentences)
        told = happening_told(question, sentences) if ends is None else (ends, False)
        told = told or stated(question, [*sentences, *written])
        if told is not None:
            word = "Yes" if told[1] else "No"
            statement = Statement(f"{word}: {in_quotes(told[0].text)}", (told[0].span,), Support.QUOTED)
            reasons = ("a sentence tells whether",)
            return Decision(Draft((statement,), word, (word,)), _confidence(told[0]), reasons, was_read=True)
        if tells_nothing(question, sentences[0]):
            return None
    if not (sentences[0].enough or wants_several(question, sentences[0])):
        return None
    if any(speaks_against(question, sentences[0]) for speaks_against in (is_anothers, is_unrelated, is_of_others)):
        return None
    if question.is_yes_no and question.asked[0] is Asked.YES_NO:
        sentences = _telling_first(question, sentences)
    draft, best = _write_prose(question, sentences), sentences[0]
    reasons = (f"the best of {len(sentences)} sentences that were found",)
    return Decision(draft, _confidence(best), reasons, leaves_out=bool(best.missing), was_read=True)


def _telling_first(question: Question, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences, the first of the likeliest that says yes or no before the others."""
    least = _SECOND_SOURCE_READ * sentences[0].score
    likely = [s for s in sentences[:_LIKELIEST] if not s.of_another and s.score >= least]
    told = next((s for s in likely if polarity(question, s) is not None), None)
    return sentences if told is None else [told, *(s for s in sentences if s is not told)]


def _is_nobodys_words(question: Question, sentence: Sentence) -> bool:
    """Whether words are asked for and the sentence holds nobody's."""
    return question.asked[0] is Asked.QUOTE and sentence.said is None and not _QUOTE_MARKS & set(sentence.text)


def _from_prose(
    question: Question,
    sentences: Sequence[Sentence],
    store: Store,
    *,
    either: Callable[[], Disagreement | None],
    reread: Callable[[Claim], Sequence[Sentence]],
    similar: Similar,
    read_closely: Callable[[Sequence[Sentence]], Sequence[Sentence]],
) -> Decision | None:
    """What reports say: both values where they disagree, else the best sentence, if it is good enough.

    Where the latest state is asked for, the newest of the sentences that answer tells it; older ones do not disagree.
    """
    if question.now is not None:
        return _told(question, newest_first(question, yet_to_come(question, read_closely(sentences)), store))
    sentences = since_record(question, sentences, store)
    claims = value_claims(question, sentences[:READ_CLAIMS], store)

    def more(lead: Claim) -> Sequence[Claim]:
        return value_claims(question, reread(lead), store, lead.value.type)

    found = either() or disagreement(question, claims, similar, more)
    if found is None and sentences and sentences[0].coverage >= MIN_COVERAGE:
        found = retold(question, sentences, store)
    read = yet_to_come(question, read_closely(sentences)) if found is None else ()
    closely = [s for s in read if not is_no_name(question, s) and not holds_no_such_office(question, s, store)]
    closely = officials_first(question, closely)
    found = found or rival_answers(question, closely, store, similar)
    if found is None and (lead := pointed_claim(question, closely, store)) is not None:
        found = disagreement(question, claims, similar, more, lead)
    return _told(question, closely, sentences) if found is None else _both(found)


def _told_better(
    question: Question,
    plan: Plan,
    read: Callable[[], Sequence[Sentence]],
    read_closely: Callable[[Sequence[Sentence]], Sequence[Sentence]],
) -> Decision | None:
    """The best sentence, where it has words of the question that the plan's rows and headings lack."""
    told = plan.explained - plan.by_lead | question.cue_words
    left = [i for i in range(len(question.words)) if i not in told and question.weights[i] >= TELLING]
    left = [i for i in left if not question.is_specific(i) and question.words[i].text not in NUMBER_WORDS]
    if not left or plan.composition is not None or plan.kind not in _PLAIN_KINDS:
        return None
    most, wanted = question.coverage(told), {question.stems[i] for i in left}

    def tells_more(sentence: Sentence) -> bool:
        return sentence.coverage > most and bool(wanted & set(terms(sentence.text)))

    written = read()
    if not any(tells_more(sentence) for sentence in written):  # known before the trained reader spends its time
        return None
    sentences = read_closely(written)
    return _told(question, sentences) if sentences and tells_more(sentences[0]) else None


def _settles(question: Question, verdict: Verdict, *, table_given: bool) -> bool:
    """Whether the verdict is the answer: when, why or how it happened needs no answer if it didn't."""
    enough = MIN_PLAN_SCORE_TABLE_GIVEN if table_given else MIN_PLAN_SCORE
    return question.coverage(verdict.explained) >= enough if question.is_yes_no else not verdict.holds


def _newer_record(
    question: Question, plan: Plan, read: Callable[[], Sequence[Sentence]], store: Store
) -> Decision | None:
    """The record that reports tell of, where a listed one is asked for that it has outdone."""
    line = outdated_record(question, plan)
    claim = None if line is None else better_claim(question, line, read(), store)
    if line is None or claim is None:
        return None
    return Decision(write_record(question, claim, line), DISPUTED, ("a better mark is reported than the one listed",))


def _has_values(question: Question, plan: Plan) -> bool:
    """Whether the cells asked for hold anything: a column of nations may be there and blank."""
    return bool(write_plan(question, plan).values)


def _from_results(question: Question, plan: Plan, plans: Sequence[Plan], debug: dict[str, str]) -> Decision:
    plan, others = readings(question, plan, plans)
    draft = with_readings(question, write_plan(question, plan), [(o, write_plan(question, o)) for o in others])
    reasons = (f"stands in the results: {_table_of(plan)}", *draft.reasons)
    sure = plan.score if plan.composition is None else plan.composition.belief
    return Decision(draft, min(1.0, sure), reasons, debug=debug, leaves_out=_leaves_out(question, plan.explained))


def _leaves_out(question: Question, explained: frozenset[int]) -> bool:
    left = (i for i in range(len(question.weights)) if i not in explained | question.cue_words)
    return any(question.weights[i] > _SLIGHT for i in left)


def _is_enough(plan: Plan, *, table_given: bool) -> bool:
    """Whether a plan may answer: it accounts for the question, and what composed it believes in it."""
    if plan.composition is None:
        return plan.score >= (MIN_PLAN_SCORE_TABLE_GIVEN if table_given else MIN_PLAN_SCORE)
    if table_given:
        reads_named_rows = isinstance(plan.composition.term, Cells) and bool(plan.composition.conditions)
        enough = MIN_BELIEF_NAMED_ROWS if reads_named_rows else MIN_BELIEF_TABLE_GIVEN
        return plan.composition.belief >= enough
    is_sure = plan.score >= MIN_PLAN_SCORE and plan.composition.belief >= MIN_BELIEF
    return is_sure and not plan.composition.is_weak


def _is_of_round(question: Question, plan: Plan | None) -> bool:
    """Whether a composed plan reads the rounds that the question names: no list of records tells who was in a final."""
    if plan is None or plan.composition is None or not question.scope.rounds:
        return True
    told = {name for line in plan.lines or plan.counted for name in line.view.head.scope.rounds}
    return bool(told & set(question.scope.rounds))


def _misses_now(question: Question, plan: Plan | None) -> bool:
    """Whether how things stand is asked and the plan only finds a row, or a match and it reads places in a league."""
    if question.now is None or plan is None or not plan.lines:
        return False
    if not question.now.step:
        return plan.kind is PlanKind.LOOKUP and not plan.columns and question.asked[0] is Asked.ANYTHING
    view = plan.lines[0].view
    return view.rank is not None and view.sides is None and question.said(*MATCH_WORDS, *MEETING, "meeting")


def _is_mentioned(word: str, store: Store) -> bool:
    """Whether it or a word near in meaning stands in the library: then it can't be said that nothing mentions it."""
    near = (other for token in tokens(word) for other in akin_to(token.text))
    return any(store.unit_frequency(term) for term in (*terms(word), *near))


def _table_of(plan: Plan) -> str:
    return (plan.lines or plan.counted)[0].view.head.called()


def _needs_prose(question: Question, plan: Plan) -> bool:
    asked = question.asked[0]
    counts = plan.kind is PlanKind.COUNT or plan.composition is not None
    if plan.counted and counts and asks_measure(question):
        return True  # "how many metres from the line" counts no rows
    return asked in PROSE_KINDS or asks_absence(question) or (asked is Asked.SUMMARY and len(plan.lines) < 2)


def _confidence(sentence: Sentence) -> float:
    return max(0.0, min(1.0, sentence.score if sentence.sure is None else sentence.sure))


def _write_prose(question: Question, sentences: Sequence[Sentence]) -> Draft:
    if question.asked[0] in (Asked.QUOTE, Asked.SPEAKER):
        return write_speech(question, sentences)
    best = sentences[0]
    span, text = best.span, best.text
    told = polarity(question, best) if question.is_yes_no and question.asked[0] is Asked.YES_NO else None
    if told is not None:
        word = "Yes" if told else "No"
        statement = Statement(f"{word}: {in_quotes(text)}", (span,), Support.QUOTED)
        return Draft((statement,), word, (word,))
    draft = write_quote(span, text, short=_short(question, best, text))
    if best.lead is not None:
        return _after(best.lead, draft)
    reason = question.asked[0] is Asked.REASON
    second = _second_account(best, sentences) if reason else _second_source(best, sentences)
    if second is None:
        return draft
    more = write_quote(second.span, second.text, short="")
    extra = tuple(Statement(f" {s.text}", s.evidence, s.support) for s in more.statements)
    return Draft((*draft.statements, *extra), draft.short_answer, draft.values)


def _after(lead: Span, draft: Draft) -> Draft:
    """The draft behind the sentence that tells of what its value is."""
    words = lead.passage.text[lead.start - lead.passage.start : lead.end - lead.passage.start]
    event = Statement(in_quotes(words), (lead,), Support.QUOTED)
    told = [replace(statement, text=f" {statement.text}") for statement in draft.statements]
    return replace(draft, statements=(event, *told))


def _second_account(best: Sentence, sentences: Sequence[Sentence]) -> Sentence | None:
    """The second likeliest reason; the reader of reasons gives no more than are as good."""
    others = [s for s in sentences if s.span.key != best.span.key]
    return others[0] if others else None


def _second_source(best: Sentence, sentences: Sequence[Sentence]) -> Sentence | None:
    """Another document's sentence that supports the answer nearly as well, if both are short enough to read."""
    share = _SECOND_SOURCE if best.answer is None else _SECOND_SOURCE_READ
    for sentence in sentences[1:]:
        if sentence.score < share * best.score:
            return None
        elsewhere = sentence.span.passage.document_id != best.span.passage.document_id and not sentence.of_another
        if elsewhere and len(sentence.text) + len(best.text) <= _SHORT_QUOTE_CHARS:
            return sentence
    return None


def _short(question: Question, sentence: Sentence, text: str) -> str:
    """The answer's own words where they were pointed out, else the value or name asked for, else the sentence."""
    if sentence.answer is not None:
        return sentence.text[slice(*sentence.answer)]
    values = new_values(question, text)
    if values:
        return values[0].value.text
    if question.asked[0] is Asked.NAME:
        names = new_names(question, text)
        if names:
            return names[0]
    return text
