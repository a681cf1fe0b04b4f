"""Runs the service under uvicorn, in one process or in several that share conversations and counters."""

import os
import tempfile

import uvicorn

from bot.logs import log_config
from bot.settings import Settings

_LAST_BYTES_S = 5  # past the longest answer: for its last bytes to reach a slow reader


def run_service(settings: Settings) -> None:
    """Serve until told to stop; answers that are on their way are finished first."""
    with tempfile.TemporaryDirectory(prefix="pressbox-") as shared:
        # Each worker process reads the variables, not `settings`.
        os.environ["PRESSBOX_LIBRARY"] = str(settings.library)
        if settings.workers > 1:
            os.environ["PRESSBOX_WORKERS_FOLDER"] = str(settings.workers_folder or shared)
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = os.environ["PRESSBOX_WORKERS_FOLDER"]
        uvicorn.run(
            "bot.asgi:app",
            factory=True,
            workers=settings.workers,
            host=settings.host,
            port=settings.port,
            access_log=False,  # it would log the questions that stand in addresses
            ws="none",
            timeout_graceful_shutdown=round(settings.answer_timeout_s) + _LAST_BYTES_S,
            log_config=log_config(settings.log_level, as_json=settings.log_json),
        )
