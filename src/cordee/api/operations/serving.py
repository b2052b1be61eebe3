"""From an address with a `$` to the operation served there, its arguments, its answer."""

from functools import cache

import msgspec

from cordee.api.call import Call, Interaction, Reply
from cordee.api.errors import MethodNotAllowedError
from cordee.api.negotiation import check_content_type
from cordee.api.operations.answering import reply_of
from cordee.api.operations.definition import Definition
from cordee.api.operations.errors import UnknownOperationError
from cordee.api.operations.given import arguments_of
from cordee.api.operations.operation import Operation
from cordee.api.operations.served import OPERATIONS
from cordee.api.operations.sources import definition_of

_EVERY_TYPE = frozenset({"Resource", "DomainResource"})

Served = tuple[Operation, Definition]


async def invoke(call: Call, method: str, body: bytes) -> Reply:
    """Return what the operation the call names answers.

    Raises: UnknownOperationError; MethodNotAllowedError for a GET that would change something; InvalidParametersError;
        what its handler raises.
    """
    operation, definition = find(call)
    if changes(operation, definition):
        if method == "GET":
            raise MethodNotAllowedError("GET", ["POST"])
        call.door.require("u", call.type)
    given = arguments_of(operation, definition, call.pairs, body)
    out = await operation.handler(msgspec.structs.replace(call, method=method), given)
    return out if isinstance(out, Reply) else reply_of(definition, out)


def find(call: Call) -> Served:
    """Return the operation of a call; one for its very type comes before one for every type."""
    level = "instance" if call.id else "type" if call.type else "system"
    here = [one for one in _at(level) if level == "system" or _is_for(one, call.type)]
    named = [one for one in here if one[1].code == call.operation]
    if not named:
        raise UnknownOperationError(definition.code for _, definition in here)
    return next((one for one in named if call.type in one[1].types), named[0])


def changes(operation: Operation, definition: Definition) -> bool:
    """Return whether the operation changes what is stored: what its definition says, else what we do."""
    return operation.affects_state if definition.affects_state is None else definition.affects_state


def listed_operations(type_: str = "") -> list[dict[str, str]]:
    """Return the operations the CapabilityStatement lists for a type, or for the system when none is given."""
    served = _at("system") if not type_ else dict.fromkeys((*_at("type"), *_at("instance")))
    found = {d.code: d.url for _, d in served if not type_ or type_ in d.types or d.types & _EVERY_TYPE}
    found |= {d.code: d.url for _, d in served if type_ in d.types}
    return [{"name": code, "definition": url} for code, url in sorted(found.items())]


@cache
def _at(level: str) -> tuple[Served, ...]:
    served = ((operation, definition_of(operation.canonical)) for operation in OPERATIONS)
    return tuple(one for one in served if level in (one[1].levels & (one[0].levels or one[1].levels)))


def _is_for(served: Served, type_: str) -> bool:
    types = served[1].types
    return type_ in types or bool(types & _EVERY_TYPE)


async def _get(call: Call) -> Reply:
    return await invoke(call, "GET", b"")


async def _post(call: Call) -> Reply:
    body = await call.read_body()
    if body.strip():
        check_content_type(call.headers)
    return await invoke(call, "POST", body)


OPERATION_INTERACTIONS: tuple[Interaction, ...] = tuple(
    Interaction(code="operation", level="operation", method=method, path=path, handler=handler)
    for path in ("/${operation}", "/{type}/${operation}", "/{type}/{id}/${operation}")
    for method, handler in (("GET", _get), ("POST", _post))
)
