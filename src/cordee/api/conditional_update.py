"""Update the resource that matches, or create one. Source: https://hl7.org/fhir/R4/http.html#cond-update"""

from typing import Any

import msgspec

from cordee.access import Door
from cordee.api.call import Call, Interaction, Reply
from cordee.api.criteria import criteria_of
from cordee.api.errors import ExistsAlreadyError
from cordee.api.matching import one_match
from cordee.api.preconditions import expected_version, wants_new
from cordee.api.update import stage_update, wrong_id
from cordee.api.writing import sent_resource, written_reply
from cordee.kernel.errors import VersionConflictError
from cordee.kernel.ids import is_part_id, new_id
from cordee.store import Transaction, Written
from cordee.store.errors import AlreadyExistsError, ReservedIdError


async def conditional_update(call: Call) -> Reply:
    """Store a new version of the one resource that matches, 200; or the first version of a new one, 201.

    - one match: an id in the body must be its id (400 otherwise);
    - no match: created, under the id of the body when there is one, which nothing may have yet (409);
    - several: 412. `If-Match` needs a match of that version, `If-None-Match: *` needs none.
    """
    criteria = criteria_of(call.type, call.pairs, call.base)
    version, is_new = expected_version(call.headers), wants_new(call.headers)
    sent = await sent_resource(call)

    async def attempt(transaction: Transaction, _inside: Door) -> Written:
        await transaction.hold(criteria.names)
        found = await one_match(transaction, criteria, to_write=True)
        if found is not None and is_new:
            raise ExistsAlreadyError
        if found is None and version is not None:
            raise VersionConflictError
        unit = transaction.unit()
        stage_update(
            unit, await matched_resource(transaction, sent, found), version if found else None, is_new=False
        )
        return (await transaction.flush(unit))[0]

    return written_reply(await call.door.transact(attempt))


async def matched_resource(transaction: Transaction, sent: Any, found: str | None) -> Any:
    """Return the resource sent, under the id it is to be stored with.

    Raises: InvalidRequestError when it names another id than that of the match; AlreadyExistsError when nothing matches
        and the id it names is that of something else.
    """
    type_ = sent.resourceType
    if found is not None:
        if sent.id not in (None, found):
            raise wrong_id(type_)
        return msgspec.structs.replace(sent, id=found)
    await refuse_taken(transaction, type_, sent.id)
    return msgspec.structs.replace(sent, id=sent.id or new_id())


async def refuse_taken(transaction: Transaction, type_: str, id_: str | None) -> None:
    """Refuse an id for a new resource that is something else's, or that the platform alone gives."""
    if id_ is None:
        return
    if is_part_id(id_):
        raise ReservedIdError
    standing = await transaction.current(type_, id_)
    if standing is not None and not standing.deleted:
        raise AlreadyExistsError(standing.reference)


CONDITIONAL_UPDATE = Interaction(
    code="update",
    level="type",
    method="PUT",
    path="/{type}",
    handler=conditional_update,
    takes_json=True,
    is_conditional=True,
)
