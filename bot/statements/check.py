"""Statements checked: by the one table that is given, or by asking the library for what they say and comparing."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice

from bot.cite import RowSpan
from bot.decide import MEDIUM, SETTLED, SUMMED, Decision
from bot.draft import Draft, Statement
from bot.question.lexicon import OVERCOMING
from bot.question.links import Mention
from bot.question.question import Question
from bot.results.composed import Composer
from bot.results.gathered import Group
from bot.results.tell import MAX_CHARS, row_told, tell
from bot.results.works import with_replay
from bot.schema import Premise, Support
from bot.statements.asking import Stated
from bot.statements.cells import Standing
from bot.statements.judge import Judge
from bot.statements.sentence import check_sentence
from retriever.figures import FoundValue, find_values
from retriever.text import stem, tokens
from retriever.values import Value, ValueType, values_agree

_TINY = 1e-6
_WORD = re.compile(r"\w+")
MOST_ASKED = 3  # things of one statement that are asked for; each costs a question
MOST_SHOWN, MOST_CHARS = 4, 160  # cells that bear a verdict out, and of each row
CELLS_SURE = 0.85  # of figures denied so in reports in which people marked the errors, 87 % were wrong
_ASKED_BY = {
    ValueType.TIME: "what time", ValueType.DISTANCE: "what distance", ValueType.RANK: "what place",
    ValueType.DATE: "what date", ValueType.PERCENT: "what percentage", ValueType.SCORE: "what score",
    ValueType.SEASON: "what season", ValueType.NUMBER: "how many", ValueType.MONEY: "how much money",
}  # fmt: skip

_MARGINS = (ValueType.TIME, ValueType.DISTANCE)  # what somebody wins by

Ask = Callable[[str], Decision]


@dataclass(frozen=True)
class Wording:
    """How the verdict is told."""

    borne_out: str
    denied: str
    is_turned: bool = False
    """Whether what is looked at is the opposite of what was said."""

    def word(self, *, holds: bool) -> str:
        """The one word that tells it; `holds`: what is looked at."""
        return self.borne_out if holds is not self.is_turned else self.denied


ANSWER, VERDICT = Wording("Yes", "No"), Wording("Supported", "Contradicted")


def wording_for(stated: Stated) -> Wording:
    """Yes or no to a question, the name of the verdict otherwise."""
    return replace(ANSWER if stated.wants_yes_no else VERDICT, is_turned=stated.is_denied)


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

    def check(
        self,
        stated: Stated,
        plain: Question,
        mentions: Sequence[Mention],
        groups: Sequence[Group],
        ask: Ask,
        *,
        given: bool,
    ) -> Decision | None:
        """What the sources say of a statement: results first, then the answers to what it says, then the reports.

        `plain`: the statement without its denial, with whom it names. `given`: whether its documents are, with the
        groups of their tables. None for what may be meant as key words and is no verdict.
        """
        wording = wording_for(stated)
        if len(groups) > 1:
            found = self.over_cells(plain, groups, wording)
        else:  # what the table is judged by knows of denials
            whole = Question(stated.text, plain.idf, plain.spell)
            found = self.over_table(whole, groups[0], replace(wording, is_turned=False)) if groups else None
        if found is not None:
            return found
        decision = ask(f"did {stated.positive}")
        verdict = reworded(decision, stated.text, wording)
        if verdict is not None and (from_results(decision) or given):
            return verdict
        found = compared(decision, plain, mentions, wording) or by_asking(plain, mentions, ask, wording)
        found = found or (verdict if is_whole(decision, plain) and not _is_doubtful(verdict, wording) else None)
        if found is None and stated.is_sure:
            return replace(decision, draft=None, score=min(decision.score, SUMMED))
        return found

    def yes_or_no(self, question: Question, table: Group) -> Decision | None:
        """What the one table that is given says to a question of yes or no; None for another question."""
        if not question.is_yes_no:
            return None
        bare = question.text[question.words[0].end :].strip(" ?")
        return self.over_table(Question(bare, question.idf, question.spell), table, ANSWER)

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
        shown = with_replay(tell(plan, plan.composition), deciding.links.question, plan)
        draft = told(shown, statement.text, wording, holds=holds)
        return Decision(draft, max(judgement.likely, 1 - judgement.likely), (f"tried as: {plan.composition.said}",))

    def over_cells(self, statement: Question, groups: Sequence[Group], wording: Wording) -> Decision | None:
        """What the cells say that the statement's figures and names stand for, in several tables of one contest."""
        grids = [grid for group in groups if (grid := self._composer.grid(group)) is not None]
        found = [one for one in check_sentence(statement, grids) if one.cells]
        denied = [one for one in found if one.standing is Standing.DENIED]
        shown = denied or [one for one in found if one.standing is Standing.HELD]
        if not shown:
            return None
        cells = list(dict.fromkeys(one.cells[0] for one in shown))[:MOST_SHOWN]
        lines = [(grids[grid].lines[row], column) for grid, row, column in cells]
        draft = Draft(
            tuple(
                Statement(f" {row_told(line, column, (), MOST_CHARS)}", (RowSpan(line),), Support.STATED)
                for line, column in lines
            ),
            "", (), lines=tuple(dict.fromkeys(line for line, _ in lines)),
        )  # fmt: skip
        reasons = (f"{len(found)} things that it says stand in the results",)
        return Decision(told(draft, statement.text, wording, holds=not denied), CELLS_SURE, reasons)


