"""Documents' text by id, for checking quotes: from a folder, a service, or whatever else can fetch one."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from threading import Lock


class FetchedTexts(Mapping[str, str]):
    """Texts fetched when first asked for. A document that can't be had is simply not in the mapping."""

    def __init__(self, fetch: Callable[[str], str | None]) -> None:
        self._fetch = fetch
        self._texts: dict[str, str | None] = {}
        self._lock = Lock()

    def _text(self, document_id: str) -> str | None:
        with self._lock:
            if document_id not in self._texts:
                self._texts[document_id] = self._fetch(document_id)
            return self._texts[document_id]

    def __getitem__(self, document_id: str) -> str:
        text = self._text(document_id)
        if text is None:
            raise KeyError(document_id)
        return text

    def __contains__(self, document_id: object) -> bool:
        return isinstance(document_id, str) and self._text(document_id) is not None

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, text in self._texts.items() if text is not None])

    def __len__(self) -> int:
        return len(list(iter(self)))


def texts_of_service(ask_url: str, *, timeout_s: float = 30.0) -> FetchedTexts:
    """Texts from `GET /documents/{id}` beside the given `…/ask` address."""
    base = urllib.parse.urljoin(ask_url, "documents/")

    def fetch(document_id: str) -> str | None:
        try:
            with urllib.request.urlopen(base + urllib.parse.quote(document_id, safe=""), timeout=timeout_s) as reply:
                text = json.load(reply).get("text")
        except (urllib.error.URLError, ValueError, AttributeError):
            return None  # citations are then judged by their quotes alone
        return text if isinstance(text, str) else None

    return FetchedTexts(fetch)
