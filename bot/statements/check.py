"""Statements checked: by the one table that is given, or by asking the library for what they say and comparing."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice

from bot.composed import Composer
from bot.decide import MEDIUM, SETTLED, Decision
from bot.draft import Draft, Statement
from bot.finder import Group
from bot.links import Mention
from bot.question import Question
from bot.schema import Premise, Support
from bot.statements.judge import Judge
from bot.tell import tell
from retriever.figures import FoundValue, find_values
from retriever.text import stem, tokens
from retriever.values import Value, ValueType, values_agree

_TINY = 1e-6
_WORD = re.compile(r"\w+")
MOST_ASKED = 3  # things of one statement that are asked for; each costs a question
_ASKED_BY = {
    ValueType.TIME: "what time", ValueType.DISTANCE: "what distance", ValueType.RANK: "what place",
    ValueType.DATE: "what date", ValueType.PERCENT: "what percentage", ValueType.SCORE: "what score",
    ValueType.SEASON: "what season", ValueType.NUMBER: "how many", ValueType.MONEY: "how much money",
}  # fmt: skip

Ask = Callable[[str], Decision]


class Wording(Enum):
    """How the verdict is told: to a question, or of a statement."""

    ANSWER = ("Yes", "No")
    VERDICT = ("Supported", "Contradicted")

    def word(self, *, holds: bool) -> str:
        """The one word that tells it."""
        return self.value[0 if holds else 1]


@dataclass(frozen=True)
class Part:
    """One thing that a statement says, and the question that asks for it."""

    question: str
    figure: FoundValue | None = None
    name: Mention | None = None


class Checker:
    """Checks statements. Safe to call from several threads."""

    def __init__(self, composer: Composer) -> None:
        self._composer, self._judge = composer, Judge()

    def over_table(self, statement: Question, group: Group, wording: Wording) -> Decision | None:
        """What the one table that is given says of the statement; None where it has nothing that it speaks of."""
        grid = self._composer.grid(group)
        judgement = None if grid is None else self._judge.judge(statement, grid)
        if judgement is None:
            return None
        holds = judgement.likely >= 0.5
        deciding, at = judgement.deciding
        plan = self._composer.plan_of(deciding.links.question, group, deciding.links, deciding.ranked[at])
        if plan.composition is None:
            return None
        draft = told(tell(plan, plan.composition), statement.text, wording, holds=holds)
        return Decision(draft, max(judgement.likely, 1 - judgement.likely), (f"tried as: {plan.composition.said}",))


def told(found: Draft, statement: str, wording: Wording, *, holds: bool) -> Draft:
    """The verdict in front of what bears it out; a statement that doesn't hold is shown as a premise that fails."""
    word, first = wording.word(holds=holds), found.statements[0]
    opened = replace(first, text=f"{word}: {first.text.lstrip()}")
    statements = (opened, *found.statements[1:])
    whole = "".join(one.text for one in statements)
    premise = Premise(claim=statement, verdict="contradicted", correction=whole, citations=[])
    wrong = wording is Wording.VERDICT and not holds
    return replace(
        found, statements=statements, short_answer=word, values=(word,),
        premise=premise if wrong else None,
        premise_evidence=tuple(e for one in statements for e in one.evidence) if wrong else (),
    )  # fmt: skip


def by_asking(statement: Question, mentions: Sequence[Mention], ask: Ask, wording: Wording) -> Decision | None:
    """The verdict on a statement from the answers to what it says; None where the sources don't tell."""
    agreed: Decision | None = None
    for part in islice(_parts(statement, mentions), MOST_ASKED):
        answered = ask(part.question)
        draft = answered.draft
        if draft is None or answered.score < MEDIUM or not _is_about(part, draft, mentions):
            continue
        agrees = _agrees(part, draft)
        if agrees is False:
            return replace(answered, draft=told(draft, statement.text, wording, holds=False))
        if agrees:
            agreed = agreed or replace(answered, draft=told(draft, statement.text, wording, holds=True))
    return agreed


def from_results(decision: Decision) -> bool:
    """Whether the answer rests on rows, not on the words of a report."""
    return decision.draft is not None and decision.score >= SETTLED and all(
        one.support is not Support.QUOTED for one in decision.draft.statements
    )  # fmt: skip


def reworded(decision: Decision, statement: str, wording: Wording) -> Decision:
    """The yes or no of a question as the verdict on a statement."""
    draft = decision.draft
    if draft is None or wording is Wording.ANSWER or draft.short_answer not in Wording.ANSWER.value:
        return decision
    holds = draft.short_answer == "Yes"
    first = draft.statements[0]
    bare = first.text.removeprefix(f"{draft.short_answer}: ")
    plain = replace(draft, statements=(Statement(bare, first.evidence, first.support), *draft.statements[1:]))
    return replace(decision, draft=told(plain, statement, wording, holds=holds))


def _parts(statement: Question, mentions: Sequence[Mention]) -> Iterator[Part]:
    """Each figure but the length of a race, then whom the statement begins with."""
    for figure in statement.figures:
        asked = _ASKED_BY.get(figure.value.type)
        if asked is not None and not set(_WORD.findall(figure.value.text)) & statement.lengths:
            yield Part(f"{statement.text[: figure.start]}{asked}{statement.text[figure.end :]}?", figure=figure)
    for mention in mentions:
        if min(mention.words) == 0:
            end = statement.words[max(mention.words)].end
            yield Part(f"who{statement.text[end:]}?", name=mention)
            return


def _equal(said: Value, given: Value) -> bool:
    """Whether two values agree; a cell may print a mark without its unit."""
    bare = ValueType.NUMBER in (said.type, given.type) and said.number is not None and given.number is not None
    return values_agree(said, given) or (bare and abs((said.number or 0) - (given.number or 0)) < _TINY)


def _is_about(part: Part, draft: Draft, mentions: Sequence[Mention]) -> bool:
    """Whether the answer tells of whom the statement names first, where it is asked for a figure of theirs."""
    first = min((min(mention.words) for mention in mentions), default=-1)
    named = {word for mention in mentions if first in mention.words for word in mention.name.key.split()}
    said = {token.text for one in draft.statements for token in tokens(one.text)}
    return part.figure is None or not named or bool(named & said)


def _agrees(part: Part, draft: Draft) -> bool | None:
    """Whether the answer gives what the statement says; None where it gives nothing of that kind."""
    given = [*draft.values, *(side.value for found in draft.disagreements for side in found.sides)]
    if part.figure is not None:
        values = [found.value for text in given for found in find_values(text)]
        alike = [v for v in values if v.type in (part.figure.value.type, ValueType.NUMBER)]
        return any(_equal(part.figure.value, value) for value in alike) if alike else None
    if part.name is None or not draft.values:
        return None
    said = {stem(word) for word in part.name.name.key.split()}
    answered = {stem(token.text) for text in given for token in tokens(text)}
    return bool(said & answered) if draft.lines else (True if said & answered else None)
