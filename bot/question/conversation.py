"""Follow-ups made standalone, from the turns before them: whom, which event, round or column the reader left out."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.question.akin import akin_to
from bot.question.competitions import only_gender
from bot.question.context import (
    LOOKED_BACK,
    context_of,
    event_said,
    is_of_others,
    turns_elsewhere,
    with_event_named,
    without_context,
)
from bot.question.courtesy import courtesy_in
from bot.question.elided import with_left_out
from bot.question.focus import PLURAL, Exchange, Known, names_said, nations_said, whom
from bot.question.given import asked_of, asks_for_source, is_quoted, negated, proposition, whose_words
from bot.question.lexicon import FILLERS, Asked, Operation
from bot.question.openings import well_put, without_opening
from bot.question.question import Question
from bot.question.referents import chosen, owner, with_mark_named, with_person_named, with_things_named
from bot.question.slots import names_somebody, parts_of, with_parts_replaced
from bot.question.tables import year_words
from bot.schema import Turn
from retriever.text import terms

_PRONOUN = re.compile(r"\b(he|she|him|his|her|they|them|their)\b", re.I)
_POSSESSIVE = {"his", "their"}
_AFTER_OBJECT = re.compile(
    r"\s*(?:[?.!,]|$|(?:in|at|on|to|by|for|from|of|and|then|after|before|over|with|as|so|do|did)\b)", re.I
)
_LEAD_IN = re.compile(
    r"^(?:(?:and|so|but|then|ok(?:ay)?|now|also|what about|how about|what of|for|in|at|on)[\s,]+)+", re.I
)
# "What about Lind, why did she stop?": who or what is meant, and the question about it.
_TOPIC = re.compile(r"^(?:and |so |but |ok(?:ay)?,? )?(?:what|how) about (?P<topic>[^,?]+), (?P<rest>.+)$", re.I)
_TAKEN_UP = re.compile(r"\b(?:it|that|this|he|she|him|his|her|they|them|their)\b", re.I)
# "Going back to the winner, where did he come": the words before the comma only lead to the question.
_TURN_BACK = re.compile(
    r"^(?:and |but |now )?(?:(?:going|coming|turning) back to|back to|as for|regarding|about|on) "
    r"(?P<topic>[^,:?]*)[,:] (?=\w)",
    re.I,
)
_CORRECTION = re.compile(
    r"^(?:no|not (?:him|her|that|them)|sorry|actually|i mean|i meant|wait|rather)\b[\s,.:–-]*"
    r"(?:(?:i|we) mean(?:t)?\s+)?",
    re.I,
)
_PLACE = re.compile(r"\b[A-Z]")
_OF_GENDER = re.compile(r"\b(?:wo)?men['’]?s?\b|\b(?:boys|girls)['’]?", re.I)
_ROLE = re.compile(r"^the [\w-]+\s*\??$", re.I)  # "and the winner?"
_OTHER = re.compile(r"^the other\s+(?=[A-Z])")
_BARE = re.compile(
    r"^(?P<asks>why|what for|how come|since when|when|from where|where|by how much"
    r"|from how far|(?:for|by) how long|how often|(?:from|to|for|by|with|against) whom|how)\s*"
    r"(?:(?:was|is) (?:that|it)|exactly|then|(?P<no>not))?\s*[?!.]*$",
    re.I,
)
_ASKS_WHY = re.compile(r"what for|how come", re.I)
_HAPPENED = re.compile(r"^(?:and )?(?P<asks>when|where|why) did (?:it|that|this) happen\s*\?*$", re.I)
_DOUBT = re.compile(
    r"^(?:are you (?:sure|certain)|really|is (?:that|it) (?:right|true|correct|so)|sure"
    r"|(?:so )?(?:which|who)(?: (?:one|of (?:them|those|the two)|source|figure|number))? is (?:right|true|correct)"
    r"|so which(?: one)? is it)\b[^,]*[?!.]*$",
    re.I,
)
_WHO_SAID = re.compile(r"^(?:and |but )?who (?:said|says|claims|claimed|told you) (?:that|this|so|it)\s*[?!.]*$", re.I)
_WHO_WAS = re.compile(r"^(?:and |but )?who(?:(?:se words)? (?:was|is|were)|['’]s) (?:that|this|it)\s*[?!.]*$", re.I)
_STEP = re.compile(
    r"\b(?:in |at )?(?:the |that )?(?:(?P<back>(?:year|season|time|edition) before|previous (?:year|season|edition)|"
    r"last (?:year|season))|(?:year|season) after|(?:next|following) (?:year|season))\b",
    re.I,
)
_DEMONSTRATIVE = re.compile(r"\b(?:that|this|so)\s*(?=[?.!,]|$|happen|decided|decision|mean)", re.I)
_QUESTION_WORDS = ("who", "did", "was", "were", "is", "what", "when", "why", "where", "how", "which", "whose")
_ATTRIBUTES = (Asked.TIME, Asked.NATION, Asked.RANK, Asked.DISTANCE, Asked.MARK, Asked.AGE)
_DID = frozenset({"did", "do", "does", "had", "has", "have"})
_REFERRED = frozenset("behind off from to ahead than".split())
_REMEMBERED = 8  # exchanges that a follow-up may mean


def standalone_question(question: str, history: Sequence[Turn], known: Known) -> str:
    """The question with what the conversation supplies; unchanged when it stands alone."""
    return standalone_after(question, exchanges_of(history, known), known)


def standalone_after(question: str, exchanges: Sequence[Exchange], known: Known) -> str:
    """The question with what those exchanges supply; unchanged when it stands alone."""
    asked = without_opening(question)
    asked = _as_written(asked, exchanges, known) if exchanges else asked
    return well_put(_resolved(asked, exchanges, known)) if exchanges else asked


def _as_written(question: str, exchanges: Sequence[Exchange], known: Known) -> str:
    """The question with capitals for the names that the conversation has written with them: "and sparkes?"."""
    said = (known.read(text) for e in exchanges[-LOOKED_BACK:] for text in (e.question, e.answer))
    names = {part.lower(): part for q in said for name in names_said(q, known) for part in name.split()}
    return re.sub(
        r"(?<![\w'’])[a-z][\w-]{3,}",
        lambda word: word.group() if _is_plain(word.group(), known) else names.get(word.group(), word.group()),
        question,
    )


def _is_plain(word: str, known: Known) -> bool:
    """Whether it asks for something, or others are near to it in meaning: "score" heads columns, too."""
    return word in FILLERS or bool(akin_to(word)) or known.read(word).asked[0] is not Asked.ANYTHING


def exchanges_of(history: Sequence[Turn], known: Known) -> list[Exchange]:
    """The last questions of a conversation, each made standalone, with their answers; oldest first."""
    asked = [index for index, turn in enumerate(history) if turn.role == "user"][-_REMEMBERED:]
    found: list[Exchange] = []
    for index, end in zip(asked, [*asked[1:], len(history)], strict=False):
        question = history[index].content
        if courtesy_in(question) is not None:
            continue
        told = " ".join(turn.content for turn in history[index:end] if turn.role == "assistant")
        if not found or not asks_for_source(known.read(question)):  # its answer names an article, not what it is about
            found.append(Exchange(standalone_after(question, found, known), told))
    return found


def _resolved(question: str, exchanges: Sequence[Exchange], known: Known) -> str:
    happened = _HAPPENED.match(question)
    given = _about_last(happened["asks"] if happened else question, exchanges[-1], known)
    if given is not None:
        return given
    topic = _TOPIC.match(question)
    if topic is not None and _TAKEN_UP.search(topic["rest"]):
        return _on_topic(topic["topic"], topic["rest"], exchanges, known)
    turned = _TURN_BACK.match(question)
    meant = turned and _turned_to(turned["topic"], turned.group(), exchanges, known)
    if turned and meant:
        return _on_topic(meant, question[turned.end() :], exchanges, known)
    question = _dated_by_step(_without_turn_back(question), exchanges)
    question = with_mark_named(question, exchanges, whom(None, exchanges, known), known)
    question = with_things_named(question, exchanges, known)
    question = with_person_named(question, exchanges, known)
    said = _LEAD_IN.sub("", _CORRECTION.sub("", question))
    said = chosen(said, exchanges, known) or owner(said, exchanges, known) or said
    if (fuller := with_left_out(said, exchanges)) != said:
        question = said = fuller
    fragment = known.read(_OTHER.sub("", said))
    if _OTHER.match(said) and (other := _namesake(fragment, exchanges[-1], known)) is not None:
        fragment = known.read(other)
    elif (
        _ROLE.match(said) and names_somebody(fragment, known) and (held := _of_turn(said, exchanges, known)) is not None
    ):
        fragment = known.read(held)
    return _replaced(fragment, exchanges, known) or _completed(question, exchanges, known)


def _about_last(question: str, last: Exchange, known: Known) -> str | None:
    """A question about what was just answered: "are you sure?", "who said so?", "why not?", "by how much?"."""
    if _DOUBT.match(question.strip()):
        return last.question
    if _WHO_SAID.match(question.strip()) or (_WHO_WAS.match(question.strip()) and is_quoted(last.answer)):
        return whose_words(last)
    bare = _BARE.match(_LEAD_IN.sub("", question.strip()))
    if bare is None or bare["asks"].lower() == "how":
        return None
    denied = negated(last, known) if bare["no"] else None
    return denied or asked_of(last, _ASKS_WHY.sub("why", bare["asks"]), known)


def _replaced(fragment: Question, exchanges: Sequence[Exchange], known: Known) -> str | None:
    """The latest question that has the parts which the fragment names, with those; a round or year may come in new."""
    eligible = [exchange for exchange in reversed(exchanges) if _may_take(exchange, fragment, known)]
    before = eligible[:LOOKED_BACK] or list(reversed(exchanges))[:LOOKED_BACK]
    owned = _PRONOUN.search(fragment.text)
    if owned and owned.group().lower() in ("his", "her", "their"):  # "and her semi?" asks of whom was asked before
        fragment = known.read((fragment.text[: owned.start()] + fragment.text[owned.end() :]).strip())
    elif owned:
        return None
    for exchange in before:
        found = with_parts_replaced(known.read(exchange.question), fragment, known, added=False)
        if found is not None:
            return found
    found = with_parts_replaced(known.read(before[0].question), fragment, known, added=True)
    if found is not None:
        return found
    return _column_asked(fragment, exchanges, known)


def _may_take(exchange: Exchange, fragment: Question, known: Known) -> bool:
    """Whether the fragment makes sense in that question.

    Of the women's race, or in third place, it is not asked how old Lind is or by how much she was second.
    """
    parts = parts_of(fragment, known)
    previous = known.read(exchange.question)
    named = "name" in parts_of(known.read(without_context(exchange.question)), known)
    old = parts_of(previous, known)
    events = parts.get("event", ())
    if only_gender(fragment, events) or (events and fragment.words[events[0]].text.isdigit()):
        return not named and bool({"event", "round"} & old.keys())
    if list(parts) == ["place"] and "place" in old:
        return not named or previous.before(old["place"][0]) == "the"  # "in the last round"
    return True


def _column_asked(fragment: Question, exchanges: Sequence[Exchange], known: Known) -> str | None:
    """A column of the results that list whom the conversation is about: "and floor?" after Lind's vault."""
    subject = whom(None, exchanges, known)
    if subject is None or fragment.said(*_QUESTION_WORDS) or names_somebody(fragment, known):
        return None
    if not known.labelled(fragment, subject):
        return None
    context = context_of(exchanges, known)
    asked = fragment.text.rstrip(" ?.!")
    return f"What was {subject}'s {asked}{f' ({context})' if context else ''}?"


