"""Words of a question meet the names in the library's cells: in full, by surname alone, or misspelt."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from rapidfuzz import fuzz, process

from bot.question.question import Question
from retriever.nations import COMMON_WORDS, nation_keys, nations_in
from retriever.store import CellPlace, Name, Store
from retriever.text import fold, stem, tokens

# rapidfuzz ratios (0-100) at which an unknown word is taken for a misspelt name: alone, or beside a word that fits.
MISSPELT_ALONE, MISSPELT_BESIDE = 83, 72
MIN_MISSPELT_CHARS = 4
_MAX_SURNAME_WORDS = 4  # a longer name is a title or a remark; one of its words does not stand for it
_MAX_NAMES_PER_WORD = 400  # a word in more names than this tells none of them
_CODE_CHARS = 3  # of a nation
_DIGRAPHS = re.compile(r"aa|ae|oe|ue")
_MAX_SPELLINGS = 16  # ways to spell a name that are looked for


@dataclass(frozen=True)
class Mention:
    """Tokens of the question that name one thing, and every cell that holds that thing."""

    name: Name
    words: frozenset[int]
    places: tuple[CellPlace, ...]
    whole: bool
    """Whether every word of the name was said, not only a surname."""


class Linker:
    """Links questions to the names of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._vocabulary = store.vocabulary()
        self._spellings = _spellings(self._vocabulary)

    def mentions(self, question: Question) -> list[Mention]:
        """What the question names, the fullest mention first; two things named by the same words are both returned."""
        names: dict[str, Name] = {}
        said: dict[str, set[int]] = defaultdict(set)
        for index in range(len(question.words)):
            for name in self._names_at(question, index):
                names[name.key] = name
                said[name.key].add(index)
        nations = {key for index, word in enumerate(question.words) for key in nation_keys(word.text)}
        for inside, key in _nations_said(question):  # "Iceland" for the rows of ISL
            nations.add(key)
            if (held := self._store.name_with_key(key)) is not None:
                names[key] = held
                said[key] |= inside
        used = {key: frozenset(said[key] | self._misspelt_beside(question, key, said[key])) for key in names}
        enough = {k: words for k, words in used.items() if k in nations or _is_enough(question, names[k], words)}
        together = [words for key, words in enough.items() if _in_one_place(question, key, words)]
        fullest = [key for key in enough if not any(enough[key] < other for other in together)]
        found = [
            Mention(names[k], used[k], self._places(names[k]), len(used[k]) >= len(k.split())) for k in fullest
        ]
        return sorted(_joined(found, nations), key=lambda m: (-len(m.words), fold(m.name.text)))

    def names_rows(self, mention: Mention) -> bool:
        """Whether rows are about it somewhere: an athlete or a team, not the nation or the round beside one."""
        return any(self._store.table(place.table_id).label_column == place.column for place in mention.places)

    def _places(self, name: Name) -> tuple[CellPlace, ...]:
        """Every cell of a name, and of its other spellings ("Nordaas" for "Nordås") in tables that don't hold it.

        Two spellings in one table are two people.
        """
        places = tuple(self._store.places_of(name))
        tables = {place.table_id for place in places}
        for key in self._other_spellings(name.key):
            other = self._store.name_with_key(key)
            found = self._store.places_of(other) if other is not None else []
            if not any(place.table_id in tables for place in found):
                places += tuple(found)
        return tuple(sorted(places, key=lambda place: (place.table_id, place.row, place.column)))

    def _other_spellings(self, key: str) -> list[str]:
        words = [self._spellings.get(_plain(word), (word,)) for word in key.split()]
        if all(len(spelt) == 1 for spelt in words):
            return []
        keys = (" ".join(sorted(spelt)) for spelt in islice(product(*words), _MAX_SPELLINGS))
        return [other for other in dict.fromkeys(keys) if other != key]

    def _names_at(self, question: Question, index: int) -> Sequence[Name]:
        word = question.words[index]
        is_people = word.text not in COMMON_WORDS or _is_capital(question, index)
        keys = nation_keys(word.text) if is_people else ()
        nations = [name for key in keys if (name := self._store.name_with_key(key)) is not None]
        if nations and not _is_capital(question, index):
            return nations
        if question.weights[index] == 0 and not question.text[word.start].isupper():
            return nations
        found = [*nations, *self._store.names_with_word(word.text)]  # PAN is Panama, and Pan a swimmer
        if not found and word.text.endswith("s") and not _is_capital(question, index):  # "forwards" of Forward
            found = list(self._store.names_with_word(word.text.removesuffix("s")))
        if not found and self._is_unknown(question, index):
            found = [name for near in self._resembling(word.text) for name in self._store.names_with_word(near)]
        return found if len(found) <= _MAX_NAMES_PER_WORD else []

    def _is_unknown(self, question: Question, index: int) -> bool:
        return self._store.unit_frequency(stem(question.words[index].text)) == 0

    def _resembling(self, word: str) -> list[str]:
        if len(word) < MIN_MISSPELT_CHARS or word[0].isdigit():
            return []
        near = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=MISSPELT_ALONE, limit=3)
        return [candidate for candidate, score, _ in near if score == near[0][1]]

    def _misspelt_beside(self, question: Question, key: str, used: set[int]) -> set[int]:
        """Tokens beside the used ones that are misspellings of the name's other words: "josh kers"."""
        missing = [w for w in key.split() if w not in {question.words[i].text for i in used}]
        beside = {j for i in used for j in (i - 1, i + 1) if 0 <= j < len(question.words) and j not in used}
        return {
            j
            for j in beside
            if len(question.words[j].text) >= MIN_MISSPELT_CHARS
            and self._is_unknown(question, j)
            and any(fuzz.ratio(question.words[j].text, word) >= MISSPELT_BESIDE for word in missing)
        }


