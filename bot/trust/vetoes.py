"""What speaks against an answer that was pointed out: a value that is somebody else's, words that are no name."""

from collections.abc import Sequence
from itertools import pairwise

from bot.prose.claims import counts_other_sort, owner_of
from bot.prose.kinds import fits_kind
from bot.prose.reader import Sentence
from bot.question.lexicon import Asked
from bot.question.question import Question
from bot.question.synonyms import same_as
from retriever.figures import find_values
from retriever.text import stem, terms, tokens

_UNSURE = 0.3  # probability below which an answer must at least be of the kind asked for
_WHERE = ("in", "at")
_POSSESSIVE = ("'s", "’s", "s'", "s’")


def is_no_name(question: Question, sentence: Sentence) -> bool:
    """Whether a name is asked for and unlikely words in small letters were pointed out: another sentence is better."""
    if sentence.answer is None or question.asked[0] is not Asked.NAME or sentence.score >= _UNSURE:
        return False
    return not fits_kind(question, sentence.text[slice(*sentence.answer)])


def is_anothers(question: Question, sentence: Sentence) -> bool:
    """Whether the value is of one whom the question names, though it asks for another's: "Farah's time that Kerr beat".

    In "Kerr, who clocked 3:27.79 to erase Farah's record" the figure is Kerr's. How old her father is her own age
    does not tell.
    """
    if question.asked[0] is Asked.AGE and _lacks_relative(question, sentence):
        return True
    start, end = sentence.answer or (0, 0)
    figure = next((f for f in find_values(sentence.text) if f.start < end and f.end > start), None)
    if figure is not None and counts_other_sort(question, sentence.text, figure.end):
        return True
    names = [i for i, w in enumerate(question.words) if w.text.isalpha() and question.text[w.start].isupper() and i]
    named = {question.words[i].text: i for i in names}
    asked = {word for word, i in named.items() if question.text[question.words[i].end :][:2] in _POSSESSIVE
             or question.text[: question.words[i].end][-2:] in _POSSESSIVE}  # fmt: skip
    if figure is None or not asked or question.is_yes_no:
        return False
    owner = owner_of(sentence.text, figure)
    return owner in named.keys() - asked - _beside(question, asked)


def is_unrelated(question: Question, sentence: Sentence) -> bool:
    """Whether an unlikely sentence that answers "who" names nobody and nothing that the question names.

    "Who is captain of the Rovers?" is not answered by the captain of others.
    """
    missing = set(terms(" ".join(sentence.missing)))
    if question.asked[0] is not Asked.NAME or sentence.score >= _UNSURE:
        return False
    capital = [i for i, w in enumerate(question.words) if i and w.text.isalpha() and question.text[w.start].isupper()]
    # Where it was, a report tells once: of "the final in Lisbon" each sentence of a report from Lisbon may tell.
    where = {i for i in capital if question.before(_first_of(i, capital)) in _WHERE}
    named = {question.stems[i] for i in capital if i not in where or question.stems[i] in missing}
    return bool(named) and named.isdisjoint(terms(f"{sentence.title} {_lead(sentence)} {sentence.text}"))


def _first_of(index: int, capital: Sequence[int]) -> int:
    """The first word of the name that the word is part of: "Nehru" of "Hall"."""
    return _first_of(index - 1, capital) if index - 1 in capital else index


def is_of_others(question: Question, sentence: Sentence) -> bool:
    """Whether what somebody is to one who is named is told of others: "who coaches the Tigers" by "Lagoa's coach"."""
    capital = {i for i, w in enumerate(question.words) if i and question.text[w.start].isupper()}
    roles = frozenset[str]().union(*(same_as(question.words[i].text) for i in question.deed if i not in capital))
    named = {question.stems[i] for i in capital}
    words = tokens(sentence.text)
    for owner, role in pairwise(words):
        is_owner = sentence.text[: owner.end].endswith(_POSSESSIVE) and sentence.text[owner.start].isupper()
        if is_owner and stem(role.text) in roles:
            return bool(named) and stem(owner.text) not in named and named.isdisjoint(stem(word.text) for word in words)
    return False


def _lead(sentence: Sentence) -> str:
    lead = sentence.lead
    return "" if lead is None else lead.passage.text[lead.start - lead.passage.start : lead.end - lead.passage.start]


def _lacks_relative(question: Question, sentence: Sentence) -> bool:
    """Whether somebody or something of a person is asked about that the sentence does not speak of."""
    beside = {
        i: (question.text[: word.end][-2:], question.text[word.end :][:2]) for i, word in enumerate(question.words)
    }
    owners = [i for i, ends in beside.items() if question.is_specific(i) and set(ends) & set(_POSSESSIVE)]
    beside_them = {i + 1 for i in owners if i + 1 < len(question.words) and i + 1 not in question.cue_words}  # "'s age"
    theirs = {question.stems[i] for i in beside_them if question.weights[i] > 0}
    return bool(theirs) and theirs.isdisjoint(terms(sentence.text))


def _beside(question: Question, asked: set[str]) -> set[str]:
    """Words right before a possessive: "Mo" of "Mo Farah's"."""
    return {question.words[i - 1].text for i, word in enumerate(question.words) if i and word.text in asked}
