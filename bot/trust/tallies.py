"""How many times somebody has won: "her second World Cup win" of a question held against "her first" of a report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.draft import Draft
from bot.prose.reader import Sentence
from bot.question.lexicon import FILLERS, MONTHS, WEEKDAYS
from bot.question.question import Question
from bot.question.scope import small_number
from bot.trust.told_places import WordsOf
from bot.trust.told_results import Read, ToldVerdict, write_told
from retriever.nations import nation_keys
from retriever.text import STOPWORDS, stem, tokens

_ORDINALS = (
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,2}(?:st|nd|rd|th)|maiden"
)
_WINS = r"wins?|victory|victories|titles?|triumphs?|success|crown|championship|gold|medal|cup|shield|trophy|race win"
_COUNTED = re.compile(
    rf"\b(?P<which>{_ORDINALS}) (?P<kind>(?:(?!of |in |at |for )[\w'’-]+ ){{0,3}}?(?:{_WINS}))\b(?! place)", re.I
)
_TIMES = re.compile(rf"\bfor the (?P<which>{_ORDINALS}) time\b", re.I)
_VICTORY = re.compile(r"\b(?:win|wins|won|winning|champions?|titles?|lift(?:ed)?|victory|beat)\b", re.I)
# What narrows a count: such a one is no count of all.
_NARROWED = re.compile(
    r"\b(?:season|year|years|winter|summer|month|row|running|straight|successive|consecutive|since|career|home|away|"
    r"this|last|woman|man|player|rider|team|Briton|day)\b",
    re.I,
)
_BEHIND_CHARS = 45


@dataclass(frozen=True)
class Tally:
    """An ordinal of victories that a text gives somebody."""

    number: int
    narrowed: frozenset[str]
    """Words that say of what time or row they are counted."""


def told_tally(question: Question, read: Read, words_of: WordsOf) -> Draft | None:
    """The count that reports give instead of the question's; None where one bears it out, or none is told."""
    asked = list(tallies_in(question.text))
    names = [i for i in range(1, len(question.words)) if _is_name(question.text, question.words[i].start)]
    named = frozenset(question.stems[i] for i in names)
    if len(asked) != 1 or not named or question.is_yes_no:
        return None
    denial: Sentence | None = None
    for sentence in read(f"{question.text} first second third"):
        if not _is_of(named, sentence, words_of):
            continue
        same = [each for each in tallies_in(sentence.text) if each.narrowed == asked[0].narrowed]
        if any(each.number == asked[0].number for each in same):
            return None
        denial = denial or (sentence if same else None)
    return None if denial is None else write_told(question, ToldVerdict(False, question.text, denial))


def tallies_in(text: str) -> Iterator[Tally]:
    """Every count of victories in the text: "their third Shield", "won it for the first time"."""
    for match in _COUNTED.finditer(text):
        yield _tally(match, f"{match['kind']} {text[match.end() :][:_BEHIND_CHARS]}")
    for match in _TIMES.finditer(text):
        if _VICTORY.search(text):
            yield _tally(match, text[match.end() :][:_BEHIND_CHARS])


def _tally(match: re.Match[str], around: str) -> Tally:
    which = match["which"].lower()
    number = 1 if which == "maiden" else small_number(which) or 0
    return Tally(number, frozenset(word.lower() for word in _NARROWED.findall(around.split(".", maxsplit=1)[0])))


def _is_of(named: frozenset[str], sentence: Sentence, words_of: WordsOf) -> bool:
    """Whether the sentence counts victories of those whom the question names: its document knows all of them.

    Whoever it names first it counts for.
    """
    said = [stem(token.text) for token in tokens(sentence.text) if _is_name(sentence.text, token.start)]
    return named <= words_of(sentence.span.passage.document_id) and (set(said) <= named or said[0] in named)


def _is_name(text: str, start: int) -> bool:
    found = tokens(text[start : start + _BEHIND_CHARS])[:1]
    word = found[0].text if found else ""
    return text[start].isupper() and word not in STOPWORDS | FILLERS | MONTHS | WEEKDAYS and not nation_keys(word)
