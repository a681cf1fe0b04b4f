"""Which event a question is about: the words that say so, and those of turns before for one that leaves it out."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.question.competitions import is_sport, only_gender, owns_event
from bot.question.focus import SEXES, Exchange, Known
from bot.question.lexicon import ASKED, LASTING, MONTHS, SCORED, WEEKDAYS, Asked
from bot.question.question import Question
from bot.question.slots import parts_of, subject_of
from bot.question.sports import GENDERS
from bot.question.tables import year_words
from retriever.nations import is_nation, nation_keys
from retriever.text import stem, terms

LOOKED_BACK = 4  # exchanges in which the event of a follow-up is looked for
# No words of an event, though headings may hold them.
_SCORING = frozenset(stem(word) for word in (*SCORED, *ASKED[Asked.MARK], *LASTING, "record", "best", "title"))


def without_context(standalone: str) -> str:
    """The question without what was put in brackets behind it."""
    return re.sub(r" \([^()]*\)\?$", "?", standalone)


def is_adrift(standalone: str, known: Known) -> bool:
    """Whether nothing in the question says of whom or of which event it asks."""
    question = known.read(without_context(standalone))
    named = parts_of(question, known).get("name") or question.scope.rounds
    return (
        standalone == question.text
        and not named
        and not event_said(question, replace(known, names_event=lambda _: False))
    )


def event_said(question: Question, known: Known, *, rounds: bool = True) -> str:
    """Words that say which event and where, as the question says them; none of who took part.

    `rounds`: with the round that it names.
    """
    parts = parts_of(question, known, subject=subject_of(question, known))
    named = set(parts.get("name", ()))
    named_so = parts.get("event", ())
    events = {
        i
        for i in named_so
        if not question.words[i].text.isdigit() or i - 1 in named_so or _is_length(question, i, known)
    }
    kept = [i for i in range(len(question.words)) if i not in named and _tells_where(question, i, events)]
    kept += [i for i in _placed(question, known) if i not in named and i not in kept]
    kept += [i for i in parts.get("round", ()) if rounds and kept and i not in kept]
    return _as_said(question, sorted(kept), named)


def context_of(exchanges: Sequence[Exchange], known: Known, *, rounds: bool = True) -> str:
    """What the conversation last said of the event: in a question, else told by an answer's marks."""
    for exchange in reversed(exchanges[-LOOKED_BACK:]):
        question = known.read(exchange.question)
        said = event_said(question, known, rounds=rounds)
        years = year_words(exchange.answer) if said and Asked.DATE in question.asked else ()
        context = said or known.event_told(exchange.answer)
        if context:
            return f"{context} {next(iter(years))}" if len(years) == 1 and not year_words(context) else context
    return ""


def with_event_named(question: str, exchanges: Sequence[Exchange], known: Known) -> str:
    """The question with the competition behind a "men's" that stands alone: "who won the men's?"."""
    own = known.read(question)
    event = parts_of(own, known).get("event", [])
    at = event[-1] if only_gender(own, event) and owns_event(own, event[-1]) else None
    if at is None or _is_held_elsewhere(own, exchanges, known):
        return question
    for exchange in reversed(exchanges[-LOOKED_BACK:]):
        read = known.read(exchange.question)
        held = [i for i in parts_of(read, known).get("event", []) if read.words[i].text not in GENDERS]
        if held:
            named = read.text[read.words[held[0]].start : read.words[held[-1]].end]
            end = own.words[at].end
            return f"{question[:end]} {named}{question[end:]}"
    return question


def turns_elsewhere(own: Question, exchanges: Sequence[Exchange], known: Known) -> bool:
    """Whether the question names what heads other results, of which the conversation has said nothing yet."""
    capitals = (s for i, s in enumerate(own.stems) if i and own.text[own.words[i].start].isupper() and s.isalpha())
    named = {found for found in capitals if known.names_event(found)}
    said = {found for e in exchanges for found in terms(f"{e.question} {e.answer}")}
    return bool(named) and named.isdisjoint(said)


def is_of_others(context: str, name: str, known: Known) -> bool:
    """Whether the context is the women's race and the name a man's, or the other way round."""
    said = {SEXES[word.text] for word in known.read(context).words if word.text in ("man", "woman")}
    sex = known.sex_of(name)
    return sex is not None and bool(said) and sex not in said


def _is_held_elsewhere(own: Question, exchanges: Sequence[Exchange], known: Known) -> bool:
    """Whether the question says where, and the conversation has not: "in the men's semi-final at Calder"."""
    said = event_said(own, replace(known, names_event=lambda _: False))
    places = {token for word in said.split() if word[0].isupper() for token in terms(word)}
    spoken = {found for e in exchanges[-LOOKED_BACK:] for found in terms(f"{e.question} {e.answer}")}
    return bool(places - spoken)


def _placed(question: Question, known: Known) -> list[int]:
    """A word of headings behind "at" or "in": "the ski jumping at vargstad"."""
    at = (i for i in range(1, len(question.words)) if question.before(i) in {"at", "in"})
    return [i for i in at if question.weights[i] > 0 and known.names_event(question.stems[i])]


def _is_length(question: Question, index: int, known: Known) -> bool:
    """Whether the figure is of a race or a heading, not one of a result."""
    return question.words[index].text in question.lengths or known.names_event(question.stems[index])


def _is_people(question: Question, index: int) -> bool:
    """Whether it is what somebody of a nation is called: "the Scot"."""
    word = question.words[index].text
    return question.before(index) == "the" and bool(nation_keys(word)) and not is_nation(word)


def _is_opponent(question: Question, index: int) -> bool:
    """Whether the word stands in the name of whom somebody played against."""
    start = index
    while start > 1 and question.text[question.words[start - 1].start].isupper():
        start -= 1
    return question.text[question.words[index].start].isupper() and question.is_opponent(frozenset({start}))


def _tells_where(question: Question, index: int, events: set[int]) -> bool:
    word = question.words[index]
    raw = question.text[word.start : word.end]
    if word.text in WEEKDAYS | MONTHS or _is_people(question, index) or _is_opponent(question, index):
        return False
    if raw.islower() and word.text not in GENDERS and question.idf(question.stems[index]) == 1:
        return False  # what the coverage never says finds nothing in it: "sumo" in "the autumn sumo tournament"
    year = raw[0].isdigit() and bool(year_words(raw))
    tells = (raw[0].isupper() and index > 0) or year or word.text in {"man", "woman", "m"}
    verb = (
        (index in question.achieving and not is_sport(question, index))
        or question.before(index) == "how"
        or question.stems[index] in _SCORING
    )
    own = (tells and question.weights[index] >= 0) or (index in events and not verb)
    person = raw.lower() in {"man", "woman"}  # "the man in second" is no men's race
    return own and not person and (tells or not any(cue.word == index for cue in question.cues))


def _as_said(question: Question, kept: Sequence[int], named: set[int]) -> str:
    """The kept words with the little ones between them: "Tour of Ashby", "800 metres at Harbour"."""
    text = ""
    for before, index in zip([None, *kept], kept, strict=False):
        word = question.words[index]
        between = range(before + 1, index) if before is not None else range(0)
        joined = before is not None and all(question.weights[i] == 0 and i not in named for i in between)
        joined = (
            joined
            and before is not None
            and not set("(),;") & set(question.text[question.words[before].end : word.start])
        )
        start = question.words[before].end if joined and before is not None and len(between) <= 2 else word.start
        text += ("" if joined and start != word.start else " " if text else "") + question.text[start : word.end]
    return text.strip()
