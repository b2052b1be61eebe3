"""The person of a request turns out to have a record already: the request joins it, and is answered by that.

The request stays about the identity it came with: its requester reads it for ever, and must read nothing of the record.
The record gets a copy that opens nothing to anybody.
"""

from cordee.access import Door
from cordee.care.elements import id_in, version_of
from cordee.care.entry import drawn_id
from cordee.care.requests.pending import WAITING, say, to_answer
from cordee.care.requests.telling import tell_requester
from cordee.care.signing import about
from cordee.fhir import systems
from cordee.fhir.r4 import Patient, PatientLink, Reference, ServiceRequest
from cordee.kernel.errors import NotFoundError

SAID = "Demande acceptée"
"""The same words as when a record opens: whether the person was followed already is not the requester's to learn."""


async def join_record(door: Door, id_: str, patient_id: str, words: str = "") -> None:
    """Join a request to a record the actor stands in the circle of, and accept it.

    Raises: NotFoundError when that is no record of the actor's; AlreadyAnsweredError, ForbiddenError.
    """
    if not await door.sees(patient_id):
        raise NotFoundError
    request, task = await to_answer(door, id_, WAITING)
    before = id_in(request.subject, "Patient")
    is_provisional = before != patient_id and not await door.sees(before)
    said: Patient | None = (await door.read("Patient", before)).resource if is_provisional else None
    request.status = "completed"
    async with door.writing() as unit:
        if said is not None:
            said.active = False
            said.link = [PatientLink(other=about(patient_id), type="replaced-by")]
            unit.update(said, expected_version=version_of(said.meta))
            unit.create(_copy(request, patient_id))
        unit.update(request, expected_version=version_of(request.meta))
        tell_requester(unit, request)
        if task is not None:
            task.status, task.statusReason = "completed", None
            say(task, door, words or SAID)
            unit.update(task, expected_version=version_of(task.meta))


def _copy(request: ServiceRequest, patient_id: str) -> ServiceRequest:
    """Return what the record keeps of a request: no performer and no requester by reference, so that nobody enters."""
    requester = request.requester.display if request.requester is not None else None
    return ServiceRequest(
        id=drawn_id(request.id or "", "joined"),
        basedOn=[Reference(reference=f"ServiceRequest/{request.id}")],
        status="completed",
        intent="order",
        category=request.category,
        priority=request.priority,
        code=request.code,
        subject=about(patient_id),
        extension=[one for one in request.extension or () if one.url == systems.REQUEST_CAME_BY] or None,
        requester=Reference(display=requester) if requester else None,
        authoredOn=request.authoredOn,
        note=request.note,
    )
