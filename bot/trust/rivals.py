"""Answers that the reader points at with like belief and that differ: two names, or two values, for one thing.

Values are compared as claims. Names are held against each other only where both stand in one frame, that is beside the
same words of the question: "photo by Weir" and "photo by Zochert", "Barty won" and "Halep won".
"""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from bot.draft import Disagreement
from bot.prose.claims import Claim, agree, fits, kinds_asked, owner_of, same_kind, same_thing
from bot.prose.likeness import Similar
from bot.prose.reader import Sentence, place_stems
from bot.question.lexicon import Asked, Operation
from bot.question.question import Question
from bot.trust.conflicts import Told, are_rivals, masked, same_noun, settle, subject_of
from retriever.figures import FoundValue, find_values
from retriever.store import Store
from retriever.text import fold, stem, terms, tokens
from retriever.values import Value, ValueType

# Share of the best sentence's probability from which another one's answer stands against its; how likely it must be.
_SHARE, _MIN_SCORE = 0.5, 0.25
_SHARE_TITLED = 0.4  # the same where one word of the question stands right before both: "captain Lind", "captain Brink"
_FRAME_WORDS = 3  # on either side of a name, that may say what it is
_ONE_NAME = 0.75  # likeness of two spellings of one name: Ingebrigtsen, Ingebrigsten
_MAX_NAME_WORDS = 5
_SHARED = 0.75  # share of the question's words in both clauses that must be in each of them
_WHOLE = 0.7  # share of the answer that its value must be where the question asks for no kind of value
_LIKE = 0.3  # cosine of two sentences without their values, from which they tell of one thing
_COVERED_BELOW = 0.2  # how much less of the question the second sentence may account for

_PRONOUNS = frozenset({"he", "she", "they", "his", "her", "their", "him"})
_T = TypeVar("_T")


def rival_answers(
    question: Question, sentences: Sequence[Sentence], store: Store, similar: Similar
) -> Disagreement | None:
    """What the likeliest sentences answer, where two of them answer differently; `sentences` come best first."""
    read = _likely(question, sentences)
    if not read:
        return None
    title = _title(question, read[0])
    shares = [_SHARE_TITLED if title is not None and _title(question, s) == title else _SHARE for s in read]
    near = [s for s, share in zip(read[1:], shares[1:], strict=True) if s.score >= share * read[0].score]
    near = [s for s in near if s.coverage >= read[0].coverage - _COVERED_BELOW]
    if kinds_asked(question) or _pointed_value(question, read[0], store):
        return _rival_values(question, read[0], near, store, similar)
    return _rival_names(question, read[0], near, store)


def _title(question: Question, sentence: Sentence) -> str | None:
    """The word of the question right before the answer, if it is no name: "captain" of "captain Oskar Lind"."""
    before = [stem(token.text) for token in tokens(sentence.text[: (sentence.answer or (0, 0))[0]])][-1:]
    words = [s for i, s in enumerate(question.stems) if question.weights[i] > 0 and not question.is_specific(i)]
    return before[0] if before and before[0] in words else None


def pointed_claim(question: Question, sentences: Sequence[Sentence], store: Store) -> Claim | None:
    """The value that the best sentence answers with, as a claim; None where it is not likely or no single value."""
    read = _likely(question, sentences)
    return _pointed_value(question, read[0], store) if read else None


