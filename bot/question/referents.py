"""Things of the turns before that a follow-up only points at: "it", "there", "the other one", a choice it was given."""

import re
from collections.abc import Sequence

from bot.question.focus import Exchange, Known, names_said, spoken_of_in, whom
from bot.question.question import Question
from bot.question.scope import small_number
from bot.question.slots import parts_of
from bot.question.sports import GENITIVES
from retriever.nations import is_nation, nation_keys
from retriever.text import tokens

_NO_NOUN = (
    r"at|in|on|of|for|by|to|with|from|because|when|where|who|that|which|and|or|but|before|after|during|as|is|was|were"
)
_INTRODUCED = re.compile(rf"\b(?:a|an) (?P<thing>[a-z-]+(?: (?!(?:{_NO_NOUN})\b)[a-z-]+)?)\b")
_WHICH_MATCH = re.compile(
    r"^(?:which|what)\b.*?\b(?P<kind>match|game|bout|tie|contest|fight|semi-?final|final)\b", re.I
)
_IT = re.compile(r"\bit\b(?! (?:that|was|is)\b)", re.I)
_PREDICATE = re.compile(r"\b(?:is|was|were) it (?:a|an|the|his|her|their)\b|\bit (?:rain|snow)", re.I)
_THERE = re.compile(r"(?<!is )(?<!was )(?<!were )(?<!are )\b(?:in )?there(?=\s*(?:[?.!]|$|as well|too|then))", re.I)
# "Best in the free as well (Lakeside Trophy)?": words with a capital are told by the context anyway.
_WHEREABOUTS = re.compile(
    r"\b(?P<where>(?:in|at|on) (?!total|all|charge|fact)(?:the |that )?[a-z'’-]+(?: (?!as well|too\b)[a-z'’-]+)?)"
    r"(?:\s*(?:\([^()]*\)|as well|too))*\s*\?*$"
)
_THAT_MARK = re.compile(
    r"^(?P<asks>(?:what|which) (?:place|rank|position)"
    r"|how (?:fast|quick|far (?:behind|ahead|off|back).*?|many points.*?)) "
    r"(?P<be>was|is) (?:that|it|this)\s*(?P<rest>\?*)$",
    re.I,
)
_OTHER_ONE = re.compile(r"^(?:the )?other(?: one)?\s*[?.!]*$", re.I)
_CHOICE = re.compile(
    r"^(?:the )?(?P<nth>first|second|third|fourth|last|former|latter|1st|2nd|3rd)(?: one)?\s*[?.!]*$", re.I
)
# No "the Scottish coach": behind it nothing, a verb that "did" asks for, or a little word.
_DESCRIBED = re.compile(
    r"(?:(?<=\bdid )|(?<=\bdoes )|(?<=\bwas )|(?<=\bis )|(?<=\bhas )|(?<=\bhad )|(?<=\bwill )|"
    rf"(?=the \S+\s*(?:[?.!,]|$|(?:{_NO_NOUN}|did|does|has|had|will|win|won|lose|lost)\b)))"
    r"the (?P<who>[A-Z][a-z]+|\d+-year-old)\b",
)
_OWNED = re.compile(r"^(?P<whose>his|hers|theirs)\s*[?.!]*$", re.I)
_OFFERED = re.compile(r"(?:^|[:,.] |mean )(?P<options>[^?:.]+ or [^?:.]+)\?\s*$")


def with_things_named(question: str, exchanges: Sequence[Exchange], known: Known) -> str:
    """The question with what "it" and "there" mean, where the last turn introduced a thing or a place."""
    last = exchanges[-1]
    if _IT.search(question) and not _PREDICATE.search(question) and (thing := _introduced(last, known)) is not None:
        question = _IT.sub(f"the {thing}", question, count=1)
    if _THERE.search(question) and (where := _WHEREABOUTS.search(last.question)) is not None:
        question = _THERE.sub(where["where"], question, count=1)
    return question


