"""`$meta`: the profiles, tags and labels of one resource, or of all that the caller may see.

Source: https://hl7.org/fhir/R4/resource-operation-meta.html
"""

from cordee.api.call import Call
from cordee.api.operations.arguments import Arguments
from cordee.api.operations.operation import Operation, Out
from cordee.fhir import RESOURCE_TYPES
from cordee.fhir.json_value import Json, read_json
from cordee.store.labels import Label

_CODINGS = {"_security": "security", "_tag": "tag"}


async def meta(call: Call, given: Arguments) -> Out:
    """Return the `meta` of the current version, as a read would give it.

    Of a type, or of the whole server: every label in use once, among the resources the caller may see.
    """
    if call.id:
        stored = await call.door.read(call.type, call.id)
        return Out({"return": read_json(stored.content)["meta"]})
    types = [call.type] if call.type else sorted(RESOURCE_TYPES)
    found = _meta(await call.door.labels(types))
    return Out({"return": found or None})


def _meta(labels: list[Label]) -> Json:
    found: Json = {}
    for kind, system, code in labels:
        if kind == "_profile":
            found.setdefault("profile", []).append(code)
        else:
            coding = ({"system": system} if system else {}) | ({"code": code} if code else {})
            found.setdefault(_CODINGS[kind], []).append(coding)
    return {name: _once(values) for name, values in found.items()}


def _once(values: list[object]) -> list[object]:
    """Return values without repetitions: each type has index rows of its own."""
    return [one for index, one in enumerate(values) if one not in values[:index]]


META = Operation(canonical="http://hl7.org/fhir/OperationDefinition/Resource-meta", handler=meta)
