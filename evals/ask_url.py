"""Asks a running service, in the shape of POST /ask."""

import urllib.error
import urllib.request
from collections.abc import Callable

from pydantic import ValidationError

from bot.schema import Answer, AskRequest

_MAX_ERROR_CHARS = 300  # of an error body: enough to know what it was


def asker_of(url: str, *, timeout_s: float = 30.0) -> Callable[[AskRequest], Answer]:
    """A function that posts requests to `url`; it raises `OSError` or `ValueError` naming address and reason."""
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"--url {url!r} is not an address; expected one like http://127.0.0.1:8000/ask")

    def ask(request: AskRequest) -> Answer:
        body = request.model_dump_json().encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        post = urllib.request.Request(url, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(post, timeout=timeout_s) as reply:
                return Answer.model_validate_json(reply.read())
        except urllib.error.HTTPError as error:
            text = error.read(_MAX_ERROR_CHARS).decode("utf-8", "replace")
            raise OSError(f"{url} answered {error.code}: {text}") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise ValueError(f"{url} answered in another shape: {where}: {first['msg']}") from error

    return ask
