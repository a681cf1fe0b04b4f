"""Places as reports tell them, held against the place that a question gives to somebody whom no results list."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.draft import Draft
from bot.prose.placings import first_name, placings_in
from bot.prose.reader import Sentence
from bot.question.divisions import are_opposed, divisions_asked, divisions_in
from bot.question.lexicon import FILLERS, MONTHS, WEEKDAYS, Asked, Operation
from bot.question.question import Question
from bot.question.scope import FINAL, scope_of_text
from bot.question.tables import year_words
from bot.trust.told_results import Read, ToldVerdict, write_told
from retriever.nations import nation_keys
from retriever.text import STOPWORDS, terms, tokens

_ASKING = frozenset({"who", "which", "what", "that", "whoever"})
_HOLDERS = frozenset({"winner", "champion", "medalist"})
_OWNED = ("'s", "’s")
# Before a place word these say that it is somebody else's; behind "win" these are no contest.
_ANOTHERS = frozenset("behind to from than between of beat with against after before by his her their last".split())
_NO_CONTESTS = frozenset(
    "toss point points set sets leg stage round lap heat penalty free game games frame end quarter run start award "
    "medal prize vote corner kick match player half".split()
)
_SOME = frozenset("a an another any his her its their".split())
_PARTIAL = re.compile(
    r"\b(?:half|halfway|interim|overnight|after the|at the (?:break|turn|start|end of)|quarters?|heats?|"
    r"semi\S*|qualif\w+|rounds?|legs?|runs?|stages?|laps?|sets?|periods?|standings|rankings?|table|league|"
    r"(?:last|previous|earlier) (?:\w+ )?(?:year|season|week|month)|years? (?:ago|earlier))\b",
    re.I,
)
_WON = frozenset({"won", "wins"})
_OBJECT_CHARS = 90  # behind "won", in which the contest is named
_NEAR = 3  # words between a name and "won"

WordsOf = Callable[[str], frozenset[str]]


@dataclass(frozen=True)
class PlaceTaken:
    """A place that a question takes somebody to have had."""

    name: frozenset[str]
    """Stems of the name."""
    place: int
    event: frozenset[str]
    """Stems of the other words that say where it was."""


def told_place(question: Question, listed: frozenset[str], read: Read, words_of: WordsOf) -> Draft | None:
    """What reports tell instead of the place that the question gives somebody; None where they don't deny it.

    `listed`: stems of those whose places results hold: these tell it better. `words_of`: stems of a whole document.
    A report that does not know him denies nothing: it may tell of another race of that name.
    """
    claimed = place_taken(question)
    if claimed is None or claimed.name & listed:
        return None
    sentences = [s for s in read(" ".join(sorted(claimed.name | claimed.event))) if _is_about(question, claimed, s)]
    if any(_bears_out(claimed, sentence) for sentence in sentences):
        return None
    known = (s for s in sentences if claimed.name <= words_of(s.span.passage.document_id))
    denial = next((s for s in known if _denies(claimed, s)), None)
    return None if denial is None else write_told(question, ToldVerdict(False, question.text, denial))


def place_taken(question: Question) -> PlaceTaken | None:
    """The place that the question gives to somebody whom it names before it or right behind it; else None."""
    if Asked.NAME in question.asked or Asked.SPEAKER in question.asked:
        return None
    for cue in question.has(Operation.NTH):
        if len(cue.places) != 1:
            continue
        name = _named_before(question, cue.word) or _named_behind(question, cue.word)
        if name and _is_of_contest(question, cue.word):
            return PlaceTaken(frozenset(question.stems[i] for i in name), cue.places[0], _event(question, name))
    return None


def _named_before(question: Question, at: int) -> frozenset[int]:
    """Tokens of the name last said before the place word, if the place is said of it."""
    before = [i for i in range(1, at) if _is_name(question, i)]
    if not before or question.words[at - 1].text in _ASKING or before[-1] + 4 < at:
        return frozenset()
    run = {before[-1]}
    while min(run) - 1 in before:
        run.add(min(run) - 1)
    owned = question.text[: question.words[before[-1]].end].endswith(_OWNED)
    between = {question.words[i].text for i in range(before[-1] + 1, at)}
    if question.words[at].text == "winning":
        between -= {"after", "before", "by"}  # "what did Lind say after winning"
    led = question.words[min(run) - 1].text if min(run) else ""
    return frozenset() if owned or between & _ANOTHERS or led in _ANOTHERS else frozenset(run)


def _named_behind(question: Question, at: int) -> frozenset[int]:
    """Tokens of the name right behind a word for whoever has the place: "bronze medallist Georgia Pell"."""
    if question.words[at].text not in _HOLDERS:
        return frozenset()
    run: list[int] = []
    for index in range(at + 1, len(question.words)):
        if not _is_name(question, index):
            break
        run.append(index)
    return frozenset(run)


def _is_name(question: Question, index: int) -> bool:
    word = question.words[index]
    known = word.text in STOPWORDS | FILLERS | MONTHS | WEEKDAYS or bool(nation_keys(word.text))
    return question.text[word.start].isupper() and not known


def _is_of_contest(question: Question, at: int) -> bool:
    """Whether the place is one in a contest: "win the toss", "her first title", "the second lap" give none."""
    word = question.words[at].text
    after = next((w.text for w in question.words[at + 1 :] if w.text not in ("the", "a", "an")), "")
    if word in ("first", "second", "third") or word[-2:] in ("st", "nd", "rd", "th"):
        return not after or after in STOPWORDS | {"place", "position", "overall"}
    if word not in ("win", "winner", "champion"):
        return True
    behind = [w.text for w in question.words[at + 1 :]]
    if behind and behind[0] in _SOME:
        return False  # "won her first race", "won a medal": that was some day
    return not _NO_CONTESTS & set(behind[:5]) and behind[:1] not in (["again"], ["by"])


def _event(question: Question, name: frozenset[int]) -> frozenset[str]:
    """Stems of what says in which contest it was: the other names, and the words behind the place."""
    cues = {cue.word for cue in question.has(Operation.NTH)}
    rest = [i for i in range(len(question.words)) if i not in name | cues | question.scope.words]
    rest = [i for i in rest if question.weights[i] > 0 and not question.words[i].text.isdigit()]
    return frozenset(question.stems[i] for i in rest if _is_name(question, i) or i > min(cues))


def _is_about(question: Question, claimed: PlaceTaken, sentence: Sentence) -> bool:
    """Whether the sentence tells of the contest that is asked about, of its end and of its edition."""
    if _PARTIAL.search(sentence.text):
        return False
    rounds = set(scope_of_text(sentence.text).rounds) - {FINAL}
    if rounds and not rounds & set(question.scope.rounds):
        return False
    if are_opposed(divisions_asked(question.text), divisions_in(sentence.text)):
        return False
    told = year_words(sentence.text) or ({sentence.year} if sentence.year else set())
    if question.years and not question.years & told:
        return False
    passage = sentence.span.passage
    around = frozenset(terms(" ".join((sentence.title, *passage.section, passage.text)))) - {"final"}
    return bool(claimed.event) and claimed.event - {"final"} <= around


def _bears_out(claimed: PlaceTaken, sentence: Sentence) -> bool:
    places = [place for place, name, _, _ in placings_in(sentence.text) if claimed.name & set(terms(name))]
    won = claimed.place == 1 and _winners(sentence.text) and claimed.name & set(terms(sentence.text))
    return bool(won) or claimed.place in places


def _denies(claimed: PlaceTaken, sentence: Sentence) -> bool:
    """Whether the sentence gives the one who is named another place, or the victory to somebody else."""
    places = [place for place, name, _, _ in placings_in(sentence.text) if claimed.name & set(terms(name))]
    if places:
        return claimed.place not in places
    beside = claimed.name & set(terms(sentence.text))  # "Reinders and Kolb won" is Kolb's victory, too
    return claimed.place == 1 and not beside and bool(_winners(sentence.text, named=claimed.event))


def _winners(text: str, named: frozenset[str] = frozenset()) -> list[frozenset[str]]:
    """Stems of everybody who is said to have won; `named`: only what is called by one of these words."""
    found = []
    for index, word in enumerate(words := tokens(text)):
        if text[word.start : word.end].lower() not in _WON | ({"win"} if not named else set()):
            continue
        behind = text[word.end : word.end + _OBJECT_CHARS]
        if (named and not named & set(terms(behind))) or _NO_CONTESTS & {t.text for t in tokens(behind)[:4]}:
            continue
        before = words[max(0, index - _NEAR) : index]
        near = [w for w in before if text[w.start].isupper() and not nation_keys(w.text) and w.text not in STOPWORDS]
        whole = text[: word.start] if near or not named else ""
        name = first_name(whole) if whole else None
        found += [frozenset(terms(name))] if name else []
    return found
