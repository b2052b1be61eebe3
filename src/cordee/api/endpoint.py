"""One address of the API: picks the interaction by method, opens the caller's door, turns everything into an answer."""

import re
from collections.abc import Sequence

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cordee.access import Door, Gate
from cordee.api.body import read_body
from cordee.api.call import Call, Interaction
from cordee.api.errors import (
    MethodNotAllowedError,
    UnknownAddressError,
    UnknownTypeError,
    error_response,
    told,
)
from cordee.api.negotiation import check_accept, check_content_type
from cordee.api.respond import check_preferences, response
from cordee.fhir import RESOURCE_TYPES
from cordee.kernel.errors import NotFoundError, UnauthenticatedError

BASE_PATH = "/fhir"
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_BEARER = re.compile(r"[Bb]earer +([A-Za-z0-9\-._~+/]+=*)")


class Endpoint:
    """An ASGI application for one path; every refusal, 405 included, is an OperationOutcome."""

    def __init__(self, gate: Gate, interactions: Sequence[Interaction]) -> None:
        self._gate = gate
        self._by_method = {interaction.method: interaction for interaction in interactions}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that left is not answered."""
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except ClientDisconnect:
            return
        except Exception as error:
            answer = error_response(told(error))
        if request.method == "HEAD":
            answer.body = b""
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS" and self._by_method:
            return Response(status_code=204, headers={"Allow": ", ".join(self._allowed())})
        interaction = self._interaction(request.method)
        check_accept(request.headers.get("accept", ""), request.query_params.get("_format"))
        type_, id_ = request.path_params.get("type", ""), request.path_params.get("id", "")
        door = await self._door(request, interaction)
        if type_ and type_ not in RESOURCE_TYPES:
            raise UnknownTypeError
        if id_ and not _ID.fullmatch(id_):
            raise NotFoundError
        if interaction.takes_json:
            check_content_type(request.headers)
        call = Call(
            door=door,
            base=base_of(request),
            read_body=lambda: read_body(request),
            type=type_,
            id=id_,
            version=request.path_params.get("version", ""),
            inside=request.path_params.get("inside", ""),
            operation=request.path_params.get("operation", ""),
            pairs=request.query_params.multi_items(),
            headers=request.headers,
        )
        check_preferences(call)
        return response(call, await interaction.handler(call))

    def _interaction(self, method: str) -> Interaction:
        found = self._by_method.get("GET" if method == "HEAD" else method)
        if found is None:
            if not self._by_method:
                raise UnknownAddressError
            raise MethodNotAllowedError(method, self._allowed())
        return found

    def _allowed(self) -> list[str]:
        also = {"HEAD", "OPTIONS"} if "GET" in self._by_method else {"OPTIONS"}
        return sorted(self._by_method.keys() | also)

    async def _door(self, request: Request, interaction: Interaction) -> Door:
        if not interaction.needs_token:
            return self._gate.system_door("metadata")
        bearer = bearer_of(request.headers.get("authorization", ""))
        if bearer is None:
            raise UnauthenticatedError
        return await self._gate.door_for_token(bearer)


def bearer_of(header: str) -> str | None:
    """Return the token of an `Authorization` header, or None."""
    match = _BEARER.fullmatch(header.strip())
    return match[1] if match is not None else None


def base_of(request: Request) -> str:
    """Return the address of `/fhir` as the caller knows it; parsing the whole URL for it would cost 20 µs."""
    host = request.headers.get("host") or request.url.netloc
    return f"{request.scope['scheme']}://{host}{BASE_PATH}"
