"""What a service imports before it serves: each part of it is waited for at every start."""

import subprocess
import sys

SCRIPT = """
import sys
import bot.cli, bot.service.serving, bot.asgi
from bot.service.api import create_app
from bot.settings import Settings
create_app(lambda: None, Settings(library="library"))
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_service_starts_without_parsers_measures_or_mcp() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())

    assert {"bot", "retriever", "fastapi"} <= loaded
    assert not loaded & {"ingest", "evals", "mcp", "lxml", "torch", "sentence_transformers", "sklearn", "pandas"}
