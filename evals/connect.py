"""How a set's questions get to the bot: a library opened here, or a service at an address."""

from collections.abc import Callable
from pathlib import Path

from bot.schema import Answer, AskRequest
from evals.ask_url import asker_of
from evals.texts import FetchedTexts, texts_of_service
from retriever.library import Library

Ask = Callable[[AskRequest], Answer]


def connect(library: Path, url: str | None, *, timeout_s: float) -> tuple[Ask, FetchedTexts]:
    """A function that asks, and the documents' texts. Raises `LibraryError`, or `ValueError` for a bad address."""
    if url:
        return asker_of(url, timeout_s=timeout_s), texts_of_service(url, timeout_s=timeout_s)
    from bot.answer import Bot  # loads an encoder; asking a service, `diff` and `report` never need one

    bot = Bot.open(library)
    return bot.ask, texts_of_library(bot.library)


def texts_of_library(library: Library) -> FetchedTexts:
    """Texts of an opened library."""

    def fetch(document_id: str) -> str | None:
        try:
            return library.document(document_id).text
        except KeyError:
            return None

    return FetchedTexts(fetch)
