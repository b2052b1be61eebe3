"""What an operation answers, as its definition says: a bare resource, or a Parameters resource."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from cordee.api.call import Reply
from cordee.api.operations.checking import value_key
from cordee.api.operations.definition import Definition, Parameter
from cordee.api.operations.operation import Out, Typed
from cordee.fhir.json_value import Json, write_json


def reply_of(definition: Definition, out: Out) -> Reply:
    """Return the reply that carries the out parameters.

    Raises: LookupError when a handler gives a parameter its definition does not have: a fault of ours.
    """
    bare = definition.bare_output
    if bare is not None and bare.name in out.values:
        return Reply(status=200, content=_bytes(out.values[bare.name]))
    content: Json = {"resourceType": "Parameters"}
    if entries := list(_entries(definition.outputs, out.values)):
        content["parameter"] = entries
    return Reply(status=200, content=write_json(content))


def _entries(known: Sequence[Parameter], values: Mapping[str, Any]) -> Iterator[Json]:
    if strange := values.keys() - {one.name for one in known}:
        raise LookupError(f"out parameters unknown to the definition: {sorted(strange)}")
    for parameter in known:
        given = values.get(parameter.name)
        for value in given if isinstance(given, list) else (given,):
            if value is not None:
                yield _entry(parameter, value)


def _entry(parameter: Parameter, value: Any) -> Json:
    if parameter.parts:
        return {"name": parameter.name, "part": list(_entries(parameter.parts, value))}
    if parameter.is_resource:
        return {"name": parameter.name, "resource": _inner(value)}
    if isinstance(value, Typed):
        return {"name": parameter.name, value_key(value.type): value.value}
    return {"name": parameter.name, value_key(parameter.type): value}


def _inner(value: Any) -> Any:
    return msgspec.Raw(value) if isinstance(value, bytes) else value


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else write_json(value)
