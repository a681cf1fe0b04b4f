"""What a question takes for granted about places: "why did she win gold", "how did they lose to the Lions".

A place word is taken as said of a named athlete only where the sentence is built that way; "how far behind the winner
was she" and "why was she disqualified at first" give her no place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.question.cues import Cue
from bot.question.lexicon import KEEPING, KEPT_WITHIN, LOSING, MATCH_WORDS, OVERCOMING, TITLES, Asked, Operation
from bot.question.links import Mention
from bot.question.question import Question
from bot.results.finder import TableFinder
from retriever.text import STOPWORDS

# Before "winner", "silver" or "first" these say that the word is somebody else's place, or no place at all.
_ANOTHERS = frozenset(
    "behind to from than and between of off over beat with against after before by at its their his her like chase "
    "catch pass trail follow".split()
)
_ARTICLES = frozenset({"the", "a", "an"})
_HOLDERS = frozenset({"winner", "winners", "champion", "champions", "medalist", "medalists", "medals", "podium"})
_POSSESSIVE = frozenset({"his", "her", "their"})
_PLACE_LEADS = _ARTICLES | {"his", "her", "their", "its", "olympic", "world", "individual", "team"}
_BEING = frozenset("was is were be become became been".split())
_OWN = frozenset("win victory triumph gold silver bronze title winning medal".split())
_CONTESTS = frozenset("race final event contest competition match game heat tie m it".split()) | TITLES | _OWN
_OBJECT_ENDS = STOPWORDS - _ARTICLES | {"back", "again", "over", "against", "ahead", "despite", "so", "without"}
# What may follow an ordinal that is a place; before any other noun it counts ("her first title").
_AFTER_PLACE = STOPWORDS | {"place", "position", "overall", "again", "home", "behind", "ahead", "over", "despite"}
MATCH_ROWS = 2  # who lost a match of two is the second
_MEDALS, _MEDAL_WITHIN = (1, 2, 3), 3  # words behind "win"
_ASKING = {"who", "which", "what", "that", "whoever"}


@dataclass(frozen=True)
class Presumption:
    """A place that the question gives to somebody, a victory over somebody else, or a part in a round."""

    subject: Mention
    """Whom the rows are about, or a nation or club beside them ("which American won")."""
    places: tuple[int, ...]
    """Empty for a victory over `rival`, or for having taken part."""
    words: frozenset[int]
    rival: Mention | None = None


def claims_in(question: Question, named: Sequence[Mention], finder: TableFinder) -> list[Presumption]:
    """Claims of the question about those whom it names, in order of words."""
    found: list[Presumption] = []
    for cue in question.has(Operation.NTH):
        subject = _subject(question, cue.word, named)
        if subject is None or not (finder.names_rows(subject) or finder.names_nation(subject)):
            continue
        if credits(question, cue, subject.words, finder):
            found.append(Presumption(subject, _places(question, cue), _prize(question, cue.word)))
    rows = [mention for mention in named if finder.names_rows(mention)]
    for index, word in enumerate(question.words):
        subject = _subject(question, index, rows) if word.text in OVERCOMING | LOSING else None
        rivals = [m for m in rows if min(m.words) > index]
        if subject is not None and len({m.name.key for m in rivals}) == 1:
            winner, loser = (subject, rivals[0]) if word.text in OVERCOMING else (rivals[0], subject)
            found.append(Presumption(winner, (), frozenset({index}) | loser.words, loser))
        elif subject is not None and not rivals and word.text in LOSING:
            found.append(Presumption(subject, (MATCH_ROWS,), frozenset({index})))
    if not found and len({m.name.key for m in rows}) == 1 and asks_result(question):
        found.append(Presumption(rows[0], (), frozenset()))
    return found


def _subject(question: Question, index: int, named: Sequence[Mention]) -> Mention | None:
    """Who the word at `index` is said of: the one named last before it; None if that may be two, or is asked."""
    before = [m for m in named if max(m.words) < index]
    last = max((max(m.words) for m in before), default=-1)
    near = [m for m in before if max(m.words) == last]
    asks_who = question.words[index - 1].text in _ASKING if index else True
    return near[0] if not asks_who and len({m.name.key for m in near}) == 1 else None


def _places(question: Question, cue: Cue) -> tuple[int, ...]:
    """The places claimed: winning "a medal" is any of three."""
    after = {word.text for word in question.words[cue.word + 1 : cue.word + 1 + _MEDAL_WITHIN]}
    colours = {"gold", "silver", "bronze"}
    return _MEDALS if cue.places == (1,) and "medal" in after and not after & colours else cue.places


def _prize(question: Question, at: int) -> frozenset[int]:
    """The place word and what is won by it: "win … the gold medal", "retain … her title"."""
    near = range(at, min(at + 1 + KEPT_WITHIN, len(question.words)))
    return frozenset(i for i in near if i == at or question.words[i].text in TITLES | _OWN)


def asks_result(question: Question) -> bool:
    """Whether a place, a mark or how somebody did in a round is asked for: that takes a part in it for granted."""
    kinds = {Asked.TIME, Asked.RANK, Asked.MARK, Asked.DISTANCE}
    return bool(question.scope.rounds) and (bool(kinds & set(question.asked)) or question.said("get", "do", "fare"))


def credits(question: Question, cue: Cue, subject: frozenset[int], finder: TableFinder) -> bool:
    """Whether the place word is said of the athlete whom the tokens `subject` name."""
    at = cue.word
    if _wins_another_place(question, at):
        return False
    word, before = question.words[at].text, _before(question, at)
    if before in _POSSESSIVE and word in _OWN and _is_only_name(question, at, subject):
        return True  # "what did Lind say after her victory"
    is_verb = word == "win" or word in KEEPING
    if (before in _ANOTHERS and not (is_verb and before == "to")) or _is_owner_of_another(question, at, subject):
        return False
    if word in _HOLDERS:
        return before in _BEING or at - 1 in subject or bool(subject & {at - 2, at - 3})
    if word in KEEPING or word in TITLES or word in _OWN:
        return word != "win" or _wins_a_contest(question, at, finder)
    after = question.words[at + 1].text if at + 1 < len(question.words) else None
    is_ordinal = word[-2:] in {"st", "nd", "rd", "th"} or word in {"first", "second", "third"}
    return not is_ordinal or after is None or after in _AFTER_PLACE


def _is_only_name(question: Question, before: int, subject: frozenset[int]) -> bool:
    """Whether nobody but the subject is named up to that word: then "her" is the subject's."""
    told = subject | question.scope.words
    return all(i in told or not question.is_specific(i) or question.words[i].text.isdigit() for i in range(before))


