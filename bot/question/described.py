"""Words of a question that only describe somebody: "the silver medallist of Tokyo", "the rider who hit the fence".

Each comes with the question that asks whom it means; the name found takes its place.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.question.lexicon import PERSONS, YES_NO, Asked, Operation
from bot.question.question import Question
from bot.question.scope import is_ordinal_word
from retriever.nations import nation_keys
from retriever.text import tokens

_HEADS = frozenset(
    "winner champion medalist runner holder scorer finisher leader victor titleholder loser".split()
)
_UP = "up"  # "runner-up" is two tokens
_PEOPLE = frozenset({"man", "woman", "one", "boy", "girl", "keeper", "batsman", "favourite", "favorite"}) | {
    word for word in PERSONS if not word.endswith("s")
}
# Verbs of the question itself, as they stand behind "did": a description ends before them.
_VERBS = frozenset(
    "finish do end come run get place throw jump swim score fare say play go win earn ride clock record achieve manage "
    "make post rank perform set take have reach qualify beat lose shoot row sail ski lift serve bat bowl "
    "tell admit think feel call describe put cost become receive collect climb drop rise fall improve start begin "
    "represent compete race train work live study grow join leave meet face miss break hold wear use mean need want "
    "cross weigh measure hail belong own clear drive cycle paddle fight carry give pay stand register hit".split()
)
_DO = frozenset({"did", "do", "does"})
_LINKS = frozenset({"of", "from", "in", "at", "over", "for", "on"})
_DETERMINERS = frozenset("the a an his her their its this that first second third last no any".split())
_PREPOSITIONS = frozenset("to for with from about of on in at against by".split())
_MAX_WORDS_BEFORE = 8  # between "the" and the noun
_MAX_NOUN_WORDS = 4  # of somebody's calling: "the former junior champion"
_MIN_CLAUSE = 2  # words of a "who" clause before the question goes on
_OTHERS = frozenset({"other", "another", "others", "same"})  # "the winner of the other race" is nobody by himself
_PRONOUNS = {"his": "'s", "her": "'s", "their": "'s", "he": "", "she": "", "they": "", "him": ""}
_OWNED = ("'s", "’s")
_IN_NO_ROW = (Asked.AGE, Asked.SUMMARY)  # how old somebody is and what happened to him
_HAVING = frozenset({"with", "without"})
_FROM_GROUP = re.compile(
    r"(?P<which>Which|Who) of the (?P<group>[^,?]*?[a-z]s) "
    r"(?P<rest>(?:was|is|had|has|did|ran|finished|came|won|went|scored)\b.*, [A-Z][^,?]* or [A-Z][^,?]*\?*)$"
)
_COLOURS = frozenset({"gold", "silver", "bronze"})

Heads = Callable[[str], bool]
"""Whether a stem stands in what results are called, or is what one of their columns is called."""


@dataclass(frozen=True)
class Description:
    """Words of a question that describe somebody, and the question that asks who it is."""

    start: int
    end: int
    asks: str
    comes_first: bool = True
    """Whether whom it means is found first; else only if the question as it stands has no answer."""
    pronoun: tuple[int, int] | None = None
    """Where a pronoun takes up a description that stands before the question."""
    is_calling: bool = False
    """Whether it says nothing but what somebody is: "the shepherd"."""

    def replaced(self, text: str, name: str) -> str:
        """The question with the name in place of the description."""
        if self.pronoun is None:
            return text[: self.start] + name + text[self.end :]
        start, end = self.pronoun
        owned = _PRONOUNS[text[start:end].lower()]
        return (text[self.end : start] + name + owned + text[end:]).lstrip(" :,-–")


def description_in(question: Question, heads: Heads = lambda _: False) -> Description | None:
    """The first description that the rest of the question asks about, those to be found first before others."""
    found = sorted(_descriptions(question, heads), key=lambda d: (not d.comes_first, d.is_calling))
    return found[0] if found else None


def without_group(text: str) -> str | None:
    """The question without the group that it takes two named people from; None where it names none.

    "Which of the Tokyo medallists was faster in Paris, Kerr or Cheruiyot?": Tokyo is not where they are compared.
    """
    found = _FROM_GROUP.match(text)
    is_of_people = found is not None and tokens(found["group"])[-1].text.removesuffix("s") in _HEADS | _PEOPLE
    return f"{found['which']} {found['rest']}" if found is not None and is_of_people else None


def without_tail(question: Question, described: Description) -> Description | None:
    """The description without a last "in 2027", "at the Hill Cup", "in the final", which may be of the question itself.

    None where its last words are no such thing.
    """
    inside = _inside(question, described)
    if described.pronoun is not None or len(inside) <= _MIN_CLAUSE + 2:
        return None
    at = next((i for i in reversed(inside[_MIN_CLAUSE + 2 :]) if question.words[i].text in {"in", "at"}), None)
    if at is None or not any(question.is_specific(i) or i in question.scope.words for i in inside if i > at):
        return None
    end = question.words[at - 1].end
    tail = question.text[end : described.end]
    return replace(described, end=end, asks=described.asks.replace(tail, ""))


def _descriptions(question: Question, heads: Heads) -> Iterator[Description]:
    topic = _topic(question)
    if topic is not None:
        yield topic
        return
    several = sum(word.text in _HEADS for word in question.words) > 1  # "did the winner beat the runner-up"
    for index in range(len(question.words)):
        clause = _clause_at(question, index)
        found = clause or _title_at(question, index) or _calling_at(question, index, heads)
        if found is None or not _describes(question, found):
            continue
        by_prose = clause is not None and _is_told_by_prose(question, found, heads)
        first = not found.is_calling and (by_prose or _is_worth_a_question(question, found))
        first = first and (clause is not None or not several)
        yield replace(found, comes_first=first)


def _clause_at(question: Question, index: int) -> Description | None:
    """ "The man who was fifth in Tokyo", the relative clause up to the question's own verb."""
    words = question.words
    if index + 2 >= len(words) or index == 0:
        return None
    relative = words[index + 1].text
    is_person = words[index].text in _PEOPLE and relative in {"who", "that", *_HAVING}
    first = _article_before(question, index, 2)
    if first is None or not (is_person or relative == "who") or _raw(question, index + 1)[0].isupper():
        return None
    if relative in _HAVING:
        end = _end_of(question, index + 2 + (relative == "without"), first)
        stop = _stop(question, end - 1)
        asks = f"Who {'had' if relative == 'with' else 'was without'} {question.text[words[index + 2].start : stop]}?"
        return Description(words[first].start, stop, asks)
    end = _end_of(question, index + 2 + _MIN_CLAUSE, first)
    start, stop = words[first].start, _stop(question, end - 1)
    who = f"Which {_raw(question, index)}" if nation_keys(words[index].text) else "Who"
    return Description(start, stop, f"{who} {question.text[words[index + 2].start : stop]}?")


