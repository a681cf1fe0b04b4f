"""Whom a pronoun means: names of the turns before, those asked about first, none whom reports call otherwise."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.question.akin import akin_to
from bot.question.lexicon import MONTHS, WEEKDAYS, Asked
from bot.question.links import Linker, Mention
from bot.question.question import Question
from bot.question.sports import names_contest
from retriever.nations import is_nation
from retriever.text import STOPWORDS, tokens

_FULL_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:(?:d[aeiou]s?|de[nr]|v[ao]n|l[ae]|el|al|bin) )*[A-Z][\w'’-]+)+")
SEXES = {"he": "m", "him": "m", "his": "m", "himself": "m", "man": "m",
          "she": "f", "her": "f", "hers": "f", "herself": "f", "woman": "f"}  # fmt: skip
_PLACED = frozenset("at in on from near of the".split())  # before the name of a place or an event
_FEW = 2  # words
_MOST_LONGER = 3  # characters: "pirates" of Pirate
_MOST_NAMED = 3  # whom "they" means
PLURAL = frozenset({"they", "them", "their", "theirs"})
_BEHIND_OBJECT = frozenset("did do does had has have".split())  # "who did Lind beat?" goes on about Lind
# People told by what they are to somebody, and the sex where the word tells it.
ROLES = {
    "coach": None, "trainer": None, "manager": None, "agent": None, "choreographer": None, "captain": None,
    "teammate": None, "partner": None, "caddie": None, "physio": None, "doctor": None, "boss": None,
    "mother": "f", "mum": "f", "mom": "f", "sister": "f", "wife": "f", "daughter": "f", "grandmother": "f",
    "father": "m", "dad": "m", "brother": "m", "husband": "m", "son": "m", "grandfather": "m",
}  # fmt: skip
_SIDE = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*"
_ROLE_OF = re.compile(rf"(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+)*)['’]s? (?:\w+ )?(?P<role>{'|'.join(ROLES)})\b")

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
    told_as: Callable[[str, str], bool] = lambda _name, _words: False
    """Whether results or reports say of that name what the words do: "Scot", "26-year-old"."""
    in_league: Callable[[str], bool] = lambda _: False
    """Whether a league lists that name: a side, nobody that "she" means."""
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
        if said in PLURAL:
            found = _several(exchange, known)
            if found is not None:
                return _side_of(found, exchanges) or found
            continue
        names = (
            [*_by_role(exchange, known), *spoken_of_in(exchange, known)]
            if said in SEXES
            else spoken_of_in(exchange, known)
        )
        told = {name: _sex(name, known) for name in names} if said in SEXES else {}
        wanted = SEXES.get(said or "")
        fitting = [n for n in names if told.get(n) == wanted] or [n for n in names if told.get(n) is None]
        if fitting:
            return min(fitting, key=lambda name: wanted is not None and known.in_league(name))
    return None


def _side_of(name: str, exchanges: Sequence[Exchange]) -> str | None:
    """The side that the conversation told somebody to be of: "Ada Lind of Ashby, with a cut"."""
    told = re.compile(rf"{re.escape(name)} of (?:the )?(?P<side>{_SIDE})")
    found = (told.search(exchange.answer) for exchange in reversed(exchanges))
    return next((match["side"] for match in found if match is not None), None)


def _several(exchange: Exchange, known: Known) -> str | None:
    """Whom "they" means: a side or a nation, the only name that was asked for or about, or all who were named."""
    asked = names_said(known.read(exchange.question), known)
    nations = nations_said(Exchange(exchange.question, ""), known)
    names = [*spoken_of_in(exchange, known), *nations_said(exchange, known)]
    opened = _opening(known.read(exchange.answer), known) if not asked else None
    sides = [name for name in (*asked, *nations, *filter(None, [opened]), *names) if _is_side(name, known)]
    only = asked if len(asked) == 1 else names_said(known.read(exchange.answer), known)
    if sides or opened or len(only) == 1:
        return sides[0] if sides else opened or only[0]
    return " and ".join(names[:_MOST_NAMED]) if names else None


def _is_side(name: str, known: Known) -> bool:
    """Whether it is a nation, or a name in results that is no man's or woman's; none of reports alone."""
    if is_nation(name) or known.sex_of(name) is not None:
        return is_nation(name)
    return any(known.linker.names_rows(m) for m in known.linker.mentions(known.read(name)))


def _sex(name: str, known: Known) -> str | None:
    role = _ROLE_OF.fullmatch(name)
    return known.sex_of(name) if role is None else ROLES[role["role"]]


def _by_role(exchange: Exchange, known: Known) -> list[str]:
    """Whoever was asked about and only described: "Lind's coach", where no name was answered."""
    told = names_said(known.read(exchange.answer), known)
    return [] if told else [found.group() for found in _ROLE_OF.finditer(exchange.question)][:1]


def nations_said(exchange: Exchange, known: Known) -> list[str]:
    """Nations that an exchange speaks of, those of the question first: "they" may be a nation's team."""
    found = []
    for question in (known.read(exchange.question), known.read(exchange.answer)):
        mentions = [m for m in known.linker.mentions(question) if is_nation(m.name.text)]
        for mention in sorted(mentions, key=lambda m: min(m.words)):
            said = question.text[question.words[min(mention.words)].start : question.words[max(mention.words)].end]
            found.append(said if said[0].isupper() else mention.name.text)
    return list(dict.fromkeys(found))


