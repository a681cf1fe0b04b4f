"""The words of a question that ask for an operation on rows: a place, an end of a scale, a count, a difference."""

from dataclasses import dataclass
from typing import Protocol

from bot.question.lexicon import (
    APART,
    BETTER,
    BODILY,
    COMPETITORS,
    COUNTED_PARTS,
    DIFFERENCE,
    FOREMOST,
    HOW_MUCH,
    IRREGULAR,
    KEEPING,
    KEPT_WITHIN,
    LEADING,
    LIST,
    MEAN,
    MEDAL_WINNERS,
    MEDALLISTS,
    MEDIAN,
    OUTCOMES,
    PERSONS,
    PLACED_WITHIN,
    PLACES,
    PLACING,
    RANKING,
    SCALES,
    SHARE,
    SIZES,
    STANDINGS,
    SUM,
    TAKING_OFF,
    TITLES,
    Operation,
)
from bot.question.scope import counting_number, small_number
from retriever.text import Token
from retriever.values import ValueType

_MOST_PLACES = 20
_WINNING, _COLOURS = {"win", "wins", "winning"}, {"silver", "bronze"}
_ARE = {"were", "are"}
_MEASURES = {"second", "minute", "hour", "tenth", "hundredth", "metre", "centimetre", "point", "goal", "run", "lap",
             "length", "stroke", "shot", "kilo", "kilometre", "mile", "place", "seconds", "m", "cm", "km"}  # fmt: skip