def _completed(question: str, exchanges: Sequence[Exchange], known: Known) -> str:
    """A question of its own with names for its pronouns, and with the event or the person that it leaves out."""
    own_names = names_said(known.read(question), known)
    full, named = _with_name(question, own_names, exchanges, known)
    full = with_event_named(full, exchanges, known)
    own = known.read(full)
    said = event_said(own, replace(known, names_event=lambda s: s.isdigit() and known.names_event(s)))
    if said and only_gender(own, parts_of(own, known).get("event", ())) and not _PLACE.search(said):
        where = _OF_GENDER.sub("", context_of(exchanges, known, rounds=False)).strip()
        return f"{full.rstrip(' ?.!')} ({where})?" if where and where not in full else full
    if said or (own.scope.rounds and (named or own_names)):
        return full
    if _PRONOUN.search(question) is None and turns_elsewhere(own, exchanges, known):
        return full
    bronze = own.said("bronze")  # it is won in another match than the final
    context = context_of(exchanges, known, rounds=not own.scope.rounds and not bronze)
    subject = named or next(iter(own_names), None)
    if (subject is not None and is_of_others(context, subject, known)) or set(terms(context)) <= set(own.stems):
        context = ""
    if not named:
        person = _left_out(own, exchanges, known)
        context = ", ".join(part for part in (person, context) if part)
    if _DEMONSTRATIVE.search(question) and not context:
        said = proposition(exchanges[-1].question)
        context = "" if set(terms(said)) <= {*own.stems, "say"} else said
    return f"{full.rstrip(' ?.!')} ({context})?" if context else full


