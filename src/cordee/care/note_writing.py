"""Writing in the notebook: a note or a reply, with photos, for a chosen audience; taking it back."""

import asyncio
import base64
from collections.abc import Sequence

from cordee.access import Door
from cordee.care.audience import AUDIENCES, Audience, all_labels, choices_for, first_label
from cordee.care.chart import open_chart
from cordee.care.elements import concept, fhir_instant, refers_to, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import CareError, UnknownChoiceError
from cordee.care.notebook import NOTE_TYPES, is_note
from cordee.care.notices import notice_job
from cordee.care.photos import clean_photo
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Attachment,
    Binary,
    DocumentReference,
    DocumentReferenceContent,
    DocumentReferenceRelatesTo,
    Extension,
    Identifier,
    Meta,
    Reference,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError

DESCRIPTION_LENGTH = 120
PHOTOS_MAX = 4


async def add_note(
    door: Door, patient_id: str, *, type_code: str, text: str, is_urgent: bool, audience_code: str,
    photos: Sequence[bytes] = (), reply_to: str = "", form_id: str,
) -> str:  # fmt: skip
    """Write a note with its photos in one transaction and return its id; an urgent one tells the circle by a job.

    When a photo is not a picture, raises NotAPictureError and stores nothing. When the same form wrote it already,
    raises the store's conflict.
    """
    audience = AUDIENCES.get(audience_code)
    if audience is None or audience not in choices_for(door.actor):
        raise UnknownChoiceError("audience")
    if type_code not in NOTE_TYPES:
        raise UnknownChoiceError("type")
    if len(photos) > PHOTOS_MAX:
        raise CareError(
            f"{PHOTOS_MAX} photos au plus par note. Le texte est gardé.",
            f"At most {PHOTOS_MAX} photos a note. The text is kept.",
            field="photo",
        )
    pictures = [await asyncio.to_thread(clean_photo, photo) for photo in photos]
    await open_chart(door, patient_id)
    if reply_to:
        await _check_reply(door, patient_id, reply_to)
    async with door.writing() as unit:
        urls = [
            f"Binary/{unit.create(_binary(patient_id, picture, audience, entry_id(form_id, f'photo-{number}')))}"
            for number, picture in enumerate(pictures)
        ]
        note = _note(door, patient_id, text, audience)
        note.id = entry_id(form_id)
        note.masterIdentifier = Identifier(system=systems.URI, value=f"urn:uuid:{note.id}")
        note.type = concept(systems.NOTE_TYPE, type_code, NOTE_TYPES[type_code])
        note.extension = [Extension(url=systems.NOTE_IS_EMERGENCY, valueBoolean=is_urgent)]
        note.content += [
            _photo_content(url, len(picture)) for url, picture in zip(urls, pictures, strict=True)
        ]
        if reply_to:
            target = Reference(reference=f"DocumentReference/{reply_to}")
            note.relatesTo = [DocumentReferenceRelatesTo(code="appends", target=target)]
        note_id = unit.create(note)
        if is_urgent:
            note_key = f"DocumentReference/{note_id}"
            unit.defer(notice_job("urgent-note", patient_id, note_key, event_id=note_id))
    return note_id


async def withdraw_note(door: Door, patient_id: str, note_id: str, *, take_back: bool = False) -> None:
    """Withdraw one's own note, deactivated and not deleted; `take_back` shows it again.

    Only the author may. Source: cahier de liaison 3.0, imputability.
    """
    note: DocumentReference = (await door.read("DocumentReference", note_id)).resource
    if not refers_to(note.subject, f"Patient/{patient_id}") or not is_note(note):
        raise NotFoundError
    if not any(refers_to(author, door.actor.who) for author in note.author or ()):
        raise ForbiddenError(
            "Seul l’auteur d’une note peut la retirer. Rien n’a été modifié.",
            "Only the author of a note may withdraw it. Nothing was changed.",
        )
    note.status = "current" if take_back else "entered-in-error"
    async with door.writing() as unit:
        unit.update(note, expected_version=version_of(note.meta))


async def _check_reply(door: Door, patient_id: str, note_id: str) -> None:
    answered: DocumentReference = (await door.read("DocumentReference", note_id)).resource
    if not refers_to(answered.subject, f"Patient/{patient_id}") or not is_note(answered):
        raise NotFoundError


def _note(door: Door, patient_id: str, text: str, audience: Audience) -> DocumentReference:
    attachment = Attachment(
        contentType="text/plain", language="fr", data=base64.b64encode(text.encode()).decode("ascii")
    )
    return DocumentReference(
        meta=Meta(profile=[systems.NOTE_PROFILE], security=all_labels(audience)),
        status="current",
        subject=about(patient_id),
        date=fhir_instant(now()),
        author=[signature(door.actor)],
        description=" ".join(text.split())[:DESCRIPTION_LENGTH],
        securityLabel=first_label(audience),
        content=[DocumentReferenceContent(attachment=attachment)],
    )


def _binary(patient_id: str, picture: bytes, audience: Audience, binary_id: str) -> Binary:
    return Binary(
        id=binary_id,
        meta=Meta(security=all_labels(audience)),
        contentType="image/jpeg",
        securityContext=about(patient_id),
        data=base64.b64encode(picture).decode("ascii"),
    )


def _photo_content(url: str, size: int) -> DocumentReferenceContent:
    return DocumentReferenceContent(attachment=Attachment(contentType="image/jpeg", url=url, size=size))
