"""Which of the candidates is the answer, if any: results, prose, or an honest "not in the sources"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.cite import Span
from bot.lexicon import Asked
from bot.plan import Plan
from bot.question import Question
from bot.reader import Sentence, new_names, new_values
from bot.schema import Support
from bot.speech import is_spoken, speaker_of, spoken_part
from bot.tables import Line
from bot.writer import Draft, Statement, denies, write_plan, write_podium, write_quote
from retriever.store import Store
from retriever.text import terms

# Share of the question's weight that results must account for; below it, a row answers another question than asked.
MIN_PLAN_SCORE = 0.72
MIN_PLAN_SCORE_TABLE_GIVEN = 0.50
PROSE_KINDS = (Asked.QUOTE, Asked.SPEAKER, Asked.REASON, Asked.AGE)  # no cell holds what somebody said, or why
SUMMARY_SENTENCES = 3
HIGH, MEDIUM = 0.85, 0.70
_SECOND_SOURCE = 0.93  # share of the best sentence's score at which another document's sentence is quoted beside it
_SECOND_SOURCE_READ = 0.6  # the same where scores are probabilities, which lie further apart
_SHORT_QUOTE_CHARS = 420


@dataclass(frozen=True)
class Decision:
    """The draft that won, or None to abstain, with how sure and why."""

    draft: Draft | None
    score: float
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """Words of the question that nothing found accounts for."""
    debug: dict[str, str] | None = None


def decide(
    question: Question,
    plans: Sequence[Plan],
    read: Callable[[], Sequence[Sentence]],
    store: Store,
    *,
    table_given: bool = False,
    podium: Sequence[Line] = (),
) -> Decision:
    """The better of the best plan and the best sentence, if it is good enough.

    `read` is called only when results don't answer. `table_given`: the reader chose the only table there is, so the
    question need not describe it. `podium`: the first rows of the results that a summary is about.
    """
    enough = MIN_PLAN_SCORE_TABLE_GIVEN if table_given else MIN_PLAN_SCORE
    plan = plans[0] if plans else None
    debug = {"plan": plan.described() if plan else "none", "asked": ", ".join(question.asked)}
    if plan is not None and plan.score >= enough and (denies(plan) or not _needs_prose(question, plan)):
        draft = write_plan(question, plan)
        reasons = (f"stands in the results: {_table_of(plan)}", *draft.reasons)
        return Decision(draft, min(1.0, plan.score), reasons, debug=debug)
    sentences = read()
    best = sentences[0] if sentences else None
    if best is not None:
        debug["sentence"] = f"{best.score:.3f} coverage {best.coverage:.3f} cosine {best.cosine:.3f}"
    if best is not None and best.enough:
        draft = _write_prose(question, sentences, store, podium)
        reasons = (f"the best of {len(sentences)} sentences that were found",)
        return Decision(draft, _confidence(best), reasons, debug=debug)
    missing = tuple(word for word in (best.missing if best else ()) if not _is_mentioned(word, store))
    return Decision(None, best.score if best else 0.0, ("nothing found accounts for the question",), missing, debug)


def _is_mentioned(word: str, store: Store) -> bool:
    """Whether the word stands anywhere in the library: then it can't be said that the sources don't mention it."""
    return any(store.unit_frequency(term) for term in terms(word))


def _table_of(plan: Plan) -> str:
    return (plan.lines or plan.counted)[0].view.head.called()


def _needs_prose(question: Question, plan: Plan) -> bool:
    asked = question.asked[0]
    return asked in PROSE_KINDS or (asked is Asked.SUMMARY and len(plan.lines) < 2)


def _confidence(sentence: Sentence) -> float:
    return max(0.0, min(1.0, sentence.score))


def _write_prose(
    question: Question, sentences: Sequence[Sentence], store: Store, podium: Sequence[Line] = ()
) -> Draft:
    if question.asked[0] is Asked.SUMMARY:
        return _write_summary(sentences, podium)
    best = sentences[0]
    passages = store.passages_of(best.span.passage.document_id)
    at = next(i for i, p in enumerate(passages) if p.passage_id == best.span.passage.passage_id)
    spoken = is_spoken(best.text, best.span.passage)
    speaker = speaker_of(passages, at, store) if spoken and question.asked[0] in PROSE_KINDS else None
    span, text = best.span, best.text
    if speaker is not None:
        start, end = spoken_part(text, frozenset(question.stems))
        if question.asked[0] is not Asked.SPEAKER:  # who said it stands around the words: cite that too
            span = Span(span.passage, span.start + start, span.start + end)
        text = text[start:end]
    draft = write_quote(question, span, text, speaker=speaker, short=_short(question, best, text))
    second = _second_source(question, best, sentences)
    if second is None:
        return draft
    more = write_quote(question, second.span, second.text, speaker=None, short="")
    extra = tuple(Statement(f" {s.text}", s.evidence, s.support) for s in more.statements)
    return Draft((*draft.statements, *extra), draft.short_answer, draft.values)


def _second_source(question: Question, best: Sentence, sentences: Sequence[Sentence]) -> Sentence | None:
    """Another document's sentence that supports the answer nearly as well, if both are short enough to read."""
    if question.asked[0] in (Asked.QUOTE, Asked.SPEAKER):
        return None
    share = _SECOND_SOURCE if best.answer is None else _SECOND_SOURCE_READ
    for sentence in sentences[1:]:
        if sentence.score < share * best.score:
            return None
        elsewhere = sentence.span.passage.document_id != best.span.passage.document_id
        if elsewhere and len(sentence.text) + len(best.text) <= _SHORT_QUOTE_CHARS:
            return sentence
    return None


def _write_summary(sentences: Sequence[Sentence], podium: Sequence[Line]) -> Draft:
    """The first places, where results are at hand, and the best sentences of one document in its order."""
    home = sentences[0].span.passage.document_id
    chosen = [s for s in sentences if s.span.passage.document_id == home][:SUMMARY_SENTENCES]
    ordered = sorted(chosen, key=lambda s: s.span.start)
    statements = tuple(
        Statement(("" if i == 0 else " ") + s.text, (s.span,), Support.STATED) for i, s in enumerate(ordered)
    )
    if podium:
        following = tuple(replace(s, text=" " + s.text.lstrip()) for s in statements[:SUMMARY_SENTENCES - 1])
        statements = (write_podium(podium), *following)
    whole = "".join(statement.text for statement in statements)
    return Draft(statements, whole, (whole,), tuple(podium), tuple(podium))


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
