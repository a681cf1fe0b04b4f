"""Which columns of a table a question asks for: by label, by abbreviation, by the kind of value."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.question.lexicon import MATCH_PARTS, MATCH_WORDS, SCORED, Asked, Operation
from bot.question.question import Question
from bot.question.scope import small_number
from bot.question.tables import TableView
from bot.results.senses import asking_words, asks_for_column, holds, is_bodily
from retriever.text import STOPWORDS, stem, terms, tokens
from retriever.types import Column
from retriever.values import ValueType

# "Who won by the larger margin" asks for no column called Wins, "what was the total" for none that T and O abbreviate.
_NOT_LABELS = (Operation.NTH, Operation.DIFFERENCE, Operation.SUM, Operation.MEAN, Operation.EXTREME,
               Operation.MEDIAN, Operation.SHARE)
_COUNTED_BY = dict.fromkeys(("scorer", "scorers", "scoring"), ("points", "goals", "runs"))
_NUMBERED = re.compile(r"(?P<letter>[A-Z])(?P<number>\d)|(?P<word>[A-Za-z]+) (?P<nth>\d{1,2})")  # Q1, S3, Lap 4
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
_LEAGUE, _LINE_SCORE, _BOX_SCORE = "league table", "line score", "box score"
_BOWLING, _POOL = "bowling figures", "pool sheet"
# What tables abbreviate to a letter or two, as the field prints it, in normal form; by the company that heads keep.
_GLOSSARY: dict[str, dict[str, tuple[str, ...]]] = {
    _LEAGUE: {
        "p": ("played", "matches played", "games played"), "gp": ("played", "games played"), "mp": ("matches played",),
        "won": ("wins", "victories", "win"), "drawn": ("draws", "draw"), "lost": ("losses", "defeats", "lose"),
        "w": ("wins", "victories", "win"), "d": ("draws", "draw", "ties"), "l": ("losses", "defeats", "lose"),
        "gf": ("goals for", "goals scored", "score", "scored", "goals"), "gd": ("goal difference",),
        "diff": ("goal difference", "points difference", "difference"), "dif": ("goal difference",),
        "otw": ("wins in overtime", "overtime wins", "win in overtime", "overtime"),
        "otl": ("losses in overtime", "overtime losses", "overtime defeats", "lose in overtime"),
        "sow": ("shootout wins", "shoot out wins"), "sol": ("shootout losses", "shoot out losses"),
        "ga": ("goals against", "goals conceded", "conceded", "concede"), "f": ("scored", "score", "points for"),
        "a": ("conceded", "concede", "points against"), "pf": ("points for", "points scored", "scored", "score"),
        "pa": ("points against", "points conceded", "conceded", "concede"),
        "pd": ("points difference", "point difference"),
        "bp": ("bonus points",), "nrr": ("net run rate",), "tb": ("try bonus points", "try bonus"),
        "lb": ("losing bonus points", "losing bonus", "bonus points for losing"),
    },
    _LINE_SCORE: {"r": ("runs", "run"), "h": ("hits", "hit"), "e": ("errors", "error")},
    _BOX_SCORE: {
        "3pm": ("three pointers", "three pointer", "3 pointers", "threes", "three point shots", "threes made"),
        "3pt": ("three pointers", "three pointer", "3 pointers", "threes"), "3pa": ("three point attempts",),
        "fgm": ("field goals", "shots from the field"), "fg": ("field goals", "shots from the field"),
        "fga": ("attempt", "attempted", "field goal attempts"), "ftm": ("free throws",), "ft": ("free throws",),
        "oreb": ("offensive rebounds", "offensive boards"), "dreb": ("defensive rebounds", "defensive boards"),
        "to": ("turnovers", "turnover"), "min": ("playing time", "minutes"), "fg%": ("field goal percentage",),
        "3p%": ("three point percentage",), "ft%": ("free throw percentage",),
        "3p": ("three pointers", "three pointer", "3 pointers", "threes"), "ast": ("assists", "assist"),
        "reb": ("rebounds", "boards"), "pf": ("personal fouls", "fouls"), "stl": ("steals",),
        "blk": ("blocks", "blocked shots"), "pts": ("points",),
    },
    _BOWLING: {
        "w": ("wickets", "wicket"), "o": ("overs",), "m": ("maidens", "maiden overs"),
        "r": ("runs conceded", "concede", "conceded"), "econ": ("economy rate", "economy"),
    },
    _POOL: {
        "v": ("victories", "wins", "win"), "ts": ("touches scored", "hits scored", "touches", "hits"),
        "hs": ("hits scored", "hits"), "tr": ("touches received", "hits received"), "hr": ("hits received",),
        "ind": ("indicator",),
    },
}  # fmt: skip
_FIGURES = frozenset({ValueType.NUMBER, ValueType.TIME, ValueType.DISTANCE, ValueType.PERCENT, ValueType.MONEY,
                      ValueType.SCORE})  # fmt: skip
_OPERATIONS = {"average", "total", "mean", "difference"}
_COLOURS = ("gold", "silver", "bronze")
_OF_MATCHES = {"win", "lose"}  # said of a match they count; of a race or a title they tell a place
_WHO_DID = {"score"}  # a column of scorers tells who, not "the score"
_QUANTITIES = {"many", "more", "most", "fewer", "fewest", "less"}
_SERIES, _MAX_DIGITS = 3, 2  # columns called 1, 2, 3
_SAID_APART = 3  # words of a label from which they need not stand side by side in the question
# What results tables print for a word, by stem; on both sides of a comparison.
_SPELT_OUT = {"app": "appear", "att": "attend", "opp": "oppon", "pos": "posit", "avg": "averag", "pct": "percentag",
              "yr": "year", "nat": "nation", "pts": "point"}  # fmt: skip
_MAX_ABBREVIATION = 4
_MIN_WORD = 4  # a shorter word is not what a label abbreviates
_PLACES_PER_ROW = 3  # of a fleet, a table may print only the leaders
_YEARS = frozenset(terms("year season edition"))
_DURATIONS = frozenset(terms("minutes mins duration length time"))


def asked_columns(question: Question, view: TableView) -> list[tuple[int, frozenset[int]]]:
    """(column, question tokens that ask for it), in the order of the question's words; labels before kinds."""
    told = {cue.word for cue in question.cues if cue.operation in _NOT_LABELS}
    if view.rank is not None and question.asked[0] is Asked.RANK:
        told |= question.words_asking(Asked.RANK)  # "where did she finish" asks for no time called Finish
    free = [i for i in range(len(question.words)) if i not in question.scope.words | told]
    said = labels_said(question, [column.label for column in view.columns])
    company = _company([column.label for column in view.columns])
    by_label = {
        c: said.get(c) or _label_words(question, free, column, company)
        for c, column in enumerate(view.columns)
    }
    named = {c: words for c, words in by_label.items() if words and not any(words < w for w in by_label.values())}
    named |= _partly_said(question, free, view, named)
    for asked in question.asked:
        column = _column_for(asked, view)
        labelled = frozenset(i for words in named.values() for i in words)
        if column is not None and column not in named and not question.words_asking(asked) & labelled:
            named[column] = question.words_asking(asked)
        elif column in named and asked in (Asked.NATION, Asked.DATE):
            named[column] |= question.words_asking(asked)  # "which country did she represent", "when was she born"
    named = _closest(question, view, named)
    series = series_of([column.label for column in view.columns])
    parts = {c: w for c, w in named.items() if c in series or _NUMBERED.fullmatch(view.columns[c].label.strip())}
    if parts:  # points of the first quarter are not the points
        named = {c: words | frozenset(i for w in named.values() for i in w) for c, words in parts.items()}
    return sorted(named.items(), key=lambda item: (min(item[1], default=99), item[0]))


