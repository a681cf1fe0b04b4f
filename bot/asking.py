"""How a request reaches the bot: only when it is open, and counted whichever way it came in."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from bot.journal import Journal
from bot.metrics import Metrics
from bot.schema import Answer, AskRequest
from bot.service import Assistant


def ready_bot(request: Request) -> Assistant:
    """The loaded bot, or the 503 that says why there is none."""
    bot: Assistant = request.app.state.service.bot
    return bot


def counted_ask(request: Request, bot: Assistant, question: AskRequest) -> Callable[[], Answer]:
    """The call that answers `question` and keeps count of it; every way in uses it."""
    metrics: Metrics = request.app.state.metrics
    journal: Journal = request.app.state.journal

    def ask() -> Answer:
        answer = bot.ask(question)
        metrics.answer(answer)
        journal.add(answer)
        return answer

    return ask


ReadyBot = Annotated[Assistant, Depends(ready_bot)]
