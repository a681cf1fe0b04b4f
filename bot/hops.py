"""Questions that need two places: whom or which edition words mean is found first, then the question is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.cite import Span
from bot.decide import Decision
from bot.draft import Draft
from bot.joined import SURE
from bot.prose.reader import Sentence
from bot.prose.subjects import may_be_of, pointed_name, says, subject_of
from bot.question.described import Description, description_in, without_group, without_tail
from bot.question.lexicon import Asked, Operation
from bot.question.links import Linker
from bot.question.question import Question
from bot.question.steps import Step, edition_in, step_in
from bot.question.tables import Line, TableHead
from bot.results.finder import TableFinder
from bot.results.plan import Plan
from bot.results.stepping import with_edition, with_event, year_meant
from bot.schema import Support
from bot.writer import write_quote
from retriever.store import Store
from retriever.types import Filters

_MAX_NAME_WORDS = 4
_DESCRIBED_BY = 3  # sentences that may say whom a description means
_NEAR_DAYS = 7  # from a report to the results that it reports
_ISO_DAY = 10  # characters of a date, behind which a time may stand
_OF_ROWS = (Asked.RANK, Asked.TIME, Asked.DISTANCE, Asked.MARK, Asked.NATION)  # what rows tell
_SURE_ROW = 0.72  # confidence from which a row says whom a description means
Answered = tuple[Decision, list[Plan]]


@dataclass(frozen=True)
class Asking:
    """How one question is asked of one library."""

    read: Callable[[str], Question]
    decide: Callable[[Question, Filters, bool], Answered]
    """The answer to a question that describes nobody; the flag says whether the reader chose the documents."""
    sentences: Callable[[Question, Filters], Sequence[Sentence]]
    """The likeliest sentences of reports, read closely."""
    linker: Linker
    finder: TableFinder
    store: Store

    def listed_name(self, words: str) -> str | None:
        """The full name of the one athlete or team of the results whom these words name."""
        mentions = [m for m in self.linker.mentions(self.read(words)) if self.linker.names_rows(m)]
        named = {mention.name.key: mention.name.text for mention in mentions}
        return next(iter(named.values())) if len(named) == 1 else None


@dataclass(frozen=True)
class Whom:
    """Somebody whom words of a question describe, and the draft that says so."""

    name: str
    draft: Draft
    score: float
    line: Line | None = None
    """The row that says so; None where prose does."""
    document_id: str | None = None
    """The report that says so; None where a row does."""


@dataclass(frozen=True)
class Hop:
    """What was found along the way, as far as it led."""

    answered: Answered | None = None
    whom: Whom | None = None


NO_HOP = Hop()


def in_two_places(question: Question, filters: Filters, asking: Asking, *, at_first: bool) -> Hop:
    """The answer with a name or a year in place of the words that mean it, where any do.

    `at_first`: before the question is asked as it stands, for what it cannot answer so; else for all others.
    """
    alone = without_group(question.text) if at_first else None
    if alone is not None:
        return Hop(_of_results(asking.decide(asking.read(alone), filters, True)))
    edition = edition_in(question.text) if at_first else None
    if edition is not None:
        told = with_edition(question, edition, asking.linker, asking.finder)
        return NO_HOP if told is None else Hop(_of_results(asking.decide(asking.read(told), filters, True)))
    step = step_in(question.text)
    described = _without_step(description_in(question, asking.finder.heads), step, question.text)
    comes_first = step is not None or (described is not None and described.comes_first)
    if comes_first is not at_first:
        return NO_HOP
    if described is not None:
        return _by_description(question, described, step, filters, asking)
    year = None if step is None else year_meant(question, step, None, asking.linker, asking.finder)
    if step is None or year is None:
        return NO_HOP
    return Hop(_of_results(_asked_again(step.replaced(question.text, year), None, filters, asking)))


def _by_description(
    question: Question, described: Description, step: Step | None, filters: Filters, asking: Asking
) -> Hop:
    """The answer with the name of whom the words describe, and the year that a step leads to from there."""
    whom = whom_described(described, filters, asking)
    shorter = without_tail(question, described) if whom is None else None
    if shorter is not None:
        described, whom = shorter, whom_described(shorter, filters, asking)
    if whom is None:
        return NO_HOP
    text = question.text
    year = None if step is None else year_meant(question, step, whom.line, asking.linker, asking.finder)
    if step is not None and year is None:
        return NO_HOP
    behind = step is None or step.start > described.start  # what stands behind is replaced first: places stay right
    if step is not None and year is not None and behind:
        text = step.replaced(text, year)
    text = described.replaced(text, whom.name)
    if step is not None and year is not None and not behind:
        text = step.replaced(text, year)
    if step is not None:
        text = with_event(asking.read(text), question, described, asking.finder)
    found = _asked_again(with_own_year(text, asking.read(text), whom), whom, filters, asking)
    return Hop(None if found is None else _naming(found, whom), whom)


def with_own_year(text: str, question: Question, whom: Whom) -> str:
    """The question with the year in which somebody was found, where it sets another year against that."""
    years = whom.line.view.head.years if whom.line is not None else frozenset()
    compares = bool(question.has(Operation.DIFFERENCE))
    if len(years) != 1 or len(question.years) != 1 or years & question.years or not compares:
        return text
    return f"{text.rstrip(' ?')} in {next(iter(years))}?"


def _without_step(described: Description | None, step: Step | None, text: str) -> Description | None:
    """The description up to the step that its last words take: "the winner of 2023 | three years later"."""
    if described is None or step is None or not described.start < step.start < described.end:
        return described
    told = text[step.start : described.end]
    return replace(described, end=step.start, asks=described.asks.replace(f" {told.strip()}", ""))


def may_leave_asked(question: Question, decision: Decision, *, least: float = SURE) -> bool:
    """Whether an answer leaves out what is asked, or may: a sentence instead of the place or mark of a row."""
    by_prose = decision.draft is not None and not decision.draft.lines
    return decision.leaves_out or decision.score < least or (by_prose and question.asked[0] in _OF_ROWS)


def unanswered(whom: Whom) -> Decision:
    """Nothing is known of somebody whom a row told: what is said of others is no answer."""
    return Decision(None, 0.0, (f"nothing found says it of {whom.name}",), whom=whom.name)


def whom_described(described: Description, filters: Filters, asking: Asking) -> Whom | None:
    """Whom a description means: as results say, else of whom a sentence says all of it; None if that is unsure."""
    question = asking.read(described.asks)
    decision, _ = asking.decide(question, filters, True)
    draft = decision.draft
    sure = decision.score >= _SURE_ROW and not decision.leaves_out
    if draft is not None and draft.lines and sure and not described.is_calling:
        name = name_of(draft, asking.listed_name)
        return None if name is None else Whom(name, draft, decision.score, next(iter(draft.highlighted), None))
    return told_by(question, asking.sentences(question, filters), asking)


def told_by(question: Question, sentences: Sequence[Sentence], asking: Asking) -> Whom | None:
    """Whom the first of the likeliest sentences names, or is about if it says all that the question asks."""
    for sentence in sentences[:_DESCRIBED_BY]:
        name = pointed_name(sentence, asking.listed_name) if sentence.enough else None
        if name is None and says(question, sentence):
            name = subject_of(question, sentence, asking.listed_name, asking.store)
        if name is not None:
            draft = write_quote(sentence.span, sentence.text, short=name)
            return Whom(name, draft, sentence.score, document_id=sentence.span.passage.document_id)
    return None


def name_of(draft: Draft, known: Callable[[str], str | None]) -> str | None:
    """The one name that a draft answers with; None where it answers with more or something else.

    `known` gives the full name of somebody whom results list: "Stade" and "Olympic" are capitalised, too.
    """
    lines = {line.key: line for line in draft.highlighted}
    if len(lines) == 1 and draft.premise is None:
        return next(iter(lines.values())).name
    return None if draft.lines or len(draft.short_answer.split()) > _MAX_NAME_WORDS else known(draft.short_answer)


def _asked_again(text: str, whom: Whom | None, filters: Filters, asking: Asking) -> Answered | None:
    """The answer to the question with the name in it, first from the results that the report of it is about."""
    question = asking.read(text)
    reported = _results_reported(question, whom, filters, asking)
    narrow = [] if reported is None else [asking.decide(question, reported, False)]
    for found in narrow:
        if _answers(question, found[0], whom, asking):
            return found
    found = asking.decide(question, filters, True)
    return found if _answers(question, found[0], whom, asking) else None


def _answers(question: Question, decision: Decision, whom: Whom | None, asking: Asking) -> bool:
    """Whether it is an answer about the one who was found.

    Of several questions in one the last would be denied: "where is she from, and has she won?".
    """
    draft = decision.draft
    if draft is None or draft.premise is not None:
        return False
    if whom is None:
        return True
    spans = [e for each in draft.statements for e in each.evidence if isinstance(e, Span)]
    of_others = not draft.lines and not all(may_be_of(whom.name, s, asking.listed_name, asking.store) for s in spans)
    guessed = decision.score < SURE and may_leave_asked(question, decision, least=0.0)
    return not of_others and not guessed


def _results_reported(question: Question, whom: Whom | None, filters: Filters, asking: Asking) -> Filters | None:
    """The results of about the day on which a report told of somebody; None where the question itself names a year."""
    if whom is None or whom.document_id is None or question.years or filters.document_ids is not None:
        return None
    told = _published(whom.document_id, asking.store)
    named = [m for m in asking.linker.mentions(asking.read(whom.name)) if asking.linker.names_rows(m)]
    heads = [asking.finder.view(place.table_id).head for mention in named for place in mention.places]
    near = {head.summary.document_id for head in heads if told is not None and _is_of_time(head, told, asking.store)}
    return replace(filters, document_ids=tuple(sorted(near))) if near else None


def _is_of_time(head: TableHead, told: date, store: Store) -> bool:
    """Whether results are of about that day; of that year, where only that is known of them."""
    published = _published(head.summary.document_id, store)
    day = head.day or (published.toordinal() if published is not None else None)
    return str(told.year) in head.years if day is None else abs(day - told.toordinal()) <= _NEAR_DAYS


def _published(document_id: str, store: Store) -> date | None:
    stated = store.document(document_id).published_at
    return date.fromisoformat(stated[:_ISO_DAY]) if stated else None


def _of_results(found: Answered | None) -> Answered | None:
    """The answer where rows give it: reports tell of years later in their own way."""
    draft = None if found is None else found[0].draft
    return found if draft is not None and draft.lines else None


def _naming(found: Answered, whom: Whom) -> Answered:
    """The answer with the sentence that tells who was described: behind one that names him, else before it."""
    decision, plans = found
    draft = decision.draft
    if draft is None:
        return found
    told = [replace(whom.draft.statements[0], text=_with_name(whom))]
    told += [each for each in whom.draft.statements[1:] if each.support is Support.QUOTED]  # that he is of a nation
    said = {each.text.strip() for each in draft.statements}
    new = [replace(each, text=f" {each.text.lstrip()}") for each in told if each.text.strip() not in said]
    first, *others = draft.statements
    statements = [*draft.statements, *new]
    if whom.name.split()[-1] not in first.text and new:
        opening, *rest = new
        opening = replace(opening, text=opening.text.lstrip())
        statements = [opening, *rest, replace(first, text=f" {first.text.lstrip()}"), *others]
    score = min(decision.score, whom.score)
    told_draft = replace(draft, statements=tuple(statements))
    name = whom.name if whom.line is not None else ""
    return replace(decision, draft=told_draft, score=score, leaves_out=False, whom=name), plans


def _with_name(whom: Whom) -> str:
    """The sentence that says who it is, with the name before it where it holds none."""
    said = whom.draft.statements[0].text.lstrip()
    return said if whom.name.split()[-1] in said else f"{whom.name}: {said}"
