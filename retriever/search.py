"""One search over passages and table rows: dense and lexical rankings, fused."""

from collections.abc import Sequence

import numpy as np

from retriever.dense import Units
from retriever.encoder import Encoder, Vectors
from retriever.fusion import fuse_rankings
from retriever.library import Library
from retriever.store import RowPlace
from retriever.types import Filters, Hit, Passage

NO_FILTERS = Filters()
CANDIDATES = 60  # of each retriever before fusion: well past the hits that are read


class Retriever:
    """Searches one library with the encoder that made it."""

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self.library, self.encoder = library, encoder
        self._ranges = library.store.unit_ranges()

    def encode(self, query: str) -> Vectors:
        """The query's vector, `(dim,)`."""
        vector: Vectors = self.encoder.encode([query])[0]
        return vector

    def search(
        self, query: str, filters: Filters = NO_FILTERS, k: int = 10, vector: Vectors | None = None
    ) -> list[Hit]:
        """The `k` best passages and rows for `query`, best first, ties by unit. `vector`: the query's, if known."""
        documents = self.library.store.allowed_documents(filters)
        allowed = None if documents is None else self._units(documents)
        asked = self.encode(query) if vector is None else vector
        dense = self.library.dense.search(asked, max(k, CANDIDATES), allowed)
        lexical = self.library.lexical.search(query, max(k, CANDIDATES), documents)
        fused = fuse_rankings({"dense": [u for u, _ in dense], "lexical": [u for u, _ in lexical]})
        cosines = dict(dense)
        return [self._hit(unit, score, ranks, cosines.get(unit, 0.0)) for unit, score, ranks in fused[:k]]

    def _units(self, documents: Sequence[str]) -> Units:
        spans = [self._ranges[d] for d in documents]
        return np.concatenate(
            [np.arange(first, first + units, dtype=np.int64) for first, units in spans] or [np.zeros(0, dtype=np.int64)]
        )

    def _hit(self, unit: int, score: float, ranks: tuple[tuple[str, int], ...], cosine: float) -> Hit:
        found = self.library.store.unit(unit)
        if isinstance(found, Passage):
            return Hit(found, None, None, score, ranks, cosine)
        place: RowPlace = found
        return Hit(None, self.library.store.table(place.table_id), place.row, score, ranks, cosine)
