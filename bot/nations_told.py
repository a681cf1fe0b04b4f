"""Whom reports give a nation, where the results have none: "Yared Nuguse, United States", "Norway's Jakob ..."."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from bot.cite import Span
from bot.finder import Group
from bot.links import Mention
from bot.question import Question
from bot.tables import Line, TableView
from retriever.nations import COMMON_WORDS, is_nation, nation_keys
from retriever.store import CellPlace, Name
from retriever.text import Token, fold, sentence_bounds, tokens
from retriever.types import Passage

_NAME_WORDS = 3  # of the longest nation that is looked for: "trinidad and tobago"
_LIKE = 80  # rapidfuzz ratio at which two spellings are one name: Yarad and Yared, Nordaas and Nordås
_LINKING = {"of", "from", "the", "team"}  # between a name and its nation
_JOINING = {"and", "to", "over", "by", "with"}
_MIN_SURNAME = 4


def nations_asked(question: Question) -> list[tuple[int, frozenset[str]]]:
    """(token, keys of the nation) for every people or nation that the question names by one word."""
    found = []
    for index, word in enumerate(question.words):
        keys = nation_keys(word.text)
        if keys and (word.text not in COMMON_WORDS or question.is_specific(index)):
            found.append((index, frozenset(keys)))
    return found


def lacks_nations(group: Group) -> bool:
    """Whether the group's rows are people whose nation no cell gives."""
    return all(_lacks_nations(view) for view in group.views)


def told_mention(word: int, keys: frozenset[str], group: Group, passages: Sequence[Passage]) -> Mention | None:
    """The rows of those whom these passages give the nation, as if their cells said so; None where there is none."""
    told: list[tuple[tuple[str, int], Span]] = []
    for line in (line for view in group.views for line in view.lines()):
        span = next((s for passage in passages for s in _told_of(line, keys, passage)), None)
        if span is not None:
            told.append((line.key, span))
    if not told:
        return None
    views = {view.table.table_id: view for view in group.views}
    places = tuple(CellPlace(table_id, row, _beside(views[table_id])) for (table_id, row), _ in told)
    name = Name(-1, min(keys), min(keys))
    return Mention(name, frozenset({word}), places, whole=True, told=tuple(told))


def _lacks_nations(view: TableView) -> bool:
    if view.label is None or view.rank is None:
        return False
    column = view.nation
    texts = [] if column is None or column == view.label else [line.value(column).text for line in view.lines()]
    return column != view.label and not any(any(c.isalpha() for c in text) and "=" not in text for text in texts)


def _beside(view: TableView) -> int:
    """A column that is not the label: who is said to be American is described, not named."""
    if view.nation is not None:
        return view.nation
    return next(column for column in range(len(view.columns)) if column != view.label)


def _told_of(line: Line, keys: frozenset[str], passage: Passage) -> Iterator[Span]:
    """The sentences that put the row's name beside the nation."""
    words = fold(line.name).split()
    if not words or len(words[-1]) < _MIN_SURNAME:
        return
    for start, end in sentence_bounds(passage.text):
        said = tokens(passage.text[start:end])
        for first, last in _spans_of(words, said):
            after = _nations_after(said, last + 1)
            if after & keys or (not after and _nation_ends(said, first, keys)):
                yield Span(passage, passage.start + start, passage.start + end)


def _spans_of(words: Sequence[str], said: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first, last) token of each place where the name stands in full, spelt nearly alike."""
    size = len(words)
    for first in range(len(said) - size + 1):
        if all(fuzz.ratio(fold(said[first + i].text), words[i]) >= _LIKE for i in range(size)):
            yield first, first + size - 1


def _nation_ends(said: Sequence[Token], before: int, keys: frozenset[str]) -> bool:
    """Whether the nation stands right before the name; of a people also one word before: "American athlete, ..."."""
    if any(_nation_at(said, before - size, size) & keys for size in range(1, _NAME_WORDS + 1)):
        return True
    is_people = before > 1 and said[before - 2].text not in keys and said[before - 1].text not in _JOINING
    return is_people and bool(set(nation_keys(said[before - 2].text)) & keys)


def _nations_after(said: Sequence[Token], after: int) -> frozenset[str]:
    """Keys of the nation right after the name: "Pietro Arese, Italy", "Josh Kerr of Great Britain"."""
    while after < len(said) and said[after].text in _LINKING:
        after += 1
    return frozenset(key for size in range(1, _NAME_WORDS + 1) for key in _nation_at(said, after, size))


def _nation_at(said: Sequence[Token], start: int, size: int) -> frozenset[str]:
    """Keys of the nation that these tokens are; empty where they are none."""
    if start < 0 or start + size > len(said):
        return frozenset()
    words = [token.text for token in said[start : start + size]]
    people = frozenset(nation_keys(words[0])) if size == 1 and words[0] not in COMMON_WORDS else frozenset()
    return people or (frozenset({" ".join(sorted(words))}) if is_nation(" ".join(words)) else frozenset())
