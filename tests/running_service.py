"""A real service on a free port, for tests that need a socket."""

import http
import http.client
import socket
import threading
import time

import uvicorn
from double_bot import DoubleBot

from bot.service.api import create_app
from bot.service.heads import timed_heads
from bot.settings import Settings

READY_S = 30


class RunningService:
    """A service on a free port, in a thread."""

    def __init__(self, settings: Settings, bot: DoubleBot) -> None:
        self.bot = bot
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        # No WebSocket is served: uvicorn's default would import a library that warns of its own end.
        http = timed_heads(settings.body_timeout_s)
        config = uvicorn.Config(create_app(lambda: bot, settings), log_level="warning", ws="none", http=http)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._thread.start()
        deadline = time.monotonic() + READY_S
        while not (self._server.started and self._is_ready()):
            assert time.monotonic() < deadline, "the service did not open its library"
            time.sleep(0.01)

    def _is_ready(self) -> bool:
        """Whether the library is open: until then questions are told to come back."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        finally:
            connection.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def stop(self) -> None:
        self._server.should_exit = True
        self.bot.release.set()
        self._thread.join()
        self._socket.close()
