"""Summaries: the first places, where results have them, and the sentences that tell most, none twice, in time."""

import re
from collections.abc import Sequence

from bot.draft import Draft, Statement
from bot.prose.likeness import Similar
from bot.prose.reader import MIN_COVERAGE, Sentence
from bot.question.lexicon import PLACES, Asked
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.gathered import Group
from bot.schema import Support
from bot.writer import write_podium
from retriever.figures import find_values
from retriever.store import Store
from retriever.text import terms, tokens
from retriever.types import BlockKind
from retriever.values import ValueType

# Share of a summary's question that headings must account for before results open it; the medals and who missed them
PODIUM_COVERAGE, PODIUM_ROWS = 0.5, 4
MAX_SENTENCES, MAX_CHARS = 4, 800  # a summary longer than that is the article
_LOOKED_AT = 20  # of the likeliest sentences, which are compared with each other
_ALIKE = 0.82  # cosine from which two sentences tell the same
# What a sentence is worth beside the words of the question it holds: each result or figure it tells, how like it is to
# the others (what several say is what happened), and that it opens its article.
_COVERAGE_SHARE, _RESULT_SHARE, _CENTRAL_SHARE, _LEAD_SHARE = 0.5, 0.12, 0.5, 0.1
_MOST_RESULTS = 4
_OUTCOMES = frozenset(PLACES) | {
    "record", "final", "score", "beat", "defeat", "lead", "second", "third", "fourth", "goal", "point", "set",
}  # fmt: skip
# Asked how a competition works, what counts is how one gets from round to round.
_PROCEDURE = frozenset(
    "first round heat semifinal final quarterfinal repechage group stage knockout qualify qualified advance advanced "
    "progress progressed eliminate eliminated through others".split()
)
_STEP_SHARE, _MOST_STEPS = 0.2, 5  # for each word of a procedure
_SAME_STEP = 0.97  # "the first six advanced to the semi-final" and "... to the final" are two steps
_MARKS = {ValueType.TIME, ValueType.DISTANCE, ValueType.SCORE}
_NEAR = 0.7  # share of the best document's worth from which a newer one is the latest on it
_ABOUT = 0.4  # share of the question that a title accounts for, from which another document's sentences belong
_BEST_SHARE, _LIKEST = 0.5, 3  # of a document's best sentence; passages most like the question, whose cosines count
_TITLE_SHARE, _LOOSE_SHARE = 0.25, 0.15  # for words of its headline; less for a sentence that opens with "he"
_BLOG_SHARE = 0.8  # of a live blog's worth where a report sums the same up
_LOOSE = frozenset("he she they it his her their its this that these those".split())
_MIN_CHARS = 25  # shorter ones are headings and exclamations
_EXPLAINED = 0.6  # factor on the least coverage: how a thing works is told in other words than the question's
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})\s*([AaPp])?")


def home_of(question: Question, sentences: Sequence[Sentence], store: Store) -> str | None:
    """The document that a summary is of: what stands at its head, and its passages as a whole, are what is asked about.

    A word in one of its sentences alone tells little: a rower who once played handball makes no handball report.
    """
    cosines: dict[str, dict[str, float]] = {}
    worth: dict[str, float] = {}
    for sentence in sentences:
        document_id = sentence.span.passage.document_id
        cosines.setdefault(document_id, {})[sentence.span.passage.passage_id] = max(0.0, sentence.cosine)
        worth.setdefault(document_id, _BEST_SHARE * sentence.score + headed(question, document_id, store))
    for document_id, found in cosines.items():
        worth[document_id] += sum(sorted(found.values())[-_LIKEST:]) / _LIKEST
    if Asked.SUMMARY in question.asked and not question.said("live", "blog", "happened", "happen"):
        worth = {d: total * (_BLOG_SHARE if _is_blog(d, store) else 1.0) for d, total in worth.items()}
    if question.now is not None:  # of those about as much about it the newest
        most, published = max(worth.values(), default=0.0), store.published
        near = [document_id for document_id in sorted(worth) if worth[document_id] >= _NEAR * most]
        return max(near, key=lambda document_id: published.get(document_id, ""), default=None)
    return max(sorted(worth), key=lambda document_id: worth[document_id], default=None)


def _is_blog(document_id: str, store: Store) -> bool:
    """Whether most of the document was posted bit by bit, while it happened."""
    passages = store.document(document_id).passages
    stamped = (passage.posted is not None or _CLOCK.match(passage.text) is not None for passage in passages)
    return 2 * sum(stamped) > len(passages)


def headed(question: Question, document_id: str, store: Store) -> float:
    """Share of the question that a document's title, publisher and opening passage account for."""
    document = store.document(document_id)
    opening = document.passages[0].text if document.passages else ""
    named = document_id.replace("-", " ")  # the file's name often says the sport that its text takes for granted
    return _title_coverage(question, " ".join((document.title, document.publisher or "", named, opening)))


def podium_of(question: Question, groups: Sequence[Group], home: str, store: Store) -> list[Line]:
    """The first places of the results that a summary is about, if it names their event and its document their first."""
    if Asked.SUMMARY not in question.asked or not groups:
        return []
    if question.coverage(groups[0].explained) < PODIUM_COVERAGE or len(groups[0].views) > 1:
        return []
    lines = [line for line in groups[0].views[0].lines() if line.place is not None]
    first = sorted(lines, key=lambda line: line.place or 0)[:PODIUM_ROWS]
    told = set(terms(store.document(home).text))
    return first if first and set(terms(first[0].name)[-1:]) <= told else []


