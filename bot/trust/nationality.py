"""The nation that a question gives somebody, held against results and reports: "the Swede Lind" is a Norwegian."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.cite import RowSpan
from bot.draft import Draft, Statement
from bot.phrases import where
from bot.prose.placings import first_name
from bot.prose.reader import Sentence
from bot.question.lexicon import FILLERS
from bot.question.links import Mention
from bot.question.question import Question
from bot.question.tables import Line
from bot.schema import Premise, Support
from bot.trust.told_results import Read, ToldVerdict, write_told
from retriever.nations import is_nation, nations_in
from retriever.text import STOPWORDS, Token, tokens

_GAP = re.compile(r"^(?:['’]s?)?(?: [a-z][a-z-]*){0,2} $")  # "Swedish diver Lind", "Norway's Ruud"
_OF = re.compile(r"^,? \(?(?:of|from) (?:the )?$")
_BRACKET = re.compile(r"^ \($")
_FIRST_OF = re.compile(r"\b(?:first|only|youngest|oldest|second|third|fellow) $")  # "the first Norwegian to win"

_CODE_CHARS = 3

Keys = frozenset[str]
Rows = Callable[[Mention], Sequence[Line]]


@dataclass(frozen=True)
class Belonging:
    """Somebody and the nation that a text gives him."""

    name: frozenset[str]
    """Normal-form words of the name."""
    nation: Keys
    """Name keys of the nation."""


def told_nation(question: Question, mentions: Sequence[Mention], rows: Rows, read: Read) -> Draft | None:
    """The nation that results or reports give instead; None where they give that one, or none."""
    claims = list(belongings_in(question.text))
    if len(claims) != 1 or question.is_yes_no:
        return None
    claim = claims[0]
    own = [m for m in mentions if claim.name & set(m.name.key.split()) and not claim.nation & {m.name.key}]
    lines = [line for m in own for line in rows(m) if line.view.nation is not None]
    listed = [(line, _keys(line.value(line.view.nation or 0).text)) for line in lines]
    listed = [(line, keys) for line, keys in listed if keys]
    if listed:
        right = any(keys & claim.nation for _, keys in listed)
        return None if right else _write_row(question, listed[0][0])
    return _told_otherwise(question, claim, read(" ".join(sorted(claim.name))))


def belongings_in(text: str) -> Iterator[Belonging]:
    """Whoever the text names right beside a nation, with that nation."""
    words = tokens(text)
    told = nations_in([word.text for word in words])
    found = [(inside, keys) for inside, keys in told if _is_said(text, words, inside)]
    nations = {i for inside, _ in found for i in inside}
    for inside, keys in found:
        first, last = min(inside), max(inside)
        behind = _run(text, words, range(last + 1, len(words)), nations)
        before = _run(text, words, range(first - 1, -1, -1), nations)
        gap = text[words[last].end : words[min(behind)].start] if behind else ""
        named = is_nation(text[words[first].start : words[last].end].removesuffix("'s").removesuffix("’s"))
        owned = not named or "'" in text[words[last].start : words[last].end] + gap or "’" in gap
        if behind and owned and _GAP.match(gap):  # "Georgia Pell" is of no nation by her name
            yield Belonging(frozenset(words[i].text for i in behind), frozenset(keys))
        elif before and _joins(text[words[max(before)].end : words[first].start]):
            yield Belonging(frozenset(words[i].text for i in before), frozenset(keys))


def _is_said(text: str, words: Sequence[Token], inside: frozenset[int]) -> bool:
    """Whether the words stand for a nation: "Lie" is the code of none."""
    raw = text[words[min(inside)].start : words[max(inside)].end]
    return len(raw) > _CODE_CHARS or raw.isupper()


def _run(text: str, words: Sequence[Token], order: range, nations: set[int]) -> list[int]:
    """Indices of the nearest words in capitals in that order, one behind the other; none past three small words."""
    run: list[int] = []
    for step, index in enumerate(order):
        capital = text[words[index].start].isupper() and index not in nations
        capital = capital and words[index].text not in STOPWORDS | FILLERS
        if capital:
            run.append(index)
        elif run or step > 3:
            break
    return run


def _joins(gap: str) -> bool:
    return bool(_OF.match(gap) or _BRACKET.match(gap))


def _keys(text: str) -> Keys:
    return frozenset(key for _, keys in nations_in([token.text for token in tokens(text)]) for key in keys)


def _told_otherwise(question: Question, claim: Belonging, sentences: Sequence[Sentence]) -> Draft | None:
    """What reports say of the same name's nation, where none of them says what the question does."""
    denial: Sentence | None = None
    for sentence in sentences:
        said = [b for b in (*belongings_in(sentence.text), *_by_kind(sentence.text)) if _is_one(claim.name, b.name)]
        if any(each.nation & claim.nation for each in said):
            return None
        denial = denial or (sentence if said else None)
    return None if denial is None else write_told(question, ToldVerdict(False, question.text, denial))


def _by_kind(text: str) -> Iterator[Belonging]:
    """The subject of "became the first Norwegian to win" and of "before fellow Frenchman Marchal"."""
    words = tokens(text)
    for inside, keys in nations_in([word.text for word in words]):
        if _FIRST_OF.search(text[: words[min(inside)].start]) and (name := first_name(text)) is not None:
            yield Belonging(frozenset(token.text for token in tokens(name)), frozenset(keys))


def _is_one(asked: frozenset[str], told: frozenset[str]) -> bool:
    """Whether one of the names holds the other: "Lie" and "Sunniva Lie"."""
    return asked <= told or told <= asked


def _write_row(question: Question, line: Line) -> Draft:
    """The denial by the row that gives somebody's nation."""
    nation = line.value(line.view.nation or 0).text
    statement = Statement(f"No: {line.name} is listed for {nation} ({where(line)}).", (RowSpan(line),), Support.STATED)
    premise = Premise(claim=question.text, verdict="contradicted", correction=statement.text, citations=[])
    return Draft(
        (statement,), statement.text, (nation,), (line,), (line,), premise=premise, premise_evidence=(RowSpan(line),)
    )
