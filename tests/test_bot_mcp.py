"""The MCP tools, used through the official client over HTTP and in memory; skipped where `mcp` is not installed."""

import logging
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import double_bot
import own_loop
import pytest
from double_model import events, model_that
from fastapi import FastAPI
from fastapi.testclient import TestClient
from running_service import RunningService

from bot.llm import Endpoint
from bot.service import mcp_http
from bot.service.access import key_digest
from bot.service.api import create_app
from bot.settings import Settings

mcp = pytest.importorskip("mcp")

Used = Callable[[Callable[["mcp.Client"], Awaitable[object]]], object]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    running = RunningService(
        Settings(library=tmp_path_factory.mktemp("library") / "library"), double_bot.DoubleBot()
    )
    yield running
    running.stop()


@pytest.fixture
def use(service: RunningService) -> Used:
    """Runs a function with a client that is connected to the service."""

    def used(act: Callable[["mcp.Client"], Awaitable[object]]) -> object:
        async def run() -> object:
            async with mcp.Client(service.url + "mcp") as client:
                return await act(client)

        return own_loop.run(run())

    return used


def test_the_four_tools_are_listed_as_read_only(use: Used) -> None:
    tools = use(lambda client: client.list_tools()).tools

    assert sorted(tool.name for tool in tools) == ["ask", "fetch", "results", "search"]
    assert all(tool.annotations.read_only_hint for tool in tools)


def test_ask_gives_a_short_cited_text_and_the_whole_answer(use: Used) -> None:
    result = use(lambda client: client.call_tool("ask", {"question": double_bot.CONFLICT}))

    assert result.content[0].text == (
        "The first lap took 54.9 seconds[1]; the live report says 54.8 seconds.[2]\n"
        "[1] Hocker stuns the favourites, 2024-08-06: “the first lap in 54.9 seconds”\n"
        "[2] Live: the men's 1500 metres final, 2024-08-06: “400 metres in 54.8 seconds”"
    )
    assert result.structured_content["short_answer"] == "54.9 s"


def test_what_search_names_can_be_fetched(use: Used) -> None:
    async def act(client: "mcp.Client") -> object:
        found = await client.call_tool("search", {"query": "silver"})
        first = found.structured_content["results"][0]
        return first, await client.call_tool("fetch", {"id": first["id"]})

    first, fetched = use(act)
    assert first["text"] == "Kerr took silver in a British record, Nuguse bronze."
    assert fetched.structured_content["text"] == double_bot.REPORT_TEXT
    assert fetched.structured_content["metadata"]["published_at"] == "2024-08-06"


def test_results_gives_typed_rows(use: Used) -> None:
    rows = use(lambda client: client.call_tool("results", {"name": "Josh Kerr"})).structured_content["rows"]

    assert [(row["values"]["Time"], row["numbers"]["Time"]) for row in rows] == [("3:27.79", 207.79)]


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("fetch", {"id": "nobody"}, "there is no document 'nobody'"),
        ("ask", {"question": ""}, "question"),
        ("results", {"limit": 0}, "limit"),
    ],
)
def test_a_wrong_call_is_an_error_that_says_what_is_wrong(
    use: Used, tool: str, arguments: dict[str, object], message: str
) -> None:
    result = use(lambda client: client.call_tool(tool, arguments))

    assert result.is_error
    assert message in result.content[0].text


def test_a_starting_service_says_so(tmp_path: Path) -> None:
    from bot.service.mcp_server import mcp_server

    async def ask() -> object:
        starting = create_app(double_bot.DoubleBot, Settings(library=tmp_path / "library"))
        async with mcp.Client(mcp_server(starting)) as client:
            return await client.call_tool("ask", {"question": double_bot.WINNER})

    assert "The service is starting." in own_loop.run(ask()).content[0].text


def test_the_log_stays_as_it_was_set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bot.service.mcp_server import mcp_server

    app = create_app(double_bot.DoubleBot, Settings(library=tmp_path / "library"))
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    level = root.level
    mcp_server(app)

    assert (root.handlers, root.level) == ([], level)


def test_the_keys_of_the_service_guard_mcp_too(tmp_path: Path) -> None:
    keys = tmp_path / "keys.toml"
    keys.write_text(f'[[key]]\nname = "a"\nkind = "secret"\nsha256 = "{key_digest("pbs_a")}"\n', encoding="utf-8")
    app = create_app(double_bot.DoubleBot, Settings(library=tmp_path / "library", keys=keys))

    assert TestClient(app).post("/mcp", json={}).status_code == 401


def test_where_it_could_not_be_started_the_next_request_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, tried = mcp_http._endpoint, []

    def make_at_last(app: FastAPI, host: str) -> object:
        tried.append(host)
        if len(tried) == 1:
            raise OSError("too many open files")
        return make(app, host)

    monkeypatch.setattr(mcp_http, "_endpoint", make_at_last)
    settings = Settings(library=tmp_path / "library", host="0.0.0.0")
    with TestClient(create_app(double_bot.DoubleBot, settings), raise_server_exceptions=False) as client:
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        accept = {"Accept": "application/json, text/event-stream"}
        statuses = [client.post("/mcp", json=ping, headers=accept).status_code for _ in range(3)]

    assert statuses == [500, 200, 200]
    assert len(tried) == 2


@pytest.mark.model
def test_over_stdio_the_language_model_words_the_answers_as_it_does_over_http(sample_library: Path) -> None:
    from mcp.client.stdio import StdioServerParameters, stdio_client

    async def ask(endpoint: Endpoint) -> object:
        variables = {**os.environ, "PRESSBOX_LIBRARY": str(sample_library), "PRESSBOX_LLM_URL": endpoint.url}
        server = StdioServerParameters(command=sys.executable, args=["-m", "bot", "mcp"], env=variables)
        async with mcp.Client(stdio_client(server)) as client:
            return await client.call_tool("ask", {"question": "Who won the men's 1500 metres final?"})

    with model_that(lambda _: events("Cole Hocker won the final, and he won it in 3:27.65 [1].")) as endpoint:
        result = own_loop.run(ask(endpoint))

    assert "and he won it in 3:27.65" in result.content[0].text


def test_a_missing_library_is_told_before_anything_is_served(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "mcp"]
    variables = {**os.environ, "PRESSBOX_LIBRARY": str(tmp_path / "library")}
    ended = subprocess.run(command, env=variables, input=b"", capture_output=True, timeout=60, check=False)

    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"pressbox mcp: " in ended.stderr
    assert b"pressbox ingest PATH" in ended.stderr
