"""Read the current version of a resource. Source: https://hl7.org/fhir/R4/http.html#read"""

from cordee.api.call import Call, Interaction, Reply
from cordee.api.parts import part_asked
from cordee.api.preconditions import is_known


async def read(call: Call) -> Reply:
    """Return the stored bytes or the part of them asked for, or 304 when the caller has this version already."""
    stored = await call.door.read(call.type, call.id)
    if is_known(call.headers, stored.version, stored.updated_at):
        return Reply(status=304, version=stored.version, updated_at=stored.updated_at)
    content = part_asked(call, stored.content)
    return Reply(status=200, content=content, version=stored.version, updated_at=stored.updated_at)


READ = Interaction(code="read", level="instance", method="GET", path="/{type}/{id}", handler=read)
