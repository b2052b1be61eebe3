"""Who agrees with a version of a plan: the person, their representative, the referent, the doctor, the circle.

Each agreement is a Provenance of the version's document that bears a signature: given in one's own session, or
collected by a professional, of vive voix, by telephone or on paper, with the paper when there is one. The person and a
guardian read plans and do not write them: what they sign is written by a job through the platform's door, in the
transaction of their act.
"""

from datetime import datetime

import msgspec

from cordee.access import Door
from cordee.care.chart import Chart, open_chart
from cordee.care.circle_rights import guardians_of, speaks_for_the_person
from cordee.care.consent.evidence import Collected, keep_paper, paper_of
from cordee.care.consent.shape import COLLECTED_HOW
from cordee.care.elements import concept, fhir_instant, instant
from cordee.care.entry import drawn_id, entry_id, once
from cordee.care.errors import UnknownChoiceError
from cordee.care.people import Person
from cordee.care.planning.reading import read_version
from cordee.care.signing import about, signature
from cordee.care.tasks.assignees import assignees
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CodeableConcept,
    Coding,
    Extension,
    Meta,
    Provenance,
    ProvenanceAgent,
    ProvenanceEntity,
    Reference,
    Signature,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import ForbiddenError, GoneError, NotFoundError

AGREE_TASK = "plan.agree"
AGREEMENT = "agreement"
OWN_SESSION = "electronic"
_CONSENT = Coding(
    system="urn:iso-astm:E1762-95:2013", code="1.2.840.10065.1.12.1.7", display="Consent Signature"
)


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement: whose, when, how, collected by whom when they did not sign themselves, and the paper."""

    reference: str
    name: str
    role: str
    at: datetime | None
    how: str
    collected_by: str
    document_id: str


async def agree(door: Door, patient_id: str, version_id: str, *, form_id: str) -> None:
    """Say that one agrees with a version, in one's own session; said twice, it is said once.

    - whoever may write plans signs at once;
    - the person and a guardian sign through the platform, a moment later.

    Raises: ForbiddenError for others, NotFoundError.
    """
    document = await read_version(door, patient_id, version_id)
    chart = await open_chart(door, patient_id)
    if speaks_for_the_person(chart, door.actor):
        async with door.writing() as unit:
            unit.defer(
                AGREE_TASK, patient_id=patient_id, version_id=version_id, by=door.actor.who, form_id=form_id
            )
        return
    if not door.actor.is_professional:
        raise ForbiddenError
    made = agreement_with(
        patient_id,
        version_id,
        signature(door.actor),
        OWN_SESSION,
        now(),
        meta=document.resource.meta,
    )

    async def write() -> None:
        async with door.writing() as unit:
            unit.create(made)

    await once(door, f"Provenance/{made.id}", patient_id, write)


async def agree_for_the_person(
    platform: Door, patient_id: str, version_id: str, by: str, form_id: str
) -> bool:
    """Write the agreement of the person or a guardian; False when it stands already, or the version is gone."""
    chart = await open_chart(platform, patient_id)
    try:
        stored = await read_version(platform, patient_id, version_id)
    except (NotFoundError, GoneError):
        return False
    who = Reference(reference=by, display=chart.person(by).name)
    made = agreement_with(patient_id, version_id, who, OWN_SESSION, now(), meta=stored.resource.meta)

    async def write() -> None:
        async with platform.writing() as unit:
            unit.create(made)

    return await once(platform, f"Provenance/{made.id}", patient_id, write)


async def collect(door: Door, patient_id: str, version_id: str, collected: Collected) -> None:
    """Write down that somebody agrees, as they said or wrote it to this professional, with the paper if any.

    Raises: ForbiddenError unless a professional; UnknownChoiceError for who is none of `signers`, or an unknown way:
    in their own session people sign themselves. NotFoundError when it is no version of this plan.
    """
    if not door.actor.is_professional:
        raise ForbiddenError
    if collected.how not in COLLECTED_HOW or collected.how == OWN_SESSION:
        raise UnknownChoiceError("how")
    document = await read_version(door, patient_id, version_id)
    chart = await open_chart(door, patient_id)
    person = (await signers(door, chart)).get(collected.given_by)
    if person is None:
        raise UnknownChoiceError("given_by")
    paper = await paper_of(collected)
    who = Reference(reference=collected.given_by, display=person.name)
    made = agreement_with(
        patient_id,
        version_id,
        who,
        collected.how,
        collected.at,
        meta=document.resource.meta,
    )
    made.agent.append(ProvenanceAgent(type=CodeableConcept(text="Recueilli par"), who=signature(door.actor)))
    async with door.writing() as unit:
        if paper is not None:
            keep_paper(unit, door, patient_id, collected, paper)
            scan = Reference(reference=f"DocumentReference/{entry_id(collected.form_id, 'scan')}")
            made.entity = [ProvenanceEntity(role="source", what=scan)]
        unit.create(made)


async def signers(door: Door, chart: Chart) -> dict[str, Person]:
    """Return whose agreement a professional may collect: the person first, who represents them, then the circle."""
    circle = await assignees(door, chart)
    person = f"Patient/{chart.patient_id}"
    first = [person, *guardians_of(chart)]
    return {one: circle[one] for one in first if one in circle} | circle


def agreement_of(chart: Chart, one: Provenance) -> Agreement:
    """Return an agreement as pages show it."""
    signed = one.signature[0] if one.signature else None
    who = signed.who if signed is not None else None
    person = chart.person((who.reference if who else None) or "", who.display if who else None)
    how = next((e.valueCode for e in one.extension or () if e.url == systems.CONSENT_COLLECTED_HOW), None)
    collector = one.agent[1].who if len(one.agent) > 1 else None
    scan = one.entity[0].what.reference if one.entity else None
    return Agreement(
        reference=person.reference,
        name=person.name,
        role=person.role,
        at=instant(signed.when if signed else one.recorded),
        how=COLLECTED_HOW.get(how or "", ""),
        collected_by=chart.person(collector.reference, collector.display).name if collector else "",
        document_id=(scan or "").removeprefix("DocumentReference/"),
    )


def agreement_with(
    patient_id: str,
    version_id: str,
    who: Reference,
    how: str,
    at: datetime,
    *,
    meta: Meta | None,
) -> Provenance:
    """Return an agreement; one of the same person with the same version has the same id, whoever writes it."""
    security = meta.security if meta is not None else None
    return Provenance(
        id=drawn_id(version_id, f"agreement-{who.reference}"),
        meta=Meta(security=security) if security else None,
        extension=[Extension(url=systems.CONSENT_COLLECTED_HOW, valueCode=how)],
        target=[Reference(reference=f"Bundle/{version_id}"), about(patient_id)],
        occurredDateTime=fhir_instant(at),
        recorded=fhir_instant(now()),
        activity=concept(systems.PLAN_ACT, AGREEMENT, "Accord avec le plan"),
        agent=[ProvenanceAgent(type=CodeableConcept(text="Donne son accord"), who=who)],
        signature=[Signature(type=[_CONSENT], when=fhir_instant(at), who=who)],
    )
