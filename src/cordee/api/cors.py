"""Browser applications on other sites: what they may read of this server, and of it only what their token opens.

Discovery is open to every origin; tokens and the FHIR API to the origins of registered redirect URIs. No cookie is ever
taken from another site: the API knows bearer tokens only. Source: SMART App Launch 2.2, "CORS support"; Fetch.
"""

from collections.abc import Iterable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import BaseRoute, Match
from starlette.types import Message, Receive, Scope, Send

from cordee.access import Gate

PUBLIC_PATHS = frozenset(
    {
        "/fhir/metadata",
        "/fhir/.well-known/smart-configuration",
        "/fhir/.well-known/openid-configuration",
        "/oauth/jwks",
    }
)
METHODS = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"
HEADERS = (
    "Authorization, Content-Type, Accept, Prefer, If-Match, If-None-Match, If-None-Exist, If-Modified-Since"
)
EXPOSED = "ETag, Location, Content-Location, Last-Modified, X-Progress, Retry-After, WWW-Authenticate"
PREFLIGHT_SECONDS = "600"


class CorsRoute(BaseRoute):
    """A route, with what says to a browser which other sites may read its answers."""

    def __init__(self, route: BaseRoute, gate: Gate) -> None:
        self._route = route
        self._gate = gate

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take what the route takes, and the preflight requests for it, whatever methods it takes."""
        found, child = self._route.matches(scope)
        return (Match.NONE if found is Match.NONE else Match.FULL), child

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Return what the route says."""
        return self._route.url_path_for(name, **path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered, with the headers its origin may have; one without an origin costs nothing."""
        if not _has_origin(scope["headers"]):
            await self._route.handle(scope, receive, send)
            return
        headers = Headers(scope=scope)
        allowed = await self._allowed(scope["path"], headers["origin"])
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await _preflight(send, allowed)
            return

        async def send_with_origin(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message), allowed)
            await send(message)

        await self._route.handle(scope, receive, send_with_origin)

    async def _allowed(self, path: str, origin: str) -> str:
        if path in PUBLIC_PATHS:
            return "*"
        return origin if origin in await self._gate.applications.origins() else ""


def _has_origin(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name == b"origin" for name, _ in headers)


def _mark(headers: MutableHeaders, allowed: str) -> None:
    if allowed != "*":
        headers.add_vary_header("Origin")
    if allowed:
        headers["access-control-allow-origin"] = allowed
        headers["access-control-expose-headers"] = EXPOSED


async def _preflight(send: Send, allowed: str) -> None:
    start: Message = {"type": "http.response.start", "status": 204, "headers": []}
    headers = MutableHeaders(scope=start)
    _mark(headers, allowed)
    if allowed:
        headers["access-control-allow-methods"] = METHODS
        headers["access-control-allow-headers"] = HEADERS
        headers["access-control-max-age"] = PREFLIGHT_SECONDS
    await send(start)
    await send({"type": "http.response.body", "body": b""})
