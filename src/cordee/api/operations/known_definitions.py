"""Definitions by canonical address, for a call of the API: this server's own addresses are understood."""

from cordee.api.call import Call
from cordee.care import definitions
from cordee.fhir.json_value import Json


async def definition_at(call: Call, canonical: str, types: tuple[str, ...]) -> Json | None:
    """Return the definition at `url`, `url|version` or `Type/id` for the caller; see `care.definitions`."""
    return await definitions.definition_at(call.door, canonical, types, call.base)
