"""What a request for support opens to who asked, one resource at a time: the request, its task, its files. ADR 0046.

Others ask for the same person, before and after: a right on all requests of a record would show theirs. The rows are
those of `sent_part`, each with the resource it opens as its source, so that they go with the version they came of.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from cordee.fhir import decode
from cordee.store.arrays import array
from cordee.store.asker import system_asker
from cordee.store.came_of import joined_to
from cordee.store.categories import REQUEST
from cordee.store.circle import asked_by
from cordee.store.database import Connection
from cordee.store.positional import fetch
from cordee.store.wall import shown_within

ASKING = "ServiceRequest"
ATTENDING_TYPES = frozenset({"Task", "DocumentReference"})
"""Types of what stands beside a request, besides the contents of its files."""
_SETTLER = system_asker("requests")

# Who writes a request and who writes what stands beside it wait for one another: the later sees what the other did.
_HOLD = """SELECT pg_advisory_xact_lock(hashtextextended('request ' || i, 0))
    FROM (SELECT i FROM unnest(%(ids)s::text::text[]) i ORDER BY i) i"""
_REQUESTS = """SELECT r.id, r.patient_id, r.content FROM resource r
    WHERE r.type = 'ServiceRequest' AND r.id = ANY(%(ids)s::text::text[]) AND NOT r.deleted
      AND r.patient_id IS NOT NULL"""
# The text is searched for the ids alone, then read.
_BESIDE = """SELECT r.key, r.type, r.patient_id, r.content FROM resource r
    WHERE r.patient_id = ANY(%(patients)s::text::text[]) AND r.type IN ('Task', 'DocumentReference')
      AND r.category = %(category)s::int AND NOT r.deleted AND EXISTS (
          SELECT 1 FROM unnest(%(ids)s::text::text[]) w (id) WHERE strpos(r.content::text, w.id) > 0)"""
_CONTENTS = """SELECT w.source, r.key FROM (
        SELECT * FROM unnest(%(sources)s::text::bigint[], %(ids)s::text::text[], %(patients)s::text::text[])
            w (source, id, patient_id) OFFSET 0) w
    JOIN resource r ON r.type = 'Binary' AND r.id = w.id AND r.patient_id = w.patient_id
    WHERE r.category = %(category)s::int"""
_DROP = "DELETE FROM sent_part WHERE source_key = ANY(%(keys)s::text::bigint[])"
_ADD = """INSERT INTO sent_part (source_key, recipient, patient_id, resource_key, writes, starts_at)
    SELECT u.source, u.recipient, u.patient, u.resource, false, u.starts
    FROM unnest(%(source)s::text::bigint[], %(recipient)s::text::text[], %(patient)s::text::text[],
                %(resource)s::text::bigint[], %(starts)s::text::timestamptz[])
        AS u (source, recipient, patient, resource, starts)"""


class Beside(msgspec.Struct, frozen=True):
    """A resource that is a request, or stands beside one: `request` is the id of that.

    `was_of` is the patient whose record it was of before it was written, where something was.
    """

    key: int
    type: str
    resource: Any
    patient_id: str
    request: str
    was_of: str = ""


class Opened(msgspec.Struct, frozen=True):
    """One resource that one who asked may read."""

    source_key: int
    recipient: str
    patient_id: str
    resource_key: int
    starts_at: datetime


def request_of(resource: Any, type_name: str, id_: str) -> str:
    """Return the id of the ServiceRequest a resource is, or names as what it stands beside; empty for none."""
    if type_name == ASKING:
        return id_
    if type_name not in ATTENDING_TYPES or resource is None:
        return ""
    return next(_requests_named(resource, type_name), "")


def beside(
    key: int,
    type_name: str,
    id_: str,
    resource: Any,
    patient_id: str | None,
    category: int,
    was: int = 0,
    was_of: str | None = None,
) -> Beside | None:
    """Return what is written as it stands to a request for support; None for what is of none.

    `category` is the part of the record it is of, `was` that of the version it replaces, `was_of` the patient of
    that: what stood beside a request that is none any more, or of another record, has to follow. A deletion has no
    resource.
    """
    if type_name == ASKING:
        patient_id = patient_id or was_of
    if patient_id is None or not REQUEST & (category | was if type_name == ASKING else category):
        return None
    request = request_of(resource, type_name, id_)
    return Beside(key, type_name, resource, patient_id, request, was_of or "") if request else None


async def settle_requested(connection: Connection, written: Sequence[Beside]) -> None:
    """Write what requests, and what stands beside them, open to who asked; their own old rows went with their versions.

    Must be called inside the transaction. Cost: nothing unless one of these was written; then, whatever the number of
    files, six statements at most, and the two that show the platform's rows to others than itself.
    """
    if not written:
        return
    async with shown_within(connection, _SETTLER):
        await fetch(connection, _HOLD, {"ids": array(sorted({one.request for one in written}))})
        here = {one.key for one in written}
        asked = {one.request: {one.patient_id, one.was_of} - {""} for one in written if one.type == ASKING}
        others = [one for one in await _standing(connection, asked) if one.key not in here]
        if others:
            await fetch(connection, _DROP, {"keys": array([one.key for one in others])})
        found = await opened_by(connection, [*written, *others])
        if found:
            await fetch(connection, _ADD, _columns(found))


async def opened_by(connection: Connection, sources: Sequence[Beside]) -> list[Opened]:
    """Return what these open to who asked; the connection shows the platform's rows."""
    if not sources:
        return []
    ids = {"ids": array(sorted({one.request for one in sources}))}
    grants = {
        (id_, patient_id): grant
        for id_, patient_id, content in await fetch(connection, _REQUESTS, ids)
        if (grant := asked_by(decode(content, ASKING))) is not None
    }
    open_ = [
        (one, grant)
        for one in sources
        if one.resource is not None and (grant := grants.get((one.request, one.patient_id))) is not None
    ]
    files = await _contents(connection, [one for one, _ in open_ if one.type == "DocumentReference"])
    return [
        Opened(one.key, grant.who, one.patient_id, key, grant.starts_at)
        for one, grant in open_
        for key in (one.key, *files.get(one.key, ()))
    ]


