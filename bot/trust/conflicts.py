"""Sources that disagree: claims about one thing grouped by value, and the answer that gives each value with its source.

Preferred is what most sources say, then what was published last.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.cite import Evidence
from bot.draft import Disagreement, Draft, Side, Statement
from bot.phrases import in_quotes
from bot.prose.claims import (
    Claim,
    agree,
    attribute_weights,
    clause_around,
    counted,
    said_of_same,
    same_kind,
    same_thing,
)
from bot.prose.likeness import Similar
from bot.prose.reader import Sentence
from bot.question.question import Question
from bot.schema import Support
from retriever.types import Document

MIN_SHARE = 0.34  # share of what is asked about that must stand beside a value
MIN_LIKENESS = 0.5  # cosine of question and sentence from which a value without the question's words is its answer
# Cosine of two clauses without their values: with shared words; with values a last digit apart; and without either.
_LIKE_WORDS, _LIKE_NEAR, _LIKE_MEANING = 0.3, 0.2, 0.55
_NEXT_TO = 1.01
_COMPARED = 12  # claims that are encoded; each costs a millisecond or two
_MIN_SIDES = 2
MIN_COVERED = 0.5  # share of the question that must be in or around the sentence of the first value
_SHARED = 0.6  # share of the words beside the first value that must stand beside the other too
# Reports of one thing are off by a digit or by rounding; values further apart measure two things.
_NEAR = {"time": 1.1, "clock": 1.1, "date": 1.001}
_NEAR_ELSE = 2.5
_MAX_SIDES = 3
_MAX_QUOTE_CHARS = 400  # of each side; longer sentences are cited but not repeated



@dataclass(frozen=True)
class Told:
    """A value as one sentence gives it."""

    value: str
    sentence: Sentence
    document: Document


def disagreement(
    question: Question,
    claims: Sequence[Claim],
    similar: Similar,
    more: Callable[[Claim], Sequence[Claim]] = lambda _: (),
    lead: Claim | None = None,
) -> Disagreement | None:
    """The values that sources give for what is asked, when they are not one; None when they agree or one source tells.

    `claims`: the best first (see `bot.prose.claims.value_claims`). `more` finds claims that resemble the best one in
    other words than the question's. `lead`: the claim that answers, where that is known otherwise.
    """
    lead = lead or _lead(question, claims, similar)
    if lead is None:
        return None
    known = {(claim.sentence.span.key, claim.figure.start) for claim in claims}
    found = [c for c in more(lead) if (c.sentence.span.key, c.figure.start) not in known]
    about = [lead, *_about_same(question, lead, [*claims, *found], similar)]
    groups: list[list[Claim]] = []
    for claim in about:
        home = next((group for group in groups if agree(group[0], claim)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    told = [[Told(claim.value.text, claim.sentence, claim.document) for claim in group] for group in groups]
    return settle(subject_of(question), told)


def settle(subject: str, groups: Sequence[Sequence[Told]]) -> Disagreement | None:
    """What sources say of one thing, grouped by what they say, the preferred first; None where all say the same."""
    if len(groups) < _MIN_SIDES:
        return None
    sides = groups[:_MAX_SIDES]
    order = sorted(range(len(sides)), key=lambda i: (-_sources(sides[i]), _age(sides[i]), i))
    first, second = sides[order[0]], sides[order[1]]
    return Disagreement(subject, tuple(_side(sides[i]) for i in order), 0, _rule(first, second))


def write_disagreement(found: Disagreement) -> Draft:
    """Both values, each with the words that give it."""
    values = tuple(side.value for side in found.sides)
    listed = f"{', '.join(values[:-1])} and {values[-1]}"
    everything = tuple(e for side in found.sides for e in side.evidence)
    statements = [Statement(f"The sources disagree: {listed}.", everything, Support.STATED)]
    statements += [
        Statement(f" {in_quotes(side.words)}", side.evidence[:1], Support.QUOTED)
        for side in found.sides
        if len(side.words) <= _MAX_QUOTE_CHARS
    ]
    return Draft(tuple(statements), "; ".join(values), values, disagreements=(found,))


def _lead(question: Question, claims: Sequence[Claim], similar: Similar) -> Claim | None:
    """The claim that answers best: its words and its meaning are the question's; None where none is close enough."""
    best = [claim for claim in claims if claim.sentence.coverage >= MIN_COVERED][:_COMPARED]
    if not best:
        return None
    likeness = similar([question.text, *(claim.sentence.text for claim in best)])[0][1:]
    scores = [claim.share + claim.sentence.score + alike for claim, alike in zip(best, likeness, strict=True)]
    at = max(range(len(best)), key=lambda i: (scores[i], -i))
    return best[at] if best[at].share >= MIN_SHARE or likeness[at] >= MIN_LIKENESS else None


