"""What tables abbreviate to a letter or two, by the company that such heads keep."""

from collections.abc import Sequence
from functools import lru_cache

from retriever.text import stem, tokens

LEAGUE, _LINE_SCORE, _BOX_SCORE = "league table", "line score", "box score"
_BOWLING, _POOL, _GOALS = "bowling figures", "pool sheet", "goals and assists"
# What tables abbreviate to a letter or two, as the field prints it, in normal form; by the company that heads keep.
GLOSSARY: dict[str, dict[str, tuple[str, ...]]] = {
    LEAGUE: {
        "p": ("played", "matches played", "games played"), "gp": ("played", "games played"), "mp": ("matches played",),
        "won": ("wins", "victories", "win"), "drawn": ("draws", "draw"), "lost": ("losses", "defeats", "lose"),
        "w": ("wins", "victories", "win"), "d": ("draws", "draw", "ties"), "l": ("losses", "defeats", "lose"),
        "t": ("ties", "tie", "draws", "draw"),
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
    _GOALS: {
        "g": ("goals", "goal"), "a": ("assists", "assist"),
        "pim": ("penalty minutes", "minutes in penalties", "minutes"),
        "sog": ("shots on goal", "shots"), "+/-": ("plus minus",),
    },
    _POOL: {
        "v": ("victories", "wins", "win"), "ts": ("touches scored", "hits scored", "touches", "hits"),
        "hs": ("hits scored", "hits"), "tr": ("touches received", "hits received"), "hr": ("hits received",),
        "ind": ("indicator",),
    },
}  # fmt: skip
# What labels stand for in any company.
_ANYWHERE: dict[str, tuple[str, ...]] = {
    "ht": ("half time", "halftime", "at the break"), "h/t": ("half time", "halftime"), "ft": ("full time",),
    "for": ("scored", "score"), "against": ("conceded", "concede"),
    "+/-": ("goal difference", "points difference", "point difference", "difference"),
    "streak": ("winning streak", "losing streak", "winning run", "losing run"),
}  # fmt: skip
_ABOVE, _SHORT = {"matches", "games", "bouts", "results", "record", "overall"}, 2
# The heads that tell each company, all of one of the lines; the first that fits.
_TOLD_BY = (
    (LEAGUE, "w l", "won lost"), (_BOWLING, "o m r w"), (_POOL, "v ts tr", "v hs hr"),
    (_GOALS, "g a pim", "g a pts", "g a sog"), (_BOX_SCORE, "reb ast"),
)  # fmt: skip
_SERIES, _MAX_DIGITS = 3, 2  # columns called 1, 2, 3


def company_of(labels: Sequence[str]) -> str:
    """The kind of table whose abbreviations these labels are; "" for any other."""
    return _company_of(tuple(labels))


@lru_cache(maxsize=10_000)
def _company_of(labels: tuple[str, ...]) -> str:
    heads = {head_of(label) for label in labels}
    if {"r", "h"} <= heads and series_of(labels):
        return _LINE_SCORE
    return next((company for company, *needed in _TOLD_BY if any(set(each.split()) <= heads for each in needed)), "")


def series_of(labels: Sequence[str]) -> list[int]:
    """The columns labelled 1, 2, 3 and so on: innings, ends, sets; none where there are fewer than three."""
    return list(_series_of(tuple(labels)))


@lru_cache(maxsize=10_000)  # hundreds of tables have the same few heads, and every question looks at them
def _series_of(labels: tuple[str, ...]) -> Sequence[int]:
    found = [c for c, label in enumerate(labels) if label.strip().isdigit() and len(label.strip()) <= _MAX_DIGITS]
    numbers = [int(labels[c]) for c in found]
    return found if len(found) >= _SERIES and numbers == list(range(1, len(found) + 1)) else []


def head_of(label: str) -> str:
    """A label as the glossary has it: "w" of "Matches W", which stands under a heading of its own."""
    head = label.strip().rstrip(".").lower()
    above, _, below = head.rpartition(" ")
    return below if above in _ABOVE and len(below) <= _SHORT else head


@lru_cache(maxsize=10_000)
def spelt(label: str, company: str) -> tuple[tuple[str, ...], ...]:
    """What a label stands for in that company, each as stems."""
    head = head_of(label)
    meanings = (
        GLOSSARY.get(company, {}).get(head)
        or _ANYWHERE.get(head)
        or _ANYWHERE.get(head.split()[-1:][0] if " " in head else "", ())
    )
    return tuple(phrase(meaning) for meaning in meanings)


@lru_cache(maxsize=10_000)
def phrase(text: str) -> tuple[str, ...]:
    """The stems of a text, every word."""
    return tuple(stem(token.text) for token in tokens(text))