def spoken_of_in(exchange: Exchange, known: Known) -> list[str]:
    """Names of an exchange: who was asked for, then who was asked about; asked for no name, those asked about first."""
    question = known.read(exchange.question)
    asked, told = (
        names_said(question, known),
        [*_told_first(exchange, known), *names_said(known.read(exchange.answer), known)],
    )
    asked, told = ([n for n in names if not n.split()[-1].islower()] for names in (asked, told))  # "Olympic record"
    news = [name for name in told if not any(_is_same(name, other) for other in asked)]
    asks_name = question.wants_name or question.asked[0] in (Asked.NAME, Asked.SPEAKER)
    asks_name = asks_name and not question.said("how", "by", "when", "where", "why")  # "how far behind the winner"
    of_object = question.said("who", "whom") and question.words[1].text in _BEHIND_OBJECT and question.after(1) != "not"
    news_first = asks_name and not (of_object and question.words[0].text in {"who", "whom"})
    return [*news, *_fuller(asked, told)] if news_first else [*_fuller(asked, told), *news]


def _told_first(exchange: Exchange, known: Known) -> list[str]:
    """A surname that an answer begins with, and goes on: "Holmqvist lost three minutes"; no place, as in "Ashby." """
    opened = _opening(known.read(exchange.answer), known)
    return [opened] if opened is not None and known.sex_of(opened) is not None else []


def _opening(answer: Question, known: Known) -> str | None:
    """A name of one word that an answer begins with, and goes on with what it did."""
    goes_on = len(answer.words) > _FEW and answer.text[answer.words[1].start].islower()
    if not goes_on or answer.words[1].text in _PLACED or answer.weights[0] == 0 or answer.words[0].text in STOPWORDS:
        return None
    fuller = any(name.startswith(_bare(answer, 0)) for name in names_said(answer, known))
    return _bare(answer, 0) if not fuller and is_name(answer, 0, known, first=True) else None


def _fuller(names: Sequence[str], others: Sequence[str]) -> list[str]:
    return [max([n, *(o for o in others if _is_same(n, o))], key=len) for n in names]


def _is_same(one: str, other: str) -> bool:
    a, b = {t.text for t in tokens(one)}, {t.text for t in tokens(other)}
    return a <= b or b <= a


def names_said(question: Question, known: Known) -> list[str]:
    """Names of people and sides in a text, in its order; those that results list in full before others."""
    mentions = [m for m in mentions_of(question, known) if is_meant(question, m)]
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


def mentions_of(question: Question, known: Known) -> list[Mention]:
    """People and sides of results that a question names; no competition that heads a row, as "Women 57 kg" may."""
    return [m for m in known.linker.mentions(question) if known.linker.names_rows(m) and not names_contest(m.name.text)]


