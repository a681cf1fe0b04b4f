"""Parts of a question by what they name, and one question's parts put in place of another's."""

from collections.abc import Mapping, Sequence

from bot.question.competitions import event_words, only_gender
from bot.question.focus import Known, is_meant, is_name, mentions_of, names_said, told_names
from bot.question.lexicon import Operation
from bot.question.question import Question
from bot.question.scope import small_number
from bot.question.sports import GENDERS, GENITIVES
from bot.question.tables import year_words
from retriever.text import tokens

_WINNING = {"win", "winning"}  # "who won the final" asked again of third place: "who was third in the final"
_FRAGMENT = 2  # words: the first of so few has a capital because it is a name, "Galway?"
_QUESTION_WORDS = ("who", "did", "was", "were", "is", "what", "when", "why", "where", "how", "which", "whose")
_PEOPLE = {"winner", "champion", "loser", "captain", "coach", "keeper", "opponent", "runner"}

Parts = Mapping[str, list[int]]


def with_parts_replaced(previous: Question, fragment: Question, known: Known, *, added: bool) -> str | None:
    """The previous question with its round, place, name, year, column or event replaced by those of a fragment.

    None when `fragment` is more than such parts: then it is a question of its own. `added`: a round, a year or an event
    that the previous question has none of goes behind it.
    """
    if fragment.said(*_QUESTION_WORDS):
        return None
    subject = subject_of(previous, known)
    other = known.listed_as(fragment, subject) if subject else None
    fragment = fragment if other is None else known.read(other)
    new = parts_of(fragment, known, subject=subject)
    accounted = {i for indices in new.values() for i in indices}
    rest = [i for i, weight in enumerate(fragment.weights) if weight > 0 and i not in accounted]
    if not new or rest:
        return None
    old = parts_of(previous, known, subject=subject)
    text, changes = previous.text, list[tuple[int, int, str]]()
    for kind, indices in new.items():
        found = _change(previous, old, fragment, known, kind=kind, indices=indices)
        if found is not None:
            changes.append(found)
        elif added and kind in ("round", "event", "year"):
            said = _said(fragment, indices)
            article = "" if kind == "year" or said[0].isupper() else "the "
            text = _with_behind(text, f"in {article}{said}")
        else:
            return None
    for start, end, said in sorted(changes, reverse=True):
        text = text[:start] + said + text[end:]
    return text


def _with_behind(text: str, words: str) -> str:
    """The question with these words at its end, before what it has in brackets."""
    plain = text.rstrip(" ?.!")
    at = plain.rfind(" (") if plain.endswith(")") else len(plain)
    return f"{plain[:at]} {words}{plain[at:]}?"


def _change(
    previous: Question, old: Parts, fragment: Question, known: Known, *, kind: str, indices: Sequence[int]
) -> tuple[int, int, str] | None:
    """(start, end, words) of what takes a part's place; None where the previous question has no such part."""
    said = _said(fragment, indices)
    genders = kind == "event" and only_gender(fragment, indices)
    if genders:
        return _gender_changed(previous, old.get("event", old.get("round", ())), fragment.words[indices[0]].text)
    if kind == "event" and said.isdigit():  # "and 62?" after the women's 57 kg
        weight = next((i for i in old.get("event", ()) if previous.words[i].text.isdigit()), None)
        return None if weight is None else (previous.words[weight].start, previous.words[weight].end, said)
    if kind == "place" and _is_role(fragment) and "place" not in old and "name" in old:
        first, last = previous.words[old["name"][0]], previous.words[old["name"][-1]]
        return first.start, last.end, _role_said(fragment, owns=_owns(previous, old["name"][-1]))
    like = _alike(previous, fragment, indices, known) if kind in ("name", "event", "value") else None
    spot = like or ([] if kind == "value" else list(old.get(kind, ())))
    if kind == "place" and not spot:  # "the first" after "the second run": one column of several
        spot = [i for i in old.get("column", ()) if small_number(previous.words[i].text) is not None][:1]
    if not spot:
        return None
    if like is None and kind == "event" and _keeps_gender(previous, spot, fragment, indices):
        spot = spot[1:]
    words = [previous.words[spot[0]], previous.words[spot[-1]]]
    if kind == "place" and words[0].text in _WINNING:
        return words[0].start, words[1].end, f"was {said} in"
    owns = (
        (kind == "name" or words[1].text in GENDERS) and _owns(previous, spot[-1]) and not _owns(fragment, indices[-1])
    )
    return words[0].start, words[1].end, f"{said}'s" if owns else said


