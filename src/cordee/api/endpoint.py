"""One address of the API: picks the interaction by method, opens the caller's door, turns everything into an answer."""

import re
from collections.abc import Mapping, Sequence

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from cordee.access import Door, Gate
from cordee.api.call import Call, Interaction
from cordee.api.errors import (
    MethodNotAllowedError,
    UnknownAddressError,
    UnknownTypeError,
    error_answer,
    told,
)
from cordee.api.negotiation import check_accept, check_content_type
from cordee.api.respond import Answer, answer_of, check_preferences
from cordee.api.scoping import door_for
from cordee.api.traces import served_for
from cordee.api.wire import headers_of, pairs_of, read_body, send_answer
from cordee.fhir import RESOURCE_TYPES
from cordee.kernel.errors import NotFoundError, UnauthenticatedError
from cordee.kernel.ids import is_id

BASE_PATH = "/fhir"
_BEARER = re.compile(r"[Bb]earer +([A-Za-z0-9\-._~+/]+=*)")


class Endpoint:
    """An ASGI application for one path; every refusal, 405 included, is an OperationOutcome."""

    def __init__(self, gate: Gate, interactions: Sequence[Interaction]) -> None:
        self._gate = gate
        self._by_method = {interaction.method: interaction for interaction in interactions}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that left is not answered."""
        try:
            answer = await self._answer(scope, receive)
        except ClientDisconnect:
            return
        except Exception as error:
            answer = error_answer(told(error))
        status, headers, body = answer
        await send_answer(send, status, headers, body, is_head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        if scope["method"] == "OPTIONS" and self._by_method:
            return 204, [(b"allow", ", ".join(self._allowed()).encode())], b""
        interaction = self._interaction(scope["method"])
        headers, pairs, named = headers_of(scope), pairs_of(scope), scope["path_params"]
        check_accept(headers.get("accept", ""), next((v for k, v in pairs if k == "_format"), None))
        type_, id_ = named.get("type", ""), named.get("id", "")
        door = await self._door(headers, interaction)
        if type_ and type_ not in RESOURCE_TYPES:
            raise UnknownTypeError
        if id_ and not is_id(id_):
            raise NotFoundError
        if interaction.takes_json:
            check_content_type(headers)
        call = Call(
            door=door_for(door, interaction, type_, named.get("inside", ""), headers),
            base=base_of(scope, headers),
            read_body=lambda: read_body(headers, receive),
            type=type_,
            id=id_,
            version=named.get("version", ""),
            inside=named.get("inside", ""),
            operation=named.get("operation", ""),
            pairs=pairs,
            headers=headers,
        )
        check_preferences(call)
        handler = served_for(type_, call.inside, interaction)
        return answer_of(call, await handler(call))

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

    async def _door(self, headers: Mapping[str, str], interaction: Interaction) -> Door:
        if not interaction.needs_token:
            return self._gate.system_door("metadata")
        bearer = bearer_of(headers.get("authorization", ""))
        if bearer is None:
            raise UnauthenticatedError
        return await self._gate.door_for_token(bearer)


def bearer_of(header: str) -> str | None:
    """Return the token of an `Authorization` header, or None."""
    match = _BEARER.fullmatch(header.strip())
    return match[1] if match is not None else None


def base_of(scope: Scope, headers: Mapping[str, str]) -> str:
    """Return the address of `/fhir` as the caller knows it."""
    host = headers.get("host")
    if not host:
        name, port = scope.get("server") or ("localhost", None)
        host = f"{name}:{port}" if port else name
    return f"{scope['scheme']}://{host}{BASE_PATH}"