def _likely(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Sentences in which an answer was pointed out; none where the best is no likely answer."""
    read = [s for s in sentences if s.answer is not None and not s.of_another]
    good = bool(read) and read[0].enough and read[0].score >= _MIN_SCORE and not question.is_yes_no
    return read if good else []


def _rival_values(
    question: Question, best: Sentence, near: Sequence[Sentence], store: Store, similar: Similar
) -> Disagreement | None:
    lead = _pointed_value(question, best, store)
    found = [claim for s in near if (claim := _pointed_value(question, s, store)) is not None]
    rivals = [c for c in found if lead is not None and same_kind(lead.value, c.value) and _of_one(question, lead, c)]
    if lead is None or not rivals:
        return None
    likeness = similar([masked(lead), *(masked(claim) for claim in rivals)])[0][1:]
    rivals = [claim for claim, alike in zip(rivals, likeness, strict=True) if alike >= _LIKE]
    told = [(claim, Told(claim.value.text, claim.sentence, claim.document)) for claim in (lead, *rivals)]
    return settle(subject_of(question), _grouped(told, agree))


def _of_one(question: Question, lead: Claim, claim: Claim) -> bool:
    """Whether both values are meant for one thing, be they equal or not."""
    if not fits(question, claim) or not same_thing(lead, claim) or not same_noun(lead, claim):
        return False
    known = {word.text for word in question.words} | {token.text for token in tokens(lead.sentence.text)}
    if (owner := owner_of(claim.sentence.text, claim.figure)) is not None and owner not in known:
        return False  # "Manning won at 39", "Elway won Super Bowl XXXIII at 38"
    return agree(lead, claim) or are_rivals(question, lead, claim)


def _pointed_value(question: Question, sentence: Sentence, store: Store) -> Claim | None:
    """The one value of the kind asked for in the words pointed out."""
    start, end = sentence.answer or (0, 0)
    kinds = kinds_asked(question)
    inside = [f for f in find_values(sentence.text) if f.start < end and f.end > start]
    inside = [f for f in inside if f.value.number is not None and (kinds is None or f.value.type in kinds)]
    if len(inside) != 1 or (kinds is None and len(inside[0].value.text) < _WHOLE * (end - start)):
        return None
    document = store.document(sentence.span.passage.document_id)
    return Claim(inside[0], sentence, document, frozenset(), 0.0)


def _rival_names(question: Question, best: Sentence, near: Sequence[Sentence], store: Store) -> Disagreement | None:
    frame = _frame(question, best)
    if not frame or not _is_name(question, best) or Asked.NAME not in question.asked:
        return None
    lead = _named(best, store)
    found = [_named(s, store) for s in near if _is_name(question, s) and frame & _frame(question, s)]
    told = [
        (claim.value.text, Told(claim.value.text, claim.sentence, claim.document))
        for claim in (lead, *found)
        if fits(question, claim) and same_thing(lead, claim) and _among_same(question, lead, claim)
    ]
    return settle("the name", _grouped(told, _is_one_name))


def _among_same(question: Question, lead: Claim, claim: Claim) -> bool:
    """Whether the clauses name nobody and no place else that would tell the two apart: "in Boston", "in Leipzig"."""
    answers = {t.text for c in (lead, claim) for t in tokens(c.value.text)} | {word.text for word in question.words}
    elsewhere = lead.document.document_id != claim.document.document_id
    if elsewhere and any(token.text in _PRONOUNS for c in (lead, claim) for token in tokens(c.clause)):
        return False  # "he was signed by the Chargers": another article's he
    mine, others = lead.names - answers, claim.names - answers
    return (not mine or not others or bool(mine & others)) and _say_of_same(question, lead, claim)


def _say_of_same(question: Question, lead: Claim, claim: Claim) -> bool:
    """Whether both clauses hold the same words of the question: one "led in sacks", the other "in tackles"."""
    weights = {stem: weight for stem, weight in zip(question.stems, question.weights, strict=True) if weight > 0}
    mine, others = (set(terms(each.clause)) & weights.keys() for each in (lead, claim))
    shared, whole = (sum(weights[word] for word in words) for words in (mine & others, mine | others))
    return shared >= _SHARED * whole


def _named(sentence: Sentence, store: Store) -> Claim:
    """The name pointed out, as a claim: it tells its year, its round and the names around it."""
    start, end = sentence.answer or (0, 0)
    figure = FoundValue(start, end, Value(ValueType.TEXT, sentence.text[start:end]))
    return Claim(figure, sentence, store.document(sentence.span.passage.document_id), frozenset(), 0.0)


def _is_name(question: Question, sentence: Sentence) -> bool:
    """Whether the answer is a name in capitals that the question doesn't hold."""
    words = sentence.text[slice(*(sentence.answer or (0, 0)))].split()
    said = {word.text for word in question.words}
    known = {token.text for token in tokens(" ".join(words))} & said
    return bool(words) and len(words) <= _MAX_NAME_WORDS and all(w[0].isupper() for w in words) and not known


def _is_one_name(one: str, other: str) -> bool:
    """Whether both are the same name: one holds the other, or they are spelt alike."""
    a, b = ({token.text for token in tokens(fold(name))} for name in (one, other))
    return bool(a & b) or SequenceMatcher(None, fold(one), fold(other)).ratio() >= _ONE_NAME


def _grouped(told: Sequence[tuple[_T, Told]], same: Callable[[_T, _T], bool]) -> list[list[Told]]:
    """What is told, those that say the same together, in order of first mention."""
    groups: list[tuple[_T, list[Told]]] = []
    for value, each in told:
        home = next((group for first, group in groups if same(first, value)), None)
        if home is None:
            groups.append((value, [each]))
        else:
            home.append(each)
    return [group for _, group in groups]


def _frame(question: Question, sentence: Sentence) -> frozenset[tuple[str, str]]:
    """Words of the question right before and right behind the answer, each with its side."""
    start, end = sentence.answer or (0, 0)
    asked = set(question.stems) | {s for cue in question.has(Operation.NTH) for s in place_stems(cue.places)}
    before = [stem(t.text) for t in tokens(sentence.text[:start])][-_FRAME_WORDS:]
    behind = [stem(t.text) for t in tokens(sentence.text[end:])][:_FRAME_WORDS]
    return frozenset({("before", w) for w in before if w in asked} | {("behind", w) for w in behind if w in asked})
