"""Writing in the notebook: a note or a reply, with what is joined to it, for a chosen audience; taking it back."""

from collections.abc import Sequence

from cordee.access import Door
from cordee.care.audience import Audience, all_labels, chosen_audience, first_label
from cordee.care.chart import open_chart
from cordee.care.elements import concept, exact_instant, refers_to, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import CareError, UnknownChoiceError
from cordee.care.files import NOTE_KINDS, PICTURES, VOICES, SentFile, keep_file, sent_file, sent_photo
from cordee.care.notebook.contents import text_content
from cordee.care.notebook.in_words import UNSAID, InWords
from cordee.care.notebook.kinds import NOTE_TYPES, is_note, marks
from cordee.care.notebook.note import reply_to as head_of
from cordee.care.notices import notice_job
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    DocumentReference,
    DocumentReferenceContent,
    DocumentReferenceContext,
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
FILES_MAX = 4


async def add_note(
    door: Door, patient_id: str, *, type_code: str, text: str, is_urgent: bool, audience_code: str,
    photos: Sequence[bytes] = (), files: Sequence[bytes] = (), reply_to: str = "",
    in_words: InWords = UNSAID, made_of: str = "", form_id: str,
) -> str:  # fmt: skip
    """Write a note with its photos, voice and papers in one transaction and return its id.

    An urgent one tells the circle by a job. The text may be empty when something is joined; `in_words` describes what
    is. A reply stands under the head of its conversation; `made_of` is the reference of a message it repeats. When a
    photo is not a picture, or a file not of a kind a note holds, raises NotAPictureError or NotADocumentError and
    stores nothing. When the same form wrote it already, raises the store's conflict.
    """
    audience = chosen_audience(door.actor, audience_code)
    if type_code not in NOTE_TYPES:
        raise UnknownChoiceError("type")
    joined = await _joined(photos, files, in_words)
    if not text and not joined:
        raise CareError(
            "Écrivez la note, ou joignez une photo ou un message vocal. Rien n’est encore enregistré.",
            "Write a few words, or join a photo or a voice message. Nothing is stored yet.",
            field="text",
        )
    await open_chart(door, patient_id)
    head = await _head(door, patient_id, reply_to) if reply_to else None
    async with door.writing() as unit:
        note = _note(door, patient_id, text or _words_for(joined[0]), audience)
        note.id = entry_id(form_id)
        note.masterIdentifier = Identifier(system=systems.URI, value=f"urn:uuid:{note.id}")
        note.type = concept(systems.NOTE_TYPE, type_code, NOTE_TYPES[type_code])
        note.extension = [Extension(url=systems.NOTE_IS_EMERGENCY, valueBoolean=is_urgent)]
        assert note.meta is not None
        note.meta.tag = marks(urgent=is_urgent)
        if made_of:
            note.context = DocumentReferenceContext(related=[Reference(reference=made_of)])
        says_voice = in_words.is_transcript and any(file.kind in VOICES for file in joined)
        note.content = [text_content(text, is_transcript=says_voice)] if text else []
        for number, file in enumerate(joined):
            attachment = keep_file(
                unit, file, patient_id, id_=entry_id(form_id, f"file-{number}"), labels=all_labels(audience)
            )
            note.content.append(DocumentReferenceContent(attachment=attachment))
        if head is not None:
            target = Reference(reference=f"DocumentReference/{head.id}")
            note.relatesTo = [DocumentReferenceRelatesTo(code="appends", target=target)]
        note_id = unit.create(note)
        if is_urgent:
            unit.defer(
                notice_job("urgent-note", patient_id, f"DocumentReference/{note_id}", event_id=note_id)
            )
        if head is not None and not is_urgent:
            told = [one.reference or "" for one in head.author or ()]
            unit.defer(
                notice_job("note-reply", patient_id, f"DocumentReference/{note_id}", told, event_id=note_id)
            )
    return note_id


async def withdraw_note(door: Door, patient_id: str, note_id: str, *, take_back: bool = False) -> None:
    """Withdraw one's own note, deactivated and not deleted; `take_back` shows it again.

    Only the author may. Source: cahier de liaison 3.0, imputability.
    """
    note = await own_note(door, patient_id, note_id)
    note.status = "current" if take_back else "entered-in-error"
    async with door.writing() as unit:
        unit.update(note, expected_version=version_of(note.meta))


async def own_note(door: Door, patient_id: str, note_id: str) -> DocumentReference:
    """Return a note of this record that this actor wrote. Raises NotFoundError, ForbiddenError."""
    note: DocumentReference = (await door.read("DocumentReference", note_id)).resource
    if not refers_to(note.subject, f"Patient/{patient_id}") or not is_note(note):
        raise NotFoundError
    if not any(refers_to(author, door.actor.who) for author in note.author or ()):
        raise ForbiddenError(
            "Seul l’auteur d’une note peut la corriger ou la retirer. Rien n’a été modifié.",
            "Only the author of a note may correct or withdraw it. Nothing was changed.",
        )
    return note


def summary_of(text: str) -> str:
    """Return the head of a note's text: what lists of other software show."""
    return " ".join(text.split())[:DESCRIPTION_LENGTH]


async def _joined(photos: Sequence[bytes], files: Sequence[bytes], in_words: InWords) -> list[SentFile]:
    if len(photos) > PHOTOS_MAX or len(files) > FILES_MAX:
        raise CareError(
            f"{PHOTOS_MAX} photos et {FILES_MAX} fichiers au plus par note. Le texte est gardé.",
            f"At most {PHOTOS_MAX} photos and {FILES_MAX} files a note. The text is kept.",
            field="photo" if len(photos) > PHOTOS_MAX else "files",
        )
    pictures = [await sent_photo(photo, in_words.of_photo(number)) for number, photo in enumerate(photos)]
    return pictures + [
        await sent_file(file, NOTE_KINDS, title=in_words.of_file(number), field="files")
        for number, file in enumerate(files)
    ]


async def _head(door: Door, patient_id: str, note_id: str) -> DocumentReference:
    """Return the head of the conversation a reply belongs to. Raises NotFoundError."""
    answered: DocumentReference = (await door.read("DocumentReference", note_id)).resource
    if not refers_to(answered.subject, f"Patient/{patient_id}") or not is_note(answered):
        raise NotFoundError
    first = head_of(answered)
    found = (await door.read_many([f"DocumentReference/{first}"])) if first else {}
    return next((one.resource for one in found.values()), answered)


def _words_for(file: SentFile) -> str:
    if file.kind in PICTURES:
        return "Photo"
    return "Message vocal" if file.kind in VOICES else "Document joint"


def _note(door: Door, patient_id: str, text: str, audience: Audience) -> DocumentReference:
    return DocumentReference(
        meta=Meta(profile=[systems.NOTE_PROFILE], security=all_labels(audience)),
        status="current",
        subject=about(patient_id),
        date=exact_instant(now()),
        author=[signature(door.actor)],
        description=summary_of(text),
        securityLabel=first_label(audience),
        content=[],
    )
