"""What the people who run the service see of it, and who else does not."""

from pathlib import Path

import pytest
from double_bot import UNKNOWN, WINNER, DoubleBot
from fastapi.testclient import TestClient

from bot.access import key_digest
from bot.api import create_app
from bot.settings import Settings

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
