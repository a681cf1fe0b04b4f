"""/mcp on the service: the MCP server over streamable HTTP, behind the same keys and rates as everything else.

Where the `mcp` extra is not installed, the address does not exist.
"""

import importlib.util
import ipaddress
from contextlib import AbstractAsyncContextManager, nullcontext

from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/mcp"
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


class AdmittedApp:
    """`app` for those whom the service's gate admits."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"].state.gate.admit(Request(scope))
        await self._app(scope, receive, send)


def add_mcp(app: FastAPI, host: str) -> AbstractAsyncContextManager[None]:
    """Add /mcp to `app`; what comes back must be entered for as long as the service runs."""
    if importlib.util.find_spec("mcp") is None:
        return nullcontext()
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
    for route in mounted.routes:
        if isinstance(route, Route):
            app.router.routes.append(Route(route.path, AdmittedApp(route.app), include_in_schema=False))
    return server.session_manager.run()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
