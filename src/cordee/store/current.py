"""The current rows of what a unit changes, locked, with what the asker may do to them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, GoneError, NotFoundError, VersionConflictError
from cordee.store.asker import Asker
from cordee.store.database import Connection
from cordee.store.my_records import my_records
from cordee.store.orientations.sent import is_answer
from cordee.store.owned import is_own_offer, is_owned
from cordee.store.predicate import predicate_values, visible
from cordee.store.staged import Act, Staged
from cordee.store.statements import statement
from cordee.store.unit import Unit


class Current(msgspec.Struct, frozen=True):
    """One locked row; `granted` are the categories the asker's circles let them write in its record now.

    `first_by` wrote its first version. `is_sent` says it was sent to the asker's structure, to be answered.
    """

    key: int
    type: str
    id: str
    version: int
    deleted: bool
    patient_id: str | None
    category: int
    hidden_from: int
    happened_at: datetime
    updated_at: datetime
    updated_by: str
    content: bytes
    is_visible: bool
    granted: int
    first_by: str
    is_sent: bool


async def lock_current(connection: Connection, unit: Unit) -> dict[tuple[str, str], Current]:
    """Return the current rows of everything staged, by type and id, locked until the transaction ends."""
    return await lock(connection, unit.asker, [(one.type, one.id) for one in unit.staged])


async def lock(
    connection: Connection, asker: Asker, named: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Current]:
    """Return the rows of the resources named by type and id, locked until the transaction ends.

    Rows are locked in the order of type and id, so that two units cannot wait for each other. Those the asker may not
    see are among them: `is_visible` says it.
    """
    text = statement("lock_current").replace("{visible}", visible(asker))
    text = text.replace("{record}", my_records(asker, "c.patient_id = r.patient_id"))
    values = predicate_values(asker, now()) | {
        "types": [type_ for type_, _ in named],
        "ids": [id_ for _, id_ in named],
    }
    rows = await (await connection.execute(text.encode(), values)).fetchall()
    return {(row[1], row[2]): Current(*row) for row in rows}


def check_change(one: Staged, row: Current, asker: Asker) -> None:
    """Check a change against the current version: the old subject as strictly as the new one.

    Raises NotFoundError for what the asker does not see, or ForbiddenError when the act would have created it, so that
    absent and invisible answer alike; ForbiddenError for what they see and never write. A deletion that may find
    nothing is refused with ForbiddenError where it would find something: it must not be told that all is well.
    VersionConflictError when somebody was faster, GoneError when an update comes after a deletion.
    """
    is_theirs = row.is_visible and (
        is_owned(row.type, row.patient_id)
        or is_own_offer(asker, row.type, row.content, one.resource)
        or answers(one, row)
    )
    if not asker.is_system and not is_theirs:
        if not row.is_visible or not row.granted & row.category:
            if one.act is Act.PUT or one.may_be_absent:
                raise ForbiddenError  # as if nothing were there: a create that is refused answers so
            raise NotFoundError
        if not asker.writes & row.category:
            raise ForbiddenError
    if one.expected_version is not None and one.expected_version != row.version:
        raise VersionConflictError(row.version)
    if row.deleted and one.act is Act.UPDATE:
        raise GoneError


def answers(one: Staged, row: Current | None) -> bool:
    """Return whether a change answers an orientation sent to the asker's structure, and does nothing else to it."""
    return row is not None and row.is_sent and not row.deleted and is_answer(row.content, one.resource)
