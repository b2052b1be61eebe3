"""Telling the circle of an urgent note: one notice a professional who may read it, once whatever the retries."""

from hashlib import sha256

from cordee.access import Door
from cordee.access.habilitation import reader_class_of, reader_of, reads_of
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import code_of, concept, fhir_instant, has_ended, refers_to
from cordee.care.notebook import NOTE_TYPES, is_note
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Communication,
    CommunicationPayload,
    DocumentReference,
    EpisodeOfCare,
    Meta,
    PractitionerRole,
    Reference,
)
from cordee.kernel.clock import now
from cordee.store.categories import NOTEBOOK
from cordee.store.visibility import bits_of

WORDS = "Note urgente dans le cahier"
TIME_LENGTH = 15


async def notify_circle(door: Door, patient_id: str, note_id: str) -> int:
    """Write one notice to each other professional of the circle, referent included, who may read the note.

    A notice never repeats the note's text and carries its labels. A note withdrawn meanwhile notifies nobody; run
    again, writes nothing new. Returns how many notices stand.
    """
    note: DocumentReference = (await door.read("DocumentReference", note_id)).resource
    if note.status != "current" or not is_note(note) or not refers_to(note.subject, f"Patient/{patient_id}"):
        return 0
    chart = await open_chart(door, patient_id)
    members = professionals_of(chart)
    listed = await door.read_many(members)
    hidden = _hidden_from(note)
    authors = {author.reference for author in note.author or ()}
    readers = [
        member
        for member in members
        if member not in authors and member in listed and _may_read(listed[member].resource, hidden)
    ]
    ids = {member: notice_id(note_id, member) for member in readers}
    present = await door.read_many(f"Communication/{one}" for one in ids.values())
    async with door.writing() as unit:
        for member, id_ in ids.items():
            if f"Communication/{id_}" not in present:
                unit.create(_notice(chart, note, member, id_))
    return len(ids)


def notice_id(note_id: str, member: str) -> str:
    """Return the id of the notice of one note to one member, always the same."""
    mixed = sha256(f"{note_id}/{member}".encode()).hexdigest()
    return f"{note_id[:TIME_LENGTH]}{mixed[:3]}-a{mixed[3:6]}-{mixed[6:18]}"


def professionals_of(chart: Chart) -> list[str]:
    """Return the professionals present in a circle, the referent of the record included, by reference."""
    at = now()
    found: dict[str, None] = {}
    for participant in (chart.team.participant if chart.team else None) or ():
        reference = (participant.member.reference if participant.member else None) or ""
        if reference.startswith("PractitionerRole/") and not has_ended(participant.period, at):
            found[reference] = None
    for episode in chart.of(EpisodeOfCare):
        manager = (episode.careManager.reference if episode.careManager else None) or ""
        if episode.status == "active" and manager.startswith("PractitionerRole/"):
            found[manager] = None
    return list(found)


def _hidden_from(note: DocumentReference) -> int:
    on_the_version = (note.meta.security if note.meta else None) or ()
    return bits_of(
        *on_the_version, *(one for label in note.securityLabel or () for one in label.coding or ())
    )


def _may_read(role: PractitionerRole, hidden: int) -> bool:
    code = next((found for one in role.code or () if (found := code_of(one, systems.ROLE))), "")
    reader_class = reader_class_of("professional", code)
    return bool(reads_of(reader_class) & NOTEBOOK) and not reader_of(reader_class) & hidden


def _notice(chart: Chart, note: DocumentReference, member: str, id_: str) -> Communication:
    kind = NOTE_TYPES.get(code_of(note.type, systems.NOTE_TYPE), "Note")
    return Communication(
        id=id_,
        meta=Meta(security=note.meta.security if note.meta else None),
        status="completed",
        category=[concept(systems.NOTICE, "urgent-note", WORDS)],
        priority="urgent",
        subject=about(chart.patient_id),
        about=[Reference(reference=f"DocumentReference/{note.id}", display=kind)],
        sent=fhir_instant(now()),
        recipient=[Reference(reference=member, display=chart.person(member).name)],
        sender=note.author[0] if note.author else None,
        payload=[CommunicationPayload(contentString=WORDS)],
    )
