"""Where the endpoints of the authorization server are found."""

from typing import Any
from urllib.parse import urlsplit

from starlette.routing import BaseRoute, Match, NoMatchFound, Route
from starlette.types import Receive, Scope, Send

from cordee.access import Gate
from cordee.access.applications.address import NoPublicAddressError, ServerAddress


class ExactPaths(BaseRoute):
    """Routes without parameters: found by one look, so that they cost the API nothing."""

    def __init__(self, routes: list[Route]) -> None:
        self._routes = {route.path: route for route in routes}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take the requests for these paths."""
        route = self._routes.get(scope["path"]) if scope["type"] == "http" else None
        return route.matches(scope) if route is not None else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered by its route."""
        await self._routes[scope["path"]].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Raise NoMatchFound: these addresses have no names."""
        raise NoMatchFound(name, path_params)


def known_address(gate: Gate, base: str) -> ServerAddress | None:
    """Return the address applications know the server at a base by, or None when they are not served there."""
    parts = urlsplit(base)
    try:
        return gate.applications.address(parts.scheme, parts.netloc)
    except NoPublicAddressError:
        return None
