"""The operations of a FHIRPath Patch, read from Parameters."""

from typing import Any

import msgspec

from cordee.fhir.json_value import Json
from cordee.fhir.patch.errors import UnreadablePatchError

OPERATIONS_MAX = 500
PATH_CHARS_MAX = 1000
_PARTS = {
    "type": "valueCode",
    "path": "valueString",
    "name": "valueString",
    "index": "valueInteger",
    "source": "valueInteger",
    "destination": "valueInteger",
}
_NEEDS: dict[str, tuple[str, ...]] = {
    "add": ("path", "name", "value"),
    "insert": ("path", "index", "value"),
    "delete": ("path",),
    "replace": ("path", "value"),
    "move": ("path", "source", "destination"),
}


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One change. `value` is the part that holds it, still to be made into an element; `place` names the operation."""

    kind: str
    path: str
    place: str
    name: str = ""
    value: Json = {}
    index: int | None = None
    source: int | None = None
    destination: int | None = None


def read_operations(parameters: Json) -> list[Operation]:
    """Return the operations in their order.

    Raises: UnreadablePatchError naming what cannot be read.
    """
    given = parameters.get("parameter")
    if parameters.get("resourceType") != "Parameters" or not isinstance(given, list) or not given:
        raise UnreadablePatchError(
            "Un FHIRPath Patch est une ressource Parameters avec des « operation »",
            "A FHIRPath Patch is a Parameters resource with 'operation' parameters",
        )
    if len(given) > OPERATIONS_MAX:
        raise UnreadablePatchError(
            f"Un patch compte {OPERATIONS_MAX} opérations au plus",
            f"A patch has {OPERATIONS_MAX} operations at most",
        )
    return [_read(one, f"Parameters.parameter[{index}]") for index, one in enumerate(given)]


def _read(one: Any, place: str) -> Operation:
    if not isinstance(one, dict) or one.get("name") != "operation" or not isinstance(one.get("part"), list):
        raise UnreadablePatchError(
            "Un paramètre « operation » est attendu", "An 'operation' is expected", place
        )
    parts = {part.get("name"): part for part in one["part"] if isinstance(part, dict)}
    found = {name: parts[name].get(key) for name, key in _PARTS.items() if name in parts}
    kind, path = found.pop("type", None), found.get("path")
    if kind not in _NEEDS:
        raise UnreadablePatchError(
            f"Type d’opération attendu : {', '.join(_NEEDS)}", f"Expected type: {', '.join(_NEEDS)}", place
        )
    if missing := [name for name in _NEEDS[kind] if name not in parts]:
        raise UnreadablePatchError(
            f"« {kind} » veut : {', '.join(missing)}", f"'{kind}' wants: {', '.join(missing)}", place
        )
    if not isinstance(path, str) or len(path) > PATH_CHARS_MAX:
        raise UnreadablePatchError("Le chemin n’est pas lisible", "The path cannot be read", place)
    try:
        return msgspec.convert(
            found | {"kind": kind, "place": place, "value": parts.get("value", {})}, Operation
        )
    except msgspec.ValidationError:
        raise UnreadablePatchError(
            "L’opération n’est pas lisible", "The operation cannot be read", place
        ) from None