def _title_at(question: Question, index: int) -> Description | None:
    """ "The Tokyo 1500 m silver medallist", "the top scorer of the final": the noun with what stands around it."""
    words = question.words
    is_runner_up = words[index].text == "runner" and index + 1 < len(words) and words[index + 1].text == _UP
    is_one = not _raw(question, index).endswith("s")  # of "the medallists" each may be meant
    titled = words[index].text in _HEADS and (words[index].text != "runner" or is_runner_up) and (
        is_one or _is_owner(question, index)
    )
    first = _article_before(question, index, _MAX_WORDS_BEFORE)
    if first is None or any(words[i].text in YES_NO | {"who", "which"} for i in range(first, index)):
        return None
    if first == 2 and words[0].text == "who" and words[1].text in YES_NO:
        return None  # "who was the champion before Lind" asks who it was
    if not titled and not _is_ranked_person(question, first, index):
        return None
    after = index + 1 + is_runner_up
    end = after
    links = {"of"} if _names_before(question, first, index) else _LINKS
    if not _is_owner(question, after - 1) and after < len(words) and words[after].text in links:
        end = _end_of(question, after + 1, first)
    start, stop = words[first].start, _stop(question, end - 1)
    return Description(start, stop, f"Who was {question.text[start:stop]}?")


def _names_before(question: Question, first: int, index: int) -> bool:
    """Whether the words before the noun name the event already: "the Tokyo silver medallist | in Paris"."""
    return any(
        question.weights[i] > 0 and (_raw(question, i)[0].isupper() or _raw(question, i)[0].isdigit())
        for i in range(first + 1, index)
    )


def _is_ranked_person(question: Question, first: int, index: int) -> bool:
    """Whether a person is told by a place or an end of a scale: "the sixth man", "the highest-scoring rider"."""
    if question.words[index].text not in _PEOPLE:
        return False
    telling = {Operation.NTH, Operation.LAST, Operation.EXTREME}
    cued = {cue.word for cue in question.cues if cue.operation in telling}
    between = range(first + 1, index)
    return any(i in cued or is_ordinal_word(question.words[i].text) for i in between)


def _calling_at(question: Question, index: int, heads: Heads) -> Description | None:
    """ "The shepherd's", "did the former high jumper": what somebody is, where only a person can stand."""
    words = question.words
    if words[index].text != "the" or index == 0:
        return None
    behind_do = words[index - 1].text in _DO
    last = index
    for i in range(index + 1, min(len(words), index + 1 + _MAX_NOUN_WORDS)):
        if behind_do and words[i].text in _VERBS:
            break
        last = i
        if _is_owner(question, i):
            return _called(question, index, last, heads)
        if words[i].text in _PREPOSITIONS:
            return None
    is_bare = last + 1 < len(words) and words[last + 1].text in _VERBS
    return _called(question, index, last, heads) if behind_do and is_bare and last > index else None