def told(found: Draft, statement: str, wording: Wording, *, holds: bool) -> Draft:
    """The verdict in front of what bears it out; a statement that doesn't hold is shown as a premise that fails."""
    word, first = wording.word(holds=holds), found.statements[0]
    opened = replace(first, text=f"{word}: {first.text.lstrip()}")
    statements = _fitting((opened, *found.statements[1:]))
    whole = "".join(one.text for one in statements)
    premise = Premise(claim=statement, verdict="contradicted", correction=whole, citations=[])
    wrong = word == VERDICT.denied
    return replace(
        found, statements=statements, short_answer=word, values=(word,),
        premise=premise if wrong else None,
        premise_evidence=tuple(e for one in statements for e in one.evidence) if wrong else (),
    )  # fmt: skip


def _fitting(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The first statements, as many as a reader takes in at a glance; always one."""
    lengths = accumulate(len(one.text) for one in statements)
    fitting = sum(length <= MAX_CHARS for length in lengths)
    return tuple(statements[: max(1, fitting)])


def by_asking(statement: Question, mentions: Sequence[Mention], ask: Ask, wording: Wording) -> Decision | None:
    """The verdict on a statement from the answers to what it says; None where the sources don't tell."""
    agreed: Decision | None = None
    for part in islice(_parts(statement, mentions), MOST_ASKED):
        answered = ask(part.question)
        draft = answered.draft
        unsure = draft is None or (answered.score < MEDIUM and not draft.disagreements)
        if draft is None or unsure or not _is_about(part, draft, mentions):
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


def reworded(decision: Decision, statement: str, wording: Wording) -> Decision | None:
    """The yes or no of a question as the verdict on a statement; None where the answer is neither."""
    draft = decision.draft
    if draft is None or draft.short_answer.capitalize() not in (ANSWER.borne_out, ANSWER.denied):
        return None
    holds = draft.short_answer.capitalize() == ANSWER.borne_out
    first = draft.statements[0]
    bare = first.text.removeprefix(f"{draft.short_answer.capitalize()}: ")
    plain = replace(draft, statements=(Statement(bare, first.evidence, first.support), *draft.statements[1:]))
    return replace(decision, draft=told(plain, statement, wording, holds=holds))


def compared(decision: Decision, statement: Question, mentions: Sequence[Mention], wording: Wording) -> Decision | None:
    """The verdict on "A beat B" where the answer names the better of two; None where it names neither of them."""
    verbs = [i for i, word in enumerate(statement.words) if word.text in OVERCOMING]
    if not verbs or decision.draft is None or len(decision.draft.values) != 1:
        return None
    given = {token.text for token in tokens(decision.draft.values[0])}
    before = {w for m in mentions if max(m.words) < verbs[0] for w in m.name.key.split()}
    after = {w for m in mentions if min(m.words) > verbs[0] for w in m.name.key.split()}
    if bool(given & before) is bool(given & after):
        return None
    return replace(decision, draft=told(decision.draft, statement.text, wording, holds=bool(given & before)))


def _is_doubtful(verdict: Decision | None, wording: Wording) -> bool:
    """Whether a statement would be denied by a sentence that may speak of something else."""
    draft = None if verdict is None else verdict.draft
    return verdict is not None and draft is not None and draft.short_answer == wording.denied and verdict.score < MEDIUM


def is_whole(decision: Decision, statement: Question) -> bool:
    """Whether the quoted sentence holds every name and figure of the statement itself, so that it can bear it out."""
    draft = decision.draft
    said = {stem(t.text) for one in (draft.statements if draft else ()) for t in tokens(one.text)}
    named = [i for i in range(len(statement.words)) if statement.is_specific(i) and statement.weights[i] > 0]
    return all(statement.stems[i] in said for i in named)


def _parts(statement: Question, mentions: Sequence[Mention]) -> Iterator[Part]:
    """Each figure but the length of a race, then whom the statement begins with or who did it."""
    for figure in statement.figures:
        asked = _ASKED_BY.get(figure.value.type)
        if asked is not None and not set(_WORD.findall(figure.value.text)) & statement.lengths:
            yield Part(question_for(statement.text, figure, asked), figure=figure)
    for mention in mentions:
        first, end = statement.words[min(mention.words)], statement.words[max(mention.words)].end
        is_agent = statement.text[: first.start].endswith(" by ")  # "was won by Kerr"
        if min(mention.words) == 0 or is_agent:
            yield Part(f"{statement.text[: first.start]}who{statement.text[end:]}?", name=mention)
            return


def question_for(statement: str, figure: FoundValue, asked: str) -> str:
    """The statement as the question for one of its figures: "by how much did Kerr beat Farah?"."""
    before, after = statement[: figure.start], statement[figure.end :]
    margin = before.removesuffix(" by ") if figure.value.type in _MARGINS else before
    if margin != before:
        return f"by how much did {margin}{after}?"
    return f"{before}{asked}{after}?"


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
