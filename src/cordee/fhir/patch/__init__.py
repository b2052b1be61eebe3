"""Patches: a list of changes to a resource, said as JSON Patch or as FHIRPath Patch. Pure.

A patch is read once and applied any number of times; applying changes neither the patch nor the resource given.
Source: https://hl7.org/fhir/R4/http.html#patch
"""

from typing import Any, Protocol

from cordee.fhir.codec import decode
from cordee.fhir.json_value import Json, read_json, write_json
from cordee.fhir.patch.errors import PatchFailedError, UnreadablePatchError
from cordee.fhir.patch.fhirpath_patch import FhirPathPatch
from cordee.fhir.patch.json_patch import JSON_PATCH_TYPE, JsonPatch

__all__ = [
    "JSON_PATCH_TYPE",
    "FhirPathPatch",
    "JsonPatch",
    "Patch",
    "PatchFailedError",
    "UnreadablePatchError",
    "patched",
]


class Patch(Protocol):
    """A list of changes."""

    def apply(self, resource: Json) -> Json:
        """Return the resource changed; it may be changed in place. Raises: PatchFailedError."""
        ...


def patched(content: bytes, patch: Patch) -> Any:
    """Return the typed resource that a patch makes of a stored one, checked as one that was sent whole.

    Raises: PatchFailedError, also when the patch changes what the resource is (type or id); InvalidResourceError.
    """
    before = read_json(content)
    type_, id_ = before["resourceType"], before["id"]
    after = patch.apply(before)
    if not isinstance(after, dict) or (after.get("resourceType"), after.get("id")) != (type_, id_):
        raise PatchFailedError(
            "Le patch change le type ou l’identifiant de la ressource",
            "The patch changes the type or the id of the resource",
        )
    return decode(write_json(after), type_)