async def _standing(connection: Connection, asked: dict[str, set[str]]) -> list[Beside]:
    """Return what stands beside these requests, by their ids and whose they are, or were."""
    if not asked:
        return []
    values = {
        "patients": array(sorted(set().union(*asked.values()))),
        "ids": array(sorted(asked)),
        "category": REQUEST,
    }
    found = [
        beside(key, type_, "", decode(content, type_), patient_id, REQUEST)
        for key, type_, patient_id, content in await fetch(connection, _BESIDE, values)
    ]
    return [one for one in found if one is not None and one.patient_id in asked.get(one.request, ())]


async def _contents(connection: Connection, documents: Sequence[Beside]) -> dict[int, list[int]]:
    """Return the keys of the contents of these documents, by the key of each."""
    named = [
        (one.key, reference.partition("/")[2], one.patient_id)
        for one in documents
        for reference in sorted(joined_to(one.resource, one.type))
    ]
    if not named:
        return {}
    sources, ids, patients = (array(column) for column in zip(*named, strict=True))
    values = {"sources": sources, "ids": ids, "patients": patients, "category": REQUEST}
    found: dict[int, list[int]] = {}
    for source, key in await fetch(connection, _CONTENTS, values):
        found.setdefault(source, []).append(key)
    return found


def _requests_named(resource: Any, type_name: str) -> Iterator[str]:
    references: Iterable[Any] = (
        [resource.focus]
        if type_name == "Task"
        else (resource.context.related if resource.context is not None else None) or ()
    )
    for one in references:
        type_, _, id_ = ((one.reference if one is not None else None) or "").partition("/")
        if type_ == ASKING and id_ and "/" not in id_:
            yield id_


def _columns(found: Sequence[Opened]) -> dict[str, str]:
    return {
        "source": array([one.source_key for one in found]),
        "recipient": array([one.recipient for one in found]),
        "patient": array([one.patient_id for one in found]),
        "resource": array([one.resource_key for one in found]),
        "starts": array([one.starts_at for one in found]),
    }