def summarise(
    question: Question,
    sentences: Sequence[Sentence],
    podium: Sequence[Line],
    similar: Similar,
    store: Store,
    *,
    named: frozenset[str] = frozenset(),
) -> Draft | None:
    """A summary of what the question names; None where too little accounts for it.

    `sentences` are those of the document it is of, and any others that were found. `named`: stems of the names of whom
    it is about; what says nothing of them is left out.
    """
    home = home_of(question, sentences, store)
    about = 0.0 if home is None else _title_coverage(question, store.document(home).title)
    chosen = [s for s in sentences if len(s.text) >= _MIN_CHARS and _is_of(question, s, home, about, store)]
    chosen = [s for s in chosen if named & set(terms(s.text))] or chosen
    least = MIN_COVERAGE * (_EXPLAINED if explains(question) else 1.0)
    best = max((s.coverage for s in chosen), default=0.0)
    if not podium and max(best, 0.0 if home is None else headed(question, home, store)) < least:
        return None
    opening = () if explains(question) else tuple(podium)
    told = _in_time(_best(question, chosen, similar, MAX_SENTENCES - bool(opening), store))
    statements = [Statement(s.text, (s.span,), Support.STATED) for s in told]
    if opening:
        statements.insert(0, write_podium(opening))
    spaced = tuple(
        Statement((" " if i else "") + s.text.lstrip(), s.evidence, s.support) for i, s in enumerate(statements)
    )
    whole = "".join(statement.text for statement in spaced)
    return Draft(spaced, whole, (whole,), opening, opening)


def explains(question: Question) -> bool:
    """Whether it is asked how something works, rather than what happened."""
    return question.said("explain", "work", "works", "worked", "format", "system", "rules")


def _is_of(question: Question, sentence: Sentence, home: str | None, about: float, store: Store) -> bool:
    """Whether the sentence is of the home document, or of one as much about what is asked; captions tell no story."""
    document = store.document(sentence.span.passage.document_id)
    near = explains(question) or document.document_id == home
    near = near or _title_coverage(question, document.title) >= max(about, _ABOUT)
    return near and sentence.span.passage.kind not in (BlockKind.CAPTION, BlockKind.FIELD)


def _title_coverage(question: Question, title: str) -> float:
    said = set(terms(title))
    return question.coverage(frozenset(i for i, found in enumerate(question.stems) if found in said))


def _best(
    question: Question, sentences: Sequence[Sentence], similar: Similar, count: int, store: Store
) -> list[Sentence]:
    """The sentences worth most, none like another, as many as fit."""
    wanted = _PROCEDURE if explains(question) else _OUTCOMES
    worth = {s.span.key: _worth(question, s, wanted, store) for s in sentences}
    likely = sorted(sentences, key=lambda s: (-worth[s.span.key], s.span.key))[:_LOOKED_AT]
    cosines = similar([s.text for s in likely]) if likely else []
    central = [0.0 if wanted is _PROCEDURE else sum(row) / len(row) for row in cosines]
    alike = _SAME_STEP if wanted is _PROCEDURE else _ALIKE
    order = sorted(range(len(likely)), key=lambda i: (-worth[likely[i].span.key] - _CENTRAL_SHARE * central[i], i))
    chosen: list[int] = []
    for index in order:
        length = sum(len(likely[i].text) for i in chosen) + len(likely[index].text)
        fits = len(chosen) < count and length <= MAX_CHARS
        if fits and all(cosines[index][i] < alike for i in chosen):
            chosen.append(index)
    return [likely[i] for i in chosen]


def _worth(question: Question, sentence: Sentence, wanted: frozenset[str], store: Store) -> float:
    said = set(terms(sentence.text))
    covered = question.coverage(frozenset(i for i, found in enumerate(question.stems) if found in said))
    told = len({token.text for token in tokens(sentence.text)} & wanted)
    marks = sum(found.value.type in _MARKS for found in find_values(sentence.text))
    if wanted is _PROCEDURE:
        return _COVERAGE_SHARE * covered + _STEP_SHARE * min(_MOST_STEPS, told)
    document = store.document(sentence.span.passage.document_id)
    passages, headline = document.passages, set(terms(document.title))
    loose = next((token.text in _LOOSE for token in tokens(sentence.text)), False)
    opens = bool(passages) and passages[0].passage_id == sentence.span.passage.passage_id
    return (
        _COVERAGE_SHARE * covered
        + _RESULT_SHARE * min(_MOST_RESULTS, min(3, told) + min(2, marks))
        + _LEAD_SHARE * opens
        + _TITLE_SHARE * len(headline & said) / max(1, len(headline))
        - _LOOSE_SHARE * loose
    )


def _in_time(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Reports in their order, the best one's first; then posts from the earliest on."""
    documents = list(dict.fromkeys(s.span.passage.document_id for s in sentences))

    def place(sentence: Sentence) -> tuple[int, int, int]:
        passage = sentence.span.passage
        posted = _minutes(passage.posted)
        return (0 if posted is None else 1, posted or documents.index(passage.document_id), sentence.span.start)

    return sorted(sentences, key=place)


def _minutes(posted: str | None) -> int | None:
    """Minutes since midnight of a post's stamp; None without one."""
    found = _CLOCK.search(posted or "")
    if found is None:
        return None
    hours = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0) if found[3] else int(found[1])
    return 60 * hours + int(found[2])