def _gender_changed(previous: Question, event: Sequence[int], gender: str) -> tuple[int, int, str] | None:
    """The event of men as that of women; one told without either gets it before its name."""
    if not event:
        return None
    said = GENITIVES.get(gender, gender)
    owned = next((i for i in event if previous.words[i].text in GENDERS), None)
    if owned is None:
        at = previous.words[event[0]].start
        return at, at, f"{said} "
    word = previous.words[owned]
    end = word.end + (2 if previous.text[word.end : word.end + 2] in ("'s", "’s") else 0)
    return word.start, end, said


def _is_role(fragment: Question) -> bool:
    """Whether it is only who took a place: "the winner", "the runner-up"."""
    return any(word.text in _PEOPLE for word in fragment.words)


def _role_said(fragment: Question, *, owns: bool) -> str:
    text = fragment.text.strip(" ?.!")
    text = text if text.lower().startswith("the ") else f"the {text}"
    return f"{text}'s" if owns else text


def _alike(previous: Question, fragment: Question, indices: Sequence[int], known: Known) -> list[int] | None:
    """Tokens of the previous question that stand in the same column of results: a heavyweight for a welterweight."""
    new = [m for m in known.linker.mentions(fragment) if m.words <= set(indices)]
    columns = {(p.table_id, p.column) for m in new for p in m.places}
    for mention in known.linker.mentions(previous):
        if columns & {(p.table_id, p.column) for p in mention.places}:
            return sorted(mention.words)
    return None


def _said(question: Question, indices: Sequence[int]) -> str:
    return question.text[question.words[indices[0]].start : question.words[indices[-1]].end]


def _owns(question: Question, index: int) -> bool:
    """Whether the word is written as an owner's: "Lind's"."""
    word = question.words[index]
    said = question.text[word.start : word.end]
    return said.endswith(("'s", "’s")) or question.text[word.end : word.end + 2] in ("'s", "’s")


def _keeps_gender(previous: Question, old: Sequence[int], fragment: Question, new: Sequence[int]) -> bool:
    """Whether "men's" stays: "and the discus?" after "the men's pole vault" means the men's discus."""
    says_own = any(fragment.words[i].text in GENDERS for i in new)
    return not says_own and len(old) > 1 and previous.words[old[0]].text in GENDERS


def subject_of(question: Question, known: Known) -> str | None:
    """The first name that a question says."""
    return next(iter(names_said(question, known)), None)


def parts_of(question: Question, known: Known, *, subject: str | None = None) -> dict[str, list[int]]:
    """Tokens of the question by the part they name, in order; parts it doesn't name are left out.

    `subject`: who is asked about, in whose results the columns are looked up.
    """
    columns = known.labelled(question, subject) if subject else frozenset[int]()
    named = [m for m in mentions_of(question, known) if not m.words & columns and is_meant(question, m)]
    names = {i for m in named for i in m.words} or _names_told(question, known)
    rounds = sorted(question.scope.words - columns)
    places = sorted({c.word for c in question.cues if c.operation in (Operation.NTH, Operation.LAST)} - columns)
    extremes = sorted({c.word for c in question.cues if c.operation is Operation.EXTREME} - columns - set(places))
    years = [i for i, w in enumerate(question.words) if year_words(w.text) and i not in names]
    taken = {*names, *rounds, *places, *years, *columns, *extremes}
    events = event_words(question, known, taken)
    taken |= set(events)
    values = (
        [] if events else sorted({i for m in known.linker.mentions(question) for i in m.words if not m.words & taken})
    )
    parts = {
        "round": rounds, "place": places[:1], "name": sorted(names), "year": years, "column": sorted(columns),
        "extreme": extremes[:1],
        "event": events, "value": values,
    }  # fmt: skip
    return {kind: indices for kind, indices in parts.items() if indices}


def _names_told(question: Question, known: Known) -> set[int]:
    """Tokens that name somebody whom no results list: a full name or a word with a capital, no word of a heading."""
    full = {i for at, name in told_names(question, known) for i in range(at, at + len(tokens(name)))}
    mentioned = {i for m in known.linker.mentions(question) for i in m.words}
    short = len(question.words) <= _FRAGMENT
    free = (i for i in range(len(question.words)) if i not in mentioned | question.scope.words)
    return full or {i for i in free if is_name(question, i, known, first=short)}


def names_somebody(question: Question, known: Known) -> bool:
    """Whether a question names or describes a person: then it needs no other."""
    return bool(parts_of(question, known).get("name")) or question.said(*_PEOPLE)
