"""Every filter holds on every way in: GET /search, POST /ask and the command line, and all three say the same."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from fastapi.testclient import TestClient
from newsroom import make_bot
from typer.testing import CliRunner

from bot.answer import Bot
from bot.cli import app
from bot.service.api import create_app
from bot.settings import Settings

FILES = {
    "mile.csv": "# Pier Games 2031: women's mile\nRank,Name,Time\n1,Ada Lind,4:20.0\n2,Bea Okoro,4:21.1\n",
    "hammer.csv": "# Quay Cup 2031: women's hammer\nRank,Name,Best\n1,Ada Lind,71.20\n2,Dora Ek,70.10\n",
    "herald.txt": "Lind wins the mile\n\nAda Lind won the mile at the Pier Games after leading for three laps.\n",
    "post.txt": "Lind throws far\n\nAda Lind threw far beyond anybody at the Quay Cup, and laughed about it.\n",
    "sources.toml": """
["mile.csv"]
published = "2031-07-01"
kind = "results"
["hammer.csv"]
kind = "results"
["herald.txt"]
publisher = "Herald"
published = "2031-07-01"
["post.txt"]
publisher = "Post"
published = "2031-07-05T21:00:00Z"
""",
}
QUESTION = "What did Ada Lind do?"


class Filter(NamedTuple):
    """One filter as POST /ask, GET /search and the command line call it, and the documents that pass."""

    asked: dict[str, object]
    searched: list[tuple[str, str]]
    typed: list[str]
    passing: set[str]


FILTERS = [
    Filter({"document_ids": ["post"]}, [("document_id", "post")], ["--document", "post"], {"post"}),
    Filter({"publishers": ["Herald", "Post"]}, [("publisher", "Herald"), ("publisher", "Post")],
     ["--publisher", "Herald", "--publisher", "Post"], {"herald", "post"}),
    Filter({"kinds": ["results"]}, [("kind", "results")], ["--kind", "results"], {"mile", "hammer"}),
    Filter({"published_from": "2031-07-02"}, [("published_from", "2031-07-02")],
     ["--published-from", "2031-07-02"], {"post"}),
    Filter({"published_to": "2031-07-04"}, [("published_to", "2031-07-04")],
     ["--published-to", "2031-07-04"], {"mile", "herald"}),
    Filter({"competition": "quay cup"}, [("competition", "quay cup")], ["--competition", "quay cup"], {"hammer"}),
    Filter({"event": "mile"}, [("event", "mile")], ["--event", "mile"], {"mile", "herald"}),
]  # fmt: skip
NAMES = [next(iter(case.asked)) for case in FILTERS]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(tmp_path_factory.mktemp("pier"), FILES)


@pytest.fixture
def client(bot: Bot, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: bot, Settings(library=tmp_path))) as client:
        while client.get("/readyz").status_code == 503:  # opening runs beside the first requests
            pass
        yield client


def test_without_a_filter_everything_is_found(client: TestClient) -> None:
    hits = client.get("/search", params={"query": QUESTION, "top_k": 50}).json()["hits"]

    assert {hit["document_id"] for hit in hits} == {"mile", "hammer", "herald", "post"}


@pytest.mark.parametrize("case", FILTERS, ids=NAMES)
def test_search_finds_only_what_passes(client: TestClient, case: Filter) -> None:
    hits = client.get("/search", params=[("query", QUESTION), ("top_k", "50"), *case.searched]).json()["hits"]

    assert {hit["document_id"] for hit in hits} == case.passing


@pytest.mark.parametrize("case", FILTERS, ids=NAMES)
def test_ask_reads_and_cites_only_what_passes(client: TestClient, case: Filter) -> None:
    body = {"question": QUESTION, "filters": case.asked, "top_k": 50, "include": ["passages"]}

    answer = client.post("/ask", json=body).json()

    assert {passage["document_id"] for passage in answer["passages"]} == case.passing
    assert {citation["document_id"] for citation in answer["citations"]} <= case.passing


@pytest.mark.parametrize("case", FILTERS, ids=NAMES)
def test_the_commands_find_and_cite_only_what_passes(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, case: Filter
) -> None:
    monkeypatch.setattr(Bot, "open", lambda *_: bot)

    found = CliRunner().invoke(app, ["search", QUESTION, "--top-k", "50", "--json", *case.typed])
    answer = CliRunner().invoke(app, ["ask", QUESTION, "--json", *case.typed])

    assert {hit["document_id"] for hit in json.loads(found.stdout)} == case.passing
    assert {citation["document_id"] for citation in json.loads(answer.stdout)["citations"]} <= case.passing


def test_a_day_that_is_none_is_wrong_usage() -> None:
    done = CliRunner().invoke(app, ["search", "Lind", "--published-from", "July"])

    assert done.exit_code == 2
    assert "published_from" in done.stderr
