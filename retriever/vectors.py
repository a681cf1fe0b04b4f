"""The vectors of a generation: those of the generation before where a text stayed, computed where it is new."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from retriever.dense import Halves, write_dense_index
from retriever.encoder import Encoder
from retriever.parts import Held

_ENCODE_CHUNK = 256  # units between two reports of progress

Progress = Callable[[int, int], None]


class _Taken(NamedTuple):
    """Neighbouring units whose vectors are taken over."""

    first: int
    before: int
    """Number of the first of them in the generation before."""
    units: int


class VectorWriter:
    """Collects what has to be encoded of a generation, in order of its units, and writes all its vectors."""

    def __init__(
        self, encoder: Encoder, before: Halves | None = None, known: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        """`before`: the vectors of the generation before; `known`: texts that have one there, by unit."""
        self._encoder, self._before, self._known = encoder, before, known
        self._units = 0
        self._taken: list[_Taken] = []
        self._missing: list[tuple[int, str]] = []

    def add(self, texts: Sequence[str]) -> None:
        """Add the units of a new document by what the encoder reads of them."""
        for unit, text in enumerate(texts, start=self._units):
            if (before := self._known.get(text)) is None:
                self._missing.append((unit, text))
            else:
                self._taken.append(_Taken(unit, before, 1))
        self._units += len(texts)

    def take_over(self, held: Held) -> None:
        """Add the units of a document that stays."""
        self._taken.append(_Taken(self._units, held.first, held.units))
        self._units += held.units

    def write(self, path: Path, progress: Progress | None = None) -> int:
        """Write the index; how many vectors were computed rather than taken over."""
        vectors = np.zeros((self._units, self._encoder.dimension), dtype=np.float16)
        if self._before is not None:
            for first, before, units in self._taken:
                vectors[first : first + units] = self._before[before : before + units]
        for done in range(0, len(self._missing), _ENCODE_CHUNK):
            chunk = self._missing[done : done + _ENCODE_CHUNK]
            vectors[[unit for unit, _ in chunk]] = self._encoder.encode([text for _, text in chunk])
            if progress is not None:
                progress(min(done + _ENCODE_CHUNK, len(self._missing)), len(self._missing))
        write_dense_index(path, vectors)
        return len(self._missing)
