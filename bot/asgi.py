"""The service as an application that any ASGI server can start, in as many processes as it likes.

    uvicorn --factory bot.asgi:app --workers 2 --no-access-log
"""

from fastapi import FastAPI

from bot.answer import Bot
from bot.api import create_app
from bot.settings import Settings


def app() -> FastAPI:
    """The service as the PRESSBOX_… variables set it. Each process maps the same library files into its memory."""
    settings = Settings()
    return create_app(lambda: Bot.open(settings.library, encoder=settings.encoder), settings)
