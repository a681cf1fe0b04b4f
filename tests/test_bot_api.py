"""The HTTP service over a bot of hand-made answers."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import double_bot
import pytest
from fastapi.testclient import TestClient

from bot.schema import Answer
from bot.service.api import create_app
from bot.service.examples import ANSWER_EXAMPLE
from bot.service.feedback import FeedbackStore
from bot.settings import Settings, settings_table

JSON = {"Accept": "application/json"}
SSE = {"Accept": "text/event-stream"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(library=tmp_path / "library", cors_origins=["https://news.example"], max_body_bytes=4096)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    app = create_app(double_bot.DoubleBot, settings)
    with TestClient(app, raise_server_exceptions=False) as client:
        while client.get("/readyz").status_code == 503:  # opening runs beside the first requests
            pass
        yield client


def events_of(body: str) -> list[dict[str, str]]:
    """The events of a stream, comments dropped, by an independent reading of the standard."""
    blocks = [block.split("\n") for block in body.split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block) for block in blocks]


def test_an_answer_comes_back_as_the_bot_gave_it(client: TestClient) -> None:
    response = client.post("/ask", json={"question": double_bot.WINNER})

    expected = double_bot.winner().model_copy(
        update={"question": double_bot.WINNER, "standalone_question": double_bot.WINNER}
    )
    assert response.status_code == 200
    assert response.json() == expected.model_dump(mode="json")
    assert response.headers["server-timing"] == "retrieve;dur=8.0, answer;dur=12.0"


@pytest.mark.parametrize("question", sorted(double_bot.ANSWERS))
def test_the_last_event_of_a_stream_is_the_json_body(client: TestClient, question: str) -> None:
    body = client.post("/ask", json={"question": question}, headers=JSON).json()
    events = events_of(client.post("/ask", json={"question": question}, headers=SSE).text)

    assert json.loads(events[-1]["data"]) == {**body, "type": "done"}


def test_a_stream_tells_its_events_in_order_with_ids_and_repeated_names(client: TestClient) -> None:
    response = client.post("/ask", json={"question": double_bot.WINNER, "stream": True})
    events = events_of(response.text)

    names = [event["event"] for event in events]
    assert names == ["start", "status", "sources", "delta", "citation", "citation", "delta", "citation",
                     "delta", "citation", "table", "done"]  # fmt: skip
    assert [event["id"] for event in events] == [str(n) for n in range(1, 13)]
    assert [json.loads(event["data"])["type"] for event in events] == names
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-accel-buffering"] == "no"
    assert response.headers["cache-control"] == "no-store"


def test_the_deltas_of_a_stream_join_to_the_answer(client: TestClient) -> None:
    events = events_of(client.post("/ask", json={"question": double_bot.WINNER}, headers=SSE).text)
    told = [json.loads(event["data"]) for event in events]

    assert "".join(data["text"] for data in told if data["type"] == "delta") == double_bot.winner().answer


def test_stream_false_wins_over_the_accept_header(client: TestClient) -> None:
    response = client.post("/ask", json={"question": double_bot.WINNER, "stream": False}, headers=SSE)

    assert response.json()["type"] == "answer"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"question": ""}, "#/question"),
        ({"question": "   "}, "#/question"),
        ({"question": "x" * 2001}, "#/question"),
        ({}, "#/question"),
        ({"question": "x", "colour": "red"}, "#/colour"),
        ({"question": "x", "filters": {"kinds": ["poem"]}}, "#/filters/kinds/0"),
        ({"question": "x", "as_of": "yesterday"}, "#/as_of"),
        ({"question": "x", "top_k": 0}, "#/top_k"),
        ({"question": "x", "top_k": True}, "#/top_k"),
        ({"question": "x", "stream": 1}, "#/stream"),
        ({"question": "x", "filters": {"published_to": 0}}, "#/filters/published_to"),
    ],
)
def test_a_wrong_field_gets_a_422_that_points_at_it(client: TestClient, body: dict[str, object], pointer: str) -> None:
    response = client.post("/ask", json=body)

    problem = response.json()
    assert response.status_code == problem["status"] == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert problem["code"] == "invalid-request"
    assert problem["instance"] == "/ask"
    assert problem["request_id"] == response.headers["x-request-id"]


@pytest.mark.parametrize("content", [b"{nope", b"[]", b""])
def test_a_body_that_is_no_json_object_gets_a_422(client: TestClient, content: bytes) -> None:
    response = client.post("/ask", content=content, headers={"Content-Type": "application/json"})

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/documents/nobody", 404, "not-found"),
        ("GET", "/documents/..%2f..%2fetc%2fpasswd", 404, "not-found"),
        ("GET", "/widget/..%2fapi.py", 404, "not-found"),
        ("GET", "/widget/index.html", 404, "not-found"),
        ("GET", "/problems/nothing", 404, "not-found"),
        ("GET", "/ask", 405, "method-not-allowed"),
        ("GET", "/search", 422, "invalid-request"),
        ("GET", "/search?query=x&colour=red", 422, "invalid-request"),
        ("GET", "/results?limit=0", 422, "invalid-request"),
        ("GET", "/search?query=x&published_from=0", 422, "invalid-request"),
        ("GET", "/results?name=Kerr&name=Hocker", 422, "invalid-request"),
    ],
)
def test_every_refusal_has_the_one_error_shape(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    response = client.request(method, path)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code
    assert client.get(response.json()["type"]).text.startswith(str(status))


def test_a_body_over_the_limit_gets_413_whether_announced_or_not(client: TestClient) -> None:
    announced = client.post("/ask", json={"question": "x", "history": [{"role": "user", "content": "y" * 5000}]})
    chunked = client.post(
        "/ask", content=(b" " * 1000 for _ in range(6)), headers={"Content-Type": "application/json"}
    )

    assert [announced.status_code, chunked.status_code] == [413, 413]
    assert [announced.json()["code"], chunked.json()["code"]] == ["payload-too-large"] * 2


def test_an_unknown_failure_is_logged_and_told_by_its_request_id_only(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.post("/ask", json={"question": double_bot.FAILS}, headers={"X-Request-ID": "req-1"})

    assert response.status_code == 500
    assert response.json() == {
        "type": "/problems/internal", "title": "Something went wrong on our side.", "status": 500,
        "instance": "/ask", "code": "internal", "request_id": "req-1",
    }  # fmt: skip
    assert "request req-1 failed" in caplog.text
    assert "the secret cause" in caplog.text


def test_a_failure_while_streaming_ends_the_stream_with_an_error_event(client: TestClient) -> None:
    response = client.post("/ask", json={"question": double_bot.FAILS}, headers=SSE)
    events = events_of(response.text)

    assert [event["event"] for event in events] == ["start", "status", "error"]
    assert json.loads(events[-1]["data"])["code"] == "internal"
    assert "secret" not in response.text


@pytest.mark.parametrize("given", ["a b", "x" * 65, "", "<script>", "ünïcode".encode().decode("latin-1")])
def test_a_request_id_that_could_break_a_header_is_replaced(client: TestClient, given: str) -> None:
    response = client.get("/healthz", headers={b"X-Request-ID": given.encode("latin-1")})

    assert len(response.headers["x-request-id"]) == 32
    assert response.headers["x-request-id"].isalnum()


def test_a_question_is_never_in_the_log_at_info(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="bot"):
        client.post("/ask", json={"question": "Where is the marmalade?"})
        client.get("/search", params={"query": "marmalade"})

    assert "POST /ask 200" in caplog.text
    assert "marmalade" not in " ".join(r.getMessage() for r in caplog.records if r.name.startswith("bot"))


def test_until_the_library_is_open_everything_but_health_gets_503_with_a_time_to_wait(settings: Settings) -> None:
    client = TestClient(create_app(double_bot.DoubleBot, settings))  # not entered: nothing is loaded

    for response in (client.get("/readyz"), client.post("/ask", json={"question": "x"}), client.get("/documents")):
        assert response.status_code == 503
        assert response.json()["code"] == "starting"
        assert response.headers["retry-after"] == "2"
    assert client.get("/healthz").status_code == 200


def test_a_library_that_cannot_be_opened_is_told_without_its_path(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def open_nothing() -> double_bot.DoubleBot:
        raise FileNotFoundError("/somewhere/library is missing; run: pressbox ingest PATH")

    with TestClient(create_app(open_nothing, settings)) as client:
        while (response := client.get("/readyz")).json()["code"] == "starting":
            pass

    assert response.json()["code"] == "library-unavailable"
    assert "somewhere" not in response.text
    assert "run: pressbox ingest PATH" in caplog.text


def test_a_document_comes_with_its_text_and_typed_tables(client: TestClient) -> None:
    body = client.get("/documents/paris-1500-results").json()

    table = body["tables"][0]
    row = table["rows"][0]
    assert body["text"] == double_bot.RESULTS_TEXT
    assert table["columns"][3] == {"key": "time", "label": "Time", "type": "time", "unit": "s"}
    assert body["text"][row["start"] : row["end"]] == "| 1 | Cole Hocker | United States | 3:27.65 |"
    cells = row["cells"]
    assert [body["text"][cell["start"] : cell["end"]] for cell in cells] == [cell["raw"] for cell in cells]
    assert row["cells"][3]["number"] == 207.65


def test_the_documents_are_listed_with_their_counts(client: TestClient) -> None:
    body = client.get("/documents").json()

    assert [entry["document_id"] for entry in body["documents"]] == ["paris-1500-results", "hocker-report", "live-blog"]
    assert [entry["tables"] for entry in body["documents"]] == [1, 0, 0]


def test_results_are_paged_until_there_is_no_next_page(client: TestClient) -> None:
    first = client.get("/results", params={"limit": 3}).json()
    second = client.get("/results", params={"limit": 3, "offset": first["next_offset"]}).json()

    assert [line["label"] for line in first["results"] + second["results"]] == [entry[1] for entry in double_bot.FINAL]
    assert (first["next_offset"], second["next_offset"]) == (3, None)
    assert second["results"][0]["values"]["Time"] == "3:28.24"
    assert second["results"][0]["numbers"]["Time"] == 208.24


def test_search_takes_days(client: TestClient) -> None:
    days = {"published_from": "2024-08-01", "published_to": "2024-08-06"}
    response = client.get("/search", params={"query": "x", **days})

    assert response.status_code == 200


def test_search_hits_carry_the_words_they_stand_for(client: TestClient) -> None:
    hits = client.get("/search", params={"query": "silver"}).json()["hits"]

    assert [hit["kind"] for hit in hits] == ["passage", "table"]
    assert hits[0]["text"] == "Kerr took silver in a British record, Nuguse bronze."
    assert hits[0]["ranks"] == {"dense": 1, "lexical": 2}
    assert hits[1]["text"] == "| 2 | Josh Kerr | Great Britain | 3:27.79 |"


def test_feedback_is_kept_in_the_file_of_the_settings(client: TestClient, settings: Settings) -> None:
    body = {"answer_id": "ans_1", "rating": "down", "reason": "wrong", "comment": "It was 1912; DROP TABLE feedback"}
    response = client.post("/feedback", json=body)

    assert response.status_code == 204
    connection = sqlite3.connect(settings.feedback_path)
    rows = connection.execute("SELECT answer_id, rating, reason, comment FROM feedback").fetchall()
    connection.close()
    assert rows == [("ans_1", "down", "wrong", "It was 1912; DROP TABLE feedback")]


def test_a_reason_given_later_joins_the_rating_of_the_same_answer(client: TestClient, settings: Settings) -> None:
    client.post("/feedback", json={"answer_id": "ans_1", "rating": "down"})
    client.post("/feedback", json={"answer_id": "ans_1", "rating": "down", "reason": "outdated"})

    kept = FeedbackStore(settings.feedback_path).all()
    assert [(rating.rating, rating.reason) for rating in kept] == [("down", "outdated")]


def test_metrics_count_answers_by_status_without_the_readers_words(client: TestClient) -> None:
    client.post("/ask", json={"question": double_bot.WINNER})
    client.post("/ask", json={"question": double_bot.UNKNOWN}, headers=SSE)
    text = client.get("/metrics").text

    assert 'pressbox_answers_total{reason="",status="answered"} 1.0' in text
    assert 'pressbox_answers_total{reason="not_in_sources",status="abstained"} 1.0' in text
    assert 'route="/ask",status="200"} 2.0' in text
    assert "weather" not in text


def test_only_listed_origins_may_call_from_a_page(client: TestClient) -> None:
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    listed = client.options("/ask", headers={"Origin": "https://news.example", **preflight})
    other = client.options("/ask", headers={"Origin": "https://evil.example", **preflight})

    assert listed.headers["access-control-allow-origin"] == "https://news.example"
    assert "access-control-allow-origin" not in other.headers


def test_any_page_may_load_the_widget_and_a_known_version_is_not_sent_again(client: TestClient) -> None:
    response = client.get("/widget/pressbox.js", headers={"Origin": "https://anyone.example"})
    again = client.get("/widget/pressbox.js", headers={"If-None-Match": response.headers["etag"]})

    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_runs_under_the_strictest_policy(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "trusted-types 'none'" in policy
    assert "unsafe" not in policy


def test_the_openapi_description_holds_a_valid_example_of_an_answer(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    content = description["paths"]["/ask"]["post"]["responses"]["200"]["content"]["application/json"]

    example = Answer.model_validate(ANSWER_EXAMPLE)
    assert content["example"]["answer"] == example.answer == "".join(segment.text for segment in example.segments)
    assert "question" in description["paths"]["/ask"]["post"]["requestBody"]["content"]["application/json"]["examples"]


def test_each_setting_says_what_it_does() -> None:
    assert [name for name, _, meaning in settings_table() if not meaning] == []
    assert ("PRESSBOX_PORT", "8000") in [(name, default) for name, default, _ in settings_table()]
