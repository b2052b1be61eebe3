"""Sending an orientation: what is asked, to whom, with which documents; a draft first, if one likes."""

from datetime import timedelta

import msgspec

from cordee.access import Door
from cordee.care.elements import concept, fhir_instant, id_in, version_of
from cordee.care.entry import drawn_id, entry_id, once
from cordee.care.errors import CareError
from cordee.care.notices import notice_job
from cordee.care.orientations.states import ANSWER_DAYS, OPEN
from cordee.care.people import full_name
from cordee.care.signing import about, said, signature
from cordee.care.tasks.building import new_task
from cordee.fhir import systems
from cordee.fhir.r4 import (
    CodeableConcept,
    DocumentReference,
    HealthcareService,
    Organization,
    Patient,
    Reference,
    ServiceRequest,
    Task,
    TaskInput,
)
from cordee.kernel.clock import now
from cordee.kernel.errors import NotFoundError
from cordee.store import Unit

DOCUMENTS_MAX = 20


class NewOrientation(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: `to` is an offer (`HealthcareService/…`) or a structure (`Organization/…`)."""

    to: str
    reason: str
    details: str = ""
    is_urgent: bool = False
    documents: tuple[str, ...] = ()
    is_draft: bool = False


async def send(door: Door, patient_id: str, new: NewOrientation, *, form_id: str) -> str:
    """Send an orientation, or keep it as a draft, and return the id of its Task; the same form sends it once.

    Raises: NotFoundError for a person, a structure or a document that is not the sender's to see.
    """
    if not await door.sees(patient_id):
        raise NotFoundError
    patient: Patient = (await door.read("Patient", patient_id)).resource
    performers = await _performers(door, new.to)
    request = _request(door, patient, new, performers, form_id)
    task = _task(door, patient, new, performers[0], request)
    task.input = await _inputs(door, patient_id, new.documents)

    async def store() -> None:
        async with door.writing() as unit:
            unit.create(request)
            unit.create(task)
            if not new.is_draft:
                _tell(unit, task, [performers[0].reference or ""])

    await once(door, f"Task/{task.id}", patient_id, store)
    return task.id or ""


async def send_draft(door: Door, id_: str) -> None:
    """Send a draft now."""
    task: Task = (await door.read("Task", id_)).resource
    if task.status != "draft":
        return
    request: ServiceRequest = (
        await door.read("ServiceRequest", id_in(task.focus, "ServiceRequest"))
    ).resource
    at = now()
    request.status, request.authoredOn = "active", fhir_instant(at)
    task.status, task.authoredOn, task.lastModified = "requested", fhir_instant(at), fhir_instant(at)
    if task.restriction and task.restriction.period:
        task.restriction.period.end = fhir_instant(at + timedelta(days=ANSWER_DAYS))
    async with door.writing() as unit:
        unit.update(request, expected_version=version_of(request.meta))
        unit.update(task, expected_version=version_of(task.meta))
        _tell(unit, task, [(task.owner.reference if task.owner else None) or ""])


async def cancel(door: Door, id_: str, *, why: str) -> None:
    """Take an orientation back: the structure keeps the request and what was said, and sees nothing else any more."""
    task: Task = (await door.read("Task", id_)).resource
    if task.status not in (*OPEN, "draft"):
        raise CareError(
            "Cette orientation est déjà close. Rien n’a été modifié.",
            "This orientation is closed already. Nothing was changed.",
        )
    request: ServiceRequest = (
        await door.read("ServiceRequest", id_in(task.focus, "ServiceRequest"))
    ).resource
    was_draft = task.status == "draft"
    request.status = "revoked"
    task.status, task.lastModified = "cancelled", fhir_instant(now())
    if why:
        task.note = [*(task.note or []), said(signature(door.actor), fhir_instant(now()), why)]
    async with door.writing() as unit:
        unit.update(request, expected_version=version_of(request.meta))
        unit.update(task, expected_version=version_of(task.meta))
        if not was_draft:
            _tell(unit, task, [(task.owner.reference if task.owner else None) or ""])


def _tell(unit: Unit, task: Task, recipients: list[str]) -> None:
    unit.defer(notice_job("orientation", id_in(task.for_, "Patient"), f"Task/{task.id}", recipients))


async def _performers(door: Door, to: str) -> list[Reference]:
    """Return the structure first, then the offer when one was chosen."""
    kind, _, id_ = to.partition("/")
    if kind == "HealthcareService":
        offer: HealthcareService = (await door.read(kind, id_)).resource
        owner = offer.providedBy
        if owner is None or not (owner.reference or "").startswith("Organization/"):
            raise NotFoundError
        structure: Organization = (await door.read("Organization", id_in(owner, "Organization"))).resource
        named = Reference(reference=owner.reference, display=structure.name)
        return [named, Reference(reference=to, display=offer.name)]
    if kind != "Organization":
        raise NotFoundError
    found: Organization = (await door.read(kind, id_)).resource
    return [Reference(reference=to, display=found.name)]


async def _inputs(door: Door, patient_id: str, ids: tuple[str, ...]) -> list[TaskInput] | None:
    """Return the documents and the files they hold, each by name: nothing else of the record leaves."""
    wanted = [f"DocumentReference/{one}" for one in ids[:DOCUMENTS_MAX]]
    known = await door.read_many(wanted) if wanted else {}
    inputs: list[TaskInput] = []
    for reference in wanted:
        if reference not in known:
            raise NotFoundError
        document: DocumentReference = known[reference].resource
        if id_in(document.subject, "Patient") != patient_id:
            raise NotFoundError
        files = [
            one.attachment.url for one in document.content or () if one.attachment and one.attachment.url
        ]
        for sent in (reference, *(url for url in files if url.startswith("Binary/"))):
            kind = concept(systems.ORIENTATION_INPUT, "document", "Document joint")
            inputs.append(TaskInput(type=kind, valueReference=Reference(reference=sent)))
    return inputs or None


def _request(
    door: Door, patient: Patient, new: NewOrientation, performers: list[Reference], form_id: str
) -> ServiceRequest:
    me, at = signature(door.actor), fhir_instant(now())
    return ServiceRequest(
        id=entry_id(form_id),
        status="draft" if new.is_draft else "active",
        intent="order",
        category=[concept(systems.REQUEST_CATEGORY, "orientation", "Orientation")],
        priority="urgent" if new.is_urgent else "routine",
        code=CodeableConcept(text=new.reason),
        subject=_named(patient),
        requester=me,
        performer=performers,
        authoredOn=at,
        supportingInfo=[Reference(reference=f"DocumentReference/{one}") for one in new.documents] or None,
        note=[said(me, at, new.details)] if new.details else None,
    )


def _task(
    door: Door, patient: Patient, new: NewOrientation, structure: Reference, request: ServiceRequest
) -> Task:
    task = new_task(
        id=drawn_id(request.id or "", "orientation"),
        code="orientation",
        text=new.reason,
        patient_id=patient.id or "",
        requester=signature(door.actor),
        owner=structure,
        due_on=now() + timedelta(days=ANSWER_DAYS),
        priority="urgent" if new.is_urgent else "routine",
        source=Reference(reference=f"ServiceRequest/{request.id}"),
    )
    task.status = "draft" if new.is_draft else "requested"
    task.for_ = _named(patient)
    return task


def _named(patient: Patient) -> Reference:
    reference = about(patient.id or "")
    reference.display = full_name(patient).polite
    return reference
