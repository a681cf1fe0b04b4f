"""Whether a free-text answer is right, by the rubric of the set: one verdict with every reason against it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from evals.cases import Case, Expect
from evals.normalise import normalise, states


class Outcome(StrEnum):
    """What became of one question."""

    RIGHT = "right"
    PARTIAL = "partial"  # one of two conflicting values
    OVER_ABSTAINED = "over-abstained"  # the answer was there to be found
    WRONG = "wrong"
    LEAKED = "leaked"  # says what no source gives
    FAILED = "failed"  # no answer came: error or time-out


# Right 1, half for one side of a conflict; a wrong answer costs more than none (after CRAG, arXiv 2406.04744).
POINTS = {
    Outcome.RIGHT: 1.0,
    Outcome.PARTIAL: 0.5,
    Outcome.OVER_ABSTAINED: 0.0,
    Outcome.WRONG: -1.0,
    Outcome.LEAKED: -1.0,
    Outcome.FAILED: 0.0,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one answer's text."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()
    """Everything that speaks against the answer; empty when it is right."""

    @property
    def right(self) -> bool:
        """Whether the answer counts as right."""
        return self.outcome is Outcome.RIGHT


_CAPITALISED = re.compile(r"\b[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]+)*")

# Types that need room; everything else is answered in a sentence or two, and a longer text is a dump of passages.
_ROOMY = frozenset({"summary", "conflict", "quote", "why", "list", "followup", "conversation"})
_MAX_CHARS, _MAX_CHARS_ROOMY = 500, 900
_MAX_LOOKUP_WORDS = 80  # above this a look-up has not been answered but a table read out


def judge_answer(case: Case, text: str, *, short_answer: str | None = None, people: Iterable[str] = ()) -> Verdict:
    """The verdict on an answer's text.

    `short_answer` also counts as stated where the set gives answers but no `must_include`, as SQuAD-style sets do.
    `people` are surnames among which the speaker of a who-said question is told (see `people_named`).
    """
    said = text if case.must_include or not short_answer else f"{short_answer} ; {text}"
    missing = [f"missing: {'|'.join(group)}" for group in case.required if not _states_any(said, group)]
    forbidden = [f"says: {phrase}" for phrase in case.must_not_include if _states_any(text, phrase.split("|"), False)]
    reasons = _too_long(case, text) + missing + forbidden
    if not case.required and case.expect is not Expect.ABSTAIN and abstains(text):
        reasons.append("does not answer")
    if case.expect is Expect.ABSTAIN:
        return _judge_abstention(text, reasons, forbidden)
    if case.plain_type == "who-said" or case.type == "who-said":
        reasons += _wrong_speaker(case, text, people)
    if "yesno" in {case.type, case.plain_type}:
        reasons += _wrong_polarity(case, text)
    return Verdict(_outcome(case, text, reasons, len(missing)), tuple(reasons))


def abstains(text: str) -> bool:
    """Whether the text says that the sources don't give the answer."""
    return any(pattern.search(normalise(text)) for pattern in _ABSTENTIONS)


def people_named(cases: Iterable[Case]) -> frozenset[str]:
    """Surnames that the gold of a set gives as answers to "who": the roster among which speakers are told."""
    names: set[str] = set()
    for case in cases:
        if "who" in case.plain_type or case.question.lower().startswith("who"):
            for phrase in (*case.answers, *(part for group in case.required for part in group)):
                names |= {words.split()[-1].lower() for words in _CAPITALISED.findall(phrase)}
    return frozenset(name for name in names if len(name) > 2)


def _states_any(text: str, phrases: Iterable[str], misspelt_names: bool = True) -> bool:
    return any(states(text, phrase, misspelt_names=misspelt_names) for phrase in phrases)


def _too_long(case: Case, text: str) -> list[str]:
    limit = _MAX_CHARS_ROOMY if case.type in _ROOMY else _MAX_CHARS
    if len(text) > limit:
        return [f"{len(text)} characters where {limit} are enough"]
    words = len(text.split())
    if case.type.startswith("lookup") and words > _MAX_LOOKUP_WORDS:
        return [f"{words} words for a look-up"]
    return []


def _judge_abstention(text: str, reasons: list[str], forbidden: list[str]) -> Verdict:
    if not abstains(text):
        reasons = ["does not say that the sources don't give it", *reasons]
    if not reasons:
        return Verdict(Outcome.RIGHT)
    return Verdict(Outcome.LEAKED if forbidden or not abstains(text) else Outcome.WRONG, tuple(reasons))


def _outcome(case: Case, text: str, reasons: list[str], missing: int) -> Outcome:
    if not reasons:
        return Outcome.RIGHT
    if case.expect is Expect.BOTH_VALUES and len(reasons) == missing < len(case.required):
        return Outcome.PARTIAL
    if missing == len(case.required) and abstains(text):
        return Outcome.OVER_ABSTAINED
    return Outcome.WRONG


def _wrong_speaker(case: Case, text: str, people: Iterable[str]) -> list[str]:
    """The person named first outside quotation marks must be the speaker."""
    outside = re.sub(r'"[^"]*"', " ", normalise(text))
    found = [(m.start(), name) for name in people if (m := re.search(rf"\b{re.escape(normalise(name))}\b", outside))]
    if not found:
        return []
    first = normalise(min(found)[1])
    if any(first in normalise(phrase).split() for group in case.required for phrase in group):
        return []
    return [f"names {first} first"]


def _wrong_polarity(case: Case, text: str) -> list[str]:
    said = re.match(r"\W*(yes|no)\b", normalise(text))
    wanted = re.match(r"\W*(yes|no)\b", normalise(case.answers[0])) if case.answers else None
    if said and wanted and said[1] != wanted[1]:
        return [f"says {said[1]}, not {wanted[1]}"]
    return []


_REPORTING = (
    r"(?:sa(?:y|ys|id)|stat(?:e|es|ed)|mention(?:s|ed)?|giv(?:e|es|en)|contain(?:s|ed)?|includ(?:e|es|ed)|report(?:s|ed)?"
    r"|specif(?:y|ies|ied)|record(?:s|ed)?|cover(?:s|ed)?|provid(?:e|es|ed)|nam(?:e|es|ed)|list(?:s|ed)?|quot(?:e|es|ed)"
    r"|know|find|found|available|information|indicat(?:e|es|ed)|tell"
    r"|in the (?:articles|sources|documents|reports|corpus|collection|material|coverage|library))"
)
_NEGATION = r"(?:(?:do|does|did|is|are|was|were|has|have)(?: not|n't)|not|never|no|none of|nothing|neither)"
_ABSTENTIONS = (
    re.compile(rf"\b{_NEGATION}\b[^.?!]{{0,60}}?\b{_REPORTING}\b"),
    re.compile(
        r"\b(?:can(?:not|'t| not)|could(?: not|n't)|unable to)\b[^.?!]{0,30}"
        r"\b(?:find|answer|determine|tell|confirm|say)\b"
    ),
    re.compile(r"\bno (?:information|mention|details?|data|figure|record|source)\b|\bi don't know\b"),
)
