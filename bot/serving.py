"""Runs the service under uvicorn, in one process or in several that share conversations and counters."""

import asyncio
import os
import tempfile
from asyncio import Server
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from typing import Any

import uvicorn

from bot.logs import log_config
from bot.settings import Settings

_LAST_BYTES_S = 5  # past the longest answer: for its last bytes to reach a slow reader


class SharingLoop(asyncio.SelectorEventLoop):
    """Takes one connection a turn, so that workers share them: whoever has least to do takes the next.

    The loop of the standard library takes as many as its backlog allows: of 32 readers who come at once one worker
    took nearly all, and those of the busy one waited twice as long.
    """

    async def create_server(self, *args: Any, backlog: int = 100, **options: Any) -> Server:  # noqa: ANN401  asyncio's
        """As asyncio's; a socket that is brought goes on holding as many waiting connections as `backlog` says."""
        brought: socket | None = options.get("sock")
        server = await super().create_server(*args, backlog=1 if brought else backlog, **options)
        if brought is not None:
            brought.listen(backlog)
            # Those it takes inherit it. asyncio sets it only on sockets that name their protocol, as uvicorn's don't:
            # the second write of an answer then waits 40 ms for the reader's acknowledgement of the first.
            brought.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        return server


def run_service(settings: Settings) -> None:
    """Serve until told to stop; answers that are on their way are finished first."""
    with tempfile.TemporaryDirectory(prefix="pressbox-") as shared:
        # Each worker process reads the variables, not `settings`.
        os.environ["PRESSBOX_LIBRARY"] = str(settings.library)
        os.environ["PRESSBOX_WORKERS"] = str(settings.workers)
        if settings.workers > 1:
            os.environ["PRESSBOX_WORKERS_FOLDER"] = str(settings.workers_folder or shared)
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = os.environ["PRESSBOX_WORKERS_FOLDER"]
        uvicorn.run(
            "bot.asgi:app",
            factory=True,
            workers=settings.workers,
            loop="bot.serving:SharingLoop",
            http="h11",  # refuses headers past 64 KB; httptools, taken where it is installed, keeps them all in memory
            host=settings.host,
            port=settings.port,
            access_log=False,  # it would log the questions that stand in addresses
            ws="none",
            timeout_graceful_shutdown=round(settings.answer_timeout_s) + _LAST_BYTES_S,
            log_config=log_config(settings.log_level, as_json=settings.log_json),
        )
