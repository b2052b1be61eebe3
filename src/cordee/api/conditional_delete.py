"""Delete the resources that match. Source: https://hl7.org/fhir/R4/http.html#cdelete"""

from cordee.access import Door
from cordee.api.call import Call, Interaction, Reply
from cordee.api.criteria import Criteria, criteria_of
from cordee.api.errors import SeveralMatchError
from cordee.api.preconditions import expected_version
from cordee.api.writing import deleted_reply
from cordee.kernel.errors import VersionConflictError
from cordee.store import Transaction, Written

DELETED_MAX = 100
"""Resources one conditional delete may delete: more are a sign that the criteria are not those that were meant."""


async def conditional_delete(call: Call) -> Reply:
    """Return 204 once all that matches and the caller may see is deleted, at most `DELETED_MAX`; else none is, 412.

    No match is 204 as well. With `If-Match`, exactly one resource must match, in that version. When one of them is not
    the caller's to delete, none is.
    """
    criteria = criteria_of(call.type, call.pairs, call.base)
    version = expected_version(call.headers)

    async def attempt(transaction: Transaction, _inside: Door) -> list[Written]:
        await transaction.hold(criteria.names)
        found = await matches_to_delete(transaction, criteria, version)
        unit = transaction.unit()
        for id_ in found:
            unit.delete(call.type, id_, expected_version=version, may_be_absent=True)
        return await transaction.flush(unit) if found else []

    deleted = await call.door.transact(attempt)
    return deleted_reply(deleted[0]) if len(deleted) == 1 else Reply(status=204, is_write=True)


async def matches_to_delete(transaction: Transaction, criteria: Criteria, version: int | None) -> list[str]:
    """Return the ids of what a conditional delete is about. Raises: SeveralMatchError, VersionConflictError."""
    most = DELETED_MAX if version is None else 1
    found = await transaction.matching(criteria.query, most + 1, to_write=True)
    if len(found) > most:
        raise SeveralMatchError(most)
    if version is not None and not found:
        raise VersionConflictError
    return found


CONDITIONAL_DELETE = Interaction(
    code="delete",
    level="type",
    method="DELETE",
    path="/{type}",
    handler=conditional_delete,
    is_conditional=True,
)
