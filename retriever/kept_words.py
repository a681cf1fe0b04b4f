"""The words of documents that stay: taken over from the generation before, so that their text is not read again."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import Stemmer

from retriever.forward import ForwardIndex, Held, Words, name_key, name_words, numbers, word_key
from retriever.lexical import LexicalUnit
from retriever.store import Store
from retriever.text import terms

# What decides which words a unit has. A library whose words were made by another state of it is read again.
_MADE_BY = ("text.py", "library.py", "store.py", "store_writer.py", "forward.py")


_CACHED_LABELS = 4096


class KeptWords:
    """Spells the numbers of one forward index, and tells what else of a document need not be read again."""

    def __init__(self, store: Store, forward: ForwardIndex) -> None:
        self._store, self._forward, self._ranges = store, forward, store.unit_ranges()
        self._spelled = spelled(store.frequent_terms(1))
        self._heads = {d.document_id: d for d in store.documents()}
        self._label_words = lru_cache(maxsize=_CACHED_LABELS)(terms)
        texts = store.name_texts()
        self.names = {key: name_words(text) for text in texts if (key := name_key(text)) is not None}
        """Key of each name in cells → its words."""

    def held(self, document_id: str) -> Held:
        """A document as the index holds it."""
        head = self._heads[document_id]
        return Held(document_id, head.title, *self._ranges[document_id], bool(head.tables), self._labels)

    def _labels(self, unit: int) -> list[str]:
        return [word for label in self._store.labels_at(unit) for word in self._label_words(label)]

    def units(self, document_id: str) -> list[LexicalUnit] | None:
        """The units of a document in order; None where a number stands for two words, and only the text can tell."""
        try:
            return [
                LexicalUnit(document_id, self._spell(body), self._spell(context))
                for body, context in self._forward.said(*self._ranges[document_id])
            ]
        except KeyError:
            return None

    def _spell(self, words: Words) -> list[str]:
        return [self._spelled[key] for key in numbers(words)]


def spelled(terms: tuple[str, ...]) -> Mapping[int, str]:
    """Number → the only one of the terms that has it."""
    found: dict[int, str] = {}
    shared: set[int] = set()
    for term in terms:
        key = word_key(term)
        if found.setdefault(key, term) != term:
            shared.add(key)
    return {key: term for key, term in found.items() if key not in shared}


def words_digest() -> str:
    """Names the state of the code that turns documents into words."""
    digest = hashlib.sha256(str(Stemmer.version()).encode())
    for name in _MADE_BY:
        digest.update((files("retriever") / name).read_bytes())
    return digest.hexdigest()[:16]
