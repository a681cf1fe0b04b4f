"""The service's log, and the application as an ASGI server starts it."""

import json
import logging
import logging.config
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.asgi import app
from bot.service.logs import JsonLines, log_config


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("bot.service.sse", logging.ERROR, __file__, 1, message, args, None)


def test_a_record_is_one_line_of_json_however_it_is_worded() -> None:
    line = JsonLines().format(record("request %s\nfailed", "r1"))

    assert "\n" not in line
    assert {key: json.loads(line)[key] for key in ("level", "logger", "message")} == {
        "level": "ERROR",
        "logger": "bot.service.sse",
        "message": "request r1\nfailed",
    }


def test_a_failure_keeps_its_traceback() -> None:
    failed = record("failed")
    try:
        raise RuntimeError("the cause")
    except RuntimeError as error:
        failed.exc_info = (RuntimeError, error, error.__traceback__)

    assert "RuntimeError: the cause" in json.loads(JsonLines().format(failed))["traceback"]


@pytest.mark.parametrize("as_json", [True, False])
def test_the_configuration_keeps_addresses_with_questions_out_of_the_log(as_json: bool) -> None:
    before = {name: logging.getLogger(name).handlers for name in ("bot", "uvicorn.access")}
    try:
        logging.config.dictConfig(log_config("INFO", as_json=as_json))

        assert not logging.getLogger("uvicorn.access").isEnabledFor(logging.INFO)
        assert logging.getLogger("bot").isEnabledFor(logging.INFO)
    finally:
        for name in ("bot", "ingest", "retriever", "uvicorn.error", "uvicorn.access"):
            logger = logging.getLogger(name)
            logger.handlers, logger.propagate = before.get(name, []), True
            logger.setLevel(logging.NOTSET)


def test_an_asgi_server_gets_the_service_as_the_variables_set_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSBOX_LIBRARY", str(tmp_path / "nowhere"))
    monkeypatch.setenv("PRESSBOX_RATE_LIMIT", "7/minute")
    client = TestClient(app())

    assert client.get("/healthz").status_code == 200
    assert client.get("/suggestions").headers["ratelimit-policy"] == '"default";q=7;w=60'
