"""A language model behind any OpenAI-compatible endpoint: what it writes, piece by piece, or the reason it didn't."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from bot.settings import Settings

MAX_REPLY_BYTES = 200_000  # a thousand times the answer that is asked for
_MAX_TOKENS = 400
_READ_BYTES = 65_536

Messages = Sequence[dict[str, str]]


class ModelError(Exception):
    """The model gave nothing usable; the message says why, without a word of question or key."""


@dataclass(frozen=True)
class Endpoint:
    """Where a model is asked."""

    url: str
    """Up to and with "/v1"."""
    model: str
    key: str
    timeout_s: float

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"PRESSBOX_LLM_URL: {self.url!r} is not an address like http://127.0.0.1:8080/v1")


def endpoint_of(settings: Settings) -> Endpoint | None:
    """The endpoint of the settings; None where no model is set up."""
    if not settings.llm_url:
        return None
    return Endpoint(settings.llm_url, settings.llm_model, settings.llm_key.get_secret_value(), settings.llm_timeout)


def stream_chat(endpoint: Endpoint, messages: Messages) -> Iterator[str]:
    """Pieces of the reply as they come; ModelError on any failure, and when `timeout_s` is over."""
    deadline = time.monotonic() + endpoint.timeout_s
    connection = _connection(endpoint)
    try:
        response = _asked(connection, endpoint, messages)
        streamed = response.headers.get_content_type() == "text/event-stream"
        pieces = _events(response, connection, deadline) if streamed else _whole(response, connection, deadline)
        yield from pieces
    except TimeoutError:
        raise ModelError("it took too long") from None
    except (OSError, HTTPException) as error:
        raise ModelError(f"it could not be reached ({type(error).__name__})") from error
    finally:
        connection.close()


def _connection(endpoint: Endpoint) -> HTTPConnection:
    parts = urlsplit(endpoint.url)
    secure = parts.scheme == "https"
    make = HTTPSConnection if secure else HTTPConnection
    return make(parts.hostname or "", parts.port or (443 if secure else 80), timeout=endpoint.timeout_s)


def _asked(connection: HTTPConnection, endpoint: Endpoint, messages: Messages) -> HTTPResponse:
    body = {"model": endpoint.model, "messages": list(messages), "stream": True, "temperature": 0,
            "max_tokens": _MAX_TOKENS}  # fmt: skip
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    path = urlsplit(endpoint.url).path.rstrip("/") + "/chat/completions"
    connection.request("POST", path, json.dumps(body), headers)
    response = connection.getresponse()
    if response.status != 200:
        raise ModelError(f"it answered with status {response.status}")
    return response


def _events(response: HTTPResponse, connection: HTTPConnection, deadline: float) -> Iterator[str]:
    """The text of each event up to [DONE]."""
    pending = b""
    for part in _parts(response, connection, deadline):
        *lines, pending = (pending + part).split(b"\n")
        for line in lines:
            if not line.startswith(b"data:"):
                continue
            data = line[5:].strip()
            if data == b"[DONE]":
                return
            yield _text(data, "delta")
    raise ModelError("its stream broke off")


def _whole(response: HTTPResponse, connection: HTTPConnection, deadline: float) -> Iterator[str]:
    yield _text(b"".join(_parts(response, connection, deadline)), "message")


def _parts(response: HTTPResponse, connection: HTTPConnection, deadline: float) -> Iterator[bytes]:
    received = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if connection.sock is not None:  # it is gone once the reply is read whole
            connection.sock.settimeout(left)
        part = response.read1(_READ_BYTES)
        if not part:
            return
        received += len(part)
        if received > MAX_REPLY_BYTES:
            raise ModelError("its reply has no end")
        yield part


def _text(data: bytes, where: str) -> str:
    """`choices[0].delta.content`, or of the message; empty where an event carries none."""
    try:
        body = json.loads(data)
        choices = body["choices"]
        content = choices[0][where].get("content") if choices else None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ModelError("its reply is not in the shape of a chat completion") from error
    if content is not None and not isinstance(content, str):
        raise ModelError("its reply is not in the shape of a chat completion")
    return content or ""
