"""Hostile names, questions and bytes meet the whole service over a real library: they stay what they are, text."""

import json
import logging
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from newsroom import COVERAGE, REPORT, make_bot
from running_service import RunningService

from bot.answer import Bot
from bot.service.api import create_app
from bot.service.logs import PlainLines
from bot.settings import Settings

NAMES = [
    "<img src=x onerror=hack()>.md",
    'a"><script>hack()<',
    "per%2f..%2fcent",
    "two\nlines",
    "Ünï \u202ecod",
    "dots..",
    "-rf *",
]
WINNER = "Who won the women's 800 metres final?"


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    hostile = {f"{name}.md": f"# {name}\n\n{REPORT}" for name in NAMES}
    return make_bot(tmp_path_factory.mktemp("newsroom") / "<b>news", {**COVERAGE, **hostile})


@pytest.fixture(scope="module")
def client(bot: Bot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    library = tmp_path_factory.mktemp("library") / "library"
    with TestClient(create_app(lambda: bot, Settings(library=library)), raise_server_exceptions=False) as client:
        while client.get("/readyz").status_code != 200:
            pass
        yield client


def test_an_answer_from_a_hostile_document_is_json_and_one_line_of_each_event(client: TestClient) -> None:
    asked = {"question": "What did Lind say her coach told her?", "filters": {"document_ids": None}}
    as_json = client.post("/ask", json=asked)
    stream = client.post("/ask", json=asked, headers={"Accept": "text/event-stream"})

    assert as_json.status_code == stream.status_code == 200
    for line in stream.text.splitlines():
        assert re.match(r"(?:id|event|data): |:|$", line), line


@pytest.mark.parametrize(
    "path",
    [
        "/documents/../../etc/passwd", "/documents/..%2f..%2f..%2fetc%2fpasswd", "/documents/%2e%2e%2fCURRENT",
        "/documents/%00", "/documents/harbour-800.md%00", "/widget/..%2f..%2fapi.py", "/widget/%2e%2e/api.py",
        "/widget/....//api.py", "/problems/..%2f..%2f", "/documents/" + "x" * 5000,
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_library(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert response.json()["code"] == "not-found"
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000, b'{"question":' * 20_000, b'{"question": "\\ud800"}', b'{"question": "\xff\xfe"}',
        b"\x00" * 1000,         b'{"question": 1e400}',
        b'{"question": "x", "top_k": 1e400}', b'{"question": "x", "as_of": "9999999-01-01"}',
        b'{"question": "x", "question": ["y"]}', b'{"question": "x", "history": {"role": "user"}}',
        b'{"question": "x", "conversation_id": "' + b"c" * 5000 + b'"}',
    ],
    ids=range(11),
)  # fmt: skip
def test_bytes_that_are_no_request_are_refused_in_the_one_shape(client: TestClient, body: bytes) -> None:
    response = client.post("/ask", content=body, headers={"Content-Type": "application/json"})

    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code


@pytest.mark.parametrize(
    "question",
    [
        "'; DROP TABLE documents; --", 'AND OR NOT NEAR("x" * ) ^ title:x', "%s %d {0} {x.__class__} ${jndi:ldap://x}",
        "<script>hack()</script>", "who\x00won", "\u202ewho won\u202c", "1 " * 1000, "(" * 2000, "\U0001f3c3" * 2000,
        "e" + "\u036a" * 1999,
    ],
    ids=range(10),
)  # fmt: skip
def test_a_hostile_question_is_answered_or_declined_like_any_other(client: TestClient, question: str) -> None:
    response = client.post("/ask", json={"question": question})
    found = client.get("/search", params={"query": question})

    assert response.status_code == 200
    assert response.json()["question"] == question
    assert found.status_code == 200
    assert client.post("/ask", json={"question": WINNER}).json()["short_answer"] == "Ada Lind"


def test_no_failure_tells_a_path_or_a_line_of_code(
    client: TestClient, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(2, "No such file or directory", str(Path(__file__)))

    monkeypatch.setattr(type(bot), "ask", fail)
    monkeypatch.setattr(type(bot), "search", fail)
    told = [
        client.post("/ask", json={"question": "x"}),
        client.post("/ask", json={"question": "x"}, headers={"Accept": "text/event-stream"}),
        client.post("/v1/chat/completions", json={"model": "pressbox", "messages": [{"role": "user", "content": "x"}]}),
        client.get("/search?query=x"),
    ]

    assert [response.status_code for response in told] == [500, 200, 500, 500]
    for response in told:
        assert "internal" in response.text
        assert not re.search(r"Traceback|\.py|No such file|OSError|/tests", response.text)


@pytest.fixture
def running(bot: Bot, tmp_path: Path) -> Iterator[RunningService]:
    service = RunningService(Settings(library=tmp_path / "library", cors_origins=["https://news.example"]), bot)  # type: ignore[arg-type]  # any bot does
    yield service
    service._server.should_exit = True
    service._thread.join()


def request_bytes(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()


def exchanged(service: RunningService, request: bytes) -> tuple[list[bytes], bytes]:
    """Header lines and body that come back for these bytes, sent as they are."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        connection.sendall(request)
        received = b""
        with suppress(ConnectionResetError):  # the end of a request that was refused while it was being sent
            while chunk := connection.recv(65536):
                received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    return head.split(b"\r\n"), body


def test_documents_with_hostile_names_are_listed_and_read_as_text(running: RunningService) -> None:
    while exchanged(running, request_bytes("/readyz"))[0][0] != b"HTTP/1.1 200 OK":
        pass
    listed = json.loads(exchanged(running, request_bytes("/documents"))[1])["documents"]
    found = [entry["document_id"] for entry in listed]

    assert len(found) == len(NAMES) + len(COVERAGE)
    for document_id in found:
        headers, body = exchanged(running, request_bytes(f"/documents/{quote(document_id, safe='')}"))
        assert headers[0] == b"HTTP/1.1 200 OK", document_id
        assert json.loads(body)["document_id"] == document_id
        assert {b"content-type: application/json", b"x-content-type-options: nosniff"} <= set(headers)


@pytest.mark.parametrize(
    "request_line_and_headers",
    [
        b"GET /documents/x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n",
        b"GET /search?query=x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n",
        b"GET /healthz HTTP/1.1\r\nX-Request-ID: r1\rSet-Cookie: a=b\r\n",
        b"GET /healthz HTTP/1.1\r\nX-Request-ID: r1\n Set-Cookie: a=b\r\n",
        b"GET /healthz HTTP/1.1\r\nOrigin: https://news.example\rSet-Cookie: a=b\r\n",
        b"GET /healthz HTTP/1.1\r\nOrigin: https://news.example.evil.example\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n",
    ],
    ids=range(7),
)  # fmt: skip
def test_nothing_of_a_request_becomes_a_header_of_the_response(
    running: RunningService, request_line_and_headers: bytes
) -> None:
    headers, body = exchanged(running, request_line_and_headers + b"Host: x\r\nConnection: close\r\n\r\n")

    assert re.match(rb"HTTP/1.1 (?:200|400|404|503)", headers[0])
    assert not any(re.match(rb"(?i)set-cookie|access-control-allow-origin: .*evil|location", line) for line in headers)
    assert b"Traceback" not in body


def test_headers_without_end_are_refused(running: RunningService) -> None:
    headers, _ = exchanged(running, b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 300_000 + b"\r\n\r\n")

    assert headers[0] in {b"", b"HTTP/1.1 400 Bad Request"}
    assert exchanged(running, request_bytes("/healthz"))[0][0] == b"HTTP/1.1 200 OK"


def test_nothing_that_is_logged_forges_a_line_of_the_log() -> None:
    formatter = PlainLines("%(levelname)s %(message)s")
    hostile = "x\r\nERROR forged\n\x1b[2JERROR cleared\u2028ERROR parted"
    record = logging.LogRecord("bot", logging.INFO, __file__, 1, "library %s", (hostile,), None)
    try:
        raise ValueError(hostile)
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    lines = formatter.format(record).splitlines()

    assert lines[0] == "INFO library x\\x0d"
    assert all(line.startswith("    ") for line in lines[1:])
    assert "\x1b" not in "".join(lines)


def test_a_saved_answer_full_of_markup_is_checked_as_text(client: TestClient) -> None:
    answer = client.post("/ask", json={"question": WINNER}).json()
    answer["citations"][0]["title"] = "<script>hack()</script>"
    answer["citations"][0]["document_id"] = "../../etc/passwd"
    report = client.post("/verify", json=answer)

    assert report.status_code == 200
    assert report.json()["verified"] is False
    assert report.headers["content-type"] == "application/json"
    assert json.loads(report.text)
