"""Yes or no from a sentence: whether it says what the question asks about, or that it isn't so."""

from collections.abc import Sequence
from itertools import pairwise

from bot.prose.reader import Sentence
from bot.question.question import Question
from retriever.text import stem, tokens

# Words that turn what they stand before: "decided not to retire", "was forced out of the final".
_NEGATING = frozenset(
    stem(word)
    for word in (
        "not never no none nobody neither nor without cannot cant dont doesnt didnt wont wouldnt isnt arent wasnt "
        "werent hasnt havent hadnt couldnt failed refused denied rejected withdrew withdrawn withdraw cancelled lifted "
        "dropped missed forced ruled unable instead only"
    ).split()
)
_MIN_SAID = 0.75  # share of the question's weight that must be in the sentence itself
# Or this share, where all around it accounts for the rest: a report names its match once, in the first line.
_MIN_SAID_IN_CONTEXT, _MIN_IN_CONTEXT = 0.5, 0.8
_MIN_PREDICATE = 0.5  # share of what is asked of whom, which two long names must not outweigh
_REACH = 4  # words between a negation and what it turns


# Words that undo what was so before: what they are said of holds no more, whichever is found first.
_UNDOING = frozenset(
    stem(word)
    for word in (
        "reversed reversing lifted lift withdrew withdrawn withdraw overturned revoked rescinded quashed cancelled "
        "scrapped reinstated cleared acquitted postponed"
    ).split()
)
_UNDOING_PAIRS = frozenset({("pull", "out"), ("forc", "out"), ("rule", "out")})
# Who appeals against a ruling does not accept it; of a ban that is appealed against nothing is undone.
_ACCEPTING = frozenset(stem(word) for word in ("accept", "agree", "welcome", "concede", "back"))
_REFUSING = frozenset(stem(word) for word in ("reject", "refuse", "appeal", "challenge", "contest", "dispute"))
_MIN_NAMED = 0.5  # share of the question's names that must be in the sentence that undoes


def undone(question: Question, sentences: Sequence[Sentence]) -> Sentence | None:
    """The likeliest sentence that undoes what a question of yes or no asks about; None where none does.

    "Athletics Kenya has reversed the ban" says that she is not suspended, though she was: an undoing comes later.
    """
    refusing = _REFUSING if _ACCEPTING & set(question.stems) else frozenset()
    named = {question.stems[i] for i in range(len(question.words)) if question.is_specific(i)}
    if not named or _undoes([stem(word.text) for word in question.words]):
        return None
    for sentence in sentences:
        said = [stem(token.text) for token in tokens(sentence.text)]
        about = sentence.coverage >= _MIN_SAID and not sentence.of_another
        if about and len(named & set(said)) >= _MIN_NAMED * len(named) and (_undoes(said) or refusing & set(said)):
            return sentence
    return None


def _undoes(stems: Sequence[str]) -> bool:
    return bool(_UNDOING & set(stems)) or any(pair in _UNDOING_PAIRS for pair in pairwise(stems))


def polarity(question: Question, sentence: Sentence) -> bool | None:
    """True where the sentence says what the question asks, False where it denies it, None where it may not tell.

    The names in a question are about whom; what may be denied are its other words.
    """
    said = [stem(token.text) for token in tokens(sentence.text)]
    weighty = [i for i, weight in enumerate(question.weights) if weight > 0]
    total = sum(question.weights[i] for i in weighty)
    held = [i for i in weighty if question.stems[i] in said]
    in_context = sentence.coverage >= _MIN_IN_CONTEXT and not sentence.missing and not sentence.of_another
    least = _MIN_SAID_IN_CONTEXT if in_context else _MIN_SAID
    if not total or sum(question.weights[i] for i in held) < least * total:
        return None
    asked = [i for i in weighty if not question.is_specific(i)]
    if sum(question.weights[i] for i in asked if i in held) < _MIN_PREDICATE * sum(question.weights[i] for i in asked):
        return None
    predicate = {question.stems[i] for i in held if not question.is_specific(i)} or {question.stems[i] for i in held}
    at = [position for position, word in enumerate(said) if word in predicate]
    turned = any(set(said[max(0, position - _REACH) : position]) & _NEGATING for position in at)
    return not turned
