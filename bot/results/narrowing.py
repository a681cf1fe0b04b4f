"""The rows of a table that a question means by what stands in a column: "the semi-final", "heat 2", "on 12 September".

Rounds, numbered labels, days, years, home or away, won or lost: what is told in every row and names nobody.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.question.question import Question
from bot.question.scope import counting_number, scope_of_text, small_number
from bot.question.tables import Line, TableView
from bot.results.senses import holds
from retriever.dates import month_and_day
from retriever.text import stem, terms, tokens
from retriever.values import ValueType, sides

ROUND_STEMS = frozenset(stem(word) for word in ("round", "stage", "phase"))
_YEAR_STEMS = frozenset(stem(word) for word in ("year", "season", "edition"))
# Before a year they bound a stretch of years: rows of that year alone are not meant.
_BOUNDING = {"since", "after", "before", "until", "till", "from", "to", "and", "between", "than", "by", "through"}
WON, LOST, DRAWN = 1.0, -1.0, 0.0
_OUTCOMES = {
    **dict.fromkeys(("win", "wins", "winning", "victory", "victories", "beat", "beats", "beating"), WON),
    **dict.fromkeys(("lose", "loses", "losing", "loss", "losses", "defeats", "defeat"), LOST),
    **dict.fromkeys(("draw", "draws", "drew", "drawn", "tie", "ties", "tied"), DRAWN),
}
_OVERCOME = {"beat", "beats", "beating", "defeated"}  # takes the other side as its object
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
_WORN, _MAX_DIGITS = {"number", "bib"}, 5  # of starters in a city's marathon
_SETS = {"sets", "games", "frames", "legs", "set"}
_WENT = {"go", "went", "took", "take", "last", "lasted", "need", "needed", "distance"}
_ENDED = {"end", "ended", "ending", "finish", "finished", "were", "was", "be", "a", "in"}
_CROWDS = {"crowd", "crowds", "attendance", "attendances", "spectators"}  # are drawn


def tells_rounds(labels: Sequence[str]) -> bool:
    """Whether a column says of each row which round it belongs to."""
    return any(map(_is_of_rounds, labels))


def tells_years(labels: Sequence[str]) -> bool:
    """Whether a column says of each row which year it is of."""
    return any(map(_is_of_years, labels))


def tells_parts(question: Question, labels: Sequence[str]) -> bool:
    """Whether a column numbers what the question numbers: "heat 3" of a table with a column of heats."""
    return any(question.stems[i] in _single_stems(tuple(labels)) for i in question.scope.words)


@lru_cache(maxsize=10_000)
def _single_stems(labels: tuple[str, ...]) -> frozenset[str]:
    """Labels of one word that is no number, as stems."""
    return frozenset(found[0] for found in map(_stems, labels) if len(found) == 1 and not found[0].isdigit())


@lru_cache(maxsize=10_000)
def _stems(label: str) -> tuple[str, ...]:
    return tuple(terms(label))


def _is_of_rounds(label: str) -> bool:
    stems = set(_stems(label))
    return bool(stems) and stems <= ROUND_STEMS


def _is_of_years(label: str) -> bool:
    stems = set(_stems(label))
    return bool(stems) and stems <= _YEAR_STEMS


def narrowed(
    question: Question, lines: Sequence[Line], owned: frozenset[int] = frozenset(), met: frozenset[int] = frozenset()
) -> tuple[list[Line], frozenset[int]]:
    """The lines that the question's round, label, day, ground or outcome leaves, with its tokens; all if it names none.

    `owned`: tokens that name the side whose matches the rows are; `met`: those that name a side that it met.
    """
    kept, words = list(lines), frozenset[int]()
    if not kept:
        return kept, words
    view = kept[0].view
    found = [_of_column(question, view, c, kept) for c in range(len(view.columns)) if c not in (view.label, view.rank)]
    found += [_of_ground(question, view, kept), _of_outcome(question, view, kept, owned, met)]
    found += [_of_length(question, view, kept), _drawn(question, view, kept)]
    for said, picked in found:
        both = [line for line in kept if line in picked]
        if said and both and len(picked) < len(lines):
            kept, words = both, words | said
    return kept, words


def _of_column(
    question: Question, view: TableView, column: int, lines: Sequence[Line]
) -> tuple[frozenset[int], list[Line]]:
    label = view.columns[column].label
    if _is_of_rounds(label) and question.scope.rounds:
        rounds = set(question.scope.rounds)
        return question.scope.words, [line for line in lines if rounds & set(_rounds_in(line, column))]
    if view.columns[column].type is ValueType.DATE and len(question.days) == 1:
        (month, day), said = question.days[0]
        dates = [(line, month_and_day(_text(line, column))) for line in lines]
        return said, [line for line, on in dates if on and on[0] == month and day in (None, on[1])]
    if question.years and _is_of_years(label):
        return _of_year(question, column, lines)
    return _numbered(question, label, column, lines)


def _numbered(
    question: Question, label: str, column: int, lines: Sequence[Line]
) -> tuple[frozenset[int], list[Line]]:
    """The lines whose number under the label stands beside it in the question: "heat 2", "shirt number 9"."""
    stems = _stems(label)
    at = next((i for i, said in enumerate(question.stems) if len(stems) == 1 and said == stems[0]), None)
    if at is None and question.said(*_WORN):
        at = next((i for i, word in enumerate(question.words) if word.text in _WORN and holds(label, word.text)), None)
    for beside in (at - 1, at + 1) if at is not None else ():
        number = _numeral(question.words[beside].text) if 0 <= beside < len(question.words) else None
        if number is not None and at is not None:
            return frozenset({at, beside}), [line for line in lines if _numeral(_text(line, column)) == number]
    return frozenset(), []


def _numeral(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) <= _MAX_DIGITS else small_number(text)


def _of_year(question: Question, column: int, lines: Sequence[Line]) -> tuple[frozenset[int], list[Line]]:
    """The lines of the one year that is named, unless it only begins or ends a stretch of them."""
    at = [i for i, word in enumerate(question.words) if word.text in question.years]
    if len(at) != 1 or (question.before(at[0]) or "") in _BOUNDING:
        return frozenset(), []
    return frozenset(at), [line for line in lines if question.words[at[0]].text in _text(line, column)]


def _of_ground(question: Question, view: TableView, lines: Sequence[Line]) -> tuple[frozenset[int], list[Line]]:
    """The lines of matches at home, or away; none where the question leaves open which."""
    season = view.season
    said = [i for i, word in enumerate(question.words) if word.text in ("home", "away")]
    if season is None or season.ground is None or len(said) != 1:
        return frozenset(), []
    away = question.words[said[0]].text == "away"
    return frozenset(said), [line for line in lines if (own := line.view.season) and own.is_away(line.row) is away]


def _of_outcome(
    question: Question, view: TableView, lines: Sequence[Line], owned: frozenset[int], met: frozenset[int]
) -> tuple[frozenset[int], list[Line]]:
    """The lines of matches that the side won, lost or drew; whether it did is not known from them."""
    told = outcome_asked(question, owned, met) if view.season is not None and not question.is_yes_no else None
    if told is None or view.season is None:
        return frozenset(), []
    word, outcome = told
    return frozenset({word}), [line for line in lines if (own := line.view.season) and own.result(line.row) == outcome]


def _drawn(question: Question, view: TableView, lines: Sequence[Line]) -> tuple[frozenset[int], list[Line]]:
    """The lines of matches in which both sides have as much, penalties that settled them aside."""
    said = [i for i, word in enumerate(question.words) if _OUTCOMES.get(word.text) == DRAWN]
    if view.sides is None or not said or question.said(*_CROWDS):
        return frozenset(), []
    ended = {i - 1 for i in said} | {i - 2 for i in said} | {i - 3 for i in said}
    words = {i for i in ended if i >= 0 and question.words[i].text in _ENDED}
    pairs = [(line, sides(line.value(score).text)) for line in lines if (score := _score_column(line)) is not None]
    return frozenset({said[0], *words}), [line for line, told in pairs if told and told[0][0] == told[0][1]]


def _score_column(line: Line) -> int | None:
    return next((c for c, column in enumerate(line.view.columns) if column.type is ValueType.SCORE), None)


def _of_length(question: Question, view: TableView, lines: Sequence[Line]) -> tuple[frozenset[int], list[Line]]:
    """The lines of matches that took as many sets as are named, or in which the loser won none."""
    at = next((i for i, word in enumerate(question.words) if word.text in _SETS), 0)
    before = question.before(at)
    if view.sides is None or not at or before is None or question.said("between"):
        return frozenset(), []
    sets = [(line, _sets_won(line)) for line in lines]
    if before == "straight":
        return frozenset({at - 1, at}), [line for line, won in sets if won and sum(won) and min(won) == 0]
    number = counting_number(before)
    if number is None or question.words[at].text == "set":
        return frozenset(), []
    said = {at - 1, at} | {i for i, word in enumerate(question.words[:at]) if word.text in _WENT}
    return frozenset(said), [line for line, won in sets if won and sum(won) == number]


def _sets_won(line: Line) -> tuple[int, int] | None:
    """How many sets each side won: by the sets printed, else by the score that counts them; None where none tells."""
    for column, head in enumerate(line.view.columns):
        printed = _ASIDE.sub("", line.value(column).text)  # a tie-break is no set
        pairs = sides(printed) if head.type is ValueType.SCORE else ()
        if len(pairs) > 1:
            return sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)
        if pairs and {"sets", "games", "frames", "score", "result"} & {token.text for token in tokens(head.label)}:
            return pairs[0]
    return None


def outcome_asked(question: Question, owned: frozenset[int], met: frozenset[int]) -> tuple[int, float] | None:
    """(token, outcome) of the matches that the question speaks of, as the side sees it whose matches they are.

    "Who beat the Swifts" and "did the Kites win" ask for matches that the Swifts lost.
    """
    verb = next((i for i, word in enumerate(question.words) if word.text in _OUTCOMES), None)
    if verb is None or (question.words[verb].text in ("draw", "drew", "drawn") and question.said(*_CROWDS)):
        return None
    before = [i for i in (*owned, *met) if i < verb]
    of_other = bool(before) and max(before) in met
    if not before and question.words[verb].text in _OVERCOME and verb == 1 and question.words[0].text == "who":
        of_other = True
    if question.after(verb) == "by":
        of_other = not of_other
    outcome = _OUTCOMES[question.words[verb].text]
    return verb, -outcome if of_other and outcome else outcome


def _rounds_in(line: Line, column: int) -> tuple[str, ...]:
    return scope_of_text(_text(line, column)).rounds


def _text(line: Line, column: int) -> str:
    return line.value(column).text.lower() if column < len(line.row.cells) else ""