def _with_name(
    question: str, own_names: Sequence[str], exchanges: Sequence[Exchange], known: Known
) -> tuple[str, str | None]:
    """The question with a name for the first pronoun that means somebody, and that name.

    "Who dedicated his win to her?": "his" is whoever is asked for.
    """
    for pronoun in _PRONOUN.finditer(question):
        plural = pronoun.group().lower() in PLURAL
        if plural and "of them" in question.lower():
            continue
        if _is_of_whoever(question, pronoun):
            continue
        name = own_names[0] if own_names and not plural else whom(pronoun.group(), exchanges, known)
        if name is not None:
            return f"{question[: pronoun.start()]}{_in_case(pronoun, name)}{question[pronoun.end() :]}", name
    return question, None


def _is_of_whoever(question: str, pronoun: re.Match[str]) -> bool:
    """Whether "his" belongs to whom "who" asks for, and another pronoun is there for somebody spoken of."""
    asks_who = re.match(r"who (?!did|does|do|was|is|has|had|will)", question, re.I)
    owning = pronoun.group().lower() in _POSSESSIVE | {"her"}
    return bool(asks_who) and owning and bool(_PRONOUN.search(question, pronoun.end()))


def _left_out(own: Question, exchanges: Sequence[Exchange], known: Known) -> str | None:
    """The person of whom a time, a nation or a column is asked without a name: "and the time?", "which lane?"."""
    if own.said("who", "whom", "when") or nations_said(Exchange(own.text, ""), known):
        return None
    behind = any(
        own.before(cue.word) == "the" and cue.word > 1 and own.words[cue.word - 2].text in _REFERRED
        for cue in own.has(Operation.NTH)
    )  # "how many seconds behind the winner?" leaves out who
    if not behind and (names_somebody(own, known) or own.has(Operation.NTH)):
        return None
    person = whom(None, exchanges, known)
    if person is not None and Asked.MARK in own.asked:
        person = _with_opponent(person, exchanges[-1], known)
    if person is None or not (behind or own.asked[0] in _ATTRIBUTES or known.labelled(own, person)):
        return None
    return person


