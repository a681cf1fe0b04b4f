"""The words of documents that stay: taken over from the generation before, so that their text is not read again."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import Stemmer

from retriever.forward import KEY_BYTES, ForwardIndex, Words, numbers, word_key
from retriever.lexical import LexicalUnit
from retriever.parts import Held
from retriever.store import Store

# What decides which words a unit has. A library whose words were made by another state of it is read again.
_MADE_BY = (
    "text.py", "library.py", "store.py", "store_writer.py", "forward.py", "forward_writer.py", "named_cells.py",
    "nicknames.py", "parts.py",
)  # fmt: skip


class Kept(NamedTuple):
    """A document as the generation before holds it, and its words."""

    held: Held
    units: list[LexicalUnit]
    headings: list[str]
    """Words of headings and column labels of each run of units."""


def kept_documents(store: Store, forward: ForwardIndex) -> dict[str, Kept]:
    """The documents of a generation by id; without those with a number that stands for two words, or for two names.

    Of those only the text can tell.
    """
    spelling = _Spelling(store.frequent_terms(1))
    runs = {run: (document_id, words, labels) for run, document_id, words, labels in forward.headings()}
    contexts = dict(zip(runs, spelling.spell([words for _, words, _ in runs.values()]), strict=True))
    found = list(forward.said())
    bodies = spelling.spell([words for _, words, _ in found])
    ambiguous = frozenset(forward.ambiguous_names())
    kept = {d: Kept(held, [], []) for d, held in _held(store).items()}
    untold: set[str] = set()
    last = None
    for (run, _, names), body in zip(found, bodies, strict=True):
        document_id, context = runs[run][0], contexts[run]
        if body is None or context is None or (ambiguous and not ambiguous.isdisjoint(numbers(names))):
            untold.add(document_id)
            continue
        kept[document_id].units.append(LexicalUnit(document_id, body, context))
        if run != last:
            kept[document_id].headings.append(f"{context} {runs[run][2]}".strip())
        last = run
    return {document_id: one for document_id, one in kept.items() if document_id not in untold}


def _held(store: Store) -> dict[str, Held]:
    ranges = store.unit_ranges()
    return {d: Held(d, *ranges[d], number) for number, d in enumerate(sorted(ranges))}


class _Spelling:
    """Tells the words of numbers."""

    def __init__(self, terms: Sequence[str]) -> None:
        known = spelled(terms)
        self._keys = np.array(sorted(known), dtype=np.uint32)
        self._terms = np.array([known[int(key)] for key in self._keys], dtype=np.object_)

    def spell(self, texts: Sequence[Words]) -> list[str | None]:
        """The words of each text; None where a number stands for none or for two."""
        keys = np.frombuffer(b"".join(texts), dtype=np.uint32)
        if not self._keys.size:
            return [None if text else "" for text in texts]
        at = np.minimum(np.searchsorted(self._keys, keys), self._keys.size - 1)
        words = self._terms[at]
        words[self._keys[at] != keys] = None
        words = words.tolist()
        ends = np.cumsum([len(text) // KEY_BYTES for text in texts]).tolist()
        spans = zip([0, *ends], ends, strict=False)
        if None not in words:
            return [" ".join(words[begins:end]) for begins, end in spans]
        return [None if None in words[begins:end] else " ".join(words[begins:end]) for begins, end in spans]


def spelled(terms: Iterable[str]) -> Mapping[int, str]:
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
