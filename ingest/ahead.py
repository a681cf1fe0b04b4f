"""Encodes what is parsed while the next files are parsed, so that each of two cores has work."""

import hashlib
import queue
import threading
from collections.abc import Callable, Sequence

import numpy as np

from retriever.encoder import Encoder, Vectors
from retriever.library import encoded_texts
from retriever.types import Document

_CHUNK = 256  # texts of one call: enough to sort by length

Progress = Callable[[int, int], None]


class EncoderAhead:
    """An encoder that is offered documents as they come, and later asked for their vectors.

    What was never offered is encoded when it is asked for. Chunks are of the same texts on every run.
    """

    def __init__(self, encoder: Encoder, progress: Progress | None = None) -> None:
        self.name, self.dimension, self.digest = encoder.name, encoder.dimension, encoder.digest
        self._encoder, self._progress = encoder, progress
        self._waiting: list[str] = []
        self._offered, self._done = 0, 0
        self._vectors: dict[bytes, Vectors] = {}
        self._error: Exception | None = None
        self._stopped = False
        self._queue: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()
        self._worker = threading.Thread(target=self._work, daemon=True)
        self._worker.start()

    def offer(self, document: Document) -> None:
        """Encode a document's texts as soon as there is time."""
        self._waiting += encoded_texts(document)
        while len(self._waiting) >= _CHUNK:
            self._send(_CHUNK)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """`(n, dimension)` float32, unit rows, in the order of `texts`; each vector made ahead is given out once."""
        self._finish()
        if self._error is not None:
            raise self._error
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        missing = []
        for at, text in enumerate(texts):
            made = self._vectors.pop(_key(text), None)
            if made is None:
                missing.append(at)
            else:
                vectors[at] = made
        if missing:
            vectors[missing] = self._encoder.encode([texts[at] for at in missing])
        return vectors

    def stop(self) -> None:
        """Give up what was offered and not encoded yet."""
        self._stopped = True
        self._finish()

    def _finish(self) -> None:
        if self._worker.is_alive():
            self._send(len(self._waiting))
            self._queue.put(None)
            self._worker.join()

    def _send(self, count: int) -> None:
        if count:
            self._offered += count
            self._queue.put(self._waiting[:count])
            del self._waiting[:count]

    def _work(self) -> None:
        while (texts := self._queue.get()) is not None:
            if self._error is None and not self._stopped:
                self._encode_chunk(texts)

    def _encode_chunk(self, texts: list[str]) -> None:
        try:
            found = self._encoder.encode(texts)
        except Exception as error:  # raised again where the vectors are asked for
            self._error = error
            return
        self._vectors.update(zip(map(_key, texts), found, strict=True))
        self._done += len(texts)
        if self._progress:
            self._progress(self._done, self._offered)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
