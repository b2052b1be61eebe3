"""A small circle of fictional people, and one record they share."""

from decimal import Decimal

from cordee.access import Actor
from cordee.access.policy import policy_of
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Attachment,
    CareTeam,
    CareTeamParticipant,
    CodeableConcept,
    Coding,
    DocumentReference,
    DocumentReferenceContent,
    HumanName,
    Observation,
    Patient,
    Period,
    Quantity,
    Reference,
)
from cordee.store import Asker

DAC = "Organization/dac"


def actor(login: str, kind: str, role: str, who: str, organization: str = "") -> Actor:
    keys = (who, organization) if organization else (who,)
    return Actor(
        id=login, login=login, name=login, kind=kind, role=role, role_label=role, who=who, keys=keys,
        organization=organization, organization_name=organization,
    )  # fmt: skip


COORDINATOR = actor("coordinator", "professional", "coordinator", "PractitionerRole/coordinator", DAC)
GP = actor("gp", "professional", "gp", "PractitionerRole/gp")
NURSE = actor("nurse", "professional", "nurse", "PractitionerRole/nurse", "Organization/practice")
SOCIAL = actor("social", "professional", "social-worker", "PractitionerRole/social")
OUTSIDER = actor("outsider", "professional", "nurse", "PractitionerRole/outsider", "Organization/elsewhere")
PATIENT = actor("jeanne", "patient", "", "Patient/jeanne")
DAUGHTER = actor("daughter", "carer", "", "RelatedPerson/daughter")


def asker(person: Actor) -> Asker:
    return policy_of(person, "care")


def patient(id_: str = "jeanne", family: str = "Lambert") -> Patient:
    return Patient(
        id=id_, name=[HumanName(use="official", family=family, given=["Jeanne"])], birthDate="1942-03-12"
    )


def member(reference: str, start: str | None = "2026-01-01", end: str | None = None) -> CareTeamParticipant:
    period = Period(start=start, end=end) if start or end else None
    return CareTeamParticipant(member=Reference(reference=reference), period=period)


def team(patient_id: str = "jeanne", *participants: CareTeamParticipant, id_: str | None = None) -> CareTeam:
    return CareTeam(
        id=id_ or f"team-{patient_id}",
        status="active",
        name="Cercle de soins",
        subject=Reference(reference=f"Patient/{patient_id}"),
        period=Period(start="2026-01-01"),
        participant=list(participants)
        or [member(GP.who), member(NURSE.who), member(SOCIAL.who), member(DAUGHTER.who)],
        managingOrganization=[Reference(reference=DAC)],
    )


def weight(
    kilograms: str = "62.10", patient_id: str = "jeanne", at: str = "2026-11-20T08:00:00+01:00"
) -> Observation:
    return Observation(
        status="final",
        category=[CodeableConcept(coding=[Coding(system=systems.OBSERVATION_CATEGORY, code="vital-signs")])],
        code=CodeableConcept(coding=[Coding(system=systems.LOINC, code="29463-7")]),
        subject=Reference(reference=f"Patient/{patient_id}"),
        effectiveDateTime=at,
        valueQuantity=Quantity(value=Decimal(kilograms), unit="kg", system=systems.UCUM, code="kg"),
    )


def note(id_: str, *labels: str) -> DocumentReference:
    concepts = [CodeableConcept(coding=[Coding(system=systems.VISIBILITY, code=code)]) for code in labels]
    return DocumentReference(
        id=id_,
        status="current",
        type=CodeableConcept(coding=[Coding(system=systems.NOTE_TYPE, code="OBS")]),
        subject=Reference(reference="Patient/jeanne"),
        securityLabel=concepts or None,
        content=[DocumentReferenceContent(attachment=Attachment(contentType="text/plain"))],
    )
