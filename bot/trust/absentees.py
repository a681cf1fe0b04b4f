"""Somebody whom the reports know but the results that a question means don't list: it asks for a mark never made."""

import re
from collections.abc import Sequence

from bot.cite import TableSpan
from bot.draft import Draft, Statement
from bot.prose.reader import Sentence
from bot.question.links import Mention
from bot.question.question import Question
from bot.results.gathered import Group
from bot.results.premises import asks_result
from bot.schema import Premise, Support
from retriever.nations import nation_keys
from retriever.store import Store
from retriever.text import terms, tokens

# Words by which reports say that somebody wasn't there.
_ABSENCE = re.compile(
    r"\b(?:injur\w+|miss(?:ed|es|ing)?|withdr[ae]w\w*|absen\w+|pulled out|ruled out|sidelined|suspended|banned|ill|"
    r"did not|didn’t|didn't|failed to|retired|unavailable|without)\b",
    re.I,
)
_PROPER_NAME = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)+")  # "Coast Open" in "Coast Open 2031: 100 metres freestyle"
_FAR = 100_000  # longer than any sentence
ABSENCE_WORDS = "injured missing absent withdrew not run"  # what is searched for beside the name


def absentee(question: Question, mentions: Sequence[Mention], groups: Sequence[Group]) -> frozenset[int]:
    """Tokens that name somebody whom no row lists, in a question for a result of the first group; else empty."""
    if not groups or not asks_result(question) or not all(v.is_contest and v.rank is not None for v in groups[0].views):
        return frozenset()
    linked = {i for mention in mentions if mention.places for i in mention.words}
    known = groups[0].explained | question.scope.words
    left = [i for i in range(len(question.words)) if question.is_specific(i) and i not in known and question.weights[i]]
    words = {i: question.words[i].text for i in left if i not in linked}
    named = frozenset(i for i, word in words.items() if word.isalpha() and not nation_keys(word))
    runs_on = bool(named) and max(named) - min(named) + 1 == len(named)
    return named if runs_on and len(named) == len(left) else frozenset()


def write_absentee(
    question: Question, named: frozenset[int], group: Group, sentences: Sequence[Sentence], store: Store
) -> Draft | None:
    """That the results don't list them, and what the reports say of them instead; None where these don't know them."""
    stems, surname = {question.stems[i] for i in named}, question.stems[max(named)]
    if not any(stems <= set(terms(s.text)) for s in sentences):
        return None
    own = {s.span.passage.document_id: _tells_of(s.span.passage.document_id, group, store) for s in sentences}
    # A full name is said once, a surname after; a report of another contest tells nothing of an absence from this one.
    about = [s for s in sentences if surname in terms(s.text) and own[s.span.passage.document_id]]
    if not about:
        return None
    told = min(about, key=lambda s: _distance(s.text, question.words[max(named)].text))
    title = store.document(told.span.passage.document_id).title
    name = question.text[question.words[min(named)].start : question.words[max(named)].end]
    name = name.removesuffix("'s").removesuffix("’s")
    view = group.views[0]
    called = view.head.called(numbered=len(group.views) == 1)
    denial = f"The results of {called} do not list {name}."
    tables = tuple(TableSpan(each) for each in group.views)
    statements = (
        Statement(denial, tables, Support.STATED),
        Statement(f" {title}: {told.text}", (told.span,), Support.STATED),
    )
    premise = Premise(claim=f"{name} took part in {called}", verdict="unsupported", correction=denial, citations=[])
    return Draft(statements, denial, (told.text,), premise=premise, premise_evidence=(*tables, told.span))


def _tells_of(document_id: str, group: Group, store: Store) -> bool:
    """Whether a document holds the results, or names their competition or somebody whom they list."""
    if any(view.table.document_id == document_id for view in group.views):
        return True
    text = store.document(document_id).text
    titles = (store.document(view.table.document_id).title for view in group.views)
    if any(name in text for title in titles for name in _PROPER_NAME.findall(title)):
        return True
    said = frozenset(terms(text))
    listed = [frozenset(terms(line.name)) for view in group.views for line in view.lines()]
    return any(name <= said for name in listed if name)


def _distance(text: str, surname: str) -> int:
    """Characters from the name to a word of absence behind it; a sentence without one comes after all that have one."""
    at = next((token.end for token in tokens(text) if token.text == surname), None)
    if at is None:
        return 2 * _FAR
    absence = _ABSENCE.search(text, at)
    return absence.start() - at if absence else _FAR + at