def with_mark_named(question: str, exchanges: Sequence[Exchange], subject: str | None, known: Known) -> str:
    """ "How far behind was that?" of whoever was asked about, in the round that was asked of."""
    found = _THAT_MARK.match(question)
    if found is None or subject is None:
        return question
    last = known.read(exchanges[-1].question)
    said = parts_of(last, known).get("round", [])
    where = f" in the {last.text[last.words[said[0]].start : last.words[said[-1]].end]}" if said else ""
    return f"{found['asks']} {found['be']} {subject}{where}?"


def with_person_named(question: str, exchanges: Sequence[Exchange], known: Known) -> str:
    """The question with the name of whom "the Scot" or "the 26-year-old" means, where coverage says so of him."""
    for found in _DESCRIBED.finditer(question):
        words = [token.text for token in tokens(found["who"])]
        if not (words[-1] == "old" or (nation_keys(words[-1]) and not is_nation(found["who"]))):
            continue
        spoken_of = (name for e in reversed(exchanges) for name in spoken_of_in(e, known))
        name = next((name for name in dict.fromkeys(spoken_of) if known.told_as(name, found["who"])), None)
        if name is not None:
            return f"{question[: found.start()]}{name}{question[found.end() :]}"
    return question


def owner(fragment: str, exchanges: Sequence[Exchange], known: Known) -> str | None:
    """ "Hers?" with a name: "Lind's"."""
    found = _OWNED.match(fragment)
    name = None if found is None else whom(found["whose"], exchanges, known)
    return None if name is None else f"{name}'s?"


def chosen(fragment: str, exchanges: Sequence[Exchange], known: Known) -> str | None:
    """What "the second one" or "the other one" takes of the last turns; None where they offer nothing to take."""
    if _OTHER_ONE.match(fragment):
        return _other(exchanges, known)
    choice = _CHOICE.match(fragment)
    offered = _OFFERED.search(exchanges[-1].answer)
    if choice is None or offered is None:
        return None
    options = [part.strip() for part in re.split(r",\s*(?:or )?| or ", offered["options"]) if part.strip()]
    nth = choice["nth"].lower()
    at = {"former": 1, "latter": len(options), "last": len(options)}.get(nth) or small_number(nth) or 0
    return options[at - 1] if 0 < at <= len(options) else None


def _introduced(last: Exchange, known: Known) -> str | None:
    """A thing that the last turn speaks of for the first time, in the fuller words of question and answer."""
    asked_which = _WHICH_MATCH.match(last.question)
    if asked_which is not None:
        names = names_said(known.read(last.answer), known)[:2]
        return f"{asked_which['kind']} between {' and '.join(names)}" if len(names) > 1 else None
    asked = _INTRODUCED.search(last.question)
    if asked is None:
        return None
    head = asked["thing"].split()[-1]
    told = next((t["thing"] for t in _INTRODUCED.finditer(last.answer) if t["thing"].split()[-1] == head), None)
    return max((told or "", asked["thing"]), key=len)


def _other(exchanges: Sequence[Exchange], known: Known) -> str | None:
    """The other of two that the conversation has had: men's for women's, a round, a name asked about before."""
    now = known.read(exchanges[-1].question)
    genders = [word.text for word in now.words if word.text in ("man", "woman")]
    if genders:
        return GENITIVES["woman" if genders[0] == "man" else "man"]
    for exchange in reversed(exchanges[:-1]):
        before = known.read(exchange.question)
        for kind in ("round", "name"):
            other, own = _words_of(before, kind, known), _words_of(now, kind, known)
            if other and own and other != own:
                return other
    names = [n for n in names_said(known.read(exchanges[-1].answer), known) if n not in names_said(now, known)]
    return names[0] if len(names) == 1 else None


def _words_of(question: Question, kind: str, known: Known) -> str | None:
    indices = parts_of(question, known).get(kind, [])
    return question.text[question.words[indices[0]].start : question.words[indices[-1]].end] if indices else None
