"""/mcp on the service: the MCP server over streamable HTTP, behind the same keys and rates as everything else.

It is imported and started by the first who asks for it: it takes most of a second and 22 MB, and few services are asked
over MCP. Where the `mcp` extra is not installed, the address does not exist.
"""

import asyncio
import importlib.util
import ipaddress
from types import TracebackType
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

if TYPE_CHECKING:
    from mcp.server import MCPServer

PATH = "/mcp"
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class LateMcp:
    """The MCP server for those whom the service's gate admits, from the first of them until the service ends."""

    def __init__(self, app: FastAPI, host: str) -> None:
        self._app, self._host = app, host
        self._running: asyncio.Task[None] | None = None
        self._made: asyncio.Future[ASGIApp] | None = None
        self._ending = asyncio.Event()

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:  # fmt: skip
        self._ending.set()
        if self._running is not None:
            await self._running

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"].state.gate.admit(Request(scope))
        if self._made is None:
            self._made = asyncio.get_running_loop().create_future()
            self._running = asyncio.create_task(self._run(self._made))
        await (await asyncio.shield(self._made))(scope, receive, send)

    async def _run(self, made: "asyncio.Future[ASGIApp]") -> None:
        """The server's sessions live in this task, which must be the one to end them, too."""
        try:
            server, endpoint = await run_in_threadpool(_endpoint, self._app, self._host)
            async with server.session_manager.run():
                made.set_result(endpoint)
                await self._ending.wait()
        except Exception as error:
            if made.done():
                raise
            made.set_exception(error)
            self._made = None  # whoever comes next tries again


def add_mcp(app: FastAPI, host: str) -> LateMcp:
    """Add /mcp to `app`; what comes back must be entered for as long as the service runs."""
    late = LateMcp(app, host)
    if importlib.util.find_spec("mcp") is not None:
        app.router.routes.append(Route(PATH, late, include_in_schema=False))
    return late


def _endpoint(app: FastAPI, host: str) -> "tuple[MCPServer, ASGIApp]":
    """The server, and what answers at its address."""
    from mcp.server.transport_security import TransportSecuritySettings

    from bot.service.mcp_server import mcp_server

    server = mcp_server(app)
    # On a reader's own machine a page of a rebound name could reach the service; a public one has nothing to hide.
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=_is_loopback(host),
        allowed_hosts=[f"{name}:*" for name in _LOCAL_HOSTS],
        allowed_origins=[f"http://{name}:*" for name in _LOCAL_HOSTS],
    )
    mounted = server.streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, transport_security=security
    )
    endpoint = next(route.app for route in mounted.routes if isinstance(route, Route) and route.path == PATH)
    return server, endpoint


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
