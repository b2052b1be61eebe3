"""Update a resource, or create it under an id of the caller's. Source: https://hl7.org/fhir/R4/http.html#update"""

from cordee.api.call import Call, Interaction, Reply
from cordee.api.errors import ExistsAlreadyError, invalid_request
from cordee.api.preconditions import expected_version, wants_new
from cordee.api.writing import sent_resource, written_reply
from cordee.kernel.errors import NotFoundError, VersionConflictError
from cordee.store.errors import AlreadyExistsError


async def update(call: Call) -> Reply:
    """Store a new version, 200; or the first one, 201. Content equal to what stands makes no new version.

    With `If-Match`, 412 when that is not the current version. With `If-None-Match: *`, 412 when there is one.
    """
    version = expected_version(call.headers)
    resource = await sent_resource(call)
    if resource.id != call.id:
        raise invalid_request(
            "L’identifiant de la ressource doit être celui de l’adresse.",
            "The id of the resource must be the one of the address.",
            f"{call.type}.id",
            "value",
        )
    try:
        async with call.door.writing() as unit:
            if wants_new(call.headers):
                unit.create(resource)
            elif version is not None:
                unit.update(resource, expected_version=version)
            else:
                unit.put(resource)
    except AlreadyExistsError:
        raise ExistsAlreadyError from None
    except NotFoundError:
        if version is None:
            raise
        raise VersionConflictError from None
    return await written_reply(call.door, unit.results[0])


UPDATE = Interaction(
    code="update", level="instance", method="PUT", path="/{type}/{id}", handler=update, takes_json=True
)
