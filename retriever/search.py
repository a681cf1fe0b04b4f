"""One search over passages and table rows: candidates from every index, scored together."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retriever.asked import asked_words
from retriever.candidates import Candidates, find_candidates
from retriever.dense import Units
from retriever.diversity import ALIKE_LOSES, alike_before, repeats_last
from retriever.encoder import Encoder, Vectors
from retriever.features import Comparison, Features
from retriever.fusion import Weights, fitted_weights, reasons_of, scores_of
from retriever.lately import Lately, lately_in, later_shares
from retriever.library import Library
from retriever.links import Links
from retriever.spelling import Speller
from retriever.store import RowPlace
from retriever.types import Filters, Hit, Passage

NO_FILTERS = Filters()
_FOLLOWED = 10  # candidates of the first scoring whose links are followed
# What the newest candidate gains over the oldest where the latest state is asked for. Documents of evals/season first:
# with 0 .44 of 34 such questions, with 1 .50, with 2 or 3 .53.
_RECENT = 2.0


class Retriever:
    """Searches one library with the encoder that made it."""

    def __init__(self, library: Library, encoder: Encoder, weights: Weights | None = None) -> None:
        self.library, self.encoder = library, encoder
        self._weights = fitted_weights() if weights is None else weights
        self._ranges, self._links = library.store.unit_ranges(), Links(library)
        self._spell = Speller(library.store).correct

    def encode(self, query: str) -> Vectors:
        """The query's vector, `(dim,)`."""
        vector: Vectors = self.encoder.encode([query])[0]
        return vector

    def search(
        self, query: str, filters: Filters = NO_FILTERS, k: int = 10, vector: Vectors | None = None
    ) -> list[Hit]:
        """The `k` best passages and rows for `query`, best first, ties by unit. `vector`: the query's, if known."""
        now = self._asks_now(query)
        candidates, features = self.compared(query if now is None else now.rest, filters, k, vector)
        recent = self._recent(candidates, asked=now is not None)
        scores = scores_of(features, self._weights) + recent
        alike = alike_before(_best_first(scores, candidates), candidates.units, features)
        lost = ALIKE_LOSES * alike
        best = repeats_last(_best_first(scores - lost, candidates), candidates.units, k)
        return [self._hit(candidates, i, features[i], float(alike[i]), float(recent[i])) for i in best]

    def _asks_now(self, query: str) -> Lately | None:
        """The query without what asks for the latest state, where documents tell when they were published."""
        now = lately_in(query)
        return now if now is not None and self.library.store.published else None

    def _recent(self, candidates: Candidates, *, asked: bool) -> NDArray[np.float32]:
        """What each candidate gains by having been published later than others; nothing unless that is asked for."""
        published = self.library.store.published if asked else {}
        held = {unit.document_id for unit in candidates.units} & published.keys()
        shares = later_shares({document_id: published[document_id] for document_id in held})
        return np.array([_RECENT * shares.get(u.document_id, 0.0) for u in candidates.units], dtype=np.float32)

    def compared(
        self, query: str, filters: Filters = NO_FILTERS, k: int = 10, vector: Vectors | None = None
    ) -> tuple[Candidates, Features]:
        """The candidates for `query` and their features, one row each: what is scored."""
        documents = self.library.store.allowed_documents(filters)
        allowed = None if documents is None else self._units(documents)
        asked = asked_words(query, self._rarity, self._spell)
        meant = self.encode(query) if vector is None else vector
        found = find_candidates(self.library, asked, meant, k=k, documents=documents, allowed=allowed)
        comparison = Comparison(asked)
        first = comparison.features(found.units, found.evidence)
        within = None if documents is None else frozenset(documents)
        followed = self._links.follow(asked, meant, found, likely=self._likely(found, first), within=within)
        return followed, comparison.features(followed.units, followed.evidence)

    def _likely(self, found: Candidates, features: Features) -> dict[int, float]:
        """The best candidates of a first scoring: unit → its odds against the best, which has 1."""
        scores = scores_of(features, self._weights).tolist()
        best = sorted(range(len(scores)), key=lambda i: (-scores[i], found.units[i].unit))[:_FOLLOWED]
        return {found.units[i].unit: math.exp(scores[i] - scores[best[0]]) for i in best}

    def _rarity(self, term: str) -> float:
        """BM25's idf (Robertson and Zaragoza 2009); 0 for a word of no unit, which tells no candidates apart."""
        holding = self.library.store.unit_frequency(term)
        return math.log(1 + (self.library.forward.units - holding + 0.5) / (holding + 0.5)) if holding else 0.0

    def _units(self, documents: Sequence[str]) -> Units:
        spans = [self._ranges[d] for d in documents]
        return np.concatenate(
            [np.arange(first, first + units, dtype=np.int64) for first, units in spans] or [np.zeros(0, dtype=np.int64)]
        )

    def hit(self, unit: int) -> Hit:
        """The unit as a hit without score."""
        found = self.library.store.unit(unit)
        if isinstance(found, Passage):
            return Hit(found, None, None, 0.0)
        place: RowPlace = found
        return Hit(None, self.library.store.table(place.table_id), place.row, 0.0)

    def _hit(self, candidates: Candidates, index: int, features: Features, alike: float, recent: float) -> Hit:
        unit, evidence = candidates.units[index].unit, candidates.evidence
        lost = (("alike", alike, -ALIKE_LOSES * alike),) if alike else ()
        gained = (("recent", recent / _RECENT, recent),) if recent else ()
        named = (("dense", evidence.dense_ranks), ("lexical", evidence.lexical_ranks))
        return replace(
            self.hit(unit),
            score=float(features @ self._weights) - ALIKE_LOSES * alike + recent,
            ranks=tuple((name, held[unit]) for name, held in named if unit in held),
            cosine=evidence.cosines[unit],
            reasons=(*reasons_of(features, self._weights), *lost, *gained),
        )


def _best_first(scores: NDArray[np.float32], candidates: Candidates) -> list[int]:
    """Indices of the candidates by score, ties by unit."""
    return sorted(range(len(scores)), key=lambda i: (-scores[i], candidates.units[i].unit))
