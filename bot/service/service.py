"""What the HTTP service needs from the bot behind it, and the one place that knows whether it is loaded."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from bot.schema import Answer, AskRequest
from bot.service.problems import ProblemError
from retriever.types import Document, DocumentKind, Filters, Hit, ResultTable, Row

logger = logging.getLogger(__name__)

RETRY_AFTER_S = 2  # a library opens in about a second: a client that waits this long finds it ready


class DocumentSummary(Protocol):
    """One line of the list of documents."""

    @property
    def document_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> DocumentKind: ...
    @property
    def url(self) -> str | None: ...
    @property
    def publisher(self) -> str | None: ...
    @property
    def published_at(self) -> str | None: ...
    @property
    def passages(self) -> int: ...
    @property
    def tables(self) -> int: ...


class LibraryView(Protocol):
    """The stored coverage as the service shows it."""

    @property
    def version(self) -> str: ...
    def documents(self) -> Sequence[DocumentSummary]: ...
    def document(self, document_id: str) -> Document: ...
    def results(
        self,
        *,
        document_ids: Sequence[str] | None = None,
        competition: str | None = None,
        event: str | None = None,
        round: str | None = None,
        heat: str | None = None,
        name: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[tuple[ResultTable, Row]]: ...


class Assistant(Protocol):
    """A loaded bot; `bot.answer.Bot` is one."""

    @property
    def library(self) -> LibraryView: ...
    def ask(self, request: AskRequest) -> Answer: ...
    def search(self, query: str, filters: Filters, top_k: int) -> list[Hit]: ...
    def suggestions(self) -> list[str]: ...


class Service:
    """Holds the bot once it is open, and changes it for the next when a new library is published."""

    def __init__(self, open_bot: Callable[[], Assistant], pointer: Path) -> None:
        """`pointer` is the file whose content names the library's generation in force."""
        self._open_bot = open_bot
        self._pointer = pointer
        self._bot: Assistant | None = None
        self._generation: str | None = None
        self._failed = False

    def refresh(self) -> bool:
        """Open the generation in force unless it is open or has failed before; whether the bot is another now.

        Requests keep the bot they began with, so the old one goes when the last of them ends. When the new one can't
        be opened, that is logged and the old one, if there is one, goes on answering.
        """
        generation = self._read_pointer()
        if generation == self._generation:
            return False
        self._generation = generation
        try:
            self._bot = self._open_bot()
        except Exception:
            self._failed = True
            logger.exception("the library could not be opened; the next published one will be tried")
            return False
        library = self._bot.library
        logger.info("ready: library %s, %d documents", library.version, len(library.documents()))
        return True

    def _read_pointer(self) -> str:
        try:
            return self._pointer.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    @property
    def is_ready(self) -> bool:
        """Whether the bot is open."""
        return self._bot is not None

    @property
    def bot(self) -> Assistant:
        """The loaded bot; raises ProblemError 503 while there is none."""
        if self._bot is not None:
            return self._bot
        if self._failed:
            raise ProblemError("library-unavailable", detail="It could not be opened; the service's log says why.")
        raise ProblemError("starting", headers={"Retry-After": str(RETRY_AFTER_S)})
