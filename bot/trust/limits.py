"""Yes or no to a bound, from the rows that are meant: "was her jump over 15 metres", "did all break ten seconds"."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cite import RowSpan
from bot.draft import Draft, Statement
from bot.phrases import achieved, where
from bot.question.lexicon import Asked
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.tables import Line
from bot.results.finder import TableFinder
from bot.results.gathered import Group
from bot.results.selection import Selection
from bot.schema import Support

_ALL, _ANY = {"every", "all", "each", "everyone", "everybody"}, {"any", "anyone", "anybody", "somebody", "someone"}
_GROUPS = 3  # the likeliest tables
_MIN_COVERAGE = 0.72  # share of the question that the rows, their headings and the bound must account for
_MAX_TOLD = 4  # rows told of where many are meant


@dataclass(frozen=True)
class _Judged:
    """Yes or no from one group of tables, and the share of the question that they account for."""

    draft: Draft
    coverage: float


def judge_limit(
    question: Question, mentions: Sequence[Mention], groups: Sequence[Group], finder: TableFinder
) -> Draft | None:
    """Whether the marks of the rows that are meant keep the question's bound; None without one, or if rows differ."""
    if not question.is_yes_no:
        return None
    meant = [group for group in groups if _may_be_meant(question, group)][:_GROUPS]
    judged = [found for group in meant if (found := _judge(question, Selection(question, mentions, group, finder)))]
    most = max((found.coverage for found in judged), default=0.0)
    best = [found for found in judged if found.coverage == most]
    return best[0].draft if len({found.draft.short_answer for found in best}) == 1 else None


def _judge(question: Question, rows: Selection) -> _Judged | None:
    limit = rows.limit()
    lines, words = _meant(question, rows)
    marks = [line.mark for line in lines if line.mark is not None]
    if limit is None or not marks or any(mark.type is not limit.value.type for mark in marks):
        return None
    asked = frozenset(i for kind in question.asked for i in question.words_asking(kind))
    known = rows.group.explained | words | limit.words | question.achieving | asked | rows.words_for(Asked.NAME)
    coverage = question.coverage(known)
    if coverage < _MIN_COVERAGE:
        return None
    kept = [line for line in lines if line.mark is not None and limit.allows(line.mark)]
    any_will_do = question.said(*_ANY)
    holds = bool(kept) if any_will_do else len(kept) == len(lines)
    outside = [line for line in lines if line not in kept]
    return _Judged(_write(holds=holds, told=kept if any_will_do and kept else outside or lines), coverage)


def _may_be_meant(question: Question, group: Group) -> bool:
    """Whether the tables are of a contest, and of the round that is named: a list of bests tells of no race."""
    rounds = {name for view in group.views for name in view.head.scope.rounds}
    wanted = set(question.scope.rounds)
    return all(view.is_contest for view in group.views) and (not wanted or bool(wanted & rounds))


def _meant(question: Question, rows: Selection) -> tuple[list[Line], frozenset[int]]:
    """The rows that are asked about and the tokens that name them: one athlete's, a place's, or all."""
    if len(rows.subjects) == 1 and len(rows.subjects[0][1]) == 1:
        cues = {cue.word for cue in rows.places}
        return rows.subjects[0][1], rows.subjects[0][0].words | cues
    if rows.subjects:
        return [], frozenset()
    kept, words = rows.kept()
    if rows.places:
        return rows.at_places(rows.places, kept), words | {cue.word for cue in rows.places}
    everyone = {i for i, word in enumerate(question.words) if word.text in _ALL | _ANY}
    return (kept, words | everyone) if everyone else ([], frozenset())


def _write(*, holds: bool, told: Sequence[Line]) -> Draft:
    word = "Yes" if holds else "No"
    said = "; ".join(f"{line.name}{achieved(line)}" for line in told[:_MAX_TOLD])
    text = f"{word}: {said} ({where(told[0])})."
    evidence = tuple(RowSpan(line) for line in told)
    return Draft((Statement(text, evidence, Support.STATED),), word, (word,), tuple(told), tuple(told[:_MAX_TOLD]))
