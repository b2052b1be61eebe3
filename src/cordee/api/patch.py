"""Change parts of a resource. Source: https://hl7.org/fhir/R4/http.html#patch"""

from cordee.access import Door
from cordee.api.call import Call, Interaction, Reply
from cordee.api.patching import patch_one, sent_patch
from cordee.api.preconditions import expected_version
from cordee.api.writing import written_reply
from cordee.fhir.patch import Patch
from cordee.store import Transaction, Written


async def patch(call: Call) -> Reply:
    """Apply a JSON Patch or a FHIRPath Patch to the current version and store the result as an update would, 200.

    422 when the patch does not apply, or when what it makes is no valid resource; with `If-Match`, 412 when that is not
    the current version. The version patched is locked: no change of somebody else is lost.
    """
    return await patch_version(call, await sent_patch(call))


async def patch_version(call: Call, change: Patch) -> Reply:
    """Apply a patch to the resource the call names."""
    version = expected_version(call.headers)

    async def attempt(transaction: Transaction, _inside: Door) -> Written:
        return await patch_one(transaction, call.type, call.id, change, version)

    return written_reply(await call.door.transact(attempt))


PATCH = Interaction(code="patch", level="instance", method="PATCH", path="/{type}/{id}", handler=patch)