def _with_opponent(person: str, last: Exchange, known: Known) -> str:
    """ "Lind against Okoro" where it was asked whom Lind beat: the score is that of their match."""
    asked = known.read(last.question)
    if len(asked.words) < 2 or not (asked.words[0].text in {"who", "whom"} and asked.words[1].text in _DID):
        return person
    other = next((name for name in names_said(known.read(last.answer), known) if name != person), None)
    return person if other is None else f"{person} against {other}"


def _on_topic(topic: str, rest: str, exchanges: Sequence[Exchange], known: Known) -> str:
    """The question behind "what about Lind,", asked of that."""
    said = re.sub(r"^(?:the|then)\s+", "", topic.strip()) if not known.read(topic).scope.rounds else topic
    is_name = bool(names_said(known.read(f"about {topic.strip()}"), known))
    taken = _TAKEN_UP.search(rest)
    words = topic.strip() if is_name or taken is None else f"the {said}"
    full = _TAKEN_UP.sub(lambda p: _in_case(p, words), rest, count=1)
    own = known.read(full)
    context = context_of(exchanges, known) if is_name and not event_said(own, known) and not own.scope.rounds else ""
    context = topic.strip() if taken is None and not is_name else context
    return f"{full.rstrip(' ?.!')} ({context})?" if context else full


