"""Read one version of a resource. Source: https://hl7.org/fhir/R4/http.html#vread"""

from cordee.api.call import Call, Interaction, Reply
from cordee.api.parts import part_asked
from cordee.api.preconditions import is_known
from cordee.kernel.errors import NotFoundError

VERSION_MAX = 2**31 - 1


async def vread(call: Call) -> Reply:
    """Return the stored bytes of that version; 410 when that version is a deletion."""
    if not (call.version.isascii() and call.version.isdigit() and 0 < int(call.version) <= VERSION_MAX):
        raise NotFoundError
    stored = await call.door.vread(call.type, call.id, int(call.version))
    if is_known(call.headers, stored.version, stored.updated_at):
        return Reply(status=304, version=stored.version, updated_at=stored.updated_at)
    content = part_asked(call, stored.content)
    return Reply(status=200, content=content, version=stored.version, updated_at=stored.updated_at)


VREAD = Interaction(
    code="vread", level="instance", method="GET", path="/{type}/{id}/_history/{version}", handler=vread
)
