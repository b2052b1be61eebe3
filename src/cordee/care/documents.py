"""Documents of a record: the list, depositing one, reading its content."""

import base64
from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.audience import AUDIENCES, all_labels, audience_sentence, choices_for, first_label, labels_of
from cordee.care.chart import Chart, open_chart
from cordee.care.elements import concept, fhir_instant, instant, refers_to, version_of, words_of
from cordee.care.entry import entry_id
from cordee.care.errors import UnknownChoiceError
from cordee.care.files import Content, keep_file, sent_file
from cordee.care.notebook import is_note
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Attachment,
    CodeableConcept,
    Coding,
    DocumentReference,
    DocumentReferenceContent,
    Meta,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, NotFoundError

SHELVES: dict[str, int] = {"DocumentReference": 500}
TYPES = {
    "11490-0": "Lettre de liaison à la sortie",
    "11488-4": "Compte rendu de consultation",
    "11502-2": "Résultats de biologie",
    "18748-4": "Compte rendu d’imagerie",
    "57833-6": "Ordonnance",
    "60591-5": "Synthèse médicale",
    "96349-6": "Lettre d’adressage",
    "28653-4": "Document du secteur social ou médico-social",
    "34842-5": "Évaluation médico-sociale",
}


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the list; `binary_id` is empty when its content is kept elsewhere or within."""

    id: str
    title: str
    type_label: str
    author: str
    at: datetime | None
    content_type: str
    binary_id: str
    size: int
    audience: str
    is_mine: bool


def documents_of(chart: Chart, me: str = "") -> list[Document]:
    """Return the documents of a record opened with these SHELVES, newest first."""
    return [
        document_of(chart, one, me)
        for one in chart.of(DocumentReference)
        if not is_note(one) and one.status == "current"
    ]


def document_of(chart: Chart, one: DocumentReference, me: str = "") -> Document:
    """Return a document as it is shown."""
    attachment = one.content[0].attachment
    author = one.author[0] if one.author else None
    label = words_of(one.type) or words_of(one.category[0] if one.category else None)
    return Document(
        id=one.id or "",
        title=attachment.title or one.description or label or "Document",
        type_label=label,
        author=chart.person(author.reference, author.display).name if author is not None else "",
        at=instant(one.date),
        content_type=attachment.contentType or "",
        binary_id=_binary_id(attachment),
        size=attachment.size or 0,
        audience=audience_sentence(labels_of(one.meta.security if one.meta else None, one.securityLabel)),
        is_mine=bool(me) and refers_to(author, me),
    )


async def add_document(
    door: Door,
    patient_id: str,
    *,
    title: str,
    type_code: str,
    content: bytes,
    audience_code: str,
    form_id: str,
) -> str:
    """Deposit a document and return its id.

    PDF and plain text are kept as they came, pictures are redrawn without their metadata. Anything else raises
    NotADocumentError and stores nothing.
    """
    audience = AUDIENCES.get(audience_code)
    if audience is None or audience not in choices_for(door.actor):
        raise UnknownChoiceError("audience")
    if type_code not in TYPES:
        raise UnknownChoiceError("type")
    file = await sent_file(content, title=title)
    await open_chart(door, patient_id)
    async with door.writing() as unit:
        attachment = keep_file(
            unit, file, patient_id, id_=entry_id(form_id, "content"), labels=all_labels(audience)
        )
        return unit.create(
            DocumentReference(
                id=entry_id(form_id),
                meta=Meta(security=all_labels(audience)),
                status="current",
                type=CodeableConcept(
                    coding=[Coding(system=systems.LOINC, code=type_code, display=TYPES[type_code])],
                    text=TYPES[type_code],
                ),
                category=[concept(systems.DOCUMENT_CATEGORY, "document", "Document")],
                subject=about(patient_id),
                date=fhir_instant(now()),
                author=[signature(door.actor)],
                securityLabel=first_label(audience),
                content=[DocumentReferenceContent(attachment=attachment)],
            )
        )


async def withdraw_document(
    door: Door, patient_id: str, document_id: str, *, take_back: bool = False
) -> None:
    """Withdraw one's own document, deactivated and not deleted; `take_back` shows it again."""
    document = await _document(door, patient_id, document_id)
    if is_note(document):
        raise NotFoundError
    if not any(refers_to(author, door.actor.who) for author in document.author or ()):
        raise ForbiddenError(
            "Seul celui qui a déposé un document peut le retirer. Rien n’a été modifié.",
            "Only the author of a document may withdraw it. Nothing was changed.",
        )
    document.status = "current" if take_back else "entered-in-error"
    async with door.writing() as unit:
        unit.update(document, expected_version=version_of(document.meta))


async def read_inner_content(door: Door, patient_id: str, document_id: str) -> Content:
    """Return the bytes a document carries within itself, as imported ones do."""
    attachment = (await _document(door, patient_id, document_id)).content[0].attachment
    if not attachment.data:
        raise NotFoundError
    return Content(content_type=attachment.contentType or "", data=base64.b64decode(attachment.data))


async def _document(door: Door, patient_id: str, document_id: str) -> DocumentReference:
    document: DocumentReference = (await door.read("DocumentReference", document_id)).resource
    if not refers_to(document.subject, f"Patient/{patient_id}"):
        raise NotFoundError
    return document


def _binary_id(attachment: Attachment) -> str:
    url = attachment.url or ""
    return url.split("/")[1] if url.startswith("Binary/") else ""
