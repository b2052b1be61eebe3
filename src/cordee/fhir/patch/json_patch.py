"""JSON Patch. Source: RFC 6902."""

from decimal import Decimal
from typing import Any, Literal

import jsonpatch
import jsonpointer
import msgspec

from cordee.fhir.json_value import Json, write_json
from cordee.fhir.patch.errors import PatchFailedError, UnreadablePatchError

JSON_PATCH_TYPE = "application/json-patch+json"
OPERATIONS_MAX = 500
PATCHED_BYTES_MAX = 50 * 1024 * 1024
"""A resource larger than the API would take whole is refused: each `copy` could double it."""


class _Operation(msgspec.Struct, kw_only=True, rename={"from_": "from"}, omit_defaults=True):
    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    path: str
    from_: str | msgspec.UnsetType = msgspec.UNSET
    value: Any = msgspec.UNSET


_decode = msgspec.json.Decoder(list[_Operation], float_hook=Decimal).decode
_NEEDS_VALUE = frozenset({"add", "replace", "test"})
_NEEDS_FROM = frozenset({"move", "copy"})


class JsonPatch:
    """A patch read from a body; its operations are read anew each time, for applying them shares their values.

    Raises: UnreadablePatchError.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        operations = self._read()
        if len(operations) > OPERATIONS_MAX:
            raise UnreadablePatchError(
                f"Un patch compte {OPERATIONS_MAX} opérations au plus",
                f"A patch has {OPERATIONS_MAX} operations at most",
            )
        for index, one in enumerate(operations):
            _check(one, f"[{index}]")

    def apply(self, resource: Json) -> Json:
        """Return the resource changed, in place."""
        found: Any = resource
        for index, one in enumerate(self._read()):
            try:
                found = jsonpatch.JsonPatch([msgspec.to_builtins(one, builtin_types=(Decimal,))]).apply(
                    found, in_place=True
                )
            except jsonpatch.JsonPatchTestFailed:
                raise PatchFailedError(
                    "Le test du patch n’est pas vérifié", "The test of the patch does not hold", f"[{index}]"
                ) from None
            except (
                jsonpatch.JsonPatchException,
                jsonpointer.JsonPointerException,
                TypeError,
                KeyError,
                ValueError,
            ):
                raise PatchFailedError(
                    f"L’opération « {one.op} » ne s’applique pas à la ressource telle qu’elle est",
                    f"The operation '{one.op}' does not apply to the resource as it stands",
                    f"[{index}]",
                ) from None
            if one.op == "copy" and len(write_json(found)) > PATCHED_BYTES_MAX:
                raise PatchFailedError(
                    "Le patch rend la ressource trop grande",
                    "The patch makes the resource too large",
                    f"[{index}]",
                )
        return found  # type: ignore[no-any-return]

    def _read(self) -> list[_Operation]:
        try:
            return _decode(self._body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise UnreadablePatchError(
                "Le corps n’est pas une liste d’opérations JSON Patch (RFC 6902)",
                "The body is not an array of JSON Patch operations (RFC 6902)",
            ) from None


def _check(one: _Operation, place: str) -> None:
    """Raise UnreadablePatchError when an operation lacks what its kind needs, or has a path that is no pointer."""
    if one.op in _NEEDS_VALUE and one.value is msgspec.UNSET:
        raise UnreadablePatchError(f"« {one.op} » veut un « value »", f"'{one.op}' wants a 'value'", place)
    if one.op in _NEEDS_FROM and one.from_ is msgspec.UNSET:
        raise UnreadablePatchError(f"« {one.op} » veut un « from »", f"'{one.op}' wants a 'from'", place)
    for pointer in (one.path, one.from_):
        if isinstance(pointer, str) and pointer and not pointer.startswith("/"):
            raise UnreadablePatchError(
                "Un chemin JSON Patch commence par « / »", "A JSON Patch path starts with '/'", place
            )
