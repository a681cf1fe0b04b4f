"""Follow-ups made standalone, from the turns before them: pronouns, places and rounds that the reader left out."""

import re
from collections.abc import Callable, Sequence

from bot.question.lexicon import Asked, Operation
from bot.question.links import Linker, Mention
from bot.question.question import Question
from bot.schema import Turn
from retriever.text import STOPWORDS

_PRONOUN = re.compile(r"\b(he|she|him|his|her|they|them|their)\b", re.I)
_POSSESSIVE = {"his", "their"}
_AFTER_OBJECT = re.compile(
    r"\s*(?:[?.!,]|$|(?:in|at|on|to|by|for|from|of|and|then|after|before|over|with|as|so|do|did)\b)", re.I
)
_FULL_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:[a-z]{2,3} )?[A-Z][\w'’-]+)+")
_LEAD_IN = re.compile(r"^(?:and|so|but|then|ok(?:ay)?|now|also|what about|how about)[\s,]+", re.I)
# "Going back to the winner, where did he come": the words before the comma only lead to the question.
_TURN_BACK = re.compile(r"^(?:(?:going|coming|turning) back to|back to|as for|regarding|about|on) [^,?]*, (?=\w)", re.I)
_CORRECTION = re.compile(
    r"^(?:no|sorry|actually|i mean|i meant|wait|rather)\b[\s,.:–-]*(?:(?:i|we) mean(?:t)?\s+)?", re.I
)
_QUESTION_WORDS = ("who", "did", "was", "were", "is", "what", "when", "why", "where", "how", "which", "whose")
_ATTRIBUTES = (Asked.TIME, Asked.NATION, Asked.RANK, Asked.DISTANCE, Asked.MARK, Asked.AGE)
_GENDERS = {"man", "woman", "boy", "girl", "mixed"}
_WINNING = {"win", "winning"}  # "who won the final" asked again of third place: "who was third in the final"
_YEAR_DIGITS = 4

Read = Callable[[str], Question]


def standalone_question(
    question: str,
    history: Sequence[Turn],
    read: Read,
    linker: Linker,
    *,
    names_event: Callable[[str], bool] = lambda _: False,
    event_told: Callable[[str], str | None] = lambda _: None,
) -> str:
    """The question with what the conversation supplies; unchanged when it stands alone.

    `names_event` tells whether a stem stands in the headings of results: "and the pole vault?" names another event.
    `event_told` gives the event that an answer told of without naming it.
    """
    asked = [turn.content for turn in history if turn.role == "user"]
    if not asked:
        return question
    earlier = _before_last_question(history)
    previous = standalone_question(
        asked[-1], earlier, read, linker, names_event=names_event, event_told=event_told
    )
    question = _without_turn_back(question)
    fragment = read(_LEAD_IN.sub("", _CORRECTION.sub("", question)))
    replaced = _with_parts_replaced(read(previous), fragment, linker, names_event)
    if replaced is not None:
        return replaced
    named = _PRONOUN.search(question) and _last_person(history, read, linker)
    full = _PRONOUN.sub(lambda p: _in_case(p, str(named)), question, count=1) if named else question
    own = read(full)
    if own.scope.rounds or _context(own, linker, lambda _: False):
        return full
    context = _context(read(previous), linker, names_event)
    if not context:
        context = event_told(" ".join(turn.content for turn in history if turn.role == "assistant")) or ""
    if not named and _asks_attribute(own, linker):
        person = _last_person([*history, Turn(role="user", content=previous)], read, linker)
        context = ", ".join(part for part in (person, context) if part)
    if not context:
        return full
    return f"{full.rstrip(' ?.!')} ({context})?"


def _without_turn_back(question: str) -> str:
    """The question without words before it that only turn to a subject; unchanged where no question follows them."""
    rest = _TURN_BACK.sub("", question)
    return rest if rest.split(" ")[0].lower() in (*_QUESTION_WORDS, "by", "in") else question


def _asks_attribute(question: Question, linker: Linker) -> bool:
    """Whether only a time, a nation or the like is asked for, and of nobody: "and the time?"."""
    names_nobody = not linker.mentions(question) and not question.said("who", "whom", "which")
    return names_nobody and question.asked[0] in _ATTRIBUTES and not question.has(Operation.NTH)


def _before_last_question(history: Sequence[Turn]) -> Sequence[Turn]:
    last = max(index for index, turn in enumerate(history) if turn.role == "user")
    return history[:last]


def _in_case(pronoun: re.Match[str], name: str) -> str:
    """The name for the pronoun; "her" owns what follows ("her coach") unless it ends what is said ("coaches her")."""
    said = pronoun.group().lower()
    owns = said in _POSSESSIVE or (said == "her" and not _AFTER_OBJECT.match(pronoun.string, pronoun.end()))
    return f"{name}'s" if owns else name


def _with_parts_replaced(
    previous: Question, fragment: Question, linker: Linker, names_event: Callable[[str], bool]
) -> str | None:
    """The previous question with its round, place, person or event replaced by those of a fragment.

    None when `fragment` is more than such parts: then it is a question of its own.
    """
    new = _parts(fragment, linker, names_event)
    accounted = {i for indices in new.values() for i in indices}
    rest = [i for i, weight in enumerate(fragment.weights) if weight > 0 and i not in accounted]
    if not new or rest or fragment.said(*_QUESTION_WORDS) or _PRONOUN.search(fragment.text):
        return None
    old = _parts(previous, linker, names_event)
    text = previous.text
    changes: list[tuple[int, int, str]] = []
    for kind, indices in new.items():
        said = fragment.text[fragment.words[indices[0]].start : fragment.words[indices[-1]].end]
        if kind in old:
            if kind == "event" and all(fragment.words[i].text in _GENDERS for i in indices):
                old[kind] = [i for i in old[kind] if previous.words[i].text in _GENDERS] or old[kind]
            stays = kind == "event" and _keeps_gender(previous, old[kind], fragment, indices)
            words = [previous.words[i] for i in (old[kind][1 if stays else 0], old[kind][-1])]
            verb = kind == "place" and words[0].text in _WINNING
            owns = kind == "name" and _owns(previous, old[kind][-1]) and not _owns(fragment, indices[-1])
            said = f"{said}'s" if owns else said
            changes.append((words[0].start, words[1].end, f"was {said} in" if verb else said))
        elif kind in ("round", "event"):
            text = f"{text.rstrip(' ?.!')} in the {said}?"
        else:
            return None
    for start, end, said in sorted(changes, reverse=True):
        text = text[:start] + said + text[end:]
    return text


def _owns(question: Question, index: int) -> bool:
    """Whether the word is written as an owner's: "Lind's"."""
    word = question.words[index]
    said = question.text[word.start : word.end]
    return said.endswith(("'s", "’s")) or question.text[word.end : word.end + 2] in ("'s", "’s")


def _keeps_gender(previous: Question, old: Sequence[int], fragment: Question, new: Sequence[int]) -> bool:
    """Whether "men's" stays: "and the discus?" after "the men's pole vault" means the men's discus."""
    says_own = any(fragment.words[i].text in _GENDERS for i in new)
    return not says_own and len(old) > 1 and previous.words[old[0]].text in _GENDERS


def _parts(question: Question, linker: Linker, names_event: Callable[[str], bool]) -> dict[str, list[int]]:
    """Tokens of the question by the part they name, in order; parts it doesn't name are left out."""
    named = sorted({i for m in linker.mentions(question) if linker.names_rows(m) for i in m.words})
    rounds = sorted(question.scope.words)
    places = sorted({cue.word for cue in question.cues if cue.operation is Operation.NTH})
    taken = {*named, *rounds, *places}
    events = [i for i in range(len(question.words)) if i not in taken and _tells_event(question, i, names_event)]
    core = [i for i in events if question.words[i].text in _GENDERS or question.words[i].text[0].isdigit()]
    if core:  # "men's 1500m", "women's 400 metres hurdles": one run of words, not the city far behind it
        end = core[0]
        while end + 1 in events:
            end += 1
        events = [i for i in events if core[0] <= i <= end]
    parts = {"round": rounds, "place": places[:1], "name": named, "event": events}
    return {kind: indices for kind, indices in parts.items() if indices}


def _tells_event(question: Question, index: int, names_event: Callable[[str], bool]) -> bool:
    word = question.words[index].text
    if word in _GENDERS or word == "m" or (word.isdigit() and len(word) < _YEAR_DIGITS) or word in question.lengths:
        return True
    plain = not question.text[question.words[index].start].isupper() or index == 0
    return question.weights[index] > 0 and plain and names_event(question.stems[index])


def _last_person(history: Sequence[Turn], read: Read, linker: Linker) -> str | None:
    """The name said last: in the latest answer that names anyone, else in the latest question; full names first."""
    for turn in reversed(history):
        question = read(turn.content)
        mentions = [m for m in linker.mentions(question) if linker.names_rows(m) and _in_letters(question, m)]
        if mentions:
            return min(mentions, key=lambda m: (not m.whole, min(m.words))).name.text
        if turn.role == "assistant" and (told := _told_name(question)) is not None:
            return told
    return None


def _told_name(answer: Question) -> str | None:
    """The first full name in an answer that no results list, of words that the library holds."""
    for match in _FULL_NAME.finditer(answer.text):
        inside = [i for i, word in enumerate(answer.words) if match.start() <= word.start < match.end()]
        known = all(answer.idf(answer.stems[i]) < 1 for i in inside)
        if known and not any(answer.words[i].text in STOPWORDS for i in inside):
            return match.group()
    return None


def _in_letters(question: Question, mention: Mention) -> bool:
    """Whether more than figures was said of the name: "2024" alone is not "World lead 2024"."""
    return any(question.words[i].text.isalpha() for i in mention.words)


def _context(question: Question, linker: Linker, names_event: Callable[[str], bool]) -> str:
    """Words that say which event and where: capitalised words, figures and words of headings, none of who took part."""
    named = {i for mention in linker.mentions(question) if linker.names_rows(mention) for i in mention.words}
    events = set(_parts(question, linker, names_event).get("event", ()))
    kept: list[str] = []
    for index, word in enumerate(question.words):
        raw = question.text[word.start : word.end]
        tells = (raw[0].isupper() and index > 0) or raw[0].isdigit() or word.text in {"man", "woman", "m"}
        verb = index in question.achieving or question.words[max(0, index - 1)].text == "how"
        own = (tells and question.weights[index] >= 0) or (index in events and not verb)
        person = raw.lower() in {"man", "woman"}  # "the man in second" is no men's race
        if own and not person and index not in named and not _is_cue(question, index):
            kept.append(raw)
    rounds = [question.text[question.words[i].start : question.words[i].end] for i in sorted(question.scope.words)]
    return " ".join([*kept, *(r for r in rounds if r not in kept)]) if kept else ""


def _is_cue(question: Question, index: int) -> bool:
    return any(cue.word == index for cue in question.cues)
