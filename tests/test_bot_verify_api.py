"""POST /verify and `pressbox verify --json`: one report, whichever way a saved answer is checked."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from newsroom import make_bot
from typer.testing import CliRunner

from bot.answer import Bot
from bot.cli import app
from bot.schema import Answer
from bot.service.api import create_app
from bot.service.examples import VERIFY_EXAMPLES
from bot.settings import Settings
from bot.trust.verify import Report

QUESTION = {"question": "Who won the women's 800 metres?"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("newsroom")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    bot: Bot = make_bot(folder)
    with TestClient(create_app(lambda: bot, Settings(library=folder / "library"))) as client:
        while client.get("/readyz").status_code == 503:
            pass
        yield client


def test_an_answer_as_the_service_gave_it_is_verified(client: TestClient) -> None:
    answer = client.post("/ask", json=QUESTION).json()
    response = client.post("/verify", json=answer)

    report = response.json()
    assert response.status_code == 200
    assert (report["verified"], report["problems"], report["answer_id"]) == (True, [], answer["id"])
    assert report["citations"] == len(answer["citations"])


def test_the_done_event_of_a_stream_can_be_verified_once_it_is_called_an_answer(client: TestClient) -> None:
    stream = client.post("/ask", json={**QUESTION, "stream": True}).text
    done = json.loads(next(line for line in reversed(stream.splitlines()) if line.startswith("data:"))[5:])

    assert client.post("/verify", json={**done, "type": "answer"}).json()["verified"]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("was 1st in 1:57.10 (", "was 1st in 1:57.01 (", "figure"),
        ('"Time":"1:57.10"', '"Time":"1:57.01"', "table cell"),
        ('"quote":"| 1 | Ada Lind', '"quote":"| 1 | Bea Okoro', "quotation"),
    ],
)
def test_a_tampered_answer_gets_the_report_of_the_command_line(
    client: TestClient, folder: Path, old: str, new: str, kind: str
) -> None:
    given = client.post("/ask", json=QUESTION).text
    tampered = given.replace(old, new)
    assert tampered != given, kind
    saved = folder / "tampered.json"
    saved.write_text(tampered, encoding="utf-8")

    over_http = client.post("/verify", content=tampered, headers={"Content-Type": "application/json"}).json()
    told = CliRunner().invoke(app, ["verify", str(saved), "--library", str(folder / "library"), "--json"])

    assert told.exit_code == 1
    assert json.loads(told.stdout) == over_http
    assert not over_http["verified"]
    assert over_http["problems"]


def test_what_is_no_answer_is_refused_field_by_field(client: TestClient) -> None:
    response = client.post("/verify", json={"type": "answer", "answer": 3})

    pointers = [error["pointer"] for error in response.json()["errors"]]
    assert response.status_code == 422
    assert {"#/answer", "#/segments", "#/citations"} <= set(pointers)


def test_the_description_shows_answers_that_are_answers(client: TestClient) -> None:
    description = client.get("/openapi.json").json()["paths"]["/verify"]["post"]
    examples = description["requestBody"]["content"]["application/json"]["examples"]

    assert sorted(examples) == ["as given", "tampered"]
    assert all(Answer.model_validate(example["value"]) for example in VERIFY_EXAMPLES.values())
    reference = description["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    assert reference.endswith(f"/{Report.__name__}")
