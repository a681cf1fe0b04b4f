"""Runs the service under uvicorn, in one process or in several that share conversations and counters."""

import asyncio
import os
import tempfile
from asyncio import Server
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from typing import Any

import uvicorn

from bot.service.heads import timed_heads
from bot.service.logs import log_config
from bot.service.memory import keep_memory_together
from bot.service.shares import FairListener, Place, Workers
from bot.service.workers import run_workers
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
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # its threads gain nothing on a question, and no fork survives them
    keep_memory_together()
    if settings.processes == 1:
        # It reads the variables, not `settings`.
        os.environ.update(PRESSBOX_LIBRARY=str(settings.library), PRESSBOX_WORKERS="1")
        uvicorn.run("bot.asgi:app", factory=True, **_options(settings))
        return
    with tempfile.TemporaryDirectory(prefix="pressbox-") as made:
        folder = settings.workers_folder or Path(made)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        _run_workers(settings.model_copy(update={"workers_folder": folder}))


def _run_workers(settings: Settings) -> None:
    """The service in several processes: what none of them changes is loaded before they are forked."""
    from bot.asgi import preload, service_app  # only now: the counters' library looks for its folder at import

    config = uvicorn.Config("", factory=True, **_options(settings))
    bound = config.bind_socket()  # before anything is loaded: a port that is taken is told at once
    with FairListener(bound.family, bound.type, bound.proto, fileno=bound.detach()) as listening:
        encoder, workers = preload(settings), Workers(settings.processes)

        def serve(worker: int) -> None:
            place = Place(workers, worker)
            config.app = lambda: service_app(settings, encoder, place)
            listening.share(place)
            server = uvicorn.Server(config)
            server.run(sockets=[listening])
            if not server.started:
                raise RuntimeError("the server did not start")

        run_workers(serve, settings.processes)


def _options(settings: Settings) -> dict[str, Any]:  # Any: as various as uvicorn's parameters
    return {
        "loop": "bot.service.serving:SharingLoop",
        # h11 refuses headers past 64 KB; httptools, taken where it is installed, keeps them all in memory.
        "http": timed_heads(settings.body_timeout_s),
        "host": settings.host,
        "port": settings.port,
        "access_log": False,  # it would log the questions that stand in addresses
        "ws": "none",
        "timeout_graceful_shutdown": round(settings.answer_timeout_s) + _LAST_BYTES_S,
        "log_config": log_config(settings.log_level, as_json=settings.log_json),
    }