def _namesake(fragment: Question, last: Exchange, known: Known) -> str | None:
    """The other one of that name: "the other Lind" after an answer that told of Ada Lind."""
    told = set(names_said(known.read(f"{last.question} {last.answer}"), known))
    others = {m.name.text for m in known.linker.mentions(fragment) if known.linker.names_rows(m)} - told
    return next(iter(others)) if len(others) == 1 else None


def _of_turn(turn: str, exchanges: Sequence[Exchange], known: Known) -> str | None:
    """Whom "going back to the winner" means: who was the answer when that place was asked for."""
    places = {cue.places for cue in known.read(turn).has(Operation.NTH)}
    for exchange in reversed(exchanges):
        if places & {cue.places for cue in known.read(exchange.question).has(Operation.NTH)}:
            return next(iter(names_said(known.read(exchange.answer), known)), None)
    return None


def _turned_to(topic: str, turn: str, exchanges: Sequence[Exchange], known: Known) -> str | None:
    """Whom or what "back to Lind:" turns to: who took a place, a name, a competition."""
    place = _of_turn(turn, exchanges, known)
    if place is not None:
        return place
    read = known.read(f"about {topic.strip()}")
    return next(iter(names_said(read, known)), None) or (topic.strip() if parts_of(read, known).get("event") else None)


def _dated_by_step(question: str, exchanges: Sequence[Exchange]) -> str:
    """ "The year before" as the year that it is, counted from the last one that was spoken of."""
    step = _STEP.search(question)
    if step is None:
        return question
    for exchange in reversed(exchanges):
        years = sorted(year_words(exchange.question) or year_words(exchange.answer))
        if years:
            year = int(years[0]) + (-1 if step["back"] else 1)
            return f"{question[: step.start()]}in {year}{question[step.end() :]}"
    return question


def _without_turn_back(question: str) -> str:
    """The question without words before it that only turn to a subject; unchanged where no question follows them."""
    rest = _TURN_BACK.sub("", question)
    return rest if rest.split(" ")[0].lower() in (*_QUESTION_WORDS, "by", "in") else question


def _in_case(pronoun: re.Match[str], name: str) -> str:
    """The name for the pronoun; "her" owns what follows ("her coach") unless it ends what is said ("coaches her")."""
    said = pronoun.group().lower()
    owns = said in _POSSESSIVE or (said == "her" and not _AFTER_OBJECT.match(pronoun.string, pronoun.end()))
    possessive = f"{name}'" if name.endswith("s") else f"{name}'s"
    return possessive if owns else name
