"""The notebook (cahier de liaison): reading its notes, newest first, with their replies and who has read them."""

import base64
import binascii
from collections.abc import Iterable
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.audience import audience_sentence, labels_of
from cordee.care.chart import Chart
from cordee.care.elements import code_of, id_in, instant
from cordee.care.people import Person
from cordee.fhir import systems
from cordee.fhir.r4 import DocumentReference
from cordee.store import Stored

PAGE_SIZE = 30
NOTE_TYPES = {
    "OBS": "Observation",
    "INTERV": "Intervention",
    "GEN": "Information",
    "INST": "Consigne",
    "DEM-AVIS": "Demande d’avis",
}
NOTE_ICONS = {
    "OBS": "eye",
    "INTERV": "hand-stop",
    "GEN": "notebook",
    "INST": "list-check",
    "DEM-AVIS": "message",
}


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One note: who, when, what kind, the text, its photos, and for whom it is written."""

    id: str
    type: str
    type_label: str
    is_urgent: bool
    author: Person
    at: datetime | None
    changed_at: datetime
    text: str
    photos: tuple[str, ...]
    audience: str
    reply_to: str
    replies: tuple["Note", ...] = ()
    read_by: tuple[str, ...] = ()


class Notebook(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the notebook; `cursor` asks for the older notes."""

    notes: tuple[Note, ...]
    cursor: str | None


def is_note(reference: DocumentReference) -> bool:
    """Return whether a DocumentReference is a note of the notebook and not a document."""
    return bool(code_of(reference.type, systems.NOTE_TYPE))


async def show_notebook(door: Door, chart: Chart, cursor: str | None = None) -> Notebook:
    """Return a page of notes, replies under what they answer. Cost: two statements, one more for unknown names."""
    page = await door.timeline(chart.patient_id, ["DocumentReference"], PAGE_SIZE, cursor)
    stored = [(one, one.resource) for one in page.rows]
    found = [(one, ref) for one, ref in stored if is_note(ref) and ref.status == "current"]
    await chart.learn(
        door, (ref for _, one in found if (ref := _author_reference(one)) and not _author_name(one))
    )
    visits = await door.visits(chart.patient_id)
    notes = [note_of(chart, one, reference, visits) for one, reference in found]
    return Notebook(notes=tuple(threaded(notes)), cursor=page.cursor)


def note_of(chart: Chart, stored: Stored, reference: DocumentReference, visits: dict[str, datetime]) -> Note:
    """Return a note as it is shown; `visits` tells who has read the record since."""
    code = code_of(reference.type, systems.NOTE_TYPE)
    author = chart.person(_author_reference(reference), _author_name(reference))
    readers = [
        chart.person(who).name
        for who, seen_at in visits.items()
        if seen_at >= stored.updated_at and who != author.reference and who in chart.people
    ]
    return Note(
        id=reference.id or "",
        type=code,
        type_label=NOTE_TYPES.get(code, "Note"),
        is_urgent=is_urgent(reference),
        author=author,
        at=instant(reference.date) or stored.updated_at,
        changed_at=stored.updated_at,
        text=text_of(reference),
        photos=tuple(photos_of(reference)),
        audience=audience_sentence(
            labels_of(reference.meta.security if reference.meta else None, reference.securityLabel)
        ),
        reply_to=next(
            (
                id_in(one.target, "DocumentReference")
                for one in reference.relatesTo or ()
                if one.code == "appends"
            ),
            "",
        ),
        read_by=tuple(sorted(readers)),
    )


def threaded(notes: Iterable[Note]) -> list[Note]:
    """Return the notes with replies, oldest first, under the note of the same page they answer."""
    notes = list(notes)
    ids = {note.id for note in notes}
    heads = [note for note in notes if note.reply_to not in ids]

    def with_replies(head: Note) -> Note:
        mine = [with_replies(note) for note in notes if note.reply_to == head.id]
        return msgspec.structs.replace(head, replies=tuple(reversed(mine)))

    return [with_replies(head) for head in heads]


def text_of(reference: DocumentReference) -> str:
    """Return the whole text of a note: its plain-text content, else its description."""
    for content in reference.content:
        attachment = content.attachment
        if (attachment.contentType or "").startswith("text/plain") and attachment.data:
            try:
                return base64.b64decode(attachment.data).decode("utf-8", errors="replace")
            except (binascii.Error, ValueError):
                break
    return reference.description or ""


def is_urgent(reference: DocumentReference) -> bool:
    """Return whether a note is marked urgent."""
    return any(
        extension.url == systems.NOTE_IS_EMERGENCY and extension.valueBoolean
        for extension in reference.extension or ()
    )


def photos_of(reference: DocumentReference) -> Iterable[str]:
    """Return the ids of the photos of a note."""
    for content in reference.content:
        attachment = content.attachment
        if (attachment.contentType or "").startswith("image/") and (attachment.url or "").startswith(
            "Binary/"
        ):
            yield (attachment.url or "").split("/")[1]


def _author_reference(reference: DocumentReference) -> str:
    return (reference.author[0].reference if reference.author else None) or ""


def _author_name(reference: DocumentReference) -> str:
    return (reference.author[0].display if reference.author else None) or ""
