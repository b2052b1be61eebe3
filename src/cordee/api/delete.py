"""Delete a resource; its history stays. Source: https://hl7.org/fhir/R4/http.html#delete"""

from cordee.api.call import Call, Interaction, Reply
from cordee.api.preconditions import expected_version


async def delete(call: Call) -> Reply:
    """Return 204 once the resource is deleted, or when it was deleted already; 404 when there is none to be seen."""
    async with call.door.writing() as unit:
        unit.delete(call.type, call.id, expected_version=expected_version(call.headers))
    return Reply(status=204, version=unit.results[0].version, is_write=True)


DELETE = Interaction(code="delete", level="instance", method="DELETE", path="/{type}/{id}", handler=delete)
