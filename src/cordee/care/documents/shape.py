"""A document as the record holds it: plain R4, with all that the PDSm profile asks; `publishing` makes the rest."""

import msgspec

from cordee.access import Actor
from cordee.care.audience import Audience, all_labels
from cordee.care.chart import Chart
from cordee.care.documents.types import TYPES
from cordee.care.elements import concept, fhir_instant
from cordee.care.signing import about, signature
from cordee.fhir import encode, systems
from cordee.fhir.r4 import (
    Attachment,
    CodeableConcept,
    Coding,
    DocumentReference,
    DocumentReferenceContent,
    DocumentReferenceContext,
    EpisodeOfCare,
    HumanName,
    Identifier,
    Meta,
    Patient,
    Period,
    Reference,
)
from cordee.kernel.clock import now

SOURCE_PATIENT = "source"
ANY_FORMAT = "urn:ihe:iti:xds:2017:mimeTypeSufficient"


def shape_of(
    chart: Chart,
    actor: Actor,
    id_: str,
    type_code: str,
    title: str,
    audience: Audience,
    attachment: Attachment,
) -> DocumentReference:
    """Return a document about to be written, signed by who deposits it.

    The identity as it is known that day goes with it, as the profile asks (`sourcePatientInfo`).
    """
    at = fhir_instant(now())
    attachment.language, attachment.creation, attachment.title = "fr-FR", at, title
    return DocumentReference(
        id=id_,
        meta=Meta(security=all_labels(audience)),
        contained=[_source_patient(chart.patient)],
        masterIdentifier=Identifier(system=systems.URI, value=f"urn:uuid:{id_}"),
        status="current",
        type=CodeableConcept(
            coding=[Coding(system=systems.LOINC, code=type_code, display=TYPES[type_code])],
            text=TYPES[type_code],
        ),
        category=[concept(systems.DOCUMENT_CATEGORY, "document", "Document")],
        subject=about(chart.patient_id),
        date=at,
        author=[signature(actor)],
        custodian=_custodian(chart, actor),
        description=title,
        securityLabel=_labels(audience),
        content=[
            DocumentReferenceContent(
                attachment=attachment, format=Coding(system=systems.IHE_FORMAT, code=ANY_FORMAT)
            )
        ],
        context=DocumentReferenceContext(
            period=Period(start=at),
            facilityType=CodeableConcept(text=actor.organization_name or "Domicile"),
            practiceSetting=concept(systems.PRACTICE_SETTING, "AMBULATOIRE", "Ambulatoire"),
            sourcePatientInfo=Reference(reference=f"#{SOURCE_PATIENT}"),
        ),
    )


def _labels(audience: Audience) -> list[CodeableConcept]:
    if not audience.labels:
        return [CodeableConcept(coding=[Coding(system=systems.CONFIDENTIALITY, code="N")])]
    return [CodeableConcept(coding=[coding]) for coding in all_labels(audience) or ()]


def _custodian(chart: Chart, actor: Actor) -> Reference | None:
    """Return who answers for the document: the author's structure, else the one that coordinates."""
    if actor.organization:
        return Reference(reference=actor.organization, display=actor.organization_name or None)
    for episode in chart.of(EpisodeOfCare):
        if episode.managingOrganization is not None:
            return episode.managingOrganization
    team = chart.team
    return next(iter((team.managingOrganization if team else None) or ()), None)


def _source_patient(patient: Patient) -> msgspec.Raw:
    names = [
        HumanName(use=one.use, family=one.family, given=one.given) for one in patient.name or () if one.family
    ]
    told = Patient(id=SOURCE_PATIENT, name=names or None, gender=patient.gender, birthDate=patient.birthDate)
    return msgspec.Raw(encode(told))
