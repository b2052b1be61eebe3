"""The one shape of a Consent: information given, a permission outside the care team, a refusal, and its withdrawal.

Pure: each function returns a Consent to write through the door; `store/consents.py` reads that shape into rules.
Source: docs/consents.md; L1110-4 and L1110-12 CSP, decree 2016-1349.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cordee.care.elements import concept, fhir_instant
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CodeableConcept,
    Coding,
    Consent,
    ConsentPolicy,
    ConsentProvision,
    ConsentProvisionActor,
    ConsentProvisionData,
    ConsentVerification,
    Extension,
    Period,
    Reference,
)

INFORMATION, PERMISSION, REFUSAL = "information", "permission", "refusal"
KINDS = {
    INFORMATION: "Information donnée, non-opposition",
    PERMISSION: "Accord pour un partage hors de l’équipe de soins",
    REFUSAL: "Refus",
}
COLLECTED_HOW = {
    "oral": "De vive voix",
    "phone": "Au téléphone",
    "written": "Par écrit",
    "electronic": "Dans l’application",
}
_PATIENT_CONSENT = Coding(system=systems.LOINC, code="59284-0", display="Patient Consent")
_PRIVACY = Coding(system=systems.CONSENT_SCOPE, code="patient-privacy", display="Privacy Consent")
_RECIPIENT = Coding(system=systems.PARTICIPATION_TYPE, code="IRCP", display="information recipient")


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """Whom it is about: somebody or a structure by `reference`, or a class of readers; `display` says it in words."""

    reference: str = ""
    reader_class: str = ""
    display: str = ""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Who agreed (the person, or who represents them), who collected it, when, how, and under which notice.

    `notice` is the address of the version of the notice that was given; `scan` a DocumentReference, when there is one.
    """

    agreed_by: str
    collected_by: str
    at: datetime
    how: str
    notice: str
    scan: str = ""


def information(patient_id: str, evidence: Evidence) -> Consent:
    """Return that the person was informed and did not object; it changes nobody's rights."""
    return _consent(INFORMATION, patient_id, evidence, None)


def permission(
    patient_id: str,
    recipients: Sequence[Recipient],
    evidence: Evidence,
    *,
    categories: Sequence[str] = (),
    starts: str = "",
    ends: str = "",
) -> Consent:
    """Return a permission for recipients outside the care team, of the whole record or some categories.

    It opens nothing to whoever stands in no circle: it is what a membership outside the care team needs. Who reads a
    part of a record reads whose it is: the identity is always among the categories.
    """
    assert recipients, "a permission names whom it is for"
    if categories:
        categories = list(dict.fromkeys(("identity", *categories)))
    provision = _provision("permit", recipients, categories, starts or fhir_instant(evidence.at), ends)
    return _consent(PERMISSION, patient_id, evidence, provision)


def refusal(
    patient_id: str,
    recipients: Sequence[Recipient],
    evidence: Evidence,
    *,
    categories: Sequence[str] = (),
    documents: Sequence[str] = (),
    starts: str = "",
    ends: str = "",
) -> Consent:
    """Return a refusal: of recipients (none: everyone but the person), for all, some categories or some documents."""
    provision = _provision("deny", recipients, categories, starts or fhir_instant(evidence.at), ends)
    provision.data = [
        ConsentProvisionData(meaning="instance", reference=Reference(reference=one)) for one in documents
    ] or None
    return _consent(REFUSAL, patient_id, evidence, provision)


def withdrawn(consent: Consent, evidence: Evidence) -> Consent:
    """Return the consent, withdrawn: from the moment it is stored, it permits and refuses nothing."""
    if consent.provision is not None:
        period = consent.provision.period or Period()
        consent.provision.period = Period(start=period.start, end=fhir_instant(evidence.at))
    consent.status = "inactive"
    consent.verification = [*(consent.verification or ()), _verification(evidence)]
    return consent


def _consent(kind: str, patient_id: str, evidence: Evidence, provision: ConsentProvision | None) -> Consent:
    return Consent(
        status="active",
        scope=CodeableConcept(coding=[_PRIVACY]),
        category=[
            concept(systems.CONSENT_KIND, kind, KINDS[kind]),
            CodeableConcept(coding=[_PATIENT_CONSENT]),
        ],
        patient=Reference(reference=f"Patient/{patient_id}"),
        dateTime=fhir_instant(evidence.at),
        performer=[Reference(reference=evidence.agreed_by)],
        sourceReference=Reference(reference=evidence.scan) if evidence.scan else None,
        policy=[ConsentPolicy(uri=evidence.notice)],
        verification=[_verification(evidence)],
        provision=provision,
    )


def _provision(
    type_: str, recipients: Sequence[Recipient], categories: Sequence[str], starts: str, ends: str
) -> ConsentProvision:
    return ConsentProvision(
        type=type_,
        period=Period(start=starts, end=ends or None),
        actor=[_actor(one) for one in recipients] or None,
        class_=[Coding(system=systems.CATEGORY, code=code) for code in categories] or None,
    )


def _actor(recipient: Recipient) -> ConsentProvisionActor:
    """Return an actor; R4 wants a reference in each: that of a class says it in words only."""
    role = _RECIPIENT
    if recipient.reader_class:
        role = Coding(
            system=systems.READER_CLASS, code=recipient.reader_class, display=recipient.display or None
        )
    return ConsentProvisionActor(
        role=CodeableConcept(coding=[role]),
        reference=Reference(
            reference=recipient.reference or None, display=recipient.display or recipient.reader_class or None
        ),
    )


def _verification(evidence: Evidence) -> ConsentVerification:
    return ConsentVerification(
        verified=True,
        verifiedWith=Reference(reference=evidence.agreed_by),
        verificationDate=fhir_instant(evidence.at),
        extension=[
            Extension(
                url=systems.CONSENT_COLLECTED_BY, valueReference=Reference(reference=evidence.collected_by)
            ),
            Extension(url=systems.CONSENT_COLLECTED_HOW, valueCode=evidence.how),
        ],
    )
