"""Yes or no from a sentence: whether it says what the question asks about, or that it isn't so."""

from bot.question import Question
from bot.reader import Sentence
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
_REACH = 4  # words between a negation and what it turns


def polarity(question: Question, sentence: Sentence) -> bool | None:
    """True where the sentence says what the question asks, False where it denies it, None where it may not tell.

    The names in a question are about whom; what may be denied are its other words.
    """
    said = [stem(token.text) for token in tokens(sentence.text)]
    weighty = [i for i, weight in enumerate(question.weights) if weight > 0]
    total = sum(question.weights[i] for i in weighty)
    held = [i for i in weighty if question.stems[i] in said]
    if not total or sum(question.weights[i] for i in held) < _MIN_SAID * total:
        return None
    predicate = {question.stems[i] for i in held if not question.is_specific(i)} or {question.stems[i] for i in held}
    at = [position for position, word in enumerate(said) if word in predicate]
    turned = any(set(said[max(0, position - _REACH) : position]) & _NEGATING for position in at)
    return not turned
