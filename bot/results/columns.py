"""Which columns of a table a question asks for: by label, by abbreviation, by the kind of value."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.question.lexicon import MATCH_PARTS, MATCH_WORDS, SCORED, Asked, Operation
from bot.question.part_labels import part_label
from bot.question.question import Question
from bot.question.scope import small_number
from bot.question.tables import TableView
from bot.results.glossary import GLOSSARY, LEAGUE, company_of, phrase, series_of, spelt
from bot.results.senses import asking_words, asks_for_column, holds, is_bodily
from retriever.text import STOPWORDS, stem, terms, tokens
from retriever.types import Column
from retriever.values import ValueType

# "Who won by the larger margin" asks for no column called Wins, "what was the total" for none that T and O abbreviate.
_NOT_LABELS = (Operation.NTH, Operation.DIFFERENCE, Operation.SUM, Operation.MEAN, Operation.EXTREME,
               Operation.MEDIAN, Operation.SHARE)
_COUNTED_BY = dict.fromkeys(("scorer", "scorers", "scoring"), ("points", "goals", "runs"))
_OUTCOME = re.compile(r"(?P<of>.+) (?P<letter>[WLDT])")  # "Home W": of a column that printed "5-1-0"
_MATCH_STEMS = frozenset(stem(word) for word in MATCH_WORDS)
_FROM_HOME = ("away", "from", "home")
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
_FIGURES = frozenset({ValueType.NUMBER, ValueType.TIME, ValueType.DISTANCE, ValueType.PERCENT, ValueType.MONEY,
                      ValueType.SCORE})  # fmt: skip
_OPERATIONS = {"average", "total", "mean", "difference"}
_COLOURS = ("gold", "silver", "bronze")
_OF_MATCHES = {"win", "lose"}  # said of a match they count; of a race or a title they tell a place
_WHO_DID = {"score"}  # a column of scorers tells who, not "the score"
_QUANTITIES = {"many", "more", "most", "fewer", "fewest", "less"}
_SAID_APART = 3  # words of a label from which they need not stand side by side in the question
# What results tables print for a word, by stem; on both sides of a comparison.
_SPELT_OUT = {"app": "appear", "att": "attend", "opp": "oppon", "pos": "posit", "avg": "averag", "pct": "percentag",
              "yr": "year", "nat": "nation", "pts": "point"}  # fmt: skip
_MAX_ABBREVIATION = 4
_CUT = 3  # letters to which words of labels are cut
_KINDS_ASKED = {Asked.TIME: frozenset({ValueType.TIME}), Asked.DISTANCE: frozenset({ValueType.DISTANCE}),
                Asked.RANK: frozenset({ValueType.RANK})}  # fmt: skip
_SCORES = frozenset(terms("score points pts mark result total"))
_KINDS_MEASURED = frozenset({ValueType.DISTANCE, ValueType.TIME})
_MIN_WORD = 4  # a shorter word is not what a label abbreviates
_RANKED = 3  # rows from which figures may be places
_PLACES_PER_ROW = 3  # of a fleet, a table may print only the leaders
_YEARS = frozenset(terms("year season edition"))
_DURATIONS = frozenset(terms("minutes mins duration length time"))


def asked_columns(question: Question, view: TableView) -> list[tuple[int, frozenset[int]]]:
    """(column, question tokens that ask for it), in the order of the question's words; labels before kinds."""
    return list(_asked_columns(question, view))


@lru_cache(maxsize=500)  # every maker of plans asks for those of the same few tables
def _asked_columns(question: Question, view: TableView) -> Sequence[tuple[int, frozenset[int]]]:
    told = {cue.word for cue in question.cues if cue.operation in _NOT_LABELS}
    if view.rank is not None and question.asked[0] is Asked.RANK:
        told |= question.words_asking(Asked.RANK)  # "where did she finish" asks for no time called Finish
    free = [i for i in range(len(question.words)) if i not in question.scope.words | told]
    said = labels_said(question, [column.label for column in view.columns])
    company = company_of([column.label for column in view.columns])
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
    parts = {c: w for c, w in named.items() if c in series or part_label(view.columns[c].label)}
    if parts:  # points of the first quarter are not the points
        parts = _of_each_part(question, view, parts)
        named = {c: words | frozenset(i for w in named.values() for i in w) for c, words in parts.items()}
    return sorted(named.items(), key=lambda item: (min(item[1], default=99), item[0]))


def _of_each_part(
    question: Question, view: TableView, parts: Mapping[int, frozenset[int]]
) -> dict[int, frozenset[int]]:
    """The columns meant of each part that is named."""
    numbered: dict[tuple[str, int], dict[int, frozenset[int]]] = {}
    for column, words in parts.items():
        label = part_label(view.columns[column].label)
        key = (label.kind, label.number) if label else ("", column)
        numbered.setdefault(key, {})[column] = words
    return {c: w for some in numbered.values() for c, w in _of_the_part(question, view, some).items()}


