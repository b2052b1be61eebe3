"""A PATCH as an entry of a batch: its body is a resource that holds the patch."""

from cordee.api.call import Call, Reply
from cordee.api.conditional_patch import patch_match
from cordee.api.patch import patch_version
from cordee.api.patching import patch_of_entry


async def patch_entry(call: Call) -> Reply:
    """Answer as `patch` would."""
    return await patch_version(call, patch_of_entry(await call.read_body(), call.type))


async def conditional_patch_entry(call: Call) -> Reply:
    """Answer as `conditional_patch` would."""
    return await patch_match(call, patch_of_entry(await call.read_body(), call.type))