def _wins_another_place(question: Question, verb: int) -> bool:
    """Whether what is won is a lower place: "win the silver medal", "win bronze"; gold is still to win."""
    if question.words[verb].text != "win":
        return False
    after = next((i for i in range(verb + 1, len(question.words)) if question.words[i].text not in _PLACE_LEADS), verb)
    return any(cue.word == after and 1 not in cue.places for cue in question.has(Operation.NTH))


def _wins_a_contest(question: Question, verb: int, finder: TableFinder) -> bool:
    """Whether what is won is a race, a match or a title: "win the toss", "how many points did she win" are none."""
    amount = [word.text for word in question.words[:2]] in (["how", "many"], ["how", "much"])
    asked = {word.text for word in question.words[2:verb]}
    if amount and not asked & (_CONTESTS | MATCH_WORDS | {"races", "titles", "medals", "events", "finals"}):
        return False
    for index in range(verb + 1, len(question.words)):
        word = question.words[index].text
        if word in _OBJECT_ENDS:
            return True
        known = word in _ARTICLES | _CONTESTS or index in question.scope.words or question.is_specific(index)
        if not known and not finder.names_events(question.stems[index]) and question.weights[index] > 0:
            return False
    return True


def _before(question: Question, index: int) -> str:
    """The word before, articles skipped."""
    at = index - 1
    while at >= 0 and question.words[at].text in _ARTICLES:
        at -= 1
    return question.words[at].text if at >= 0 else ""


def _is_owner_of_another(question: Question, cue: int, subject: frozenset[int]) -> bool:
    """Whether somebody or something of the subject's is spoken of: "why did Lind's coach win"."""
    last = max(subject)
    owned = question.text[: question.words[last].end][-2:] in ("'s", "’s")
    following = question.words[last + 1].text if last + 1 < len(question.words) else ""
    return owned and last < cue and following not in _OWN and last + 1 != cue
