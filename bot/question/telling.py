"""Requests for a telling: a summary, a timeline, the day's headlines, in many words, and what they are to tell of."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.question.parts import PART

_ASKS = (
    r"(?:(?:please |can you |could you |just )*(?:give|show|tell|get|write)(?: me| us)?"
    r"|what (?:is|was|were|are|'s)|any)?\s*"
)
_OF = r"\s+(?:of|from|in|for|at|on|about)\s+"
_MOMENTS = (
    r"(?:timeline|time line|chronology|play[- ]by[- ]play|highlights|turning points?"
    r"|(?:key|main|big|decisive) (?:moments?|points?))"
)
_PART = rf"(?:in |during |at )?(?:the )?(?:{PART}).*?"
_UP = r"(?:up to date|up to speed|up|in|through)(?: on| with| about)?"
_DAY = r"(?:today's |yesterday's |this weekend's )?"
_STORY = r"(?:story|tale|gist|low ?down|rundown|run-?down|overview|report)"
_THINGS = (
    r"(?:(?:the )?(?:two|three|four|five|\d|top|main|key|some|a few) (?:\w+ )?)?(?:things|facts|points|takeaways)"
    r"(?: (?:i should|to|i need to|worth) know(?:ing)?)?"
)
_CLOCK = r"\d{1,2}[:.]\d{2}"
_WHILE = rf"(?:between {_CLOCK} and|after|before|since|until|around) {_CLOCK}"
_LENGTH = r"(?:a|one|two|three|\d) (?:sentences?|lines?|words)"
_NEWS = r"(?:headlines?|news|top stories|latest)"


class Telling(StrEnum):
    """What is to be told."""

    SUMMARY = "summary"
    MOMENTS = "moments"
    PART = "part"
    NEWS = "news"
    HEADLINE = "headline"
    ENDING = "ending"


@dataclass(frozen=True)
class Request:
    """A request for a telling, and the words for what it is to be of; empty where none are said."""

    kind: Telling
    topic: str


_FORMS = tuple(
    (kind, re.compile(rf"^{form}\s*[?.!]*$", re.IGNORECASE))
    for kind, form in (
        (Telling.MOMENTS, rf"{_ASKS}(?:a |the )?{_MOMENTS}{_OF}(?P<topic>.+?)"),
        (Telling.MOMENTS, r"how did (?P<topic>.+?) (?:unfold|develop|play out|pan out|progress)"),
        (Telling.PART, rf"(?:what happened )?(?P<topic>{_PART})"),
        (Telling.MOMENTS, rf"what happened (?P<topic>{_WHILE}.*?)"),
        (Telling.ENDING, r"how did (?:the |it |this |that |things )?(?:all |day |night |evening |session |it )*"
                         r"(?:end|finish|turn out|close)(?: up)?(?: (?:at|in|for|between|with|on) (?P<topic>.+?))?"),
        (Telling.ENDING, r"how did (?P<topic>the .+?) (?:end|turn out)(?: up)?(?P<rest> in the .+?)?"),
        (Telling.HEADLINE, rf"(?:(?:can|could) you )?{_ASKS}(?:a |the |one )?headline{_OF}(?P<topic>.+?)"),
        (Telling.SUMMARY, rf"{_ASKS}(?:the )?(?:main|big|top|biggest) stor(?:y|ies){_OF}(?P<topic>.+?)"),
        (Telling.SUMMARY, rf"(?:what are |give me |tell me )?{_THINGS}{_OF}(?P<topic>.+?)"),
        (Telling.SUMMARY, r"what (?:do|should) i (?:need to )?know about (?P<topic>.+?)"),
        (Telling.SUMMARY, r"(?:sum|wrap) up (?P<topic>.+?)(?: for me| for us)?"),
        (Telling.SUMMARY, rf"(?:give|tell|write)(?: me| us)? (?P<topic>.+?) in {_LENGTH}"),
        (Telling.NEWS, rf"{_ASKS}(?:the )?(?P<topic>{_DAY}){_NEWS}(?:{_OF}(?P<rest>.+?))?"),
        (Telling.NEWS, r"what(?:'s| is) new"),
        (Telling.SUMMARY, rf"{_ASKS}(?:a |the )?{_STORY}{_OF}(?P<topic>.+?)"),
        (Telling.SUMMARY, r"how (?:did|was) (?P<topic>.+?) go"),
        (Telling.SUMMARY, rf"what (?:did|have) (?:i|we) miss(?:ed)?(?:{_OF}(?P<topic>.+?))?"),
        (Telling.SUMMARY, rf"(?:catch|bring|fill|talk|walk|take|get) (?:me|us) {_UP} (?P<topic>.+?)"),
    )
)  # fmt: skip


_BRACKETS = re.compile(r" \(([^()]*)\)\W*$")  # what a conversation is about: "How did it end (Northern Cup final)?"
_POLITE = re.compile(
    r"^please,? |,? please(?=\W*$)|,? for me(?=\W*$)|,? (?:in (?:brief|short)|briefly|quickly)(?=\W*$)", re.IGNORECASE
)


def telling_in(text: str) -> Request | None:
    """The telling that a text asks for; None where it asks for something else."""
    asked = _BRACKETS.sub(r" in \1", _POLITE.sub("", text.strip()))
    for kind, form in _FORMS:
        found = form.match(asked)
        if found is not None:
            said = found.groupdict()
            topic = " ".join(part.strip() for part in (said.get("topic"), said.get("rest")) if part)
            return Request(kind, topic)
    return None
