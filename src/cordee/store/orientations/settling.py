"""The parts sent, made to follow the Tasks of orientations in the transaction that writes them."""

from collections.abc import Iterable
from typing import Any

import msgspec

from cordee.fhir import decode
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store.arrays import array
from cordee.store.asker import Asker, system_asker
from cordee.store.database import Connection
from cordee.store.orientations.sent import TASK, Sent, named_by, sent_by, stays_sent
from cordee.store.positional import fetch
from cordee.store.predicate import predicate_values, visible
from cordee.store.statements import statement
from cordee.store.wall import shown_within

_SEEN = """SELECT count(*)
    FROM (SELECT * FROM unnest(%(types)s::text::text[], %(ids)s::text::text[]) w (type, id) OFFSET 0) w
    JOIN resource r ON r.type = w.type AND r.id = w.id
    WHERE NOT r.deleted AND r.patient_id = %(patient_id)s AND {visible}"""


_KEYS = """SELECT r.key
    FROM (SELECT * FROM unnest(%(types)s::text::text[], %(ids)s::text::text[]) w (type, id) OFFSET 0) w
    JOIN resource r ON r.type = w.type AND r.id = w.id WHERE r.patient_id = %(patient_id)s"""


class Addressed(msgspec.Struct, frozen=True):
    """The Task of an orientation being written; `unchecked` is what it names and did not send already."""

    key: int
    task: Any
    patient_id: str
    unchecked: tuple[str, ...]


def addressed(key: int, task: Any, patient_id: str, stood: bytes | None) -> Addressed:
    """Return a Task to settle, `stood` being the version it replaces."""
    before: Any = decode(stood, TASK) if stood is not None else None
    known = set(named_by(before)) if stays_sent(before, task) else set()
    return Addressed(key, task, patient_id, tuple(one for one in named_by(task) if one not in known))


async def settle_sent(connection: Connection, asker: Asker, written: Iterable[Addressed]) -> None:
    """Write what the Tasks written open; their old rows went with their old versions.

    Nobody names what they do not see, nor what is of another record, be it in a draft, nor sends it to
    somebody new. Cost: two statements a Task.
    Raises: NotFoundError.
    """
    for one in written:
        if one.unchecked and not asker.is_system:
            await _refuse_unseen(connection, asker, one)
        sent = sent_by(one.task, TASK)
        if sent is not None:
            await write_sent(connection, one.key, sent, one.patient_id)


async def write_sent(connection: Connection, key: int, sent: Sent, patient_id: str) -> None:
    """Write the rows of one Task."""
    types, ids = _apart(sent.others)
    values = {
        "source": key,
        "recipient": sent.recipient,
        "may_answer": sent.may_answer,
        "starts_at": sent.starts_at,
        "types": types,
        "ids": ids,
        "patient_id": patient_id,
    }
    async with shown_within(connection, system_asker("orientation")):
        await fetch(connection, statement("settle_sent"), values)


async def _refuse_unseen(connection: Connection, asker: Asker, one: Addressed) -> None:
    types, ids = _apart(one.unchecked)
    values = predicate_values(asker, now()) | {"types": types, "ids": ids, "patient_id": one.patient_id}
    async with shown_within(connection, asker):
        rows = await fetch(connection, _SEEN.replace("{visible}", visible(asker)), values)
    if rows[0][0] != len(one.unchecked):
        raise NotFoundError


async def keys_sent(connection: Connection, sent: Sent, patient_id: str) -> list[int]:
    """Return the keys of what a Task opens beside itself, as a check of the index reads them."""
    types, ids = _apart(sent.others)
    rows = await fetch(connection, _KEYS, {"types": types, "ids": ids, "patient_id": patient_id})
    return [row[0] for row in rows]


def _apart(references: tuple[str, ...]) -> tuple[str, str]:
    parts = [one.split("/")[:2] for one in references]
    return array([one[0] for one in parts]), array([one[-1] for one in parts])
