"""Which title a name in a cell means when it says it in part: "Marquette" may be Marquette University."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from retriever.text import STOPWORDS

# Measured on hybridqa-sports, R@20 of both its lines: at most 3 titles .650/.750, 6 or 12 .625/.725; shares of .35 and
# .5, and words of at most 50 or 300 titles, found the same.
_MAX_MEANT = 3  # a name that fits more titles means none of them
_MIN_SHARE = 0.5  # of what the words of name or title tell, that both must say
_NEAR_BEST = 0.8  # titles that fit nearly as well as the best are meant too
_COMMON = 50  # a word of more titles leads to none of them

Words = Sequence[str]


def aliases(names: Mapping[int, Words], titles: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """(key of a name, number of the title it means) for names that are no title themselves, in the names' order."""
    titled = _titles_by_word(titles)
    told = {word: math.log((1 + len(titles)) / len(held)) for word, held in titled.items()}
    complete = {tuple(title) for title in titles}
    for key, name in names.items():
        if tuple(name) not in complete:
            yield from ((key, title) for title in _meant(name, titles, titled, told))


def _titles_by_word(titles: Sequence[Words]) -> dict[str, list[int]]:
    titled: dict[str, list[int]] = defaultdict(list)
    for number, title in enumerate(titles):
        for word in title:
            if word not in STOPWORDS:
                titled[word].append(number)
    return titled


def _meant(
    name: Words, titles: Sequence[Words], titled: Mapping[str, Sequence[int]], told: Mapping[str, float]
) -> list[int]:
    """Titles that say what the name says, best first, ties by number; none where too many do."""
    telling = [titled.get(word, ()) for word in name]
    sharing = {number for held in telling if len(held) <= _COMMON for number in held}
    unknown = math.log(1 + len(titles))
    said = math.fsum(told.get(word, unknown) for word in name if word not in STOPWORDS)
    fits = []
    for number in sorted(sharing):
        both = math.fsum(told.get(word, 0.0) for word in set(name) & set(titles[number]))
        whole = math.fsum(told.get(word, 0.0) for word in titles[number])
        if both >= _MIN_SHARE * said or both >= whole:
            fits.append((both / (said + whole - both), number))
    fits.sort(key=lambda fit: (-fit[0], fit[1]))
    best = [number for fit, number in fits if fit >= _NEAR_BEST * fits[0][0]]
    return best if len(best) <= _MAX_MEANT else []
