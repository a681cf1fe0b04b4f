"""Whom a pronoun means: names of the turns before, those asked about first, none whom reports call otherwise."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.question.lexicon import Asked
from bot.question.links import Linker, Mention
from bot.question.question import Question
from retriever.nations import is_nation
from retriever.text import STOPWORDS, tokens

_FULL_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:(?:d[aeiou]s?|de[nr]|v[ao]n|l[ae]|el|al|bin) )*[A-Z][\w'’-]+)+")
SEXES = {"he": "m", "him": "m", "his": "m", "himself": "m", "man": "m",
          "she": "f", "her": "f", "hers": "f", "herself": "f", "woman": "f"}  # fmt: skip
_PLACED = frozenset("at in on from near of the".split())  # before the name of a place or an event
_MOST_NAMED = 3  # whom "they" means
PLURAL = frozenset({"they", "them", "their"})

Read = Callable[[str], Question]


@dataclass(frozen=True)
class Known:
    """What a library tells of the words of a conversation."""

    read: Read
    linker: Linker
    names_event: Callable[[str], bool] = lambda _: False
    """Whether a stem stands in the headings of results: "and the pole vault?" names another event."""
    event_told: Callable[[str], str | None] = lambda _: None
    """The event that an answer told of without naming it."""
    labelled: Callable[[Question, str], frozenset[int]] = lambda _question, _name: frozenset()
    """Tokens that name a column of the results which list somebody: "floor", "race 5"."""
    sex_of: Callable[[str], str | None] = lambda _: None
    """"m" or "f" where results or reports leave no doubt."""
    listed_as: Callable[[Question, str], str | None] = lambda _question, _name: None
    """Who stands in results beside that name and is told by other words of his row: "the Argentinian"."""
    publishers: frozenset[str] = frozenset()
    """Who published, in small letters: nobody that a pronoun means."""


@dataclass(frozen=True)
class Exchange:
    """A question of the conversation, made standalone, and what was answered."""

    question: str
    answer: str


def whom(pronoun: str | None, exchanges: Sequence[Exchange], known: Known) -> str | None:
    """The name that a pronoun means, the latest that may be; the last one spoken of where there is no pronoun."""
    said = pronoun.lower() if pronoun else None
    for exchange in reversed(exchanges):
        names = _in_focus(exchange, known)
        if said in PLURAL:
            sides = [name for name in names if known.sex_of(name) is None]
            several = names if len(names) > 1 else []
            return next(iter(sides), None) or (" and ".join(several[:_MOST_NAMED]) if several else None)
        told = {name: known.sex_of(name) for name in names} if said in SEXES else {}
        wanted = SEXES.get(said or "")
        fitting = [n for n in names if told.get(n) == wanted] or [n for n in names if told.get(n) is None]
        if fitting:
            return fitting[0]
    return None


def _in_focus(exchange: Exchange, known: Known) -> list[str]:
    """Names of an exchange: who was asked for, then who was asked about; asked for no name, those asked about first."""
    question = known.read(exchange.question)
    asked, told = names_said(question, known), names_said(known.read(exchange.answer), known)
    asked, told = ([n for n in names if not n.split()[-1].islower()] for names in (asked, told))  # "Olympic record"
    news = [name for name in told if not any(_is_same(name, other) for other in asked)]
    asks_name = question.wants_name or question.asked[0] in (Asked.NAME, Asked.SPEAKER)
    return [*news, *_fuller(asked, told)] if asks_name else [*_fuller(asked, told), *news]


def _fuller(names: Sequence[str], others: Sequence[str]) -> list[str]:
    return [max([n, *(o for o in others if _is_same(n, o))], key=len) for n in names]


def _is_same(one: str, other: str) -> bool:
    a, b = {t.text for t in tokens(one)}, {t.text for t in tokens(other)}
    return a <= b or b <= a


def names_said(question: Question, known: Known) -> list[str]:
    """Names of people and sides in a text, in its order; those that results list in full before others."""
    mentions = [m for m in known.linker.mentions(question) if known.linker.names_rows(m) and is_meant(question, m)]
    ordered = sorted(mentions, key=lambda m: (not m.whole, min(m.words)))
    listed = [(min(m.words), m.name.text) for m in ordered]
    taken = {i for m in mentions for i in m.words}
    told = [(at, name) for at, name in told_names(question, known) if at not in taken]
    taken |= {i for at, name in told for i in range(at, at + len(tokens(name)))}
    single = [
        (i, _bare(question, i)) for i in range(len(question.words)) if i not in taken and is_name(question, i, known)
    ]
    names = [name for _, name in (*listed, *told, *single)]
    return [n for n in dict.fromkeys(names) if n.lower() not in known.publishers and not is_nation(n)]


def told_names(question: Question, known: Known) -> list[tuple[int, str]]:
    """(first token, name) of full names that no results list, of words that the library holds, in order."""
    found = []
    for match in _FULL_NAME.finditer(question.text):
        inside = [i for i, word in enumerate(question.words) if match.start() <= word.start < match.end()]
        held = inside and all(question.idf(question.stems[i]) < 1 for i in inside)
        plain = any(question.words[i].text in STOPWORDS or known.names_event(question.stems[i]) for i in inside)
        if held and not plain:
            found.append((inside[0], re.sub(r"['’]s$", "", match.group())))
    return found


def is_name(question: Question, index: int, known: Known, *, first: bool = False) -> bool:
    """Whether one word with a capital may be somebody's name: it stands in no heading and behind no "at" or "in".

    `first`: whether the text's first word may be one.
    """
    word = question.words[index]
    if (index == 0 and not first) or not question.text[word.start].isupper() or not word.text.isalpha():
        return False
    held = question.weights[index] > 0 and question.idf(question.stems[index]) < 1
    return held and question.before(index) not in _PLACED and not known.names_event(question.stems[index])


def _bare(question: Question, index: int) -> str:
    word = question.words[index]
    return re.sub(r"['’]s$", "", question.text[word.start : word.end])


def is_meant(question: Question, mention: Mention) -> bool:
    """Whether more than figures or a first word was said: "2024" is not "World lead 2024", "Port" no "Port Ellery"."""
    if not any(question.words[i].text.isalpha() for i in mention.words):
        return False
    surname = [token.text for token in tokens(mention.name.text)][-1:]
    after = question.after(max(mention.words))
    end = max(mention.words) + 1
    goes_on = after is not None and question.text[question.words[end].start].isupper()
    return mention.whole or surname == [question.words[max(mention.words)].text] or not goes_on
