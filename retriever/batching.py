"""Questions that arrive together share one call of the encoder; one that comes alone does not wait for company."""

import threading
from collections.abc import Sequence

from retriever.encoder import Encoder, Vectors

MAX_SHARED_TEXTS = 32  # past it a call gains nothing more, and the first of the batch waits for the last


class _Job:
    """Texts of one caller, and what became of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)
        self.done = False
        self.vectors: Vectors | None = None
        self.error: Exception | None = None


class BatchingEncoder:
    """An encoder for many threads: whoever finds it idle encodes at once, and whoever comes meanwhile goes together."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimension, self.digest = encoder.name, encoder.dimension, encoder.digest
        self._encoder = encoder
        self._changed = threading.Condition()
        self._waiting: list[_Job] = []
        self._busy = False

    @property
    def waiting(self) -> int:
        """How many callers wait for the encoder to be free."""
        return len(self._waiting)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """`(n, dimension)` float32, unit rows, in the order of `texts`."""
        job = _Job(texts)
        with self._changed:
            self._waiting.append(job)
            while self._busy and not job.done:
                self._changed.wait()
            if not job.done:
                self._busy = True
        if not job.done:
            self._encode_waiting(job)
        if job.error is not None:
            raise job.error
        assert job.vectors is not None  # a job is done with vectors or with an error
        return job.vectors

    def _encode_waiting(self, mine: _Job) -> None:
        """Encode this thread's job with as many of the others as one call takes, oldest first."""
        with self._changed:
            others = [job for job in self._waiting if job is not mine]
            batch, size = [mine], len(mine.texts)
            for job in others:
                if size + len(job.texts) > MAX_SHARED_TEXTS:
                    break
                batch.append(job)
                size += len(job.texts)
            self._waiting = [job for job in self._waiting if job not in batch]
        try:
            self._encode(batch)
        finally:
            with self._changed:
                for job in batch:
                    job.done = True
                self._busy = False
                self._changed.notify_all()

    def _encode(self, batch: Sequence[_Job]) -> None:
        try:
            vectors = self._encoder.encode([text for job in batch for text in job.texts])
        except Exception as error:  # every caller of the batch learns of it, in its own thread
            for job in batch:
                job.error = error
            return
        at = 0
        for job in batch:
            job.vectors = vectors[at : at + len(job.texts)]
            at += len(job.texts)