def _of_the_part(
    question: Question, view: TableView, parts: Mapping[int, frozenset[int]]
) -> dict[int, frozenset[int]]:
    """Of several columns of one part that the question does not tell apart those of the kind asked for, or its points.

    "How far did she jump in the first round" asks for its distance, "her second dive" for what it scored.
    """
    if len(set(parts.values())) > 1 or len(parts) < 2 or not any(_rest(view, c) for c in parts):
        return dict(parts)
    cues = question.has(Operation.EXTREME)
    kinds = {kind for cue in cues for kind in cue.kinds} or _KINDS_ASKED.get(question.asked[0], frozenset())
    kinds = kinds or _KINDS_MEASURED if question.said("long", "longest", "shortest", "far") else kinds
    asking = frozenset(i for asked in question.asked for i in question.words_asking(asked))
    of_kind = {c: w | asking for c, w in parts.items() if view.columns[c].type in kinds}
    scores = {c: w for c, w in parts.items() if not _rest(view, c) or set(terms(_rest(view, c))) & _SCORES}
    return (of_kind if len(of_kind) == 1 else {}) or scores or dict(parts)


def _rest(view: TableView, column: int) -> str:
    found = part_label(view.columns[column].label)
    return "" if found is None else found.rest


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
        if several[at] and not (part_label(labels[at]) or is_of_outcome(labels[at])) else (frozenset[str](), 0)
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
    company = company_of(labels)
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


def _label_phrase(question: Question, label: str, company: str) -> frozenset[int]:
    part = part_label(label)
    if part is not None:
        named = question.numbered_part(part.kind, part.number)
        rest = phrase(_ASIDE.sub(" ", part.rest))
        return named | question.phrase_at(rest) if named else named
    if of_outcome := _OUTCOME.fullmatch(label.strip()):
        return _outcome_words(question, of_outcome["of"], of_outcome["letter"].lower())
    stems = phrase(_ASIDE.sub(" ", label))
    whole = question.phrase_at(stems) or _spread(question, stems)
    is_meant = len(whole) > 1 and not _is_rest(question, min(whole))
    first = min(whole, default=0)
    is_counted = len(whole) == 1 and (_is_counted(question, first, label) or _is_owned(question, first))
    if whole and (len(whole) > 1 or is_counted or not company):
        return whole if is_meant or is_counted else frozenset()
    return next((words for each in spelt(label, company) if (words := _spelt_words(question, each))), frozenset())


def words_for(labels: Sequence[str]) -> frozenset[str]:
    """Stems of the words by which such columns are asked for beside their labels: "wicket" where W is for wickets."""
    return _words_for(tuple(labels))


@lru_cache(maxsize=10_000)  # hundreds of tables are looked at for every question
def _words_for(labels: tuple[str, ...]) -> frozenset[str]:
    company = company_of(labels)
    meant = {part for label in labels for each in spelt(label, company) for part in each}
    parts = {found.kind[0] for label in labels if (found := part_label(label))}
    numbered = {stem(word) for word in (*MATCH_PARTS, "race") if word[0] in parts}
    return frozenset(meant | numbered) | frozenset(stem(word) for label in labels for word in asking_words(label))


def _texts(question: Question, first: int, last: int) -> tuple[str, ...]:
    return tuple(word.text for word in question.words[first : last + 1])


def is_of_outcome(label: str) -> bool:
    """Whether the label is of matches won, lost or drawn of one sort: "Away W"."""
    return bool(_OUTCOME.fullmatch(label.strip()))


def _outcome_words(question: Question, of: str, letter: str) -> frozenset[int]:
    """Tokens that ask for matches won, lost or drawn of one sort: "win at home" of "Home W"."""
    wanted = {found for found in phrase(of) if found not in _MATCH_STEMS}
    sort = {i for i, said in enumerate(question.stems) if said in wanted}
    meanings = {stem(word) for word in GLOSSARY[LEAGUE][letter]}
    outcome = {i for i, said in enumerate(question.stems) if said in meanings and i not in sort}
    sort |= {i for i in range(2, len(question.words)) if i - 2 in sort and _texts(question, i - 2, i) == _FROM_HOME}
    matches = {i for i, word in enumerate(question.words) if word.text in MATCH_WORDS}
    if not outcome or {question.stems[i] for i in sort} < wanted or not (wanted or matches):
        return frozenset()  # who won a group won no match by that
    return frozenset(sort | outcome | matches)


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


def _label_words(question: Question, free: Sequence[int], column: Column, company: str) -> frozenset[int]:
    labels = _label_stems(_ASIDE.sub(" ", column.label)) or _label_stems(column.label)
    said = {i for i in free if question.stems[i] in labels and question.words[i].text not in STOPWORDS}
    if labels and {question.stems[i] for i in said} >= set(labels):
        return frozenset() if len(labels) > 1 and _is_rest(question, min(said)) else frozenset(said)
    if part_label(column.label) or _OUTCOME.fullmatch(column.label.strip()) or spelt(column.label, company):
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
    if any(_begins(each.text, word) for each in tokens(label)):
        return True
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


def _begins(short: str, word: str) -> bool:
    """Whether a word of a label is the first three letters of a longer one: "Cat" of category, "pens" of penalties."""
    letters = short.removesuffix("s")
    return len(letters) == _CUT and letters.isalpha() and word.startswith(letters) and len(word) >= 2 * _CUT


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
    if len(numbers) < _RANKED and view.columns[column].type is not ValueType.RANK:
        return False  # of two sides one may have scored 1
    is_whole = bool(numbers) and all(number == int(number) for number in numbers)
    return is_whole and min(numbers) == 1 and max(numbers) <= _PLACES_PER_ROW * len(numbers)


def duration_column(view: TableView) -> int | None:
    """The column that tells how long each of several matches took."""
    labelled = (c for c, column in enumerate(view.columns) if set(terms(column.label)) & _DURATIONS)
    return next(labelled, None) if view.sides is not None else None
