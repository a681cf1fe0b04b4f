"""Keys, origins and rate limits of the service."""

from collections.abc import Callable
from pathlib import Path

import pytest
from double_bot import WINNER, DoubleBot
from fastapi.testclient import TestClient

from bot.service.access import Gate, key_digest, load_keys, new_key
from bot.service.api import create_app
from bot.settings import Settings

SITE = "https://news.example"
Started = Callable[..., TestClient]


def bearer(key: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", **more}


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys.toml"
    path.write_text(
        f"""
[[key]]
name = "desk"
kind = "secret"
sha256 = "{key_digest("pbs_desk")}"

[[key]]
name = "site"
kind = "publishable"
sha256 = "{key_digest("pbp_site")}"
origins = ["{SITE}"]
rate = "2/minute"
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def started(tmp_path: Path) -> Started:
    def start(**given: object) -> TestClient:
        client = TestClient(create_app(DoubleBot, Settings(library=tmp_path / "library", **given)))  # type: ignore[arg-type]
        client.app.state.service.refresh()  # type: ignore[attr-defined]
        return client

    return start


def test_without_keys_everybody_may_ask(started: Started) -> None:
    assert started().post("/ask", json={"question": WINNER}).status_code == 200


@pytest.mark.parametrize("given", [{}, bearer("pbs_other"), {"Authorization": "Basic pbs_desk"}, bearer("")])
def test_with_keys_nobody_asks_without_one(started: Started, keys_file: Path, given: dict[str, str]) -> None:
    response = started(keys=keys_file).post("/ask", json={"question": WINNER}, headers=given)

    assert response.status_code == 401
    assert response.json()["code"] == "unauthorized"
    assert response.headers["www-authenticate"] == "Bearer"


def test_the_pages_and_the_health_of_the_service_need_no_key(started: Started, keys_file: Path) -> None:
    client = started(keys=keys_file)

    assert [client.get(path).status_code for path in ("/", "/embed", "/widget/pressbox.js", "/healthz", "/readyz")] == [
        200, 200, 200, 200, 200,
    ]  # fmt: skip


def test_a_secret_key_opens_everything(started: Started, keys_file: Path) -> None:
    client = started(keys=keys_file)

    assert client.post("/ask", json={"question": WINNER}, headers=bearer("pbs_desk")).status_code == 200
    assert client.get("/metrics", headers=bearer("pbs_desk")).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": SITE}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 403),  # the service's own page, which this key does not name
    ],
)
def test_a_publishable_key_works_from_its_origins_only(
    started: Started, keys_file: Path, headers: dict[str, str], status: int
) -> None:
    response = started(keys=keys_file).post("/ask", json={"question": WINNER}, headers=bearer("pbp_site", **headers))

    assert response.status_code == status


def test_a_publishable_key_sees_no_metrics(started: Started, keys_file: Path) -> None:
    response = started(keys=keys_file).get("/metrics", headers=bearer("pbp_site", Origin=SITE))

    assert (response.status_code, response.json()["code"]) == (403, "forbidden")


def test_the_origins_of_keys_pass_the_browsers_preflight(started: Started, keys_file: Path) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    response = started(keys=keys_file).options("/ask", headers={"Origin": SITE, **asked})

    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == SITE


def test_past_the_rate_a_request_gets_429_and_the_seconds_to_wait(started: Started) -> None:
    client = started(rate_limit="2/minute")
    responses = [client.post("/ask", json={"question": WINNER}) for _ in range(3)]

    assert [response.status_code for response in responses] == [200, 200, 429]
    assert [response.headers["ratelimit"].split(";t=")[0] for response in responses] == [
        '"default";r=1', '"default";r=0', '"default";r=0',
    ]  # fmt: skip
    assert responses[0].headers["ratelimit-policy"] == '"default";q=2;w=60'
    assert 1 <= int(responses[2].headers["retry-after"]) <= 60
    assert client.get("/healthz").status_code == 200


def test_a_key_with_a_rate_of_its_own_keeps_it(started: Started, keys_file: Path) -> None:
    client = started(keys=keys_file, rate_limit="1000/minute")
    site = bearer("pbp_site", Origin=SITE)

    assert [client.get("/suggestions", headers=site).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/suggestions", headers=bearer("pbs_desk")).headers["ratelimit"].startswith('"default";r=999')


def test_a_new_key_is_long_names_its_kind_and_is_kept_as_a_hash() -> None:
    key, digest = new_key("publishable")

    assert key.startswith("pbp_")
    assert len(key) > 30
    assert digest == key_digest(key)
    assert new_key("publishable")[0] != key


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[key]", "is not a list"),
        ('[[key]]\nname = "a"\nkind = "open"\nsha256 = "x"', "is not a list"),
        (f'[[key]]\nname = "a"\nkind = "publishable"\nsha256 = "{"0" * 64}"', "'a' is publishable but names no"),
        (f'[[key]]\nname = "a"\nkind = "secret"\nsha256 = "{"0" * 64}"\nrate = "often"', "'often' is not a rate like"),
    ],
)
def test_a_wrong_keys_file_is_refused_by_name_and_reason(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=message) as refused:
        load_keys(path)
    assert "keys.toml" in str(refused.value)


def test_a_wrong_rate_limit_is_refused_by_the_name_of_its_variable() -> None:
    with pytest.raises(ValueError, match="PRESSBOX_RATE_LIMIT: 'fast' is not a rate"):
        Gate([], "fast")
