"""What the people who run the service see of it, and who else does not."""

import csv
import io
from pathlib import Path

import pytest
from double_bot import UNKNOWN, WINNER, DoubleBot
from doubles import HashEncoder
from fastapi.testclient import TestClient

from bot.service.access import key_digest
from bot.service.api import create_app
from bot.settings import Settings
from ingest.pipeline import ingest_paths

DESK = {"Authorization": "Bearer pbs_desk"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    keys = tmp_path / "keys.toml"
    keys.write_text(
        f'[[key]]\nname = "desk"\nkind = "secret"\nsha256 = "{key_digest("pbs_desk")}"\n', encoding="utf-8"
    )
    return Settings(library=tmp_path / "library", keys=keys, journal_db=tmp_path / "journal.sqlite")


def started(settings: Settings) -> TestClient:
    client = TestClient(create_app(DoubleBot, settings))
    client.app.state.service.refresh()  # type: ignore[attr-defined]
    return client


def test_the_overview_tells_what_was_asked_not_answered_and_rated(settings: Settings) -> None:
    client = started(settings)
    client.post("/ask", json={"question": WINNER}, headers=DESK)
    client.post("/ask", json={"question": UNKNOWN}, headers={**DESK, "Accept": "text/event-stream"})
    client.post("/feedback", json={"answer_id": "ans_1", "rating": "down", "reason": "wrong"}, headers=DESK)
    overview = client.get("/admin/overview", headers=DESK).json()

    assert [(entry["question"], entry["status"], entry["reason"]) for entry in overview["asked"]] == [
        (UNKNOWN, "abstained", "not_in_sources"),
        (WINNER, "answered", None),
    ]
    assert [(entry["answer_id"], entry["reason"]) for entry in overview["feedback"]] == [("ans_1", "wrong")]
    assert overview["library"] == {"version": "7", "documents": 3, "passages": 9, "tables": 1}


def test_without_a_secret_key_nobody_reads_what_was_asked(settings: Settings) -> None:
    assert started(settings).get("/admin/overview").status_code == 401


def test_without_any_keys_nobody_at_all_does(settings: Settings) -> None:
    response = started(settings.model_copy(update={"keys": None})).get("/admin/overview")

    assert response.status_code == 403
    assert "PRESSBOX_KEYS" in response.json()["detail"]


def test_what_is_asked_is_not_kept_unless_a_file_is_named_for_it(settings: Settings, tmp_path: Path) -> None:
    client = started(settings.model_copy(update={"journal_db": None}))
    client.post("/ask", json={"question": WINNER}, headers=DESK)

    assert client.get("/admin/overview", headers=DESK).json()["asked"] == []
    assert not (tmp_path / "journal.sqlite").exists()


def test_what_the_library_holds_and_what_ingest_left_out_is_listed(settings: Settings, tmp_path: Path) -> None:
    coverage = tmp_path / "coverage"
    coverage.mkdir()
    (coverage / "report.md").write_text("# Cup final\n\nHarbour won 2-1.\n", encoding="utf-8")
    (coverage / "film.mp4").write_bytes(b"\0" * 64)
    report = ingest_paths([coverage], settings.library, encoder=HashEncoder())
    overview = started(settings).get("/admin/overview", headers=DESK).json()

    assert overview["refused"] == [{"file": "coverage/film.mp4", "reason": report.refused[0].reason}]
    assert [entry["document_id"] for entry in overview["documents"]] == [
        "paris-1500-results", "hocker-report", "live-blog",
    ]  # fmt: skip


@pytest.mark.parametrize("signed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_questions_are_exported_whole_and_no_spreadsheet_runs_them(settings: Settings, signed: str) -> None:
    client = started(settings)
    said = f'{signed} "quoted", and a\nline'
    client.post("/ask", json={"question": said}, headers=DESK)
    response = client.get("/admin/export/asked", headers=DESK)

    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="pressbox-asked.csv"'
    assert [(row["question"], row["status"], row["short_answer"]) for row in rows] == [(f"'{said}", "abstained", "")]


def test_ratings_are_exported_with_their_comments(settings: Settings) -> None:
    client = started(settings)
    client.post("/feedback", json={"answer_id": "ans_1", "rating": "down", "comment": "It was 3:27"}, headers=DESK)

    rows = list(csv.DictReader(io.StringIO(client.get("/admin/export/feedback", headers=DESK).text)))
    assert [(row["answer_id"], row["rating"], row["comment"]) for row in rows] == [("ans_1", "down", "It was 3:27")]
    assert client.get("/admin/export/keys", headers=DESK).status_code == 422
    assert client.get("/admin/export/asked").status_code == 401
