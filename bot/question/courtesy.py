"""What asks for nothing that coverage could tell: a greeting, a word about the bot itself, another language, noise."""

from bot.question.lexicon import FILLERS, WH_WORDS, YES_NO, Asked
from bot.question.question import Question

_ITSELF = frozenset({"you", "your", "i"})
_FEW = 3  # words of which half must be known before they are taken for English
_OPEN = (Asked.ANYTHING, Asked.NAME, Asked.YES_NO, Asked.REASON)


def asks_nothing(question: Question) -> bool:
    """Whether no question about sport is asked; key words, names and whatever names an operation ask for something."""
    words = range(len(question.words))
    if not any(word.text.isalpha() for word in question.words):
        return True
    if question.cues or question.scope.rounds or question.figures or question.asked[0] not in _OPEN:
        return False
    content = [i for i in words if question.weights[i] > 0]
    if not content:
        return question.said(*_ITSELF) or not (question.said(*WH_WORDS, *YES_NO) or question.statuses[0])
    named = [i for i in content if question.is_specific(i)]
    of_itself = question.said(*_ITSELF) and not question.said("the", "how") and len(content) == 1 and not named
    strange = [i for i in content if question.idf(question.stems[i]) == 1 and not _is_capital(question, i)]
    is_english = any(word.text in FILLERS and len(word.text) > 1 for word in question.words)
    return of_itself or (len(words) >= _FEW and 2 * len(strange) >= len(words) and not is_english)


def _is_capital(question: Question, index: int) -> bool:
    """Whether a capital makes a name of the word; a first word has one anyway."""
    return index > 0 and question.text[question.words[index].start].isupper()
