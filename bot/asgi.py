"""The service as an application that any ASGI server can start, in as many processes as it likes.

    uvicorn --factory bot.asgi:app --workers 2 --no-access-log
"""

import importlib
from collections.abc import Callable
from functools import cache

from fastapi import FastAPI

from bot.answer import Bot
from bot.prose.rescoring import load_close_reader
from bot.service.access import Gate, load_keys
from bot.service.api import create_app
from bot.service.conversations import Conversations
from bot.service.shares import Place
from bot.settings import Settings
from retriever.batching import BatchingEncoder
from retriever.encoder import load_encoder

LoadEncoder = Callable[[], BatchingEncoder]


def app() -> FastAPI:
    """The service as the PRESSBOX_… variables set it. Each process maps the same library files into its memory."""
    settings = Settings()
    return service_app(settings, encoder_loader(settings))


def service_app(settings: Settings, encoder: LoadEncoder, place: Place | None = None) -> FastAPI:
    """The service over an encoder that is loaded already, or is when the first library is opened."""
    return create_app(bot_opener(settings, encoder), settings, place)


def encoder_loader(settings: Settings) -> LoadEncoder:
    """Loads the encoder when it is first called."""

    @cache
    def load() -> BatchingEncoder:
        return BatchingEncoder(load_encoder(settings.encoder, threads=_threads(settings)))

    return load


def preload(settings: Settings) -> LoadEncoder:
    """The encoder, loaded with all else that workers can share: forked after this, none loads it for itself.

    No network has threads of its own here; a fork would lose them. The library is each worker's own: SQLite's
    connections must not be carried over, and another one comes soon.
    """
    Gate(load_keys(settings.keys), settings.rate_limit)  # a mistake in them is told once, and in words
    encoder = encoder_loader(settings)
    encoder()
    load_close_reader(_threads(settings))
    importlib.import_module("faiss")  # tens of megabytes, which each worker would import with its first library
    return encoder


def bot_opener(settings: Settings, encoder: LoadEncoder) -> Callable[[], Bot]:
    """Opens a bot over the library in force; encoder and conversations are those of the bot before it."""
    conversations = Conversations(settings.conversations_path)
    threads = _threads(settings)
    return lambda: Bot.open(settings.library, encoder=encoder(), conversations=conversations, threads=threads)


def _threads(settings: Settings) -> int:
    """One process answers a reader sooner with all cores (0); of several, each has one."""
    return 1 if settings.processes > 1 else 0
