"""Update a resource, or create it under an id of the caller's. Source: https://hl7.org/fhir/R4/http.html#update"""

from typing import Any

from cordee.api.call import Call, Interaction, Reply
from cordee.api.errors import ExistsAlreadyError, invalid_request
from cordee.api.preconditions import expected_version, wants_new
from cordee.api.writing import sent_resource, written_reply
from cordee.kernel.errors import InvalidRequestError, NotFoundError, VersionConflictError
from cordee.store import Unit
from cordee.store.errors import AlreadyExistsError


async def update(call: Call) -> Reply:
    """Store a new version, 200; or the first one, 201. Content equal to what stands makes no new version.

    With `If-Match`, 412 when that is not the current version. With `If-None-Match: *`, 412 when there is one.
    """
    version = expected_version(call.headers)
    is_new = wants_new(call.headers)
    resource = await sent_resource(call)
    if resource.id != call.id:
        raise wrong_id(call.type)
    try:
        async with call.door.writing() as unit:
            stage_update(unit, resource, version, is_new=is_new)
    except AlreadyExistsError:
        raise ExistsAlreadyError from None
    except NotFoundError:
        if version is None:
            raise
        raise VersionConflictError from None
    return written_reply(unit.results[0])


def stage_update(unit: Unit, resource: Any, version: int | None, *, is_new: bool = False) -> None:
    """Stage what a PUT asks for, under the preconditions it names."""
    if is_new:
        unit.create(resource, is_decoded=True, is_chosen=True)
    elif version is not None:
        unit.update(resource, expected_version=version, is_decoded=True)
    else:
        unit.put(resource, is_decoded=True, is_chosen=True)


def wrong_id(type_: str) -> InvalidRequestError:
    """Return the refusal of a body that has another id than the resource it is sent for."""
    return invalid_request(
        "L’identifiant de la ressource doit être celui de l’adresse.",
        "The id of the resource must be the one of the address.",
        f"{type_}.id",
        "value",
    )


UPDATE = Interaction(
    code="update", level="instance", method="PUT", path="/{type}/{id}", handler=update, takes_json=True
)
