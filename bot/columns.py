"""Which columns of a table a question asks for: by label, by abbreviation, by the kind of value."""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.lexicon import Asked, Operation
from bot.question import Question
from bot.tables import TableView
from retriever.text import STOPWORDS, stem, tokens
from retriever.types import Column
from retriever.values import ValueType

# "Who won by the larger margin" asks for no column called Wins, "what was the total" for none that T and O abbreviate.
_NOT_LABELS = (Operation.NTH, Operation.DIFFERENCE, Operation.SUM, Operation.MEAN, Operation.EXTREME,
               Operation.MEDIAN, Operation.SHARE)
_COUNTED_BY = dict.fromkeys(("scorer", "scorers", "scoring"), ("points", "goals", "runs"))
_NUMBERED = re.compile(r"(?P<letter>[A-Z])(?P<number>\d)")  # Q1 the first quarter, S3 the third set
# What results tables print for a word, by stem; on both sides of a comparison.
_SPELT_OUT = {"app": "appear", "att": "attend", "opp": "oppon", "pos": "posit", "avg": "averag", "pct": "percentag",
              "yr": "year", "nat": "nation", "pts": "point"}  # fmt: skip
_MAX_ABBREVIATION = 4
_MIN_WORD = 4  # a shorter word is not what a label abbreviates


def asked_columns(question: Question, view: TableView) -> list[tuple[int, frozenset[int]]]:
    """(column, question tokens that ask for it), in the order of the question's words; labels before kinds."""
    told = {cue.word for cue in question.cues if cue.operation in _NOT_LABELS}
    free = [i for i in range(len(question.words)) if i not in question.scope.words | told]
    by_label = {c: _label_words(question, free, column) for c, column in enumerate(view.columns)}
    named = {c: words for c, words in by_label.items() if words}
    for asked in question.asked:
        column = _column_for(asked, view)
        if column is not None and column not in named:
            named[column] = question.words_asking(asked)
    parts = {c: words for c, words in named.items() if _NUMBERED.fullmatch(view.columns[c].label.strip())}
    if parts:  # points of the first quarter are not the points
        named = {c: words | frozenset(i for w in named.values() for i in w) for c, words in parts.items()}
    return sorted(named.items(), key=lambda item: (min(item[1], default=99), item[0]))


def _label_words(question: Question, free: Sequence[int], column: Column) -> frozenset[int]:
    labels = _label_stems(column.label)
    said = {i for i in free if question.stems[i] in labels and question.words[i].text not in STOPWORDS}
    if labels and {question.stems[i] for i in said} >= set(labels):
        return frozenset(said)
    part = _NUMBERED.fullmatch(column.label.strip())
    if part is not None:
        return question.numbered_part(part["letter"].lower(), int(part["number"]))
    weighty = [i for i in free if question.weights[i] > 0 and not question.is_specific(i)]
    return frozenset(i for i in weighty if _stands_for(column.label, question.words[i].text))


def _stands_for(label: str, word: str) -> bool:
    """Whether the label abbreviates the word, or what the word counts: a scorer's column is points or goals."""
    return any(abbreviates(label, each) or label.strip().lower() == each for each in _COUNTED_BY.get(word, (word,)))


@lru_cache(maxsize=10_000)
def _label_stems(label: str) -> tuple[str, ...]:
    return tuple(stem(token.text) for token in tokens(label))


def spelt_out(stemmed: str) -> str:
    """The stem of the word that tables shorten to this one: "appear" for the "app" of "Apps"; else the stem itself."""
    return _SPELT_OUT.get(stemmed, stemmed)


def abbreviates(label: str, word: str) -> bool:
    """Whether a short label in capitals stands for the word: "PTS" for points, "REB" for rebounds."""
    letters = label.strip().rstrip(".").lower()
    if not letters.isalpha() or not 2 <= len(letters) <= _MAX_ABBREVIATION or len(word) < _MIN_WORD:
        return False
    if not label[:2].isupper() and not label.endswith("."):
        return False
    if letters.endswith("s") and not word.endswith("s") and len(letters) > 2:
        letters = letters[:-1]  # PTS of "point total"
    rest = iter(word)
    return word[0] == letters[0] and all(letter in rest for letter in letters)


def _column_for(asked: Asked, view: TableView) -> int | None:
    """The column that holds this kind of answer."""
    mark_type = view.columns[view.mark].type if view.mark is not None else None
    if asked is Asked.TIME:
        return view.mark if mark_type is ValueType.TIME else _of_type(view, ValueType.TIME)
    if asked is Asked.DISTANCE:
        return view.mark if mark_type is ValueType.DISTANCE else _of_type(view, ValueType.DISTANCE)
    if asked is Asked.DATE:
        return _of_type(view, ValueType.DATE)
    return {Asked.RANK: view.rank, Asked.NATION: view.nation, Asked.MARK: view.mark}.get(asked)


def _of_type(view: TableView, wanted: ValueType) -> int | None:
    return next((index for index, column in enumerate(view.columns) if column.type is wanted), None)
