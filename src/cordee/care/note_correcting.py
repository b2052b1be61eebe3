"""Correcting one's own note: what it said before stays, and can be read. ADR 0040."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.audience import all_labels, audience_sentence, chosen_audience, first_label, labels_of
from cordee.care.chart import Chart
from cordee.care.elements import code_of, concept, refers_to, version_of
from cordee.care.entry import drawn_id
from cordee.care.errors import UnknownChoiceError
from cordee.care.files import one_line, thumbnail_id
from cordee.care.note_writing import own_note, summary_of
from cordee.care.notebook.contents import PHOTO, VOICE, is_text, pieces_of, text_content, text_of
from cordee.care.notebook.kinds import NOTE_TYPES, is_note, is_urgent, marks
from cordee.care.notices import notice_job
from cordee.care.people import Person
from cordee.fhir import systems
from cordee.fhir.r4 import Binary, Coding, DocumentReference, DocumentReferenceContent, Extension, Meta
from cordee.kernel.errors import NotFoundError

VERSIONS_MAX = 50


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What a note is to say; `version` is the one its author was shown.

    `described` says in words what joined files show, by the id of their Binary; those it does not name stay.
    `is_transcript` when the text says what the voice message of the note says.
    """

    type_code: str
    text: str
    is_urgent: bool
    audience_code: str
    version: int
    described: Mapping[str, str] = {}
    is_transcript: bool = False


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """What a note said for a while; `is_withdrawn` when it was not shown then."""

    number: int
    at: datetime
    by: Person
    type_label: str
    text: str
    is_urgent: bool
    audience: str
    is_withdrawn: bool


async def correct_note(door: Door, patient_id: str, note_id: str, correction: Correction) -> None:
    """Correct one's own note; what is joined to it stays, and follows its audience. It is new to its readers again.

    Only the author may. When it was changed since it was shown, raises VersionConflictError. One that becomes urgent
    tells the circle.
    """
    audience = chosen_audience(door.actor, correction.audience_code)
    if correction.type_code not in NOTE_TYPES:
        raise UnknownChoiceError("type")
    note = await own_note(door, patient_id, note_id)
    becomes_urgent = correction.is_urgent and not is_urgent(note)
    files = await _files(door, note) if all_labels(audience) != _labels(note) else []
    note.type = concept(systems.NOTE_TYPE, correction.type_code, NOTE_TYPES[correction.type_code])
    note.extension = [
        *(one for one in note.extension or () if one.url != systems.NOTE_IS_EMERGENCY),
        Extension(url=systems.NOTE_IS_EMERGENCY, valueBoolean=correction.is_urgent),
    ]
    note.meta = note.meta or Meta()
    note.meta.tag = marks(urgent=correction.is_urgent, corrected=True)
    note.meta.security = all_labels(audience)
    note.securityLabel = first_label(audience)
    joined = [one for one in note.content if not is_text(one.attachment)]
    _describe(joined, correction.described)
    says_voice = correction.is_transcript and any(piece.form == VOICE for piece in pieces_of(note))
    written = [text_content(correction.text, is_transcript=says_voice)] if correction.text else []
    note.content = [*written, *joined]
    note.description = summary_of(correction.text) or note.description
    async with door.writing() as unit:
        unit.update(note, expected_version=correction.version)
        for file in files:
            file.meta = file.meta or Meta()
            file.meta.security = all_labels(audience)
            unit.update(file, expected_version=version_of(file.meta))
        if becomes_urgent:
            about = f"DocumentReference/{note_id}"
            unit.defer(notice_job("urgent-note", patient_id, about, event_id=drawn_id(note_id, "urgent")))


async def versions_of(door: Door, chart: Chart, note_id: str) -> list[Version]:
    """Return what a note said, the newest first. Raises NotFoundError when it is not of this record."""
    page = await door.history("DocumentReference", note_id, VERSIONS_MAX)
    found = [(row, row.resource) for row in page.rows if not row.deleted]
    if not found or not is_note(found[0][1]):
        raise NotFoundError
    if not refers_to(found[0][1].subject, f"Patient/{chart.patient_id}"):
        raise NotFoundError
    await chart.learn(door, (row.updated_by for row, _ in found))
    return [
        Version(
            number=row.version,
            at=row.updated_at,
            by=chart.person(row.updated_by),
            type_label=NOTE_TYPES.get(code_of(note.type, systems.NOTE_TYPE), "Note"),
            text=text_of(note),
            is_urgent=is_urgent(note),
            audience=audience_sentence(
                labels_of(note.meta.security if note.meta else None, note.securityLabel)
            ),
            is_withdrawn=note.status != "current",
        )
        for row, note in found
    ]


def _describe(joined: list[DocumentReferenceContent], described: Mapping[str, str]) -> None:
    for content in joined:
        words = described.get((content.attachment.url or "").removeprefix("Binary/"))
        if words is not None:
            content.attachment.title = one_line(words) or None


async def _files(door: Door, note: DocumentReference) -> list[Binary]:
    ids = [piece.binary_id for piece in pieces_of(note)]
    ids += [thumbnail_id(piece.binary_id) for piece in pieces_of(note) if piece.form == PHOTO]
    return [stored.resource for stored in (await door.read_many(f"Binary/{one}" for one in ids)).values()]


def _labels(note: DocumentReference) -> list[Coding] | None:
    return (note.meta.security if note.meta else None) or None