_TO_COLOUR = 3  # words from the verb to the medal: "won an Olympic silver"
_SUMMARIES = (
    (MEAN, Operation.MEAN), (SUM, Operation.SUM), (MEDIAN, Operation.MEDIAN), (SHARE, Operation.SHARE),
    (LIST, Operation.LIST),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that asks for an operation; `low` tells the small end of a scale from the large one."""

    operation: Operation
    word: int
    """Index of the token."""
    places: tuple[int, ...] = ()
    low: bool | None = None
    kinds: tuple[ValueType, ...] = ()
    """Types of column the cue speaks of; empty for any."""


class Words(Protocol):
    """What of a question its cues are told by."""

    @property
    def words(self) -> tuple[Token, ...]:
        """Tokens in normal form."""

    @property
    def weights(self) -> tuple[float, ...]:
        """How much each token must be accounted for."""

    def said(self, *words: str) -> bool:
        """Whether one of these is in the question."""

    def before(self, index: int) -> str | None:
        """The token before, None for the first."""

    def after(self, index: int) -> str | None:
        """The token behind, None for the last."""


def cues_at(asked: Words, index: int) -> list[Cue]:
    """The cues that a token gives."""
    places = _place_cues(asked, index)
    scales = [] if places else _scale_cues(asked, index)
    return [*places, *scales, *_sum_cues(asked, index)]


def _place_cues(asked: Words, index: int) -> list[Cue]:
    """Cues for a place: "won", "silver", "fifth", "came out on top", "last"."""
    word = asked.words[index].text
    ordinal = _ordinal_at(asked, index)
    places = PLACES.get(word, (ordinal,) if ordinal is not None else ())
    if word == "win" and index > 1 and asked.words[0].text == "how" and asked.said("much") and _is_of_noun(asked, 1):
        places = ()  # "how much money did she win"
    if word in MEDALLISTS and asked.before(index) in PLACES:
        places = PLACES[str(asked.before(index))]  # the silver medallist is one of the three
    if word in MEDAL_WINNERS and asked.before(index) in {"medal", "medals"}:
        colour = asked.words[index - 2].text if index > 1 else ""
        places = PLACES.get(colour, PLACES["medals"])  # "medal winners" are all three, "silver medal winner" is one
    if word in _WINNING and {w.text for w in asked.words[index + 1 : index + 1 + _TO_COLOUR]} & _COLOURS:
        places = ()  # "won the silver medal" is no victory
    if word == "runner" and asked.after(index) == "up":
        places = (2,)
    if word == "top" and asked.before(index) == "on":
        places = (1,)
    if word in FOREMOST and (several := _several_after(asked, index)):
        places = several
    if word in KEEPING and {w.text for w in asked.words[index + 1 : index + 1 + KEPT_WITHIN]} & TITLES:
        places = (1,)
    in_standings = bool({w.text for w in asked.words[index + 1 : index + 1 + KEPT_WITHIN]} & STANDINGS)
    if word in LEADING and in_standings and not asked.said("how", "points") and not places:
        places = (1,)
    found = [Cue(Operation.NTH, index, places=places)] if places else []
    if word == "bottom" and (in_standings or asked.said(*PLACING)):
        found.append(Cue(Operation.LAST, index))
    is_verb = index == len(asked.words) - 1 and asked.said("did", "do", "does")  # "how long did it last"
    if word == "last" and not is_verb and not asked.said("long") and not _follows_article_of_time(asked, index):
        found.append(Cue(Operation.LAST, index))
    return found


def _several_after(asked: Words, index: int) -> tuple[int, ...]:
    """The places of "the top five", "the first three home"; none where no number follows, or one of parts."""
    number = counting_number(asked.after(index) or "") or 0
    noun = asked.words[index + 2].text if index + 2 < len(asked.words) else ""
    is_place = 1 < number <= _MOST_PLACES and noun not in COUNTED_PARTS and noun.rstrip("s") not in COUNTED_PARTS
    return tuple(range(1, number + 1)) if is_place else ()


def _scale_cues(asked: Words, index: int) -> list[Cue]:
    """Cues for an end of a scale or a comparison on it: "fastest", "more", "the leading scorer", "ahead"."""
    word = asked.words[index].text
    scale = _scale_of(word)
    around = asked.words[max(0, index - PLACED_WITHIN) : index + 1 + PLACED_WITHIN]
    if word in RANKING and PLACING & {near.text for near in around}:
        operation = Operation.EXTREME if word.endswith("st") else Operation.COMPARE
        return [Cue(operation, index, low=RANKING[word], kinds=(ValueType.RANK,))]
    if word in {"best", "worst"}:
        return [Cue(Operation.EXTREME, index)]
    if (word == "leading" and asked.after(index) not in {"to", "up"}) or (
        word in {"lead", "high"} and asked.said("in") and not asked.said("higher", "highest")
    ):  # "who led the side in rebounds", "the game high in points"
        return [Cue(Operation.EXTREME, index, low=False, kinds=SIZES)]
    if word in BODILY:
        operation = Operation.COMPARE if word.endswith("er") else Operation.EXTREME
        return [Cue(operation, index, low=BODILY[word])]
    if scale is not None and word not in {"earlier", "later"}:  # "earlier that evening" compares nothing
        operation = Operation.COMPARE if _is_comparative(word) else Operation.EXTREME
        return [Cue(operation, index, low=scale[0], kinds=scale[1])]
    return [Cue(Operation.COMPARE, index)] if word in BETTER else []


def _sum_cues(asked: Words, index: int) -> list[Cue]:
    """Cues for counting, for differences and for sums."""
    word = asked.words[index].text
    found = [Cue(operation, index) for wanted, operation in _SUMMARIES if word in wanted]
    if word == "all" and asked.before(index) == "in" and asked.after(index) is None:
        found.append(Cue(Operation.SUM, index))  # "how many were awarded in all"
    if word == "between" and asked.after(index) == "them":
        found.append(Cue(Operation.SUM, index))
    counts_people = word == "many" and (asked.after(index) or "") in PERSONS | COMPETITORS
    asks_gap = word in HOW_MUCH and asked.before(index) == "how" and not counts_people and _asks_gap(asked, index)
    if word in DIFFERENCE or asks_gap:
        found.append(Cue(Operation.DIFFERENCE, index))
    elif (word == "many" and asked.before(index) == "how") or (word == "number" and asked.after(index) == "of"):
        found.append(Cue(Operation.COUNT, index))
    return found


def _asks_gap(asked: Words, index: int) -> bool:
    """Whether "how much", "how far" or "how many seconds" asks by how much two things differ."""
    after = asked.after(index) or ""
    if (after in {"more", "fewer", "less"} or after in BODILY or _is_comparative(after)) and asked.said("than"):
        return True  # "how many more runs did she score than her partner", "how much further than"
    measured = after in _MEASURES or after.removesuffix("s") in _MEASURES
    verb = asked.words[index + 2].text if index + 2 < len(asked.words) else ""
    if asked.said("many") and not measured and verb in _ARE:
        return False  # "how many finishers were faster than 9.85" counts them
    if measured and asked.said("many") and asked.said("than") and any(_is_comparative(w.text) for w in asked.words):
        return True  # "how many centimetres did she jump higher than her rival"
    if asked.said("off") and asked.said(*TAKING_OFF):
        return True  # "how many seconds did she take off her best"
    apart = APART - OUTCOMES if asked.said("many") or _is_of_noun(asked, index) else APART
    apart = apart - {"clear"} if asked.said("did") else apart  # "how much did she clear" asks for a height
    return asked.said("by", *apart) or (asked.said("far") and asked.said("off", "outside", "short"))


def _is_of_noun(asked: Words, index: int) -> bool:
    """Whether "how much" asks for an amount of something: "how much money did they win"."""
    noun = index + 1
    return noun < len(asked.words) and asked.weights[noun] > 0 and asked.words[noun].text not in APART


def _ordinal_at(asked: Words, index: int) -> int | None:
    word = asked.words[index].text
    number = small_number(word) if not word.isdigit() else None
    is_ordinal = word[-2:] in {"st", "nd", "rd", "th"} and number is not None
    unit = word == "second" and (asked.before(index) or "").replace(".", "").isdigit()
    noun_follows = asked.after(index) in COUNTED_PARTS
    words_of_order = number is not None and word.isalpha() and (is_ordinal or word in {"first", "second", "third"})
    return number if (is_ordinal or words_of_order) and not unit and not noun_follows and number else None


def _follows_article_of_time(asked: Words, index: int) -> bool:
    return asked.after(index) in {"year", "season", "lap", "week", "month", "night", "time", "m", "100", "200"}


def _is_comparative(word: str) -> bool:
    """Whether the word compares two on a scale: "faster", "more"."""
    return _scale_of(word) is not None and (word.endswith("er") or word in {"more", "less", "further"})


def _scale_of(word: str) -> tuple[bool, tuple[ValueType, ...]] | None:
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending in ("est", "er"):
        base = word.removesuffix(ending)
        if base != word:
            for candidate in (base, base + "e", base[:-1], base[:-1] + "y"):
                if candidate in SCALES:
                    return SCALES[candidate]
    return None
