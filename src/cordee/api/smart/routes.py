"""The addresses of the authorization server that programs call."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from cordee.access import Gate
from cordee.access.applications.address import ServerAddress
from cordee.access.errors import OAuthError
from cordee.api.errors import error_response, told
from cordee.api.smart.configuration import openid_configuration, smart_configuration
from cordee.api.smart.discovery import ExactPaths
from cordee.api.smart.form import read_oauth_form
from cordee.kernel.errors import CordeeError

_KEEP_NOTHING = {"cache-control": "no-store", "pragma": "no-cache", "x-content-type-options": "nosniff"}
_KEEP_SHORT = {"cache-control": "public, max-age=300", "x-content-type-options": "nosniff"}

Answering = Callable[[Request, ServerAddress], Awaitable[Response]]


def smart_routes(gate: Gate) -> BaseRoute:
    """Return the route of discovery, keys, tokens, introspection and revocation."""
    applications = gate.applications

    def at(path: str, answer: Answering, method: str) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                return await answer(request, applications.address(request.url.scheme, _host(request)))
            except OAuthError as refusal:
                return _refusal(refusal)
            except Exception as error:
                return error_response(told(error))

        return Route(path, endpoint, methods=[method])

    async def token(request: Request, address: ServerAddress) -> Response:
        form = await read_oauth_form(request)
        client = await applications.client(form, request.headers.get("authorization", ""), address.token)
        return JSONResponse(await applications.issuing.token(client, form, address), headers=_KEEP_NOTHING)

    async def introspect(request: Request, address: ServerAddress) -> Response:
        form = await read_oauth_form(request)
        client = await applications.client(form, request.headers.get("authorization", ""), address.introspect)
        if client.kind == "public":
            raise OAuthError(
                "invalid_client",
                "Seule une application qui prouve qui elle est peut interroger un jeton.",
                "Only a client that proves who it is may introspect a token.",
            )
        said = await applications.telling.describe(client, form.get("token", ""), address)
        return JSONResponse(said, headers=_KEEP_NOTHING)

    async def revoke(request: Request, address: ServerAddress) -> Response:
        form = await read_oauth_form(request)
        client = await applications.client(form, request.headers.get("authorization", ""), address.revoke)
        await applications.telling.give_back(client, form.get("token", ""))
        return Response(status_code=200, headers=_KEEP_NOTHING)

    async def keys(_request: Request, _address: ServerAddress) -> Response:
        return _published(applications.issuing.signing_key.public())

    async def configuration(_request: Request, address: ServerAddress) -> Response:
        return _published(smart_configuration(address))

    async def openid(_request: Request, address: ServerAddress) -> Response:
        return _published(openid_configuration(address))

    routes = [
        at("/fhir/.well-known/smart-configuration", configuration, "GET"),
        at("/fhir/.well-known/openid-configuration", openid, "GET"),
        at("/oauth/jwks", keys, "GET"),
        at("/oauth/token", token, "POST"),
        at("/oauth/introspect", introspect, "POST"),
        at("/oauth/revoke", revoke, "POST"),
    ]
    return ExactPaths(routes)


def _host(request: Request) -> str:
    return request.headers.get("host", "")


def _published(content: dict[str, Any]) -> Response:
    return JSONResponse(content, headers=_KEEP_SHORT)


def _refusal(error: CordeeError) -> Response:
    """Return a refusal as RFC 6749 section 5.2 writes it."""
    assert isinstance(error, OAuthError)
    headers = dict(_KEEP_NOTHING)
    if error.http_status == 401:
        headers["www-authenticate"] = 'Basic realm="oauth"'
    content = {"error": error.error, "error_description": error.message_en}
    return JSONResponse(content, error.http_status, headers)
