"""Delete a resource; its history stays. Source: https://hl7.org/fhir/R4/http.html#delete"""

from cordee.api.call import Call, Interaction, Reply
from cordee.api.preconditions import expected_version
from cordee.api.writing import deleted_reply
from cordee.kernel.errors import NotFoundError, VersionConflictError


async def delete(call: Call) -> Reply:
    """Return 204 once the resource is deleted; also when it was already, or when there is nothing to be seen.

    With `If-Match`, 412 when that is not the current version, or when there is nothing to be seen.
    """
    version = expected_version(call.headers)
    try:
        async with call.door.writing() as unit:
            unit.delete(call.type, call.id, expected_version=version, may_be_absent=version is None)
    except NotFoundError:
        raise VersionConflictError from None
    return deleted_reply(unit.results[0])


DELETE = Interaction(code="delete", level="instance", method="DELETE", path="/{type}/{id}", handler=delete)
