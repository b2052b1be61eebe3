"""Create a resource unless one matches (`If-None-Exist`). Source: https://hl7.org/fhir/R4/http.html#ccreate"""

from typing import Any

from cordee.access import Door
from cordee.api.call import Call, Reply
from cordee.api.criteria import criteria_of
from cordee.api.matching import one_match
from cordee.api.writing import written_reply
from cordee.store import Transaction, Written


async def create_unless_matched(call: Call, resource: Any) -> Reply:
    """Store the resource, 201, when nothing the caller may see matches; else return what does, 200, left as it is.

    Of two calls at once with the same criteria, one creates and the other finds. Raises: SeveralMatchError.
    """
    criteria = criteria_of(call.type, call.headers["if-none-exist"].lstrip("?"), call.base)

    async def attempt(transaction: Transaction, _inside: Door) -> Written:
        await transaction.hold(criteria.names)
        found = await one_match(transaction, criteria, to_write=False)
        if found is not None and (standing := await standing_version(transaction, call.type, found)):
            return standing
        unit = transaction.unit()
        unit.create(resource, is_decoded=True)
        return (await transaction.flush(unit))[0]

    return written_reply(await call.door.transact(attempt))


async def standing_version(transaction: Transaction, type_: str, id_: str) -> Written | None:
    """Return the current version of a resource that a conditional create found, or None when it is gone by now."""
    current = await transaction.current(type_, id_)
    if current is None or current.deleted:
        return None
    return Written(
        type=type_,
        id=id_,
        version=current.version,
        outcome="unchanged",
        content=current.content,
        updated_at=current.updated_at,
    )
