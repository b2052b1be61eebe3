"""A document in the national shape for sharing (PDSm, comprehensive), made when it is asked for.

The record keeps authors by reference: by that they are searched, and held to what they signed. The shared shape wants
them within the document, for a receiver who knows nobody here; so it is made on the way out.
"""

import msgspec

from cordee.access import Door
from cordee.care.documents.depositing import any_document
from cordee.care.errors import CareError
from cordee.fhir import encode, systems
from cordee.fhir.r4 import (
    CodeableConcept,
    Coding,
    DocumentReference,
    Meta,
    Patient,
    PractitionerRole,
    Reference,
)
from cordee.kernel.errors import NotFoundError

AUTHOR = "author"


async def published(door: Door, patient_id: str, document_id: str) -> DocumentReference:
    """Return a document as it is shared with other systems. Cost: two statements.

    One without a structure that answers for it, or whose author is neither a professional nor the person, has no such
    shape: raises CareError.
    """
    document = await any_document(door, patient_id, document_id)
    reference = (document.author[0].reference if document.author else None) or ""
    try:
        stored = await door.read(*reference.split("/", 1)) if reference.count("/") == 1 else None
    except NotFoundError:
        stored = None
    author = _within(stored.resource) if stored is not None else None
    if author is None or document.custodian is None or document.contained is None:
        raise CareError(
            "Ce document n’a pas tout ce que le partage national demande (auteur professionnel, structure). "
            "Il reste lisible ici.",
            "This document lacks what national sharing asks for (a professional author, a structure).",
        )
    document.contained = [*document.contained, author]
    document.author = [Reference(reference=f"#{AUTHOR}", display=document.author[0].display)]  # type: ignore[index]
    document.meta = document.meta or Meta()
    document.meta.profile = [systems.DOCUMENT_PROFILE]
    document.securityLabel = document.securityLabel or [
        CodeableConcept(coding=[Coding(system=systems.CONFIDENTIALITY, code="N")])
    ]
    return document


def _within(author: PractitionerRole | Patient) -> msgspec.Raw | None:
    """Return an author as they stand within a shared document: who they are, and no more."""
    if isinstance(author, PractitionerRole):
        told = PractitionerRole(
            id=AUTHOR, identifier=author.identifier, practitioner=author.practitioner,
            organization=author.organization, code=author.code, specialty=author.specialty,
        )  # fmt: skip
        return msgspec.Raw(encode(told))
    if isinstance(author, Patient):
        return msgspec.Raw(encode(Patient(id=AUTHOR, name=author.name, birthDate=author.birthDate)))
    return None
