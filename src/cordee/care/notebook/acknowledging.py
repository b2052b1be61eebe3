"""« J’ai lu » : a reader says so of one note, and everyone who may read the note sees it. ADR 0040.

A Communication for each note and reader who said so: `partOf` the note, sent by the reader. It carries the labels of
the note, so that it is hidden from whom the note is, and no word of it.
"""

from collections.abc import Iterable
from datetime import datetime

from cordee.access import Door
from cordee.care.elements import concept, exact_instant, id_in, instant, refers_to, version_of
from cordee.care.entry import drawn_id
from cordee.care.notebook.kinds import is_note
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import Communication, DocumentReference, Meta, Reference
from cordee.fhir.search import parse_query
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Stored

READ = "read"
ACKNOWLEDGEMENTS_MAX = 500


async def acknowledge(door: Door, patient_id: str, note_id: str) -> None:
    """Note that this reader has read what a note says now; again, after a correction, moves the instant.

    When the note is not theirs to read, or not of this record, raises NotFoundError.
    """
    note: DocumentReference = (await door.read("DocumentReference", note_id)).resource
    if not is_note(note) or note.status != "current" or not refers_to(note.subject, f"Patient/{patient_id}"):
        raise NotFoundError
    id_ = drawn_id(note_id, f"read/{door.actor.who}")
    stood = (await door.read_many([f"Communication/{id_}"])).get(f"Communication/{id_}")
    async with door.writing() as unit:
        if stood is None:
            unit.create(_acknowledgement(door, patient_id, note, id_))
            return
        told: Communication = stood.resource
        told.sent = told.received = exact_instant(now())
        told.status = "completed"
        unit.update(told, expected_version=version_of(told.meta))


async def take_back(door: Door, patient_id: str, note_id: str) -> None:
    """Undo one's own « J’ai lu » : the note is to be read again."""
    id_ = drawn_id(note_id, f"read/{door.actor.who}")
    told: Communication = (await door.read("Communication", id_)).resource
    if not refers_to(told.subject, f"Patient/{patient_id}"):
        raise NotFoundError
    told.status = "entered-in-error"
    async with door.writing() as unit:
        unit.update(told, expected_version=version_of(told.meta))


async def acknowledgements(
    door: Door, patient_id: str, note_ids: Iterable[str]
) -> dict[str, dict[str, datetime]]:
    """Return who said of which of these notes that they read it, and when. Cost: one statement, none without notes."""
    ids = sorted(note_ids)
    if not ids:
        return {}
    pairs = [
        ("patient", f"Patient/{patient_id}"),
        ("status", "completed"),
        ("category", f"{systems.NOTE_READING}|{READ}"),
        ("part-of", ",".join(f"DocumentReference/{one}" for one in ids)),
        ("_count", str(ACKNOWLEDGEMENTS_MAX)),
    ]
    found: dict[str, dict[str, datetime]] = {}
    for stored in (await door.search(parse_query("Communication", pairs))).rows:
        note_id, who, at = _said(stored)
        if note_id and who and at is not None:
            found.setdefault(note_id, {})[who] = at
    return found


def _said(stored: Stored) -> tuple[str, str, datetime | None]:
    told: Communication = stored.resource
    notes = (id_in(one, "DocumentReference") for one in told.partOf or ())
    return next(notes, ""), (told.sender.reference if told.sender else None) or "", instant(told.received)


def _acknowledgement(door: Door, patient_id: str, note: DocumentReference, id_: str) -> Communication:
    at = exact_instant(now())
    labels = [
        *((note.meta.security if note.meta else None) or ()),
        *(one for label in note.securityLabel or () for one in label.coding or ()),
    ]
    unique = {(one.system, one.code): one for one in labels}
    return Communication(
        id=id_,
        meta=Meta(security=list(unique.values())) if unique else None,
        partOf=[Reference(reference=f"DocumentReference/{note.id}")],
        status="completed",
        category=[concept(systems.NOTE_READING, READ, "Note lue")],
        subject=about(patient_id),
        sent=at,
        received=at,
        sender=signature(door.actor),
    )