def _partly_said(
    question: Question, free: Sequence[int], view: TableView, named: Mapping[int, frozenset[int]]
) -> dict[int, frozenset[int]]:
    """Columns of figures by words of their labels that no other label has: "appearances" of "Club appearances"."""
    taken = frozenset(i for words in named.values() for i in words)
    told = _apart(tuple(column.label for column in view.columns))
    found: dict[int, frozenset[int]] = {}
    for column, (stems, least) in enumerate(told):
        if stems and column not in named and view.columns[column].type in _FIGURES and column != view.rank:
            said = frozenset(i for i in free if question.stems[i] in stems and i not in taken and question.weights[i])
            found |= {column: said} if len({question.stems[i] for i in said}) >= least else {}
    return found


@lru_cache(maxsize=10_000)
def _apart(labels: tuple[str, ...]) -> tuple[tuple[frozenset[str], int], ...]:
    """Of each label of several words, brackets aside, the stems that stand in no other, and half of its words."""
    stems = [frozenset(s for s in terms(_ASIDE.sub(" ", label)) if not s.isdigit()) for label in labels]
    several = [len(own) > 1 or _ASIDE.search(label) for own, label in zip(stems, labels, strict=True)]
    return tuple(
        (own - {s for i, other in enumerate(stems) if i != at for s in other}, -(-len(own) // 2))
        if several[at] and not _NUMBERED.fullmatch(labels[at].strip()) else (frozenset[str](), 0)
        for at, own in enumerate(stems)
    )  # fmt: skip


def _closest(
    question: Question, view: TableView, named: Mapping[int, frozenset[int]]
) -> dict[int, frozenset[int]]:
    """Without columns that only a kind of answer asks for where another of that type is named.

    "Her time at 100m" and "the fastest reaction time" ask for the split and the reaction, not for the time at the end.
    """
    kinds = frozenset(i for asked in question.asked for i in question.words_asking(asked))
    cues = frozenset(cue.word for cue in question.cues)
    by_name = {view.columns[c].type: c for c, words in named.items() if not words <= kinds | cues}
    found = dict(named)
    for column, words in named.items():
        other = by_name.get(view.columns[column].type)
        if words <= kinds and other is not None:
            found[other] |= found.pop(column)
    return found


def labels_said(question: Question, labels: Sequence[str]) -> dict[int, frozenset[int]]:
    """Labels of two words or more, numbered or abbreviated ones that the question says, by column, with the tokens.

    Where it says one, its words ask for that column and for nothing else: "goal difference" subtracts nothing, "the
    third round" of a table with R1 to R4 is no heat, "the 100m" of one with splits no race.
    """
    company = _company(labels)
    known = question.labels_known  # hundreds of tables have the same few labels
    for label in labels:
        if (label, company) not in known:
            known[label, company] = _label_phrase(question, label, company)
    found = {c: known[label, company] for c, label in enumerate(labels)}
    found |= {c: question.nth_part(int(labels[c])) for c in series_of(labels)}
    found |= _medal_words(question, [label.strip().lower() for label in labels])
    return {c: words for c, words in found.items() if words and not any(words < other for other in found.values())}


def _medal_words(question: Question, labels: Sequence[str]) -> dict[int, frozenset[int]]:
    """Columns of a table that counts medals, by the colour that is said; "medals" alone are the total."""
    if not set(_COLOURS) <= set(labels):
        return {}
    texts = [word.text for word in question.words]
    winning = {i for i, text in enumerate(texts) if text in _OF_MATCHES}
    medals = {i for i, text in enumerate(texts) if text in ("medal", "medals")}
    said = {c: {i for i, text in enumerate(texts) if text.removesuffix("s") == c} for c in _COLOURS}
    beside = {i for i in medals if i and texts[i - 1].removesuffix("s") in _COLOURS}
    found = {labels.index(colour): frozenset(at | beside | winning) for colour, at in said.items() if at}
    if medals - beside and medals and "total" in labels:
        found[labels.index("total")] = frozenset(medals | winning)
    return found


def series_of(labels: Sequence[str]) -> list[int]:
    """The columns labelled 1, 2, 3 and so on: innings, ends, sets; none where there are fewer than three."""
    return list(_series_of(tuple(labels)))


@lru_cache(maxsize=10_000)  # hundreds of tables have the same few heads, and every question looks at them
def _series_of(labels: tuple[str, ...]) -> Sequence[int]:
    found = [c for c, label in enumerate(labels) if label.strip().isdigit() and len(label.strip()) <= _MAX_DIGITS]
    numbers = [int(labels[c]) for c in found]
    return found if len(found) >= _SERIES and numbers == list(range(1, len(found) + 1)) else []


def _company(labels: Sequence[str]) -> str:
    """The kind of table whose abbreviations these labels are; "" for any other."""
    return _company_of(tuple(labels))


@lru_cache(maxsize=10_000)
def _company_of(labels: tuple[str, ...]) -> str:
    heads = {label.strip().rstrip(".").lower() for label in labels}
    if {"w", "l"} <= heads or {"won", "lost"} <= heads:
        return _LEAGUE
    if {"o", "m", "r", "w"} <= heads:
        return _BOWLING
    if {"v", "ts", "tr"} <= heads or {"v", "hs", "hr"} <= heads:
        return _POOL
    if {"reb", "ast"} <= heads:
        return _BOX_SCORE
    return _LINE_SCORE if {"r", "h"} <= heads and series_of(labels) else ""


def _label_phrase(question: Question, label: str, company: str) -> frozenset[int]:
    part = _NUMBERED.fullmatch(label.strip())
    if part is not None:
        letter, number = part["letter"] or part["word"], int(part["number"] or part["nth"])
        return question.numbered_part(letter.lower(), number)
    stems = _phrase(_ASIDE.sub(" ", label))
    whole = question.phrase_at(stems) or _spread(question, stems)
    is_meant = len(whole) > 1 and not _is_rest(question, min(whole))
    first = min(whole, default=0)
    is_counted = len(whole) == 1 and (_is_counted(question, first, label) or _is_owned(question, first))
    if whole and (len(whole) > 1 or is_counted or not company):
        return whole if is_meant or is_counted else frozenset()
    return next((words for each in _spelt(label, company) if (words := _spelt_words(question, each))), frozenset())


def words_for(labels: Sequence[str]) -> frozenset[str]:
    """Stems of the words by which such columns are asked for beside their labels: "wicket" where W is for wickets."""
    company = _company(labels)
    spelt = {part for label in labels for phrase in _spelt(label, company) for part in phrase}
    parts = {label.strip()[0].lower() for label in labels if _NUMBERED.fullmatch(label.strip()) and label[:1].isupper()}
    numbered = {stem(word) for word in (*MATCH_PARTS, "race") if word[0] in parts}
    return frozenset(spelt | numbered) | frozenset(stem(word) for label in labels for word in asking_words(label))


def _is_rest(question: Question, first: int) -> bool:
    """Whether what is left of a race is meant: "the last 50 metres" is not the split at 50 metres."""
    return first > 0 and question.words[first - 1].text in {"last", "final", "closing"}


def _spread(question: Question, stems: tuple[str, ...]) -> frozenset[int]:
    """Tokens that say a label of several words apart: "how many break points did she win" of "Break points won"."""
    if len(stems) < _SAID_APART and not (len(stems) > 1 and set(stems) & _OF_MATCHES):
        return frozenset()
    places = [next((i for i, said in enumerate(question.stems) if said == wanted), None) for wanted in stems]
    return frozenset(i for i in places if i is not None) if None not in places else frozenset()


def _is_counted(question: Question, at: int, label: str) -> bool:
    """Whether the label is a noun of which there are many or few: "how many winners did she hit"."""
    word = question.words[at].text
    return at > 0 and word.endswith("s") and word == label.lower() and question.words[at - 1].text in _QUANTITIES


def _is_owned(question: Question, at: int) -> bool:
    """Whether the label is what somebody has, where it would else ask for an operation: "Tansley's average"."""
    behind = question.text[question.words[at - 1].end :][:2] if at else ""
    return behind in ("'s", "’s") and question.words[at].text in _OPERATIONS


def _spelt_words(question: Question, meaning: tuple[str, ...]) -> frozenset[int]:
    """Tokens that say what a league table abbreviates, with the noun that they count."""
    words = question.phrase_at(meaning)
    if len(words) != 1:
        return words
    if words <= question.sharing and question.after(min(words)) == "for":
        return frozenset()  # whoever "tied for second" played no draw
    nouns = MATCH_WORDS if meaning[0] in _OF_MATCHES else MATCH_WORDS | SCORED
    if question.words[min(words)].text in SCORED and meaning[0] not in _OF_MATCHES:
        return words | question.words_asking(Asked.MARK)
    counted = frozenset(i for i, word in enumerate(question.words) if word.text in nouns)
    return words | counted if counted or meaning[0] not in _OF_MATCHES else frozenset()


@lru_cache(maxsize=10_000)
def _spelt(label: str, company: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_phrase(meaning) for meaning in _GLOSSARY.get(company, {}).get(label.strip().rstrip(".").lower(), ()))


@lru_cache(maxsize=10_000)
def _phrase(text: str) -> tuple[str, ...]:
    return tuple(stem(token.text) for token in tokens(text))


def _label_words(question: Question, free: Sequence[int], column: Column, company: str) -> frozenset[int]:
    labels = _label_stems(column.label)
    said = {i for i in free if question.stems[i] in labels and question.words[i].text not in STOPWORDS}
    if labels and {question.stems[i] for i in said} >= set(labels):
        return frozenset() if len(labels) > 1 and _is_rest(question, min(said)) else frozenset(said)
    if _NUMBERED.fullmatch(column.label.strip()) or _spelt(column.label, company):
        return frozenset()  # `labels_said` knows what these stand for
    weighty = [i for i in free if question.weights[i] > 0 and not question.is_specific(i)]
    weighty += [i for i in free if asks_for_column(question.words[i].text) and i not in weighty]
    if column.type is ValueType.TEXT:
        weighty = [i for i in weighty if not is_bodily(question.words[i].text)]
    if not question.wants_name:
        weighty = [i for i in weighty if question.words[i].text not in _WHO_DID]
    if not question.said("where"):
        weighty = [i for i in weighty if question.words[i].text != "from"]  # "who went on from the semi-finals"
    return frozenset(i for i in weighty if _stands_for(column.label, question.words[i].text))


def _stands_for(label: str, word: str) -> bool:
    """Whether the label abbreviates the word, or what the word counts: a scorer's column is points or goals."""
    if holds(label, word):
        return True
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
    if letters[:-1].isdigit() and letters.endswith("s"):  # "6s" of a batter
        return any(small_number(word.removesuffix(ending)) == int(letters[:-1]) for ending in ("s", "es"))
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
        date = _of_type(view, ValueType.DATE)
        years = (c for c, column in enumerate(view.columns) if set(terms(column.label)) <= _YEARS and column.label)
        return date if date is not None else next(years, None)
    return {Asked.RANK: view.rank, Asked.NATION: view.nation, Asked.MARK: view.mark}.get(asked)


def _of_type(view: TableView, wanted: ValueType) -> int | None:
    return next((index for index, column in enumerate(view.columns) if column.type is wanted), None)


def is_ranking(view: TableView, column: int) -> bool:
    """Whether the smallest number of a column is the best: times, or places 1 to as many as rows, a few beyond."""
    if view.columns[column].type is ValueType.TIME:
        return True
    numbers = [n for line in view.lines() if (n := line.value(column).number) is not None]
    is_whole = bool(numbers) and all(number == int(number) for number in numbers)
    return is_whole and min(numbers) == 1 and max(numbers) <= _PLACES_PER_ROW * len(numbers)


def duration_column(view: TableView) -> int | None:
    """The column that tells how long each of several matches took."""
    labelled = (c for c, column in enumerate(view.columns) if set(terms(column.label)) & _DURATIONS)
    return next(labelled, None) if view.sides is not None else None
