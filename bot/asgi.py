"""The service as an application that any ASGI server can start, in as many processes as it likes.

    uvicorn --factory bot.asgi:app --workers 2 --no-access-log
"""

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

    @cache
    def encoder() -> BatchingEncoder:
        return BatchingEncoder(load_encoder(settings.encoder))

    return lambda: Bot.open(settings.library, encoder=encoder(), conversations=conversations)
