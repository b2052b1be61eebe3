"""Depositing a document, or a new version of one's own; putting one aside, withdrawing it; each taken back."""

from cordee.access import Door
from cordee.care.audience import all_labels, chosen_audience
from cordee.care.chart import open_chart
from cordee.care.documents.belonging import is_of_record
from cordee.care.documents.shape import shape_of
from cordee.care.documents.types import TYPES
from cordee.care.elements import refers_to, version_of
from cordee.care.entry import entry_id
from cordee.care.errors import UnknownChoiceError
from cordee.care.files import keep_file, sent_file
from cordee.care.notices import notice_job
from cordee.fhir import systems
from cordee.fhir.r4 import DocumentReference, DocumentReferenceRelatesTo, Extension, Reference
from cordee.kernel.errors import ForbiddenError, NotFoundError


async def add_document(
    door: Door,
    patient_id: str,
    *,
    title: str,
    type_code: str,
    content: bytes,
    audience_code: str,
    form_id: str,
    replaces: str = "",
) -> str:
    """Deposit a document and return its id; with `replaces`, as the new version of one's own, which stays readable.

    PDF and plain text are kept as they came, pictures are redrawn without their metadata. Anything else raises
    NotADocumentError and stores nothing. When the same form deposited it already, raises the store's conflict.
    """
    audience = chosen_audience(door.actor, audience_code)
    if type_code not in TYPES:
        raise UnknownChoiceError("type")
    file = await sent_file(content, title=title)
    chart = await open_chart(door, patient_id)
    before = await own_document(door, patient_id, replaces) if replaces else None
    async with door.writing() as unit:
        attachment = keep_file(
            unit, file, patient_id, id_=entry_id(form_id, "content"), labels=all_labels(audience)
        )
        document = shape_of(chart, door.actor, entry_id(form_id), type_code, title, audience, attachment)
        if before is not None:
            target = Reference(reference=f"DocumentReference/{before.id}")
            document.relatesTo = [DocumentReferenceRelatesTo(code="replaces", target=target)]
            before.status = "superseded"
            unit.update(before, expected_version=version_of(before.meta))
        document_id = unit.create(document)
        unit.defer(
            notice_job("document", patient_id, f"DocumentReference/{document_id}", event_id=document_id)
        )
    return document_id


async def withdraw_document(
    door: Door, patient_id: str, document_id: str, *, take_back: bool = False
) -> None:
    """Withdraw one's own document, deactivated and not deleted; `take_back` shows it again."""
    document = await own_document(door, patient_id, document_id)
    document.status = "current" if take_back else "entered-in-error"
    async with door.writing() as unit:
        unit.update(document, expected_version=version_of(document.meta))


async def archive_document(door: Door, patient_id: str, document_id: str, *, take_back: bool = False) -> None:
    """Put one's own document aside: it leaves the list, and is found among those put aside."""
    document = await own_document(door, patient_id, document_id)
    others = [one for one in document.extension or () if one.url != systems.DOCUMENT_IS_ARCHIVED]
    document.extension = [*others, Extension(url=systems.DOCUMENT_IS_ARCHIVED, valueBoolean=not take_back)]
    async with door.writing() as unit:
        unit.update(document, expected_version=version_of(document.meta))


async def own_document(door: Door, patient_id: str, document_id: str) -> DocumentReference:
    """Return a document of this record that this actor deposited. Raises NotFoundError, ForbiddenError."""
    document = await any_document(door, patient_id, document_id)
    if not any(refers_to(author, door.actor.who) for author in document.author or ()):
        raise ForbiddenError(
            "Seul celui qui a déposé un document peut le remplacer, l’archiver ou le retirer. Rien n’a été modifié.",
            "Only the author of a document may replace, archive or withdraw it. Nothing was changed.",
        )
    return document


async def any_document(door: Door, patient_id: str, document_id: str) -> DocumentReference:
    """Return a document of this record. Raises NotFoundError, for a note or a file of a request too."""
    document: DocumentReference = (await door.read("DocumentReference", document_id)).resource
    if not refers_to(document.subject, f"Patient/{patient_id}") or not is_of_record(document):
        raise NotFoundError
    return document
