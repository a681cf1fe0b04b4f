"""A language model's endpoint in a thread: it says what a test tells it to say, truthful or not, whole or broken."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.llm import Endpoint

Reply = Iterable[bytes]
"""Bytes of the body, sent one by one."""


def events(*texts: str, done: bool = True) -> list[bytes]:
    """A stream that says the texts as a chat completion."""
    said = [{"choices": [{"index": 0, "delta": {"content": text}}]} for text in texts]
    return [f"data: {json.dumps(event)}\n\n".encode() for event in said] + [b"data: [DONE]\n\n"] * done


@contextmanager
def model_that(
    reply: Callable[[dict[str, object]], Reply],
    *,
    status: int = 200,
    media_type: str = "text/event-stream",
    timeout_s: float = 5.0,
) -> Iterator[Endpoint]:
    """An endpoint whose answer to each request body is `reply` of it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.end_headers()
            try:
                for part in reply({**body, "path": self.path, "key": self.headers.get("Authorization")}):
                    self.wfile.write(part)
                    self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                pass  # the service has given up on us, which is what some tests are about

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "tiny", "secret-key", timeout_s)
    finally:
        server.shutdown()
        server.server_close()
