"""Sending a request: for a person known to the asker, or for one whose identity is given here."""

from datetime import date, timedelta

import msgspec

from cordee.access import Door
from cordee.care.elements import concept, fhir_instant
from cordee.care.entry import entry_id, once
from cordee.care.requests.structure import structure_asked
from cordee.care.signing import about, signature
from cordee.fhir import systems
from cordee.fhir.r4 import (
    Address,
    Annotation,
    CodeableConcept,
    ContactPoint,
    HumanName,
    Patient,
    Period,
    Reference,
    ServiceRequest,
    Task,
    TaskRestriction,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person at the first call: enough to call back, not yet a qualified identity."""

    family: str
    given: str
    gender: str
    born_on: date | None = None
    town: str = ""
    postal_code: str = ""
    phone: str = ""


class NewRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the form gives: `patient_id` of a person known here, else `identity`; `caller` when another asks."""

    reason: str
    details: str = ""
    is_urgent: bool = False
    patient_id: str = ""
    identity: Identity | None = None
    caller: str = ""


async def submit_request(door: Door, new: NewRequest, *, request_id: str, due_hours: int) -> str:
    """Send a request to the coordination structure and return its id; the same `request_id` sends it once.

    - coordination staff send to their own structure, for whoever called them;
    - other professionals send to the structure of the territory.

    Raises: NoCoordinationError; NotFoundError when the person named is not one of the asker's.
    """
    if new.patient_id and not await door.sees(new.patient_id):
        raise NotFoundError
    structure = await structure_asked(door)
    patient = _patient(new.identity, request_id) if new.identity is not None and not new.patient_id else None
    patient_id = new.patient_id or entry_id(request_id, "person")
    request = _request(door, new, patient_id, structure, request_id)
    task = _task(door, request, structure, due_hours)

    async def send() -> None:
        async with door.writing() as unit:
            if patient is not None:
                unit.create(patient)
            unit.create(request)
            unit.create(task)

    await once(send)
    return request_id


def _patient(identity: Identity, request_id: str) -> Patient:
    address = Address(city=identity.town, postalCode=identity.postal_code or None, country="FR")
    return Patient(
        id=entry_id(request_id, "person"),
        active=True,
        name=[HumanName(use="usual", family=identity.family.upper(), given=[identity.given])],
        gender=identity.gender or "unknown",
        birthDate=identity.born_on.isoformat() if identity.born_on else None,
        telecom=[ContactPoint(system="phone", value=identity.phone)] if identity.phone else None,
        address=[address] if identity.town else None,
    )


def _request(
    door: Door, new: NewRequest, patient_id: str, structure: Reference, request_id: str
) -> ServiceRequest:
    me, at = signature(door.actor), now()
    return ServiceRequest(
        id=request_id,
        status="active",
        intent="order",
        category=[concept(systems.REQUEST_CATEGORY, "support", "Demande d’appui")],
        priority="urgent" if new.is_urgent else "routine",
        code=CodeableConcept(text=new.reason),
        subject=about(patient_id),
        requester=Reference(display=new.caller) if new.caller else me,
        performer=[structure],
        authoredOn=fhir_instant(at),
        note=[Annotation(authorReference=me, time=fhir_instant(at), text=new.details)]
        if new.details
        else None,
    )


def _task(door: Door, request: ServiceRequest, structure: Reference, due_hours: int) -> Task:
    at = now()
    return Task(
        id=entry_id(request.id or "", "qualify"),
        status="requested",
        intent="order",
        priority=request.priority,
        code=concept(systems.TASK_CODE, "qualify", "Qualifier la demande"),
        focus=Reference(reference=f"ServiceRequest/{request.id}"),
        for_=request.subject,
        requester=signature(door.actor),
        owner=structure,
        authoredOn=fhir_instant(at),
        lastModified=fhir_instant(at),
        restriction=TaskRestriction(period=Period(end=fhir_instant(at + timedelta(hours=due_hours)))),
    )
