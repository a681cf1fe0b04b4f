"""The OpenAI-compatible endpoint, read as the protocol's clients read it."""

import json
from collections.abc import Iterator
from pathlib import Path

import double_bot
import pytest
from fastapi.testclient import TestClient

from bot.schema import AskRequest
from bot.service.api import create_app
from bot.settings import Settings


class Listening(double_bot.DoubleBot):
    """Also remembers what it was asked."""

    heard: list[AskRequest] = []  # noqa: RUF012  one per test: the fixture empties it

    def ask(self, request: AskRequest) -> double_bot.Answer:
        self.heard.append(request)
        return super().ask(request)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    Listening.heard.clear()
    app = create_app(Listening, Settings(library=tmp_path / "library"))
    with TestClient(app, raise_server_exceptions=False) as client:
        while client.get("/readyz").status_code == 503:
            pass
        yield client


def asked(question: str, **more: object) -> dict[str, object]:
    return {"model": "pressbox", "messages": [{"role": "user", "content": question}], **more}


def chunks(body: str) -> list[dict[str, object]]:
    lines = [line.removeprefix("data: ") for line in body.split("\n") if line.startswith("data: ")]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


def test_each_annotation_points_at_its_marker_in_the_text(client: TestClient) -> None:
    message = client.post("/v1/chat/completions", json=asked(double_bot.WINNER)).json()["choices"][0]["message"]

    spans = [note["url_citation"] for note in message["annotations"]]
    assert [message["content"][span["start_index"] : span["end_index"]] for span in spans] == [
        "[1]", "[2]", "[1]", "[3]", "[4]",
    ]  # fmt: skip
    assert spans[0]["url"] == "http://testserver/documents/paris-1500-results"
    assert spans[1]["url"] == "https://news.example/hocker-report#:~:text=won"


def test_the_sources_are_listed_below_unless_markers_only_are_wanted(client: TestClient) -> None:
    def content(style: str) -> str:
        body = asked(double_bot.CONFLICT, citation_style=style)
        return str(client.post("/v1/chat/completions", json=body).json()["choices"][0]["message"]["content"])

    marked = "The first lap took 54.9 seconds[1]; the live report says 54.8 seconds.[2]"
    assert content("markers") == marked
    assert content("none") == "The first lap took 54.9 seconds; the live report says 54.8 seconds."
    assert content("footnotes") == (
        marked + "\n\nSources:\n"
        "- [1] Hocker stuns the favourites, Pressbox sample, 2024-08-06 <https://news.example/hocker-report#:~:text=won>\n"
        "- [2] Live: the men's 1500 metres final, Pressbox sample, 2024-08-06 "
        "<https://news.example/live-blog#:~:text=won>"
    )


def test_a_stream_joins_to_the_same_text_and_ends_with_the_whole_answer(client: TestClient) -> None:
    whole = client.post("/v1/chat/completions", json=asked(double_bot.WINNER)).json()
    body = client.post("/v1/chat/completions", json=asked(double_bot.WINNER, stream=True)).text
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks(body)]

    assert "".join(delta.get("content", "") for delta in deltas) == whole["choices"][0]["message"]["content"]
    assert deltas[0]["role"] == "assistant"
    assert chunks(body)[-1]["choices"][0]["finish_reason"] == "stop"
    assert chunks(body)[-1]["pressbox"] == whole["pressbox"]


def test_usage_is_streamed_only_where_it_is_asked_for(client: TestClient) -> None:
    body = asked(double_bot.WINNER, stream=True, stream_options={"include_usage": True})
    last = chunks(client.post("/v1/chat/completions", json=body).text)[-1]

    assert (last["choices"], last["usage"]["total_tokens"]) == ([], 0)


def test_earlier_messages_become_history_without_our_own_markers(client: TestClient) -> None:
    first = client.post("/v1/chat/completions", json=asked(double_bot.CONFLICT)).json()["choices"][0]["message"]
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": double_bot.CONFLICT},
        {"role": "assistant", "content": first["content"]},
        {"role": "user", "content": [{"type": "text", "text": double_bot.WINNER}]},
    ]
    client.post("/v1/chat/completions", json={"messages": messages, "temperature": 0.2})

    heard = Listening.heard[-1]
    assert heard.question == double_bot.WINNER
    assert [(turn.role, turn.content) for turn in heard.history] == [
        ("user", double_bot.CONFLICT),
        ("assistant", "The first lap took 54.9 seconds; the live report says 54.8 seconds."),
    ]


def test_a_hostile_title_and_address_stay_text_in_markdown(client: TestClient) -> None:
    message = client.post("/v1/chat/completions", json=asked(double_bot.HOSTILE)).json()["choices"][0]["message"]

    footnotes = message["content"].split("Sources:")[1]
    assert "javascript:" not in footnotes
    assert "\\<script\\>" in footnotes
    assert message["annotations"][0]["url_citation"]["url"] == "http://testserver/documents/hostile"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        (asked("x" * 2001), "messages"),
        ({"messages": [{"role": "system", "content": "only this"}]}, "messages"),
        ({"messages": []}, "messages"),
        ({}, "messages"),
    ],
)
def test_a_wrong_request_is_refused_in_openais_shape(client: TestClient, body: dict[str, object], param: str) -> None:
    response = client.post("/v1/chat/completions", json=body)

    assert response.status_code == 400
    assert response.json()["error"]["type"] == "invalid_request_error"
    assert response.json()["error"]["param"] == param


def test_a_failure_has_openais_shape_too_and_tells_no_secret(client: TestClient) -> None:
    response = client.post("/v1/chat/completions", json=asked(double_bot.FAILS))
    streamed = client.post("/v1/chat/completions", json=asked(double_bot.FAILS, stream=True))

    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal"
    assert json.loads(streamed.text.removeprefix("data: "))["error"]["code"] == "internal"
    assert "secret" not in response.text + streamed.text


def test_there_is_one_model(client: TestClient) -> None:
    listed = client.get("/v1/models").json()["data"]

    assert [model["id"] for model in listed] == ["pressbox"]
    assert client.get("/v1/models/pressbox").json() == listed[0]
    assert client.get("/v1/models/gpt").json()["error"]["code"] == "not-found"