def _about_same(question: Question, lead: Claim, claims: Sequence[Claim], similar: Similar) -> list[Claim]:
    """Claims of the same thing: near in value, of the same edition, round and part, in like words."""
    near = [c for c in claims if c is not lead and same_kind(lead.value, c.value) and _may_be_same(question, lead, c)]
    near = near[:_COMPARED]
    if not near:
        return []
    likeness = similar([masked(lead), *(masked(claim) for claim in near)])[0][1:]
    weights = attribute_weights(question)
    wanted = sum(weights[word] for word in lead.beside)
    kept: list[Claim] = []
    for claim, alike in zip(near, likeness, strict=True):
        shared = sum(weights[word] for word in lead.beside & claim.beside)
        in_words = bool(lead.beside) and shared >= _SHARED * wanted and lead.share >= MIN_SHARE
        if alike >= (_LIKE_WORDS if in_words else _LIKE_NEAR if _is_next_to(lead, claim) else _LIKE_MEANING):
            kept.append(claim)
    return kept


def _is_next_to(lead: Claim, claim: Claim) -> bool:
    """Whether the values all but agree, and nobody stands beside the second who isn't told of around the first."""
    one, other = abs(lead.value.number or 0.0), abs(claim.value.number or 0.0)
    return max(one, other) <= _NEXT_TO * min(one, other) and claim.names <= lead.around


def masked(claim: Claim) -> str:
    """The claim's clause without its value: what is said, whatever the number."""
    start, end = clause_around(claim.sentence.text, claim.figure.start, claim.figure.end)
    text = claim.sentence.text
    return f"{text[start : claim.figure.start]}…{text[claim.figure.end : end]}"


def _may_be_same(question: Question, lead: Claim, claim: Claim) -> bool:
    return (
        same_thing(lead, claim) and same_noun(lead, claim) and (agree(lead, claim) or are_rivals(question, lead, claim))
    )


def same_noun(a: Claim, b: Claim) -> bool:
    one, other = counted(a), counted(b)
    return a.value.type.value != "number" or one is None or other is None or one == other


def are_rivals(question: Question, lead: Claim, claim: Claim) -> bool:
    """Whether two values that don't agree can be meant for one thing: near each other, said of nobody else."""
    if lead.sentence.span.key == claim.sentence.span.key or not said_of_same(question, lead, claim):
        return False
    one, other = abs(lead.value.number or 0.0), abs(claim.value.number or 0.0)
    near = _NEAR.get(lead.value.type.value, _NEAR_ELSE)
    return min(one, other) > 0 and max(one, other) / min(one, other) <= near


def _sources(group: Sequence[Told]) -> int:
    return len({told.document.document_id for told in group})


def _age(group: Sequence[Told]) -> str:
    """Sorts what was published last first; undated last."""
    latest = max((told.document.published_at or "" for told in group), default="")
    return "".join(chr(0x10FFFF - ord(char)) for char in latest) or chr(0x10FFFF)


def _rule(first: Sequence[Told], second: Sequence[Told]) -> str:
    if _sources(first) > _sources(second):
        return "more sources give it"
    if _age(first) < _age(second):
        return "it was published last"
    return "nothing decides between the sources; the closest match is first"


def _side(group: Sequence[Told]) -> Side:
    evidence: list[Evidence] = []
    for told in group:
        if told.document.document_id not in {e.key[0] for e in evidence}:
            evidence.append(told.sentence.span)
    return Side(group[0].value, group[0].sentence.text, tuple(evidence))


def subject_of(question: Question) -> str:
    """The question's own words for what is asked about; all of it where they are none by themselves ("by how much")."""
    wanted = attribute_weights(question)
    kept = [i for i, s in enumerate(question.stems) if s in wanted]
    told = " ".join(question.text[question.words[i].start : question.words[i].end] for i in kept)
    return told or question.text.strip(" ?")
