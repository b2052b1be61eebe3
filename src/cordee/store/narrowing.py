"""What came of an entry is hidden from whom the entry comes to be hidden from, in the same transaction. ADR 0045.

A label may be put on an entry after others were made of it: a task of a note, an action of a goal, a reply, the version
of a plan that holds it. Each gets the label as a new version, written by the platform: past versions are shown to
nobody to whom the current one is not, and who wrote the last one is no longer its last writer. What came of those
follows.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from cordee.fhir import decode
from cordee.fhir.r4 import Coding, Meta
from cordee.store.arrays import array
from cordee.store.asker import system_asker
from cordee.store.came_of import COMING_TYPES, came_of, joined_to
from cordee.store.columns import Columns
from cordee.store.current import Current
from cordee.store.database import Connection
from cordee.store.positional import fetch
from cordee.store.visibility import bits_of

NARROWER = system_asker("narrowing")

_STANDS = "r.patient_id = %(patient_id)s AND NOT r.deleted AND r.hidden_from & %(bits)s <> %(bits)s"
_FILES = f"""SELECT r.type, r.id, r.content, coalesce(
        (SELECT v.updated_by FROM version v WHERE v.key = r.key AND v.version = 1), r.updated_by)
    FROM (SELECT * FROM unnest(%(ids)s::text::text[]) w (id) OFFSET 0) w
    JOIN resource r ON r.type = 'Binary' AND r.id = w.id
    WHERE {_STANDS} ORDER BY r.id"""
# The text is searched for the ids alone, then read: a record is looked through, once a round.
_COMING = f"""SELECT r.type, r.id, r.content, NULL FROM resource r
    WHERE {_STANDS} AND r.type = ANY(%(types)s::text::text[]) AND EXISTS (
        SELECT 1 FROM unnest(%(ids)s::text::text[]) w (id) WHERE strpos(r.content::text, w.id) > 0)
    ORDER BY r.type, r.id"""


class Narrowed(msgspec.Struct, frozen=True):
    """An entry of a record that some are hidden from since it was written; `bits` are those it gained.

    `author` wrote it first: files of theirs alone follow it, nobody hides another's by joining it. What `is_new` was
    before nobody's eyes: nothing came of it yet, the files it joins may have been stored before.
    """

    patient_id: str
    type: str
    resource: Any
    bits: int
    author: str
    is_new: bool

    @property
    def reference(self) -> str:
        """Return `Type/id`."""
        return f"{self.type}/{self.resource.id}"


def narrowed_by(
    resource: Any, type_name: str, columns: Columns, row: Current | None, author: str
) -> Narrowed | None:
    """Return an entry that a write hides from somebody it was not hidden from; None when nothing can follow it.

    `row` is what the write replaces, `author` who writes.
    """
    gained = columns.hidden_from & ~(row.hidden_from if row is not None else 0)
    if not gained or resource is None or columns.patient_id is None:
        return None
    if row is not None:
        return Narrowed(columns.patient_id, type_name, resource, gained, row.first_by, is_new=False)
    if not joined_to(resource, type_name):
        return None
    return Narrowed(columns.patient_id, type_name, resource, gained, author, is_new=True)


async def to_be_narrowed(connection: Connection, narrowed: Sequence[Narrowed]) -> list[Any]:
    """Return what came of entries that were narrowed and is not hidden alike yet, with the labels it lacks.

    The connection must show the platform's rows. Cost, for all entries of one record that are hidden from the same
    since: one statement when they join files, and one, which looks through the record, unless all are new.
    """
    alike: dict[tuple[str, int], list[Narrowed]] = {}
    for one in narrowed:
        alike.setdefault((one.patient_id, one.bits), []).append(one)
    found: dict[tuple[str, str], Any] = {}
    for (patient_id, bits), entries in alike.items():
        joined = {one.reference: joined_to(one.resource, one.type) for one in entries}
        for type_, id_, content, author in await _candidates(connection, patient_id, bits, entries):
            resource = found.get((type_, id_)) or decode(content, type_)
            sources = came_of(resource, type_)
            for one in entries:
                is_joined = author == one.author and f"{type_}/{id_}" in joined[one.reference]
                if is_joined or one.reference in sources:
                    label(resource, labels_with(one.resource, bits))
                    found[type_, id_] = resource
    return list(found.values())


async def _candidates(
    connection: Connection, patient_id: str, bits: int, entries: Sequence[Narrowed]
) -> list[tuple[Any, ...]]:
    """Return what may have come of entries, and the files they join with who wrote each first."""
    about = {"patient_id": patient_id, "bits": bits}
    files = sorted({name for one in entries for name in joined_to(one.resource, one.type)})
    known = [one.resource.id for one in entries if not one.is_new]
    found: list[tuple[Any, ...]] = []
    if files:
        found += await fetch(
            connection, _FILES, {**about, "ids": array([name.partition("/")[2] for name in files])}
        )
    if known:
        found += await fetch(
            connection, _COMING, {**about, "ids": array(known), "types": array(sorted(COMING_TYPES))}
        )
    return found


def labels_with(resource: Any, bits: int) -> list[Coding]:
    """Return the labels of a resource that hide it from those."""
    on_the_version = (resource.meta.security if resource.meta is not None else None) or ()
    concepts = (one for one in getattr(resource, "securityLabel", None) or () if one is not None)
    every = [*on_the_version, *(coding for one in concepts for coding in getattr(one, "coding", None) or ())]
    return [one for one in every if bits_of(one) & bits]


def label(resource: Any, labels: Iterable[Coding]) -> None:
    """Add labels to a resource, each once."""
    stood = (resource.meta.security if resource.meta is not None else None) or []
    known = {(one.system, one.code) for one in stood}
    new = dict.fromkeys((one.system, one.code) for one in labels if (one.system, one.code) not in known)
    if new:
        resource.meta = resource.meta or Meta()
        resource.meta.security = [*stood, *(Coding(system=system, code=code) for system, code in new)]