def _called(question: Question, first: int, last: int, heads: Heads) -> Description | None:
    inside = range(first + 1, last + 1)
    cues = {cue.word for cue in question.cues} | question.scope.words
    plain = [i for i in inside if not nation_keys(question.words[i].text)]
    if any(i in cues or _raw(question, i)[0].isupper() or heads(question.stems[i]) for i in plain):
        return None
    if not any(question.weights[i] > 0 for i in inside) or question.words[last].text in _PEOPLE:
        return None
    start, stop = question.words[first].start, _stop(question, last)
    return Description(start, stop, f"Who is {question.text[start:stop]}?", is_calling=True)


def _article_before(question: Question, index: int, most: int) -> int | None:
    """Index of "the" among so many tokens before; None where there is none, or a preposition stands between."""
    return next((i for i in range(index - 1, max(-1, index - 1 - most), -1) if question.words[i].text == "the"), None)


def _end_of(question: Question, index: int, first: int) -> int:
    """Where a description that begins at `first` ends, from `index` on: at the question's own verb, else at a comma.

    Behind "did" a verb must follow: the first that no article turns into a noun, else the last word.
    """
    words = question.words
    needs_verb = any(words[i].text in _DO for i in range(first))
    for i in range(index, len(words)):
        if "," in question.text[words[i - 1].end : words[i].start]:
            return i
        is_bare = _raw(question, i).lower() in _VERBS and words[i - 1].text not in _DETERMINERS
        if is_bare and needs_verb and not is_ordinal_word(words[i - 1].text):
            return i
    if needs_verb:
        last = len(words) - 1 - (words[-1].text in _PREPOSITIONS)
        return last if last > index else len(words)
    participle = words[-1].text.endswith(("ed", "born", "en", "ing")) and words[0].text not in {"who", "whose"}
    return len(words) - participle


def _topic(question: Question) -> Description | None:
    """ "The 2021 college champion: what was his time?": a description, a colon, and a question about him."""
    head, colon, rest = question.text.partition(":")
    words = [word for word in question.words if word.start > len(head)]
    pronoun = next(((w.start, w.end) for w in words if w.text in _PRONOUNS), None)
    said = head.lower().split()
    clause = next((i for i, word in enumerate(said) if word == "who"), None)
    if not colon or not rest.strip() or pronoun is None or not (clause or any(word in said for word in _HEADS)):
        return None
    lowered = re.sub(r"^(?:The|An?)\b", lambda article: article.group().lower(), head.strip())
    asks = f"Who {' '.join(head.split()[clause + 1 :])}?" if clause else f"Who was {lowered}?"
    return Description(0, len(head) + 1, asks, pronoun=pronoun)


def _inside(question: Question, found: Description) -> list[int]:
    return [i for i, w in enumerate(question.words) if found.start <= w.start < found.end]


def _describes(question: Question, found: Description) -> bool:
    """Whether it means one person: not "the winner of the other race", nor one of two that are compared."""
    inside = _inside(question, found)
    compared = [cue for cue in question.has(Operation.COMPARE) if cue.low is not None]
    if any(cue.word in inside for cue in compared):  # "which had the faster winner" is about two people
        return False
    return not any(question.words[i].text in _OTHERS for i in inside)


def _is_told_by_prose(question: Question, found: Description, heads: Heads) -> bool:
    """Whether its clause says what no table can: "who hit the fence" is in no heading and is no place."""
    cues = {cue.word for cue in question.cues} | question.scope.words | question.achieving
    return any(
        question.weights[i] > 0
        and i not in cues
        and not question.is_specific(i)
        and question.words[i].text not in _HEADS | _PEOPLE | _COLOURS
        and not heads(question.stems[i])
        for i in _inside(question, found)[2:]
    )


def _is_worth_a_question(question: Question, found: Description) -> bool:
    """Whether both the description and the rest name an event, a place or a year; else one look finds both."""
    inside = _inside(question, found)
    outside = [i for i in range(len(question.words)) if i not in inside]
    heads = _HEADS | _PEOPLE | _COLOURS
    described = any(question.weights[i] > 0 and question.words[i].text not in heads for i in inside)
    of_another = any(i in question.scope.words or question.is_specific(i) for i in outside)
    return described and (of_another or question.asked[0] in _IN_NO_ROW)


def _is_owner(question: Question, index: int) -> bool:
    """Whether something of it is meant: "the shepherd's"."""
    return _raw(question, index).endswith(_OWNED)


def _stop(question: Question, index: int) -> int:
    """Where a token ends, before the sign that something is its own."""
    end = question.words[index].end
    return end - len(_OWNED[0]) if _is_owner(question, index) else end


def _raw(question: Question, index: int) -> str:
    """A token as it is written."""
    return question.text[question.words[index].start : question.words[index].end]
