"""What asks for nothing that coverage could tell: a greeting, thanks, a word about the bot itself, noise."""

import re
from enum import StrEnum

from bot.question.lexicon import FILLERS, WH_WORDS, YES_NO, Asked
from bot.question.question import Question
from retriever.text import tokens

_ITSELF = frozenset({"you", "your", "i"})
_FEW = 3  # words of which half must be known before they are taken for English
_OPEN = (Asked.ANYTHING, Asked.NAME, Asked.YES_NO, Asked.REASON)


class Courtesy(StrEnum):
    """A word that wants a word back and no answer."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    REMARK = "remark"
    ABOUT_BOT = "about the bot"


_WORDS = {
    Courtesy.FAREWELL: "bye goodbye cya farewell goodnight".split(),
    Courtesy.THANKS: "thanks thank thx cheers ta ty appreciated".split(),
    Courtesy.GREETING: "hi hello hey hiya howdy greetings morning afternoon evening".split(),
    Courtesy.REMARK: (
        "ok okay great nice cool wow lol haha interesting perfect awesome brilliant excellent amazing sorry wonderful "
        "lovely impressive wrong right"
    ).split(),
}
# Said with them; alone they tell nothing.
_BESIDE = frozenset(
    "there mate again everyone all very much so a lot that that's s was is it one you you're re are guys for the your "
    "help info answer good night well then and see later now really my friend oh ah yes no me i m to know everything "
    "not bad just pretty too day".split()
)  # fmt: skip
_PARTING = re.compile(r"\b(?:good ?night|see you|until next time|that's all|that is all)\b", re.I)
_ABOUT_BOT = re.compile(
    r"^(?:so |and |but )?(?:who|what|how|where) are (?:you|u)(?: (?:doing|called|from|today|then))*\W*$"
    r"|^what(?:'s| is) your name\W*$|^what can (?:you|i) (?:do|ask|help)\b|^(?:can|could) you help(?: me)?\W*$"
    r"|^are you (?:a |an )?(?:real|human|person|robot|bot|ai|machine|there|ok)\b"
    r"|^(?:do|did|would|can) you (?:like|love|enjoy|think|feel|dream|sing|dance|cook|speak|sleep|prefer)\b"
    r"|^(?:please )?(?:tell|sing|write|make)(?: me| us)? (?:a|an|another|some) (?:\w+ )?"
    r"(?:jokes?|songs?|poems?|riddles?|limericks?|haikus?)\b",
    re.I,
)
REPLIES = {
    Courtesy.GREETING: "Hello, ask me about the articles and results here.",
    Courtesy.THANKS: "You're welcome.",
    Courtesy.FAREWELL: "Goodbye.",
    Courtesy.REMARK: "Ask me whatever else you would like to know from the articles and results here.",
    Courtesy.ABOUT_BOT: "I answer questions, asked in English, from the articles and results here.",
}


def courtesy_in(text: str) -> Courtesy | None:
    """What a text is that holds nothing but courtesies; None for any other, and for a bare "yes", "no" or "night"."""
    if _ABOUT_BOT.match(text.strip()):
        return Courtesy.ABOUT_BOT
    said = [word.text for word in tokens(text)]
    known = {word for words in _WORDS.values() for word in words} | _BESIDE
    if not said or said[0] in YES_NO or not set(said) <= known:  # "is that right?" asks
        return None
    if _PARTING.search(text):
        return Courtesy.FAREWELL
    return next((kind for kind, words in _WORDS.items() if not set(words).isdisjoint(said)), None)


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