def _nations_said(question: Question) -> Iterator[tuple[frozenset[int], str]]:
    """(tokens, name key) of the nations that the question names; a common word only if written with a capital."""
    for inside, keys in nations_in([word.text for word in question.words]):
        common = len(inside) == 1 and question.words[min(inside)].text in COMMON_WORDS
        for key in keys if not common or _is_capital(question, min(inside)) else ():
            yield inside, key


def _is_capital(question: Question, index: int) -> bool:
    """Whether the token has a capital of its own: that of the "Pole Vault" says nothing of Poles."""
    starts = [question.text[word.start].isupper() for word in question.words[index : index + 2]]
    return starts in ([True], [True, False])


def _joined(found: Sequence[Mention], nations: Collection[str]) -> list[Mention]:
    """One mention for what one nation is called: Switzerland, SUI, "Switzerland (Zbinden)", by the same words."""
    spelt = {key for key in nations if len(key) > _CODE_CHARS}
    theirs: dict[frozenset[int], list[Mention]] = defaultdict(list)
    others: list[Mention] = []
    for mention in found:
        words = set(mention.name.key.split())
        is_theirs = mention.name.key in nations or any(words >= set(key.split()) for key in spelt)
        (theirs[mention.words] if is_theirs else others).append(mention)
    for same in theirs.values():
        lead = min(same, key=lambda m: (not m.whole, m.name.key))
        places = {place for mention in same for place in mention.places}
        in_order = tuple(sorted(places, key=lambda place: (place.table_id, place.row, place.column)))
        others.append(replace(lead, places=in_order))
    return others


def _in_one_place(question: Question, key: str, used: frozenset[int]) -> bool:
    """Whether the tokens stand side by side; "Korpi than Lima" is not what a cell "Pryce, Korpi, Lima" is called."""
    between = {question.words[i].text for i in range(min(used), max(used)) if i not in used}
    return between <= {*key.split(), "of", "the"}


def _is_surname(question: Question, name: Name, index: int) -> bool:
    """Whether the token, written with a capital, is the last word of the name: "Soo" of Mei-Ling Soo."""
    word = question.words[index]
    return question.text[word.start].isupper() and [token.text for token in tokens(name.text)][-1:] == [word.text]


def _spellings(vocabulary: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Plain spelling → the words that the library spells in several ways."""
    found: dict[str, tuple[str, ...]] = {}
    for word in vocabulary:
        if len(word) >= MIN_MISSPELT_CHARS:
            found[_plain(word)] = (*found.get(_plain(word), ()), word)
    return {plain: words for plain, words in found.items() if len(words) > 1}


def _plain(word: str) -> str:
    """A word with one letter where alphabets differ: å, aa; ø, ö, oe; ü, ue; æ, ä, ae; final and inner y, i, j."""
    return _DIGRAPHS.sub(lambda match: match[0][0], word).replace("y", "i").replace("j", "i")


def _is_enough(question: Question, name: Name, used: frozenset[int]) -> bool:
    """Whether the used tokens are enough to name it: half of its words, its last, or a telling word of a short name."""
    words = name.key.split()
    if all(question.words[i].text.isdigit() for i in used) and any(word.isalpha() for word in words):
        return False  # "pool 3" names no bout lost "D3"
    if len(used) * 2 >= len(words) or any(_is_surname(question, name, i) for i in used):
        return True
    return len(words) <= _MAX_SURNAME_WORDS and any(
        len(question.words[i].text) >= MIN_MISSPELT_CHARS and question.weights[i] > 0 for i in used
    )
