"""What a query asks for, in the words of the index: which words, how much each tells, which place in a ranking."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from retriever.forward import word_key
from retriever.text import STOPWORDS, stem, tokens

# Words for a place in the ranking, in the normal form of `retriever.text`.
PLACES = {
    "win": (1,), "winner": (1,), "winners": (1,), "winning": (1,), "wins": (1,), "champion": (1,), "champions": (1,),
    "gold": (1,), "victory": (1,), "victor": (1,), "victorious": (1,), "triumph": (1,), "silver": (2,),
    "bronze": (3,), "podium": (1, 2, 3), "medalist": (1, 2, 3), "medals": (1, 2, 3), "medalists": (1, 2, 3),
}  # fmt: skip
ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
# Words that ask for an end of a scale, in any column.
_HIGH = frozenset(
    "most top highest high lead leading best biggest largest greatest maximum longest last latest slowest heaviest "
    "tallest farthest furthest oldest widest".split()
)
_LOW = frozenset(
    "least fewest lowest fastest quickest smallest minimum shortest earliest first worst youngest lightest nearest "
    "closest narrowest tightest".split()
)
# What has a first and a second without anybody being placed: "the first lap", "the second half".
_PARTS = frozenset(
    "round lap half leg quarter period set inning session day heat semifinal quarterfinal game match race stage run "
    "attempt time season year edition metre m km mile minute second hour goal try".split()
)


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words of one query as keys of the forward index."""

    terms: tuple[str, ...]
    weights: Mapping[int, float]
    """Word → rarity, above 0."""
    pairs: Mapping[tuple[int, int], float]
    """Neighbouring words → what both tell together."""
    figures: frozenset[int]
    places: frozenset[int]
    """Ranks it asks for."""
    high: bool
    low: bool
    """Whether it asks for an end of a scale."""

    @property
    def total(self) -> float:
        """What all its words tell together, never 0."""
        return sum(self.weights.values()) or 1.0


def asked_words(query: str, rarity: Callable[[str], float], spell: Callable[[str], str]) -> AskedWords:
    """The query as it is compared; `rarity` and `spell` take stems."""
    found = tokens(query)
    kept = [spell(stem(token.text)) for token in found if token.text not in STOPWORDS]
    weights = {word_key(word): told for word in dict.fromkeys(kept) if (told := rarity(word)) > 0}
    pairs = {
        (word_key(one), word_key(two)): weights[word_key(one)] + weights[word_key(two)]
        for one, two in pairwise(kept)
        if one != two and word_key(one) in weights and word_key(two) in weights
    }
    figures = frozenset(word_key(word) for word in kept if word[0].isdigit() and word_key(word) in weights)
    words = [token.text for token in found]
    return AskedWords(
        terms=tuple(dict.fromkeys(kept)),
        weights=weights,
        pairs=pairs,
        figures=figures,
        places=_places(words),
        high=bool(_HIGH & set(words)),
        low=bool(_LOW & set(words)),
    )


def _places(words: list[str]) -> frozenset[int]:
    places: set[int] = set()
    for word, after in pairwise([*words, ""]):
        places.update(PLACES.get(word, ()))
        if after in _PARTS or after.isdigit():
            continue
        if word in ORDINALS[1:]:
            places.add(ORDINALS.index(word))
        elif match := _ORDINAL.fullmatch(word):
            places.add(int(match[1]))
    return frozenset(places)