def told_names(question: Question, known: Known) -> list[tuple[int, str]]:
    """(first token, name) of full names that no results list, of words that the library holds, in order."""
    found = []
    for match in _FULL_NAME.finditer(question.text):
        inside = [i for i, word in enumerate(question.words) if match.start() <= word.start < match.end()]
        begun = inside[1:] if inside[:1] == [0] and _opens(question, len(inside)) else inside
        while begun and question.text[question.words[begun[0]].start].islower():  # "Who do Ashby Lions play"
            del begun[0]
        held = len(begun) > 1 and all(question.idf(question.stems[i]) < 1 for i in begun)
        plain = any(question.words[i].text in STOPWORDS or _heads(question, i, known) for i in begun)
        if held and not plain and not _is_placed(question, begun[0]):
            name = re.sub(r"['’]s$", "", question.text[question.words[begun[0]].start : match.end()])
            found.append((begun[0], name))
    return [(at, name) for at, name in found if not names_contest(name)]


def contests_named(question: Question) -> list[list[int]]:
    """Runs of words with capitals that are a competition's own name: "the Corran Cup"."""
    found: list[list[int]] = []
    run: list[int] = []
    for index in range(1, len(question.words)):
        gap = question.text[question.words[index - 1].end : question.words[index].start]
        run = run if gap == " " else []
        run = [*run, index] if question.text[question.words[index].start].isupper() else []
        if run and names_contest(question.text[question.words[run[0]].start : question.words[index].end]):
            found.append(run)
    return found


def _opens(question: Question, words: int) -> bool:
    """Whether the text's first word has a capital because it is the first: "Will Ada Lind", "Goalkeeper Ada Lind"."""
    first = question.words[0]
    alone = question.text[first.end : first.end + 1] == " "  # no "Sally-Ann Drew"
    return first.text in STOPWORDS or (alone and words > _FEW and bool(akin_to(first.text)))


def _heads(question: Question, index: int, known: Known) -> bool:
    """Whether the word stands in a heading as it is written: "Drew" is no form of "Drawn"."""
    said = _bare(question, index).lower()
    return known.names_event(question.stems[index]) and question.stems[index] in (said, said.removesuffix("s"))


def _is_placed(question: Question, index: int) -> bool:
    """Whether "at" or "in the" stands before a name, as before that of an event; "of the" may be before a side."""
    before = index - 1
    while before >= 0 and question.words[before].text == "the":
        before -= 1
    return before >= 0 and question.words[before].text in {"at", "in"}


def is_name(question: Question, index: int, known: Known, *, first: bool = False) -> bool:
    """Whether one word with a capital may be somebody's name: it stands in no heading and behind no "at" or "in".

    `first`: whether the text's first word may be one.
    """
    word = question.words[index]
    if (index == 0 and not first) or not question.text[word.start].isupper() or not word.text.isalpha():
        return False
    if word.text in WEEKDAYS | MONTHS or index in question.statuses[0]:  # "DSQ"
        return False
    held = question.weights[index] > 0 and question.idf(question.stems[index]) < 1
    if any(run[0] <= index <= run[-1] for run in contests_named(question)):
        return False
    start = index
    while start > 1 and question.text[question.words[start - 1].start].isupper():  # "at the Calder Open"
        start -= 1
    return held and question.before(start) not in _PLACED and not known.names_event(question.stems[index])


def _bare(question: Question, index: int) -> str:
    word = question.words[index]
    return re.sub(r"['’]s$", "", question.text[word.start : word.end])


def is_meant(question: Question, mention: Mention) -> bool:
    """Whether more than figures or a first word was said: "2024" is not "World lead 2024", "Port" no "Port Ellery"."""
    if not any(question.words[i].text.isalpha() for i in mention.words):
        return False
    if not mention.whole and not any(_is_written(question, i, mention) for i in mention.words):
        return False
    surname = [token.text for token in tokens(mention.name.text)][-1:]
    after = question.after(max(mention.words))
    end = max(mention.words) + 1
    goes_on = after is not None and question.text[question.words[end].start].isupper()
    return mention.whole or surname == [question.words[max(mention.words)].text] or not goes_on


def _is_written(question: Question, index: int, mention: Mention) -> bool:
    """Whether a word of the name is about as long as the token is written: "two minutes" name no Lee Min-ho."""
    word = question.words[index]
    raw = question.text[word.start : word.end]
    parts = re.split(r"[^\w]+", mention.name.text)
    return raw[0].isupper() or any(abs(len(part) - len(raw)) <= _MOST_LONGER for part in parts)
