"""One sentence told twice with another name in it: two sources that give different people for the same thing."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations

from bot.draft import Disagreement, Side
from bot.prose.claims import years_told
from bot.prose.reader import Sentence
from bot.question.lexicon import OVERCOMING, Asked, Operation
from bot.question.question import Question
from retriever.store import Store
from retriever.text import fold, stem, tokens

_MIN_WORDS = 6  # shorter sentences are alike by chance
_MIN_ALIKE = 0.6  # share of words that both hold in the same order
_MAX_NAME_WORDS = 5
_BEATING = frozenset(stem(word) for word in OVERCOMING)
_LOOKED_AT = 8  # of the best sentences


def retold(question: Question, sentences: Sequence[Sentence], store: Store) -> Disagreement | None:
    """The names that differ between two documents' versions of a good sentence, where a name is asked for."""
    if Asked.NAME not in question.asked or not sentences:
        return None
    for best, other in combinations(sentences[:_LOOKED_AT], 2):
        if other.span.passage.document_id == best.span.passage.document_id or _of_other_years(best, other, store):
            continue
        names = _names_apart(best.text, other.text)
        if names is not None and not _in_question(question, names) and _has_role(question, best.text, names[0]):
            sides = tuple(Side(n, s.text, (s.span,)) for n, s in zip(names, (best, other), strict=True))
            return Disagreement("the name", sides, 0, "nothing decides between the sources; the closest match is first")
    return None


def _has_role(question: Question, text: str, name: str) -> bool:
    """Whether the name is on the side asked for: before "defeated" stands who won, behind it who came second."""
    places = {place for cue in question.has(Operation.NTH) for place in cue.places}
    at = text.find(name)
    verbs = [token.start for token in tokens(text) if stem(token.text) in _BEATING]
    if not places or not verbs:
        return True
    return at < verbs[0] if 1 in places else at > verbs[0]


def _of_other_years(one: Sentence, other: Sentence, store: Store) -> bool:
    told = [years_told(s.text, s, store.document(s.span.passage.document_id)) for s in (one, other)]
    return all(told) and not told[0] & told[1]


def _names_apart(one: str, other: str) -> tuple[str, str] | None:
    """The only names in which two versions of a sentence differ; None where they differ otherwise or not at all."""
    a, b = tokens(one), tokens(other)
    matcher = SequenceMatcher(None, [t.text for t in a], [t.text for t in b], autojunk=False)
    if min(len(a), len(b)) < _MIN_WORDS or matcher.ratio() < _MIN_ALIKE:
        return None
    found: set[tuple[str, str]] = set()
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        mine = one[a[i].start : a[j - 1].end] if j > i else ""
        theirs = other[b[k].start : b[m - 1].end] if m > k else ""
        if not _is_name(mine) or not _is_name(theirs):
            return None
        found.add((mine, theirs))
    return next(iter(found)) if len(found) == 1 else None


def _is_name(text: str) -> bool:
    words = text.split()
    return bool(words) and len(words) <= _MAX_NAME_WORDS and all(word[:1].isupper() for word in words)


def _in_question(question: Question, names: Sequence[str]) -> bool:
    said = {word.text for word in question.words}
    return any({token.text for token in tokens(fold(name))} <= said for name in names)
