"""What the columns of a club's tables hold, by the words that people ask for it: "how tall" for Height, "paid" for Fee.

Words of the field, in normal form; squads, transfer lists, fixtures and lists of records print few others.
"""

from collections.abc import Sequence
from functools import lru_cache

from retriever.text import STOPWORDS, tokens

# words of labels → words that ask for such a column; a label counts when it holds one of the first in full.
_SENSES: tuple[tuple[str, str], ...] = (
    ("height", "tall taller tallest short shorter shortest"),
    ("weight; bodyweight", "heavy heavier heaviest weigh weighs light lighter lightest"),
    ("born; birth; dob; age", "born birthday old older oldest young younger youngest"),
    ("fee; price; cost", "fee pay paid pays cost costs spend spent expensive dearest cheap cheapest price worth"),
    ("venue; stadium; ground; location; city; arena; circuit; course; site", "where"),
    ("attendance; att; crowd; spectators", "crowd crowds spectators attendance"),
    ("holder; record holder", "hold holds held holder"),
    ("scorers; goalscorers; scorer", "score scored scorer scorers"),
    ("club; team; side", "team club side"),
    ("coach; trainer; manager", "coach coaches coached train trains trained"),
    ("number; shirt; shirt number; squad number; no; bib", "number bib wore worn wear wears shirt jersey"),
)
_BODILY = 3  # of them speak of bodies
# Where somebody went or came from; the whole label.
_WAYS: tuple[tuple[str, str], ...] = (
    ("to; new club; joined", "join joined sign signed go went move moved"),
    ("from; old club; joined from; previous club; former club", "from leave left"),
    ("nationality; nation; country", "from"),
)


def holds(label: str, word: str) -> bool:
    """Whether a column with that label holds what the word asks for."""
    said = _label_words(label)
    return word in _asked_by_part(said) or word in _asked_by_whole(" ".join(said))


def asking_words(label: str) -> frozenset[str]:
    """Every word that asks for a column with that label."""
    said = _label_words(label)
    return _asked_by_part(said) | _asked_by_whole(" ".join(said))


def leads(label: str, word: str) -> bool:
    """Whether the word tells the way to or from what stands under the label: "joined" under "New club"."""
    return word in _asked_by_whole(" ".join(_label_words(label))) and word not in STOPWORDS


def is_bodily(word: str) -> bool:
    """Whether the word speaks of height, weight or age; a column of classes ("Heavyweight") holds none."""
    return any(word in words.split() for _, words in _SENSES[:_BODILY])


def asks_for_column(word: str) -> bool:
    """Whether the word asks for some column of those known here."""
    return word in _ASKING


@lru_cache(maxsize=10_000)
def _label_words(label: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(label.split("(", maxsplit=1)[0]))


@lru_cache(maxsize=10_000)
def _asked_by_part(said: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    for labels, words in _SENSES:
        if any(set(label.split()) <= set(said) for label in labels.split("; ")):
            found |= set(words.split())
    return frozenset(found)


@lru_cache(maxsize=10_000)
def _asked_by_whole(said: str) -> frozenset[str]:
    found = (words.split() for labels, words in _WAYS if said in labels.split("; "))
    return frozenset(word for words in found for word in words)


_ASKING = frozenset(word for _, words in (*_SENSES, *_WAYS) for word in words.split())
