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
_AND = re.compile(
    r",? and (?=(?:(?:who|whose|what|where|when|why|how|which)\s+\w+|by (?:how much|what margin)\b"
    r"|(?:was|is|were|are|did|does|do|has|have|had|will) (?:it|he|she|they|that|this|his|her|their)\b))",
    re.IGNORECASE,
)
# Before the last of three: "Who won, how far behind was the second and …"; "Smith, who had won" asks nothing.
_COMMA = re.compile(r", (?=(?:how|what|when|where|why)\s+\w+)", re.IGNORECASE)
_MOST_PARTS = 3
_NAMES = 0.3  # weight from which a word names what is asked about
_ASKS = re.compile(r"\b(?:who|whose|what|which|where|when|why|how)\b", re.IGNORECASE)


def questions_in(text: str) -> tuple[str, ...]:
    """The questions of a text that asks two or three; none for any other."""
    splits = list(_AND.finditer(text))
    split = next((s for s in reversed(splits) if _ASKS.search(text[: s.start()])), None)
    if split is None:
        return ()
    before, last = text[: split.start()], text[split.end() :]
    earlier = next(
        (s for s in (*_AND.finditer(before), *_COMMA.finditer(before)) if _ASKS.search(before[: s.start()])), None
    )
    parts = [before, last] if earlier is None else [before[: earlier.start()], before[earlier.end() :], last]
    return tuple(f"{part.rstrip('?.!, ')[:1].upper()}{part.rstrip('?.!, ')[1:]}?" for part in parts[:_MOST_PARTS])


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
    both = [part for draft in (first.draft, second.draft) for part in draft.parts or (draft,)]
    parts = [part for part in both if part.computed is not None]
    worked = parts[0] if parts else first.draft
    draft = Draft(
        (*first.draft.statements, *more),
        f"{first.draft.short_answer}; {second.draft.short_answer}",
        (*first.draft.values, *second.draft.values),
        first.draft.lines or second.draft.lines,
        first.draft.highlighted or second.draft.highlighted,
        computed=worked.computed,
        plan=worked.plan,
        replay=worked.replay,
        parts=tuple(parts) if len(parts) > 1 else (),
        premise=first.draft.premise,
        premise_evidence=first.draft.premise_evidence,
        disagreements=(*first.draft.disagreements, *second.draft.disagreements),
    )
    return Decision(draft, min(first.score, second.score), (*first.reasons, *second.reasons))
