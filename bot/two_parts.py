"""Questions that ask two things: "Who won and how fast was the first lap?"."""

import re
from dataclasses import replace

from bot.decide import Decision
from bot.draft import Draft
from bot.prose.claims import kinds_asked
from bot.question.question import Question
from retriever.figures import find_values
from retriever.text import terms

# The second question must be one by itself: "and in what time" is a column more of the first one's row.
_SECOND = re.compile(
    r",? and (?P<second>(?:how \w+|who|what|where|when|why|which [\w ]+?) "
    r"(?:was|were|is|are|did|does|do|had|has|have)\b.+|by (?:how much|what margin)\??)$",
    re.IGNORECASE,
)
_NAMES = 0.3  # weight from which a word names what is asked about
_ASKS = re.compile(r"\b(?:who|whose|what|which|where|when|why|how)\b", re.IGNORECASE)


def two_questions(text: str) -> tuple[str, str] | None:
    """Both questions of a text that asks two; None for any other."""
    found = _SECOND.search(text)
    if found is None or not _ASKS.search(text[: found.start()]):
        return None
    second = found["second"]
    return f"{text[: found.start()].rstrip('?., ')}?", second[0].upper() + second[1:]


def answers_both(draft: Draft, second: Question) -> bool:
    """Whether the answer to the whole tells two things, and what the second question names."""
    kinds = kinds_asked(second)
    types = {figure.value.type for value in draft.values for figure in find_values(value)}
    if kinds and len(draft.values) > 1 and set(kinds) & types and len(types) < len(draft.values):
        return True  # "Jakob Ingebrigtsen, 3:28.32" tells who and how fast
    told = {stem for statement in draft.statements for stem in terms(statement.text)}
    named = {second.stems[i] for i in range(len(second.words)) if second.weights[i] >= _NAMES} - {
        second.stems[i] for i in second.cue_words
    }
    return len(draft.values) > 1 and (not named or bool(named & told))


def in_one(first: Decision, second: Decision) -> Decision | None:
    """Both answers as one, as sure as the less sure of them; None where they are one answer, or one is missing."""
    if first.draft is None or second.draft is None or first.draft.short_answer == second.draft.short_answer:
        return None
    told = {statement.text.strip() for statement in first.draft.statements}
    more = tuple(
        replace(statement, text=f" {statement.text.lstrip()}")
        for statement in second.draft.statements
        if statement.text.strip() not in told
    )
    worked = second.draft if second.draft.computed is not None else first.draft
    draft = Draft(
        (*first.draft.statements, *more),
        f"{first.draft.short_answer}; {second.draft.short_answer}",
        (*first.draft.values, *second.draft.values),
        first.draft.lines or second.draft.lines,
        first.draft.highlighted or second.draft.highlighted,
        computed=worked.computed,
        plan=worked.plan,
        replay=worked.replay,
        premise=first.draft.premise,
        premise_evidence=first.draft.premise_evidence,
        disagreements=(*first.draft.disagreements, *second.draft.disagreements),
    )
    return Decision(draft, min(first.score, second.score), (*first.reasons, *second.reasons))
