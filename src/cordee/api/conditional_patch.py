"""Change parts of the resource that matches. Source: https://hl7.org/fhir/R4/http.html#patch"""

from cordee.access import Door
from cordee.api.call import Call, Interaction, Reply
from cordee.api.criteria import criteria_of
from cordee.api.matching import one_match
from cordee.api.patching import patch_one, sent_patch
from cordee.api.preconditions import expected_version
from cordee.api.writing import written_reply
from cordee.fhir.patch import Patch
from cordee.kernel.errors import NotFoundError
from cordee.store import Transaction, Written


async def conditional_patch(call: Call) -> Reply:
    """Apply a patch to the one resource that matches, 200; 404 when there is none, 412 when there are several."""
    return await patch_match(call, await sent_patch(call))


async def patch_match(call: Call, change: Patch) -> Reply:
    """Apply a patch to the one resource that the criteria of the call match."""
    criteria = criteria_of(call.type, call.pairs, call.base)
    version = expected_version(call.headers)

    async def attempt(transaction: Transaction, _inside: Door) -> Written:
        await transaction.hold(criteria.names)
        found = await one_match(transaction, criteria, to_write=True)
        if found is None:
            raise NotFoundError
        return await patch_one(transaction, call.type, found, change, version)

    return written_reply(await call.door.transact(attempt))


CONDITIONAL_PATCH = Interaction(
    code="patch",
    level="type",
    method="PATCH",
    path="/{type}",
    handler=conditional_patch,
    is_conditional=True,
)
