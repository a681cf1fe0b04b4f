"""How a request reaches the bot: only when it is open, a few at a time, and counted whichever way it came in."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Protocol

import anyio
import anyio.to_thread
from fastapi import Depends, FastAPI, Request

from bot.llm_writer import ModelWriter
from bot.schema import Answer, AskRequest
from bot.service.journal import Journal
from bot.service.metrics import Metrics
from bot.service.problems import ProblemError
from bot.service.service import Assistant
from bot.worded import Tell

# Answering holds the interpreter half of the time and the networks the other half: more threads than two only take
# turns in the middle of a question. Of 32 readers the slowest twentieth waited 1.6 times the mean, of four at once 1.8.
ANSWERED_AT_ONCE = 2
RETRY_AFTER_S = 5


WORDED_AT_ONCE = 32  # a language model elsewhere keeps its caller waiting, not this machine busy


class Ask(Protocol):
    """Answers one question; where a language model words the answer, `tell` is given each sentence as it passes."""

    def __call__(self, tell: Tell | None = None) -> Awaitable[Answer]: ...


class Turns:
    """Lets a few questions be answered at once, the others wait in line, and none for ever."""

    def __init__(self, *, waiting: int, timeout_s: float) -> None:
        self._wording = anyio.CapacityLimiter(WORDED_AT_ONCE)
        self._limiter = anyio.CapacityLimiter(ANSWERED_AT_ONCE)
        self._most, self._timeout_s = ANSWERED_AT_ONCE + waiting, timeout_s
        self._inside = 0

    async def answer(self, ask: Callable[[], Answer]) -> Answer:
        """What `ask` returns, from a thread; ProblemError where the line is too long or the answer takes too long."""
        if self._inside >= self._most:
            raise ProblemError("busy", headers={"Retry-After": str(RETRY_AFTER_S)})
        self._inside += 1
        try:
            with anyio.fail_after(self._timeout_s):
                return await anyio.to_thread.run_sync(ask, abandon_on_cancel=True, limiter=self._limiter)
        except TimeoutError:
            raise ProblemError("timeout") from None
        finally:
            self._inside -= 1

    async def word(self, reword: Callable[[], Answer]) -> Answer:
        """What `reword` returns, from a thread; it ends by itself when the language model's time is over."""
        return await anyio.to_thread.run_sync(reword, abandon_on_cancel=True, limiter=self._wording)


async def ready_bot(request: Request) -> Assistant:
    """The loaded bot, or the 503 that says why there is none."""
    bot: Assistant = request.app.state.service.bot
    return bot


def counted_ask(app: FastAPI, bot: Assistant, question: AskRequest) -> Ask:
    """The call that answers `question` in its turn and keeps count of it; every way in uses it."""
    metrics: Metrics = app.state.metrics
    journal: Journal = app.state.journal
    turns: Turns = app.state.turns

    writer: ModelWriter | None = app.state.writer

    async def ask(tell: Tell | None = None) -> Answer:
        answer = await turns.answer(lambda: bot.ask(question))
        if writer is not None:
            answer = await turns.word(lambda: writer.reword(answer, tell))
        metrics.answer(answer)
        await anyio.to_thread.run_sync(journal.add, answer)
        return answer

    return ask


ReadyBot = Annotated[Assistant, Depends(ready_bot)]
