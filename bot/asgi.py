"""The service as an application that any ASGI server can start, in as many processes as it likes.

    uvicorn --factory bot.asgi:app --workers 2 --no-access-log
"""

import os
from collections.abc import Callable
from functools import cache

from fastapi import FastAPI

from bot.answer import Bot
from bot.api import create_app
from bot.conversations import Conversations
from bot.settings import Settings
from retriever.batching import BatchingEncoder
from retriever.encoder import load_encoder


def app() -> FastAPI:
    """The service as the PRESSBOX_… variables set it. Each process maps the same library files into its memory."""
    settings = Settings()
    return create_app(bot_opener(settings), settings)


def bot_opener(settings: Settings) -> Callable[[], Bot]:
    """Opens a bot over the library in force; encoder and conversations are those of the bot before it."""
    conversations = Conversations(settings.conversations_path)
    # One process answers a reader sooner with all cores; several that each want all of them only get in their own way.
    threads = max(1, (os.cpu_count() or 1) // settings.workers) if settings.workers > 1 else 0

    @cache
    def encoder() -> BatchingEncoder:
        return BatchingEncoder(load_encoder(settings.encoder, threads=threads))

    return lambda: Bot.open(settings.library, encoder=encoder(), conversations=conversations, threads=threads)
