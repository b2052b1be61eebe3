"""From a body to a patch, and from a patch to a new version."""

import binascii
from collections.abc import Mapping

from cordee.api.call import Call
from cordee.api.errors import UnsupportedMediaTypeError
from cordee.api.negotiation import check_content_type, is_json_resource
from cordee.fhir.json_value import read_json
from cordee.fhir.patch import JSON_PATCH_TYPE, FhirPathPatch, JsonPatch, Patch, UnreadablePatchError, patched
from cordee.kernel.errors import GoneError, NotFoundError, VersionConflictError
from cordee.store import Stored, Transaction, Written


async def sent_patch(call: Call) -> Patch:
    """Return the patch of the body: JSON Patch or FHIRPath Patch, as its content type says.

    Raises: UnsupportedMediaTypeError naming both formats; UnreadablePatchError.
    """
    is_json_patch = _check_patch_type(call.headers)
    body = await call.read_body()
    return JsonPatch(body) if is_json_patch else FhirPathPatch(read_json(body), call.type)


def patch_of_entry(content: bytes, type_: str) -> Patch:
    """Return the patch of an entry of a Bundle: a Binary that holds a JSON Patch, or Parameters.

    Raises: UnreadablePatchError.
    """
    resource = read_json(content)
    if resource.get("resourceType") != "Binary":
        return FhirPathPatch(resource, type_)
    if resource.get("contentType") != JSON_PATCH_TYPE:
        raise UnreadablePatchError(
            f"Le Binary d’un PATCH est de type {JSON_PATCH_TYPE}",
            f"The Binary of a PATCH is of type {JSON_PATCH_TYPE}",
        )
    try:
        return JsonPatch(binascii.a2b_base64(resource.get("data", "")))
    except (ValueError, TypeError):
        raise UnreadablePatchError(
            "Le Binary du PATCH n’est pas lisible", "The Binary of the PATCH cannot be read"
        ) from None


async def patch_one(
    transaction: Transaction, type_: str, id_: str, patch: Patch, version: int | None
) -> Written:
    """Return what became of a resource under a patch: a new version, or none when it says the same after it.

    Raises: what `current_to_patch` raises; what the patch and the definition of the type refuse.
    """
    current = await current_to_patch(transaction, type_, id_, version)
    unit = transaction.unit()
    unit.put(patched(current.content, patch), expected_version=current.version)
    return (await transaction.flush(unit))[0]


async def current_to_patch(transaction: Transaction, type_: str, id_: str, version: int | None) -> Stored:
    """Return the current version of what is to be patched, locked; it must be `version` when that is given.

    Raises: NotFoundError, GoneError, VersionConflictError.
    """
    current = await transaction.current(type_, id_)
    if current is None:
        raise VersionConflictError if version is not None else NotFoundError
    if version not in (None, current.version):
        raise VersionConflictError(current.version)
    if current.deleted:
        raise GoneError
    return current


def _check_patch_type(headers: Mapping[str, str]) -> bool:
    """Return whether a JSON Patch was sent; False is a FHIRPath Patch."""
    sent = headers.get("content-type", "")
    if sent.partition(";")[0].strip().lower() == JSON_PATCH_TYPE:
        check_content_type({**_encoding(headers), "content-type": "application/json"})
        return True
    if not is_json_resource(sent):
        raise UnsupportedMediaTypeError(
            sent[:200], f"{JSON_PATCH_TYPE}, application/fhir+json (FHIRPath Patch)"
        )
    check_content_type(headers)
    return False


def _encoding(headers: Mapping[str, str]) -> dict[str, str]:
    return {"content-encoding": headers["content-encoding"]} if "content-encoding" in headers else {}
