"""Sending a request: for a person known to the asker, or for one whose identity is given here."""

from collections.abc import Sequence

from cordee.access import Door
from cordee.care.elements import id_in
from cordee.care.entry import drawn_id, once
from cordee.care.files import SentFile
from cordee.care.requests.asked import NewRequest
from cordee.care.requests.building import person_known_by, qualifying, request_of
from cordee.care.requests.files import stage_files
from cordee.care.requests.structure import structure_asked, structure_of_the_territory
from cordee.care.requests.telling import tell_team
from cordee.care.signing import signature
from cordee.fhir.r4 import Patient, Reference, ServiceRequest, Task
from cordee.kernel.errors import NotFoundError


async def submit_request(
    door: Door, new: NewRequest, *, request_id: str, due_hours: int, files: Sequence[SentFile] = ()
) -> str:
    """Send a request to the coordination structure and return its id; the same `request_id` sends it once.

    - coordination staff send to their own structure, for whoever called them;
    - other professionals send to the structure of the territory.

    Raises: NoCoordinationError, UnknownChoiceError; NotFoundError when the person named is not one of the asker's.
    """
    if new.patient_id and not await door.sees(new.patient_id):
        raise NotFoundError
    structure, me = await structure_asked(door), signature(door.actor)
    patient_id = new.patient_id or drawn_id(request_id, "person")
    request = request_of(new, patient_id, structure, request_id, me)
    await _send(
        door, _new_person(new, request_id), request, qualifying(request, structure, me, due_hours), files
    )
    return request_id


async def submit_from_outside(platform: Door, new: NewRequest, *, request_id: str, due_hours: int) -> str:
    """Send the request of somebody who is not signed in, through the platform's own door, and return its id.

    Nobody is looked up: whether the person is known changes neither what is done nor what is answered.

    Raises: NoCoordinationError, UnknownChoiceError.
    """
    assert new.caller is not None, "who is not signed in says their name"
    structure = await structure_of_the_territory(platform)
    request = request_of(new, drawn_id(request_id, "person"), structure, request_id, None)
    requester = Reference(display=new.caller.name)
    await _send(
        platform, _new_person(new, request_id), request, qualifying(request, structure, requester, due_hours)
    )
    return request_id


def _new_person(new: NewRequest, request_id: str) -> Patient | None:
    if new.patient_id or new.identity is None:
        return None
    return person_known_by(new.identity, request_id)


async def _send(
    door: Door,
    person: Patient | None,
    request: ServiceRequest,
    task: Task,
    files: Sequence[SentFile] = (),
) -> None:
    async def send() -> None:
        async with door.writing() as unit:
            if person is not None:
                unit.create(person)
            unit.create(request)
            unit.create(task)
            tell_team(unit, request)
            if files:
                by, at = signature(door.actor), request.authoredOn or ""
                stage_files(unit, request, files, by=by, at=at, key=request.id or "")

    await once(door, f"ServiceRequest/{request.id}", id_in(request.subject, "Patient"), send)
