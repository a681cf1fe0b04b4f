"""What results say of the places that a question takes for granted: they bear the claim out, or show what is true."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.question.lexicon import LOSING, Operation
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.scope import FINAL
from bot.question.tables import Line, TableView
from bot.results.finder import TableFinder
from bot.results.gathered import Group
from bot.results.premises import MATCH_ROWS, Presumption, claims_in
from bot.results.selection import Selection
from retriever.text import stem

_SMALL_GAP = 1e-6  # weights are sums of floats


@dataclass(frozen=True)
class Verdict:
    """What results say of a claim."""

    claim: Presumption
    holds: bool
    lines: tuple[Line, ...]
    """Rows that bear the claim out, or those that contradict it, the claim's subject first."""
    explained: frozenset[int]
    """Question tokens that the claim and the headings account for."""
    of_nation: bool = False
    """Whether the subject is a nation or club beside the rows: "which American won"."""
    absent_from: tuple[TableView, ...] = ()
    """Results that the question means and the subject isn't in; `lines` are then of other rounds."""


_CONTESTS = frozenset(stem(word) for word in ("cup", "league", "championship", "open", "trophy", "tour", "shield"))


def judge_claims(
    question: Question, mentions: Sequence[Mention], groups: Sequence[Group], finder: TableFinder
) -> Verdict | None:
    """The verdict on what the question says of places, the first that fails if any does; None where it says nothing."""
    named = [mention for mention in mentions if mention.places]
    verdicts = [judge(question, claim, groups, finder) for claim in claims_in(question, named, finder)]
    known = [verdict for verdict in verdicts if verdict is not None]
    return min(known, key=lambda verdict: verdict.holds, default=None)


def judge(question: Question, claim: Presumption, groups: Sequence[Group], finder: TableFinder) -> Verdict | None:
    """What the results that the question means say of the claim; None where they don't tell."""
    views = _meant(question, claim, groups, finder)
    if not views or not _is_about(question, claim, views):
        return None
    words = claim.subject.words | claim.words | question.scope.words
    words |= frozenset.union(*(finder.explained(question, view.table.table_id) for view in views))
    own = _lines_of(claim.subject, views)
    if not own and finder.names_nation(claim.subject):
        return _judge_nation(question, claim, views, words=words, finder=finder)
    if not own:
        return _absent(claim, views, words, finder)
    lines = [line for line in own if _place(question, line, finder) is not None]
    if claim.rival is not None:
        return _judge_rivals(question, claim, lines, _lines_of(claim.rival, views), words=words, finder=finder)
    if claim.places == (MATCH_ROWS,) and question.said(*LOSING):
        lines = [line for line in lines if len(line.view.table.rows) == MATCH_ROWS]
    right = [line for line in lines if _place(question, line, finder) in claim.places]
    if right:
        return Verdict(claim, True, tuple(right[:1]), words)
    return Verdict(claim, False, tuple(lines), words) if lines and claim.places else None


def _judge_nation(
    question: Question, claim: Presumption, views: Sequence[TableView], *, words: frozenset[int], finder: TableFinder
) -> Verdict | None:
    """Whether somebody of the nation (or club) has the place: "which American won"."""
    at = [line for view in views for line in view.lines() if _place(question, line, finder) in claim.places]
    known = [line for line in at if line.view.nation is not None and line.value(line.view.nation).text]
    if not known or len(known) < len(at) or question.is_yes_no:
        return None
    theirs = {(place.table_id, place.row) for place in claim.subject.places}
    right = [line for line in known if line.key in theirs]
    return Verdict(claim, bool(right), tuple(right or known), words, of_nation=True)


def _judge_rivals(
    question: Question, claim: Presumption, own: Sequence[Line], others: Sequence[Line], *,
    words: frozenset[int], finder: TableFinder,
) -> Verdict | None:  # fmt: skip
    """Whether the subject came in ahead of the rival wherever both met."""
    pairs = [(a, b) for a in own for b in others if a.view is b.view and not a.view.is_league]
    places = [(_place(question, a, finder) or 0, _place(question, b, finder) or 0) for a, b in pairs]
    if not pairs or any(0 in both for both in places):
        return None
    won = [pair for pair, (a, b) in zip(pairs, places, strict=True) if a < b]
    return Verdict(claim, bool(won), (won or pairs)[0], words)


def _absent(
    claim: Presumption, views: Sequence[TableView], words: frozenset[int], finder: TableFinder
) -> Verdict | None:
    """The subject is in another round of the event but not in the one that is meant."""
    siblings = {v.table.table_id: v for view in views for v in finder.siblings(view)}
    elsewhere = _lines_of(claim.subject, list(siblings.values()))
    if not elsewhere or len({v.head.scope.round for v in views}) != 1:
        return None
    last = max(elsewhere, key=lambda line: (line.view.table.document_id, line.view.table.start))
    return Verdict(claim, False, (last,), words, absent_from=tuple(views))


def _meant(question: Question, claim: Presumption, groups: Sequence[Group], finder: TableFinder) -> list[TableView]:
    """The tables that account for most of the question, among those of the subject and of the groups found for it.

    A title is won in the final: where the question names no round and there is one, only finals are meant.
    """
    own = {place.table_id for place in claim.subject.places}
    events = {v.table.table_id for t in sorted(own) for v in finder.siblings(finder.view(t))}
    tables = sorted(own | events | {view.table.table_id for group in groups for view in group.views})
    weights = {t: w for t in tables if (w := finder.weight_explained(question, t, claim.subject.words)) is not None}
    most = max((weights[t] for t in weights if t in own | events), default=0.0)
    # Of tables in which the subject has no part only those that the question says something of.
    told = [t for t in tables if t in weights and (weights[t] > 0 or t in own | events)]
    best = [finder.view(t) for t in told if weights[t] >= most - _SMALL_GAP]
    finals = [view for view in best if view.head.scope.round == FINAL]
    if finals and not question.scope.rounds:
        documents = {view.table.document_id for view in finals}
        return finals + [v for v in best if v.head.scope.round is None and v.table.document_id not in documents]
    return best


def _is_about(question: Question, claim: Presumption, views: Sequence[TableView]) -> bool:
    """Whether names and figures of the question stand in the headings: a place in another event denies nothing."""
    cues = {cue.word for cue in question.has(Operation.NTH)}
    headed = {stem for view in views for stem in view.head.stems}
    own = {place.table_id for place in claim.subject.places}
    theirs = [view for view in views if view.table.table_id in own] or views
    contests = _CONTESTS & set(question.stems)
    if contests and all(_CONTESTS & view.head.stems - contests and not contests & view.head.stems for view in theirs):
        return False  # who is fifth in the league may have won the cup
    known = headed | {stem for view in views for stem in view.head.lead}
    told = claim.subject.words | claim.words | cues | question.scope.words
    left = [i for i in range(len(question.words)) if i not in told]
    return all(question.stems[i] in known for i in left if question.is_specific(i) and question.weights[i] > 0)


def _lines_of(subject: Mention, views: Sequence[TableView]) -> list[Line]:
    by_id = {view.table.table_id: view for view in views}
    return [
        Line(by_id[place.table_id], by_id[place.table_id].table.rows[place.row])
        for place in subject.places
        if place.table_id in by_id and place.column == by_id[place.table_id].label
    ]


def _place(question: Question, line: Line, finder: TableFinder) -> int | None:
    group = Group((line.view,), frozenset(), frozenset(), 0.0)
    return Selection(question, (), group, finder).place(line)
